"""Finds activities and their sessions: of one's projects, or those that everybody may read of, which tell no name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from campanello.core import params
from campanello.core.access import NotFound, NotYours, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project
from campanello.core.single import single
from campanello.homes.models import Building
from campanello.lab.models import Activity, Session
from campanello.lab.rules.activities import Reach
from campanello.lab.rules.sign_ups import Room
from campanello.people.models import Involvement
from campanello.people.queries.merges import ids_of

SORTS = ("next", "title", "new")
_WITH = ("activity__host", "building", "project")


@dataclass(frozen=True)
class Wanted:
    """What sessions or activities are asked for; an empty field asks for nothing. Days are half-open."""

    words: str = ""
    kind: str = ""
    project: str = ""
    language: str = ""
    has_childcare: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    sort: str = "next"


def reach(on: date) -> Reach:
    """How far sessions are recorded from a day."""
    names = ("lab.session_days_back", "lab.session_days_ahead", "lab.session_weeks_at_once")
    back, ahead, weeks = (params.value(name, on) for name in names)
    return Reach(on, back, ahead, weeks)


def room(session: Session) -> Room:
    """What of a session decides on sign-ups."""
    return Room(
        session.capacity,
        session.booked,
        session.ends_at,
        is_cancelled=session.cancelled_at is not None,
        is_signed=session.signed_at is not None,
    )


def projects(actor: Actor, right: Right = Right.READ_LAB) -> QuerySet[Project]:
    """The projects in whose labs the actor works."""
    return Project.objects.filter(pk__in=projects_with(actor, right)).order_by("title")


def public_projects() -> QuerySet[Project]:
    """The projects that have an activity for everybody."""
    return Project.objects.filter(Exists(Activity.objects.public().filter(project=OuterRef("pk")))).order_by(
        "title"
    )


def hosts(project: int) -> QuerySet[Organisation]:
    """The organisations that may host a project's activities: who leads it and who takes part."""
    found = Organisation.objects.filter(Q(led_projects=project) | Q(projects=project))
    return Organisation.objects.filter(pk__in=found.values("pk"))


def places(actor: Actor, project: int) -> QuerySet[Building]:
    """The buildings of a project's neighbourhoods that the actor may see."""
    return (
        Building.objects.visible_to(actor)
        .filter(neighbourhood__projects=project)
        .select_related("neighbourhood")
        .order_by("street", "number")
    )


def activity(actor: Actor, uid: UUID, *, right: Right = Right.READ_LAB, lock: bool = False) -> Activity:
    """An activity of the actor's projects; `lock` holds its row for writing.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = Activity.objects.filter(uid=uid).select_related("project", "host")
    return single(found.visible_to(actor, right), found.visible_to(actor), lock=lock)


def session(actor: Actor, uid: UUID, *, right: Right = Right.READ_LAB, lock: bool = False) -> Session:
    """A session of the actor's projects; `lock` holds its row, and with it its places and its register.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = Session.objects.filter(uid=uid).select_related(*_WITH)
    seen = found.filter(project__in=projects_with(actor, right))
    one = (seen.select_for_update(of=("self",), no_key=True) if lock else seen).first()
    if one is None:
        raise (
            NotYours if found.filter(project__in=projects_with(actor, Right.READ_LAB)).exists() else NotFound
        )
    return one


def held(key: int) -> Session:
    """The row of a session that was found before, held until the transaction ends."""
    return Session.objects.select_for_update(no_key=True).get(pk=key)


def own_session(actor: Actor, uid: UUID) -> Session:
    """A session that a resident may come to: of a public activity of a project that knows them.

    Raises:
        NotFound: Absent, or not for the actor.
    """
    if actor.own is None:
        raise NotFound
    known = Involvement.objects.filter(person__in=ids_of(actor.own)).values("project")
    found = Session.objects.filter(uid=uid, activity__is_public=True, project__in=known)
    one = found.select_related(*_WITH).first()
    if one is None:
        raise NotFound
    return one


def sessions(actor: Actor, wanted: Wanted) -> QuerySet[Session]:
    """The sessions of the actor's projects, in order of time. One query, whatever it shows of each."""
    return _sessions(Session.objects.filter(project__in=projects_with(actor, Right.READ_LAB)), wanted)


def public_sessions(wanted: Wanted) -> QuerySet[Session]:
    """The sessions of activities that everybody may read of, in order of time; cancelled ones too, which say so."""
    return _sessions(Session.objects.filter(activity__is_public=True), wanted)


def _sessions(found: QuerySet[Session], wanted: Wanted) -> QuerySet[Session]:
    if wanted.starts_on:
        found = found.filter(on__gte=wanted.starts_on)
    if wanted.ends_on:
        found = found.filter(on__lt=wanted.ends_on)
    narrowed = found.filter(_like(wanted, "activity__"))
    return narrowed.select_related(*_WITH).order_by("starts_at", "pk")


def _like(wanted: Wanted, path: str = "") -> Q:
    asked = Q()
    if wanted.kind:
        asked &= Q(**{f"{path}kind": wanted.kind})
    if wanted.project:
        asked &= Q(**{f"{path}project__code": wanted.project})
    if wanted.language:
        asked &= Q(**{f"{path}languages__contains": wanted.language})
    if wanted.has_childcare:
        asked &= Q(**{f"{path}has_childcare": True})
    for word in wanted.words.split()[:5]:
        said = Q()
        for language in ("it", "en", "fr", "ar", "ur", "es"):
            said |= Q(**{f"{path}titles__{language}__icontains": word})
        asked &= said
    return asked


def activities(actor: Actor, wanted: Wanted, *, at: datetime) -> QuerySet[Activity]:
    """The activities of the actor's projects, each with `next_at`, `ahead` and `held`: sessions to come and past."""
    coming = Q(sessions__ends_at__gt=at, sessions__cancelled_at=None)
    past = Q(sessions__ends_at__lte=at, sessions__cancelled_at=None)
    found = (
        Activity.objects.visible_to(actor)
        .filter(_like(wanted))
        .select_related("project", "host")
        .annotate(
            next_at=Min("sessions__starts_at", filter=coming),
            ahead=Count("sessions", filter=coming),
            held=Count("sessions", filter=past),
        )
    )
    orders: dict[str, tuple[Any, ...]] = {
        "title": ("titles__it", "pk"),
        "new": ("-pk",),
        "next": (F("next_at").asc(nulls_last=True), "-pk"),
    }
    return found.order_by(*orders.get(wanted.sort, orders["next"]))


def of_activity(activity: Activity) -> QuerySet[Session]:
    """All sessions of an activity that was found before, in order of time."""
    return activity.sessions.select_related("building", "signed_by").order_by("starts_at", "pk")


def public_activity(uid: UUID) -> Activity:
    """An activity that everybody may read of.

    Raises:
        NotFound: Absent, or not public.
    """
    found = Activity.objects.public().filter(uid=uid).select_related("host", "project").first()
    if found is None:
        raise NotFound
    return found


def coming(activity: Activity, *, at: datetime, most: int = 60) -> list[Session]:
    """The sessions of an activity that have not ended, the next first."""
    found = activity.sessions.filter(ends_at__gt=at).select_related("building")
    return list(found.order_by("starts_at", "pk")[:most])


def published(wanted: Wanted, on: date) -> QuerySet[Session]:
    """What the public feeds tell of: sessions from some weeks back, so that calendars hear of what was cancelled."""
    start = on - timedelta(days=params.value("lab.feed_days_back", on))
    end = on + timedelta(days=params.value("lab.feed_days_ahead", on))
    most = params.value("lab.feed_sessions", on)
    asked = Wanted(kind=wanted.kind, project=wanted.project, starts_on=start, ends_on=end)
    return public_sessions(asked)[:most]
