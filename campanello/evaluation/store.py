"""A stored summary: the cube as Parquet with its programme beside it, which the dashboard filters in memory."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pyarrow.parquet

from campanello.core.errors import Missing, Refused
from campanello.core.errors import gettext_noop as _
from campanello.evaluation.cube import MEASURES, Cube, Partner, Programme, Project
from campanello.evaluation.runner import Summary

CUBE_FILE, PROGRAMME_FILE = "cube.parquet", "programme.json"
# Raised whenever the packing of the cube's key or its measures changes: an older cube is evaluated again.
CUBE_VERSION = 1


class NoEvaluation(Missing):
    """There is no stored evaluation of that name."""

    code = "evaluation.no-evaluation"
    text = _("There is no evaluation “%(name)s”. Choose one from the list.")


class OldEvaluation(Refused):
    """The stored evaluation was made by another version of the program."""

    code = "evaluation.old-evaluation"
    text = _(
        "The evaluation “%(name)s” was stored by another version of the program. Evaluate its dataset again."
    )


@dataclass(frozen=True)
class Stored:
    """A summary as it was stored: its name (of the folder), a title for people, and when it was made."""

    name: str
    title: str
    made_at: datetime
    summary: Summary


def save(summary: Summary, folder: Path, *, title: str, made_at: datetime) -> None:
    """Write a summary with projects into an empty folder."""
    cube = summary.cube
    sets = [sorted(one) for one in cube.project_sets]
    groups = np.zeros(len(cube.code), np.int64) if cube.groups is None else cube.groups
    table = pyarrow.table({"code": cube.code, "group": groups, **cube.measures})
    pyarrow.parquet.write_table(table, folder / CUBE_FILE, compression="zstd")
    content = {
        "version": CUBE_VERSION,
        "title": title,
        "made_at": made_at.isoformat(),
        "project_sets": None if cube.groups is None else sets,
        "programme": asdict(summary.programme),
        "rows": summary.rows,
        "first_date": _text(summary.first_date),
        "last_date": _text(summary.last_date),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / PROGRAMME_FILE).write_text(text, encoding="utf-8")


def load(folder: Path) -> Stored:
    """The summary stored in a folder.

    Raises:
        NoEvaluation: Nothing is stored there.
        OldEvaluation: It was stored by another version.
    """
    try:
        content = json.loads((folder / PROGRAMME_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NoEvaluation(name=folder.name) from error
    if content["version"] != CUBE_VERSION:
        raise OldEvaluation(name=folder.name)
    table = pyarrow.parquet.read_table(folder / CUBE_FILE)
    columns = {name: table[name].to_numpy() for name in ("code", "group", *MEASURES)}
    sets = content["project_sets"]
    cube = Cube(
        columns["code"],
        {name: columns[name] for name in MEASURES},
        None if sets is None else columns["group"],
        tuple(frozenset(one) for one in sets or ()),
    )
    summary = Summary(
        cube,
        _programme(content["programme"]),
        content["rows"],
        _date(content["first_date"]),
        _date(content["last_date"]),
    )
    return Stored(folder.name, content["title"], datetime.fromisoformat(content["made_at"]), summary)


def names(folder: Path) -> list[str]:
    """The names of the evaluations stored below a folder, in order; none when it is absent."""
    return sorted(path.parent.name for path in folder.glob(f"*/{PROGRAMME_FILE}"))


def _programme(content: dict[str, Any]) -> Programme:
    partners = content["partners"]
    return Programme(
        tuple(Project(**one) for one in content["projects"]),
        None if partners is None else tuple(Partner(**one) for one in partners),
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
