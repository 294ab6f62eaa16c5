"""Accounts: where people and landlords are paid, and which account a project pays from."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import now, today
from campanello.plans.queries import accounts as queries
from campanello.plans.rules.accounts import bank_of, grouped, masked
from campanello.plans.services import accounts as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.payments.forms import AccountForm, TreasuryForm

TEMPLATE = "staff/plans/asked.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@for_right(Right.SET_MEASURES)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """The accounts of projects and of bodies; the last four digits alone."""
    context = {
        "treasuries": [
            (project, held, masked(held.iban) if held else "")
            for project, held in queries.treasuries(request.actor)
        ],
        "bodies": [
            (one, masked(one.account.iban) if one.account else "") for one in queries.bodies(request.actor)
        ],
    }
    return render(request, "staff/plans/payments/accounts.html", context)


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def person(request: ActingRequest, uid: UUID) -> HttpResponse:
    """A person's account, and those before it."""
    held, on = queries.accounts_of(request.actor, uid), today()
    current = held.current
    form = AccountForm(asking.sent(request), initial={"holder": held.person.name, "starts_on": on})
    return _asked(
        request,
        form,
        lambda _given: services.record_person_account(
            actor=request.actor, person=uid, account=form.account(_replaces(request)), on=on, at=now()
        ),
        title=gettext("Bank account"),
        back=reverse("staff:person", args=[held.person.uid]),
        about={
            "lead": held.person.name,
            "person": held.person,
            "current": current,
            "shown": [(one, grouped(one.iban), bank_of(one.iban)) for one in held.accounts],
            "before": "staff/plans/payments/_accounts.html",
        },
        current=current,
    )


@for_right(Right.WRITE_PLANS)
@never_cache
@asks
def end(request: ActingRequest, uid: UUID) -> HttpResponse:
    """End a person's account: nothing is paid until another is recorded."""
    held, on = queries.accounts_of(request.actor, uid), today()
    back = reverse("staff:person-account", args=[held.person.uid])
    return asking.answer(
        request,
        forms.Form(asking.sent(request)),
        lambda _given: services.end_person_account(
            actor=request.actor, person=uid, account=_replaces(request) or 0, on=on
        ),
        done=back,
        said=gettext("The account is ended."),
        context={
            "title": gettext("End this account"),
            "lead": held.person.name,
            "follows": [gettext("Nothing is paid to this person until another account is recorded.")],
            "action": gettext("End it"),
            "is_grave": True,
            "version": held.current.pk if held.current else None,
        },
        template=TEMPLATE,
    )


@for_right(Right.SET_MEASURES)
@never_cache
@asks
def body(request: ActingRequest, key: int) -> HttpResponse:
    """Where a body is paid."""
    held, on = queries.body(request.actor, key), today()
    current = held.account
    form = AccountForm(asking.sent(request), initial={"holder": held.organisation.name, "starts_on": on})
    shown = [(current, grouped(current.iban), bank_of(current.iban))] if current else []
    return _asked(
        request,
        form,
        lambda _given: services.record_body_account(
            actor=request.actor, organisation=key, account=form.account(_replaces(request)), on=on, at=now()
        ),
        title=gettext("Bank account"),
        back=reverse("staff:payment-accounts"),
        about={
            "lead": held.organisation.name,
            "shown": shown,
            "before": "staff/plans/payments/_accounts.html",
        },
        current=current,
    )


@for_right(Right.SET_MEASURES)
@never_cache
@asks
def treasury(request: ActingRequest, key: int) -> HttpResponse:
    """From which account a project pays, and as whom."""
    project, held = queries.treasury(request.actor, key)
    version = asking.version(request, held.version if held else 0)
    initial = {"payer": held.payer, "iban": grouped(held.iban), "bic": held.bic} if held else {}
    return asking.answer(
        request,
        TreasuryForm(asking.sent(request), initial=initial),
        lambda given: services.set_treasury(
            actor=request.actor, project=key, version=version, **_whole(given, held)
        ),
        done=reverse("staff:payment-accounts"),
        said=gettext("The account is recorded."),
        context={
            "title": gettext("The account that pays"),
            "lead": project.title,
            "crumbs": _crumbs(),
            "version": held.version if held else None,
            "follows": [
                gettext("Runs proposed from now on are paid from it; those proposed before are not.")
            ],
            "tone": "info",
        },
        template=TEMPLATE,
    )


def _whole(given: Mapping[str, Any], held: Any) -> dict[str, Any]:
    """What was written, with the saved value where that was chosen against one's own."""
    saved = {name: getattr(held, name) for name in ("payer", "iban", "bic")} if held else {}
    return {"is_confirmed": False, **saved, **given}


def _replaces(request: ActingRequest) -> int | None:
    """The account that the form showed: it travels as the form's version does."""
    return asking.version(request, 0) or None


def _crumbs() -> list[tuple[str, str]]:
    return [
        (gettext("Payments"), reverse("staff:payment-runs")),
        (gettext("Bank accounts"), reverse("staff:payment-accounts")),
    ]


def _asked(
    request: ActingRequest,
    form: AccountForm,
    act: Callable[[Mapping[str, Any]], Any],
    *,
    title: str,
    back: str,
    about: dict[str, Any],
    current: Any,
) -> HttpResponse:
    context = {
        "title": title,
        "crumbs": _crumbs() if "person" not in about else [(about["lead"], back)],
        "action": gettext("Record this account"),
        "version": current.pk if current else None,
        **about,
    }
    said = gettext("The account is recorded.")
    return asking.answer(request, form, act, done=back, said=said, context=context, template=TEMPLATE)
