"""Requests under people's rights that wait, for the teams' home."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.people.queries import requests
from campanello.people.rules.requests import KINDS
from campanello.staff.stacks import SHOWN, Kind, Line, Stack


def kinds(actor: Actor, on: date) -> list[Kind]:
    """Requests past the law's month on the stack of what is overdue, the others on that of what is to be decided."""
    if not may(actor, Right.ANSWER_RIGHTS):
        return []
    return [
        _kind(
            Stack.OVERDUE,
            gettext("Requests under people's rights past their day"),
            gettext("The law gave a month. Answer now, and say why it is late."),
            *requests.waiting(actor, on, is_late=True, most=SHOWN),
        ),
        _kind(
            Stack.SIGN,
            gettext("Requests under people's rights to answer"),
            gettext("Each is to be answered by the day beside it."),
            *requests.waiting(actor, on, is_late=False, most=SHOWN),
        ),
    ]


def _kind(stack: Stack, title: str, text: str, found: list[requests.Waiting], total: int) -> Kind:
    lines = [
        Line(one.name, reverse("staff:person-rights", args=[one.uid]), one.due_on, gettext(KINDS[one.kind]))
        for one in found
    ]
    return Kind(stack, title, text, lines, total, is_cut=total >= requests.MOST)
