"""Runs and payments in words: the tone of a state, what changed, what was cut, why not."""

from django.utils.translation import get_language, gettext, gettext_noop

from campanello.core.edges import say
from campanello.core.errors import DomainError
from campanello.plans.rules.payments import CHANGES

TONES = {
    "computing": "info",
    "proposed": "warning",
    "approved": "info",
    "ordered": "info",
    "closed": "success",
    "void": "neutral",
    "ready": "info",
    "held": "warning",
    "paid": "success",
    "failed": "danger",
    "returned": "danger",
}
CAPS = {
    "services": gettext_noop("Cap on services"),
    "allowance": gettext_noop("Cap on the allowance"),
    "hours": gettext_noop("Hours of a block"),
    "fund": gettext_noop("Fund"),
}


def changes(codes: str) -> list[str]:
    """What is other than in the last line, in words."""
    return [gettext(CHANGES.get(code, code)) for code in codes.split(",") if code]


def caps(codes: str) -> list[str]:
    """What was cut, in words."""
    return [gettext(CAPS.get(code, code)) for code in codes.split(",") if code]


def refusal(error: DomainError) -> str:
    """Why something may not be done, in the reader's language."""
    return " ".join(say(error, get_language()))
