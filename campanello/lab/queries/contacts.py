"""When people were last in touch with the labs that the viewer works in."""

from collections.abc import Collection
from datetime import date

from django.db.models import Max, Value
from django.db.models.functions import Coalesce

from campanello.core.actor import Actor
from campanello.lab.models import Antenna, Attendance, Message, Referral, Report, SignUp, Visit
from campanello.people.queries.merges import of_people, standing_for


def last_contacts(actor: Actor, people: Collection[int]) -> dict[int, date]:
    """The day of the latest visit of each of some people, as far as the actor's projects go; none where there is none.

    Visits of records that were merged into one of them are theirs; cancelled ones do not count. One query.
    """
    theirs = Visit.objects.visible_to(actor).filter(of_people("person", people), cancelled_at=None)
    standing = theirs.order_by().annotate(standing=standing_for("person")).values("standing")
    return dict(standing.annotate(day=Max("on")).values_list("standing", "day"))


def last_met(keys: Collection[int]) -> date | None:
    """The last day on which the lab had to do with one person's records, in whatever project; None if it never had.

    For retention, which asks nobody's right: who still comes, takes part or waits for an answer is not forgotten.
    """
    days = (
        Visit.objects.filter(person__in=keys, cancelled_at=None).aggregate(day=Max("on")),
        Visit.objects.filter(household__memberships__person__in=keys, cancelled_at=None).aggregate(
            day=Max("on")
        ),
        Report.objects.filter(reporter__in=keys).aggregate(day=Max("made_on")),
        Attendance.objects.filter(person__in=keys).aggregate(day=Max("session__on")),
        SignUp.objects.filter(person__in=keys).aggregate(day=Max("session__on")),
        Referral.objects.filter(person__in=keys).aggregate(day=Max(Coalesce("concluded_on", "sent_on"))),
        Message.objects.filter(person__in=keys, state="sent").aggregate(day=Max("sent_at__date")),
        Antenna.objects.filter(person__in=keys).aggregate(day=Max(Coalesce("ends_on", Value(date.max)))),
    )
    return max((one["day"] for one in days if one["day"]), default=None)
