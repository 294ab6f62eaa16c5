"""Finds who is in the team around a person."""

from datetime import date

from django.db.models import Q, QuerySet

from campanello.accounts.models import Assignment, User
from campanello.core.access import RIGHTS, Right
from campanello.core.actor import Actor
from campanello.core.single import single
from campanello.people.models import Household, Person
from campanello.people.queries.merges import of_people, stays_of
from campanello.plans.models import TeamMember
from campanello.plans.queries.seen import seen

REGISTRY = "registry"


def member(
    actor: Actor, key: int, *, right: Right = Right.READ_ASSESSMENTS, lock: bool = False
) -> TeamMember:
    """A member of a team, by key.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = TeamMember.objects.filter(pk=key).select_related("person__merged_into", "project", "user")
    return single(seen(found, actor, right), seen(found, actor, Right.READ_ASSESSMENTS), lock=lock)


def members(actor: Actor, person: Person, on: date) -> QuerySet[TeamMember]:
    """Who is in the team around a person on a day or will be, the lead first; of the actor's projects."""
    found = TeamMember.objects.filter(of_people("person", [person.pk])).filter(
        Q(ends_on=None) | Q(ends_on__gt=on)
    )
    rows = seen(found, actor, Right.READ_ASSESSMENTS)
    return rows.select_related("user", "project")


def present(person: Person, project: int, on: date) -> QuerySet[TeamMember]:
    """The team of a project around a person from a day on."""
    found = TeamMember.objects.filter(of_people("person", [person.pk]), project=project)
    return found.filter(Q(ends_on=None) | Q(ends_on__gt=on))


def colleagues(project: int, on: date, right: Right = Right.READ_ASSESSMENTS) -> QuerySet[User]:
    """Who may take part in a project on a day: colleagues with a right there, by name."""
    roles = [role.value for role, rights in RIGHTS.items() if right in rights]
    held = Assignment.objects.holding_on(on).filter(project=project, role__in=roles)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "username")


def household_of(person: Person, on: date) -> Household | None:
    """The household of the registry that a person is in on a day."""
    stays = [one for one in stays_of([person.pk])[person.pk] if one.kind == REGISTRY and on in one.period]
    return Household.objects.filter(pk=stays[0].household).first() if stays else None
