"""Notes one fact of an applicant, with its evidence; what was noted before stays beside it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import now, today
from campanello.plans.queries import eligibility as queries
from campanello.plans.rules.eligibility_reading import NAMES, SPECIAL
from campanello.plans.services import eligibility as services
from campanello.plans.services.eligibility import NewFact
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.eligibility import showing
from campanello.staff.plans.eligibility.forms import DAYS, FactForm

TEMPLATE = "staff/plans/eligibility/fact.html"


@for_right(Right.WRITE_APPLICATIONS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ActingRequest, uid: UUID, fact: str) -> HttpResponse:
    """The form of a fact, begun with what is known of it."""
    if fact not in NAMES:
        raise NotFound
    noting = queries.noting(request.actor, uid, fact, today())
    label = gettext(NAMES[fact])
    form = FactForm(
        asking.sent(request),
        name=fact,
        label=label,
        documents=noting.documents,
        initial=_initial(noting, fact),
    )

    def act(given: Mapping[str, Any]) -> None:
        new = NewFact(
            name=fact,
            value=given["value"],
            evidence=given["evidence"],
            on=given["on"],
            source=given["source"],
            document=UUID(given["document"]) if given.get("document") else None,
            replaces=given["replaces"],
        )
        services.note(actor=request.actor, application=uid, fact=new, at=now())

    known, back = noting.known, reverse("staff:eligibility", args=[uid])
    context = {
        "title": label,
        "application": noting.application,
        "known": showing.fact(
            vars(known) | {"on": known.on.isoformat()}, {fact: known}, sees_special=noting.sees_special
        )
        if known
        else None,
        "back": back,
    }
    said = gettext("Noted. Check again to see what follows.")
    return asking.answer(request, form, act, done=back, said=said, context=context, template=TEMPLATE)


def _initial(noting: queries.Noting, name: str) -> dict[str, Any]:
    known = noting.known
    begun: dict[str, Any] = {"on": today(), "replaces": known.fact.pk if known and known.fact else 0}
    if known and (name not in SPECIAL or noting.sees_special):
        begun["value"] = known.value.split(";") if name in SPECIAL else known.value
    if known and known.value and name in DAYS:
        begun["value"] = known.value
    return begun
