"""The next steps of one's own visits, for the teams' home."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.lab.queries import steps
from campanello.lab.queries.steps import Step
from campanello.staff.lab.visits.words import who_instead
from campanello.staff.stacks import SHOWN, Kind, Line, Stack


def kinds(actor: Actor, on: date) -> list[Kind]:
    """Next steps whose day is past, and those of today and the days to come."""
    if not may(actor, Right.WRITE_LAB):
        return []
    found = steps.own_steps(actor, on, most=SHOWN)
    late = [one for one in found.steps if one.day < on]
    due = [one for one in found.steps if one.day >= on]
    return [
        _kind(
            Stack.OVERDUE,
            gettext("Next steps past their day"),
            gettext("You wrote that you would do this by then."),
            late,
            found.late,
        ),
        _kind(
            Stack.CALL_BACK,
            gettext("Next steps of your visits"),
            gettext("Do them by the day beside, then mark them as done."),
            due,
            found.due,
        ),
    ]


def _kind(stack: Stack, title: str, text: str, found: Sequence[Step], total: int) -> Kind:
    lines = [
        Line(
            one.who or who_instead(one.visit),
            reverse("staff:visit", args=[one.visit.uid]),
            one.day,
            one.visit.next_step,
        )
        for one in found
    ]
    url = f"{reverse('staff:visits')}?sort=step"
    return Kind(stack, title, text, lines, total, is_cut=total >= steps.MOST, url=url)
