"""Finds the requirements of a measure as they hold on a day: shipped, dated, with their sources. Reads no table."""

import csv
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from campanello.core import params
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import Period
from campanello.plans.rules.eligibility import FACTS_OF, FACTS_OF_FLAGS, Figures, Requirement, RequirementSet

REFERENCE = Path(__file__).parent.parent / "reference"


class NoSuchRequirements(Refused):
    """A set of requirements is named that is not there, or that no longer holds."""

    code = "plans.no-such-requirements"
    text = _("There are no requirements called %(set)s on %(day)s. There are: %(known)s.")


def requirement_set(code: str, on: date) -> RequirementSet:
    """The requirements of a set as they hold on a day; before its first day, as they were when it began.

    Raises:
        NoSuchRequirements, NoSuchParameter.
    """
    return _held(code, on, params.own_file())


@cache
def known_sets() -> tuple[str, ...]:
    """The codes of the sets, in the order in which they are shipped."""
    return tuple(dict.fromkeys(row["set"] for row in _rows()))


@cache
def asked_of(code: str) -> frozenset[str]:
    """The facts that a set asks for in any of its versions."""
    of = {"requirement": FACTS_OF, "priority": FACTS_OF_FLAGS}
    return frozenset(name for row in _rows() if row["set"] == code for name in of[row["kind"]][row["code"]])


@cache
def free_movement() -> frozenset[str]:
    """The countries whose citizens need no residence permit: EU, EEA and Switzerland, by ISO code."""
    with (REFERENCE / "free_movement.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["country"] for row in csv.DictReader(file))


@lru_cache(maxsize=10_000)
def _held(code: str, on: date, own: Path | None) -> RequirementSet:
    rows = [row for row in _rows() if row["set"] == code]
    first = min((date.fromisoformat(row["starts_on"]) for row in rows), default=on)
    day = max(on, first)
    held = [row for row in rows if day in _period(row)]
    if not held:
        raise NoSuchRequirements(set=code, day=on.isoformat(), known=", ".join(known_sets()))
    held.sort(key=lambda row: int(row["order"]))
    return RequirementSet(
        code=code,
        starts_on=max(date.fromisoformat(row["starts_on"]) for row in held),
        requirements=tuple(
            Requirement(row["code"], row["source"], row["for_payments"] == "yes")
            for row in held
            if row["kind"] == "requirement" and _is_asked(row, day, own)
        ),
        priority=tuple(row["code"] for row in held if row["kind"] == "priority"),
        figures=Figures(
            adult_age=params.value("plans.adult_age", day, own),
            young_below=params.value("plans.priority_young_below", day, own),
            older_above=params.value("plans.priority_older_above", day, own),
            free_movement=free_movement(),
        ),
    )


def _is_asked(row: dict[str, str], day: date, own: Path | None) -> bool:
    return not row["parameter"] or params.value(row["parameter"], day, own) == 1


def _period(row: dict[str, str]) -> Period:
    ends_on = row["ends_on"]
    return Period(date.fromisoformat(row["starts_on"]), date.fromisoformat(ends_on) if ends_on else None)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (REFERENCE / "requirements.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
