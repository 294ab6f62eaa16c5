"""How pacts are kept: reviews and when they are late, and time that was given back while a pact runs."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules.names import tidy

MINUTES_A_DAY = 24 * 60


class PactDayToCome(Refused):
    """Something is told of a day to come."""

    code = "plans.pact-day-to-come"
    text = _("%(day)s has not come yet. Write it down when it has.")


class ReviewHeld(Conflict):
    """A review is held once."""

    code = "plans.review-held"
    text = _("This review is written down already. Load the page again and look.")


class NoJudgement(Refused):
    """A review comes to a judgement."""

    code = "plans.review-without-judgement"
    text = _("Say whether the pact was kept, kept in part or not kept.")


class NotWithinPact(Refused):
    """Time is given while a pact holds."""

    code = "plans.not-within-pact"
    text = _("On %(day)s this pact does not hold: it runs from %(starts)s. Correct the day.")


class NoTimeGiven(Refused):
    """Some time, and no more than a day has."""

    code = "plans.no-time-given"
    text = _("%(minutes)s minutes in a day can't be. Write from 1 to %(most)s.")


class NoWordForIt(Refused):
    """What was given back has a name."""

    code = "plans.given-back-without-word"
    text = _("Say in a few words what was done, so that the pact can be told.")


@dataclass(frozen=True)
class Gift:
    """Time that one of a pact's people gave on a day."""

    person: UUID
    on: date
    minutes: int
    what: str


def gift(told: Gift) -> Gift:
    """Time that was given, with its word made tidy; what is too long is cut, since a register's title may be.

    Raises:
        NoWordForIt.
    """
    said = tidy(told.what)[:200]
    if not said:
        raise NoWordForIt
    return replace(told, what=said)


def why_not_give(gift: Gift, *, starts_on: date, ends_on: date | None, today: date) -> Refused | None:
    """Why time can't have been given under a pact that runs over some days; None when it can."""
    if gift.on > today:
        return PactDayToCome(day=f"{gift.on:%d/%m/%Y}")
    if gift.on < starts_on or (ends_on and gift.on >= ends_on):
        return NotWithinPact(day=f"{gift.on:%d/%m/%Y}", starts=f"{starts_on:%d/%m/%Y}")
    is_possible = 0 < gift.minutes <= MINUTES_A_DAY
    return None if is_possible else NoTimeGiven(minutes=gift.minutes, most=MINUTES_A_DAY)


def days_late(due_on: date, on: date) -> int:
    """By how many days a review is late; 0 on the day it is due."""
    return max(0, (on - due_on) // timedelta(days=1))
