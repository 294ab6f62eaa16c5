"""A neighbourhood's findings as a workbook: a sheet of houses in figures, a sheet of points. No macros, no names."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from campanello.lab.queries.findings import House
from campanello.lab.rules.values import FINDING_KINDS


def written(title: str, houses: Iterable[House], findings: Iterable[Any]) -> bytes:
    """The workbook. Texts are written as texts: none is taken for a formula or an address."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"title": title})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        _sheet(book, head, gettext("Street numbers"), _houses_head(), [_house(one) for one in houses])
        _sheet(book, head, gettext("Points"), _points_head(), [_point(one) for one in findings])
    return file.getvalue()


def _sheet(
    book: Any, head: Any, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]
) -> None:
    sheet = book.add_worksheet(name[:31])
    for place, (label, width) in enumerate(columns):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, label, head)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, place, cell)
            else:
                sheet.write_string(number, place, str(cell))
    sheet.freeze_panes(1, 0)


def _houses_head() -> list[tuple[str, int]]:
    return [
        (gettext("Street"), 28),
        (gettext("Street number"), 10),
        (gettext("Strong points"), 10),
        (gettext("Hands for strong points"), 12),
        (gettext("Weak points"), 10),
        (gettext("Hands for weak points"), 12),
        (gettext("On balance"), 28),
    ]


def _house(one: House) -> list[Any]:
    marks = one.marks
    figures = [marks.strong, marks.strong_votes, marks.weak, marks.weak_votes]
    return [one.building.street, one.building.number, *figures, gettext(marks.balance_name)]


def _points_head() -> list[tuple[str, int]]:
    return [
        (gettext("Street"), 28),
        (gettext("Street number"), 10),
        (gettext("Strong or weak point"), 14),
        (gettext("What people say"), 70),
        (gettext("Where exactly"), 24),
        (gettext("Hands"), 8),
    ]


def _point(one: Any) -> list[Any]:
    place = [one.building.street, one.building.number]
    return [*place, gettext(FINDING_KINDS[one.kind]), one.text, one.spot, one.votes]
