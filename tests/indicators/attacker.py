"""Reads a published evaluation as someone who wants to know what it withholds, and knows how it was made.

The knowledge, of all figures at once: categories that exclude each other add up; `all` is `lab` plus `plan` less who
is in both, in every category that a person does not change; who is in both is in `all` as old as in the younger of
`lab` and `plan`; foreign people are those with an area; indicators repeat cells; a mean age is that of people of
the ages printed, and of no fewer than the threshold; what is withheld is not nobody, but where a whole population or
all areas are withheld together.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from campanello.evaluation.inference import Knowledge, Unknown

POPULATIONS = ("all", "lab", "plan")
PARTITIONS = ("age_band", "sex", "citizenship", "education", "province")
GROUPS = ("both", "lab only", "plan only")
# No person is older than 120.
AGES = {"under-18": (0, 17), "18-35": (18, 35), "36-54": (36, 54), "55-64": (55, 64), "65+": (65, 120)}
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
    """The cells of figures, and the populations' sizes, that a document does not print."""
    values = {one["code"]: one["value"] for one in document["indicators"]}
    cells: set[Unknown] = {("size", name) for code, name in SIZES.items() if values[code] is None}
    return cells | {
        (figure["code"], figure["population"], row["category"])
        for figure in document["figures"]
        for row in figure["rows"]
        if row["count"] is None
    }


def found_out(document: dict[str, Any]) -> dict[Unknown, int]:
    """The withheld cells of some people whose count follows all the same, and the count."""
    return _withheld_among(knowledge_of(document).conclude(), document)


def small_groups(document: dict[str, Any], threshold: int) -> dict[Unknown, int]:
    """Fewer than `threshold` people in the lab alone, with a plan alone, or in both, whose number follows."""
    return _groups_among(knowledge_of(document).conclude(), threshold)


def leaks(document: dict[str, Any]) -> dict[Unknown, int]:
    """Withheld cells and small groups whose number follows, from one reading."""
    concluded = knowledge_of(document).conclude()
    threshold = document["suppression"]["threshold"]
    return _withheld_among(concluded, document) | _groups_among(concluded, threshold)


def _withheld_among(concluded: dict[Unknown, int], document: dict[str, Any]) -> dict[Unknown, int]:
    return {cell: concluded[cell] for cell in withheld(document) if concluded.get(cell)}


def _groups_among(concluded: dict[Unknown, int], threshold: int) -> dict[Unknown, int]:
    return {name: count for name, count in concluded.items() if 0 < count < threshold and {*name} & {*GROUPS}}


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
    for group in GROUPS:
        areas = (("origin_area", group, row["category"]) for row in figures["origin_area", "all"])
        _add_up(known, ("citizenship", group, "foreign"), areas)
        _relate_kinds(known, group)
    _relate(known, *(("vulnerable", name) for name in (*POPULATIONS, *GROUPS)))
    _relate(known, *(("size", name) for name in (*POPULATIONS, *GROUPS)))
    _relate_ages(known)
    for population in POPULATIONS:
        mean = next(one for one in document["indicators"] if one["code"] == f"age.mean.{population}")
        _read_mean_age(known, population, mean, document["suppression"]["threshold"])
    return known


def _read_indicators(known: Knowledge, indicators: dict[str, dict[str, Any]]) -> None:
    for code, population in SIZES.items():
        _is(known, ("size", population), indicators[code]["value"])
    _is(known, ("plans",), indicators["plans.total"]["value"])
    for code, cell in REPEATED.items():
        _read_share(known, cell, indicators[code])
    for status in ("completed", "in_progress", "withdrawn"):
        _is(known, ("plan_status", "plan", status), indicators[f"plans.{status}"]["value"])


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
        others = {(code, population, one): 1 for one in categories if one not in CODES}
        known.equals(others | {("vulnerable", population): 1, size: -1})
        _relate_kinds(known, population)


def _relate_kinds(known: Knowledge, place: str) -> None:
    """Whoever is vulnerable has at least one kind of disadvantage."""
    vulnerable = ("vulnerable", place)
    known.at_least({**{("disadvantage", place, one): 1 for one in CODES}, vulnerable: -1})
    for one in CODES:
        known.at_least({vulnerable: 1, ("disadvantage", place, one): -1})


def _relate_populations(known: Knowledge, code: str, categories: list[str]) -> None:
    for category in categories:
        _relate(known, *((code, group, category) for group in (*POPULATIONS, *GROUPS)))
    if code in PARTITIONS:
        for group in GROUPS:
            known.equals({**{(code, group, category): 1 for category in categories}, ("size", group): -1})


def _relate(known: Knowledge, *groups: Unknown) -> None:
    """Everybody is in the lab alone, with a plan alone, or in both."""
    everybody, lab, plan, both, lab_only, plan_only = groups
    known.equals({everybody: 1, both: -1, lab_only: -1, plan_only: -1})
    known.equals({lab: 1, both: -1, lab_only: -1})
    known.equals({plan: 1, both: -1, plan_only: -1})


def _relate_ages(known: Knowledge) -> None:
    """Everybody has an age in the lab, with a plan, or in both, where the younger counts in all."""
    cells = [("age_band", place, "unknown") for place in (*POPULATIONS, *GROUPS)]
    _relate(known, *cells)
    both = {(lab, plan): ("age_band", "both", lab, plan) for lab in AGES for plan in AGES}
    for place, band in enumerate(AGES):
        alone = [("age_band", group, band) for group in ("lab only", "plan only")]
        in_lab = [alone[0], *(name for (lab, _plan), name in both.items() if lab == band)]
        in_plan = [alone[1], *(name for (_lab, plan), name in both.items() if plan == band)]
        younger = {*list(AGES)[place:]}
        in_all = [*alone, *(name for pair, name in both.items() if band in pair and set(pair) <= younger)]
        for population, names in {"lab": in_lab, "plan": in_plan, "all": in_all}.items():
            _add_up(known, ("age_band", population, band), names)
    for group in ("lab only", "plan only"):
        _add_up(known, ("size", group), [("age_band", group, band) for band in (*AGES, "unknown")])


def _add_up(known: Knowledge, whole: Unknown, parts: Iterable[Unknown]) -> None:
    known.equals({whole: -1, **dict.fromkeys(parts, 1)})


def _read_mean_age(known: Knowledge, population: str, mean: dict[str, Any], threshold: int) -> None:
    value, years, people = mean["value"], mean["numerator"], mean["denominator"]
    cells = {("age_band", population, band): span for band, span in AGES.items()}
    if people is not None:
        known.equals(dict.fromkeys(cells, 1), people)
        known.at_least({cell: last for cell, (_first, last) in cells.items()}, years)
        known.at_least({cell: -first for cell, (first, _last) in cells.items()}, -years)
    elif value is not None:
        tenths = round(value * 10)
        known.at_least({cell: 20 * last - 2 * tenths + 1 for cell, (_first, last) in cells.items()})
        known.at_least({cell: 2 * tenths + 1 - 20 * first for cell, (first, _last) in cells.items()}, 1)
        size = known.high["size", population]
        can_be = [n for n in range(max(1, threshold), size + 1) if _is_a_mean(tenths, n)]
        known.at_least(dict.fromkeys(cells, 1), min(can_be))
        known.at_least(dict.fromkeys(cells, -1), -max(can_be))


def _is_a_mean(tenths: int, people: int) -> bool:
    """Whether some whole sum, divided among so many people, is printed as this mean."""
    nearest = tenths * people // 10
    return any(
        (20 * years + people) // (2 * people) == tenths for years in (nearest - 1, nearest, nearest + 1)
    )
