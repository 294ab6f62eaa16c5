"""The stored evaluations, kept in memory until their files change, and what each shows of a selection."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from campanello.core.errors import DomainError, Refused
from campanello.core.errors import gettext_noop as _
from campanello.evaluation import contract, differencing, publication, store
from campanello.evaluation.cube import Cube, Programme
from campanello.evaluation.disclosure import is_small
from campanello.evaluation.result import Completeness, Evaluation
from campanello.evaluation.selection import PROJECT, Selection, inhabited_provinces
from campanello.evaluation.store import CUBE_FILE, PROGRAMME_FILE, NoEvaluation, Stored

# A region's cube takes some 50 MB; a list of evaluations is read through without keeping them.
CUBES_KEPT = 4
VIEWS_KEPT = 256

Stamp = tuple[int, int]
"""When the two files were written, in nanoseconds: other files are another evaluation."""


class UnreadableEvaluation(Refused):
    """The files of a stored evaluation are damaged or half-written."""

    code = "evaluation.unreadable-evaluation"
    text = _("The files of the evaluation “%(name)s” can't be read. Evaluate its dataset again.")


@dataclass(frozen=True)
class Kept:
    """A stored evaluation in memory: where it is, what it holds, what is missing in it, where its people live."""

    folder: Path
    stamp: Stamp
    threshold: int
    stored: Stored
    quality: tuple[Completeness, ...]
    provinces: frozenset[str]

    @property
    def cube(self) -> Cube:
        """Its cube."""
        return self.stored.summary.cube

    @property
    def programme(self) -> Programme:
        """Its projects and partners."""
        return self.stored.summary.programme

    @property
    def as_of(self) -> date | None:
        """The day that the data describe."""
        return self.stored.summary.last_date


@dataclass(frozen=True)
class Seen:
    """What a selection shows: an evaluation, or a refusal in its place."""

    selection: Selection
    evaluation: Evaluation | None
    refusal: Refused | None


@dataclass(frozen=True)
class Entry:
    """A line of the list; `problem` says why an evaluation can't be opened. `people` is None where few or unknown."""

    name: str
    title: str
    people: int | None = None
    as_of: date | None = None
    made_at: datetime | None = None
    problem: DomainError | None = None


def home() -> Path:
    """The folder below which evaluations are stored."""
    return Path(settings.DATA_DIR) / "evaluations"


def kept(name: str) -> Kept:
    """The stored evaluation of that name.

    Raises:
        NoEvaluation: There is none.
        OldEvaluation, UnreadableEvaluation: It must be evaluated again.
    """
    # Compared with what is there, so that no name leads out of the folder.
    if name not in store.names(home()):
        raise NoEvaluation(name=name)
    folder = home() / name
    return _kept(folder, _stamp(folder), settings.SUPPRESS)


def _stamp(folder: Path) -> Stamp:
    try:
        first, second = ((folder / file).stat().st_mtime_ns for file in (PROGRAMME_FILE, CUBE_FILE))
    except FileNotFoundError as error:
        raise UnreadableEvaluation(name=folder.name) from error
    return first, second


@lru_cache(CUBES_KEPT)
def _kept(folder: Path, stamp: Stamp, threshold: int) -> Kept:
    try:
        stored = store.load(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableEvaluation(name=folder.name) from error
    cube, programme = stored.summary.cube, stored.summary.programme
    # As the report prints it: without what would tell a count that a figure withholds.
    missing = publication.evaluation(
        cube,
        programme,
        engine="cube",
        generated_at=stored.made_at,
        threshold=threshold,
        as_of=stored.summary.last_date,
    ).completeness
    return Kept(folder, stamp, threshold, stored, missing, inhabited_provinces(cube))


def seen(name: str, selection: Selection) -> Seen:
    """What a stored evaluation shows of a selection, by this installation's threshold.

    Raises:
        NoEvaluation, OldEvaluation, UnreadableEvaluation.
    """
    one = kept(name)
    return _seen(one.folder, one.stamp, one.threshold, selection)


@lru_cache(VIEWS_KEPT)
def _seen(folder: Path, stamp: Stamp, threshold: int, selection: Selection) -> Seen:
    one = _kept(folder, stamp, threshold)
    view = differencing.view(one.cube, selection, threshold)
    if view.refusal is not None:
        return Seen(selection, None, view.refusal)
    projects = selection.values(PROJECT)
    evaluation = publication.evaluation(
        view.cube.without_projects(),
        one.programme.only(frozenset(projects)) if projects else one.programme,
        engine="cube",
        generated_at=one.stored.made_at,
        threshold=threshold,
        as_of=one.as_of,
        source=_source(one, selection),
        also=view.withheld,
    )
    return Seen(selection, evaluation, None)


def _source(one: Kept, selection: Selection) -> dict[str, object]:
    return {
        "contract": contract.VERSION,
        "areas": contract.AREAS_VERSION,
        "as_of": one.as_of.isoformat() if one.as_of else None,
        "evaluation": one.stored.name,
        "title": one.stored.title,
        "filter": {name: list(values) for name, values in selection.chosen},
    }


def entries() -> list[Entry]:
    """All stored evaluations, by title."""
    found = [_entry(name) for name in store.names(home())]
    return sorted(found, key=lambda entry: (entry.title.casefold(), entry.name))


def _entry(name: str) -> Entry:
    folder = home() / name
    try:
        return _read_entry(folder, _stamp(folder), settings.SUPPRESS)
    except DomainError as problem:
        return Entry(name, _title(folder), problem=problem)


@lru_cache(1024)
def _read_entry(folder: Path, stamp: Stamp, threshold: int) -> Entry:
    try:
        stored = store.load(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableEvaluation(name=folder.name) from error
    people = stored.summary.cube.population("all").total()
    shown = None if is_small(people, threshold) else people
    return Entry(folder.name, stored.title, shown, stored.summary.last_date, stored.made_at)


def _title(folder: Path) -> str:
    """The title of an evaluation that can't be opened, or else its name."""
    try:
        return str(json.loads((folder / PROGRAMME_FILE).read_text(encoding="utf-8"))["title"])
    except (OSError, ValueError, KeyError, TypeError):
        return folder.name
