"""What waits about people, for the teams' home: permits that end, codes to replace, birth dates to ask."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.people.queries import waiting
from campanello.staff import stacks
from campanello.staff.stacks import Kind, Line


def kinds(actor: Actor, on: date) -> list[Kind]:
    """What is overdue, and whom to call before something is."""
    if not may(actor, Right.WRITE_PERSON):
        return []
    found = waiting.waiting(actor, on)
    return [
        _kind(
            stacks.Stack.OVERDUE,
            gettext("Residence permits that have ended"),
            gettext("No renewal is recorded. Ask whether it was applied for."),
            found.permits_ended,
        ),
        _kind(
            stacks.Stack.OVERDUE,
            gettext("Provisional codes to replace"),
            gettext("They were to be replaced by a codice fiscale by now."),
            found.codes_due,
        ),
        _kind(
            stacks.Stack.CALL_BACK,
            gettext("Residence permits that end within %(days)s days") % {"days": found.warning_days},
            gettext("Help with the renewal while there is time."),
            found.permits_ending,
        ),
        _kind(
            stacks.Stack.CALL_BACK,
            gettext("Birth dates that nobody has asked"),
            gettext("Ask at the next meeting, or record that it was declined."),
            found.births_to_ask,
        ),
    ]


def _kind(stack: stacks.Stack, title: str, text: str, found: waiting.Stack) -> Kind:
    lines = [_line(one) for one in found.lines]
    return Kind(stack, title, text, lines, found.total, found.is_cut)


def _line(one: waiting.Line) -> Line:
    return Line(one.name or gettext("Name not recorded"), reverse("staff:person", args=[one.uid]), one.day)
