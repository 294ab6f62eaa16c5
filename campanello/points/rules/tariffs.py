"""What an attendance earns by a rate, and what a tariff must say. Whole points alone. Knows no table.

Source: FEATURES, section H; docs/rules/points.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from campanello.core.errors import Missing, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.language import LANGUAGES
from campanello.people.rules.names import tidy

HOUR, TIME = "hour", "time"
MINUTES_AN_HOUR = 60
FIRST_LANGUAGE = "it"
MOST_POINTS, MOST_RATES, LONGEST_CODE, LONGEST_NAME, LONGEST_SOURCE = 1000, 12, 20, 60, 200
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NAMES = {
    "base": _("Base"),
    "silver": _("Silver"),
    "gold": _("Gold"),
    "youth": _("Youth centre"),
}


class NoTariff(Missing):
    """No tariff holds on a day, or it has no such rate."""

    code = "points.no-tariff"
    text = _("No tariff with this rate holds on %(day)s. Set one that begins on that day or before.")


class NoRates(Refused):
    """A tariff without a rate."""

    code = "points.no-rates"
    text = _("A tariff needs at least one rate. Write a code, an Italian name and the points of one.")


class BadRate(Refused):
    """A line of a tariff that can't be used."""

    code = "points.bad-rate"
    text = _(
        "The rate “%(rate)s” can't be used. It needs a code of small letters and digits that no other rate of the "
        "tariff has, an Italian name of up to %(longest)s letters, and 1 to %(most)s points."
    )


class NoSource(Refused):
    """Points are set without the act that says so."""

    code = "points.no-source"
    text = _("Write which act or meeting decided it, in up to %(most)s letters.")


class TariffOverAwards(Refused):
    """A tariff, or what an activity is worth, would begin before days that are awarded already."""

    code = "points.over-awards"
    text = _(
        "Points were awarded for %(last)s already. Let it begin after that day: what was earned stays as it was."
    )


@dataclass(frozen=True)
class RateFacts:
    """A rate as the rules take it: so many points an hour, or each time."""

    key: int
    code: str
    unit: str
    points: int


@dataclass(frozen=True)
class NewRate:
    """A line of a tariff as it is written down."""

    code: str
    unit: str
    points: int
    names: Mapping[str, str]


def points_for(rate: RateFacts, minutes: int, times: int = 1) -> int:
    """Whole points that a time of work or presence earns; a part of a point is never given, nor saved up.

    Args:
        rate: By the hour or by the time.
        minutes: Of work or presence; none earn nothing.
        times: How often somebody came, where the rate is by the time.

    Source: FEATURES, section H; docs/rules/points.md.
    """
    if rate.unit == TIME:
        return rate.points * times if minutes > 0 else 0
    return max(0, rate.points * minutes) // MINUTES_AN_HOUR


def proposed(base: int, silver_times: int, gold_times: int, youth: int) -> tuple[NewRate, ...]:
    """The rates with which a tariff's form begins: base, twice, four times, and a set value for the youth centre."""
    rows = (
        ("base", HOUR, base),
        ("silver", HOUR, base * silver_times),
        ("gold", HOUR, base * gold_times),
        ("youth", TIME, youth),
    )
    return tuple(NewRate(code, unit, points, {}) for code, unit, points in rows)


def checked(rates: Iterable[NewRate]) -> tuple[NewRate, ...]:
    """A tariff's rates with their names made tidy.

    Raises:
        NoRates, BadRate.
    """
    found: list[NewRate] = []
    for one in rates:
        names = {language: tidy(one.names.get(language, "")) for language in LANGUAGES}
        neat = replace(one, code=one.code.strip(), names={key: name for key, name in names.items() if name})
        if not _is_sound(neat) or neat.code in {other.code for other in found}:
            raise BadRate(rate=neat.code[:LONGEST_CODE] or "–", longest=LONGEST_NAME, most=MOST_POINTS)
        found.append(neat)
    if not 0 < len(found) <= MOST_RATES:
        raise NoRates
    return tuple(found)


def _is_sound(rate: NewRate) -> bool:
    return (
        bool(CODE.fullmatch(rate.code))
        and len(rate.code) <= LONGEST_CODE
        and rate.unit in {HOUR, TIME}
        and 1 <= rate.points <= MOST_POINTS
        and bool(rate.names.get(FIRST_LANGUAGE))
        and all(len(name) <= LONGEST_NAME for name in rate.names.values())
    )


def source_of(written: str) -> str:
    """The act that decided, made tidy.

    Raises:
        NoSource.
    """
    neat = tidy(written)
    if not 0 < len(neat) <= LONGEST_SOURCE:
        raise NoSource(most=LONGEST_SOURCE)
    return neat


def why_not_begin(starts_on: date, last_awarded: date | None) -> Refused | None:
    """Why what earns can't change from a day on: days from it on are awarded already."""
    if last_awarded is None or starts_on > last_awarded:
        return None
    return TariffOverAwards(last=f"{last_awarded:%d/%m/%Y}")


def name_in(names: Mapping[str, str], language: str) -> str:
    """A rate's name in a language, in Italian where it has none in that."""
    return names.get(language) or names.get(FIRST_LANGUAGE, "")


def in_force(starts: Sequence[date], on: date) -> date | None:
    """Of the first days of several tariffs, that of the one that holds on a day."""
    return max((one for one in starts if one <= on), default=None)
