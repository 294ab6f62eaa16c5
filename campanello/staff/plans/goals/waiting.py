"""One's own late tasks, for the teams' home."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.plans.queries import goals
from campanello.staff.stacks import SHOWN, Kind, Line, Stack


def kinds(actor: Actor, on: date) -> list[Kind]:
    """Tasks of one's own whose day is past."""
    if not may(actor, Right.WRITE_PLANS):
        return []
    found = goals.waiting(actor, on, SHOWN)
    lines = [
        Line(
            one.task.title,
            reverse("staff:person-goals", args=[one.person.uid]),
            one.task.due_on,
            one.person.name,
        )
        for one in found.first
    ]
    return [
        Kind(
            Stack.OVERDUE,
            gettext("Tasks past their day"),
            gettext("Tick them off once they are done."),
            lines,
            found.overdue,
            url=f"{reverse('staff:goals')}?when=overdue",
        )
    ]
