"""What a report is made of, whatever its format: sections of text, tables, charts and lists, as frozen records."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from campanello.evaluation.result import Number


class Form(StrEnum):
    """How a spreadsheet shows a cell's value; every other format prints the cell's text."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    DECIMAL = "decimal"
    MONEY = "money"


@dataclass(frozen=True)
class Cell:
    """A cell: the text that is read, and the number behind it where there is one.

    `bar` is drawn, in per cent; `detail` stands below the text, smaller; `spoken` is read aloud instead of a sign.
    `span` is how many columns it stands in; 0 for one that its neighbour stands in.
    """

    text: str
    value: Number | None = None
    form: Form = Form.TEXT
    withheld: bool = False
    bar: Number | None = None
    detail: str = ""
    spoken: str = ""
    span: int = 1

    @property
    def is_number(self) -> bool:
        """Whether the cell stands to the right, under a column of numbers."""
        return self.form is not Form.TEXT


@dataclass(frozen=True)
class Column:
    """A column's head; neighbours with the same `group` share a head above theirs. `width` is a weight."""

    title: str
    group: str = ""
    width: float = 1
    numeric: bool = True


class Kind(StrEnum):
    """What a line of a table is: an ordinary one, a title between lines, a part of the one above, a quiet one."""

    PLAIN = "plain"
    GROUP = "group"
    PART = "part"
    QUIET = "quiet"
    BASE = "base"


@dataclass(frozen=True)
class Line:
    """A line of a table; its first cell names it. A `group` line has that cell alone."""

    cells: tuple[Cell, ...]
    kind: Kind = Kind.PLAIN


@dataclass(frozen=True)
class Table:
    """A table with its caption above and its notes below; `on_paper` is the shorter one that pages print.

    `detail_title` says what the details of its first column are, where a spreadsheet gives them a column.
    """

    id: str
    caption: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()
    on_paper: "Table | None" = None
    detail_title: str = ""

    @property
    def has_groups(self) -> bool:
        """Whether heads stand above heads."""
        return any(column.group for column in self.columns)

    @property
    def groups(self) -> list[tuple[str, int]]:
        """The heads above heads and how many columns each spans, in order."""
        spans: list[tuple[str, int]] = []
        for column in self.columns:
            if spans and column.group and spans[-1][0] == column.group:
                spans[-1] = (column.group, spans[-1][1] + 1)
            else:
                spans.append((column.group, 1))
        return spans


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a `lead` one is what a reader in a hurry reads."""

    text: str
    lead: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of sentences; `linked` names the section each belongs to, in the same order."""

    items: tuple[str, ...]
    linked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """Something set apart from the text, with a title."""

    title: str
    text: str


@dataclass(frozen=True)
class Terms:
    """Terms and what they mean or are worth."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chart:
    """A chart: Vega-Lite specification, caption, and what it shows in words for who cannot see it.

    `spec` takes the width of its place on a screen, `still` is the same for a page. `native` tells a
    spreadsheet how to draw the same from the section's first table.
    """

    id: str
    caption: str
    alternative: str
    spec: dict[str, Any]
    still: dict[str, Any]
    native: "NativeChart | None" = None


@dataclass(frozen=True)
class Series:
    """One series of a native chart: its name, the table column it is in, and its colour."""

    name: str
    column: int
    colour: str


@dataclass(frozen=True)
class NativeChart:
    """Bars of a table's lines: which columns are series, and how many lines from the first are drawn."""

    title: str
    series: tuple[Series, ...]
    lines: int
    form: Form = Form.SHARE


Block = Paragraph | Bullets | Note | Terms | Chart | Table


@dataclass(frozen=True)
class Section:
    """A section with its heading. `sheet` names the spreadsheet's sheet of it; level 1 is a chapter."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 1
    sheet: str = ""


@dataclass(frozen=True)
class Fact:
    """One large number on the summary, with what it counts and of how many."""

    value: str
    name: str
    detail: str = ""


@dataclass(frozen=True)
class Report:
    """The whole report in one language: what stands on its title page, and its sections in order.

    `made_at` dates the files; `labels` are the words around the content, by name; `page` has
    {page} and {pages} where the numbers go.
    """

    language: str
    made_at: datetime
    title: str
    subtitle: str
    details: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    labels: dict[str, str] = field(default_factory=dict)
