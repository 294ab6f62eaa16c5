"""The tiles of a feature's first page: the ways on from it, as far as the reader's role goes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from campanello.core.access import Right, may
from campanello.core.actor import Actor

# Title, what is there, icon, name of the address, right.
Entry = tuple[str, str, str, str, Right]


@dataclass(frozen=True)
class Tile:
    """One way on."""

    title: str
    text: str
    icon: str
    url: str


def tiles(actor: Actor, entries: Iterable[Entry]) -> list[Tile]:
    """The entries that an actor may follow, in their order. A page that is not installed is left out."""
    return [
        Tile(gettext(title), gettext(text), icon, url)
        for title, text, icon, name, right in entries
        if may(actor, right) and (url := _url(name))
    ]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
