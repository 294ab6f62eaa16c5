"""Forms that record what a creditor is owed, and correct it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import today
from campanello.homes.queries import arrears as queries
from campanello.homes.queries import tenancies
from campanello.homes.services import arrears as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking, forms

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@for_right(Right.WRITE_ARREARS)
def add(request: ActingRequest, uid: UUID) -> HttpResponse:
    actor = request.actor
    tenancy = tenancies.tenancy(actor, uid, right=Right.WRITE_ARREARS)
    creditors = list(queries.creditors(actor, tenancy.dwelling))
    is_landlord = services.is_landlord_s_own(actor, tenancy)
    form = forms.StatementForm(
        asking.sent(request),
        creditors=creditors,
        is_landlord=is_landlord,
        initial={"as_of": today(), "creditor": tenancy.dwelling.owner_id, "source": "landlord"},
    )

    def act(given: Mapping[str, Any]) -> None:
        facts = {"source": "landlord", **given}
        services.state(actor=actor, tenancy=uid, amount_cents=facts.pop("amount"), on=today(), **facts)

    return asking.answer(
        request,
        form,
        act,
        done=reverse("staff:dwelling", args=[tenancy.dwelling.uid]),
        said=gettext("The statement is recorded."),
        context={
            "title": gettext("What is owed"),
            "missing": "" if creditors else gettext("The dwelling has no owner to whom rent could be owed."),
            "dwelling": tenancy.dwelling,
            "building": tenancy.dwelling.building,
        },
    )


@asks
@for_right(Right.WRITE_ARREARS)
def correct(request: ActingRequest, uid: UUID) -> HttpResponse:
    actor = request.actor
    statement = queries.statement(actor, uid, right=Right.WRITE_ARREARS)
    form = forms.CorrectionForm(asking.sent(request), initial={"as_of": statement.as_of})

    def act(given: Mapping[str, Any]) -> None:
        facts = dict(given)
        services.correct(actor=actor, statement=uid, amount_cents=facts.pop("amount"), on=today(), **facts)

    return asking.answer(
        request,
        form,
        act,
        done=reverse("staff:dwelling", args=[statement.tenancy.dwelling.uid]),
        said=gettext("The right figure is recorded; the first one stays beside it."),
        context={
            "title": gettext("Correct a figure"),
            "first": statement,
            "dwelling": statement.tenancy.dwelling,
            "building": statement.tenancy.dwelling.building,
        },
    )
