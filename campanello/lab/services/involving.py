"""Lets a project know a person who came to it, as a registration there would."""

from datetime import date

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.people.models import Involvement, Person


def involve(actor: Actor, person: Person, project: int, *, on: date) -> None:
    """Have a project know a person from a day on, unless it does already; in the caller's transaction.

    The actor was let in to the person by another of their projects. One query where nothing is to be done.
    """
    made, is_new = Involvement.objects.get_or_create(
        person=person, project_id=project, defaults={"starts_on": on}
    )
    if not is_new and made.ends_on is None:
        return
    if not is_new:
        made.ends_on = None
        made.save(update_fields=["ends_on"])
    audit.record(
        actor, "people.person-joined", person, person=person.pk, project=project, was_here=not is_new
    )
