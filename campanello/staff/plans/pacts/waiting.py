"""Pacts to be reviewed or signed and traineeships to be visited, for the teams' home: counted, without a name."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.plans.queries import pacts_waiting as queries
from campanello.staff.stacks import Kind, Stack


def kinds(actor: Actor, on: date) -> list[Kind]:
    """How many reviews are late, how many pacts lack signatures, how many trainees wait for their tutor."""
    if not may(actor, Right.WRITE_PLANS):
        return []
    found = queries.counts(actor, on)
    pacts, traineeships = reverse("staff:pacts"), reverse("staff:traineeships")
    return [
        Kind(
            Stack.OVERDUE,
            gettext("Pacts: reviews that are late"),
            gettext("Look at the pact together, and write down how it was kept."),
            (),
            found[queries.LATE],
            url=f"{pacts}?waits=late&sort=review",
        ),
        Kind(
            Stack.SIGN,
            gettext("Pacts: signatures that are missing"),
            gettext("Terms hold once both sides have signed them."),
            (),
            found[queries.UNSIGNED],
            url=f"{pacts}?waits=sign",
        ),
        Kind(
            Stack.OVERDUE,
            gettext("Traineeships: the tutor is awaited"),
            gettext("Look in, and write down how it goes."),
            (),
            found[queries.UNVISITED],
            url=f"{traineeships}?waits=visit&sort=visit",
        ),
    ]
