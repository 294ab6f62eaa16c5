"""What is due for hours attended: the figures of docs/rules/allowance.md, then what holds for any sessions."""

from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campanello.plans.rules.allowance import NOTHING, Attended, NoShare, Part, Terms, due, split

TERMS = Terms(300_000, 200_000, {"orientation": 18 * 60, "consolidation": 124 * 60})
# An hour and a half of orientation, worth 35 EUR an hour.
SESSION = Attended(1, "orientation", 35_00, True, 90, 90)
BASE = SESSION._replace(block="base", bears=False)
COACHING = SESSION._replace(block="consolidation", hourly=20_00)
THIRD = SESSION._replace(hourly=10_01, planned=20, minutes=20)

CASES: dict[str, tuple[list[Attended], dict[str, Any]]] = {
    "the value of the hours attended": ([SESSION], {"services_cents": 52_50, "allowance_cents": 52_50}),
    "part of a session, by the minute": (
        [SESSION._replace(minutes=50)],
        {"attended_minutes": 50, "counted_minutes": 50, "allowance_cents": 29_17},
    ),
    "no minute beyond those planned": (
        [SESSION._replace(minutes=120)],
        {"attended_minutes": 120, "counted_minutes": 90, "allowance_cents": 52_50, "capped": ()},
    ),
    "a base service is worth something and bears nothing": (
        [BASE],
        {"services_cents": 52_50, "allowance_cents": 0},
    ),
    "the session that crosses the limit of its block counts in part": (
        [SESSION] * 13,
        {
            "attended_minutes": 1_170,
            "counted_minutes": 1_080,
            "allowance_cents": 630_00,
            "capped": ("hours",),
            "over_minutes": {"orientation": 90},
        },
    ),
    "a limit is of its block alone": (
        [SESSION] * 12 + [COACHING],
        {"counted_minutes": 1_170, "allowance_cents": 660_00, "capped": ()},
    ),
    "a block without a limit has none": (
        [SESSION._replace(block="other", hourly=1_00)] * 200,
        {"counted_minutes": 18_000, "allowance_cents": 300_00, "over_minutes": {}},
    ),
    "the allowance stops at its cap while services go on": (
        [COACHING] * 80,
        {
            "services_cents": 240_000,
            "allowance_cents": 200_000,
            "capped": ("allowance",),
            "over_allowance_cents": 40_000,
            "over_services_cents": 0,
        },
    ),
    "both caps": (
        [SESSION._replace(block="other", hourly=60_00)] * 40,
        {
            "services_cents": 300_000,
            "allowance_cents": 200_000,
            "capped": ("services", "allowance"),
            "over_services_cents": 60_000,
            "over_allowance_cents": 160_000,
        },
    ),
    "at the cap nothing is cut": (
        [SESSION._replace(block="other", hourly=20_00, planned=600, minutes=600)] * 10,
        {"allowance_cents": 200_000, "capped": ()},
    ),
    "the allowance counts beyond the cap of the services": (
        [BASE._replace(hourly=200_00)] * 10 + [SESSION] * 4,
        {"services_cents": 300_000, "allowance_cents": 210_00, "capped": ("services",)},
    ),
    "the sum is rounded once: three thirds of 10.01 EUR are 10.01 EUR": (
        [THIRD] * 3,
        {"allowance_cents": 10_01},
    ),
    "one third of 10.01 EUR is 3.34 EUR": ([THIRD], {"allowance_cents": 3_34}),
    "half a cent is one": ([SESSION._replace(hourly=1, minutes=30)], {"allowance_cents": 1}),
    "a little less than half a cent is none": (
        [SESSION._replace(hourly=1, minutes=29)],
        {"allowance_cents": 0},
    ),
    "nothing attended": ([], asdict(NOTHING)),
}


@pytest.mark.parametrize(("sessions", "expected"), CASES.values(), ids=CASES)
def test_what_is_due(sessions: list[Attended], expected: dict[str, Any]) -> None:
    found = asdict(due(sessions, TERMS))
    assert {name: found[name] for name in expected} == expected


def test_hourly_values_of_three_decimals_are_kept_exact() -> None:
    fine = SESSION._replace(hourly=12_345, planned=60, minutes=60)  # 12.345 EUR
    assert due([fine] * 2, replace(TERMS, parts_of_a_cent=10)).allowance_cents == 24_69


def test_the_plan_whose_hours_came_first_fills_the_cap_first() -> None:
    first = COACHING._replace(planned=3_000, minutes=3_000)  # 1,000.00 EUR
    second = first._replace(plan=2, block="other", hourly=30_00)  # 1,500.00 EUR
    assert due([first, second], TERMS).parts == (
        Part(1, 3_000, 3_000, 100_000, 100_000),
        Part(2, 3_000, 3_000, 150_000, 100_000),
    )
    assert [part.allowance_cents for part in due([second, first], TERMS).parts] == [150_000, 50_000]


SHARES = {
    "a third of 52.50 EUR": ((52_50, 1, 3), (17_50, 35_00)),
    "a third of 100.00 EUR leaves the odd cent to the person": ((100_00, 1, 3), (33_33, 66_67)),
    "two thirds of 100.00 EUR round up": ((100_00, 2, 3), (66_67, 33_33)),
    "half a cent goes to the arrears": ((1, 1, 2), (1, 0)),
    "nothing": ((52_50, 0, 1), (0, 52_50)),
    "all": ((52_50, 1, 1), (52_50, 0)),
}


@pytest.mark.parametrize(("given", "parts"), SHARES.values(), ids=SHARES)
def test_the_share_against_arrears(given: tuple[int, int, int], parts: tuple[int, int]) -> None:
    assert split(*given) == parts


@pytest.mark.parametrize("share", [(4, 3), (-1, 3), (1, 0)])
def test_a_share_is_a_part(share: tuple[int, int]) -> None:
    with pytest.raises(NoShare):
        split(100_00, *share)


MINUTES = st.integers(0, 1_440)
ANY = st.builds(
    Attended,
    plan=st.integers(1, 3),
    block=st.sampled_from(["base", "orientation", "consolidation", "other"]),
    hourly=st.integers(0, 200_00),
    bears=st.booleans(),
    planned=MINUTES,
    minutes=MINUTES,
)
SOME_TERMS = st.builds(
    Terms,
    st.integers(0, 300_000),
    st.integers(0, 200_000),
    st.dictionaries(st.sampled_from(["orientation", "consolidation"]), st.integers(0, 7_440)),
)
SESSIONS = st.lists(ANY, max_size=30)


def as_one_says_it(sessions: list[Attended], terms: Terms) -> tuple[int, Fraction, Fraction]:
    """Minutes, value and allowance before caps, in the words of the contract, session by session and in fractions."""
    used: dict[str, int] = {}
    minutes, value, allowance = 0, Fraction(0), Fraction(0)
    for one in sessions:
        counted = min(one.minutes, one.planned)
        if one.block in terms.block_minutes:
            counted = min(counted, terms.block_minutes[one.block] - used.get(one.block, 0))
        used[one.block] = used.get(one.block, 0) + counted
        minutes += counted
        value += Fraction(counted, 60) * one.hourly
        allowance += Fraction(counted, 60) * one.hourly if one.bears else 0
    return minutes, value, allowance


@settings(deadline=None, max_examples=80)
@given(SESSIONS, SOME_TERMS)
def test_what_is_due_is_what_the_contract_says_in_fractions(sessions: list[Attended], terms: Terms) -> None:
    found = due(sessions, terms)
    minutes, value, allowance = as_one_says_it(sessions, terms)
    assert found.counted_minutes == minutes
    assert found.services_cents == int(min(value, terms.services_cap_cents) + Fraction(1, 2))
    assert found.allowance_cents == int(min(allowance, terms.allowance_cap_cents) + Fraction(1, 2))
    assert ("services" in found.capped) == (value > terms.services_cap_cents)
    assert ("allowance" in found.capped) == (allowance > terms.allowance_cap_cents)
    planned = sum(min(one.minutes, one.planned) for one in sessions)
    assert found.counted_minutes + sum(found.over_minutes.values()) == planned


@settings(deadline=None, max_examples=50)
@given(SESSIONS, SOME_TERMS)
def test_the_parts_of_the_plans_add_up_to_the_whole(sessions: list[Attended], terms: Terms) -> None:
    found = due(sessions, terms)
    for name in ("attended_minutes", "counted_minutes", "services_cents", "allowance_cents"):
        parts = [getattr(part, name) for part in found.parts]
        assert sum(parts) == getattr(found, name)
        assert all(part >= 0 for part in parts)


@settings(deadline=None, max_examples=50)
@given(SESSIONS, ANY, SOME_TERMS)
def test_one_more_session_never_takes_anything_away(
    sessions: list[Attended], more: Attended, terms: Terms
) -> None:
    before, after = due(sessions, terms), due([*sessions, more], terms)
    assert after.allowance_cents >= before.allowance_cents
    assert after.services_cents >= before.services_cents
    assert after.counted_minutes >= before.counted_minutes


@settings(deadline=None, max_examples=50)
@given(st.lists(ANY, max_size=8).flatmap(lambda all_: st.tuples(st.just(all_), st.permutations(all_))))
def test_without_a_limit_the_order_changes_nothing(both: tuple[list[Attended], list[Attended]]) -> None:
    terms = Terms(300_000, 200_000)
    first, second = (replace(due(one, terms), parts=()) for one in both)
    assert first == second
