"""What every import of a table shares: its columns and the names they go by, what is wrong in which row, the outcome.

No database: features say which columns they take and store what was read.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeAlias

from anyascii import anyascii
from rapidfuzz import fuzz, process

from campanello.core.errors import DomainError, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.language import catalogue
from campanello.core.sheets import Row

MOST_TOLD = 100
# Rows between two tellings of how far an import is.
TOLD_EVERY = 500
# How many rows are done, of how many; the second is the first where nobody counted the file's rows.
Progress: TypeAlias = Callable[[int, int], None]
# Names of columns at least so alike, of 100, are proposed to be one.
ALIKE = 82


class ColumnsMissing(Refused):
    """A table lacks columns without which its rows can't be read."""

    code = "core.columns-missing"
    text = _(
        "These columns are missing: %(missing)s. The file has: %(found)s. "
        "Rename its columns, or say which one is which."
    )


class ImportRefused(Refused):
    """A table has rows that can't be stored: none of them was."""

    code = "core.import-refused"
    text = _("Nothing was stored: %(count)s cells of %(rows)s rows must be corrected first.")


class NotADay(Refused):
    """A cell holds no date."""

    code = "core.not-a-day"
    text = _("“%(found)s” is no date. Write it as 31/12/1990 or 1990-12-31.")


class NotOfTheList(Refused):
    """A cell holds a word that its column does not know."""

    code = "core.not-of-the-list"
    text = _("“%(found)s” is not known here. Use one of: %(known)s.")


@dataclass(frozen=True)
class Column:
    """A column that an import knows: its name, what it is called on templates, and what else it goes by."""

    name: str
    title: str
    also: tuple[str, ...] = ()
    is_required: bool = False
    example: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shape:
    """A table that can be imported."""

    name: str
    title: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row: its number as the file counts it, the file's own name of the column, the sentence."""

    row: int
    column: str
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Outcome:
    """What an import did, or would do: rows by what came of them, and what was wrong.

    `doubtful` rows may be somebody who is there already; they are stored as new only when that was asked for.
    """

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    doubtful: int = 0
    is_stored: bool = False
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    doubts: list[Problem] = field(default_factory=list)

    def tell(self, problem: Problem) -> None:
        """Keep a problem; of the hundredth on only the number is kept."""
        self.problem_count += 1
        if len(self.problems) < MOST_TOLD:
            self.problems.append(problem)

    def doubt(self, doubt: Problem) -> None:
        """Keep a row that may be somebody who is there already."""
        self.doubtful += 1
        if len(self.doubts) < MOST_TOLD:
            self.doubts.append(doubt)

    def counts(self) -> dict[str, int]:
        """The rows by what came of them, for the audit line."""
        return {"rows": self.rows, "new": self.new, "changed": self.changed, "unchanged": self.unchanged}

    def require_sound(self) -> None:
        """Raise ImportRefused when anything is wrong, with the first hundred problems."""
        if self.problem_count:
            raise ImportRefused(
                count=self.problem_count,
                rows=len({one.row for one in self.problems}),
                details=[detail(one) for one in self.problems],
            )


LINE = _("Row %(row)s, %(column)s: %(what)s")


def detail(problem: Problem) -> tuple[str, dict[str, Any]]:
    """A problem as a line of an error's details."""
    return LINE, {"row": problem.row, "column": problem.column, "what": (problem.text, dict(problem.facts))}


@lru_cache(maxsize=10_000)
def folded(name: str) -> str:
    """A column's name or a listed word as it is compared: Latin small letters and digits alone."""
    return re.sub(r"[^a-z0-9]+", " ", anyascii(name).lower()).strip()


def proposed(found: Sequence[str], shape: Shape) -> dict[str, int]:
    """Which of a file's columns is which of a table's: by name first, then the likeliest of those left over."""
    names = {place: folded(name) for place, name in enumerate(found)}
    answer: dict[str, int] = {}
    for column in shape.columns:
        known = _names(column)
        place = next((place for place, name in names.items() if name in known), None)
        if place is not None:
            answer[column.name] = place
            del names[place]
    for column in shape.columns:
        if column.name not in answer and names:
            best = max(
                (process.extractOne(name, _names(column), scorer=fuzz.token_sort_ratio)[1], -place)
                for place, name in names.items()
            )
            if best[0] >= ALIKE:
                answer[column.name] = -best[1]
                del names[-best[1]]
    return answer


@dataclass(frozen=True)
class Incoming:
    """A file's rows, its own names of its columns, and the place of each column that the table knows, by name.

    `total` is how many rows there are; 0 where nobody counted them.
    """

    columns: Sequence[str]
    matching: Mapping[str, int]
    rows: Iterable[Row]
    total: int = 0


def require_columns(incoming: Incoming, shape: Shape) -> None:
    """Raise ColumnsMissing when a required column was not found."""
    missing = [one.title for one in shape.columns if one.is_required and one.name not in incoming.matching]
    if missing:
        raise ColumnsMissing(
            missing=", ".join(catalogue("it").gettext(title) for title in missing),
            found=", ".join(incoming.columns),
        )


def _names(column: Column) -> list[str]:
    titles = [catalogue(language).gettext(column.title) for language in ("it", "en")]
    return list(dict.fromkeys(folded(name) for name in (column.name, *titles, *column.also)))


class Cells:
    """A row's cells by the table's columns, read one by one; what can't be read becomes a problem of the row."""

    def __init__(self, row: Row, incoming: Incoming, outcome: Outcome) -> None:
        self.number = row.number
        columns, matching = incoming.columns, incoming.matching
        self._cells, self._columns, self._matching, self._outcome = row.cells, columns, matching, outcome
        self.is_sound = True
        for place, text, facts in row.problems:
            if place in matching.values() or place >= len(columns):
                self._tell(columns[place] if place < len(columns) else "-", text, facts)

    def text(self, name: str) -> str:
        """A cell as it is written; empty where the file has no such column."""
        place = self._matching.get(name)
        return self._cells[place] if place is not None else ""

    def read(self, name: str, reader: Callable[[str], Any]) -> Any:
        """A cell as a reader makes it; None where it is empty or can't be read, which is then told."""
        written = self.text(name)
        if not written:
            return None
        try:
            return reader(written)
        except DomainError as error:
            self.tell(name, error)
            return None

    def tell(self, name: str, error: DomainError) -> None:
        """Keep what is wrong with a cell."""
        place = self._matching.get(name)
        self._tell(self._columns[place] if place is not None else name, error.text, error.facts)

    def _tell(self, column: str, text: str, facts: Mapping[str, Any]) -> None:
        self.is_sound = False
        self._outcome.tell(Problem(self.number, column, text, facts))


def untold(_done: int, _total: int) -> None:
    """Nobody asks how far an import is."""


def rows_of(incoming: Incoming, outcome: Outcome, progress: Progress = untold) -> Iterable[Cells]:
    """Each row's cells, counted; how many are done is told every `TOLD_EVERY` rows and at the end.

    What the telling raises stops the import.
    """
    for row in incoming.rows:
        if outcome.rows and outcome.rows % TOLD_EVERY == 0:
            progress(outcome.rows, max(incoming.total, outcome.rows))
        outcome.rows += 1
        yield Cells(row, incoming, outcome)
    progress(outcome.rows, outcome.rows)


_DAYS = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"), (0, 1, 2)),
    (re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})"), (2, 1, 0)),
)


def day(text: str) -> date:
    """A date as it is written in Italy or by ISO 8601; two digits are no year.

    Raises:
        NotADay.
    """
    written = text.strip().removesuffix(" 00:00:00").removesuffix("T00:00:00")
    for pattern, order in _DAYS:
        if found := pattern.fullmatch(written):
            year, month, number = (int(found.groups()[place]) for place in order)
            try:
                return date(year, month, number)
            except ValueError:
                break
    raise NotADay(found=text[:40])


def listed(values: Mapping[str, str], text: str, also: Mapping[str, str] | None = None) -> str:
    """The code of a list that a cell means: the code itself, or its word in Italian or English.

    Raises:
        NotOfTheList.
    """
    known = _words(tuple(values.items()), tuple((also or {}).items()))
    if (code := known.get(folded(text))) is not None:
        return code
    words = [catalogue("it").gettext(word) for word in values.values()]
    raise NotOfTheList(found=text[:40], known=", ".join(words))


@cache
def _words(values: tuple[tuple[str, str], ...], also: tuple[tuple[str, str], ...]) -> dict[str, str]:
    answer = {folded(code): code for code, _word in values}
    for language in ("it", "en"):
        for code, word in values:
            answer.setdefault(folded(catalogue(language).gettext(word)), code)
    return answer | {folded(word): code for word, code in also}
