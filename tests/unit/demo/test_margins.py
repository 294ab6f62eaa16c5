"""Whole numbers behind printed percentages: those that exist are found, those that don't are refused."""

from decimal import Decimal

import pytest

from campanello.demo.margins import (
    BOTH,
    GROUPS,
    LAB_ONLY,
    PLAN_ONLY,
    NoWholeNumbers,
    apportion,
    group_counts,
    least_total,
    population_counts,
    rounds_to,
    whole_numbers,
)
from campanello.demo.targets import READINGS, Sizes, Target, sizes, targets


def target(category: str, printed: str | None, aim: str, population: str = "plan") -> Target:
    return Target("figure", population, category, printed, Decimal(aim), "made up")


STATUS = [target("completed", "64.7", "64.7"), target("open", "34.5", "34.5"), target("left", "0.8", "0.8")]
ROUNDED = {
    "a share well inside the rounding": (244, 830, "29", True),
    "a tenth of a point short": (69, 200, "35", False),
    "exactly half is read one way by some and the other by others": (1, 200, "1", False),
    "what rounds up only when it is rounded twice": (2446, 10_000, "25", False),
    "what rounds down at once and up when it is rounded twice": (2446, 10_000, "24", False),
    "one decimal, held": (313, 484, "64.7", True),
    "one decimal, missed by one person": (312, 484, "64.7", False),
}


@pytest.mark.parametrize(("count", "total", "printed", "holds"), ROUNDED.values(), ids=ROUNDED)
def test_rounds_to(count: int, total: int, printed: str, holds: bool) -> None:
    assert rounds_to(count, total, printed) is holds


def test_whole_numbers_are_all_those_that_round_to_the_share() -> None:
    assert whole_numbers("40", 830) == (328, 335)
    assert whole_numbers(None, 830) == (0, 830)


def test_a_share_that_no_whole_number_gives_is_refused() -> None:
    with pytest.raises(NoWholeNumbers, match=r"485 rounds to 34\.5"):
        whole_numbers("34.5", 485)


def test_apportion_stays_nearest_to_the_aims() -> None:
    limits = dict.fromkeys("abc", (0, 10))
    assert apportion(10, {"a": 3.4, "b": 3.4, "c": 3.2}, limits) == {"a": 4, "b": 3, "c": 3}


def test_apportion_keeps_to_the_limits_though_the_aims_are_elsewhere() -> None:
    limits = {"a": (0, 2), "b": (0, 10)}
    assert apportion(10, {"a": 8, "b": 2}, limits) == {"a": 2, "b": 8}


@pytest.mark.parametrize("total", [3, 9], ids=["less than the least", "more than the most"])
def test_apportion_refuses_a_total_out_of_reach(total: int) -> None:
    with pytest.raises(NoWholeNumbers):
        apportion(total, {"a": 3, "b": 3}, {"a": (2, 4), "b": (2, 4)})


TOTALS = {
    "485 people cannot have one plan each, 487 plans can be split": (485, 487),
    "524 people can have one plan each": (524, 524),
    "484 could, one person fewer": (484, 484),
}


@pytest.mark.parametrize(("people", "plans"), TOTALS.values(), ids=TOTALS)
def test_least_total_for_the_printed_plan_statuses(people: int, plans: int) -> None:
    assert least_total(STATUS, people) == plans


def test_population_counts_of_487_plans() -> None:
    assert population_counts(STATUS, 487) == {"completed": 315, "open": 168, "left": 4}


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize(
    "figure", ["age_band", "sex", "citizenship", "education", "disadvantage", "residence"]
)
def test_groups_add_up_and_meet_every_printed_share(figure: str, reading: str) -> None:
    numbers = sizes(reading)
    counts = group_counts(targets(figure), numbers)
    members = {LAB_ONLY: numbers.lab_only, BOTH: numbers.both, PLAN_ONLY: numbers.plan_only}
    assert {group: sum(counts[group].values()) for group in GROUPS} == members
    assert min(count for group in GROUPS for count in counts[group].values()) >= 0
    for one in targets(figure):
        groups = {"all": GROUPS, "lab": (LAB_ONLY, BOTH), "plan": (BOTH, PLAN_ONLY)}[one.population]
        count = sum(counts[group][one.category] for group in groups)
        assert one.printed is None or rounds_to(count, numbers.of(one.population), one.printed)


def test_people_counted_beside_their_own_category_leave_room_for_them() -> None:
    rows = [target("a", "50", "50", "all"), target("b", None, "50", "all")]
    rows += [target(name, None, "50", population) for population in ("lab", "plan") for name in "ab"]
    counts = group_counts(rows, Sizes(all=100, lab=60, plan=60), {"a": 3})
    assert sum(counts[group]["a"] for group in GROUPS) == 47


def test_the_three_groups_of_two_overlapping_populations() -> None:
    numbers = sizes("printed")
    assert (numbers.lab_only, numbers.both, numbers.plan_only) == (345, 179, 306)


@pytest.mark.parametrize(
    "figure", ["age_band", "sex", "education", "residence", "disadvantage", "occupation"]
)
def test_the_aims_of_a_population_add_up_to_about_all_of_it(figure: str) -> None:
    sums: dict[str, Decimal] = {}
    for one in targets(figure):
        sums[one.population] = sums.get(one.population, Decimal(0)) + one.aim
    assert all(abs(total - 100) < 1 for total in sums.values()), sums
