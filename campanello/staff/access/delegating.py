"""Who acts for a resident, written down and ended at the desk."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.people.services import delegations as services
from campanello.staff.access.forms import DelegationForm
from campanello.staff.access.opening import opens_doors, shown


@opens_doors
@never_cache
@require_POST
def give(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Write down that a person lets another act for them."""
    form = DelegationForm(request.POST)
    if form.is_valid():
        try:
            services.give_at_desk(
                actor=request.actor,
                principal=uid,
                uid=form.cleaned_data["uid"],
                said=form.cleaned_data["said"],
                given=form.given,
                at=now(),
                on=today(),
            )
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            form.add_error(None, say(error, get_language()))
        else:
            messages.success(request, gettext("Written down. They find it in the app now."))
            return redirect("staff:person-access", uid)
    return shown(request, uid, form)


@opens_doors
@require_POST
def end(request: ActingRequest, uid: UUID) -> HttpResponse:
    """End it at once."""
    held = services.end_at_desk(actor=request.actor, uid=uid, at=now())
    messages.success(request, gettext("Ended: nobody acts by it any more."))
    return redirect("staff:person-access", held.principal.uid)
