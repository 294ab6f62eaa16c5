"""Who is to be asked how they are, for the teams' home: counted, so that no name is told there."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.plans.queries import results
from campanello.staff.stacks import Kind, Stack


def kinds(actor: Actor, on: date) -> list[Kind]:
    """How many are overdue, and how many somebody wanted to try again today."""
    if not may(actor, Right.WRITE_PLANS):
        return []
    found, address = results.counts(actor, on), reverse("staff:results")
    return [
        Kind(
            Stack.OVERDUE,
            gettext("After the plan: past the day"),
            gettext("Ask how they are, or write down that they could not be reached."),
            (),
            found["overdue"],
            url=f"{address}?due=overdue",
        ),
        Kind(
            Stack.CALL_BACK,
            gettext("After the plan: to be tried again"),
            gettext("Somebody wanted to try again by today."),
            (),
            found["again"],
            url=f"{address}?again=1",
        ),
    ]
