"""`campanello verify`: exit codes, the table, the JSON file whole or not at all, and files that can't be read."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from campanello.cli import main as command

HOLDS = {
    "counts": {"all": 830, "lab": 524},
    "shares": [{"id": "lab_share", "part": "lab", "of": "all", "percent": "63.1"}],
}
CONTRADICTS = {
    "title": "A report",
    "counts": {"all": 830, "lab": 524, "plan": 485},
    "unions": [{"whole": "all", "parts": ["lab", "plan"]}],
    "shares": [
        {
            "id": "plan_share",
            "part": "plan",
            "of": "all",
            "percent": "63.1",
            "label": "Plans",
            "source": "Table 2",
        }
    ],
    "splits": [
        {
            "id": "plan_status",
            "of": "plan",
            "complete": True,
            "percents": {"a": "64.7", "b": "34.5", "c": "0.8"},
        }
    ],
}
ODD_ONLY = {
    "counts": {"all": 3},
    "splits": [{"id": "thirds", "of": "all", "complete": True, "percents": {"a": "33.3", "b": "66.7"}}],
}
Answer = tuple[int, str, str]
Verify = Callable[..., Answer]


@pytest.fixture
def verify(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Verify:
    """Runs the command as a terminal would, in a folder of its own: exit code, output, error output."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CAMPANELLO_LANG", "en")
    monkeypatch.setenv("COLUMNS", "80")

    def run(content: Any, *arguments: str) -> Answer:
        if content is not None:
            raw = content if isinstance(content, bytes) else json.dumps(content).encode()
            Path("figures.json").write_bytes(raw)
        monkeypatch.setattr(sys, "argv", ["campanello", "verify", "figures.json", *arguments])
        with pytest.raises(SystemExit) as end:
            command.main()
        printed = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return end.value.code, printed.out, printed.err

    return run


def listing() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


EXIT_CODES: dict[str, tuple[Any, int]] = {
    "nothing contradicts": (HOLDS, 0),
    "nothing is said at all": ({"counts": {}}, 0),
    "figures contradict": (CONTRADICTS, 1),
    "an important key is missing": ({"title": "T"}, 2),
    "not JSON": (b"63.1 %", 2),
    "not UTF-8": (b'{"counts": {"et\xe0": 1}}', 2),
    "empty": (b"", 2),
    "a byte order mark is no harm": (b"\xef\xbb\xbf" + json.dumps(HOLDS).encode(), 0),
    "no such file": (None, 2),
}


@pytest.mark.parametrize(("content", "code"), EXIT_CODES.values(), ids=EXIT_CODES)
def test_exit_code(verify: Verify, content: Any, code: int) -> None:
    answer, out, err = verify(content)
    assert answer == code
    assert bool(err) == (code == 2)
    assert bool(out) == (code != 2)


UNREADABLE: dict[str, tuple[Any, str]] = {
    "a percentage as a number": (
        {"counts": {"all": 1}, "shares": [{"id": "s", "of": "all", "percent": 63.1}]},
        "shares[0].percent",
    ),
    "a count nobody named": (
        {"counts": {}, "shares": [{"id": "s", "of": "all", "percent": "1"}]},
        "shares[0].of",
    ),
    "counts missing": ({}, "counts"),
    "NaN": (b'{"counts": {"all": NaN}}', "counts.all"),
    "a key twice": (b'{"counts": {"all": 1, "all": 2}}', "counts.all"),
}


@pytest.mark.parametrize(("content", "key"), UNREADABLE.values(), ids=UNREADABLE)
def test_the_key_that_cannot_be_read_is_named(verify: Verify, content: Any, key: str) -> None:
    code, _, err = verify(content)
    assert code == 2
    assert f"  {key} " in err or f"The percentage {key} " in err


def test_a_folder_in_place_of_a_file_is_refused(verify: Verify) -> None:
    Path("figures.json").mkdir()
    code, _, err = verify(None)
    assert code == 2
    assert err.startswith("figures.json can't be opened: ")


def test_figures_are_read_from_a_pipe() -> None:
    run = [sys.executable, "-m", "campanello.cli.main", "verify", "-"]
    done = subprocess.run(run, input=json.dumps(CONTRADICTS).encode(), capture_output=True, check=False)
    assert done.returncode == 1
    assert b"plan_status" in done.stdout


def test_the_json_is_the_contracts(verify: Verify) -> None:
    code, _, _ = verify(CONTRADICTS, "--json", "out.json")
    answer = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert code == 1
    assert list(answer) == ["title", "derived", "findings"]
    assert answer["derived"] == [{"id": "both", "value": 179, "min": 179, "max": 179, "from": "unions"}]
    assert [finding["id"] for finding in answer["findings"]] == ["plan_share", "plan_status"]
    assert answer["findings"][0]["suggestions"] == [
        {"part": "lab"},
        {"swap": ["lab", "plan"], "also_resolves": 1},
    ]


def test_the_json_is_written_when_nothing_contradicts_too(verify: Verify) -> None:
    code, _, _ = verify(HOLDS, "--json", "out.json")
    assert (code, json.loads(Path("out.json").read_text())) == (
        0,
        {"title": None, "derived": [], "findings": []},
    )


def test_the_json_replaces_an_older_one_and_leaves_nothing_beside(verify: Verify) -> None:
    Path("out.json").write_text("old")
    verify(HOLDS, "--json", "out.json")
    assert json.loads(Path("out.json").read_text())["findings"] == []
    assert listing() == ["figures.json", "out.json"]


def test_a_file_that_cannot_be_read_leaves_the_older_json(verify: Verify) -> None:
    Path("out.json").write_text("old")
    code, _, _ = verify(b"{", "--json", "out.json")
    assert (code, Path("out.json").read_text()) == (2, "old")


UNWRITABLE = {"a folder that isn't there": "nowhere/out.json", "a folder in its place": "."}


@pytest.mark.parametrize("target", UNWRITABLE.values(), ids=UNWRITABLE)
def test_json_that_cannot_be_written_is_told(verify: Verify, target: str) -> None:
    code, out, err = verify(CONTRADICTS, "--json", target)
    assert (code, out) == (2, "")
    assert f"{target} can't be written: " in err
    assert listing() == ["figures.json"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_leaves_the_older_json_and_no_half_file(
    verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("out.json").write_text("old")
    unfinished = Path(f".out.json.{os.getpid()}.part")
    real_open = Path.open

    def open_full(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.name == unfinished.name:
            path.touch()
            return Path("/dev/full").open("w", encoding="utf-8")
        return real_open(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", open_full)
    code, _, err = verify(CONTRADICTS, "--json", "out.json")
    assert code == 2
    assert "No space left" in err
    assert Path("out.json").read_text() == "old"
    assert listing() == ["figures.json", "out.json"]


def test_the_table_sets_printed_beside_computed(verify: Verify) -> None:
    _, out, _ = verify(CONTRADICTS)
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in out.splitlines() if line.startswith("| ")
    ]
    assert rows == [
        ["Figure", "Printed", "Computed", "Verdict"],
        ["plan_share", "63.1", "58.4", "contradiction"],
        ["plan_status", "64.7 / 34.5 / 0.8", "64.7 / 34.4 / 0.8", "contradiction"],
    ]


def test_the_table_is_about_printed_numbers_not_about_charts(
    verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMPANELLO_LANG", "it")
    _, out, _ = verify(CONTRADICTS)
    head = next(line for line in out.splitlines() if line.startswith("| "))
    assert [cell.strip() for cell in head.split("|")[1:-1]] == ["Cifra", "Stampato", "Calcolato", "Esito"]


def test_findings_are_told_in_sentences_with_suggestions_and_what_holds(verify: Verify) -> None:
    _, out, _ = verify(CONTRADICTS)
    told = " ".join(out.split())
    assert (
        "plan_share Plans Table 2 plan = 485, all = 830 and the printed 63.1 % can't be true together" in told
    )
    assert "- Would hold if lab and plan were swapped; that resolves 1 other contradiction too." in told
    assert "Contradictions: 2. Warnings: 0. Figures that hold: 1. all.union" in told


def test_without_a_terminal_it_is_plain_and_no_wider_than_80(verify: Verify) -> None:
    _, out, _ = verify(CONTRADICTS)
    assert out.isascii()
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 80


def test_brackets_in_names_are_no_markup(verify: Verify) -> None:
    named = {
        "counts": {"[red]all[/red]": 7},
        "shares": [{"id": "[bold]", "of": "[red]all[/red]", "percent": "50"}],
    }
    _, out, _ = verify(named)
    assert "[bold]" in out
    assert "[red]all[/red] = 7" in out


def test_long_names_are_folded_into_the_table(verify: Verify) -> None:
    long = {"counts": {"all": 7}, "shares": [{"id": "x" * 100, "of": "all", "percent": "50"}]}
    _, out, _ = verify(long)
    assert max(map(len, out.splitlines())) <= 80
    assert "".join(out.split("+")).count("x") >= 200


def test_a_terminal_without_accents_is_answered(tmp_path: Path) -> None:
    (tmp_path / "figures.json").write_text(json.dumps({**CONTRADICTS, "title": "Città"}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "campanello.cli.main", "verify", str(tmp_path / "figures.json")],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "CAMPANELLO_LANG": "en"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.startswith(b"Citt?")


def test_odd_roundings_that_are_possible_are_no_contradiction(verify: Verify) -> None:
    code, out, _ = verify(ODD_ONLY)
    assert (code, "Figures that hold: 1." in out) == (0, True)
