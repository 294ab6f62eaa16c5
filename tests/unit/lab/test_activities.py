"""What an activity must be, its weeks by the clocks of Rome, the days of a calendar, and the code at a door."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from campanello.core.period import ROME
from campanello.lab.rules import activities as rules
from campanello.lab.rules import doors
from campanello.lab.rules.activities import ActivityFacts, Reach, SessionFacts
from campanello.lab.rules.calendar import View, span

FACTS = ActivityFacts("workshop", {"it": "Cucito"})
STARTS = datetime(2026, 3, 9, 17, tzinfo=UTC)
SESSION = SessionFacts(STARTS, STARTS + timedelta(minutes=90), place="Cortile")
REACH = Reach(date(2026, 3, 2), days_back=4000, days_ahead=730, most_weeks=60)
ACTIVITIES = {
    "a title in Italian is enough": ({}, None),
    "no title in Italian": ({"titles": {"ar": "خياطة"}}, rules.NoItalianTitle),
    "a title of spaces": ({"titles": {"it": "  "}}, rules.NoItalianTitle),
    "a title of 121 letters": ({"titles": {"it": "x" * 121}}, rules.TextTooLong),
    "a language that no page is in": ({"descriptions": {"de": "Nähen"}}, rules.UnknownLanguage),
    "no place at all": ({"capacity": 0}, rules.TooManyPlaces),
    "a million places": ({"capacity": 1_000_000}, rules.TooManyPlaces),
}
SESSIONS = {
    "an evening in the courtyard": ({}, 1, None),
    "ends when it starts": ({"ends_at": STARTS}, 1, rules.EndsBeforeItStarts),
    "longer than a day": ({"ends_at": STARTS + timedelta(hours=24, minutes=1)}, 1, rules.SessionTooLong),
    "no week": ({}, 0, rules.TooManyWeeks),
    "61 weeks": ({}, 61, rules.TooManyWeeks),
    "before the first labs": (
        {"starts_at": STARTS - timedelta(days=4020), "ends_at": STARTS - timedelta(days=4019, hours=22)},
        1,
        rules.DayOutOfReach,
    ),
    "weeks that end beyond two years": (
        {"starts_at": STARTS + timedelta(days=700), "ends_at": STARTS + timedelta(days=700, hours=1)},
        10,
        rules.DayOutOfReach,
    ),
    "nobody would know where": ({"place": " "}, 1, rules.NoPlace),
}


@pytest.mark.parametrize(("but", "refusal"), ACTIVITIES.values(), ids=ACTIVITIES)
def test_an_activity(but: dict[str, object], refusal: type[Exception] | None) -> None:
    found = rules.why_not_record(replace(FACTS, **but))  # type: ignore[arg-type]
    assert type(found) is (refusal or type(None))


@pytest.mark.parametrize(("but", "times", "refusal"), SESSIONS.values(), ids=SESSIONS)
def test_a_session(but: dict[str, object], times: int, refusal: type[Exception] | None) -> None:
    found = rules.why_not_schedule(replace(SESSION, **but), times=times, reach=REACH)  # type: ignore[arg-type]
    assert type(found) is (refusal or type(None))


def test_a_weekly_hour_is_the_same_on_the_clock_before_and_after_the_clocks_change() -> None:
    starts = datetime(2026, 3, 23, 18, tzinfo=ROME)
    weeks = rules.weekly(starts, starts + timedelta(minutes=90), 3)
    assert [one.astimezone(ROME).strftime("%d %H:%M") for one, _ in weeks] == [
        "23 18:00",
        "30 18:00",
        "06 18:00",
    ]
    assert [one.astimezone(ROME).strftime("%H:%M") for _, one in weeks] == ["19:30"] * 3
    assert weeks[1][0] - weeks[0][0] == timedelta(days=7) - timedelta(hours=1)


def test_a_session_in_the_night_when_the_clocks_change_still_ends_after_it_starts() -> None:
    starts = datetime(2026, 3, 22, 2, 30, tzinfo=ROME)
    weeks = rules.weekly(starts, starts + timedelta(minutes=30), 2)
    assert all(end > start for start, end in weeks)


def test_a_text_falls_back_on_italian_and_says_in_which_language_it_is() -> None:
    titles = {"it": "Cucito", "ar": "خياطة"}
    assert (rules.in_language(titles, "ar"), rules.language_of(titles, "ar")) == ("خياطة", "ar")
    assert (rules.in_language(titles, "ur"), rules.language_of(titles, "ur")) == ("Cucito", "it")
    assert rules.in_language({}, "it") == ""


SPANS = {
    "March 2026 begins on a Sunday: six weeks": (
        (View.MONTH, date(2026, 3, 15)),
        (date(2026, 2, 23), date(2026, 4, 6), 6),
        (date(2026, 2, 1), date(2026, 4, 1)),
    ),
    "February 2021 is four whole weeks": (
        (View.MONTH, date(2021, 2, 28)),
        (date(2021, 2, 1), date(2021, 3, 1), 4),
        (date(2021, 1, 1), date(2021, 3, 1)),
    ),
    "the week of a Sunday begins six days before": (
        (View.WEEK, date(2026, 3, 8)),
        (date(2026, 3, 2), date(2026, 3, 9), 1),
        (date(2026, 2, 23), date(2026, 3, 9)),
    ),
    "a year that nobody means is brought back": (
        (View.WEEK, date(9999, 12, 31)),
        (date(2100, 12, 27), date(2101, 1, 3), 1),
        (date(2100, 12, 20), date(2101, 1, 3)),
    ),
}


@pytest.mark.parametrize(("asked", "shown", "turned"), SPANS.values(), ids=SPANS)
def test_the_days_of_a_calendar(
    asked: tuple[View, date], shown: tuple[date, date, int], turned: tuple[date, date]
) -> None:
    found = span(*asked)
    assert (found.first, found.end, len(found.weeks)) == shown
    assert (found.earlier, found.later) == turned
    assert found.first.weekday() == 0


@pytest.mark.parametrize(
    ("later", "holds"),
    [(0, True), (60, True), (119, False), (-61, False)],
    ids=["at once", "a minute", "two", "early"],
)
def test_a_code_at_the_door_holds_in_its_minute_and_the_next(later: int, holds: bool) -> None:
    at = datetime(2026, 3, 9, 17, 0, 30, tzinfo=UTC)
    code = doors.code("secret", at=at, seconds=60)
    assert doors.is_of_now("secret", code, at=at + timedelta(seconds=later), seconds=60) is holds
    assert not doors.is_of_now("another", code, at=at, seconds=60)
    assert not doors.is_of_now("", doors.code("", at=at, seconds=60), at=at, seconds=60)
    assert not doors.is_of_now("secret", "né", at=at, seconds=60)
