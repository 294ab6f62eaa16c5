"""An award by hand is written down: whom, what, when, with which evidence; its figures before it is sent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, NotYours, Right
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.people.queries import records
from campanello.points.queries import hand_awards as queries
from campanello.points.queries.hand_awards import Preview
from campanello.points.services import hand_awards as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.households import picking
from campanello.staff.points.hand.forms import HandAwardForm

asks = require_http_methods(["GET", "HEAD", "POST"])
SEND = "send"


@asks
@for_right(Right.AWARD_POINTS)
@never_cache
def new(request: ActingRequest) -> HttpResponse:
    """Whom, where the address names nobody; then the form, its figures, and the award itself."""
    chosen = picking.picked(request)
    if chosen is None:
        typed, choices = picking.found(request, today(), set())
        return render(request, "staff/points/hand/who.html", {"typed": typed, "choices": choices})
    person = records.person(request.actor, chosen.uid, right=Right.AWARD_POINTS)
    schemes = queries.schemes(request.actor, person)
    form = HandAwardForm(
        asking.sent(request),
        schemes=schemes,
        rates=queries.rates(schemes, today()),
        initial={"done_on": today()},
    )
    context: dict[str, Any] = {"person": person, "name": chosen.name, "has_schemes": bool(schemes)}
    if not form.is_bound:
        return _page(request, form, context)
    if not form.is_valid():
        return _page(request, form, context, 422)
    return _sent(request, form, person, context)


def _sent(request: ActingRequest, form: HandAwardForm, person: Any, context: dict[str, Any]) -> HttpResponse:
    """The figures of what was written; with `send`, the award itself."""
    is_send = request.POST.get("step") == SEND
    try:
        if is_send:
            made = services.propose(
                actor=request.actor,
                uid=form.cleaned_data["uid"],
                scheme=form.cleaned_data["scheme"],
                person=person.uid,
                award=form.award(),
                on=today(),
                at=now(),
            )
            messages.success(request, _told(made))
            return redirect("staff:hand-award", made.uid)
        preview = _preview(request, form, person.uid)
    except DomainError as error:
        return _refused(request, form, person.uid, error, context)
    if preview.refusal:
        return _refused(request, form, person.uid, preview.refusal, context | {"preview": preview})
    return _page(request, form, context | {"preview": preview})


def _preview(request: ActingRequest, form: HandAwardForm, person: UUID) -> Preview:
    return queries.preview(request.actor, form.cleaned_data["scheme"], person, form.award(), today())


def _refused(
    request: ActingRequest, form: HandAwardForm, person: UUID, error: DomainError, context: dict[str, Any]
) -> HttpResponse:
    if isinstance(error, NotFound | NotYours):
        raise error
    form.add_error(None, say(error, get_language()))
    if error.kind is Kind.CONFLICT:
        # The figures are others now: they are shown, and may then be sent.
        context = context | {"preview": _preview(request, form, person)}
    status = 422 if error.kind is Kind.MISSING else HTTP_STATUS[error.kind]
    return _page(request, form, context, status)


def _page(
    request: ActingRequest, form: HandAwardForm, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    if preview := context.get("preview"):
        # What is sent next is held against what is shown now.
        form.data = {**form.data.dict(), "shown": str(preview.figures.points)}  # type: ignore[attr-defined]
    return render(request, "staff/points/hand/new.html", {"form": form, **context}, status=status)


def _told(made: Any) -> str:
    if made.state == "given":
        text = ngettext("%(n)s point is given.", "%(n)s points are given.", made.points)
    else:
        text = ngettext(
            "%(n)s point is proposed; a second person signs it.",
            "%(n)s points are proposed; a second person signs them.",
            made.points,
        )
    return gettext(text) % {"n": made.points}
