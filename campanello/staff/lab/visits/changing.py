"""Changes one visit: its facts, whether it counts, whether its next step is done."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now
from campanello.lab.queries import recent, visits
from campanello.lab.services import visits as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.visits.forms import CancelForm, EditForm

asks = require_http_methods(["GET", "HEAD", "POST"])
FORM = "staff/lab/visits/form.html"
UNDONE = "undone"


@for_right(Right.WRITE_LAB)
@never_cache
@asks
def edit(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Correct a visit; a colleague's change since is shown beside one's own."""
    actor = request.actor
    held = visits.visit(actor, uid, Right.WRITE_LAB)
    facts = visits.facts_of(held)
    version = asking.version(request, held.version)
    names = (*EditForm.base_fields,)

    def act(given: Mapping[str, Any]) -> None:
        services.edit_visit(actor=actor, uid=uid, version=version, changes=given, at=now())

    form = EditForm(
        asking.sent(request),
        initial={name: getattr(facts, name) for name in names} | {"building": str(facts.building or "")},
        buildings=recent.buildings_near(actor, held.project_id),
        reads_note=visits.may_read_note(actor, held),
    )
    return asking.answer(
        request,
        form,
        act,
        done=reverse("staff:visit", args=[uid]),
        said=gettext("The visit is corrected."),
        context={"title": gettext("Correct a visit"), "version": version},
        template=FORM,
    )


@for_right(Right.WRITE_LAB)
@never_cache
@asks
def cancel(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A visit that was recorded by mistake stays, and counts no more. `undone` takes back what was just saved."""
    actor = request.actor
    visits.visit(actor, uid, Right.WRITE_LAB)
    if request.method == "POST" and request.POST.get("why") == UNDONE:
        services.cancel_visit(actor=actor, uid=uid, why=gettext("Undone at once"), at=now())
        messages.success(request, gettext("Undone: the visit does not count."))
        return redirect(f"{reverse('staff:visit-new')}")
    return asking.answer(
        request,
        CancelForm(asking.sent(request)),
        lambda given: services.cancel_visit(actor=actor, uid=uid, at=now(), **given),
        done=reverse("staff:visit", args=[uid]),
        said=gettext("The visit is cancelled: it stays and counts no more."),
        context={
            "title": gettext("Cancel a visit"),
            "consequence": gettext("1 visit counts no more. It stays to be read, and this can be undone."),
            "action": gettext("Cancel the visit"),
            "is_grave": True,
        },
        template=FORM,
    )


@for_right(Right.WRITE_LAB)
@require_POST
def restore(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Undo a cancellation."""
    services.restore_visit(actor=request.actor, uid=uid)
    messages.success(request, gettext("The visit counts again."))
    return redirect("staff:visit", uid)


@for_right(Right.WRITE_LAB)
@require_POST
def step(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The next step is done, or is not after all."""
    is_done = request.POST.get("done") == "1"
    services.settle_next_step(actor=request.actor, uid=uid, is_done=is_done, at=now())
    said = gettext("The next step is done.") if is_done else gettext("The next step is open again.")
    messages.success(request, said)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("staff:visit", uid)
