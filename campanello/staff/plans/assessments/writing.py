"""Begins, saves, signs and throws away assessments."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, say, today
from campanello.people.queries import records
from campanello.plans.queries import assessments as queries
from campanello.plans.queries import frames
from campanello.plans.rules import assessments as rules
from campanello.plans.rules.assessments import Scored
from campanello.plans.rules.values import ASSESSMENT_KINDS
from campanello.plans.services import assessments as services
from campanello.plans.services.assessments import NewAssessment
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.assessments.forms import DraftForm, StartForm

FORM = "staff/plans/assessments/form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.WRITE_ASSESSMENTS)
@never_cache
@asks
def start(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A new assessment of a person; its page to write on comes next."""
    actor = request.actor
    person = records.person(actor, uid, right=Right.WRITE_ASSESSMENTS)
    initial = {
        "kind": request.GET.get("kind", rules.PRELIMINARY),
        "frame": request.GET.get("frame"),
        "on": today(),
    }
    found = frames.frames(actor, person, Right.WRITE_ASSESSMENTS)
    form = StartForm(asking.sent(request), frames=found, initial=initial)

    def act(given: Mapping[str, Any]) -> None:
        new = NewAssessment(person=person.uid, **{name: given[name] for name in ("frame", "kind", "on")})
        services.start_assessment(actor=actor, uid=given["uid"], new=new, at=now())

    back = reverse("staff:person-assessments", args=[person.uid])
    is_sent = form.is_bound and form.is_valid()
    done = reverse("staff:assessment-edit", args=[form.cleaned_data["uid"]]) if is_sent else back
    context = {
        "title": gettext("New assessment"),
        "crumbs": crumbs(person),
        "action": gettext("Begin"),
        "back": back,
    }
    said = gettext("The assessment is begun as a draft.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=FORM)


@for_right(Right.WRITE_ASSESSMENTS)
@never_cache
@asks
def edit(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The draft on one page; two people who wrote at once see both texts."""
    held = queries.assessment(request.actor, uid, right=Right.WRITE_ASSESSMENTS)
    if held.signed_at:
        return redirect("staff:assessment", uid)
    version, told = asking.version(request, held.version), queries.facts_of(held)
    initial: dict[str, Any] = {"on": told.on, "summary": told.summary, "needs_team": told.needs_team}
    for one in rules.dimensions(told.on):
        scored = told.scores.get(one.code, Scored())
        initial |= {f"score_{one.code}": scored.score, f"reason_{one.code}": scored.reason}
    form = DraftForm(asking.sent(request), kind=held.kind, on=held.on, initial=initial)
    context = {
        "title": gettext(ASSESSMENT_KINDS[held.kind]),
        "crumbs": crumbs(held.person),
        "version": version,
        "action": gettext("Save the draft"),
    }
    return asking.answer(
        request,
        form,
        lambda given: services.save_assessment(
            actor=request.actor, uid=uid, version=version, changes=given, today=today()
        ),
        done=reverse("staff:assessment", args=[uid]),
        said=gettext("The draft is saved. It can be signed once it is complete."),
        context=context,
        template="staff/plans/assessments/edit.html",
    )


@for_right(Right.WRITE_ASSESSMENTS)
@never_cache
@asks
def sign(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Sign, after what follows was read."""
    held = queries.assessment(request.actor, uid, right=Right.WRITE_ASSESSMENTS)
    version, refusal = asking.version(request, held.version), rules.why_not_sign(queries.facts_of(held))
    scored = held.scores.count()
    signed = ngettext(
        "%(scored)s dimension is signed with its score and reason; nothing in it changes later.",
        "%(scored)s dimensions are signed with their scores and reasons; nothing in them changes later.",
        scored,
    )
    if not scored:
        signed = gettext("The analysis is signed as it stands; nothing in it changes later.")
    follows = [
        signed % {"scored": scored},
        gettext("What changes in the person's life is written down in a review."),
    ]
    context = {
        "title": gettext("Sign the assessment"),
        "crumbs": crumbs(held.person),
        "version": version,
        "action": gettext("Sign"),
        "follows": follows,
        "tone": "info",
        "missing": " ".join(say(refusal, get_language())) if refusal and request.method != "POST" else "",
        "missing_title": gettext("Not complete yet"),
        "missing_url": reverse("staff:assessment-edit", args=[uid]),
        "missing_action": gettext("Go on writing"),
    }
    return asking.answer(
        request,
        django_forms.Form(asking.sent(request)),
        lambda _given: services.sign_assessment(actor=request.actor, uid=uid, version=version, at=now()),
        done=reverse("staff:assessment", args=[uid]),
        said=gettext("The assessment is signed."),
        context=context,
        template=FORM,
    )


@for_right(Right.WRITE_ASSESSMENTS)
@never_cache
@asks
def discard(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Throw a draft away."""
    held = queries.assessment(request.actor, uid, right=Right.WRITE_ASSESSMENTS)
    person, scored = held.person.merged_into or held.person, held.scores.count()
    context = {
        "title": gettext("Throw the draft away"),
        "crumbs": crumbs(held.person),
        "follows": [
            ngettext(
                "1 draft of %(day)s is deleted, with %(scored)s dimension written so far.",
                "1 draft of %(day)s is deleted, with %(scored)s dimensions written so far.",
                scored,
            )
            % {"day": f"{held.on:%d/%m/%Y}", "scored": scored}
        ],
        "action": gettext("Throw it away"),
        "is_grave": True,
    }
    return asking.answer(
        request,
        django_forms.Form(asking.sent(request)),
        lambda _given: services.discard_assessment(actor=request.actor, uid=uid),
        done=reverse("staff:person-assessments", args=[person.uid]),
        said=gettext("The draft is thrown away."),
        context=context,
        template=FORM,
    )


def crumbs(person: Any) -> list[tuple[str, str]]:
    """The way to a person's assessments."""
    stands = person.merged_into or person
    name = stands.name or gettext("Somebody without a name")
    return [(name, reverse("staff:person-assessments", args=[stands.uid]))]
