"""Finds what was withheld from registers' awards, and what the rules would give of it now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from campanello.core import audit
from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.single import single
from campanello.lab.models import Attendance, Session
from campanello.lab.rules.activities import in_language
from campanello.people.models import Person
from campanello.points.models import Rate, Scheme, Withheld
from campanello.points.queries import accounts, caps, register_awards, tariffs, worths
from campanello.points.queries.register_awards import is_untold, own_households, stands
from campanello.points.rules.values import WITHHELD_WHYS

OPEN, SETTLED = "open", "settled"
STATES = (OPEN, SETTLED)
LONGEST_TITLE = 160


@dataclass(frozen=True)
class Wanted:
    """What is asked for; an empty field asks for nothing."""

    state: str = OPEN
    why: str = ""
    project: str = ""
    words: str = ""


@dataclass(frozen=True)
class Line:
    """Something withheld, with whom it is of; without name where the reader may not see them."""

    withheld: Withheld
    session: Session
    person: UUID
    name: str


@dataclass(frozen=True)
class Asked:
    """Something withheld with all that decides on it."""

    withheld: Withheld
    attendance: Attendance
    session: Session
    person: Person
    household: int | None
    rate: Rate
    is_own: bool
    is_untold: bool
    has_award: bool

    @property
    def title(self) -> str:
        """What the receipt says was done."""
        return in_language(self.session.activity.titles, "it")[:LONGEST_TITLE]


def rows(actor: Actor, wanted: Wanted) -> QuerySet[Withheld]:
    """What was withheld in the actor's projects, the latest first."""
    found = Withheld.objects.filter(
        project__in=projects_with(actor, Right.AWARD_POINTS), settled_at__isnull=wanted.state == OPEN
    )
    if wanted.why in WITHHELD_WHYS:
        found = found.filter(why=wanted.why)
    if wanted.project:
        found = found.filter(project__code=wanted.project)
    for word in wanted.words.split()[:5]:
        found = found.filter(attendance__session__activity__titles__it__icontains=word)
    return found.select_related(
        "attendance__session__activity", "attendance__person__merged_into", "project", "settled_by"
    ).order_by("-found_at", "-pk")


def open_count(actor: Actor) -> int:
    """How much waits for somebody to decide. One query."""
    return Withheld.objects.filter(
        project__in=projects_with(actor, Right.AWARD_POINTS), settled_at=None
    ).count()


@transaction.atomic
def lines(actor: Actor, found: Iterable[Withheld], *, is_export: bool = False) -> list[Line]:
    """Some of what was withheld, with names; each person named leaves a line. Three queries."""
    listed = list(found)
    whose = {one.pk: stands(one.attendance) for one in listed}
    seen = register_awards.seen_by(actor, {person.pk for person in whose.values()})
    audit.read_many(actor, "points.withheld-listed", sorted(seen))
    if is_export:
        audit.exported(actor, "points.withheld-exported", rows=len(listed))
    return list(_lines(listed, whose, seen))


def _lines(listed: list[Withheld], whose: dict[int, Person], seen: frozenset[int]) -> Iterator[Line]:
    for one in listed:
        person = whose[one.pk]
        name = person.name if person.pk in seen else ""
        yield Line(one, one.attendance.session, person.uid, name)


def asked(actor: Actor, key: int, *, right: Right = Right.APPROVE_POINTS, lock: bool = False) -> Asked:
    """Something withheld, if the actor may decide on it; `lock` holds its row.

    Raises:
        NotFound, NotYours.
    """
    one = Withheld.objects.filter(pk=key)
    row = single(
        one.filter(project__in=projects_with(actor, right)),
        one.filter(project__in=projects_with(actor, Right.AWARD_POINTS)),
        lock=lock,
    )
    attendance = Attendance.objects.select_related(
        "session__activity", "session__building", "person__merged_into"
    ).get(pk=row.attendance_id)
    person, session = stands(attendance), attendance.session
    household = accounts.households_of([person.pk], session.on).get(person.pk)
    scheme = accounts.scheme_of(row.project_id)
    return Asked(
        row,
        attendance,
        session,
        person,
        household,
        _rate(scheme, session),
        is_own=household in own_households([actor.user]),
        is_untold=is_untold(person),
        has_award=caps.awards(row.project_id).filter(attendance=attendance).exists(),
    )


def _rate(scheme: Scheme, session: Session) -> Rate:
    worth = worths.worth_on(session.activity_id, session.on)
    return tariffs.rate_on(scheme, worth.code if worth else "", session.on)


@dataclass(frozen=True)
class Again:
    """Something withheld as its page shows it: whom it is of, and how much the rules would give now."""

    asked: Asked
    name: str
    now: int


@transaction.atomic
def again(actor: Actor, key: int) -> Again:
    """Something withheld, judged anew as things stand now; reading it leaves a line.

    Raises:
        NotFound, NotYours.
    """
    found = asked(actor, key)
    row = found.withheld
    seen = register_awards.seen_by(actor, [found.person.pk])
    audit.read_many(actor, "points.withheld-read", sorted(seen))
    sheet = register_awards.sheet(found.session, [found.attendance.pk])
    now = 0
    if sheet.rows and not row.settled_at:
        scheme = accounts.scheme_of(row.project_id)
        (line,) = register_awards.lines(sheet, scheme, found.rate, [actor.user], [found.attendance.pk])
        given = sum(
            caps.awards(row.project_id).filter(attendance=found.attendance).values_list("points", flat=True)
        )
        now = min(row.points, max(0, line.points - given))
    return Again(found, found.person.name if seen else "", now)
