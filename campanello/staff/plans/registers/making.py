"""Makes sessions and says who is expected, changes and cancels them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.plans.queries import plans, session_lists
from campanello.plans.queries import registers as queries
from campanello.plans.services import sessions as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.activities.forms import ReasonForm
from campanello.staff.lab.registers.sent import uid as key_of
from campanello.staff.plans.registers import about, forms

asks = require_http_methods(["GET", "HEAD", "POST"])
FORM = "staff/plans/registers/form.html"


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def new(request: ActingRequest) -> HttpResponse:
    """A session of a service, or a series of them; who is expected follows from the plans."""
    actor, on = request.actor, today()
    offered = list(session_lists.services(actor, Right.WRITE_PLANS).filter(is_offered=True))
    projects = {one.project_id for one in offered}
    form = forms.NewSessionForm(
        asking.sent(request),
        services=offered,
        deliverers={one.pk: one for project in projects for one in plans.deliverers(project)}.values(),
        initial={"day": on, "service": request.GET.get("service", "")},
    )
    return asking.answer(
        request,
        form,
        lambda given: services.make_sessions(
            actor=actor,
            service=given["service"],
            uid=given["uid"],
            series=given["series"],
            on=on,
            place=given["place"],
            deliverer=given["deliverer_id"],
            expects=given["expects"],
        ),
        done=reverse("staff:plan-sessions"),
        said=gettext("The sessions are made. Open one to see who is expected."),
        context={"title": gettext("New sessions"), "has_services": bool(offered)},
        template=FORM,
    )


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def edit(request: ActingRequest, uid: UUID) -> HttpResponse:
    """When, where and by whom a session is held."""
    actor = request.actor
    found = queries.session(actor, uid, right=Right.WRITE_PLANS)
    form = forms.EditSessionForm(
        asking.sent(request),
        deliverers=plans.deliverers(found.project_id),
        initial={name: getattr(found, name) for name in services.SESSION_FIELDS},
    )
    version = asking.version(request, found.version)
    return asking.answer(
        request,
        form,
        lambda given: services.edit_session(
            actor=actor, session=uid, version=version, changes=given, on=today()
        ),
        done=reverse("staff:plan-register", args=[uid]),
        said=gettext("The session is saved."),
        context={"title": gettext("Change the session"), "version": version, **about.session(found)},
        template=FORM,
    )


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def cancel(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Says first, in figures, who must be told."""
    actor = request.actor
    found = queries.session(actor, uid, right=Right.WRITE_PLANS)
    listed = len(queries.expected(found))
    told = ngettext(
        "%(people)s person is expected and must be told.",
        "%(people)s people are expected and must be told.",
        listed,
    ) % {"people": listed}
    return asking.answer(
        request,
        ReasonForm(asking.sent(request)),
        lambda given: services.cancel_session(actor=actor, session=uid, reason=given["reason"], at=now()),
        done=reverse("staff:plan-register", args=[uid]),
        said=gettext("The session is cancelled. It can be taken back."),
        context={
            "title": gettext("Cancel the session"),
            "follows": [told, gettext("Nothing of it counts for anybody's allowance.")],
            "action": gettext("Cancel the session"),
            "is_grave": True,
            **about.session(found),
        },
        template=FORM,
    )


@for_right(Right.WRITE_PLANS)
@require_POST
def restore(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Takes a cancellation back."""
    return _done(
        request,
        uid,
        lambda: services.restore_session(actor=request.actor, session=uid),
        gettext("The session takes place after all."),
    )


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def add(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Who may still be put on the list: one by one, or all at once."""
    if request.method == "POST":
        chosen = request.POST.get("plan", "")
        return _done(
            request,
            uid,
            lambda: services.expect(
                actor=request.actor, session=uid, plan=key_of(chosen) if chosen else None
            ),
            gettext("Put on the list."),
        )
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:60]
    offers, total = session_lists.may_be_listed(request.actor, uid, words)
    found = queries.session(request.actor, uid, right=Right.WRITE_PLANS)
    context = {"offers": offers, "total": total, "words": words, **about.session(found)}
    return render(request, "staff/plans/registers/add.html", context)


@for_right(Right.WRITE_PLANS)
@require_POST
def leave_out(request: ActingRequest, uid: UUID, plan: UUID) -> HttpResponse:
    """Takes somebody off the list of whom nothing is marked."""
    return _done(
        request,
        uid,
        lambda: services.leave_out(actor=request.actor, session=uid, plan=plan),
        gettext("Taken off the list. Put them on again with “Add a person”."),
    )


def _done(request: ActingRequest, uid: UUID, act: Any, said: str) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        messages.error(request, " ".join(say(error, get_language())))
    else:
        messages.success(request, said)
    return redirect("staff:plan-register", uid)
