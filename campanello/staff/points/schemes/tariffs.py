"""A tariff from a day on; how a creditor is paid from a day on, and a slip in that put right."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, today
from campanello.points.queries import schemes as queries
from campanello.points.queries import tariffs
from campanello.points.rules.schemes import grouped
from campanello.points.rules.tariffs import NewRate
from campanello.points.services import schemes
from campanello.points.services import tariffs as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.points.schemes.forms import NewTermsForm, TariffForm, TermsForm, terms_of, with_names
from campanello.staff.points.schemes.pages import TEMPLATE, crumbs

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@for_right(Right.SET_POINTS)
@never_cache
def tariff(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Set a tariff: the form begins with the rates that hold, or with what is proposed where none does."""
    one, on = queries.scheme(request.actor, uid), today()
    held = tariffs.rates_on(one, on)
    rates = [NewRate(rate.code, rate.unit, rate.points, rate.names) for rate in held]
    form = TariffForm(
        asking.sent(request),
        rates=rates or with_names(tariffs.proposed(on)),
        initial={"starts_on": on if held else one.starts_on},
    )

    def act(given: Mapping[str, Any]) -> None:
        services.set_tariff(
            actor=request.actor,
            scheme=uid,
            starts_on=given["starts_on"],
            source=given["source"],
            rates=form.rates(),
            at=now(),
        )

    last = tariffs.last_awarded(one)
    follows = [gettext("It holds until the next tariff's day. What was earned stays as it was.")]
    if last:
        text = gettext("Points were awarded for %(day)s: it must begin after that day.")
        follows.append(text % {"day": f"{last:%d/%m/%Y}"})
    context = {
        "title": gettext("New tariff"),
        "lead": one.name,
        "crumbs": crumbs((one.name, reverse("staff:point-scheme", args=[uid]))),
        "follows": follows,
        "tone": "info",
        "action": gettext("Set the tariff"),
    }
    return asking.answer(
        request,
        form,
        act,
        done=reverse("staff:point-scheme", args=[uid]),
        said=gettext("The tariff is set."),
        context=context,
        template="staff/points/schemes/tariff.html",
    )


@asks
@for_right(Right.SET_POINTS)
@never_cache
def terms(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Say how a creditor is paid, from a day on."""
    one = queries.scheme(request.actor, uid)
    form = NewTermsForm(
        asking.sent(request), creditors=queries.creditors(), initial={"starts_on": one.starts_on}
    )

    def act(given: Mapping[str, Any]) -> None:
        schemes.set_terms(actor=request.actor, scheme=uid, creditor=given["creditor"], terms=terms_of(given))

    context = {
        "title": gettext("How a creditor is paid"),
        "lead": one.name,
        "crumbs": crumbs((one.name, reverse("staff:point-scheme", args=[uid]))),
        "follows": [
            gettext("The creditor decides: rent owed to the Comune is offset, rent owed to ALER is paid."),
            gettext("What held for this creditor before ends on that day, and stays on record."),
        ],
        "tone": "info",
    }
    return _answer(request, form, act, uid, context)


@asks
@for_right(Right.SET_POINTS)
@never_cache
def terms_edit(request: ActingRequest, uid: UUID, key: int) -> HttpResponse:
    """Put a slip in a creditor's terms right."""
    one = queries.scheme(request.actor, uid)
    held = queries.current_terms(one, key)
    version = asking.version(request, held.version)
    initial = {name: getattr(held, name) for name in schemes.TERMS} | {"iban": grouped(held.iban)}

    def act(given: Mapping[str, Any]) -> None:
        schemes.correct_terms(actor=request.actor, scheme=uid, key=key, version=version, changes=given)

    context = {
        "title": gettext("How a creditor is paid"),
        "lead": held.creditor.name,
        "crumbs": crumbs((one.name, reverse("staff:point-scheme", args=[uid]))),
        "version": version,
        "follows": [
            gettext("This puts a slip right. If the creditor decides anew, write new terms from a day on.")
        ],
        "tone": "info",
    }
    return _answer(request, TermsForm(asking.sent(request), initial=initial), act, uid, context)


def _answer(request: ActingRequest, form: Any, act: Any, uid: UUID, context: dict[str, Any]) -> HttpResponse:
    done, said = reverse("staff:point-scheme", args=[uid]), gettext("Saved.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)
