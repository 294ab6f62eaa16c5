"""Writes a pack as a ZIP: one page to read and print, and a table a topic that a spreadsheet opens."""

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext

from campanello.lab.rules.handover import SHAPES, Pack, Spoken, Word
from campanello.staff.homes.tables import inert
from campanello.staff.people import words

STYLE = """
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 sans-serif; color: #17324d; }
h2 { margin-top: 2rem; break-after: avoid; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; }
th, td { padding: 0.3rem 0.5rem; text-align: start; vertical-align: top; border-bottom: 1px solid #c5cfd8; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.notice { padding: 0.75rem 1rem; background: #fff8e1; border-inline-start: 4px solid #b48a2c; }
"""


def packed(pack: Pack, *, by: str, language: str, is_rtl: bool) -> HttpResponse:
    """The pack as a download."""
    tables = [_worded(pack, part) for part in pack.tables]
    context = {"pack": pack, "tables": tables, "by": by, "language": language, "is_rtl": is_rtl}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", render_to_string("staff/lab/handover/pack.html", context))
        archive.writestr("style.css", STYLE)
        for table in tables:
            archive.writestr(f"{table['name']}.csv", _sheet(table["columns"], table["rows"]))
    response = HttpResponse(file.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="hand-over-{pack.on:%Y-%m-%d}.zip"'
    return response


def figures(pack: Pack) -> list[tuple[str, int]]:
    """What is inside, in words and figures."""
    return [(gettext(SHAPES[part].title), rows) for part, rows in pack.figures.items()]


def _worded(pack: Pack, part: Any) -> dict[str, Any]:
    shape = SHAPES[part]
    return {
        "name": part.value,
        "title": gettext(shape.title),
        "columns": [gettext(column) for column in shape.columns],
        "rows": [[_cell(value) for value in row] for row in pack.tables[part]],
    }


def _cell(value: Any) -> str:
    if isinstance(value, Word):
        return gettext(value.text)
    if isinstance(value, Spoken):
        return words.language(value.code) if value.code else ""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def _sheet(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([inert(cell) for cell in columns])
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()
