"""Finds courtyard findings, and what a neighbourhood's buildings come to. Nobody's name is in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Length

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.single import single
from campanello.homes.models import Building, Neighbourhood
from campanello.homes.queries import places
from campanello.lab.models import Finding, FindingSet, FindingVote
from campanello.lab.rules.findings import Marks
from campanello.people.rules.keys import plain

SORTS = {
    "votes": ("-votes", "-made_at", "pk"),
    "new": ("-made_at", "-pk"),
    "address": ("building__street", Length("building__number"), "building__number", "-votes", "pk"),
}


@dataclass(frozen=True)
class Wanted:
    """What a list of findings is asked for; each that is empty leaves all."""

    words: str = ""
    kind: str = ""
    neighbourhood: str = ""
    building: str = ""
    is_withdrawn: bool = False
    sort: str = "votes"


@dataclass(frozen=True)
class House:
    """A building with what its findings come to."""

    building: Building
    marks: Marks


def finding(actor: Actor, uid: UUID, *, right: Right = Right.READ_LAB, lock: bool = False) -> Finding:
    """A finding, withdrawn ones included.

    Raises:
        NotFound: Absent, or not of the actor's projects.
        NotYours: The actor may see it but has not the right.
    """
    found = Finding.objects.filter(uid=uid).select_related("building__neighbourhood__municipality")
    return single(found.visible_to(actor, right), found.visible_to(actor), lock=lock)


def findings(actor: Actor, wanted: Wanted) -> FindingSet:
    """The findings that the actor may see, with their buildings."""
    found = Finding.objects.visible_to(actor).select_related("building__neighbourhood__municipality")
    found = found.filter(withdrawn_at__isnull=not wanted.is_withdrawn)
    for word in wanted.words.split():
        there = Q(text__icontains=word) | Q(spot__icontains=word)
        found = found.filter(there | Q(building__search__contains=plain(word)))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.neighbourhood:
        found = found.filter(building__neighbourhood__uid=wanted.neighbourhood)
    if wanted.building:
        found = found.filter(building__uid=wanted.building)
    return found.order_by(*SORTS.get(wanted.sort, SORTS["votes"]))


def of_building(actor: Actor, building: UUID) -> tuple[Building, list[Finding]]:
    """A building and all its findings that the actor may see, those with most hands first. Two queries.

    Raises:
        NotFound: The building is absent, or not the actor's.
    """
    house = places.building(actor, building)
    rows = Finding.objects.visible_to(actor).filter(building=house).order_by(*SORTS["votes"])
    return house, list(rows)


def marks_of(rows: Iterable[Finding]) -> Marks:
    """What findings come to; withdrawn ones do not count."""
    held = [one for one in rows if one.withdrawn_at is None]
    strong = [one.votes for one in held if one.kind == "strong"]
    weak = [one.votes for one in held if one.kind == "weak"]
    return Marks(len(strong), len(weak), sum(strong), sum(weak))


def houses(actor: Actor, neighbourhood: Neighbourhood) -> list[House]:
    """All buildings of a neighbourhood with what is said of them, by street and number. Two queries."""
    told = (
        Finding.objects.visible_to(actor)
        .filter(building__neighbourhood=neighbourhood, withdrawn_at=None)
        .order_by()
        .values_list("building", "kind")
        .annotate(points=Count("pk"), hands=Sum("votes"))
    )
    found: dict[int, dict[str, int]] = {}
    for building, kind, points, hands in told:
        found.setdefault(building, {}).update({kind: points, f"{kind}_votes": hands})
    buildings = Building.objects.visible_to(actor).filter(neighbourhood=neighbourhood)
    ordered = buildings.order_by("street", Length("number"), "number", "pk")
    return [House(one, Marks(**found.get(one.pk, {}))) for one in ordered]


def neighbourhoods(actor: Actor) -> QuerySet[Neighbourhood]:
    """Those where the actor's labs work, by name."""
    return places.neighbourhoods_of_projects(actor, Right.READ_LAB).order_by("name")


def neighbourhood(actor: Actor, uid: UUID) -> Neighbourhood:
    """A neighbourhood where one of the actor's labs works.

    Raises:
        NotFound.
    """
    one = neighbourhoods(actor).filter(uid=uid).first()
    if one is None:
        raise NotFound
    return one


def project_at(actor: Actor, building: Building, wanted: int | None = None) -> Project | None:
    """The project of the actor's that works at a building, the wanted one where several do; None where none does."""
    there = Project.objects.filter(
        pk__in=projects_with(actor, Right.WRITE_LAB), neighbourhoods=building.neighbourhood
    )
    return (there.filter(pk=wanted) if wanted is not None else there).order_by("code").first()


def has_voted(finding: Finding, person: int) -> bool:
    """Whether a person already agreed with a finding."""
    return FindingVote.objects.filter(finding=finding, person=person).exists()


@transaction.atomic
def exported(actor: Actor, wanted: Wanted) -> list[Finding]:
    """The findings of a list, all pages of it; leaves a line."""
    rows = list(findings(actor, wanted))
    audit.exported(actor, "lab.findings-exported", rows=len(rows))
    return rows
