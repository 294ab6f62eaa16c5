"""Awards by hand that wait for a second signature, for the teams' home: counted, without a name."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.points.queries import hand_awards as queries
from campanello.staff.stacks import Kind, Stack


def kinds(actor: Actor, on: date) -> list[Kind]:
    """How many awards of others the reader could sign. Nothing for who signs none."""
    if not may(actor, Right.APPROVE_POINTS):
        return []
    return [
        Kind(
            Stack.SIGN,
            gettext("Points: awards that wait for a second signature"),
            gettext("Look at the evidence; sign it, or say why not."),
            (),
            queries.waiting(actor).count(),
            url=f"{reverse('staff:hand-awards')}?state=waiting&sort=old",
        )
    ]
