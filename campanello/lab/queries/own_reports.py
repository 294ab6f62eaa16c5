"""A resident's own reports: where they may be about, and what became of them, as far as it is meant for residents."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from campanello.core.access import NotFound, Right, may
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.homes.models import Building, Dwelling, Tenancy
from campanello.homes.queries.tenancies import on_day
from campanello.lab.models import Report, ReportPhoto, ReportStep
from campanello.lab.queries.photos import file_of
from campanello.people.models import Involvement, Membership, Person
from campanello.people.queries.merges import ids_of

SCOPE, SOURCE = "reports", "resident"
# What the teams record was told by somebody and is written in the teams' words.
IN_OWN_WORDS = ("resident", "antenna")
MOST_HOUSES = 300


@dataclass(frozen=True)
class Places:
    """Where a resident's report may be about: their homes, and the houses around, their own first."""

    homes: tuple[Dwelling, ...]
    houses: tuple[Building, ...]


@dataclass(frozen=True)
class OwnReport:
    """A report as whoever told it reads it: its story as far as it is meant for them, and their photographs."""

    report: Report
    steps: tuple[ReportStep, ...]
    photos: tuple[ReportPhoto, ...]
    is_open: bool

    @property
    def text(self) -> str:
        """What was told, where the resident wrote it themselves."""
        return self.report.text if self.report.source in IN_OWN_WORDS else ""


def keys(actor: Actor) -> tuple[int, ...]:
    """The keys of the person's records for whom the actor reports: their own, or of whoever they stand for.

    Raises:
        NotFound: The actor is no resident, or a delegate who was not allowed this.
    """
    if actor.own is None or not may(actor, Right.READ_OWN) or not actor.may_for_own(SCOPE):
        raise NotFound
    return ids_of(actor.own)


def reporter(actor: Actor) -> Person:
    """The person for whom the actor reports.

    Raises:
        NotFound: As `keys`; or they are erased.
    """
    found = Person.objects.filter(pk__in=keys(actor)[:1], erased_at=None).first()
    if found is None:
        raise NotFound
    return found


def own(actor: Actor) -> QuerySet[Report]:
    """What the actor reported, the latest first, merged records' reports included.

    Raises:
        NotFound: As `keys`.
    """
    found = Report.objects.filter(reporter__in=keys(actor)).select_related("building", "dwelling__building")
    return found.order_by("-made_at", "-pk")


def one(actor: Actor, uid: UUID, *, lock: bool = False) -> Report:
    """One of the actor's own reports.

    Raises:
        NotFound: Absent, or another's.
    """
    found = own(actor).select_related("owner").filter(uid=uid)
    held = (found.select_for_update(of=("self",)) if lock else found).first()
    if held is None:
        raise NotFound
    return held


def shown(actor: Actor, uid: UUID) -> OwnReport:
    """One of the actor's own reports with its story. Four queries.

    Raises:
        NotFound: Absent, or another's.
    """
    found = one(actor, uid)
    steps = found.steps.filter(is_for_resident=True).select_related("by")
    return OwnReport(found, tuple(steps), tuple(found.photos.all()), is_open=found.closed_at is None)


def photo(actor: Actor, uid: UUID) -> ReportPhoto:
    """A photograph of one of the actor's own reports.

    Raises:
        NotFound: Absent, or another's.
    """
    found = ReportPhoto.objects.filter(uid=uid, report__in=own(actor).order_by().values("pk")).first()
    if found is None or not file_of(found).is_file():
        raise NotFound
    return found


def places(actor: Actor, on: date) -> Places:
    """Where a report may be about on a day. Four queries.

    Raises:
        NotFound: As `keys`.
    """
    whose = keys(actor)
    held = Membership.objects.filter(on_day(on), person__in=whose).values("household")
    homes = list(
        Tenancy.objects.filter(on_day(on), Q(household__in=held) | Q(holder__in=whose))
        .select_related("dwelling__building__neighbourhood")
        .order_by("pk")
    )
    mine = {one.dwelling.building_id for one in homes}
    houses = list(
        Building.objects.filter(
            Q(pk__in=mine) | Q(neighbourhood__projects__in=_known_by(whose).values("project"))
        )
        .order_by("street", "number")
        .distinct()[:MOST_HOUSES]
    )
    houses.sort(key=lambda one: one.pk not in mine)
    dwellings = {one.dwelling_id: one.dwelling for one in homes}
    return Places(tuple(dwellings.values()), tuple(houses))


def project(actor: Actor, building: UUID | None) -> Project:
    """The project to which a resident's report goes: one that knows them, and where the house is if they named one.

    Raises:
        NotFound: No project knows them, or the house is none of theirs.
    """
    known = Project.objects.filter(pk__in=_known_by(keys(actor)).values("project")).order_by("code")
    if building is not None:
        known = known.filter(neighbourhoods__buildings__uid=building)
    found = known.first()
    if found is None:
        raise NotFound
    return found


def is_known_by(actor: Actor, project: Project) -> bool:
    """Whether a project knows the resident that the actor is or stands for, so that they may report something to it."""
    if actor.own is None or not may(actor, Right.READ_OWN) or not actor.may_for_own(SCOPE):
        return False
    return _known_by(ids_of(actor.own)).filter(project=project).exists()


def since(actor: Actor, moment: datetime) -> int:
    """How many reports the actor sent since a moment, however many there are."""
    return Report.objects.filter(made_by=actor.user, source=SOURCE, made_at__gte=moment).count()


def _known_by(whose: tuple[int, ...]) -> QuerySet[Involvement]:
    return Involvement.objects.filter(person__in=whose)
