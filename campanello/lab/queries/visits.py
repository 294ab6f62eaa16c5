"""Finds visits: one, for who may see it, and the facts of it that rules take. Lists are in `visit_lists`."""

from datetime import date
from uuid import UUID

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.single import single
from campanello.lab.models import Visit, VisitNeed
from campanello.lab.rules.visits import Limits, NewVisit
from campanello.people.models import Person

PARTS = ("project", "person__merged_into", "household", "building", "operator")


def limits(on: date) -> Limits:
    """The dated parameters that a visit is checked against."""
    return Limits(
        back_days=params.value("lab.visit_back_days", on),
        tolerance_minutes=params.value("lab.clock_tolerance_minutes", on),
        most_minutes=params.value("lab.visit_most_minutes", on),
        ahead_days=params.value("lab.next_step_ahead_days", on),
    )


def projects(actor: Actor, right: Right = Right.WRITE_LAB) -> list[Project]:
    """The projects in whose lab the actor has a right, by title."""
    return list(Project.objects.filter(pk__in=projects_with(actor, right)).order_by("title", "pk"))


def project(actor: Actor, code: str, right: Right = Right.WRITE_LAB) -> Project:
    """A project by its code, if the actor has the right in its lab.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    found = Project.objects.filter(pk__in=projects_with(actor, right), code=code).first()
    if found is None:
        raise NotFound
    return found


def visit(actor: Actor, uid: UUID, right: Right = Right.READ_LAB, *, lock: bool = False) -> Visit:
    """A visit with whom it was, where, and who recorded it; `lock` holds its row.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = Visit.objects.filter(uid=uid).select_related(*PARTS)
    return single(found.visible_to(actor, right), found.visible_to(actor), lock=lock)


def visit_read(actor: Actor, uid: UUID) -> Visit:
    """The same for a page that shows it: leaves a line on the person, or on the visit where it names nobody.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    found = visit(actor, uid)
    person = standing(found.person)
    audit.read(
        actor,
        "lab.visit-read",
        found,
        person=person.pk if person else None,
        note=bool(found.note) and may_read_note(actor, found),
    )
    return found


def standing(person: Person | None) -> Person | None:
    """The record that stands for a visit's person."""
    return person and (person.merged_into or person)


def may_read_note(actor: Actor, found: Visit) -> bool:
    """Whether a visit's note is for the actor: a confidential one for who reads special facts there."""
    return not found.is_confidential or found.project_id in projects_with(actor, Right.READ_SPECIAL)


def needs_of(found: Visit) -> tuple[str, ...]:
    """What a visit was about. One query."""
    return tuple(VisitNeed.objects.filter(visit=found).order_by("pk").values_list("need", flat=True))


def facts_of(found: Visit) -> NewVisit:
    """A visit as rules take it. One query."""
    person = standing(found.person)
    return NewVisit(
        project=found.project.code,
        happened_at=found.at,
        channel=found.channel,
        person=person.uid if person else None,
        household=found.household.uid if found.household else None,
        building=found.building.uid if found.building else None,
        needs=needs_of(found),
        minutes=found.minutes,
        outcome=found.outcome,
        note=found.note,
        is_confidential=found.is_confidential,
        next_step=found.next_step,
        next_step_on=found.next_step_on,
        is_clock_corrected=found.is_clock_corrected,
    )
