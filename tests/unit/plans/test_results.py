"""When people are asked after a plan, which answer counts; the days of docs/rules/results.md."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from campanello.core.errors import DomainError
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.person import TooLong
from campanello.plans.rules import results as rules
from campanello.plans.rules import results_figures as figures
from campanello.plans.rules.results import Asked, Due, Limits, Status, Tried, Window

LIMITS = Limits(exit_days=28, months_after=6, window_days=28, tries=3)
ENDED = date(2026, 1, 31)
WINDOWS = rules.windows(ENDED, LIMITS)
EXIT = Asked("exit", WINDOWS["exit"], LIMITS)
SIX_MONTHS = Asked("six_months", WINDOWS["six_months"], LIMITS)
TODAY = date(2026, 2, 20)
WORKS = Status("employed", date(2026, 2, 10), "The person by telephone")
IN_VAIN = tuple(Tried(date(2026, 2, day), "no_answer") for day in (3, 5, 9))

MONTHS = {
    "31 August is half a year after 28 February": (date(2026, 2, 28), date(2026, 8, 28)),
    "31 January gives 31 July": (date(2026, 1, 31), date(2026, 7, 31)),
    "31 August gives the last of February": (date(2026, 8, 31), date(2027, 2, 28)),
    "in a leap year the 29th": (date(2027, 8, 31), date(2028, 2, 29)),
    "over the turn of the year": (date(2026, 11, 15), date(2027, 5, 15)),
}


@pytest.mark.parametrize(("day", "expected"), MONTHS.values(), ids=MONTHS)
def test_six_calendar_months_later(day: date, expected: date) -> None:
    assert rules.months_after(day, 6) == expected


DOCUMENTED = {
    "over on 31 January": (date(2026, 1, 31), (2026, 2, 28), (2026, 7, 31), (2026, 8, 28)),
    "over on 28 February": (date(2026, 2, 28), (2026, 3, 28), (2026, 8, 28), (2026, 9, 25)),
    "over on 31 August": (date(2026, 8, 31), (2026, 9, 28), (2027, 2, 28), (2027, 3, 28)),
}


@pytest.mark.parametrize(("ended", "exit_by", "half", "half_by"), DOCUMENTED.values(), ids=DOCUMENTED)
def test_the_windows_of_the_documentation(
    ended: date, exit_by: tuple[int, int, int], half: tuple[int, int, int], half_by: tuple[int, int, int]
) -> None:
    assert rules.windows(ended, LIMITS) == {
        "exit": Window(ended, date(*exit_by)),
        "six_months": Window(date(*half), date(*half_by)),
    }


URGENT = {
    "the day before it opens": (date(2026, 1, 30), "", Due.NOT_YET),
    "the day it opens": (date(2026, 1, 31), "", Due.OPEN),
    "the last day": (date(2026, 2, 28), "", Due.OPEN),
    "the day after": (date(2026, 3, 1), "", Due.OVERDUE),
    "once it is known": (date(2026, 3, 1), "declined", Due.KNOWN),
}


@pytest.mark.parametrize(("today", "status", "expected"), URGENT.values(), ids=URGENT)
def test_how_urgent_it_is(today: date, status: str, expected: Due) -> None:
    assert rules.due(WINDOWS["exit"], status, today) is expected


REFUSED = {
    "a status that no list has": (replace(WORKS, status="rich"), EXIT, TODAY, NotInTheList),
    "before the plan ended": (WORKS, EXIT, date(2026, 1, 30), rules.ResultTooEarly),
    "a status of tomorrow": (replace(WORKS, on=date(2026, 2, 21)), EXIT, TODAY, rules.ResultInFuture),
    "of a day before the plan ended": (
        replace(WORKS, on=date(2026, 1, 30)), EXIT, TODAY, rules.ResultDayOutside
    ),
    "of the 29th day after": (
        replace(WORKS, on=date(2026, 3, 1)), EXIT, date(2026, 3, 9), rules.ResultDayOutside
    ),
    "six months after, of the day after that day": (
        replace(WORKS, on=date(2026, 8, 1)), SIX_MONTHS, date(2026, 8, 5), rules.ResultDayOutside
    ),
    "without a source": (replace(WORKS, source=" "), EXIT, TODAY, rules.ResultWithoutSource),
    "with too long a source": (replace(WORKS, source="x" * 201), EXIT, TODAY, TooLong),
    "unreachable after two days of tries": (
        Status("unreachable", TODAY), replace(EXIT, tries=IN_VAIN[:2]), TODAY, rules.TooFewTries
    ),
    "unreachable, tried three times on one day": (
        Status("unreachable", TODAY), replace(EXIT, tries=IN_VAIN[:1] * 3), TODAY, rules.TooFewTries
    ),
    "an earlier status than the recorded one": (
        WORKS, replace(EXIT, held=Status("searching", date(2026, 2, 12), "x")), TODAY, rules.EarlierThanRecorded
    ),
}  # fmt: skip


@pytest.mark.parametrize(("told", "asked", "today", "error"), REFUSED.values(), ids=REFUSED)
def test_a_status_is_refused(told: Status, asked: Asked, today: date, error: type[DomainError]) -> None:
    with pytest.raises(error):
        rules.checked(told, asked, corrects=False, today=today)


LATE = date(2026, 9, 20)
TAKEN = {
    "of the last of the 28 days, learnt later": (replace(WORKS, on=date(2026, 2, 28)), EXIT, LATE),
    "of the day six months after, learnt after the window": (
        replace(WORKS, on=date(2026, 7, 31)), SIX_MONTHS, LATE
    ),
    "declined, without a source": (Status("declined", TODAY), EXIT, TODAY),
    "unreachable after tries on three days": (
        Status("unreachable", TODAY), replace(EXIT, tries=IN_VAIN), TODAY
    ),
    "a later one than the recorded one": (
        WORKS, replace(EXIT, held=Status("searching", date(2026, 2, 2), "x")), TODAY
    ),
    "an answer after somebody had declined": (
        WORKS, replace(EXIT, held=Status("declined", date(2026, 2, 12))), TODAY
    ),
}  # fmt: skip


@pytest.mark.parametrize(("told", "asked", "today"), TAKEN.values(), ids=TAKEN)
def test_a_status_is_taken(told: Status, asked: Asked, today: date) -> None:
    assert rules.checked(told, asked, corrects=False, today=today) == told


def test_an_earlier_status_takes_the_place_of_a_wrong_one() -> None:
    held = replace(EXIT, held=Status("searching", date(2026, 2, 12), "x"))
    assert rules.checked(WORKS, held, corrects=True, today=TODAY) == WORKS


def test_who_declined_gained_no_qualification() -> None:
    told = Status("declined", TODAY, qualification="Forklift licence")
    assert rules.checked(told, EXIT, corrects=False, today=TODAY).qualification == ""


def test_a_traineeship_is_no_employment_and_self_employment_is() -> None:
    assert [rules.is_employment(one) for one in ("employed", "self_employed", "training", "")] == [
        True, True, False, False
    ]  # fmt: skip


def test_the_next_try_lies_ahead() -> None:
    assert rules.checked_try("no_answer", TODAY + timedelta(days=1), " Engaged ", today=TODAY) == "Engaged"
    with pytest.raises(rules.TryAgainInPast):
        rules.checked_try("no_answer", TODAY, "", today=TODAY)
    with pytest.raises(NotInTheList):
        rules.checked_try("shouted", None, "", today=TODAY)


COUNTS = {"employed": 12, "searching": 9, "training": 6, "declined": 7, "unreachable": 8, "": 8}


def test_response_rate_and_employment_as_in_the_documentation() -> None:
    found = figures.figures(COUNTS, threshold=0)
    assert (found.due, found.ways["answered"], found.employed) == (50, 27, 12)
    assert found.rate_permille == 540
    assert not found.withholds


def test_a_small_count_goes_and_one_more_with_it() -> None:
    found = figures.figures({**COUNTS, "training": 3}, threshold=5)
    assert found.answers["training"] is None
    assert found.answers["searching"] is None
    assert found.answers["employed"] == 12
    assert (found.due, found.employed) == (47, 12)


def test_where_answers_are_few_nothing_of_them_is_told() -> None:
    found = figures.figures({"employed": 2, "declined": 9}, threshold=5)
    assert set(found.answers.values()) == {None}
    assert (found.due, found.employed, found.rate_permille) == (11, None, None)


def test_nobody_was_due() -> None:
    found = figures.figures({}, threshold=5)
    assert (found.due, found.employed, found.rate_permille) == (0, 0, None)


def test_no_small_count_follows_from_what_is_shown_even_for_who_knows_the_rule() -> None:
    """Every table of three counts up to nine: alike ones, of which all look the same, differ in each small count."""
    alike: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for counts in product(range(10), repeat=3):
        total, shown = figures.guarded({str(place): count for place, count in enumerate(counts)}, 5)
        alike.setdefault((total, *shown.values()), []).append(counts)
    for (_total, *shown), tables in alike.items():
        for place, cell in enumerate(shown):
            told = {counts[place] for counts in tables}
            assert cell is not None or len(told) > 1 or min(told) >= 5
            assert cell is None or cell == 0 or cell >= 5


def test_figures_move_once_a_month() -> None:
    assert figures.last_month_end(date(2026, 3, 1)) == date(2026, 2, 28)
    assert figures.last_month_end(date(2026, 3, 31)) == date(2026, 2, 28)
