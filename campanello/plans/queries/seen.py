"""Which rows about people an actor sees: those of their projects, without people whose data are restricted."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.people.models import Person

Row = TypeVar("Row", bound=Model)


def seen(rows: QuerySet[Row], actor: Actor, right: Right, path: str = "") -> QuerySet[Row]:
    """Of some rows with a project and a person, those where the actor has a right.

    Args:
        rows: The rows; what is restricted (GDPR art. 18) is left to who answers people's rights in its project.
        actor: Who asks.
        right: What the actor wants to do.
        path: What leads from a row to the one that has project and person, as `plan__`.
    """
    restricted = Q(**{f"{path}person__restricted_at__isnull": False})
    restricted |= Q(**{f"{path}person__merged_into__restricted_at__isnull": False})
    answering = Q(**{f"{path}project__in": projects_with(actor, Right.ANSWER_RIGHTS)})
    mine = rows.filter(**{f"{path}project__in": projects_with(actor, right)})
    return mine.exclude(restricted & ~answering)


def standing(person: Person) -> Person:
    """The record that stands for a row's person; ask for `person__merged_into` along with the row."""
    return person.merged_into or person
