"""Single letters: what was sent to whom, who has read it, whom somebody must tell; one letter as it was sent."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.core.edges import now, today
from campanello.core.language import RIGHT_TO_LEFT
from campanello.core.period import day_of
from campanello.letters.queries import paper, sent
from campanello.letters.queries.sent import WHICH, Line, Wanted
from campanello.letters.rules.values import KINDS, OFFICIAL, WAYS
from campanello.letters.services import reading
from campanello.staff.doors import for_right
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download
from campanello.staff.letters.forms import SPOKEN

PER_PAGE = 25
SORTS = {
    "late": gettext_lazy("Latest first"),
    "early": gettext_lazy("Earliest first"),
    "name": gettext_lazy("Family name"),
}
MOST_WORDS = 60
_COLUMNS = (
    gettext_noop("Day"),
    gettext_noop("Protocol number"),
    gettext_noop("Letter"),
    gettext_noop("To whom"),
    gettext_noop("Address"),
    gettext_noop("Language"),
    gettext_noop("How"),
    gettext_noop("Sent by e-mail"),
    gettext_noop("Printed"),
    gettext_noop("Read"),
    gettext_noop("Told in person"),
)


@for_right(Right.READ_LETTERS)
@never_cache
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    """Letters as the address asks for them."""
    wanted = wanted_of(request.GET)
    page = Paginator(sent.letters(request.actor, wanted, on=today()), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "lines": [(one, *_standing(one)) for one in sent.lines(request.actor, page.object_list)],
        "wanted": wanted,
        "is_filtered": replace(wanted, sort="late") != Wanted(),
        "which": in_words(WHICH),
        "kinds": in_words(KINDS),
        "sorts": SORTS.items(),
    }
    return render(request, "staff/letters/letters.html", context)


@for_right(Right.READ_LETTERS)
@never_cache
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV."""
    head = [gettext(one) for one in _COLUMNS]
    found = sent.exported(request.actor, wanted_of(request.GET), on=today())
    return download("lettere.csv", head, (_cells(one) for one in found))


@for_right(Right.READ_LETTERS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One letter as it was sent, and what became of it."""
    letter = sent.shown(request.actor, uid)
    context = {
        "letter": letter,
        "name": (letter.person.merged_into or letter.person).name,
        "state": _state(letter),
        "kind": gettext(KINDS[letter.kind]),
        "way": gettext(WAYS[letter.way]),
        "spoken": SPOKEN[letter.language],
        "direction": "rtl" if letter.language in RIGHT_TO_LEFT else "ltr",
        "official": paper.paragraphs(letter.body_it),
        "own": paper.paragraphs(letter.body) if letter.language != OFFICIAL else None,
        "may_tell": letter.read_at is None
        and letter.told_at is None
        and may(request.actor, Right.WRITE_LETTERS),
    }
    return render(request, "staff/letters/letter.html", context)


@require_POST
@for_right(Right.WRITE_LETTERS)
def tell(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Somebody told the reader in person."""
    reading.tell(actor=request.actor, uid=uid, at=now())
    messages.success(request, gettext("Kept: somebody told them."))
    return redirect("staff:letter", uid)


@for_right(Right.READ_LETTERS)
@require_safe
def pdf(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The letter as it is printed."""
    letter = sent.shown(request.actor, uid)

    def address(one: UUID) -> str:
        return request.build_absolute_uri(reverse("resident:letter", args=[one]))

    made = paper.pdf([letter], address=address, on=today(), at=letter.made_at)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="lettera-{letter.dated_on:%Y-%m-%d}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response


def box(actor: Actor, person: int) -> list[tuple[Any, str, str]]:
    """The latest letters to a person with what became of them, for their page; none for who reads no letters there."""
    return [(one, *_state(one)) for one in sent.of_person(actor, person)]


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    return Wanted(
        words=" ".join(asked.get("q", "").replace("\0", "").split())[:MOST_WORDS],
        which=asked.get("which", "") if asked.get("which") in WHICH else "",
        kind=asked.get("kind", "") if asked.get("kind") in KINDS else "",
        batch=_uid(asked.get("batch", "")),
        first=_day(asked.get("first", "")),
        last=_day(asked.get("last", "")),
        sort=asked.get("sort", "late") if asked.get("sort") in SORTS else "late",
    )


def _standing(one: Line) -> tuple[str, str]:
    return _state(one.letter)


def _state(letter: Any) -> tuple[str, str]:
    """What became of a letter, in words and tone."""
    if letter.read_at:
        return gettext("Read on %(day)s") % {"day": f"{day_of(letter.read_at):%d/%m/%Y}"}, "success"
    if letter.told_at:
        return gettext("Told on %(day)s") % {"day": f"{day_of(letter.told_at):%d/%m/%Y}"}, "success"
    if letter.way == "paper" and letter.printed_at is None:
        return gettext("To be printed"), "warning"
    if letter.way == "email" and letter.emailed_at is None:
        return gettext("The e-mail has not gone out"), "warning"
    return gettext("Not read yet"), "info"


def _cells(one: Line) -> list[str]:
    letter = one.letter
    moments = (letter.emailed_at, letter.printed_at, letter.read_at, letter.told_at)
    return [
        f"{letter.dated_on:%d/%m/%Y}",
        letter.protocol,
        letter.title_it,
        one.name,
        ", ".join(letter.address.split("\n")[1:]),
        letter.language,
        gettext(WAYS[letter.way]),
        *(f"{day_of(moment):%d/%m/%Y}" if moment else "" for moment in moments),
    ]


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year > 1900 else None
