"""What all edges share: the kind of an error to status and exit code, and its sentence in the reader's language."""

from datetime import UTC, date, datetime
from typing import Any

from campanello.core.errors import DomainError, Kind
from campanello.core.language import catalogue, terminal_language
from campanello.core.period import ROME

EXIT_CODES = {Kind.REFUSED: 2, Kind.MISSING: 3, Kind.DENIED: 4, Kind.CONFLICT: 5}
HTTP_STATUS = {Kind.REFUSED: 422, Kind.MISSING: 404, Kind.DENIED: 403, Kind.CONFLICT: 409}


def today() -> date:
    """The day it is for people in Italy. Read once, at the edge, and handed on as an argument."""
    return datetime.now(ROME).date()


def now() -> datetime:
    """The moment that it is, as it is stored. Read once, at the edge, and handed on as an argument."""
    return datetime.now(UTC)


def say(error: DomainError, language: str | None = None) -> list[str]:
    """An error as lines to read: its sentence, then a line a detail.

    Args:
        error: What was refused.
        language: The reader's; the terminal's when None.
    """
    translate = catalogue(language or terminal_language()).gettext

    def sentence(text: str, facts: dict[str, Any]) -> str:
        # A fact may itself be a sentence with facts: it is translated before it is set in.
        told = {name: sentence(*fact) if isinstance(fact, tuple) else fact for name, fact in facts.items()}
        return translate(text) % told

    lines = [sentence(error.text, error.facts)]
    return lines + [f"  {sentence(text, facts)}" for text, facts in error.details]
