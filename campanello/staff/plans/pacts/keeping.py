"""How a pact is kept: reviews, time given back, what is taken over from the lab's registers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import now, today
from campanello.plans.queries import pacts_shown as queries
from campanello.plans.rules.pacts_kept import Gift
from campanello.plans.services import pacts_kept as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.pacts import forms
from campanello.staff.plans.pacts.making import TEMPLATE, asks
from campanello.staff.templatetags.durations import hours


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def review(request: ActingRequest, uid: UUID, review: int) -> HttpResponse:
    """A review was held."""
    on, found = today(), queries.shown(request.actor, uid, today())
    row = next((one for one in found.reviews if one.pk == review), None)
    if row is None:
        raise NotFound
    form = forms.ReviewForm(asking.sent(request), initial={"held_on": on})

    def act(given: Mapping[str, Any]) -> None:
        services.hold_review(actor=request.actor, uid=uid, review=review, on=on, **given)

    context = _context(gettext("Review of the pact"), found.pact) | {
        "missing": gettext("This review is written down already.")
        if row.held_on and not form.is_bound
        else "",
        "follows": [gettext("The next review is noted by itself, as long as the pact runs.")],
        "tone": "info",
    }
    return _answered(
        request, form, act, uid=uid, said=gettext("The review is written down."), context=context
    )


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def give(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Somebody gave time."""
    on = today()
    found = queries.shown(request.actor, uid, on)
    givers = [one for one in found.people if one.uid]
    form = forms.GiveForm(asking.sent(request), givers=givers, initial={"day": on})

    def act(given: Mapping[str, Any]) -> None:
        gift = Gift(UUID(given["person"]), given["day"], given["minutes"], given["what"])
        services.give_back(actor=request.actor, uid=uid, given=given["uid"], gift=gift, on=on, at=now())

    context = _context(gettext("Time given back"), found.pact)
    return _answered(request, form, act, uid=uid, said=gettext("The time is written down."), context=context)


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def take_over(request: ActingRequest, uid: UUID) -> HttpResponse:
    """What the lab's signed registers show of the pact's people, to be taken over."""
    on = today()
    found = queries.shown(request.actor, uid, on)
    names = {one.key: one.name for one in found.people}
    rows = queries.suggestions(request.actor, found.pact, on)
    form = forms.TakeOverForm(
        asking.sent(request),
        rows=[
            (
                one.attendance,
                f"{one.on:%d/%m/%Y} · {names.get(one.person, '')} · {one.what} · {hours(one.minutes)}",
            )
            for one in rows
        ],
    )

    def act(given: Mapping[str, Any]) -> None:
        wanted = given["attendances"]
        services.take_over(actor=request.actor, uid=uid, attendances=wanted, on=on, at=now())

    context = _context(gettext("Take over from the lab"), found.pact) | {
        "missing": "" if rows else gettext("The lab's signed registers show nothing more within this pact."),
        "action": gettext("Take over"),
    }
    return _answered(request, form, act, uid=uid, said=gettext("The time is taken over."), context=context)


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def cancel(request: ActingRequest, uid: UUID, given: UUID) -> HttpResponse:
    """An entry was wrong."""
    found = queries.shown(request.actor, uid, today())
    row = next((one for one in found.given if one.uid == given), None)
    if row is None and request.method != "POST":
        raise NotFound

    def act(_given: Mapping[str, Any]) -> None:
        services.cancel_given(actor=request.actor, uid=uid, given=given, at=now())

    follows = []
    if row:
        left = gettext("%(less)s less will count as given: %(all)s instead of %(before)s.") % {
            "less": hours(row.minutes),
            "all": hours(found.given_minutes - row.minutes),
            "before": hours(found.given_minutes),
        }
        follows = [left]
    context = _context(gettext("Take the entry back"), found.pact) | {
        "quoted": f"{row.on:%d/%m/%Y} · {row.what}" if row else "",
        "follows": follows,
        "is_grave": True,
        "action": gettext("Take the entry back"),
    }
    form = django_forms.Form(asking.sent(request))
    return _answered(request, form, act, uid=uid, said=gettext("The entry is taken back."), context=context)


def _answered(
    request: ActingRequest, form: Any, act: Any, *, uid: UUID, said: str, context: dict[str, Any]
) -> HttpResponse:
    done = reverse("staff:pact", args=[uid])
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


def _context(title: str, pact: Any) -> dict[str, Any]:
    return {
        "title": title,
        "crumbs": [
            (gettext("Pacts"), reverse("staff:pacts")),
            (pact.title or gettext("Pact"), reverse("staff:pact", args=[pact.uid])),
        ],
    }
