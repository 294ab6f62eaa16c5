"""When people were last in touch with the labs that the viewer works in."""

from collections.abc import Collection
from datetime import date

from django.db.models import Max

from campanello.core.actor import Actor
from campanello.lab.models import Visit
from campanello.people.queries.merges import of_people, standing_for


def last_contacts(actor: Actor, people: Collection[int]) -> dict[int, date]:
    """The day of the latest visit of each of some people, as far as the actor's projects go; none where there is none.

    Visits of records that were merged into one of them are theirs; cancelled ones do not count. One query.
    """
    theirs = Visit.objects.visible_to(actor).filter(of_people("person", people), cancelled_at=None)
    standing = theirs.order_by().annotate(standing=standing_for("person")).values("standing")
    return dict(standing.annotate(day=Max("on")).values_list("standing", "day"))
