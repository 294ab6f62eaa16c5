"""The data-quality tables: what is not recorded, per project and per partner, the worst first."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from campanello.evaluation.publication import share
from campanello.evaluation.report.text import one_line
from campanello.evaluation.report.wording import COLUMN_HEADS, COLUMNS, Wording, capital
from campanello.evaluation.result import Completeness
from campanello.evaluation.selection import PROJECT
from campanello.staff.evaluation.address import NAME, PEOPLE, WORST, Address
from campanello.staff.evaluation.stored import Kept

SHOWN_FIRST = 10


@dataclass(frozen=True)
class Head:
    """A column's head, which sorts by it."""

    label: str
    href: str
    is_sorted: bool
    is_number: bool = True


@dataclass(frozen=True)
class Cell:
    """A cell: a count and its share, or a withheld one."""

    text: str
    is_withheld: bool = False


@dataclass(frozen=True)
class Line:
    """A project or partner; its address chooses the project."""

    name: str
    detail: str
    href: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class QualityTable:
    """Projects or partners; `hidden` more are not shown until they are asked for."""

    kind: str
    caption: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    hidden: int


def tables(kept: Kept, address: Address, words: Wording) -> list[QualityTable]:
    """The table of projects and that of partners; a kind without lines is left out."""
    captions = {
        "project": words.gettext("What is not recorded, by project"),
        "partner": words.gettext("What is not recorded, by partner"),
    }
    found = []
    for kind, caption in captions.items():
        rows = [one for one in kept.quality if one.kind == kind]
        ids = [one.project_id for one in kept.programme.projects] if kind == "project" else [""] * len(rows)
        ordered = sorted(zip(rows, ids, strict=True), key=lambda pair: _order(pair[0], address.sort))
        shown = ordered if address.is_everything else ordered[:SHOWN_FIRST]
        if rows:
            lines = tuple(_line(row, project, address, words) for row, project in shown)
            heads = tuple(_heads(kind, address, words))
            found.append(QualityTable(kind, caption, heads, lines, len(rows) - len(shown)))
    return found


def _order(row: Completeness, sort: str) -> tuple[Decimal, int, str]:
    """The worst first; what is withheld after what is known, then the more people, then by name."""
    people, name = row.people or 0, row.name.casefold()
    if sort == NAME:
        return Decimal(0), 0, name
    if sort == PEOPLE:
        return Decimal(0), -people, name
    columns = tuple(COLUMNS) if sort == WORST else (sort,)
    shares = [_share(row, column) for column in columns]
    known = [one for one in shares if one is not None]
    mean = sum(known, Decimal(0)) / len(columns) if known else Decimal(-1)
    return -mean, -people, name


def _share(row: Completeness, column: str) -> Decimal | None:
    count = row.missing[column]
    return None if count is None or row.people is None else share(count, row.people)


def _heads(kind: str, address: Address, words: Wording) -> list[Head]:
    labels = {
        NAME: words.gettext("Project") if kind == "project" else words.gettext("Partner"),
        PEOPLE: words.gettext("People"),
        WORST: words.gettext("Missing in all"),
    } | {column: capital(words.gettext(label)) for column, label in COLUMN_HEADS.items()}
    order = (NAME, PEOPLE, WORST, *COLUMNS)
    return [
        Head(labels[one], _sorted_by(address, one), one == address.sort, is_number=one != NAME)
        for one in order
    ]


def _sorted_by(address: Address, sort: str) -> str:
    return Address(address.selection, sort, address.is_everything).query()


def _line(row: Completeness, project: str, address: Address, words: Wording) -> Line:
    known = [_share(row, column) for column in COLUMNS]
    total = None if None in known else sum((one or Decimal(0) for one in known), Decimal(0))
    cells = [
        Cell(words.withheld(), is_withheld=True) if row.people is None else Cell(words.count(row.people)),
        Cell(words.withheld(), is_withheld=True)
        if total is None
        else Cell(words.share(_mean(total, len(known)))),
        *(_cell(row, column, words) for column in COLUMNS),
    ]
    href = address.toggled(PROJECT, project) if project else ""
    return Line(one_line(row.name), one_line(row.lead) if row.kind == "project" else "", href, tuple(cells))


def _mean(total: Decimal, number: int) -> Decimal:
    return (total / number).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _cell(row: Completeness, column: str, words: Wording) -> Cell:
    count = row.missing[column]
    if count is None:
        return Cell(words.withheld(), is_withheld=True)
    part = _share(row, column)
    return Cell(words.count(count) if not part else f"{words.count(count)} ({words.share(part)})")
