"""A report as the board and the list show it: no name is ever on a card."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from campanello.lab.queries.reports_shown import is_overdue
from campanello.lab.rules import values
from campanello.lab.rules.reports import moves
from campanello.staff.lab.reports import words


@dataclass(frozen=True)
class Card:
    """What a card says. `days` is how long ago it was told."""

    report: Any
    place: str
    text: str
    kind: str
    state: str
    tone: str
    priority: str
    priority_tone: str
    days: int
    is_overdue: bool
    photo: Any
    moves: tuple["Step", ...]


@dataclass(frozen=True)
class Step:
    """A state that may follow, with what the button says."""

    state: str
    name: str
    icon: str


_STEPS = {
    "received": (_("Open again"), "restore"),
    "progress": (_("Take in hand"), "arrow-right-circle"),
    "planned": (_("Plan for a day"), "calendar"),
    "solved": (_("Solved"), "check-circle"),
    "not_ours": (_("Not ours"), "share"),
    "duplicate": (_("Said already"), "copy"),
    "no_action": (_("Close without action"), "close-circle"),
}


def card(report: Any, on: date) -> Card:
    """One report."""
    photos = list(report.photos.all())
    return Card(
        report=report,
        place=words.place(report),
        text=words.excerpt(report.text),
        kind=gettext(values.REPORT_KINDS[report.kind]),
        state=words.state(report),
        tone=words.TONES[report.state],
        priority=gettext(values.PRIORITIES[report.priority]),
        priority_tone=words.PRIORITY_TONES.get(report.priority, ""),
        days=max(0, (on - report.made_on).days),
        is_overdue=is_overdue(report, on),
        photo=photos[0] if photos else None,
        moves=steps(report.state),
    )


def cards(reports: Iterable[Any], on: date) -> list[Card]:
    """Several of them."""
    return [card(report, on) for report in reports]


def steps(state: str) -> tuple[Step, ...]:
    """What may be done with a report in a state."""
    return tuple(Step(one, gettext(_STEPS[one][0]), _STEPS[one][1]) for one in moves(state))
