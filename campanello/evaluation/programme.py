"""The small tables, projects and partners: read, checked and turned into records in Python."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import ibis

from campanello.core.errors import gettext_noop as _
from campanello.evaluation.contract import Column, Type
from campanello.evaluation.cube import Partner, Programme, Project
from campanello.evaluation.dataset import Problem, Source
from campanello.evaluation.engines import ROW, Engine

Cells = dict[str, str]
TRUE, FALSE = "true", "false"
# A Parquet file may hold money as floating point: sixteen digits are all that is meant.
MONEY = re.compile(r"^\d{1,15}(\.\d{1,2}0*)?$")
COUNTING = re.compile(r"^0*[1-9]\d{0,8}(\.0+)?$")
EMPTY = _("the cell is empty. Fill it in.")
NO_CODE = _("“%(value)s” is not a code of this column. Use one of: %(codes)s.")
NO_MONEY = _(
    "“%(value)s” is not an amount. Write euro with a decimal point and at most two decimals, not below 0."
)
NO_NUMBER = _("“%(value)s” is not a whole number from 1 on.")
NO_TRUTH = _("“%(value)s” is neither true nor false.")
DUPLICATE = _("the key %(value)s is already in row %(first)s. Remove one of the two rows.")
DANGLING = _("“%(value)s” is not in the table %(target)s. Add it there, or correct it here.")


def read(engine: Engine, files: dict[str, Source]) -> tuple[Programme, list[Problem]]:
    """The programme of a dataset, and what is wrong with its two tables; the programme is partial if anything is."""
    problems: list[Problem] = []
    projects = [_project(cells) for cells in _valid(engine, files["projects"], {}, problems)]
    projects.sort(key=lambda project: project.project_id)
    partners = None
    if "partners" in files:
        known = {"projects": {project.project_id for project in projects}}
        rows = _valid(engine, files["partners"], known, problems)
        partners = tuple(
            Partner(cells["project_id"], cells["organisation"], cells["category"], cells["is_lead"] == TRUE)
            for cells in rows
        )
    return Programme(tuple(projects), partners), problems


def _project(cells: Cells) -> Project:
    cost, funding_round = cells["cost_eur"], cells["funding_round"]
    return Project(
        cells["project_id"],
        cells["title"],
        cells["lead"],
        cells["lead_type"],
        cells["province"],
        int(Decimal(cost) * 100) if MONEY.match(cost) else None,
        int(Decimal(funding_round)) if COUNTING.match(funding_round) else None,
    )


def _valid(
    engine: Engine, source: Source, known: dict[str, set[str]], problems: list[Problem]
) -> Iterator[Cells]:
    """Every row of a table, its problems told on the way."""
    first_rows: dict[tuple[str, ...], int] = {}
    for row, cells in _rows(engine, source):
        for column in source.table.columns:
            told = _problem(column, cells[column.name], known)
            if told:
                text, facts = told
                problems.append(Problem(source.table.name, text, facts, row, column.name))
        key = tuple(cells[name] for name in source.table.key)
        if key in first_rows:
            facts = {"value": ", ".join(key), "first": str(first_rows[key])}
            problems.append(Problem(source.table.name, DUPLICATE, facts, row, source.table.key[-1]))
        first_rows.setdefault(key, row)
        yield cells


def _rows(engine: Engine, source: Source) -> Iterator[tuple[int, Cells]]:
    table: ibis.Table = engine.numbered(source)
    rows = engine.fetch(table.order_by(ROW)).to_pylist()
    for cells in rows:
        row = cells.pop(ROW)
        yield row, {name: _plain(value) for name, value in cells.items()}


def _plain(value: str) -> str:
    """A typed cell's text as a CSV file would have it: 1200.500000 is 1200.5, True is true."""
    return value.lower() if value in ("True", "False") else value


def _problem(column: Column, value: str, known: dict[str, set[str]]) -> tuple[str, dict[str, str]] | None:
    if not value:
        return (EMPTY, {}) if column.required else None
    if column.refers_to and value not in known[column.refers_to]:
        return DANGLING, {"value": value, "target": column.refers_to}
    if column.type is Type.CODE and value not in column.codes:
        return NO_CODE, {"value": value, "codes": ", ".join(column.codes)}
    for kind, (is_right, text) in SHAPES.items():
        if column.type is kind and not is_right(value):
            return text, {"value": value}
    return None


SHAPES: dict[Type, tuple[Callable[[str], object], str]] = {
    Type.DECIMAL: (MONEY.match, NO_MONEY),
    Type.INTEGER: (COUNTING.match, NO_NUMBER),
    Type.BOOLEAN: ((TRUE, FALSE).__contains__, NO_TRUTH),
}
