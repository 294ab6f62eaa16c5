"""Runs `campanello evaluate` as the tests need it: in this process, which is quick, or as a process of its own."""

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from campanello.cli import main

ENGLISH = {"CAMPANELLO_LANG": "en"}
MARK = "of an earlier evaluation"


@dataclass(frozen=True)
class Answer:
    """How the command ended: exit code, standard output and the lines of standard error."""

    code: int
    out: str
    errors: list[str]


def arguments(source: Path, out: Path, *options: str) -> list[str]:
    """The command line, but for the program itself."""
    return ["evaluate", str(source), "--out", str(out), *options]


def evaluate(source: Path, out: Path, *options: str) -> Answer:
    """Run the command here, as `main()` does with the same arguments."""
    printed, complained = io.StringIO(), io.StringIO()
    code = 0
    with (
        mock.patch.dict(os.environ, ENGLISH),
        mock.patch.object(sys, "argv", ["campanello", *arguments(source, out, *options)]),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(complained),
    ):
        try:
            main.main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Answer(code, printed.getvalue(), complained.getvalue().splitlines())


def started(source: Path, out: Path, *options: str) -> "subprocess.Popen[str]":
    """The command as a process of its own, just started."""
    return subprocess.Popen(
        [sys.executable, "-m", "campanello.cli.main", *arguments(source, out, *options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | ENGLISH,
    )


def earlier(folder: Path) -> Path:
    """An output folder with an evaluation made before, which a run that fails must leave as it is."""
    folder.mkdir(parents=True)
    (folder / "evaluation.json").write_text(MARK, encoding="utf-8")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    return folder


def is_as_it_was(folder: Path) -> bool:
    """Whether an earlier output is untouched, and nothing else was put into or beside it."""
    names = sorted(path.name for path in folder.iterdir())
    beside = [path.name for path in folder.parent.iterdir() if path.name.startswith(f".{folder.name}")]
    untouched = (folder / "evaluation.json").read_text(encoding="utf-8") == MARK
    return untouched and names == ["evaluation.json", "notes.txt"] and not beside
