"""Days as whole numbers: completed years, birthdays, and when people enter a programme. No people here."""

from datetime import date

import numpy as np
import numpy.typing as npt

from campanello.demo.crowd import NEVER, Floats, Ints

EPOCH = date(1970, 1, 1)
# The extract that the sources evaluate: nothing is recorded after it.
LAST_DAY = (date(2020, 11, 30) - EPOCH).days
# The first project of each round opens its doors: round 1 after the decree of May 2018, round 2 after the top-up.
OPENING = {1: (date(2018, 11, 5) - EPOCH).days, 2: (date(2019, 2, 4) - EPOCH).days}
FIRST_DAY = OPENING[1]

# Entries a month, chosen: a slow start, still Augusts, and the lockdown of spring 2020.
ENTRIES_BY_MONTH = {
    "2018-11": 2.0, "2018-12": 2.0, "2019-01": 4.0, "2019-02": 5.0, "2019-03": 6.0, "2019-04": 6.0,
    "2019-05": 8.0, "2019-06": 8.0, "2019-07": 6.0, "2019-08": 1.5, "2019-09": 9.0, "2019-10": 11.0,
    "2019-11": 10.0, "2019-12": 6.0, "2020-01": 9.0, "2020-02": 9.0, "2020-03": 1.2, "2020-04": 0.5,
    "2020-05": 1.0, "2020-06": 4.0, "2020-07": 5.0, "2020-08": 1.0, "2020-09": 8.0, "2020-10": 7.0,
    "2020-11": 3.0,
}  # fmt: skip
SATURDAY = 5


def number(day: date) -> int:
    """The day's number."""
    return (day - EPOCH).days


def dates(days: Ints) -> npt.NDArray[np.datetime64]:
    """The days as NumPy dates."""
    return days.astype("datetime64[D]")


def completed_years(birth: Ints, on: Ints) -> Ints:
    """Years of age completed on a day."""
    born, day = _parts(birth), _parts(on)
    before_birthday = (day[1] < born[1]) | ((day[1] == born[1]) & (day[2] < born[2]))
    years: Ints = (day[0] - born[0] - before_birthday).astype(np.int32)
    return years


def _parts(days: Ints) -> tuple[Ints, Ints, Ints]:
    whole = dates(days)
    months = whole.astype("datetime64[M]")
    years = whole.astype("datetime64[Y]")
    return (
        years.astype(np.int32),
        (months - years).astype(np.int32),
        (whole - months).astype(np.int32),
    )


def births(age: Ints, on: Ints) -> tuple[Ints, Ints]:
    """The first and the last day of birth of those who are of an age on a day, a day inside at both ends.

    29 February is left out of the ends, so that no reading of a leap birthday changes an age.
    """
    latest = _years_before(on, age)
    earliest = _years_before(on, age + 1)
    return (earliest + 3).astype(np.int32), (latest - 2).astype(np.int32)


def _years_before(days: Ints, years: Ints) -> Ints:
    """The same day of the month some years before; the first of March for a 29 February that was not."""
    year, month, day = _parts(days)
    months = (year - years).astype("datetime64[Y]").astype("datetime64[M]") + month
    shifted: Ints = (months.astype("datetime64[D]") + day).astype(np.int32)
    return shifted


def day_weights() -> Floats:
    """How likely an entry is on each day from FIRST_DAY to LAST_DAY; never at a week-end."""
    days = np.arange(FIRST_DAY, LAST_DAY + 1, dtype=np.int32)
    months = dates(days).astype("datetime64[M]").astype(str)
    weights = np.array([ENTRIES_BY_MONTH[month] for month in months])
    # 1 January 1970 was a Thursday, 3 from Monday.
    weights[(days + 3) % 7 >= SATURDAY] = 0
    return weights


def workday_from(day: int) -> int:
    """The day, or the Monday after it when it falls at a week-end."""
    weekday = (day + 3) % 7
    return day if weekday < SATURDAY else day + 7 - weekday


def draw_day(rng: np.random.Generator, weights: Floats, first: int, last: int) -> int:
    """A day from `first` to `last`, both included, drawn by the weights of `day_weights`."""
    span = weights[first - FIRST_DAY : last - FIRST_DAY + 1]
    return first + int(rng.choice(len(span), p=span / span.sum()))


def is_day(days: Ints) -> npt.NDArray[np.bool_]:
    """Where there is a day at all."""
    there: npt.NDArray[np.bool_] = days != NEVER
    return there
