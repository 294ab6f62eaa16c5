"""What a report may say, the states it goes through, when it is due, and which ones say the same."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from campanello.lab.rules import reports as rules
from campanello.lab.rules import values
from campanello.lab.rules.reports import Limits, Move, NewReport, why_not_make, why_not_move
from campanello.lab.rules.reports_alike import Told, alike
from campanello.lab.rules.templates import GAPS, Reply, filled, why_not_keep

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ON = date(2026, 3, 2)
LIMITS = Limits(
    oldest_days=366,
    clock_minutes=15,
    planned_days=730,
    follow_up_days=28,
    reminder_days={"low": 30, "normal": 14, "high": 5, "urgent": 1},
    south=44_650_000,
    north=46_650_000,
    west=8_450_000,
    east=11_450_000,
)
LIFT = NewReport("P1", "maintenance", "The lift is broken", AT)
MILAN = {"latitude": Decimal("45.46"), "longitude": Decimal("9.19")}
TOLD: Mapping[str, tuple[dict[str, Any], str]] = {
    "a broken lift": ({}, ""),
    "without a word": ({"text": "  "}, "reports.empty"),
    "as long as is kept": ({"text": "a" * 4000}, ""),
    "longer than is kept": ({"text": "a" * 4001}, "reports.too-long"),
    "a note of the place that is too long": ({"place_note": "a" * 201}, "reports.too-long"),
    "of no known kind": ({"kind": "ufo"}, "reports.no-such-value"),
    "of no known priority": ({"priority": "asap"}, "reports.no-such-value"),
    "from nowhere known": ({"source": "gossip"}, "reports.no-such-value"),
    "by a telephone a little ahead": ({"made_at": AT + timedelta(minutes=15)}, ""),
    "tomorrow": ({"made_at": AT + timedelta(minutes=16)}, "reports.told-in-the-future"),
    "a year ago": ({"made_at": AT - timedelta(days=366)}, ""),
    "longer ago": ({"made_at": AT - timedelta(days=366, seconds=1)}, "reports.told-long-ago"),
    "a need, in public": ({"kind": "personal", "is_public_space": True}, "reports.personal-in-public"),
    "a bench, in public": ({"is_public_space": True}, ""),
    "in Milan": (MILAN, ""),
    "in Rome": (MILAN | {"latitude": Decimal("41.9")}, "reports.not-in-lombardy"),
    "nowhere that is a number": (MILAN | {"longitude": Decimal("NaN")}, "reports.not-in-lombardy"),
    "half a point": ({"latitude": Decimal("45.46")}, "reports.half-a-point"),
}


@pytest.mark.parametrize(("but", "code"), TOLD.values(), ids=TOLD)
def test_what_may_be_told(but: dict[str, Any], code: str) -> None:
    refusal = why_not_make(replace(LIFT, **but), LIMITS, at=AT)
    assert (refusal.code if refusal else "") == code
    assert refusal is None or str(refusal)


MOVES: Mapping[str, tuple[str, Move, str]] = {
    "taken in hand without a word": ("received", Move("progress"), ""),
    "closed with a reason": ("received", Move("solved", "The lamp is new"), ""),
    "closed without": ("progress", Move("solved", " "), "reports.reason-missing"),
    "back to received while open": ("progress", Move("received", "oops"), "reports.cannot-move"),
    "opened again with a reason": ("solved", Move("received", "Broken again"), ""),
    "opened again without": ("solved", Move("received"), "reports.reason-missing"),
    "from closed to closed": ("solved", Move("no_action", "why"), "reports.cannot-move"),
    "to a state that is none": ("received", Move("eaten", "why"), "reports.cannot-move"),
    "planned for today": ("received", Move("planned", planned_on=ON), ""),
    "planned for another day": ("planned", Move("planned", planned_on=ON + timedelta(days=730)), ""),
    "planned for no day": ("received", Move("planned"), "reports.day-missing"),
    "planned for yesterday": (
        "received",
        Move("planned", planned_on=ON - timedelta(days=1)),
        "reports.day-missing",
    ),
    "planned for when nobody knows": (
        "received",
        Move("planned", planned_on=ON + timedelta(days=731)),
        "reports.day-missing",
    ),
    "not ours, and whose": ("received", Move("not_ours", "Private road", ask_whom="The owner"), ""),
    "not ours, whosever": ("received", Move("not_ours", "Private road"), "reports.whom-missing"),
    "a duplicate of one": ("received", Move("duplicate", "Same lift", other="S-2026-00001"), ""),
    "a duplicate of nothing": ("received", Move("duplicate", "Same lift"), "reports.other-missing"),
    "with too long a reason": ("received", Move("solved", "a" * 4001), "reports.too-long"),
}


@pytest.mark.parametrize(("old", "move", "code"), MOVES.values(), ids=MOVES)
def test_how_a_report_goes_on(old: str, move: Move, code: str) -> None:
    refusal = why_not_move(old, move, LIMITS, number="S-2026-00001", on=ON)
    assert (refusal.code if refusal else "") == code


def test_every_state_is_left_and_reached_and_only_closed_ones_are_opened_again() -> None:
    assert rules.TRANSITIONS.keys() == values.REPORT_STATES.keys()
    assert {
        new for following in rules.TRANSITIONS.values() for new in following
    } == values.REPORT_STATES.keys()
    assert {old for old, new in rules.TRANSITIONS.items() if "received" in new} == values.CLOSED_STATES.keys()


@pytest.mark.parametrize(
    ("state", "priority", "planned_on", "due"),
    [
        ("received", "urgent", None, date(2026, 3, 3)),
        ("progress", "normal", None, date(2026, 3, 16)),
        ("planned", "urgent", date(2026, 5, 4), date(2026, 5, 5)),
        ("solved", "urgent", None, None),
    ],
)
def test_when_an_answer_is_due(state: str, priority: str, planned_on: date | None, due: date | None) -> None:
    assert rules.remind_on(state, priority, LIMITS, on=ON, planned_on=planned_on) == due


def test_four_weeks_after_it_was_solved_it_is_asked_whether_it_is() -> None:
    assert rules.follow_up_on("solved", LIMITS, on=ON) == date(2026, 3, 30)
    assert rules.follow_up_on("no_action", LIMITS, on=ON) is None


def test_numbers_grow_beyond_five_digits() -> None:
    assert (rules.number(2026, 7), rules.number(2026, 123_456)) == ("S-2026-00007", "S-2026-123456")


LIKE = Told(1, "maintenance", "The lift has been out of order since Monday", building=1, stair=1)
OTHERS: Mapping[str, tuple[Told, bool]] = {
    "the same stair in other words": (Told(2, "maintenance", "lift broken", building=1, stair=1), True),
    "the same words on another stair of the house": (
        Told(2, "maintenance", "Out of order: the lift since Monday", building=1, stair=2),
        True,
    ),
    "something else on another stair": (
        Told(2, "maintenance", "water on the floor", building=1, stair=2),
        False,
    ),
    "the same words of another kind far away": (Told(2, "social", LIKE.text, building=9), False),
}


@pytest.mark.parametrize(("other", "is_alike"), OTHERS.values(), ids=OTHERS)
def test_what_may_say_the_same(other: Told, is_alike: bool) -> None:
    assert bool(alike(LIKE, [other])) is is_alike


def test_the_worked_figure_of_the_documentation() -> None:
    assert alike(LIKE, [Told(2, "maintenance", "lift broken", building=1, stair=1)]) == [(2, 76)]


def test_of_two_flats_each_has_its_own_dripping_tap() -> None:
    tap = Told(1, "maintenance", "tap", building=1, stair=1, dwelling=1)
    assert not alike(tap, [replace(tap, key=2, dwelling=2, text="blocked sink")])
    assert alike(tap, [replace(tap, key=3)]) == [(3, 100)]


def test_the_five_likeliest_are_shown_the_newest_of_equals_first() -> None:
    found = alike(LIKE, [replace(LIKE, key=key) for key in range(2, 20)])
    assert [key for key, _points in found] == [19, 18, 17, 16, 15]


REPLIES: Mapping[str, tuple[Reply, str]] = {
    "with every gap": (Reply("All", {"it": " ".join(f"{{{gap}}}" for gap in GAPS)}), ""),
    "with a gap for nothing": (Reply("Odd", {"it": "Ciao {name}"}), "reports.unknown-gap"),
    "with a way into what is none of its business": (
        Reply("Odd", {"it": "Ciao {number.__class__}"}),
        "reports.unknown-gap",
    ),
    "with a gap left open": (Reply("Odd", {"it": "Ciao {number"}), "reports.broken-gap"),
    "without Italian": (Reply("Odd", {"en": "Hello"}), "reports.no-italian"),
    "without title": (Reply(" ", {"it": "Ciao"}), "reports.no-title"),
    "too long": (Reply("Long", {"it": "a" * 4001}), "reports.too-long"),
}


@pytest.mark.parametrize(("reply", "code"), REPLIES.values(), ids=REPLIES)
def test_which_replies_are_kept(reply: Reply, code: str) -> None:
    refusal = why_not_keep(reply)
    assert (refusal.code if refusal else "") == code


def test_a_gap_of_which_nothing_is_known_stays_one() -> None:
    assert filled("{number}: {day}", {"number": "S-1"}) == "S-1: …"
    assert Reply("R", {"it": "Ciao"}).text("ar") == "Ciao"
