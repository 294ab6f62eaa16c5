"""Letters as PDF, one or many after each other: the official text at the left, the reader's beside."""

import io
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import qrcode
from django.utils.translation import gettext, override
from qrcode.image.svg import SvgPathImage

from campanello.core import params, typesetting
from campanello.core.errors import gettext_noop as _
from campanello.letters.models import Letter, Template
from campanello.letters.rules import places
from campanello.letters.rules.values import OFFICIAL
from campanello.letters.rules.writing import Chosen

TEMPLATE = Path(__file__).parent / "letter.typ"


def pdf(letters: Iterable[Letter], *, address: Callable[[UUID], str], on: date, at: datetime) -> bytes:
    """Letters with their window for the address, each from a page of its own.

    Args:
        letters: With their senders.
        address: Where each is read in the app.
        on: The day, of which the place of the window is taken.
        at: The moment that is written into the file: with it the same letters give the same bytes.
    """
    held = list(letters)
    codes = {f"code-{place}.svg": _code(address(one.uid)) for place, one in enumerate(held)}
    with override(OFFICIAL):
        data = {
            "title": held[0].title_it if len(held) == 1 else gettext("Letters"),
            "window": {
                "left": params.value("letters.window_left_mm", on),
                "top": params.value("letters.window_top_mm", on),
            },
            "official": gettext("Official text"),
            "page": gettext("page"),
            "letters": [_told(one, place) for place, one in enumerate(held)],
        }
    return typesetting.pdf(
        TEMPLATE.read_bytes(), data, language=OFFICIAL, made_at=at.replace(microsecond=0), files=codes
    )


def example(template: Template, gets: Chosen, *, address: str, on: date, at: datetime) -> bytes:
    """How a template prints for an invented household; nothing of it is kept."""
    facts = places.examples()
    letter = Letter(
        sender=template.sender,
        dated_on=on,
        protocol=facts["protocollo"],
        language=gets.language,
        title=gets.own.title,
        body=gets.own.body,
        title_it=gets.official.title,
        body_it=gets.official.body,
        address="\n".join([facts["nome"], *facts["indirizzo"].split(", ", 1), "MANTOVA MN"]),
    )
    return pdf([letter], address=lambda _uid: address, on=on, at=at)


def paragraphs(text: str) -> list[list[str]]:
    """A text's paragraphs, each as its lines."""
    return [part.split("\n") for part in (one.strip() for one in text.split("\n\n")) if part]


def _told(one: Letter, place: int) -> dict[str, Any]:
    own = None
    if one.language != OFFICIAL:
        own = {
            "language": one.language,
            "direction": typesetting.direction(one.language),
            "title": one.title,
            "text": paragraphs(one.body),
            "label": _in(_("In your language"), one.language),
        }
    head = [one.sender.name, f"{_in('Date', OFFICIAL)}: {one.dated_on:%d/%m/%Y}"]
    if one.protocol:
        head.append(f"{_in('Protocol number', OFFICIAL)}: {one.protocol}")
    return {
        "head": head,
        "address": one.address.split("\n"),
        "title": one.title_it,
        "text": paragraphs(one.body_it),
        "own": own,
        "code": f"code-{place}.svg",
        "scan": _in(_("You find this letter in your app too: scan the code."), one.language),
        "scan_language": {"language": one.language, "direction": typesetting.direction(one.language)},
    }


@cache
def _in(text: str, language: str) -> str:
    with override(language):
        return gettext(text)


def _code(address: str) -> bytes:
    drawn = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, box_size=10, border=2).save(drawn)
    return drawn.getvalue()
