"""Settlements that wait for approval, for the teams' home: in figures, without a name."""

from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.points.queries import settlements as queries
from campanello.staff.stacks import SHOWN, Kind, Line, Stack
from campanello.staff.templatetags.homes import euros


def kinds(actor: Actor, on: date) -> list[Kind]:
    """What the reader could approve, the oldest first. Nothing for who approves none."""
    if not may(actor, Right.APPROVE_SETTLEMENTS):
        return []
    found = queries.seen_by(actor, Right.APPROVE_SETTLEMENTS).filter(state="proposed").order_by("pk")
    rows = list(found[: SHOWN + 1])
    lines = [
        Line(
            gettext("Settlement %(number)s, %(project)s")
            % {"number": row.number, "project": row.project.code},
            reverse("staff:settlement", args=[row.uid]),
            localdate(row.proposed_at),
            euros(row.cents),
        )
        for row in rows[:SHOWN]
    ]
    return [
        Kind(
            Stack.SIGN,
            gettext("Settlements"),
            gettext("Waits for approval"),
            lines,
            len(lines),
            is_cut=len(rows) > SHOWN,
            url=f"{reverse('staff:settlements')}?state=proposed",
        )
    ]
