"""What can't be true together: cases at both sides of every boundary, and every small case against enumeration."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import floor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campanello.evaluation.published import rules
from campanello.evaluation.published.records import Printed, Share, Split, Sum, Union
from campanello.evaluation.published.rules import Kind, Rounding


def printed(text: str) -> Printed:
    whole, _, decimals = text.partition(".")
    return Printed(int(whole + decimals), len(decimals))


def split(*percents: str, complete: bool = True) -> Split:
    names = tuple(f"category {i}" for i in range(len(percents)))
    return Split("split", "base", names, tuple(map(printed, percents)), complete)


def share(percent: str, count: int | None = None) -> Share:
    return Share("share", "base", printed(percent), count=count)


def total(text: str, *parts: str) -> Sum:
    return Sum(
        "sum", printed(text), tuple(f"part {i}" for i in range(len(parts))), tuple(map(printed, parts))
    )


@pytest.mark.parametrize(
    "text", ["0", "0.0", "0.8", "63.1", "29", "29.0", "100", "7827051.51", "-0.24", "-12"]
)
def test_a_printed_number_is_shown_as_it_was_printed(text: str) -> None:
    assert str(printed(text) if text != "-0.24" else Printed(-24, 2)) == text


SHARES: dict[str, tuple[int, int, str, bool]] = {
    "485 of 830 isn't 63.1": (485, 830, "63.1", False),
    "524 of 830 is 63.1": (524, 830, "63.1", True),
    "244 of 830 is 29": (244, 830, "29", True),
    "244 of 830 isn't 29.0, which claims a decimal": (244, 830, "29.0", False),
    "244 of 830 is 29.4": (244, 830, "29.4", True),
    "53 of 101 isn't 53": (53, 101, "53", False),
    "a tie may go up: 1 of 8 as 13": (1, 8, "13", True),
    "a tie may go to even: 1 of 8 as 12": (1, 8, "12", True),
    "an odd digit is no home for a tie from above: 3 of 8 isn't 37": (3, 8, "37", False),
    "3 of 8 is 38 under both roundings": (3, 8, "38", True),
    "just under a tie stays below: 1249 of 10000 isn't 13": (1249, 10_000, "13", False),
    "just over a tie goes up: 1251 of 10000 is 13": (1251, 10_000, "13", True),
    "just over a tie isn't 12": (1251, 10_000, "12", False),
    "nothing is 0": (0, 830, "0", True),
    "1 of 830 isn't 0.0": (1, 830, "0.0", False),
    "a tie at zero may go to even: 1 of 200 as 0": (1, 200, "0", True),
    "everybody is 100": (830, 830, "100", True),
    "829 of 830 isn't 100.0": (829, 830, "100.0", False),
    "829 of 830 is 100 without decimals": (829, 830, "100", True),
    "more than the base is more than 100": (872, 267, "326.6", True),
    "nobody of nobody is 0": (0, 0, "0", True),
    "nobody of nobody isn't 5": (0, 0, "5", False),
    "billions: one person beside the interval": (314_500_000 - 1, 1_000_000_000, "31.45000000", False),
    "billions: the very person": (314_500_000, 1_000_000_000, "31.45000000", True),
}


@pytest.mark.parametrize(("count", "of", "percent", "holds"), SHARES.values(), ids=SHARES)
def test_a_count_is_the_printed_share(count: int, of: int, percent: str, holds: bool) -> None:
    assert rules.is_share(count, printed(percent), of) is holds


@given(st.integers(0, 60), st.integers(1, 1000), st.integers(0, 1))
def test_the_totals_of_a_share_are_all_among_those_near_it(count: int, units: int, places: int) -> None:
    near = rules.totals_near_share(count, Printed(units, places))
    totals = [total for total in range(1, 2500) if rules.is_share(count, Printed(units, places), total)]
    assert all(total in near for total in totals)
    assert len([total for total in near if total < 2500]) <= len(totals) + 4


FEASIBLE_SHARES: dict[str, tuple[str, int, bool]] = {
    "some count out of 830 is 63.1": ("63.1", 830, True),
    "no count out of 7 is 63.1": ("63.1", 7, False),
    "no count out of 3 is 50": ("50", 3, False),
    "a half exists out of 4": ("50", 4, True),
    "0 is always possible": ("0", 3, True),
    "100 is always possible": ("100.00", 3, True),
    "no part is above the whole": ("101", 830, False),
    "100.4 isn't possible, though a base of 250 and one more would be": ("100.4", 250, False),
    "of nobody only 0": ("0.0", 0, True),
    "of nobody nothing else": ("0.1", 0, False),
    "6.3 of 8 only by a tie to even: no": ("6.3", 8, False),
    "6.2 of 16 by a tie to even": ("6.2", 16, True),
    "6.3 of 16 by a tie away from zero": ("6.3", 16, True),
}


@pytest.mark.parametrize(("percent", "of", "feasible"), FEASIBLE_SHARES.values(), ids=FEASIBLE_SHARES)
def test_a_share_is_feasible(percent: str, of: int, feasible: bool) -> None:
    assert rules.is_feasible_share(printed(percent), of) is feasible


SPLITS: dict[str, tuple[int, Split, bool]] = {
    "the printed plan status can't be of 485": (485, split("64.7", "34.5", "0.8"), False),
    "but of 524": (524, split("64.7", "34.5", "0.8"), True),
    "and of 487": (487, split("64.7", "34.5", "0.8"), True),
    "and not of 486": (486, split("64.7", "34.5", "0.8"), False),
    "thirds of 3, which add up to 99.9": (3, split("33.3", "33.3", "33.3"), True),
    "thirds of 100 don't exist": (100, split("33.3", "33.3", "33.3"), False),
    "education adds up to 99 and is possible": (830, split("20", "12", "44", "20", "3"), True),
    "one category has everybody": (5, split("100"), True),
    "one category can't have less than everybody": (5, split("80"), False),
    "unless the split isn't complete": (5, split("80", complete=False), True),
    "an incomplete split may leave people over": (830, split("38", "27", "14", "1", complete=False), True),
    "an incomplete split can't have more than everybody": (100, split("60", "41", complete=False), False),
    "two that are just over a half can't both be of 200": (200, split("51", "51"), False),
    "99.5 and 0.5 away from zero": (200, split("100", "1"), True),
    "99.5 and 0.5 to even": (200, split("100", "0"), True),
    "12.5 down and 87.5 down is no rounding": (8, split("12", "87"), False),
    "12.5 and 87.5 to even": (8, split("12", "88"), True),
    "12.5 and 87.5 away from zero": (8, split("13", "88"), True),
    "12.5 up and 87.5 down is no rounding": (8, split("13", "87"), False),
    "of nobody all are 0": (0, split("0", "0.0"), True),
    "of nobody not 100": (0, split("100", "0"), False),
    "0 and 100": (7, split("0", "100"), True),
    "different precisions": (3, split("33", "66.7"), True),
}


@pytest.mark.parametrize(("of", "figure", "feasible"), SPLITS.values(), ids=SPLITS)
def test_a_split_is_feasible(of: int, figure: Split, feasible: bool) -> None:
    assert rules.is_feasible_split(figure.percents, of, complete=figure.complete) is feasible
    expected = None if feasible else Kind.INFEASIBLE_SPLIT
    assert rules.fault(figure, {"base": of}) is expected


def test_a_split_of_billions_in_fifty_categories_is_exact() -> None:
    of, percents = 5_000_000_003, [Printed(2_0000000, 7)] * 50
    counts = rules.fitting_counts(percents, of, complete=True)
    assert sum(counts) == of
    assert all(rules.is_share(count, Printed(2_0000000, 7), of) for count in counts)
    assert not rules.is_feasible_split([*percents[1:], Printed(2_0000040, 7)], of, complete=True)


ADDED_UP: dict[str, tuple[tuple[str, ...], bool]] = {
    "99 in five categories is rounding": (("20", "12", "44", "20", "3"), True),
    "101 in two is at the limit": (("50", "51"), True),
    "102 in two is beyond it": (("51", "51"), False),
    "99.7 in five of one decimal": (("20.0", "20.0", "20.0", "20.0", "19.7"), False),
    "99.8 in five of one decimal": (("20.0", "20.0", "20.0", "20.0", "19.8"), True),
    "a coarse category excuses more than a fine one": (("50", "49.5"), True),
    "and not more than its own half": (("50", "49.4"), False),
}


@pytest.mark.parametrize(("percents", "explained"), ADDED_UP.values(), ids=ADDED_UP)
def test_rounding_explains_that_percentages_add_up_to_something_else(
    percents: tuple[str, ...], explained: bool
) -> None:
    assert rules.is_within_rounding_of_100(tuple(map(printed, percents))) is explained


def test_an_incomplete_split_may_add_up_to_less() -> None:
    few, many = [printed("20")], [printed("60"), printed("42")]
    assert rules.is_within_rounding_of_100(few, complete=False)
    assert not rules.is_within_rounding_of_100(many, complete=False)


SUMS: dict[str, tuple[Sum, Kind | None]] = {
    "30 + 9 + 24 isn't 69": (total("69", "30", "9", "24"), Kind.SUM_MISMATCH),
    "13 + 17 is 30": (total("30", "13", "17"), None),
    "the original and the top-up aren't the endowment": (
        total("7827051.51", "3800000", "4151154.84"),
        Kind.SUM_MISMATCH,
    ),
    "different precisions add up exactly": (total("60", "52.7", "7.3"), None),
    "a cent off is off": (total("0.3", "0.1", "0.19"), Kind.SUM_MISMATCH),
    "0.1 + 0.2 is 0.3, which it isn't in floating point": (total("0.3", "0.1", "0.2"), None),
    "the same number written longer": (total("10.00", "10"), None),
    "a negative part": (total("5", "8", "-3"), None),
    "numbers longer than a float holds": (total("123456789012345678", "123456789012345677", "1"), None),
}


@pytest.mark.parametrize(("figure", "kind"), SUMS.values(), ids=SUMS)
def test_parts_add_up(figure: Sum, kind: Kind | None) -> None:
    assert rules.fault(figure, {}) is kind


def test_the_difference_keeps_the_finest_digits() -> None:
    endowment = total("7827051.51", "3800000", "4151154.84")
    assert str(rules.difference(endowment.total, endowment.parts)) == "-124103.33"


UNIONS: dict[str, tuple[int, tuple[int, ...], Kind | None]] = {
    "830 of 524 and 485": (830, (524, 485), None),
    "exactly the sum: nobody is in both": (1009, (524, 485), None),
    "one more than the sum": (1010, (524, 485), Kind.UNION_IMPOSSIBLE),
    "exactly the largest: the other is within it": (524, (524, 485), None),
    "one less than the largest": (523, (524, 485), Kind.UNION_IMPOSSIBLE),
    "nobody at all": (0, (0, 0), None),
    "three parts": (10, (4, 4, 4), None),
}


@pytest.mark.parametrize(("whole", "parts", "kind"), UNIONS.values(), ids=UNIONS)
def test_a_union_is_possible(whole: int, parts: tuple[int, ...], kind: Kind | None) -> None:
    counts = {"whole": whole} | {f"part {i}": part for i, part in enumerate(parts)}
    assert rules.fault(Union("union", "whole", tuple(counts)[1:]), counts) is kind


def test_the_overlap_of_lab_and_plan() -> None:
    assert rules.overlap(830, [524, 485]) == (179, 179)


@given(
    st.integers(2, 4).flatmap(lambda k: st.lists(st.integers(0, 2**k - 1), max_size=4).map(lambda e: (k, e)))
)
def test_overlap_holds_for_any_people(drawn: tuple[int, list[int]]) -> None:
    parts_number, people = drawn
    people = [person for person in people if person]
    parts = [sum(person >> i & 1 for person in people) for i in range(parts_number)]
    least, most = rules.overlap(len(people), parts)
    assert least <= sum(person == 2**parts_number - 1 for person in people) <= most


@pytest.mark.parametrize("parts_number", [2, 3])
@pytest.mark.parametrize("whole", range(5))
def test_the_bounds_of_an_overlap_are_reached(parts_number: int, whole: int) -> None:
    """Every way to put `whole` people in parts, each in one at least: the bounds are the extremes met."""
    met: dict[tuple[int, ...], set[int]] = {}
    for people in product(range(1, 2**parts_number), repeat=whole):
        parts = tuple(sum(person >> i & 1 for person in people) for i in range(parts_number))
        met.setdefault(parts, set()).add(sum(person == 2**parts_number - 1 for person in people))
    assert met
    assert {parts: rules.overlap(whole, parts) for parts in met} == {
        parts: (min(overlaps), max(overlaps)) for parts, overlaps in met.items()
    }


def test_a_mismatch_is_told_before_that_no_number_would_do() -> None:
    assert rules.fault(share("63.1", 4), {"base": 7}) is Kind.SHARE_MISMATCH
    assert rules.fault(share("63.1"), {"base": 7}) is Kind.INFEASIBLE_SHARE


def test_a_share_above_100_is_told_even_where_its_count_gives_it() -> None:
    assert rules.fault(share("326.6", 872), {"base": 267}) is Kind.INFEASIBLE_SHARE


def test_the_nearest_counts_to_the_plan_status() -> None:
    status = split("64.7", "34.5", "0.8")
    assert rules.nearest_counts(status.percents, 485, complete=True) == [314, 167, 4]


def rounded(count: int, of: int, places: int, rounding: Rounding) -> int:
    """The share in units of its last digit, by fractions: an independent way to the same."""
    units = Fraction(100 * count * 10**places, of)
    return floor(units + Fraction(1, 2)) if rounding is Rounding.HALF_AWAY else round(units)


def solutions(percents: list[Printed], of: int, *, complete: bool) -> Iterator[tuple[int, ...]]:
    for rounding in Rounding:
        options = [
            [n for n in range(of + 1) if rounded(n, of, percent.places, rounding) == percent.units]
            for percent in percents
        ]
        for counts in product(*options):
            if sum(counts) == of or (not complete and sum(counts) < of):
                yield counts


@given(st.integers(1, 300), st.integers(0, 1100), st.integers(0, 1))
def test_the_interval_of_counts_is_what_enumeration_finds(of: int, units: int, places: int) -> None:
    percent = Printed(units, places)
    for rounding in Rounding:
        found = [n for n in range(12 * of) if rounded(n, of, places, rounding) == units]
        assert list(rules.counts_rounding_to(percent, of, rounding)) == found


@st.composite
def near_splits(draw: st.DrawFn) -> tuple[int, list[Printed], bool]:
    """Percentages of real counts, rounded one way or the other, some of them moved by a digit or two."""
    counts = draw(st.lists(st.integers(0, 12), min_size=1, max_size=4).filter(any))
    of, complete = sum(counts) + draw(st.sampled_from([0, 0, 1])), draw(st.booleans())
    percents = []
    for count in counts:
        places, rounding = draw(st.integers(0, 2)), draw(st.sampled_from(Rounding))
        moved = rounded(count, of, places, rounding) + draw(st.sampled_from([0, 0, 0, 0, 1, -1, 2]))
        percents.append(Printed(max(moved, 0), places))
    return of, percents, complete


@given(near_splits())
def test_a_split_is_feasible_where_enumeration_finds_one(drawn: tuple[int, list[Printed], bool]) -> None:
    of, percents, complete = drawn
    found = set(solutions(percents, of, complete=complete))
    assert rules.is_feasible_split(percents, of, complete=complete) is bool(found)
    if found:
        assert tuple(rules.fitting_counts(percents, of, complete=complete)) in found


@given(near_splits())
def test_the_nearest_counts_add_up(drawn: tuple[int, list[Printed], bool]) -> None:
    of, percents, complete = drawn
    counts = rules.nearest_counts(percents, of, complete=complete)
    assert len(counts) == len(percents)
    assert all(count >= 0 for count in counts)
    assert sum(counts) <= of
    if complete and any(percent.units for percent in percents):
        assert sum(counts) == of


@given(near_splits())
def test_a_split_that_adds_up_oddly_is_infeasible(drawn: tuple[int, list[Printed], bool]) -> None:
    of, percents, complete = drawn
    assume(not rules.is_within_rounding_of_100(percents, complete=complete))
    assert not rules.is_feasible_split(percents, of, complete=complete)


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 2))
def test_a_computed_share_is_one_that_the_count_may_be_printed_as(count: int, of: int, places: int) -> None:
    assert rules.is_share(count, rules.rounded_share(count, of, places), of)
