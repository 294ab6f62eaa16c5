"""An evaluation as a flat list of facts, so that what different programs computed can be compared line by line."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BANDS = ("under-18", "18-35", "36-54", "55-64", "65+")
BAND_ENDS = (17, 35, 54, 64)
DESCRIPTORS = {
    "sex": "sex",
    "education": "education",
    "province": "residence_province",
}
VULNERABLE = ("migrant", "disability", "detention_or_addiction", "other")
MISSING = {
    "sex": "sex",
    "citizenship": "citizenship",
    "education": "education",
    "disadvantage": "disadvantages",
    "province": "residence_province",
}

Facts = dict[str, list[Any]]
Counts = Mapping[Any, int]


@dataclass
class Tally:
    """What a competitor counts; the shares and means are taken of it the same way for all of them."""

    projects: int
    cost_cents: int
    partners: Counts
    counts: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    years: dict[str, tuple[int, int]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    vulnerable: int = 0

    def add(self, figure: str, population: str, found: Iterable[tuple[Any, int]]) -> None:
        """Keep the counts of a figure; what is not recorded is `unknown`."""
        named = ((name if isinstance(name, str) and name else "unknown", int(count)) for name, count in found)
        self.counts[figure, population] = {name: count for name, count in named if count}

    def add_areas(self, population: str, found: Iterable[tuple[Any, int]]) -> None:
        """Keep the people of a population by area as two figures: Italian or foreign, and where from."""
        people = {area: int(count) for area, count in found}
        foreign = {area: count for area, count in people.items() if isinstance(area, str) and area != "italy"}
        unknown = sum(people.values()) - sum(foreign.values()) - people.get("italy", 0)
        nationality = {
            "italian": people.get("italy", 0),
            "foreign": sum(foreign.values()),
            "unknown": unknown,
        }
        self.add("citizenship", population, nationality.items())
        self.add("origin_area", population, foreign.items())


def tenths(numerator: int, denominator: int) -> float | None:
    """A quotient to one decimal, half away from zero; None by nothing."""
    return (20 * numerator + denominator) // (2 * denominator) / 10 if denominator else None


def facts_of(tally: Tally) -> Facts:
    """Every figure's categories that have people, and every indicator."""
    facts: Facts = {}
    for (figure, population), found in tally.counts.items():
        base = tally.sizes["plans" if figure == "plan_status" else population]
        if figure == "origin_area":
            base = sum(found.values())
        for category, count in found.items():
            facts[f"{figure} {population} {category}"] = [count, tenths(100 * count, base)]
    return facts | {f"indicator {code}": values for code, values in _indicators(tally).items()}


def _indicators(tally: Tally) -> Facts:
    sizes, everyone = tally.sizes, tally.sizes["all"]
    plans = tally.counts["plan_status", "plan"]
    statuses = {name: plans.get(name, 0) for name in ("completed", "in_progress", "withdrawn")}
    others = sum(tally.partners.values())
    answer: Facts = {
        "projects.funded": [tally.projects, None, None],
        "projects.cost": [tally.cost_cents / 100, None, None],
        "recipients.total": [everyone, None, None],
        "recipients.lab": [sizes["lab"], None, None],
        "recipients.plan": [sizes["plan"], None, None],
        "recipients.both": [sizes["lab"] + sizes["plan"] - everyone, None, None],
        "plans.total": [sizes["plans"], None, None],
        "plan_share": _share(sizes["plan"], everyone),
        "vulnerable_share": _share(tally.vulnerable, everyone),
        "partners.non_lead": [others, None, None],
        "partners.non_accredited_share": _share(
            others - tally.partners.get("accredited_operator", 0), others
        ),
    }
    for name, count in statuses.items():
        answer[f"plans.{name}"] = [count, None, None]
        answer[f"plans.{name}_share"] = _share(count, sizes["plans"])
    for name, (years, people) in tally.years.items():
        answer[f"age.mean.{name}"] = [tenths(years, people), years, people]
    for figure, column in MISSING.items():
        answer[f"missing.{column}"] = _share(tally.counts[figure, "all"].get("unknown", 0), everyone)
    return answer


def _share(part: int, whole: int) -> list[Any]:
    return [tenths(100 * part, whole), part, whole]


def published_facts(path: Path) -> Facts:
    """The facts of an `evaluation.json`."""
    document = json.loads(path.read_text(encoding="utf-8"))
    facts: Facts = {
        f"{figure['code']} {figure['population']} {row['category']}": [row["count"], row["share"]]
        for figure in document["figures"]
        for row in figure["rows"]
        if row["count"]
    }
    for indicator in document["indicators"]:
        facts[f"indicator {indicator['code']}"] = [
            indicator["value"],
            indicator["numerator"],
            indicator["denominator"],
        ]
    return facts


def facts_in(path: Path) -> Facts:
    """The facts that a competitor wrote."""
    facts: Facts = json.loads(path.read_text(encoding="utf-8"))
    return facts


def differences(ours: Facts, theirs: Facts) -> list[str]:
    """Every fact that two programs do not agree on, one a line."""
    return [
        f"{name}: {ours.get(name)} against {theirs.get(name)}"
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name)
    ]
