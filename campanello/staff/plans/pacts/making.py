"""Makes a pact, changes a draft, proposes new terms, ends a pact."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, today
from campanello.plans.queries import pacts as queries
from campanello.plans.queries import pacts_making, pacts_shown
from campanello.plans.queries.pacts_making import Ground
from campanello.plans.rules.pacts import NewPact, Terms
from campanello.plans.rules.values import PACT_SCOPES
from campanello.plans.services import pacts as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.findings.lists import uid_of
from campanello.staff.plans.pacts import forms

TEMPLATE = "staff/plans/asked.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def new(request: ActingRequest) -> HttpResponse:
    """A pact is written down, from a plan or for a person; who, where the address names nobody."""
    on = today()
    person = _person(request)
    if person is None:
        return render(request, "staff/plans/pacts/who.html", {"title": gettext("New pact")})
    scope = request.GET.get("con", "individual")
    scope = scope if scope in PACT_SCOPES else "individual"
    ground = pacts_making.ground(request.actor, person, scope, on)
    plan = uid_of(request.GET.get("piano", ""))
    initial = {"starts_on": on, **({"plan": plan} if plan else {})}
    form = forms.NewPactForm(asking.sent(request), ground=ground, scope=scope, initial=initial)

    def act(given: Mapping[str, Any]) -> None:
        services.draft(
            actor=request.actor, uid=given["uid"], pact=_told(given, scope, ground), on=on, at=now()
        )

    posted = uid_of(str(form["uid"].value()))
    context = {
        "title": gettext("New pact"),
        "crumbs": [(gettext("Pacts"), reverse("staff:pacts"))],
        "lead": ground.person.name or gettext("Somebody without a name"),
        "before": "staff/plans/pacts/_scopes.html",
        "scopes": [(code, gettext(text)) for code, text in PACT_SCOPES.items()],
        "scope": scope,
        "adults": [one.name for one in ground.adults],
        "household": ground.household,
        "back": reverse("staff:pacts"),
        "action": gettext("Write the draft"),
    }
    return asking.answer(
        request,
        form,
        act,
        done=reverse("staff:pact", args=[posted]) if posted else reverse("staff:pacts"),
        said=gettext("The draft is written. It holds once both sides have signed it."),
        context=context,
        template=TEMPLATE,
    )


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def edit(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A draft is changed."""
    pact = queries.pact(request.actor, uid, right=Right.WRITE_PLANS)
    row = queries.terms(pact.pk)[0]
    version = asking.version(request, pact.version)
    initial = {
        **{name: getattr(pact, name) for name in ("title", "starts_on", "ends_on")},
        **{name: getattr(row, name) for name in ("gets", "gives", "hours_to_give")},
        "creditor": pact.creditor_id,
        "share": str(row.share),
    }
    form = forms.DraftForm(asking.sent(request), creditors=queries.creditors(), initial=initial)

    def act(given: Mapping[str, Any]) -> None:
        changes = {{"creditor": "creditor_id"}.get(name, name): value for name, value in given.items()}
        services.edit_draft(actor=request.actor, uid=uid, version=version, changes=changes)

    context = _context(gettext("Change the draft"), pact) | {"version": version}
    done = reverse("staff:pact", args=[uid])
    said = gettext("The draft is changed.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def terms(request: ActingRequest, uid: UUID) -> HttpResponse:
    """New terms are proposed, beside those that hold."""
    pact = queries.pact(request.actor, uid, right=Right.WRITE_PLANS)
    row = queries.terms(pact.pk)[-1]
    version = asking.version(request, pact.version)
    initial = {name: getattr(row, name) for name in ("gets", "gives", "hours_to_give")}
    initial |= {"share": str(row.share), "starts_on": today()}
    form = forms.NewTermsForm(asking.sent(request), initial=initial)

    def act(given: Mapping[str, Any]) -> None:
        services.propose_terms(
            actor=request.actor,
            uid=uid,
            version=version,
            terms=_terms(given),
            reason=given["reason"],
            at=now(),
        )

    context = _context(gettext("Propose new terms"), pact) | {
        "version": version,
        "follows": [gettext("The terms of today hold until the person and the team have signed these.")],
        "tone": "info",
        "action": gettext("Propose"),
    }
    done = reverse("staff:pact", args=[uid])
    said = gettext("The new terms are proposed. They hold once both sides have signed them.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def end(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A pact ends, or is broken off; what that means stands in figures."""
    on = today()
    found = pacts_shown.shown(request.actor, uid, on)
    version = asking.version(request, found.pact.version)
    form = forms.EndForm(asking.sent(request), initial={"is_broken": "ended"})

    def act(given: Mapping[str, Any]) -> None:
        services.end(actor=request.actor, uid=uid, version=version, on=on, **given)

    hours = found.given_minutes // 60
    follows = [gettext("The time given, %(hours)s hours, stays on record.") % {"hours": hours}]
    if found.held and found.held.numerator:
        sentence = gettext(
            "From today nothing of the allowance goes to the rent; until yesterday %(share)s did."
        )
        follows.append(sentence % {"share": f"{found.held.numerator}/{found.held.denominator}"})
    follows.append(gettext("An ended pact is not taken up again: a new one is made."))
    context = _context(gettext("End the pact"), found.pact) | {
        "version": version,
        "follows": follows,
        "is_grave": True,
        "action": gettext("End it"),
    }
    done = reverse("staff:pact", args=[uid])
    said = gettext("The pact is ended.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


def _person(request: ActingRequest) -> UUID | None:
    if plan := uid_of(request.GET.get("piano", "")):
        return pacts_making.person_of_plan(request.actor, UUID(plan))
    person = uid_of(request.GET.get("persona", ""))
    return UUID(person) if person else None


def _told(given: Mapping[str, Any], scope: str, ground: Ground) -> NewPact:
    plan = given.get("plan")
    # The plan says the person; without one they are named.
    own = () if plan else (ground.person.uid,)
    others = tuple(UUID(one) for one in given.get("people", ()))
    return NewPact(
        kind=given["kind"],
        scope=scope,
        terms=_terms(given),
        ends_on=given["ends_on"],
        title=given["title"],
        plan=UUID(plan) if plan else None,
        people=own + others,
        household=ground.household.uid if scope == "household" and ground.household else None,
        creditor=given["creditor"],
    )


def _terms(given: Mapping[str, Any]) -> Terms:
    return Terms(
        number=1,
        gets=given["gets"],
        gives=given["gives"],
        starts_on=given["starts_on"],
        minutes_to_give=given["hours_to_give"] * 60,
        numerator=given["share"].numerator,
        denominator=given["share"].denominator,
    )


def _context(title: str, pact: Any) -> dict[str, Any]:
    return {
        "title": title,
        "crumbs": [
            (gettext("Pacts"), reverse("staff:pacts")),
            (pact.title or gettext("Pact"), reverse("staff:pact", args=[pact.uid])),
        ],
    }
