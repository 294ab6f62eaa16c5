"""Taking tables along: people of one's projects, empty tables to fill in, the evaluators' dataset."""

import io
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter
from django.http import FileResponse, HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import today
from campanello.core.importing import Shape
from campanello.evaluation.snapshot import write_snapshot
from campanello.homes.services.tables import TABLES
from campanello.people.queries import exports
from campanello.people.rules import values, world
from campanello.people.rules.imports import PEOPLE
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download
from campanello.staff.imports.bringing import IMPORT

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS = ("csv", "xlsx")
WIDE = 22
LISTED_ROWS = 1_000  # of a template, whose cells offer the values of a list


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def people(request: ActingRequest, extension: str) -> HttpResponse:
    """The people of my projects, or of one."""
    asked = request.GET.get("project", "")
    project = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 12 else None
    if asked and project is None:
        raise NotFound
    rows = exports.people(request.actor, on=today(), project=project)
    head = [*(gettext(column.title) for column in PEOPLE.columns), gettext("Projects")]
    cells = _cells(rows)
    if extension == "csv":
        return download("people.csv", head, cells)
    return _workbook("people.xlsx", gettext("People"), head, cells)


def _cells(rows: Iterable[exports.Row]) -> Iterable[Sequence[str]]:
    language = get_language() or "it"
    countries, languages = world.country_names(language), world.language_names(language)
    sexes = {code: gettext(word) for code, word in values.SEXES.items()}
    schools = {code: gettext(word) for code, word in values.EDUCATION.items()}
    work = {code: gettext(word) for code, word in values.EMPLOYMENT.items()}
    for row in rows:
        yield (
            row.code,
            row.family_name,
            row.given_name,
            sexes.get(row.sex, row.sex),
            f"{row.born_on:%d/%m/%Y}" if row.born_on else "",
            row.birth_place,
            countries.get(row.citizenship, row.citizenship),
            schools.get(row.education, row.education),
            work.get(row.employment, row.employment),
            languages.get(row.language, row.language),
            row.phone,
            row.email,
            row.address,
            row.province,
            ", ".join(row.projects),
        )


@require_safe
@for_right(*IMPORT)
def template(request: ActingRequest, table: str, extension: str) -> HttpResponse:
    """An empty table to fill in, with an example; in a workbook the lists of values are offered."""
    if table not in TABLES:
        raise NotFound
    shape = TABLES[table].shape
    head = [gettext(column.title) for column in shape.columns]
    example = [_example(column.example, column.values) for column in shape.columns]
    if extension == "csv":
        return download(f"{table}.csv", head, [example])
    return _workbook(f"{table}.xlsx", gettext(shape.title), head, [example], shape)


def _example(example: str, listed: dict[str, str] | object) -> str:
    if isinstance(listed, dict) and listed:
        return gettext(next(iter(listed.values())))
    return example


def _workbook(
    name: str, title: str, head: Sequence[str], rows: Iterable[Sequence[str]], shape: Shape | None = None
) -> HttpResponse:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": shape is None})
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(head) - 1, WIDE)
    for place, cell in enumerate(head):
        sheet.write_string(0, place, cell, bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            # As text, whatever it begins with: no cell is a formula.
            sheet.write_string(number, place, cell)
    for place, column in enumerate(shape.columns if shape else ()):
        if column.values:
            words = [gettext(word) for word in column.values.values()]
            sheet.data_validation(
                1,
                place,
                LISTED_ROWS,
                place,
                {"validate": "list", "source": words, "error_type": "warning"}
                if len(",".join(words)) <= 255
                else {"validate": "any"},
            )
    book.close()
    response = HttpResponse(file.getvalue(), content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@for_right(Right.READ_DATASET)
def dataset(request: ActingRequest) -> FileResponse:
    """The pseudonymised dataset of the evaluator's projects."""
    with tempfile.TemporaryDirectory(prefix="campanello-dataset-") as folder:
        tables = Path(folder) / "dataset"
        write_snapshot(request.actor, tables, on=today())
        # Closed, and thereby deleted, by the response.
        packed = tempfile.TemporaryFile()  # noqa: SIM115
        with zipfile.ZipFile(packed, "w") as archive:
            for path in sorted(tables.iterdir()):
                archive.write(path, path.name)
    packed.seek(0)
    return FileResponse(packed, as_attachment=True, filename=f"dataset-{today():%Y-%m-%d}.zip")
