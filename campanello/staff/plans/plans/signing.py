"""A plan is read and signed: on the screen, drawn or by the keyboard, or on paper; by the person and by the team."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.plans.queries import plan_shown as queries
from campanello.plans.queries import plans as plan_queries
from campanello.plans.queries.plan_shown import Shown
from campanello.plans.rules import signing as rules
from campanello.plans.rules.signing import PAPER, SCREEN, NewSignature
from campanello.plans.services import signing as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.people import words as people_words
from campanello.staff.plans.plans import forms, sheet
from campanello.staff.plans.plans.drafting import asks
from campanello.staff.plans.plans.showing import base

# By the word in the address.
SIDES = {"persona": rules.PERSON, "equipe": rules.STAFF}


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def sign(request: ActingRequest, uid: UUID, by: str) -> HttpResponse:
    """The text as it will be signed, and below it the two ways of signing."""
    plan_queries.plan(request.actor, uid, right=Right.WRITE_PLANS)
    if by not in SIDES:
        raise NotFound
    found = queries.shown(request.actor, uid, on=today(), at=now())
    how = request.POST.get("how", SCREEN)
    screen = forms.ScreenForm(asking.sent(request) if how == SCREEN else None)
    paper = forms.PaperForm(
        asking.sent(request) if how == PAPER else None,
        request.FILES if how == PAPER and request.method == "POST" else None,
        initial={"on": today(), "is_in_folder": True},
    )
    status: int = 200
    form: Form = paper if how == PAPER else screen
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = _given(form.cleaned_data, SIDES[by], how)
            try:
                _keep(request, uid, given)
            except DomainError as error:
                if error.kind in {Kind.MISSING, Kind.DENIED}:
                    raise
                form.add_error(None, say(error, get_language()))
                status = HTTP_STATUS[error.kind]
            else:
                messages.success(request, gettext("The signature is kept."))
                return redirect("staff:plan", uid)
    context = _context(request, found, SIDES[by]) | {
        "screen": screen,
        "paper": paper,
        "how": how,
        "form": form,
    }
    return render(request, "staff/plans/plans/sign.html", context, status=status)


def _keep(request: ActingRequest, uid: UUID, signature: NewSignature) -> None:
    version = asking.version(request, -1)
    services.sign(actor=request.actor, uid=uid, version=version, signature=signature, at=now())


def _given(cleaned: Mapping[str, Any], by: str, how: str) -> NewSignature:
    if how == PAPER:
        scan = cleaned["scan"].read() if cleaned["scan"] else None
        return NewSignature(by, PAPER, cleaned["on"], scan=scan, is_in_folder=cleaned["is_in_folder"])
    return NewSignature(
        by,
        SCREEN,
        today(),
        strokes=cleaned["strokes"],
        has_agreed=cleaned["has_agreed"],
        typed=cleaned["typed"],
    )


def _context(request: ActingRequest, found: Shown, by: str) -> dict[str, Any]:
    on = today()
    missing = rules.why_not_sign(
        found.standing,
        NewSignature(by, SCREEN, on),
        adult=plan_queries.adult(found.plan.person, on),
        holds_from=found.last.row.starts_on,
        services=len(found.last.services),
        today=on,
    )
    return base(found) | {
        "title": gettext("Signature of the team")
        if by == rules.STAFF
        else gettext("Signature of the person"),
        "signer": request.actor.name if by == rules.STAFF else found.person.name,
        "sheets": [sheet.in_words(found, found.last, one) for one in reversed(sheet.languages_of(found))],
        # On paper it may have been signed on an earlier day than today.
        "missing": people_words.said(missing)
        if missing and not isinstance(missing, rules.SignedAfterStart)
        else "",
        "late": people_words.said(missing) if isinstance(missing, rules.SignedAfterStart) else "",
        "is_signed": by in found.last.signed_by,
        "version": found.plan.version,
        "back": reverse("staff:plan", args=[found.plan.uid]),
        "pad": {"width": rules.PAD_WIDTH, "height": rules.PAD_HEIGHT},
    }
