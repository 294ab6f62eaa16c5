"""What a register earns, by the figures of docs/rules/points.md: whole points, hours twice, caps, budget, days."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from campanello.core.period import Period, day_of
from campanello.points.rules.caps import Caps, Used, held_back, month_of, room, week_of
from campanello.points.rules.overlaps import Presence, twice
from campanello.points.rules.register_awards import Came, Facts, Register, lines, totals, why_not_award
from campanello.points.rules.schemes import NewScheme, NewTerms, NotAnAccount, account, checked, checked_terms
from campanello.points.rules.tariffs import (
    BadRate,
    NewRate,
    NoRates,
    RateFacts,
    points_for,
    proposed,
    why_not_begin,
)
from campanello.points.rules.tariffs import checked as checked_rates

BASE, GOLD = RateFacts(1, "base", "hour", 5), RateFacts(2, "gold", "hour", 20)
YOUTH = RateFacts(3, "youth", "time", 2)
CAPS = Caps(person_day=80, person_week=240, household_month=500)
NINE = datetime(2026, 3, 4, 9, tzinfo=UTC)

POINTS = {
    "an hour at the base rate": (BASE, 60, 5),
    "an hour and a half: the half point is not given": (BASE, 90, 7),
    "eleven minutes: less than a point": (BASE, 11, 0),
    "twelve minutes: the first whole point": (BASE, 12, 1),
    "gold is four times the base": (GOLD, 60, 20),
    "a visit to the youth centre, however long": (YOUTH, 15, 2),
    "nobody there": (YOUTH, 0, 0),
}


@pytest.mark.parametrize(("rate", "minutes", "points"), POINTS.values(), ids=POINTS)
def test_points_for(rate: RateFacts, minutes: int, points: int):
    assert points_for(rate, minutes) == points


def test_what_is_proposed_is_the_base_twice_four_times_and_a_set_value():
    told = [(one.code, one.unit, one.points) for one in proposed(5, 2, 4, 2)]
    assert told == [("base", "hour", 5), ("silver", "hour", 10), ("gold", "hour", 20), ("youth", "time", 2)]
    assert points_for(YOUTH, 60, 3) == 6


# From which minute to which a session lasts, and how many of them somebody was there: of one, and of the other.
TWICE = {
    "both to their ends: the hour in common": ((0, 120, 120), (60, 180, 120), 60),
    "half of each: room for both": ((0, 120, 60), (60, 180, 60), 0),
    "one within the other": ((0, 180, 180), (60, 120, 60), 60),
    "one after the other": ((0, 120, 120), (120, 240, 120), 0),
    "all but ten minutes of each": ((0, 120, 110), (60, 180, 110), 40),
}


@pytest.mark.parametrize(("one", "other", "found"), TWICE.values(), ids=TWICE)
def test_minutes_that_can_t_have_been_at_both(one: Any, other: Any, found: int):
    here, there = (
        Presence(key, NINE + timedelta(minutes=starts), NINE + timedelta(minutes=ends), minutes)
        for key, (starts, ends, minutes) in enumerate((one, other))
    )
    assert twice(here, there) == twice(there, here) == found


def test_the_hours_of_the_night_on_which_the_clocks_change_are_those_that_pass():
    # 29 March 2026: at two the clocks of Rome go to three.
    night = Presence(1, datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC), 120)
    later = Presence(2, datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 3, 29, 3, tzinfo=UTC), 120)
    assert twice(night, later) == 60
    assert day_of(datetime(2026, 3, 28, 23, tzinfo=UTC)) == date(2026, 3, 29)


WEEKS = {
    "a Monday begins its week": (date(2026, 3, 2), date(2026, 3, 2)),
    "a Sunday ends it": (date(2026, 3, 8), date(2026, 3, 2)),
    "over the end of a year": (date(2027, 1, 1), date(2026, 12, 28)),
    "the week in which the clocks change": (date(2026, 3, 29), date(2026, 3, 23)),
}


@pytest.mark.parametrize(("day", "monday"), WEEKS.values(), ids=WEEKS)
def test_a_week_is_from_monday_to_sunday(day: date, monday: date):
    assert week_of(day) == Period(monday, monday + timedelta(days=7))


def test_a_month_ends_before_the_first_of_the_next():
    assert month_of(date(2026, 2, 28)) == Period(date(2026, 2, 1), date(2026, 3, 1))
    assert month_of(date(2026, 12, 31)) == Period(date(2026, 12, 1), date(2027, 1, 1))


HELD: dict[str, tuple[int, Used, dict[str, int], int]] = {
    "nothing within all caps": (80, Used(0, 0, 0), {}, 80),
    "one above the day's": (81, Used(0, 0, 0), {"person_day": 1}, 80),
    "what the day lets through, the week holds": (
        100,
        Used(0, 200, 0),
        {"person_day": 20, "person_week": 40},
        40,
    ),
    "the household's month is full": (10, Used(0, 0, 500), {"household_month": 10}, 0),
    "without a household there is no month": (10, Used(0, 0, None), {}, 80),
    "a cap that was lowered holds back no more than there is": (5, Used(90, 0, 0), {"person_day": 5}, 0),
}


@pytest.mark.parametrize(("points", "used", "held", "left"), HELD.values(), ids=HELD)
def test_caps_hold_back(points: int, used: Used, held: dict[str, int], left: int):
    assert held_back(points, used, CAPS) == held
    assert room(used, CAPS) == left


def facts(**but: Any) -> Facts:
    given = {
        "rate": GOLD,
        "starts_at": NINE,
        "ends_at": NINE + timedelta(hours=2),
        "caps": CAPS,
        "left": 1000,
    }
    return Facts(**given | but)


def test_one_reason_after_the_other_and_nothing_is_counted_twice():
    elsewhere = Presence(9, NINE + timedelta(hours=1), NINE + timedelta(hours=3), 120)
    came = Came(1, 11, 11, 120, household=5, elsewhere=(elsewhere,))
    (line,) = lines([came], facts(day={11: 70}, left=7))
    assert (line.would, line.points, line.minutes, line.other) == (40, 7, 60, 9)
    assert line.withheld == (("overlap", 20), ("person_day", 10), ("budget", 3))
    assert line.points + sum(points for _why, points in line.withheld) == line.would


def test_members_share_a_month_and_who_may_not_earn_takes_nothing_of_it():
    people = [
        Came(1, 11, 11, 120, household=5, is_own=True),
        Came(2, 12, 12, 120, household=5, is_untold=True),
        Came(3, 13, 13, 120, household=5),
        Came(4, 14, 14, 120, household=5),
        Came(5, 15, 15, 2),
    ]
    found = lines(people, facts(month={5: 450}))
    assert [one.points for one in found] == [0, 0, 40, 10, 0]
    assert [one.whys for one in found] == [("self",), ("restricted",), (), ("household_month",), ("nothing",)]
    told = totals(found)
    assert (told.people, told.points, told.withheld, told.held_back) == (5, 50, 3, 110)


DAY = date(2026, 3, 4)
REGISTER = {
    "on": DAY,
    "is_signed": True,
    "is_cancelled": False,
    "starts_on": DAY,
    "ends_on": None,
    "worth": "base",
}
WHY: dict[str, tuple[dict[str, Any], str | None]] = {
    "on the first day": ({}, None),
    "on the last day before the end": ({"ends_on": DAY + timedelta(days=1)}, None),
    "on the day of the end": ({"ends_on": DAY}, "points.after-scheme"),
    "before the start": ({"starts_on": DAY + timedelta(days=1)}, "points.before-scheme"),
    "not signed": ({"is_signed": False}, "points.register-not-signed"),
    "cancelled": ({"is_cancelled": True}, "points.register-not-signed"),
    "nobody said": ({"worth": None}, "points.no-worth"),
    "earns nothing": ({"worth": ""}, "points.earns-nothing"),
}


@pytest.mark.parametrize(("but", "code"), WHY.values(), ids=WHY)
def test_why_a_register_is_not_awarded(but: dict[str, Any], code: str | None):
    refusal = why_not_award(Register(**REGISTER | but))
    assert (refusal.code if refusal else None) == code


NAMES = {"it": " Base "}
RATES: dict[str, tuple[list[NewRate], type[Exception]]] = {
    "none": ([], NoRates),
    "without an Italian name": ([NewRate("base", "hour", 5, {"en": "Base"})], BadRate),
    "twice the same code": ([NewRate("base", "hour", 5, NAMES)] * 2, BadRate),
    "of nothing": ([NewRate("base", "hour", 0, NAMES)], BadRate),
    "by the week": ([NewRate("base", "week", 5, NAMES)], BadRate),
    "a code with spaces": ([NewRate("ba se", "hour", 5, NAMES)], BadRate),
}


@pytest.mark.parametrize(("rates", "error"), RATES.values(), ids=RATES)
def test_a_tariff_that_can_t_be(rates: list[NewRate], error: type[Exception]):
    with pytest.raises(error):
        checked_rates(rates)


def test_a_tariff_begins_after_what_was_awarded():
    assert checked_rates([NewRate("base", "hour", 5, NAMES)])[0].names == {"it": "Base"}
    assert why_not_begin(DAY, None) is None
    assert why_not_begin(DAY, DAY - timedelta(days=1)) is None
    assert why_not_begin(DAY, DAY) is not None


SCHEME = {"name": " PuntiLuna ", "budget_points": 10, "starts_on": DAY, "source": "Delibera 1"}
SCHEMES: dict[str, tuple[dict[str, Any], str]] = {
    "no name": ({"name": " "}, "points.scheme-unnamed"),
    "ends on its first day": ({"ends_on": DAY}, "points.scheme-days"),
    "no budget": ({"budget_points": 0}, "points.budget-out-of-bounds"),
    "a point of nothing": ({"cents_a_point": 0}, "points.worth-out-of-bounds"),
    "no act": ({"source": ""}, "points.no-source"),
    "who pays, without the account": ({"payer": "Comune"}, "points.nobody-pays"),
    "an account with two digits exchanged": (
        {"payer": "Comune", "payer_iban": "IT60X0542811101000000132456"},
        "points.not-an-account",
    ),
    "an account outside SEPA": (
        {"payer": "C", "payer_iban": "TR330006100519786457841326"},
        "points.not-an-account",
    ),
    "no bank's code": (
        {"payer": "C", "payer_iban": "IT60X0542811101000000123456", "payer_bic": "X"},
        "points.not-a-bank",
    ),
}


@pytest.mark.parametrize(("but", "code"), SCHEMES.values(), ids=SCHEMES)
def test_a_scheme_that_can_t_be(but: dict[str, Any], code: str):
    with pytest.raises(Exception, match=r".") as raised:
        checked(NewScheme(**SCHEME | but))
    assert raised.value.code == code  # type: ignore[attr-defined]


def test_a_creditor_is_paid_with_an_account_and_an_offset_has_none():
    iban = "IT60 X054 2811 1010 0000 0123 456"
    assert checked(NewScheme(**SCHEME)).name == "PuntiLuna"
    paid = checked_terms(NewTerms("payment", "Lettera", DAY, "ALER", iban))
    assert paid.iban == account(iban) == "IT60X0542811101000000123456"
    offset = checked_terms(NewTerms("offset", "Lettera", DAY, "ALER", iban))
    assert (offset.holder, offset.iban) == ("", "")
    for wrong in (NewTerms("payment", "Lettera", DAY), NewTerms("gift", "Lettera", DAY)):
        with pytest.raises(Exception, match=r"IBAN|Choose"):
            checked_terms(wrong)
    with pytest.raises(NotAnAccount):
        account("ciao")
