"""A resident's letters: the list, one of them with the receipt that it was read, and as PDF."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import now, today
from campanello.core.language import RIGHT_TO_LEFT
from campanello.letters.queries import own as queries
from campanello.letters.queries import paper
from campanello.letters.queries.own import SCOPE
from campanello.letters.rules.values import KINDS, OFFICIAL
from campanello.letters.services import reading
from campanello.resident.doors import for_residents

PER_PAGE = 20


@for_residents(scope=SCOPE)
@never_cache
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    """The letters, the latest first; what nobody has opened is marked with icon and word."""
    page = Paginator(queries.letters(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "letters": [(one, KINDS[one.kind]) for one in page],
        "unread": queries.unread(request.actor),
    }
    return render(request, "resident/letters/list.html", context)


@for_residents(scope=SCOPE)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One letter. Opening it is reading it: that leaves the receipt."""
    letter = reading.read(actor=request.actor, uid=uid, at=now())
    context = {
        "letter": letter,
        "text": paper.paragraphs(letter.body),
        "direction": "rtl" if letter.language in RIGHT_TO_LEFT else "ltr",
        "official": paper.paragraphs(letter.body_it) if letter.language != OFFICIAL else None,
        "is_own_reading": letter.read_by_id == request.actor.person,
    }
    return render(request, "resident/letters/letter.html", context)


@for_residents(scope=SCOPE)
@never_cache
@require_safe
def pdf(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The letter as it is printed."""
    letter = queries.letter(request.actor, uid)

    def address(one: UUID) -> str:
        return request.build_absolute_uri(reverse("resident:letter", args=[one]))

    made = paper.pdf([letter], address=address, on=today(), at=letter.made_at)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="lettera-{letter.dated_on:%Y-%m-%d}.pdf"'
    return response
