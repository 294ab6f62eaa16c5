"""What a row must hold to be valid, one definition each: the reduction and the messages both use them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import Any

import ibis

from campanello.core.errors import gettext_noop as _
from campanello.evaluation import contract
from campanello.evaluation.contract import Column, Type

ISO_DATE = r"^\d{4}-\d{2}-\d{2}$"
FIRST_BIRTH = date(1900, 1, 1)
# Bits that number_of keeps for the month and day below the year.
YEAR_BITS = 9


@dataclass(frozen=True)
class Check:
    """A column's rule over one row: `broken` is true where it is broken, and is never unknown."""

    column: str
    broken: ibis.expr.types.BooleanValue
    text: str
    facts: dict[str, Any]


def date_of(table: ibis.Table, name: str) -> ibis.expr.types.DateValue:
    """A date column as dates; unknown where the cell is empty or no ISO date."""
    value = table[name]
    if value.type().is_date():
        return value
    # The engines' casts accept more than the contract: "2020-2-3", "2020-02-03 10:00".
    return ibis.ifelse(value.re_search(ISO_DATE), value, ibis.null("string")).try_cast("date")


def number_of(value: ibis.expr.types.DateValue, *, unknown: int = 0) -> ibis.expr.types.IntegerValue:
    """A date as one number: year, then 4 bits of month and 5 of day; `unknown` where the date is.

    Such numbers order as dates do, and the difference of two, shifted right by YEAR_BITS, is completed years.
    """
    number = value.year().cast("int64") * 512 + value.month().cast("int64") * 32 + value.day().cast("int64")
    return number.fill_null(unknown)


def is_empty(table: ibis.Table, name: str) -> ibis.expr.types.BooleanValue:
    """Where a cell is not recorded."""
    value = table[name]
    return value.isnull() if value.type().is_date() else value == ""


def codes_of(column: Column) -> dict[str, int]:
    """What a code column's cell may hold, with the number each stands for in the cube; 0 is not recorded."""
    if column.name == "disadvantages":
        return _disadvantage_sets()
    if column.name == "citizenship":
        areas = (contract.ITALIAN_AREA, *contract.ORIGIN_AREAS)
        return {"": 0} | {code: areas.index(c.area) + 1 for code, c in contract.countries().items()}
    return {"": 0} | {code: i + 1 for i, code in enumerate(column.codes)}


def _disadvantage_sets() -> dict[str, int]:
    kinds = contract.DISADVANTAGES
    sets = {
        ";".join(some): sum(1 << kinds.index(one) for one in some)
        for size in range(1, len(kinds) + 1)
        for some in permutations(kinds, size)
    }
    alone = {contract.NO_DISADVANTAGE: 1 << len(kinds), contract.DECLINED: 2 << len(kinds)}
    return {"": 0} | sets | alone


def row_checks(name: str, table: ibis.Table) -> Iterator[Check]:
    """Every check of table `name` that one row decides, in the order of its columns."""
    for column in contract.tables()[name].columns:
        yield from _column_checks(table, column)
    if name == "people":
        early = (date_of(table, "birth_date") < FIRST_BIRTH).fill_null(False)
        yield Check("birth_date", early, _("%(value)s is before 1900. Correct the date."), {})
    if name == "plans":
        yield from _plan_checks(table)


def _column_checks(table: ibis.Table, column: Column) -> Iterator[Check]:
    value, empty = table[column.name], is_empty(table, column.name)
    if column.required:
        yield Check(column.name, empty, _("the cell is empty. Fill it in."), {})
    if column.type is Type.DATE:
        wrong = _is_no_date(table, column.name)
        text = _("“%(value)s” is not a date. Write it as YYYY-MM-DD, for instance 2020-11-30.")
        yield Check(column.name, wrong, text, {})
    elif column.type is Type.CODE:
        wrong = ~value.isin(["", *column.codes])
        text = _("“%(value)s” is not a code of this column. Use one of: %(codes)s.")
        codes = "ISO 3166-1 alpha-2, XK, XX" if column.name == "citizenship" else ", ".join(column.codes)
        yield Check(column.name, wrong, text, {"codes": codes})
    elif column.type is Type.CODES:
        wrong = ~value.isin(list(codes_of(column)))
        text = _(
            "“%(value)s” is not a list of codes. Use each of %(codes)s at most once, separated by “;”, "
            "or none or declined alone."
        )
        yield Check(column.name, wrong, text, {"codes": ", ".join(contract.DISADVANTAGES)})


def _is_no_date(table: ibis.Table, name: str) -> ibis.expr.types.BooleanValue:
    value = table[name]
    if value.type().is_date():
        # Parquet has room for days without end, and for millions of years.
        return ~value.between(date.min, date.max).fill_null(True)
    return ~is_empty(table, name) & date_of(table, name).isnull()


def _plan_checks(table: ibis.Table) -> Iterator[Check]:
    running = table.status == "in_progress"
    ended = ~is_empty(table, "end_date")
    text = _("%(value)s is the end of a plan in progress. Empty the cell, or correct the status.")
    yield Check("end_date", running & ended, text, {})
    before = (date_of(table, "end_date") < date_of(table, "entry_date")).fill_null(False)
    text = _("%(value)s is before the plan's entry date. Correct one of the two.")
    yield Check("end_date", before, text, {})
