"""Reports in words: places, states and steps as people read them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from campanello.lab.rules import values
from campanello.lab.rules.routing import WHYS

# A state's icon and tone, so that none is told by colour alone.
TONES = {
    "received": "info",
    "progress": "warning",
    "planned": "warning",
    "solved": "success",
    "not_ours": "neutral",
    "duplicate": "neutral",
    "no_action": "neutral",
}
PRIORITY_TONES = {"urgent": "danger", "high": "warning"}
STEP_ICONS = {
    "state": "refresh",
    "owner": "exchange-circle",
    "reply": "mail",
    "note": "note",
    "reminder": "clock",
    "joined": "user",
    "follow_up": "help-circle",
    "word": "comment",
}
STEP_NAMES = {
    "reply": _("Written to who reported it"),
    "note": _("Note among colleagues"),
    "reminder": _("Reminder"),
    "joined": _("Somebody else told the same"),
    "word": _("Who reported it adds"),
}


def in_words(texts: Mapping[str, str], *, empty: str = "") -> list[tuple[str, str]]:
    """Values with their words in the reader's language, after one for none of them if that has a name."""
    return [("", empty)] * bool(empty) + [(value, gettext(text)) for value, text in texts.items()]


def place(report: Any) -> str:
    """Where it is, from the house to the door."""
    parts = [str(report.building)] if report.building else []
    if not parts and report.neighbourhood:
        parts.append(str(report.neighbourhood))
    if report.stair:
        parts.append(gettext("stair %(stair)s") % {"stair": report.stair.label})
    if report.dwelling:
        told = {"floor": report.dwelling.floor, "door": report.dwelling.door}
        parts.append(gettext("floor %(floor)s, door %(door)s") % told)
    if report.place_note:
        parts.append(report.place_note)
    return ", ".join(parts) or gettext("No place was told")


def state(report: Any) -> str:
    """The state's name."""
    return gettext(values.REPORT_STATES[report.state])


def because(step: Any) -> str:
    """Why somebody has to answer, in words; nothing where that is not known."""
    text = WHYS.get(step.why)
    return gettext(text) % {"owner": step.owner.name} if text and step.owner else ""


def step_text(step: Any) -> str:
    """What happened, in a few words."""
    if step.kind == "state":
        return gettext("State: %(state)s") % {"state": gettext(values.REPORT_STATES[step.state])}
    if step.kind == "owner" and step.owner:
        return gettext("%(owner)s has to answer") % {"owner": step.owner.name}
    if step.kind == "follow_up":
        answer = gettext(values.FOLLOW_UP_ANSWERS.get(step.why, ""))
        return gettext("Asked some weeks later: %(answer)s") % {"answer": answer}
    return gettext(STEP_NAMES[step.kind]) if step.kind in STEP_NAMES else ""


def excerpt(text: str, most: int = 140) -> str:
    """The beginning of a text."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= most else f"{one_line[: most - 1].rstrip()}…"
