"""Traineeships, vacancies and candidacies: what may begin, what may follow, and what is asked for.

A traineeship is under an agreement that covers it, within the host's places, six months at most, one at a time, and
without an allowance from this fund.

Source: Bollate (Tavola 4.4): traineeships of six months, no allowance of the call; docs/rules/placements.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import Period
from campanello.people.rules.names import tidy
from campanello.plans.rules.results import months_after

MOST_WEEKLY = 48 * 60


class TraineeshipTooLong(Refused):
    """A traineeship lasts some months at most."""

    code = "plans.traineeship-too-long"
    text = _(
        "A traineeship lasts %(months)s months at most: from %(starts)s its first day after is %(last)s at the "
        "latest, and %(ends)s was written."
    )


class TraineeshipEndsBeforeStart(Refused):
    """A traineeship has a day at least."""

    code = "plans.traineeship-ends-before-start"
    text = _(
        "The traineeship would end on %(ends)s, before it begins on %(starts)s. Correct one of the days."
    )


class NoAgreement(Refused):
    """A traineeship is under an agreement."""

    code = "plans.no-agreement"
    text = _(
        "The agreement with this host does not cover %(starts)s to %(ends)s: it runs from %(agreed)s to %(until)s. "
        "Write the new agreement down, or choose other days."
    )


class AgreementEndsBeforeStart(Refused):
    """An agreement has a day at least."""

    code = "plans.agreement-ends-before-start"
    text = _("The agreement's last day lies before its first, or its first is missing. Correct the days.")


class HostThere(Refused):
    """One host, once."""

    code = "plans.host-there"
    text = _("%(name)s is among the hosts already. Look for it in the list and change it there.")


class HostFull(Refused):
    """A host has so many places."""

    code = "plans.host-full"
    text = _(
        "This host has places for %(places)s at a time, and %(taken)s are taken between these days. Choose other "
        "days or another host."
    )


class SecondTraineeship(Refused):
    """One traineeship at a time."""

    code = "plans.second-traineeship"
    text = _(
        "This person has a traineeship from %(starts)s to %(ends)s. One at a time: end that one, or choose later days."
    )


class PlacementMoved(Conflict):
    """It is in another state."""

    code = "plans.placement-moved"
    text = _("This was changed meanwhile, and is now: %(state)s. Load the page again and look.")


class NoReasonForInterruption(Refused):
    """A traineeship that breaks off says why."""

    code = "plans.interruption-without-reason"
    text = _("Say in a few words why the traineeship breaks off, so that the next one fits better.")


class DayOutside(Refused):
    """A day that can't be."""

    code = "plans.placement-day-outside"
    text = _("%(day)s can't be: it lies before %(first)s or after %(last)s. Correct the day.")


class NotHours(Refused):
    """More hours than a week may have, or none."""

    code = "plans.not-weekly-hours"
    text = _("%(hours)s hours a week can't be. Write from 1 to %(most)s.")


class NothingAsked(Refused):
    """A title and who offers it are the least."""

    code = "plans.placement-without-name"
    text = _("Write what it is and who offers it, so that somebody can be told.")


class NotAgreedToSend(Refused):
    """Nobody's name goes to an employer without their yes."""

    code = "plans.candidate-not-agreed"
    text = _(
        "The person has not agreed that their details are shared. Ask them, write the yes down under their consents, "
        "and send their name then."
    )


class VacancyFull(Refused):
    """As many were taken on as there are places."""

    code = "plans.vacancy-full"
    text = _("All %(places)s places of this vacancy are taken. Raise the number of places if there are more.")


class VacancyClosesBeforeOpen(Refused):
    """A vacancy is open for a day at least."""

    code = "plans.vacancy-closes-before-open"
    text = _("The vacancy would close before it opens. Correct one of the days.")


class VacancyClosed(Refused):
    """Nobody is put forward for what is closed."""

    code = "plans.vacancy-closed"
    text = _(
        "This vacancy closed on %(day)s. Open it again by its last day if somebody can still be put forward."
    )


# Planned, begun, and over in one of two ways.
TRAINEESHIP_MOVES: Mapping[str, frozenset[str]] = {
    "planned": frozenset({"running", "interrupted"}),
    "running": frozenset({"completed", "interrupted"}),
    "completed": frozenset(),
    "interrupted": frozenset(),
}
CANDIDACY_MOVES: Mapping[str, frozenset[str]] = {
    "proposed": frozenset({"sent", "withdrawn"}),
    "sent": frozenset({"interview", "hired", "refused", "withdrawn"}),
    "interview": frozenset({"hired", "refused", "withdrawn"}),
    "hired": frozenset(),
    "refused": frozenset(),
    "withdrawn": frozenset({"proposed"}),
}


@dataclass(frozen=True)
class Span:
    """A traineeship as others look at it: its days, the last excluded."""

    starts_on: date
    ends_on: date

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.starts_on, self.ends_on)


@dataclass(frozen=True)
class Room:
    """What a host offers and what is taken there; and the person's own traineeships."""

    places: int
    agreed_on: date | None
    agreed_until: date | None
    taken: tuple[Span, ...]
    own: tuple[Span, ...]
    most_months: int


def why_not_train(new: Span, weekly_minutes: int, room: Room) -> Refused | None:
    """Why a traineeship can't be; None when it can."""
    if new.ends_on <= new.starts_on:
        return TraineeshipEndsBeforeStart(ends=_day(new.ends_on), starts=_day(new.starts_on))
    last = months_after(new.starts_on, room.most_months)
    if new.ends_on > last:
        return TraineeshipTooLong(
            months=room.most_months, starts=_day(new.starts_on), last=_day(last), ends=_day(new.ends_on)
        )
    return why_not_hours(weekly_minutes) or _why_not_agreed(new, room) or _why_not_room(new, room)


def _why_not_agreed(new: Span, room: Room) -> Refused | None:
    begins = room.agreed_on is not None and room.agreed_on <= new.starts_on
    if begins and (room.agreed_until is None or new.ends_on <= room.agreed_until):
        return None
    return NoAgreement(
        starts=_day(new.starts_on),
        ends=_day(new.ends_on),
        agreed=_day(room.agreed_on),
        until=_day(room.agreed_until),
    )


def _why_not_room(new: Span, room: Room) -> Refused | None:
    for one in room.own:
        if one.period.overlaps(new.period):
            return SecondTraineeship(starts=_day(one.starts_on), ends=_day(one.ends_on))
    taken = most_at_once(new, room.taken)
    return HostFull(places=room.places, taken=taken) if taken >= room.places else None


def most_at_once(within: Span, spans: Iterable[Span]) -> int:
    """How many of some spans hold at once on the fullest day within another."""
    near = [one for one in spans if one.period.overlaps(within.period)]
    # The number only grows on a day on which one of them begins.
    days = [max(within.starts_on, one.starts_on) for one in near]
    return max((sum(day in one.period for one in near) for day in days), default=0)


def why_not_hours(weekly_minutes: int) -> Refused | None:
    """Why so much a week can't be; None when it can."""
    if 0 < weekly_minutes <= MOST_WEEKLY:
        return None
    return NotHours(hours=weekly_minutes // 60, most=MOST_WEEKLY // 60)


def why_not_day(day: date, first: date, last: date) -> Refused | None:
    """Why something can't have been on a day; None when it can. Both bounds are allowed."""
    return None if first <= day <= last else DayOutside(day=_day(day), first=_day(first), last=_day(last))


def why_not_named(*texts: str) -> Refused | None:
    """Why something lacks what it is called; None when it does not."""
    return None if all(tidy(one) for one in texts) else NothingAsked()


def is_overdue(state: str, seen_on: date, on: date, days: int) -> bool:
    """Whether a running traineeship waits for a visit: since its start or the last one more than so many days."""
    return state == "running" and (on - seen_on).days > days


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"
