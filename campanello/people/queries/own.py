"""What a resident's own pages say about whose they are: a name, and whether they know a person at all."""

from campanello.core.actor import Actor
from campanello.people.models import Person


def own_person(actor: Actor) -> Person | None:
    """The person whose matters are the actor's own: themselves, or whoever they stand for; the standing record.

    None for who is linked to nobody, and for records that are erased.
    """
    if actor.own is None:
        return None
    found = Person.objects.select_related("merged_into").filter(pk=actor.own, erased_at=None).first()
    return (found.merged_into or found) if found else None
