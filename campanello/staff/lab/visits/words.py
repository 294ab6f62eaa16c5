"""Visits in words: channels with their icons, needs as chips, one visit as a page shows it, happenings of a story."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext

from campanello.core.actor import Actor
from campanello.core.period import ROME
from campanello.lab.queries import naming, visits
from campanello.lab.queries.timeline import Happening
from campanello.lab.rules import values

CHANNEL_ICONS = {
    "desk": "presentation",
    "courtyard": "map-marker",
    "balcony": "horn",
    "phone": "telephone",
    "whatsapp": "whatsapp",
    "video": "video",
    "home": "pa",
    "web": "mail",
}
HAPPENING_ICONS = {
    "visit": "comment",
    "report": "flag",
    "referral": "share",
    "letter": "mail",
    "activity": "calendar",
    "message": "mail",
    "plan": "note",
    "points": "star-outline",
}
MINUTES = (5, 10, 20, 30, 45, 60)
# Fields of the ten-second page that are folded away until they are wanted.
MORE = ("outcome", "note", "is_confidential", "next_step", "next_step_on", "happened_at", "building")


@dataclass(frozen=True)
class Choice:
    """A value to touch: its word, its icon, whether it is chosen."""

    value: str
    label: str
    icon: str
    is_chosen: bool


@dataclass(frozen=True)
class Shown:
    """A visit as a page shows it."""

    visit: Any
    who: str
    person_uid: Any
    channel: str
    icon: str
    needs: tuple[str, ...]
    outcome: str
    note: str
    has_sealed_note: bool
    is_waiting: bool


@dataclass(frozen=True)
class Line:
    """A happening of a story: its moment in Rome, icon, sentence, what somebody wrote, and where it is read."""

    at: Any
    icon: str
    text: str
    words: str
    url: str


def channels(chosen: str) -> list[Choice]:
    """The channels, one of them chosen."""
    return [
        Choice(value, gettext(text), CHANNEL_ICONS[value], value == chosen)
        for value, text in values.CHANNELS.items()
    ]


def needs(chosen: Collection[str]) -> list[Choice]:
    """The needs, some of them chosen."""
    return [Choice(value, gettext(text), "", value in chosen) for value, text in values.NEEDS.items()]


def beside(age: int | None, *more: str) -> str:
    """What tells somebody from others of the name: age, doorbell, address."""
    years = ngettext("%(years)s year old", "%(years)s years old", age) % {"years": age} if age else ""
    return ", ".join(filter(None, (years, *more)))


def named(values: dict[str, str], value: str) -> str:
    """A value of a list in words; nothing stays nothing."""
    return gettext(values[value]) if value in values else ""


def visit_shown(actor: Actor, one: Any, on: date) -> Shown:
    """A visit for a page, by whoever was let in to it. Two queries at most."""
    person = naming.standing(one.person)
    who = naming.name_of(actor, person, one.project_id)
    if one.household_id:
        label = naming.household_labels(actor, [one.household_id], on).get(one.household_id)
        who = label.text if label else ""
    may_read = visits.may_read_note(actor, one)
    return Shown(
        visit=one,
        who=who or who_instead(one),
        person_uid=person.uid if person and who else None,
        channel=gettext(values.CHANNELS[one.channel]),
        icon=CHANNEL_ICONS[one.channel],
        needs=tuple(gettext(values.NEEDS[need]) for need in visits.needs_of(one)),
        outcome=named(values.VISIT_OUTCOMES, one.outcome),
        note=one.note if may_read else "",
        has_sealed_note=bool(one.note) and not may_read,
        is_waiting=bool(one.next_step) and one.next_step_done_at is None and one.cancelled_at is None,
    )


def who_instead(one: Any) -> str:
    """What is said in place of a name."""
    if one.household_id:
        return gettext("A household")
    return gettext("Name withheld") if one.person_id else gettext("Nobody in particular")


def line(one: Happening) -> Line:
    """A happening in the reader's language."""
    return Line(
        at=one.at.astimezone(ROME),
        icon=HAPPENING_ICONS.get(one.kind, "info-circle"),
        text=gettext(one.text) % {name: _said(fact) for name, fact in one.facts.items()},
        words=one.words,
        url=_url(one),
    )


def _said(fact: Any) -> Any:
    return gettext(fact[0]) % fact[1] if isinstance(fact, tuple) else fact


def _url(one: Happening) -> str:
    # A page that this installation does not have is not linked to.
    try:
        return reverse(one.page, args=[one.key]) if one.page else ""
    except NoReverseMatch:
        return ""
