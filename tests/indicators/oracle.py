"""What an evaluation must say, computed the slow and obvious way: one person at a time, in plain Python.

Written from the microdata contract alone, so that it can contradict the engine. It shares no code with it but
the two reference lists (areas of origin, provinces) and never validates: give it datasets that are valid.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

from campanello.evaluation import contract

Record = dict[str, str]
Tables = dict[str, list[Record]]

AGE_BANDS = ("under-18", "18-35", "36-54", "55-64", "65+", "unknown")
AREAS = {
    "MAGHREB_VICINO_ORIENTE": "maghreb_near_east",
    "EUROPA_ORIENTALE": "eastern_europe",
    "AFRICA_SUBSAHARIANA": "sub_saharan_africa",
    "ASIA": "asia",
    "AMERICA_LATINA": "latin_america",
    "ALTRO": "other",
}
DISADVANTAGES = ("migrant", "disability", "detention_or_addiction", "other")
CATEGORIES: dict[str, tuple[str, ...]] = {
    "age_band": AGE_BANDS,
    "sex": ("F", "M", "unknown"),
    "citizenship": ("italian", "foreign", "unknown"),
    "origin_area": tuple(AREAS.values()),
    "education": ("none", "primary", "lower_secondary", "upper_secondary", "tertiary", "unknown"),
    "disadvantage": (*DISADVANTAGES, "none", "declined", "unknown"),
    "province": (*contract.provinces(), "unknown"),
    "occupational_status": (
        "employed",
        "unemployed",
        "first_job_seeker",
        "inactive",
        "student",
        "retired",
        "unknown",
    ),
    "plan_status": ("in_progress", "completed", "withdrawn"),
}
OPTIONAL_CELLS = ("sex", "citizenship", "education", "disadvantages", "residence_province")


@dataclass(frozen=True)
class Recipient:
    """One person of a population: the row of `people` and the two dates at which something began."""

    cells: Record
    age: int | None
    occupation: str

    @property
    def codes(self) -> list[str]:
        """The disadvantage codes, `unknown` when nothing is recorded."""
        return self.cells["disadvantages"].split(";") if self.cells["disadvantages"] else ["unknown"]


def origin_areas() -> dict[str, str]:
    """Area code by citizenship, from the reference list; stateless people (`XX`) are `other`."""
    text = (files("campanello.evaluation") / "reference" / "citizenship_areas.csv").read_text("utf-8")
    areas = {
        row["iso2"]: AREAS[row["area"]] for row in csv.DictReader(text.splitlines()) if row["iso2"] != "IT"
    }
    return {**areas, "XX": "other"}


def one_decimal(numerator: int, denominator: int) -> Decimal | None:
    """A quotient to one decimal, half away from zero, by whole numbers only; None by nothing."""
    if denominator == 0:
        return None
    return Decimal((2 * 10 * numerator + denominator) // (2 * denominator)) / 10


def share(part: int, whole: int) -> Decimal | None:
    """Per cent of `whole`, one decimal; None of nothing."""
    return one_decimal(100 * part, whole)


def completed_years(born: str, on: str) -> int:
    """Whole years between two ISO dates; born on 29 February, one has it on 1 March in other years."""
    start, end = date.fromisoformat(born), date.fromisoformat(on)
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def age_band(age: int | None) -> str:
    """The band of an age in completed years."""
    if age is None:
        return "unknown"
    for oldest, band in ((17, "under-18"), (35, "18-35"), (54, "36-54"), (64, "55-64")):
        if age <= oldest:
            return band
    return "65+"


def first_occupations(lab: list[Record]) -> dict[str, str]:
    """The status at each person's earliest lab entry, on one day that of the smallest project_id."""
    latest_first = sorted(lab, key=lambda row: (row["entry_date"], row["project_id"]), reverse=True)
    return {row["person_id"]: row["occupational_status"] or "unknown" for row in latest_first}


def population(tables: Tables, entries: Iterable[Record]) -> list[Recipient]:
    """The distinct people of some entries, each with the age at the earliest of them."""
    people = {person["person_id"]: person for person in tables["people"]}
    occupations = first_occupations(tables["lab_participations"])
    first: dict[str, str] = {}
    for entry in entries:
        key = entry["person_id"]
        first[key] = min(first.get(key, entry["entry_date"]), entry["entry_date"])
    return [
        Recipient(
            people[key],
            completed_years(people[key]["birth_date"], on) if people[key]["birth_date"] else None,
            occupations.get(key, "unknown"),
        )
        for key, on in first.items()
    ]


def categories_of(figure: str, person: Recipient, areas: dict[str, str]) -> Sequence[str]:
    """The categories of a figure that a person counts under: none, one, or several disadvantages."""
    citizenship = person.cells["citizenship"]
    if figure == "age_band":
        return [age_band(person.age)]
    if figure == "citizenship":
        return ["unknown" if not citizenship else "italian" if citizenship == "IT" else "foreign"]
    if figure == "origin_area":
        return [areas[citizenship]] if citizenship not in ("", "IT") else []
    if figure == "disadvantage":
        return person.codes
    if figure == "occupational_status":
        return [person.occupation]
    column = "residence_province" if figure == "province" else figure
    return [person.cells[column] or "unknown"]


def figure_of(code: str, population_code: str, counts: Counter[str], base: int) -> dict[str, Any]:
    """A figure with a row for every category, those without people too."""
    rows = [
        {"category": name, "count": counts[name], "share": share(counts[name], base), "suppressed": False}
        for name in CATEGORIES[code]
    ]
    assert not set(counts) - set(CATEGORIES[code]), f"{code} has no category for some of {set(counts)}"
    return {"code": code, "population": population_code, "rows": rows}


def people_figure(code: str, population_code: str, people: list[Recipient]) -> dict[str, Any]:
    """How the people of a population fall into a figure's categories."""
    areas = origin_areas()
    counts = Counter(name for person in people for name in categories_of(code, person, areas))
    foreign = sum(person.cells["citizenship"] not in ("", "IT") for person in people)
    return figure_of(code, population_code, counts, foreign if code == "origin_area" else len(people))


def figures(tables: Tables, populations: dict[str, list[Recipient]]) -> list[dict[str, Any]]:
    """Every figure in the contract's order."""
    answer = []
    for code in CATEGORIES:
        if code == "plan_status":
            statuses = Counter(plan["status"] for plan in tables["plans"])
            answer.append(figure_of(code, "plan", statuses, len(tables["plans"])))
        elif code == "occupational_status":
            answer.append(people_figure(code, "lab", populations["lab"]))
        else:
            answer += [people_figure(code, name, people) for name, people in populations.items()]
    return answer


def counted(code: str, value: int | Decimal | None, unit: str) -> dict[str, Any]:
    """An indicator that is a number by itself."""
    return {"code": code, "value": value, "unit": unit, "numerator": None, "denominator": None}


def shared(code: str, part: int | None, whole: int | None) -> dict[str, Any]:
    """An indicator that is a share of two counts; nothing at all when there is no table to count."""
    value = None if part is None or whole is None else share(part, whole)
    return {"code": code, "value": value, "unit": "%", "numerator": part, "denominator": whole}


def mean_age(name: str, people: list[Recipient]) -> dict[str, Any]:
    """The mean of completed years over the people whose birth date is recorded."""
    ages = [person.age for person in people if person.age is not None]
    return {
        "code": f"age.mean.{name}",
        "value": one_decimal(sum(ages), len(ages)),
        "unit": "years",
        "numerator": sum(ages),
        "denominator": len(ages),
    }


def partner_indicators(partners: list[Record] | None) -> list[dict[str, Any]]:
    """The two indicators of partnership; both are null without the table."""
    if partners is None:
        return [
            counted("partners.non_lead", None, "organisations"),
            shared("partners.non_accredited_share", None, None),
        ]
    others = [row for row in partners if row["is_lead"] == "false"]
    not_accredited = sum(row["category"] != "accredited_operator" for row in others)
    return [
        counted("partners.non_lead", len(others), "organisations"),
        shared("partners.non_accredited_share", not_accredited, len(others)),
    ]


def plan_indicators(plans: list[Record]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Counts of plans, then their shares; both in the contract's order, completed first."""
    statuses = Counter(plan["status"] for plan in plans)
    order = ("completed", "in_progress", "withdrawn")
    return [
        counted("plans.total", len(plans), "plans"),
        *(counted(f"plans.{status}", statuses[status], "plans") for status in order),
    ], [shared(f"plans.{status}_share", statuses[status], len(plans)) for status in order]


def indicators(tables: Tables, populations: dict[str, list[Recipient]]) -> list[dict[str, Any]]:
    """Every indicator in the contract's order."""
    everyone, lab, plan = (len(populations[name]) for name in ("all", "lab", "plan"))
    in_lab, in_plan = (
        {row["person_id"] for row in tables[table]} for table in ("lab_participations", "plans")
    )
    costs = [Decimal(row["cost_eur"]) for row in tables["projects"] if row["cost_eur"]]
    vulnerable = sum(any(code in DISADVANTAGES for code in person.codes) for person in populations["all"])
    plan_counts, plan_shares = plan_indicators(tables["plans"])
    return [
        counted("projects.funded", len(tables["projects"]), "projects"),
        counted("projects.cost", sum(costs, Decimal(0)), "EUR"),
        counted("recipients.total", everyone, "people"),
        counted("recipients.lab", lab, "people"),
        counted("recipients.plan", plan, "people"),
        counted("recipients.both", len(in_lab & in_plan), "people"),
        *plan_counts,
        shared("plan_share", plan, everyone),
        *plan_shares,
        shared("vulnerable_share", vulnerable, everyone),
        *(mean_age(name, people) for name, people in populations.items()),
        *partner_indicators(tables.get("partners")),
        *(
            shared(f"missing.{cell}", sum(not person.cells[cell] for person in populations["all"]), everyone)
            for cell in OPTIONAL_CELLS
        ),
    ]


def evaluate(tables: Tables) -> dict[str, Any]:
    """Indicators and figures of a valid dataset, nothing withheld.

    Args:
        tables: Records whose cells are the text of a CSV file; leave `partners` out if there is none.
    """
    entries = {"lab": tables["lab_participations"], "plan": tables["plans"]}
    populations = {
        "all": population(tables, [*entries["lab"], *entries["plan"]]),
        **{name: population(tables, rows) for name, rows in entries.items()},
    }
    return {"indicators": indicators(tables, populations), "figures": figures(tables, populations)}
