"""What is on for a resident, what they signed up for, and the hours they were there. Names nobody else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from campanello.core import audit
from campanello.core.access import NotFound, Right, may
from campanello.core.actor import Actor
from campanello.lab.models import Attendance, Session, SignUp
from campanello.lab.queries import activities, calendar
from campanello.lab.queries.calendar import Event
from campanello.lab.rules.sign_ups import State
from campanello.people.models import Involvement
from campanello.people.queries.merges import ids_of

MOST = 60
SCOPE = "activities"


@dataclass(frozen=True)
class OwnSession:
    """A date with the resident's own sign-up; `place` is their number in the queue, from 1, None unless they wait."""

    row: Session
    event: Event
    sign_up: SignUp | None
    place: int | None = None

    @property
    def has_place(self) -> bool:
        """Whether they have a place."""
        return self.sign_up is not None and self.sign_up.state == State.BOOKED

    @property
    def waits(self) -> bool:
        """Whether they wait for one."""
        return self.sign_up is not None and self.sign_up.state == State.WAITING


def own_sessions(actor: Actor, first: date, *, days: int, at: datetime, language: str) -> list[OwnSession]:
    """The dates that the resident may come to, from a day on for some days, in order. Four queries.

    Those of public activities of the projects that know them. What is cancelled is shown to who had signed up.
    """
    records = _records(actor)
    if not records:
        return []
    end = first + timedelta(days=days)
    rows = _open(records).filter(on__gte=first, on__lt=end, ends_at__gt=at)
    mine = {one.session_id: one for one in _sign_ups(records).filter(session__in=rows.values("pk"))}
    rows = rows.filter(Q(cancelled_at=None) | Q(pk__in=list(mine)))
    shown = rows.select_related("activity__host", "building", "project").order_by("starts_at", "pk")
    return [OwnSession(one, calendar.event(one, language), mine.get(one.pk)) for one in shown[:MOST]]


def own_session(actor: Actor, uid: UUID, *, language: str) -> OwnSession:
    """One date with the resident's own sign-up. Five queries.

    Raises:
        NotFound: Absent, or not for the actor.
    """
    if not actor.may_for_own(SCOPE):
        raise NotFound
    one = activities.own_session(actor, uid)
    mine = _sign_ups(_records(actor)).filter(session=one.pk).first()
    place = None
    if mine is not None and mine.state == State.WAITING:
        place = SignUp.objects.filter(session=one.pk, state=State.WAITING, pk__lte=mine.pk).count()
    return OwnSession(one, calendar.event(one, language), mine, place)


def own_minutes_by_month(actor: Actor, first: date) -> Mapping[tuple[int, int], tuple[int, int]]:
    """Minutes that the resident was there and how often, since a day, by year and month; leaves a line. Three queries.

    By registers that are signed: what is not signed yet may still change.
    """
    records = _records(actor)
    if not records:
        return {}
    audit.read(actor, "lab.own-hours-read", person=actor.own)
    rows = _came(records).filter(session__on__gte=first).order_by()
    by_month = rows.annotate(year=ExtractYear("session__on"), month=ExtractMonth("session__on"))
    sums = by_month.values("year", "month").annotate(minutes=Sum("minutes"), times=Count("pk"))
    return {(one["year"], one["month"]): (one["minutes"], one["times"]) for one in sums}


def own_latest(actor: Actor, *, language: str, most: int = 10) -> list[tuple[Event, int]]:
    """The dates at which the resident was last, with the minutes. Two queries."""
    beside = ("session__activity__host", "session__building", "session__project")
    rows = _came(_records(actor)).select_related(*beside).order_by("-session__starts_at", "-pk")
    return [(calendar.event(one.session, language), one.minutes) for one in rows[:most]]


def _came(records: Iterable[int]) -> QuerySet[Attendance]:
    return Attendance.objects.filter(
        person__in=records, presence="present", is_replaced=False, session__signed_at__isnull=False
    )


def _records(actor: Actor) -> tuple[int, ...]:
    if actor.own is None or not may(actor, Right.READ_OWN) or not actor.may_for_own(SCOPE):
        return ()
    return ids_of(actor.own)


def _open(records: Iterable[int]) -> QuerySet[Session]:
    known = Involvement.objects.filter(person__in=records).values("project")
    return Session.objects.filter(activity__is_public=True, project__in=known)


def _sign_ups(records: Iterable[int]) -> QuerySet[SignUp]:
    return SignUp.objects.filter(person__in=records).exclude(state=State.CANCELLED)
