"""Sends a person on, and moves a referral: accepted, refused, concluded, taken back."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.edges import today
from campanello.lab.queries import referrals as queries
from campanello.lab.rules.referrals import TRANSITIONS, NewReferral, State, why_not_share
from campanello.lab.rules.values import REFERRAL_STATES
from campanello.lab.services import referrals as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.referrals import forms
from campanello.staff.people import words

TEMPLATE = "staff/lab/neighbours_form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])
# By the word in the address: the state it leads to, what is asked, the title, what the button says.
DEEDS: Mapping[str, tuple[State, type[django_forms.Form], str, str]] = {
    "accetta": (State.ACCEPTED, forms.WordForm, _("Accept the person"), _("Accept")),
    "rifiuta": (State.REFUSED, forms.WhyForm, _("Do not accept the person"), _("Do not accept")),
    "concludi": (State.CONCLUDED, forms.OutcomeForm, _("What came of it"), _("Conclude")),
    "riapri": (State.ACCEPTED, django_forms.Form, _("Take the conclusion back"), _("Take back")),
    "ritira": (State.WITHDRAWN, forms.WhyForm, _("Withdraw the referral"), _("Withdraw")),
}
SAID = {
    "accetta": _("The referral is accepted."),
    "rifiuta": _("It is written down that the person is not accepted."),
    "concludi": _("The outcome is written down."),
    "riapri": _("The referral is open again."),
    "ritira": _("The referral is withdrawn."),
}


@asks
@for_right(Right.WRITE_LAB)
@never_cache
def refer(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A person is sent on; without their consent the page says how to get it, and asks nothing."""
    actor, on = request.actor, today()
    found = queries.of_person(actor, uid, on)
    if found.person.uid != uid:
        return redirect("staff:referral-new", found.person.uid)
    refusal = why_not_share(found.consent)
    form = forms.ReferralForm(
        asking.sent(request), projects=queries.other_projects(actor), bodies=queries.organisations()
    )

    def act(given: Mapping[str, Any]) -> None:
        told = {name: value for name, value in given.items() if name != "uid"}
        services.refer(actor=actor, uid=given["uid"], referral=NewReferral(person=uid, **told), on=on)

    back = reverse("staff:person-referrals", args=[uid])
    name = found.person.name or gettext("Somebody without a name")
    context = {
        "title": gettext("Send on"),
        "crumbs": [(gettext("Referrals"), reverse("staff:referrals")), (name, back)],
        "lead": name,
        "action": gettext("Send on"),
        "missing": words.said(refusal) if refusal else "",
        "missing_title": gettext("First ask the person"),
        "missing_url": reverse("staff:person-consents", args=[uid]),
        "missing_action": gettext("Notices and consents"),
    }
    said = gettext("The referral is sent.")
    return asking.answer(request, form, act, done=back, said=said, context=context, template=TEMPLATE)


@asks
@for_right(Right.WRITE_LAB)
@never_cache
def move(request: ActingRequest, uid: UUID, deed: str) -> HttpResponse:
    """Accept, do not accept, conclude, take back."""
    row = queries.referral(request.actor, uid, right=Right.WRITE_LAB)
    if deed not in DEEDS:
        raise NotFound
    _state, form, title, action = DEEDS[deed]
    version = asking.version(request, row.version)
    open_deeds = {name for name, _label, _tone in deeds_of(request.actor, row)}
    missing = gettext("It is in another state now: %(state)s.") % {
        "state": gettext(REFERRAL_STATES[row.state])
    }
    context = {
        "title": gettext(title),
        "crumbs": [(gettext("Referrals"), reverse("staff:referrals"))],
        "quoted": row.reason,
        "version": version,
        "action": gettext(action),
        "is_grave": deed in {"rifiuta", "ritira"},
        "follows": _follows(deed, row),
        "tone": "info",
        "missing": "" if deed in open_deeds or request.method == "POST" else missing,
    }
    return asking.answer(
        request,
        form(asking.sent(request)),
        _acts(request.actor, uid, version, deed),
        done=reverse("staff:referral", args=[uid]),
        said=gettext(SAID[deed]),
        context=context,
        template=TEMPLATE,
    )


def deeds_of(actor: Actor, row: Any) -> list[tuple[str, str, str]]:
    """What the actor may do with a referral now: the word in the address, the button, its tone."""
    right = {
        "accetta": queries.may_answer(actor, row),
        "rifiuta": queries.may_answer(actor, row),
        "concludi": True,
        "riapri": True,
        "ritira": queries.may_withdraw(actor, row),
    }
    held = queries.may_answer(actor, row) or queries.may_withdraw(actor, row)
    now = State(row.state)
    tones = {
        "accetta": "primary",
        "concludi": "primary",
        "rifiuta": "outline-danger",
        "ritira": "outline-danger",
    }
    return [
        (deed, gettext(action), tones.get(deed, "outline-primary"))
        for deed, (to, _form, _title, action) in DEEDS.items()
        if held and right[deed] and to in TRANSITIONS[now] and (deed == "riapri") == (now is State.CONCLUDED)
    ]


def _acts(actor: Actor, uid: UUID, version: int, deed: str) -> Callable[[Mapping[str, Any]], Any]:
    on = today()
    which: dict[str, Any] = {"actor": actor, "uid": uid, "version": version}
    return {
        "accetta": lambda given: services.answer(**which, accepts=True, on=on, **given),
        "rifiuta": lambda given: services.answer(**which, accepts=False, on=on, **given),
        "concludi": lambda given: services.conclude(**which, on=on, **given),
        "riapri": lambda _given: services.reopen(**which),
        "ritira": lambda given: services.withdraw(**which, on=on, **given),
    }[deed]


def _follows(deed: str, row: Any) -> list[str]:
    if deed == "accetta" and row.to_project_id:
        return [gettext("From now on your project sees who the person is, and the person's record.")]
    if deed == "ritira":
        return [gettext("What was handed on before stays there. It can't be undone; send a new one then.")]
    return []
