"""Who may sign a plan, on which day and how, and what exactly is signed. Knows no table.

What is signed is fixed by the SHA-256 of its canonical JSON: keys in order, no spaces, UTF-8. A version takes effect
when the person and the team have both signed the same text.

Source: ProLorenteggio and Bollate (Tavole 4.2 and 4.4): people of age; FEATURES, section P; docs/rules/plans.md.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import completed_years
from campanello.people.rules.names import plain
from campanello.plans.rules.plans import ActInTheFuture, NoServices, Standing, shown, why_not_day

PERSON, STAFF = "person", "staff"
BOTH = frozenset({PERSON, STAFF})
SCREEN, PAPER = "screen", "paper"
# The pad's own measure, whatever the size of the screen.
PAD_WIDTH, PAD_HEIGHT = 600, 200
MOST_POINTS = 5_000
LEAST_POINTS = 8

Strokes = Sequence[Sequence[Sequence[int]]]


class UnderAge(Refused):
    """A plan is signed by adults."""

    code = "plans.under-age"
    text = _(
        "On %(day)s the person is %(years)s years old; a plan is signed from %(least)s. "
        "They are %(least)s on %(birthday)s: sign then."
    )


class BirthUnknown(Refused):
    """Nobody knows whether the person is of age."""

    code = "plans.birth-unknown"
    text = _(
        "The person's day of birth is not recorded, so nobody can say that they are %(least)s. "
        "Write it on their record, from a document, and sign then."
    )


class SignedAfterStart(Refused):
    """What is signed holds from the signature on, never from before."""

    code = "plans.signed-after-start"
    text = _(
        "By its text this holds from %(starts)s, before the signature of %(day)s. "
        "Change the first day, or make a new version, and sign that."
    )


class NotSigned(Refused):
    """A signature without a line drawn, a name typed or a paper."""

    code = "plans.not-signed"
    text = _(
        "The signature is missing. Draw it, or tick the box and type the name as it stands above: %(name)s."
    )


class NotOnPaper(Refused):
    """A signature on paper whose paper is nowhere."""

    code = "plans.paper-missing"
    text = _("Where is the signed paper? Add the scan, or say that it is in the folder.")


class BadStrokes(Refused):
    """What came as a drawing is none."""

    code = "plans.bad-strokes"
    text = _("The drawing of the signature can't be read. Clear it and draw it again, or type the name.")


class SignedOtherText(Conflict):
    """The second signature would be under another text than the first."""

    code = "plans.signed-other-text"
    text = _(
        "The plan's text changed since the other side signed. Make a new version, so that both sign the same."
    )


class ScreenIsToday(Refused):
    """Who signs on the screen signs now."""

    code = "plans.screen-is-today"
    text = _("A signature on the screen is of today. For %(day)s write down a signature on paper.")


@dataclass(frozen=True)
class NewSignature:
    """A signature to be kept: whose (the person's or the team's), how, of which day.

    On the screen: drawn as `strokes`, or by the keyboard: `has_agreed` and the name `typed`. On paper: the `scan`,
    or `is_in_folder`.
    """

    by: str
    how: str
    on: date
    strokes: Strokes | None = None
    has_agreed: bool = False
    typed: str = ""
    scan: bytes | None = None
    is_in_folder: bool = False


@dataclass(frozen=True)
class Adult:
    """What the rule of age looks at."""

    born_on: date | None
    least_years: int


def why_not_of_age(adult: Adult, on: date) -> Refused | None:
    """Why somebody may not sign on a day for their age; None when they may."""
    if adult.born_on is None:
        return BirthUnknown(least=adult.least_years)
    years = completed_years(adult.born_on, on)
    if years >= adult.least_years:
        return None
    return UnderAge(day=shown(on), years=years, least=adult.least_years, birthday=shown(_birthday(adult)))


def why_not_sign(
    standing: Standing, signature: NewSignature, *, adult: Adult, holds_from: date, services: int, today: date
) -> Refused | None:
    """Why a version of a plan can't be signed; None when it can.

    Args:
        standing: The plan, as its acts left it.
        signature: What is to be kept.
        adult: The person's birth and the age from which one signs.
        holds_from: The version's first day.
        services: How many services the version holds.
        today: The day it is.
    """
    if not services:
        return NoServices()
    if refused := why_not_day(standing, signature.on, today=today):
        return refused
    if holds_from < signature.on:
        return SignedAfterStart(starts=shown(holds_from), day=shown(signature.on))
    return why_not_of_age(adult, signature.on)


def why_not_signature(signature: NewSignature, *, name: str, today: date) -> Refused | None:
    """Why what was given is no signature of somebody's; None when it is.

    Args:
        signature: What is to be kept.
        name: Of who signs, as it stands above the pad.
        today: The day it is.
    """
    if signature.how == PAPER:
        if signature.on > today:
            return ActInTheFuture(day=shown(signature.on))
        return None if signature.scan or signature.is_in_folder else NotOnPaper()
    if signature.on != today:
        return ScreenIsToday(day=shown(signature.on))
    if signature.strokes is not None:
        return why_not_strokes(signature.strokes)
    is_typed = signature.has_agreed and plain(signature.typed) == plain(name) != ""
    return None if is_typed else NotSigned(name=name)


def why_not_strokes(strokes: Any) -> BadStrokes | None:
    """Why what came from a screen is no drawing: lines of points within the pad, enough of them, not too many."""
    if not isinstance(strokes, list) or not all(isinstance(line, list) for line in strokes):
        return BadStrokes()
    points = [point for line in strokes for point in line]
    if not LEAST_POINTS <= len(points) <= MOST_POINTS or not all(_is_on_the_pad(one) for one in points):
        return BadStrokes()
    return None


def fingerprint(content: Mapping[str, Any]) -> str:
    """The SHA-256, in hexadecimal, of a text as canonical JSON."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _is_on_the_pad(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(type(one) is int for one in point)
        and 0 <= point[0] <= PAD_WIDTH
        and 0 <= point[1] <= PAD_HEIGHT
    )


def _birthday(adult: Adult) -> date:
    assert adult.born_on is not None
    year = adult.born_on.year + adult.least_years
    try:
        return adult.born_on.replace(year=year)
    except ValueError:  # born on 29 February
        return date(year, 3, 1)
