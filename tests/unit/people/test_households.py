"""Who is in a household, what may change in it, and how the registry's and the ISEE's differ."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from campanello.core.period import Period
from campanello.people.rules import households as rules
from campanello.people.rules.households import Stay

TODAY = date(2026, 3, 2)
SPRING, SUMMER = date(2025, 4, 1), date(2025, 7, 1)
ROSA, AMIR, LINA = 1, 2, 3
HOME, OTHER = 10, 11
STAY = Stay(ROSA, HOME, "registry", "head", SPRING, None, row=100)


FROM_SUMMER = Period(SUMMER, None)


def why_not_enter(*stays: Stay, days: Period = FROM_SUMMER, born_on: date | None = None) -> Any:
    return rules.why_not_enter(stays, "registry", days, born_on, TODAY)


ENTERING: dict[str, tuple[Any, type[Exception] | None]] = {
    "somebody who is nowhere may come": (why_not_enter(), None),
    "somebody who is elsewhere leaves first": (why_not_enter(STAY), rules.AlreadyInHousehold),
    "somebody who left on the same day may come": (why_not_enter(replace(STAY, ends_on=SUMMER)), None),
    "somebody who left a day later may not": (
        why_not_enter(replace(STAY, ends_on=date(2025, 7, 2))),
        rules.AlreadyInHousehold,
    ),
    "a household of the other kind is no hindrance": (why_not_enter(replace(STAY, kind="isee")), None),
    "what was written for later days is not overwritten": (
        why_not_enter(replace(STAY, starts_on=date(2025, 9, 1))),
        rules.LaterEntries,
    ),
    "a time that was over before the later entry may be filled in": (
        why_not_enter(replace(STAY, starts_on=date(2025, 9, 1)), days=Period(SUMMER, date(2025, 9, 1))),
        None,
    ),
    "today is a day": (why_not_enter(days=Period(TODAY, None)), None),
    "tomorrow is not yet": (why_not_enter(days=Period(date(2026, 3, 3), None)), rules.NotYet),
    "a time that ends before it starts has no day": (
        why_not_enter(days=Period(SUMMER, SPRING)),
        rules.EndsBeforeStart,
    ),
    "a time that is over ends today at the latest": (
        why_not_enter(days=Period(SUMMER, date(2026, 3, 3))),
        rules.EndsBeforeStart,
    ),
    "a child comes on the day of birth": (why_not_enter(born_on=SUMMER), None),
    "nobody comes before birth": (why_not_enter(born_on=date(2025, 7, 2)), rules.BeforeBirth),
}


@pytest.mark.parametrize(("refusal", "expected"), ENTERING.values(), ids=ENTERING)
def test_who_may_enter(refusal: Any, expected: type[Exception] | None) -> None:
    assert type(refusal) is (expected or type(None))


def why_not_leave(*stays: Stay, on: date = SUMMER) -> Any:
    return rules.why_not_leave(stays, HOME, "registry", on, TODAY)


LEAVING: dict[str, tuple[Any, type[Exception] | None]] = {
    "who is there may leave": (why_not_leave(STAY), None),
    "the day of arrival strikes the stay out": (why_not_leave(STAY, on=SPRING), None),
    "nobody leaves before they came": (why_not_leave(STAY, on=date(2025, 3, 31)), rules.NotInHousehold),
    "nobody leaves where they are not": (why_not_leave(replace(STAY, household=OTHER)), rules.NotInHousehold),
    "the day on which a stay ended is out": (
        why_not_leave(replace(STAY, ends_on=SUMMER)),
        rules.NotInHousehold,
    ),
    "nobody leaves tomorrow": (why_not_leave(STAY, on=date(2026, 3, 3)), rules.NotYet),
    "what was written for later days is not changed": (
        why_not_leave(
            replace(STAY, ends_on=date(2025, 9, 1)),
            replace(STAY, household=OTHER, starts_on=date(2025, 9, 1)),
        ),
        rules.LaterEntries,
    ),
}


@pytest.mark.parametrize(("refusal", "expected"), LEAVING.values(), ids=LEAVING)
def test_who_may_leave(refusal: Any, expected: type[Exception] | None) -> None:
    assert type(refusal) is (expected or type(None))


MEMBER = replace(STAY, person=AMIR, role="partner", row=101)
COMPOSED: dict[str, tuple[list[Stay], type[Exception] | None]] = {
    "nobody at all needs no reference person": ([], None),
    "one of them is the reference person": ([STAY, MEMBER], None),
    "members without one": ([MEMBER], rules.NoHead),
    "two of them": ([STAY, replace(MEMBER, role="head")], rules.TwoHeads),
    "one goes and nobody takes over": ([replace(STAY, ends_on=SUMMER), MEMBER], rules.NoHead),
    "one goes and another takes over the same day": (
        [
            replace(STAY, ends_on=SUMMER),
            replace(MEMBER, ends_on=SUMMER),
            replace(MEMBER, role="head", starts_on=SUMMER),
        ],
        None,
    ),
    "another takes over a day too early": (
        [replace(STAY, ends_on=SUMMER), replace(MEMBER, role="head", starts_on=date(2025, 6, 30))],
        rules.TwoHeads,
    ),
    "another household's reference person does not count": (
        [replace(STAY, household=OTHER), MEMBER],
        rules.NoHead,
    ),
}


@pytest.mark.parametrize(("stays", "expected"), COMPOSED.values(), ids=COMPOSED)
def test_a_household_has_one_reference_person(stays: list[Stay], expected: type[Exception] | None) -> None:
    assert type(rules.why_not_composed(stays, HOME, SPRING)) is (expected or type(None))


def test_what_was_before_the_day_is_not_looked_at() -> None:
    without_head = [replace(MEMBER, ends_on=SUMMER)]

    assert rules.why_not_composed(without_head, HOME, SUMMER) is None


SPLITS: dict[str, tuple[list[int], bool]] = {
    "some go and some stay": ([ROSA], True),
    "nobody goes": ([], False),
    "everybody goes": ([ROSA, AMIR, LINA], False),
    "somebody goes who was not there": ([ROSA, 9], False),
}


@pytest.mark.parametrize(("leaving", "may"), SPLITS.values(), ids=SPLITS)
def test_a_household_is_split_when_some_go_and_some_stay(leaving: list[int], may: bool) -> None:
    refusal = rules.why_not_split([ROSA, AMIR, LINA], leaving)

    assert (refusal is None) is may


JOINS: dict[str, tuple[tuple[int, int, str, str, date | None], bool]] = {
    "two open ones of a kind": ((HOME, OTHER, "registry", "registry", None), True),
    "one and the same": ((HOME, HOME, "registry", "registry", None), False),
    "the registry's and the ISEE's": ((HOME, OTHER, "registry", "isee", None), False),
    "one that is closed": ((HOME, OTHER, "registry", "registry", SPRING), False),
}


@pytest.mark.parametrize(("asked", "may"), JOINS.values(), ids=JOINS)
def test_which_households_can_be_joined(asked: tuple[Any, ...], may: bool) -> None:
    assert (rules.why_not_join(*asked) is None) is may


def figures(*births: date | None) -> rules.Ages:
    return rules.ages(births, TODAY, adult_age=18, elderly_age=65)


AGES: dict[str, tuple[rules.Ages, tuple[int, int, int, int, bool]]] = {
    "nobody": (figures(), (0, 0, 0, 0, False)),
    "who turns 65 today is elderly, and alone": (figures(date(1961, 3, 2)), (1, 0, 1, 0, True)),
    "who turns 65 tomorrow is not": (figures(date(1961, 3, 3)), (1, 0, 0, 0, False)),
    "who turns 18 today is no child": (figures(date(2008, 3, 2)), (1, 0, 0, 0, False)),
    "who turns 18 tomorrow is one": (figures(date(2008, 3, 3)), (1, 1, 0, 0, False)),
    "two who are elderly are not alone": (figures(date(1940, 1, 1), date(1942, 1, 1)), (2, 0, 2, 0, False)),
    "an elderly person with somebody of unknown age is not alone": (
        figures(date(1940, 1, 1), None),
        (2, 0, 1, 1, False),
    ),
    "somebody of unknown age is neither child nor elderly": (figures(None), (1, 0, 0, 1, False)),
}


@pytest.mark.parametrize(("found", "expected"), AGES.values(), ids=AGES)
def test_a_household_in_figures(found: rules.Ages, expected: tuple[int, int, int, int, bool]) -> None:
    assert (
        found.members,
        found.children,
        found.elderly,
        found.unknown,
        found.is_elderly_alone,
    ) == expected


REGISTRY = {ROSA: "head", AMIR: "partner", LINA: "child"}
DIFFERENT: dict[str, tuple[list[dict[int, str]], list[tuple[int, str, str]]]] = {
    "without an ISEE household there is nothing to compare": ([], []),
    "the same people are no difference, whatever their roles": (
        [{LINA: "head", ROSA: "parent", AMIR: "other"}],
        [],
    ),
    "who is in no ISEE household is named": (
        [{ROSA: "head", AMIR: "partner"}],
        [(LINA, rules.ONLY_REGISTRY, rules.HINT_CHILD)],
    ),
    "who is in another ISEE household is told apart": (
        [{ROSA: "head", LINA: "child"}, {AMIR: "head"}],
        [(AMIR, rules.OTHER_ISEE, rules.HINT_PARTNER)],
    ),
    "who lives elsewhere for the registry is named": (
        [{**REGISTRY, 9: "relative"}],
        [(9, rules.ONLY_ISEE, "")],
    ),
    "the household with most in common is compared": (
        [{AMIR: "head"}, {ROSA: "head", LINA: "child"}],
        [(AMIR, rules.OTHER_ISEE, rules.HINT_PARTNER)],
    ),
}


@pytest.mark.parametrize(("isee", "expected"), DIFFERENT.values(), ids=DIFFERENT)
def test_how_registry_and_isee_differ(
    isee: list[dict[int, str]], expected: list[tuple[int, str, str]]
) -> None:
    found = [(one.person, one.sentence, one.hint) for one in rules.differences(REGISTRY, isee)]

    assert found == expected
