"""What a building and a dwelling must be."""

from datetime import date

import pytest

from campanello.homes.rules import places
from campanello.homes.rules.places import DwellingFacts

DWELLINGS = {
    "on the ground floor": (DwellingFacts("A", 0, "1", "aler", 1), ""),
    "on the lowest floor": (DwellingFacts("A", -5, "1", "aler", 1), ""),
    "below it": (DwellingFacts("A", -6, "1", "aler", 1), "NoSuchFloor"),
    "on the highest floor": (DwellingFacts("A", 60, "1", "aler", 1), ""),
    "above it": (DwellingFacts("A", 61, "1", "aler", 1), "NoSuchFloor"),
    "of the Comune, which one isn't said": (DwellingFacts("A", 1, "1", "municipality"), "NoOwner"),
    "of a private person": (DwellingFacts("A", 1, "1", "private"), ""),
}


@pytest.mark.parametrize(("facts", "why"), DWELLINGS.values(), ids=DWELLINGS)
def test_why_not_record(facts: DwellingFacts, why: str) -> None:
    refusal = places.why_not_record(facts)
    assert (type(refusal).__name__ if refusal else "") == why


DAY = date(2026, 3, 2)
BUILT = {
    "today, and nobody lives there": (DAY, None, ""),
    "tomorrow": (date(2026, 3, 3), None, "BuiltInTheFuture"),
    "the day the first moved in": (date(2020, 1, 1), date(2020, 1, 1), ""),
    "the day after": (date(2020, 1, 2), date(2020, 1, 1), "BuiltAfterTenancy"),
}


@pytest.mark.parametrize(("built_on", "first", "why"), BUILT.values(), ids=BUILT)
def test_why_not_built(built_on: date, first: date | None, why: str) -> None:
    refusal = places.why_not_built(built_on, first_tenancy_on=first, on=DAY)
    assert (type(refusal).__name__ if refusal else "") == why
