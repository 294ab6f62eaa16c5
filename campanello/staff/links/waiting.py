"""Pairs of records that wait for an answer, for the teams' home."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.people.queries import pairs
from campanello.people.rules.pairs import State
from campanello.staff.stacks import SHOWN, Kind, Line, Stack


def kinds(actor: Actor, on: date) -> list[Kind]:
    """Pairs to answer alone, and pairs over which two are of two minds."""
    if not may(actor, Right.DECIDE_PAIRS):
        return []
    return [
        _kind(
            actor,
            State.TO_ANSWER,
            gettext("Pairs of records to decide"),
            gettext("Are the two one person? Answer alone; a colleague answers too."),
        ),
        _kind(
            actor,
            State.TO_TALK,
            gettext("Pairs to talk over"),
            gettext("Two of you answered differently, or neither was sure."),
        ),
    ]


def _kind(actor: Actor, state: State, title: str, text: str) -> Kind:
    found, total = pairs.first(actor, state, most=SHOWN)
    lines = [
        Line(
            f"{one.pair.one.name} · {one.pair.other.name}",
            reverse("staff:pair", args=[one.pair.pk]),
            note=gettext("%(percent)s %%") % {"percent": round(one.percent)},
        )
        for one in found
    ]
    return Kind(Stack.SIGN, title, text, lines, total, url=f"{reverse('staff:pairs')}?stato={state.value}")
