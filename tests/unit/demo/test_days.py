"""Days as numbers: completed years on both sides of a birthday, and entries only when doors are open."""

from datetime import date

import numpy as np
import pytest

from campanello.demo.crowd import NEVER
from campanello.demo.days import (
    FIRST_DAY,
    LAST_DAY,
    births,
    completed_years,
    day_weights,
    draw_day,
    is_day,
    number,
    workday_from,
)

AGES = {
    "the day before a birthday": ("1980-06-15", "2020-06-14", 39),
    "the birthday itself": ("1980-06-15", "2020-06-15", 40),
    "born on 29 February, on 28 February of a common year": ("1988-02-29", "2019-02-28", 30),
    "born on 29 February, on 1 March of a common year": ("1988-02-29", "2019-03-01", 31),
    "the end of a month before one that is longer": ("1950-12-31", "2020-11-30", 69),
    "born before 1970, when days are counted below zero": ("1935-01-02", "2019-01-02", 84),
}


def days(*texts: str) -> np.ndarray:
    return np.array([number(date.fromisoformat(text)) for text in texts], np.int32)


@pytest.mark.parametrize(("born", "on", "age"), AGES.values(), ids=AGES)
def test_completed_years(born: str, on: str, age: int) -> None:
    assert completed_years(days(born), days(on)).tolist() == [age]


@pytest.mark.parametrize("on", ["2019-03-01", "2020-02-28", "2020-02-29", "2020-03-01", "2020-11-30"])
def test_births_are_of_the_age_at_both_ends(on: str) -> None:
    ages = np.arange(18, 85, dtype=np.int32)
    day = np.full(len(ages), number(date.fromisoformat(on)), np.int32)
    first, last = births(ages, day)
    assert completed_years(first, day).tolist() == ages.tolist()
    assert completed_years(last, day).tolist() == ages.tolist()
    assert (last - first).min() > 355


def test_nobody_enters_at_a_week_end() -> None:
    weights = day_weights()
    weekdays = {date.fromordinal(date(1970, 1, 1).toordinal() + int(day)).weekday()
                for day in FIRST_DAY + np.flatnonzero(weights)}  # fmt: skip
    assert weekdays == {0, 1, 2, 3, 4}


def test_the_lockdown_keeps_people_away() -> None:
    weights = day_weights()
    april, february = number(date(2020, 4, 1)) - FIRST_DAY, number(date(2020, 2, 3)) - FIRST_DAY
    assert weights[april] < weights[february] / 10


def test_a_drawn_day_is_in_its_span() -> None:
    rng = np.random.default_rng(1)
    drawn = {draw_day(rng, day_weights(), LAST_DAY - 6, LAST_DAY) for _ in range(100)}
    assert min(drawn) >= LAST_DAY - 6
    assert max(drawn) <= LAST_DAY
    assert len(drawn) == 5


def test_a_saturday_becomes_the_monday_after() -> None:
    friday = number(date(2020, 11, 27))
    assert [workday_from(friday + more) - friday for more in range(4)] == [0, 3, 3, 3]


def test_no_day_is_no_day() -> None:
    assert is_day(np.array([NEVER, 0, 18_000])).tolist() == [False, True, True]
