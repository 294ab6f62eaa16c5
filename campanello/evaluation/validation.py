"""Tells what is wrong with a dataset's big tables, cell by cell. Slow, and asked only once something is wrong."""

from collections.abc import Iterator

import ibis

from campanello.core.errors import gettext_noop as _
from campanello.evaluation.checks import Check, date_of, row_checks
from campanello.evaluation.dataset import Problem, Source
from campanello.evaluation.engines import ROW, Engine
from campanello.evaluation.programme import DANGLING, DUPLICATE

TOLD = 100
VALUE, FIRST = "value_in_file", "first_row"
BORN_LATER = _("%(value)s is after an entry of the person, on %(entry)s. Correct one of the two.")
MORE = _("%(more)s more errors in this table are not listed.")
BIG_TABLES = ("people", "lab_participations", "plans")


def told(problems: list[Problem]) -> tuple[list[Problem], int]:
    """The first TOLD problems of each table in the order of its rows, a line for the rest, and how many in all."""
    shown: list[Problem] = []
    for name in dict.fromkeys(problem.table for problem in problems):
        mine = sorted((p for p in problems if p.table == name), key=lambda p: p.row or 0)
        shown += mine[:TOLD]
        if len(mine) > TOLD:
            shown.append(Problem(name, MORE, {"more": len(mine) - TOLD}))
    return shown, len(problems)


def problems(engine: Engine, files: dict[str, Source]) -> tuple[list[Problem], int]:
    """What is wrong with the three big tables: up to TOLD problems a table, and how many there are in all."""
    numbered = {name: engine.numbered(files[name]) for name in (*BIG_TABLES, "projects")}
    shown: list[Problem] = []
    total = 0
    for name in BIG_TABLES:
        found: list[Problem] = []
        count = 0
        for rows, text, column, facts in _questions(name, numbered, files):
            count += int(rows.count().execute())
            for answer in rows.order_by(ROW).limit(TOLD).to_pyarrow().to_pylist():
                row = answer.pop(ROW)
                told_facts = facts | {"value": answer.pop(VALUE)} | answer
                found.append(Problem(name, text, told_facts, row, column))
        found.sort(key=lambda problem: (problem.row, problem.column))
        shown += found[:TOLD]
        if count > TOLD:
            shown.append(Problem(name, MORE, {"more": count - TOLD}))
        total += count
    return shown, total


Question = tuple[ibis.Table, str, str, dict[str, str]]


def _questions(name: str, numbered: dict[str, ibis.Table], files: dict[str, Source]) -> Iterator[Question]:
    """Each thing that can be wrong with a table, as the rows in which it is."""
    table = numbered[name]
    for check in row_checks(name, table):
        yield _broken_rows(table, check), check.text, check.column, check.facts
    key = files[name].table.key
    yield _duplicates(table, key), DUPLICATE, key[-1], {}
    for column in files[name].table.columns:
        if column.refers_to:
            rows = _dangling(table, column.name, numbered[column.refers_to])
            yield rows, DANGLING, column.name, {"target": column.refers_to}
    if name == "people":
        entries = numbered["lab_participations"], numbered["plans"]
        yield _born_later(table, *entries), BORN_LATER, "birth_date", {}


def _broken_rows(table: ibis.Table, check: Check) -> ibis.Table:
    rows = table.filter(check.broken)
    return rows.select(ROW, **{VALUE: rows[check.column].cast("string")})


def _key_text(table: ibis.Table, key: tuple[str, ...]) -> ibis.expr.types.StringValue:
    return ibis.literal(", ").join([table[name] for name in key])


def _duplicates(table: ibis.Table, key: tuple[str, ...]) -> ibis.Table:
    filled = table.filter([table[name] != "" for name in key])
    groups = filled.group_by(**{f"key_{name}": filled[name] for name in key}).agg(
        **{FIRST: filled[ROW].min(), "rows": filled.count()}
    )
    many = groups.filter(groups.rows > 1)
    rows = filled.inner_join(many, [filled[name] == many[f"key_{name}"] for name in key])
    rows = rows.filter(rows[ROW] > rows[FIRST])
    return rows.select(ROW, first=rows[FIRST], **{VALUE: _key_text(rows, key)})


def _dangling(table: ibis.Table, column: str, target: ibis.Table) -> ibis.Table:
    filled = table.filter(table[column] != "")
    rows = filled.anti_join(target, filled[column] == target[column])
    return rows.select(ROW, **{VALUE: rows[column]})


def _born_later(people: ibis.Table, labs: ibis.Table, plans: ibis.Table) -> ibis.Table:
    dates = [t.select(who=t.person_id, entry=date_of(t, "entry_date")) for t in (labs, plans)]
    every = ibis.union(*dates)
    first = every.group_by("who").agg(entry=every.entry.min())
    born = people.mutate(born=date_of(people, "birth_date"))
    rows = born.inner_join(first, born.person_id == first.who)
    rows = rows.filter(rows.born > rows.entry)
    return rows.select(ROW, entry=rows.entry.cast("string"), **{VALUE: rows.born.cast("string")})
