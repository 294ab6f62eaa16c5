"""Reads a published evaluation as someone who wants to know what it withholds, and knows how it was made.

The knowledge: categories that exclude each other add up; `all` is `lab` plus `plan` less who is in both, in every
category that a person does not change; foreign people are those with an area; indicators repeat cells; what is
withheld is not nobody, but where a whole population or all areas are withheld together.
"""

from decimal import Decimal
from typing import Any

from campanello.evaluation.inference import Knowledge, Unknown

POPULATIONS = ("all", "lab", "plan")
PARTITIONS = ("age_band", "sex", "citizenship", "education", "province")
LASTING = ("sex", "citizenship", "origin_area", "education", "disadvantage", "province")
CODES = ("migrant", "disability", "detention_or_addiction", "other")
SIZES = {
    "recipients.total": "all",
    "recipients.lab": "lab",
    "recipients.plan": "plan",
    "recipients.both": "both",
}
REPEATED: dict[str, Unknown] = {
    "missing.sex": ("sex", "all", "unknown"),
    "missing.citizenship": ("citizenship", "all", "unknown"),
    "missing.education": ("education", "all", "unknown"),
    "missing.disadvantages": ("disadvantage", "all", "unknown"),
    "missing.residence_province": ("province", "all", "unknown"),
    "plans.completed_share": ("plan_status", "plan", "completed"),
    "plans.in_progress_share": ("plan_status", "plan", "in_progress"),
    "plans.withdrawn_share": ("plan_status", "plan", "withdrawn"),
    "vulnerable_share": ("vulnerable", "all"),
    "plan_share": ("size", "plan"),
}


def withheld(document: dict[str, Any]) -> set[Unknown]:
    """The cells of figures that a document does not print."""
    return {
        (figure["code"], figure["population"], row["category"])
        for figure in document["figures"]
        for row in figure["rows"]
        if row["count"] is None
    }


def found_out(document: dict[str, Any]) -> dict[Unknown, int]:
    """The withheld cells of some people whose count follows all the same, and the count."""
    concluded = knowledge_of(document).conclude()
    return {cell: concluded[cell] for cell in withheld(document) if concluded.get(cell)}


def small_groups(document: dict[str, Any], threshold: int) -> dict[Unknown, int]:
    """Fewer than `threshold` people in the lab alone, with a plan alone, or in both, whose number follows."""
    concluded = knowledge_of(document).conclude()
    return {
        group: count
        for group, count in concluded.items()
        if isinstance(group, tuple)
        and {"both", "lab only", "plan only"} & set(group)
        and 0 < count < threshold
    }


def knowledge_of(document: dict[str, Any]) -> Knowledge:
    """All that a document says, as sums."""
    known = Knowledge()
    figures = {(one["code"], one["population"]): one["rows"] for one in document["figures"]}
    for (code, population), rows in figures.items():
        for row in rows:
            cell = (code, population, row["category"])
            least = 0 if all(one["count"] is None for one in rows) else 1
            known.between(cell, *((least,) if row["count"] is None else (row["count"], row["count"])))
            base = ("plans",) if code == "plan_status" else ("size", population)
            known.at_least({base: 1, cell: -1})
    _read_indicators(known, {one["code"]: one for one in document["indicators"]})
    for (code, population), rows in figures.items():
        _relate_within(known, code, population, [row["category"] for row in rows])
    for code in LASTING:
        _relate_populations(known, code, [row["category"] for row in figures[code, "all"]])
    _relate(known, *(("size", name) for name in (*POPULATIONS, "both", "lab only", "plan only")))
    return known


def _read_indicators(known: Knowledge, indicators: dict[str, dict[str, Any]]) -> None:
    for code, population in SIZES.items():
        _is(known, ("size", population), indicators[code]["value"])
    _is(known, ("plans",), indicators["plans.total"]["value"])
    for code, cell in REPEATED.items():
        _read_share(known, cell, indicators[code])
    for status in ("completed", "in_progress", "withdrawn"):
        _is(known, ("plan_status", "plan", status), indicators[f"plans.{status}"]["value"])
    for population in POPULATIONS:
        aged = indicators[f"age.mean.{population}"]["denominator"]
        if aged is not None:
            known.equals({("size", population): 1, ("age_band", population, "unknown"): -1}, aged)


def _is(known: Knowledge, name: Unknown, value: int | None) -> None:
    known.between(name, *((0,) if value is None else (value, value)))


def _read_share(known: Knowledge, part: Unknown, indicator: dict[str, Any]) -> None:
    """A printed numerator is the count; without it a printed percentage still leaves few counts possible."""
    _is(known, part, indicator["numerator"])
    whole, percent = indicator["denominator"], indicator["value"]
    if whole and percent is not None:
        nearest = int(whole * Decimal(percent) / 100)
        room = range(max(0, nearest - whole // 500 - 2), min(whole, nearest + whole // 500 + 2) + 1)
        possible = [n for n in room if abs(Decimal(100 * n) / whole - Decimal(percent)) <= Decimal("0.05")]
        known.between(part, min(possible), max(possible))


def _relate_within(known: Knowledge, code: str, population: str, categories: list[str]) -> None:
    cells: dict[Unknown, int] = {(code, population, category): 1 for category in categories}
    size = ("size", population)
    if code in (*PARTITIONS, "occupational_status"):
        known.equals(cells | {size: -1})
    elif code == "origin_area":
        known.equals(cells | {("citizenship", population, "foreign"): -1})
    elif code == "plan_status":
        known.equals(cells | {("plans",): -1})
    elif code == "disadvantage":
        vulnerable = ("vulnerable", population)
        others = {(code, population, one): 1 for one in categories if one not in CODES}
        known.equals(others | {vulnerable: 1, size: -1})
        known.at_least({**{(code, population, one): 1 for one in CODES}, vulnerable: -1})
        for one in CODES:
            known.at_least({vulnerable: 1, (code, population, one): -1})


def _relate_populations(known: Knowledge, code: str, categories: list[str]) -> None:
    for category in categories:
        groups = (*POPULATIONS, "both", "lab only", "plan only")
        _relate(known, *((code, group, category) for group in groups))
    if code in PARTITIONS:
        for group in ("both", "lab only", "plan only"):
            known.equals({**{(code, group, category): 1 for category in categories}, ("size", group): -1})


def _relate(known: Knowledge, *groups: Unknown) -> None:
    """Everybody is in the lab alone, with a plan alone, or in both."""
    everybody, lab, plan, both, lab_only, plan_only = groups
    known.equals({everybody: 1, both: -1, lab_only: -1, plan_only: -1})
    known.equals({lab: 1, both: -1, lab_only: -1})
    known.equals({plan: 1, both: -1, plan_only: -1})
