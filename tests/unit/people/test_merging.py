"""When two records may be made one, and what their households are together."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campanello.people.rules import merging
from campanello.people.rules.households import Stay
from campanello.people.rules.merging import Absorbed, Side

KEPT, ABSORBED = Side(1), Side(2)
CODE, OTHER_CODE = frozenset({"RCCMNL83S18D969H"}), frozenset({"RSSMRA85T10A562S"})
PAIRS: dict[str, tuple[Side, Side, type[Exception] | None]] = {
    "two records of one person": (KEPT, ABSORBED, None),
    "one record and itself": (KEPT, KEPT, merging.MergedWithItself),
    "a keeper that was merged itself": (replace(KEPT, is_merged=True), ABSORBED, merging.AlreadyMerged),
    "a record that was merged before": (KEPT, replace(ABSORBED, is_merged=True), merging.AlreadyMerged),
    "an erased record": (KEPT, replace(ABSORBED, is_erased=True), merging.ErasedRecord),
    "an erased keeper": (replace(KEPT, is_erased=True), ABSORBED, merging.ErasedRecord),
    "a restricted record": (KEPT, replace(ABSORBED, is_restricted=True), merging.RestrictedRecord),
    "a restricted keeper": (replace(KEPT, is_restricted=True), ABSORBED, merging.RestrictedRecord),
    "a code on one side alone": (replace(KEPT, tax_codes=CODE), ABSORBED, None),
    "two codes that differ": (
        replace(KEPT, tax_codes=CODE),
        replace(ABSORBED, tax_codes=OTHER_CODE),
        merging.DifferentCodes,
    ),
    "one code on both": (replace(KEPT, tax_codes=CODE), replace(ABSORBED, tax_codes=CODE), None),
}


@pytest.mark.parametrize(("kept", "absorbed", "expected"), PAIRS.values(), ids=PAIRS)
def test_which_records_can_be_merged(kept: Side, absorbed: Side, expected: type[Exception] | None) -> None:
    assert type(merging.why_not_merge(kept, absorbed)) is (expected or type(None))


UNDONE: dict[str, tuple[bool, bool, type[Exception] | None]] = {
    "a merge that holds": (False, False, None),
    "one that was undone": (True, False, merging.NotMerged),
    "one whose record was erased": (False, True, merging.ErasedRecord),
}


@pytest.mark.parametrize(("is_undone", "is_erased", "expected"), UNDONE.values(), ids=UNDONE)
def test_which_merges_can_be_undone(
    is_undone: bool, is_erased: bool, expected: type[Exception] | None
) -> None:
    refusal = merging.why_not_unmerge(is_undone=is_undone, is_erased=is_erased)

    assert type(refusal) is (expected or type(None))


def test_the_last_of_a_chain_stands_for_all() -> None:
    assert [merging.last_of(person, {1: 2, 2: 3}) for person in (1, 2, 3, 4)] == [3, 3, 3, 4]


HOME, OTHER = 10, 11
D = [date(2020 + year, 1, 1) for year in range(6)]
OWN = Stay(1, HOME, "registry", "head", D[0], None, row=100)
THEIRS = Stay(2, OTHER, "registry", "child", D[0], None, row=200)
LATER = Absorbed(2, {})
JOINED: dict[str, tuple[list[Stay], list[Stay], Absorbed, list[tuple[int, str, int, int | None]]]] = {
    "the kept record says where both are": ([OWN], [THEIRS], LATER, [(HOME, "head", 0, None)]),
    "where it says nothing, the absorbed one does": ([], [THEIRS], LATER, [(OTHER, "child", 0, None)]),
    "before and after the kept record's stay the absorbed one's counts": (
        [replace(OWN, starts_on=D[1], ends_on=D[3])],
        [THEIRS],
        LATER,
        [(OTHER, "child", 0, 1), (HOME, "head", 1, 3), (OTHER, "child", 3, None)],
    ),
    "the absorbed record counts up to the day when the kept one was written anew": (
        [],
        [THEIRS],
        Absorbed(2, {"registry": D[2]}),
        [(OTHER, "child", 0, 2)],
    ),
    "and not at all when that was before it begins": (
        [OWN],
        [replace(THEIRS, starts_on=D[2])],
        Absorbed(2, {"registry": D[1]}),
        [(HOME, "head", 0, None)],
    ),
    "a day for one kind of household says nothing of the other": (
        [],
        [THEIRS],
        Absorbed(2, {"isee": D[1]}),
        [(OTHER, "child", 0, None)],
    ),
    "whoever is the reference person on one record is on both": (
        [replace(OWN, role="relative")],
        [replace(THEIRS, household=HOME, role="head", starts_on=D[2])],
        LATER,
        [(HOME, "relative", 0, 2), (HOME, "head", 2, None)],
    ),
    "a gap that neither fills stays a gap": (
        [replace(OWN, ends_on=D[1])],
        [replace(THEIRS, starts_on=D[2])],
        LATER,
        [(HOME, "head", 0, 1), (OTHER, "child", 2, None)],
    ),
}


@pytest.mark.parametrize(("own", "theirs", "merge", "expected"), JOINED.values(), ids=JOINED)
def test_where_a_merged_person_was(
    own: list[Stay], theirs: list[Stay], merge: Absorbed, expected: list[tuple[int, str, int, int | None]]
) -> None:
    stays = merging.joined(1, {1: own, 2: theirs}, {1: [merge]})

    assert [
        (s.household, s.role, D.index(s.starts_on), D.index(s.ends_on) if s.ends_on else None) for s in stays
    ] == expected
    assert {stay.person for stay in stays} == {1}


def test_an_earlier_merge_says_more_than_a_later_one() -> None:
    own = {2: [replace(THEIRS, household=20)], 3: [replace(THEIRS, person=3, household=30)]}

    stays = merging.joined(1, own, {1: [Absorbed(2, {}), Absorbed(3, {})]})

    assert [stay.household for stay in stays] == [20]


def test_a_chain_is_followed_to_its_end() -> None:
    stays = merging.joined(1, {3: [THEIRS]}, {1: [Absorbed(2, {})], 2: [Absorbed(3, {})]})

    assert [(stay.person, stay.household, stay.is_own) for stay in stays] == [(1, OTHER, False)]


days = st.integers(0, 40).map(lambda number: D[0] + timedelta(days=number))


@st.composite
def histories(draw: st.DrawFn, person: int) -> list[Stay]:
    """One record's sound history: no two stays share a day."""
    bounds = sorted(draw(st.lists(days, max_size=6, unique=True)))
    ends: list[date | None] = [*bounds[1:], None]
    return [
        Stay(
            person,
            draw(st.integers(1, 3)),
            "registry",
            draw(st.sampled_from(["head", "child"])),
            start,
            end,
            i,
        )
        for i, (start, end) in enumerate(zip(bounds, ends, strict=False))
        if draw(st.booleans())
    ]


@given(histories(1), histories(2), histories(3), st.none() | days, days)
def test_whatever_is_merged_nobody_is_in_two_households_on_a_day(
    first: list[Stay], second: list[Stay], third: list[Stay], until: date | None, day: date
) -> None:
    own = {1: first, 2: second, 3: third}
    stays = merging.joined(1, own, {1: [Absorbed(2, {"registry": until})], 2: [Absorbed(3, {})]})

    assert merging.overlapping(stays) == []
    holding = [stay.household for stay in stays if day in stay.period]
    kept = [stay.household for stay in first if day in stay.period]
    others = [stay.household for one in (second, third) for stay in one if day in stay.period]
    if kept:
        assert holding == kept
    elif others and (until is None or day < until):
        assert holding == others[:1]
    else:
        assert holding == []


def test_an_overlap_is_found() -> None:
    both = [OWN, replace(OWN, household=OTHER, starts_on=D[3])]

    assert len(merging.overlapping(both)) == 1
