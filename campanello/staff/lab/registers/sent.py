"""What the sheet of a register sends, row by row: a mark, the mark it showed when it was opened, and figures."""

from collections.abc import Container
from uuid import UUID

from django.http import HttpRequest, QueryDict

from campanello.core.access import NotFound
from campanello.lab.rules.registers import NOTHING, Mark, Presence, whole

MOST_FIGURES = 4
_BASE = "base-"


def keys(sent: QueryDict) -> list[UUID]:
    """Of whom the rows of a sheet are.

    Raises:
        NotFound: A row is of nobody.
    """
    return [uid(name.removeprefix(_BASE)) for name in sent if name.startswith(_BASE)]


def mark(sent: QueryDict, key: UUID, presences: Container[str]) -> Mark:
    """What a sheet says in a row."""
    presence = sent.get(f"presence-{key}", "")
    if presence not in presences:
        return NOTHING
    minutes = number(sent.get(f"minutes-{key}", ""))
    return Mark(presence, minutes if presence == Presence.PRESENT else 0)


def base(sent: QueryDict, key: UUID, presences: Container[str]) -> Mark:
    """What a row said when the sheet was opened."""
    presence, _, minutes = sent.get(f"{_BASE}{key}", "").partition(":")
    return whole(Mark(presence, number(minutes) or 0), 0) if presence in presences else NOTHING


def written(mark: Mark) -> str:
    """A mark as a sheet keeps it beside its row."""
    return f"{mark.presence}:{mark.minutes or 0}" if mark.presence else ""


def number(text: str) -> int | None:
    """A whole number of a few figures; None where there is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_FIGURES else None


def is_script(request: HttpRequest) -> bool:
    """Whether the page's script asks, which is answered in figures alone."""
    return "application/json" in request.headers.get("Accept", "")


def uid(text: str) -> UUID:
    """A key of an address or a form.

    Raises:
        NotFound: It is none.
    """
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
