"""The register on one screen: filled by keyboard or by thumb, kept as one goes, signed once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import HTTP_STATUS, now, say
from campanello.core.errors import DomainError, Kind
from campanello.lab.rules.registers import MarkedMeanwhile
from campanello.plans.queries import registers as queries
from campanello.plans.queries.registers import Register, Row
from campanello.plans.rules.registers import Presence, hour
from campanello.plans.rules.values import PRESENCES
from campanello.plans.services import registers as services
from campanello.plans.services.registers import Marked
from campanello.staff.doors import for_right
from campanello.staff.lab.registers import sent as rows
from campanello.staff.plans.registers import about

PAGE = "staff/plans/registers/register.html"


@for_right(Right.READ_PLANS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The sheet; sent, it is saved. The page's script sends it as one goes and is answered in figures alone."""
    if request.method != "POST":
        return _shown(request, uid)
    try:
        services.mark(
            actor=request.actor,
            session=queries.session(request.actor, uid, right=Right.WRITE_PLANS).uid,
            marks=_marks(request.POST),
            at=now(),
        )
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        return _not_saved(request, uid, error)
    if rows.is_script(request):
        return JsonResponse(_figures(queries.register(request.actor, uid)))
    messages.success(request, gettext("The register is saved."))
    return redirect("staff:plan-register", uid)


@for_right(Right.WRITE_PLANS)
@require_POST
def sign(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Sign the register, once."""
    queries.session(request.actor, uid, right=Right.WRITE_PLANS)
    try:
        services.sign(
            actor=request.actor,
            session=uid,
            at=now(),
            rest_unexcused=request.POST.get("rest_unexcused") == "1",
        )
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        messages.error(request, " ".join(say(error, get_language())))
    else:
        messages.success(
            request, gettext("The register is signed and counts. From now on it is corrected with a reason.")
        )
    return redirect("staff:plan-register", uid)


def _shown(
    request: ActingRequest, uid: UUID, *, error: DomainError | None = None, sent: QueryDict | None = None
) -> HttpResponse:
    register = queries.register(request.actor, uid)
    context = {
        "register": register,
        "rows": [_row(row, sent, error) for row in register.rows],
        "presences": list(PRESENCES.items()),
        "may_write": queries.may_write(request.actor, register.session),
        "may_export": may(request.actor, Right.EXPORT_PEOPLE),
        "has_begun": register.session.starts_at <= now(),
        "refusal": say(error, get_language()) if error else [],
        **about.session(register.session),
    }
    return render(request, PAGE, context, status=HTTP_STATUS[error.kind] if error else 200)


def _row(row: Row, sent: QueryDict | None, error: DomainError | None) -> dict[str, Any]:
    """A row as it is saved; after a refusal as it was sent, with what a colleague saved meanwhile beside it."""
    mark, theirs = row.mark, None
    if sent is not None:
        mark = rows.mark(sent, row.plan, PRESENCES)
        before = rows.base(sent, row.plan, PRESENCES)
        if isinstance(error, MarkedMeanwhile) and row.mark not in {mark, before}:
            theirs = row.mark
    return {
        "row": row,
        "presence": mark.presence,
        "minutes": mark.minutes if mark.presence == Presence.PRESENT else "",
        "base": rows.written(row.mark),
        "theirs": theirs,
        "theirs_name": PRESENCES.get(theirs.presence, "") if theirs else "",
        "why_not": say(row.why_not, get_language())[0] if row.why_not else "",
        "elsewhere": [(hour(one.starts_at), hour(one.ends_at), one.minutes) for one in row.held.elsewhere],
    }


def _not_saved(request: ActingRequest, uid: UUID, error: DomainError) -> HttpResponse:
    if not rows.is_script(request):
        return _shown(request, uid, error=error, sent=request.POST)
    body = {
        "refusal": " ".join(say(error, get_language())),
        "is_conflict": isinstance(error, MarkedMeanwhile),
    }
    return JsonResponse(body, status=HTTP_STATUS[error.kind])


def _figures(register: Register) -> dict[str, Any]:
    totals = register.totals
    return {
        "bases": {str(row.plan): rows.written(row.mark) for row in register.rows},
        "totals": vars(totals),
        "said": ngettext("%(people)s person came.", "%(people)s people came.", totals.present)
        % {"people": totals.present},
    }


def _marks(sent: QueryDict) -> list[Marked]:
    return [
        Marked(one, rows.mark(sent, one, PRESENCES), rows.base(sent, one, PRESENCES))
        for one in rows.keys(sent)
    ]
