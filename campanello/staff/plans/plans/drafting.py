"""Drafts a plan, from an application or for a person, and changes what it says of itself."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import now, today
from campanello.homes.rules.editing import ChangedMeanwhile, Difference
from campanello.plans.queries import plans as queries
from campanello.plans.rules.plans import State
from campanello.plans.rules.versions import LANGUAGES
from campanello.plans.services import plans as services
from campanello.plans.services.plans import NewPlan
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.plans import forms

TEMPLATE = "staff/plans/plans/form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def new(request: ActingRequest) -> HttpResponse:
    """A new plan of an applicant (`?application=`), or of a person (`?person=`)."""
    actor, on = request.actor, today()
    application, person = _uid(request, "application"), _uid(request, "person")
    if application is None and person is None:
        return _nobody(request)
    sent = asking.sent(request) or {}
    measure = str(sent.get("measure", "") or request.GET.get("measure", ""))[:40]
    found = queries.origin(
        actor, application=application, person=person, measure="" if application else measure
    )
    offered = [found.measure] if application else list(queries.measures(actor))
    place = found.measure or (offered[0] if offered else None)
    form = forms.NewPlanForm(
        asking.sent(request),
        measures=[one for one in offered if one],
        managers=queries.managers(place.project_id, on) if place else (),
        initial={
            "uid": uuid4(),
            "starts_on": on,
            "language": _language_of(found),
            "case_manager": actor.user,
            "measure": place.code if place else "",
        },
    )

    def act(given: Mapping[str, Any]) -> None:
        draft = NewPlan(
            application=application,
            person=None if application else person,
            **{name: value for name, value in given.items() if name != "uid"},
        )
        services.draft_plan(actor=actor, uid=given["uid"], draft=draft, at=now())

    name = found.person.name or gettext("Somebody without a name")
    context = {
        "title": gettext("Draft a plan"),
        "lead": name,
        "back": reverse("staff:person", args=[found.person.uid]),
        "action": gettext("Draft the plan"),
        "missing": "" if place else gettext("There is no measure yet under which a plan could be made."),
    }
    done = reverse("staff:plan", args=[_made(form["uid"].value())])
    said = gettext("The plan is drafted. Put in what the person will do.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def edit(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Goal, days, language and case manager of a plan."""
    actor, on = request.actor, today()
    one = queries.plan(actor, uid, right=Right.WRITE_PLANS)
    saved = {name: getattr(one, name) for name in ("goal", "starts_on", "ends_on", "language")}
    form = forms.PlanForm(
        asking.sent(request),
        managers=queries.managers(one.project_id, on),
        initial={**saved, "case_manager": one.case_manager_id},
    )
    if one.state != State.DRAFT:
        for name in services.DRAFT_FIELDS:
            del form.fields[name]
    version = asking.version(request, one.version)

    def act(given: Mapping[str, Any]) -> None:
        changes = {
            "case_manager_id" if name == "case_manager" else name: value for name, value in given.items()
        }
        try:
            services.edit_plan(actor=actor, uid=uid, version=version, changes=changes, on=on)
        except ChangedMeanwhile as conflict:
            raise _as_shown(conflict) from conflict

    context = {"title": gettext("Change the plan"), "plan": one, "version": version}
    done, said = reverse("staff:plan", args=[uid]), gettext("The plan is saved.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


def _nobody(request: ActingRequest) -> HttpResponse:
    """Nobody was chosen yet: the page says where one begins."""
    context = {
        "title": gettext("Draft a plan"),
        "missing": gettext("Choose the person first: their page, or their application, leads here."),
        "back": reverse("staff:search"),
        "missing_action": gettext("Find a person"),
    }
    return render(request, TEMPLATE, context)


def _as_shown(conflict: ChangedMeanwhile) -> ChangedMeanwhile:
    """With last days as people say them: the form's are included, what is stored is not."""
    differences = tuple(
        Difference(one.field, _day_before(one.saved), _day_before(one.yours))
        if one.field == "ends_on"
        else one
        for one in conflict.differences
    )
    return ChangedMeanwhile(version=conflict.version, differences=differences)


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def _language_of(found: queries.Origin) -> str:
    """The applicant's language, else the one that the person prefers, as far as plans are printed in it."""
    if found.application:
        return found.application.language if found.application.language in LANGUAGES else "it"
    spoken = [one.code for one in found.person.languages.all()]
    return next((code for code in spoken if code in LANGUAGES), "it")


def _uid(request: ActingRequest, name: str) -> UUID | None:
    text = request.GET.get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFound from None


def _made(given: Any) -> UUID:
    """The number that the form gave the new record.

    Raises:
        NotFound: It is none: whoever sent it did not use the form.
    """
    try:
        return UUID(str(given))
    except ValueError:
        raise NotFound from None
