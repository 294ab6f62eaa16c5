"""The correction of a signed register: what is right, and why the signed entry was not."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now
from campanello.lab.rules.registers import Mark
from campanello.plans.queries import plans
from campanello.plans.queries import registers as queries
from campanello.plans.rules.registers import Presence
from campanello.plans.services import registers as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.registers import about
from campanello.staff.plans.registers.forms import CorrectionForm


@for_right(Right.WRITE_PLANS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ActingRequest, uid: UUID, plan: UUID) -> HttpResponse:
    """Put a signed register right for one plan, also one that is not in it."""
    actor = request.actor
    session = queries.session(actor, uid, right=Right.WRITE_PLANS)
    register = queries.register(actor, uid)
    row = next((one for one in register.rows if one.plan == plan), None)
    who = row.name if row else plans.plan(actor, plan, right=Right.WRITE_PLANS).person.name
    first = vars(row.mark) if row else {"presence": Presence.PRESENT}
    form = CorrectionForm(
        asking.sent(request), initial=first, planned=row.planned if row else register.length
    )
    return asking.answer(
        request,
        form,
        lambda given: services.correct(
            actor=actor,
            session=uid,
            plan=plan,
            mark=Mark(given["presence"], given["minutes"]),
            reason=given["reason"],
            at=now(),
        ),
        done=reverse("staff:plan-register", args=[uid]),
        said=gettext("Corrected. The first entry stays on record beside it."),
        context={
            "row": row,
            "who": who or gettext("Somebody whose record you may not see"),
            "length": register.length,
            **about.session(session),
        },
        template="staff/plans/registers/correct.html",
    )
