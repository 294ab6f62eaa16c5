"""Reads sessions and the catalogue of services as the spreadsheet contract writes them. Knows no file.

What is refused stands in docs/rules/allowance.md.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.plans.rules.allowance import BASE, NoShare, Terms
from campanello.plans.rules.eligibility_reading import LONGEST_FOUND, NotACode, NotGiven, day, yes_or_no
from campanello.plans.rules.values import BLOCKS, PRESENCES

SESSION_COLUMNS = ("person_id", "service", "held_on", "planned_minutes", "attended_minutes", "presence")
CATALOGUE_COLUMNS = ("service", "block", "hourly_value_eur", "bears_allowance", "block_max_hours")
PRESENT = "present"
# No session is longer than a day.
MOST_MINUTES = 1_440
MOST_HOURLY, MOST_DECIMALS = 100_000, 6
MOST_HOURS = 100_000


class NotMinutes(Refused):
    """A cell holds no length of a session."""

    code = "plans.not-minutes"
    text = _("“%(found)s” is no number of minutes. Write a whole number from 0 to %(most)s.")


class NotAnAmount(Refused):
    """A cell holds no hourly value."""

    code = "plans.not-an-amount"
    text = _("“%(found)s” is no hourly value in EUR. Write it as 18.50, from 0 to %(most)s.")


class NotHours(Refused):
    """A cell holds no number of hours."""

    code = "plans.not-hours"
    text = _("“%(found)s” is no number of hours in whole minutes. Write it as 18 or 7.5, or leave it empty.")


class NoSuchService(Refused):
    """A session is of a service that the catalogue does not have."""

    code = "plans.no-such-service"
    text = _("The service “%(found)s” is not in the catalogue. Correct it, or add it there.")


class ServiceTwice(Refused):
    """The catalogue has a service in two rows."""

    code = "plans.service-twice"
    text = _("The service “%(found)s” stands in row %(row)s already. Leave one of the two.")


class BaseBears(Refused):
    """A service of the base block is said to bear an allowance."""

    code = "plans.base-bears"
    text = _("A service of the block “base” bears no allowance. Write no, or put it into another block.")


class LimitsDiffer(Refused):
    """Two services of a block have different limits."""

    code = "plans.limits-differ"
    text = _(
        "The block “%(block)s” has %(found)s here and %(first)s in row %(row)s. "
        "Write the same limit on every service of a block."
    )


@dataclass(frozen=True)
class Offered:
    """A service of the catalogue: what an hour is worth in cents, exact; its block's most minutes, None for any."""

    service: str
    block: str
    hourly_cents: Fraction
    bears: bool
    block_minutes: int | None


@dataclass(frozen=True)
class Wrong:
    """What is wrong in a cell: the row as the file counts it, the column, the refusal."""

    row: int
    column: str
    why: Refused


def minutes(text: str) -> int:
    """Minutes of a session; 45.0, as programs write columns with gaps, is 45.

    Raises:
        NotGiven, NotMinutes: Empty, negative, no whole number, or longer than a day.

    Source: spreadsheet contract, "What is due".
    """
    if not text:
        raise NotGiven
    whole = re.fullmatch(r"([0-9]{1,9})(\.0+)?", text)
    if whole is None or int(whole[1]) > MOST_MINUTES:
        raise NotMinutes(found=text[:LONGEST_FOUND], most=MOST_MINUTES)
    return int(whole[1])


def held_on(text: str) -> date:
    """The day of a session.

    Raises:
        NotGiven, NotAnIsoDay.

    Source: spreadsheet contract, "What is due".
    """
    found = day(text)
    if found is None:
        raise NotGiven
    return found


def one_of(text: str, known: Iterable[str]) -> str:
    """A word that must be one of some.

    Raises:
        NotGiven, NotACode.

    Source: spreadsheet contract, "What is due".
    """
    if not text:
        raise NotGiven
    if text not in known:
        raise NotACode(found=text[:LONGEST_FOUND], known=", ".join(known))
    return text


def given(text: str) -> str:
    """A text that must be there.

    Raises:
        NotGiven.

    Source: spreadsheet contract, "What is due".
    """
    if not text:
        raise NotGiven
    return text


def presence(text: str) -> bool:
    """Whether somebody was present.

    Raises:
        NotGiven, NotACode.

    Source: spreadsheet contract, "What is due".
    """
    return one_of(text, PRESENCES) == PRESENT


def hourly_cents(text: str) -> Fraction:
    """What an hour is worth, in cents, with all the decimals that were written.

    Raises:
        NotGiven, NotAnAmount.

    Source: spreadsheet contract, "What is due".
    """
    if not text:
        raise NotGiven
    if not re.fullmatch(rf"[0-9]{{1,9}}(\.[0-9]{{1,{MOST_DECIMALS}}})?", text) or Decimal(text) > MOST_HOURLY:
        raise NotAnAmount(found=text[:LONGEST_FOUND], most=MOST_HOURLY)
    return Fraction(text) * 100


def block_minutes(text: str) -> int | None:
    """The most minutes of a block; None where the cell is empty: no limit.

    Raises:
        NotHours: No number, or one that does not come to whole minutes.

    Source: spreadsheet contract, "What is due".
    """
    if not text:
        return None
    if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text):
        found = Fraction(text) * 60
        if found.denominator == 1 and found <= MOST_HOURS * 60:
            return int(found)
    raise NotHours(found=text[:LONGEST_FOUND])


def bears_allowance(text: str) -> bool:
    """Whether a service bears an allowance.

    Raises:
        NotGiven, NotACode.

    Source: spreadsheet contract, "What is due".
    """
    return bool(yes_or_no(given(text)))


def share(text: str) -> Fraction:
    """A part of the allowance, written as a fraction or as a number from 0 to 1.

    Raises:
        NoShare.

    Source: spreadsheet contract, "What is due".
    """
    if re.fullmatch(r"[0-9]{1,9}(/[0-9]{1,9}|\.[0-9]{1,9})?", text.strip()):
        top, _line, bottom = text.strip().partition("/")
        if int(bottom or 1) and Fraction(top) <= int(bottom or 1):
            return Fraction(top) / int(bottom or 1)
    raise NoShare(share=text[:LONGEST_FOUND])


_CATALOGUE: Mapping[str, Callable[[str], Any]] = {
    "service": given,
    "block": lambda text: one_of(text, BLOCKS),
    "hourly_value_eur": hourly_cents,
    "bears_allowance": bears_allowance,
    "block_max_hours": block_minutes,
}


def catalogue(rows: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[dict[str, Offered], list[Wrong]]:
    """The services of a catalogue by their codes, and what is wrong in it: rows by number, cells by column.

    Source: spreadsheet contract, "What is due".
    """
    services: dict[str, Offered] = {}
    wrong: list[Wrong] = []
    first_of: dict[str, int] = {}
    limit_of: dict[str, tuple[int, str]] = {}
    for number, cells in rows:
        values: dict[str, Any] = {}
        for column, read in _CATALOGUE.items():
            try:
                values[column] = read(cells[column])
            except Refused as refusal:
                wrong.append(Wrong(number, column, refusal))
        if len(values) < len(_CATALOGUE):
            continue
        row = Offered(*values.values())
        found = list(_against_others(number, row, cells["block_max_hours"], first_of, limit_of))
        wrong += found
        if not found:
            services[row.service] = row
    return services, wrong


def _against_others(
    number: int,
    row: Offered,
    written: str,
    first_of: dict[str, int],
    limit_of: dict[str, tuple[int, str]],
) -> Iterable[Wrong]:
    first = first_of.setdefault(row.service, number)
    if first != number:
        yield Wrong(number, "service", ServiceTwice(found=row.service[:LONGEST_FOUND], row=first))
    if row.block == BASE and row.bears:
        yield Wrong(number, "bears_allowance", BaseBears())
    before, limit = limit_of.setdefault(row.block, (number, written))
    if block_minutes(limit) != row.block_minutes:
        unlike = LimitsDiffer(block=row.block, found=written or "–", first=limit or "–", row=before)
        yield Wrong(number, "block_max_hours", unlike)


def terms(services: Iterable[Offered], caps: Terms) -> Terms:
    """The terms of a catalogue: the caps given, its blocks' limits, and cents cut as finely as its hourly values."""
    services = list(services)
    parts = lcm(*(one.hourly_cents.denominator for one in services))
    limits = {one.block: one.block_minutes for one in services if one.block_minutes is not None}
    return replace(caps, block_minutes=limits, parts_of_a_cent=parts)


def hourly_parts(one: Offered, held_to: Terms) -> int:
    """What an hour of a service is worth, in the terms' parts of a cent."""
    return int(one.hourly_cents * held_to.parts_of_a_cent)
