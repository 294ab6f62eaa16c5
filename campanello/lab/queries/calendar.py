"""A calendar of sessions in the reader's language, for the lab's pages and the public ones. It names nobody."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from campanello.core.actor import Actor
from campanello.core.period import ROME
from campanello.lab.models import Activity, Session
from campanello.lab.queries import activities
from campanello.lab.queries.activities import Wanted
from campanello.lab.rules.activities import in_language, language_of
from campanello.lab.rules.calendar import Span, View
from campanello.lab.rules.values import ACTIVITY_KINDS


@dataclass(frozen=True)
class Event:
    """A session as a calendar shows it, by the clocks of Rome. `free` None is no limit; `kind` is to be translated."""

    session: UUID
    activity: UUID
    version: int
    kind: str
    title: str
    title_language: str
    description: str
    place: str
    host: str
    project: str
    languages: tuple[str, ...]
    has_childcare: bool
    starts_at: datetime
    ends_at: datetime
    free: int | None
    booked: int
    is_cancelled: bool
    cancelled_why: str
    is_signed: bool
    is_public: bool
    made_at: datetime

    @property
    def is_full(self) -> bool:
        """Whether whoever comes next waits."""
        return self.free == 0


@dataclass(frozen=True)
class Day:
    """A day of a calendar with what takes place."""

    day: date
    is_inside: bool
    is_today: bool
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Calendar:
    """The days of a span in weeks; `days` are those with something on, for a list."""

    span: Span
    weeks: tuple[tuple[Day, ...], ...]
    total: int
    is_cut: bool = False

    @property
    def days(self) -> list[Day]:
        """The days on which something takes place, the span's neighbours left out."""
        return [day for week in self.weeks for day in week if day.events and day.is_inside]


MOST = 600  # sessions of one view: more cannot be read


def calendar(actor: Actor, wanted: Wanted, span: Span, *, on: date, language: str) -> Calendar:
    """The sessions of the actor's projects in a span. One query."""
    return _laid(activities.sessions(actor, _within(wanted, span))[: MOST + 1], span, on, language)


def public_calendar(wanted: Wanted, span: Span, *, on: date, language: str) -> Calendar:
    """The sessions that everybody may read of in a span. One query."""
    return _laid(activities.public_sessions(_within(wanted, span))[: MOST + 1], span, on, language)


def event(session: Session, language: str) -> Event:
    """A session, read with its activity and building, as a calendar shows it."""
    about = session.activity
    return Event(
        session=session.uid,
        activity=about.uid,
        version=session.version + about.version - 2,
        kind=ACTIVITY_KINDS[about.kind],
        title=in_language(about.titles, language),
        title_language=language_of(about.titles, language),
        description=in_language(about.descriptions, language),
        place=place_of(session),
        host=host_of(about),
        project=session.project.title,
        languages=tuple(one for one in about.languages.split(",") if one),
        has_childcare=about.has_childcare,
        starts_at=session.starts_at.astimezone(ROME),
        ends_at=session.ends_at.astimezone(ROME),
        free=activities.room(session).free,
        booked=session.booked,
        is_cancelled=session.cancelled_at is not None,
        cancelled_why=session.cancelled_why,
        is_signed=session.signed_at is not None,
        is_public=about.is_public,
        made_at=about.made_at,
    )


def place_of(session: Session) -> str:
    """Where a session is: the building, the words, or both."""
    return ", ".join(one for one in (str(session.building or ""), session.place) if one)


def host_of(activity: Activity) -> str:
    """Who hosts an activity; "" where that is not said."""
    return activity.host.name if activity.host else ""


def _within(wanted: Wanted, span: Span) -> Wanted:
    return replace(wanted, starts_on=span.first, ends_on=span.end)


def _laid(sessions: Iterable[Session], span: Span, on: date, language: str) -> Calendar:
    found = [(one.on, event(one, language)) for one in sessions]
    by_day: dict[date, list[Event]] = {}
    for day, one in found[:MOST]:
        by_day.setdefault(day, []).append(one)
    is_month = span.view is View.MONTH
    weeks = tuple(
        tuple(
            Day(day, not is_month or day.month == span.day.month, day == on, tuple(by_day.get(day, ())))
            for day in week
        )
        for week in span.weeks
    )
    total = sum(len(day.events) for week in weeks for day in week if day.is_inside)
    return Calendar(span, weeks, total, is_cut=len(found) > MOST)
