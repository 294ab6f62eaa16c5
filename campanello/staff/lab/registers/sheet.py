"""The register on one screen: filled by keyboard or by thumb, kept as one goes, signed once, then corrected."""

import re
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import HTTP_STATUS, say, today
from campanello.core.errors import DomainError, Kind
from campanello.lab.queries import activities, calendar
from campanello.lab.queries import registers as queries
from campanello.lab.queries.registers import Register
from campanello.lab.rules.registers import Mark, MarkedMeanwhile, Presence
from campanello.lab.rules.values import PRESENCES
from campanello.lab.services import registers as services
from campanello.lab.services.registers import Marked
from campanello.people.queries import records
from campanello.staff.doors import for_right
from campanello.staff.households import picking
from campanello.staff.lab.registers import sent as rows
from campanello.staff.lab.registers.forms import CorrectionForm

asks = require_http_methods(["GET", "HEAD", "POST"])
PAGE = "staff/lab/registers/register.html"
# A scanner types what it reads: the address of a person's page, with their number in it.
SCANNED = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@for_right(Right.READ_LAB)
@never_cache
@asks
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The sheet; sent, it is saved. The page's script sends it as one goes and is answered in figures alone."""
    if request.method != "POST":
        return _shown(request, uid)
    try:
        services.mark(
            actor=request.actor,
            session=activities.session(request.actor, uid, right=Right.WRITE_LAB).uid,
            marks=_marks(request.POST),
            guests=rows.number(request.POST.get("guests", "")),
            at=timezone.now(),
        )
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        return _not_saved(request, uid, error)
    if rows.is_script(request):
        return JsonResponse(_figures(queries.register(request.actor, uid)))
    messages.success(request, gettext("The register is saved."))
    return redirect("staff:register", uid)


@for_right(Right.WRITE_LAB)
@asks
def add(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Somebody who had not signed up: found by name, or by the code they show, and there."""
    session = activities.session(request.actor, uid, right=Right.WRITE_LAB)
    if request.method == "POST":
        return _added(request, uid, is_signed=session.signed_at is not None)
    if scanned := SCANNED.search(request.GET.get("q", "")):
        return redirect(f"{request.path}?person={scanned[0]}")
    chosen = picking.picked(request)
    typed, choices = ("", [chosen]) if chosen else picking.found(request, today(), set())
    context = {
        "session": session,
        "event": calendar.event(session, get_language() or "it"),
        "is_signed": session.signed_at is not None,
        "typed": typed,
        "choices": [(one, uuid4()) for one in choices],
    }
    return render(request, "staff/lab/registers/add.html", context)


def _added(request: ActingRequest, uid: UUID, *, is_signed: bool) -> HttpResponse:
    person = rows.uid(request.POST.get("person", ""))
    if is_signed:
        return redirect("staff:register-correct", uid, person)
    try:
        services.check_in(
            actor=request.actor,
            session=uid,
            person=person,
            uid=rows.uid(request.POST.get("uid", "")),
            at=timezone.now(),
            how="register",
        )
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        messages.error(request, " ".join(say(error, get_language())))
    else:
        messages.success(request, gettext("Marked as present."))
    return redirect("staff:register", uid)


@for_right(Right.WRITE_LAB)
@require_POST
def sign(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Sign the register, once."""
    activities.session(request.actor, uid, right=Right.WRITE_LAB)
    try:
        services.sign(
            actor=request.actor,
            session=uid,
            at=timezone.now(),
            rest_absent=request.POST.get("rest_absent") == "1",
        )
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        messages.error(request, " ".join(say(error, get_language())))
    else:
        messages.success(
            request, gettext("The register is signed. From now on it is corrected with a reason.")
        )
    return redirect("staff:register", uid)


@for_right(Right.WRITE_LAB)
@asks
def correct(request: ActingRequest, uid: UUID, person: UUID) -> HttpResponse:
    """Put a signed register right for one person."""
    activities.session(request.actor, uid, right=Right.WRITE_LAB)
    register = queries.register(request.actor, uid)
    row = next((one for one in register.rows if one.person == person), None)
    who = row.name if row else records.person(request.actor, person).name
    first = vars(row.mark) if row else {"presence": Presence.PRESENT}
    form = CorrectionForm(request.POST or None, initial=first, length=register.length)
    status = 200
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            services.correct(
                actor=request.actor,
                session=uid,
                person=person,
                mark=Mark(given["presence"], given["minutes"]),
                reason=given["reason"],
                at=timezone.now(),
            )
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            form.add_error(None, say(error, get_language()))
            status = HTTP_STATUS[error.kind]
        else:
            messages.success(request, gettext("Corrected. The first entry stays on record beside it."))
            return redirect("staff:register", uid)
    elif form.is_bound:
        status = 422
    context = {
        "form": form,
        "row": row,
        "who": who or gettext("Somebody whose record you may not see"),
        **_about(request, register),
    }
    return render(request, "staff/lab/registers/correct.html", context, status=status)


def _shown(
    request: ActingRequest, uid: UUID, *, error: DomainError | None = None, sent: QueryDict | None = None
) -> HttpResponse:
    register = queries.register(request.actor, uid)
    context = {
        "rows": [_row(row, sent, error) for row in register.rows],
        "presences": list(PRESENCES.items()),
        "may_write": may(request.actor, Right.WRITE_LAB),
        "may_export": may(request.actor, Right.EXPORT_PEOPLE),
        "guests": sent.get("guests", "") if sent is not None else register.session.guests,
        "has_begun": register.session.starts_at <= timezone.now(),
        "refusal": say(error, get_language()) if error else [],
        **_about(request, register),
    }
    return render(request, PAGE, context, status=HTTP_STATUS[error.kind] if error else 200)


def _about(request: ActingRequest, register: Register) -> dict[str, Any]:
    session = register.session
    return {
        "register": register,
        "session": session,
        "event": calendar.event(session, get_language() or "it"),
    }


def _row(row: Any, sent: QueryDict | None, error: DomainError | None) -> dict[str, Any]:
    """A row as it is saved; after a refusal as it was sent, with what a colleague saved meanwhile beside it."""
    mark, theirs = row.mark, None
    if sent is not None:
        mark = rows.mark(sent, row.person, PRESENCES)
        if (
            isinstance(error, MarkedMeanwhile)
            and mark != row.mark
            and rows.base(sent, row.person, PRESENCES) != row.mark
        ):
            theirs = row.mark
    return {
        "row": row,
        "presence": mark.presence,
        "minutes": mark.minutes if mark.presence == Presence.PRESENT else "",
        "base": rows.written(row.mark),
        "theirs": theirs,
        "theirs_name": PRESENCES.get(theirs.presence, "") if theirs else "",
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
        "bases": {str(row.person): rows.written(row.mark) for row in register.rows},
        "totals": {**vars(totals), "came": totals.came},
        "said": ngettext("%(people)s person came.", "%(people)s people came.", totals.came)
        % {"people": totals.came},
    }


def _marks(sent: QueryDict) -> list[Marked]:
    """What a sheet says of each person, and what it said when it was opened.

    Raises:
        NotFound: A row is of nobody.
    """
    return [
        Marked(one, rows.mark(sent, one, PRESENCES), rows.base(sent, one, PRESENCES))
        for one in rows.keys(sent)
    ]
