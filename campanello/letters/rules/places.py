"""What may stand in braces in a letter, since when, and how a text is filled. Knows no table."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

MISSING = "…"


class UnknownPlace(Refused):
    """Braces around a word that nothing stands for."""

    code = "letters.unknown-place"
    text = _("Nothing is known that “%(place)s” could stand for. In braces may stand: %(known)s.")


class BrokenBraces(Refused):
    """A brace without its other half."""

    code = "letters.broken-braces"
    text = _("A brace is open or closed without the other. Write both around a word, or none.")


@dataclass(frozen=True)
class Place:
    """What a word in braces stands for, from which day on, and what an invented household would have there."""

    words: str
    since: date
    example: str
    is_of_debt: bool = False
    is_of_points: bool = False


_FIRST = date(2026, 1, 1)
PLACES: Mapping[str, Place] = {
    "nome": Place(_("given and family name of the reader"), _FIRST, "Rosa Esempio"),
    "indirizzo": Place(_("the street and number of the home"), _FIRST, "Via Esempio 12, scala A, interno 5"),
    "debito": Place(_("the debt as it was last stated"), _FIRST, "1.250,00 EUR", is_of_debt=True),
    "data_debito": Place(_("the day of which the debt is stated"), _FIRST, "31/01/2026", is_of_debt=True),
    "punti": Place(_("the points that the household holds"), _FIRST, "85", is_of_points=True),
    "data": Place(_("the day of the letter"), _FIRST, "02/03/2026"),
    "protocollo": Place(_("the sender's own number of the letter"), _FIRST, "123/2026"),
    "mittente": Place(_("who sends the letter"), _FIRST, "Ente di esempio"),
    "ufficio": Place(
        _("where to go and ask, as written for this letter"), _FIRST, "Laboratorio, via Esempio 1"
    ),
    "quando": Place(
        _("the day and hour that is meant, as written for this letter"), _FIRST, "12/03/2026, 10:00"
    ),
}
# Written once for all letters of a batch.
SAID = ("ufficio", "quando")


def known_on(day: date) -> list[str]:
    """The places that there are on a day."""
    return [name for name, place in PLACES.items() if place.since <= day]


def why_not_fill(text: str, on: date) -> Refused | None:
    """Why a text's places can't be filled, or None."""
    try:
        used = list(_names(text))
    except ValueError:
        return BrokenBraces()
    known = known_on(on)
    unknown = next((one for one in used if one not in known), None)
    if unknown is None:
        return None
    return UnknownPlace(place=unknown[:40], known=", ".join(f"{{{one}}}" for one in known))


def used_in(texts: Collection[str]) -> frozenset[str]:
    """The places that some texts use."""
    return frozenset(name for text in texts for name in _names(text))


def filled(text: str, facts: Mapping[str, str]) -> str:
    """A text with its places filled; one for which nothing is known is an ellipsis."""
    parts = []
    for before, name, _spec, _conversion in Formatter().parse(text):
        parts.append(before)
        if name is not None:
            parts.append(facts.get(name) or MISSING)
    return "".join(parts)


def examples() -> dict[str, str]:
    """What an invented household has in each place."""
    return {name: place.example for name, place in PLACES.items()}


def euros(cents: int) -> str:
    """Cents as people here write them: 1.234,50 EUR."""
    return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02} EUR"


def _names(text: str) -> list[str]:
    return [name for _before, name, _spec, _conversion in Formatter().parse(text) if name is not None]
