"""Decides an application, asks for what is missing, tells, withdraws, lets lapse, takes up again."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.edges import now, today
from campanello.plans.queries import application_page, measures
from campanello.plans.queries.application_page import Page
from campanello.plans.rules.applications import State
from campanello.plans.rules.eligibility_why import why
from campanello.plans.services import application_contacts as contacts
from campanello.plans.services import application_decisions as decisions
from campanello.plans.services import applications as services
from campanello.plans.services.application_decisions import Taking
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.plans.applications import forms, words
from campanello.staff.plans.applications.showing import DEEDS, NOBODY, deeds, standing
from campanello.staff.templatetags.homes import euros

TEMPLATE = "staff/plans/applications/form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])
Form = type[django_forms.Form]
# By the word in the address: the form, what is said afterwards.
FORMS: Mapping[str, tuple[Form, str]] = {
    "ammetti": (forms.EligibleForm, _("Decided: eligible. Now tell the applicant.")),
    "escludi": (forms.NoteForm, _("Decided: not eligible. Now tell the applicant, with the reasons.")),
    "integra": (forms.AskForm, _("It is written down what is missing, and until when.")),
    "fondi": (forms.FundsForm, _("The funds are committed. Now tell the applicant.")),
    "comunica": (forms.ToldForm, _("It is written down that the applicant was told.")),
    "ritira": (forms.WhyForm, _("The application is withdrawn.")),
    "decadi": (forms.WhyForm, _("The application has lapsed.")),
    "riapri": (forms.WhyForm, _("The application is taken up again, in its old place.")),
}
GRAVE = frozenset({"escludi", "ritira", "decadi"})


@asks
@for_right(Right.WRITE_APPLICATIONS)
@never_cache
def move(request: ActingRequest, uid: UUID, deed: str) -> HttpResponse:
    """One deed; what follows from it stands above the button in figures."""
    if deed not in FORMS:
        raise NotFound
    found = application_page.page(request.actor, uid, today())
    label = next(gettext(text) for name, text, *_rest in DEEDS if name == deed)
    version = asking.version(request, found.application.version)
    is_open = deed in {name for name, _label, _tone in deeds(found)}
    told = words.read_out(standing(found), found.application.language)
    context: dict[str, Any] = {
        "title": label,
        "name": found.line.name or NOBODY,
        "one": found.application,
        "version": version,
        "action": label,
        "is_grave": deed in GRAVE,
        "follows": _follows(deed, found),
        "tone": "info" if deed in {"comunica", "integra", "riapri"} else "warning",
        "missing": ""
        if is_open or request.method == "POST"
        else gettext("This can't be done with the application as it is now."),
        "told": told if deed == "comunica" else None,
    }
    return asking.answer(
        request,
        _form(deed, found, asking.sent(request)),
        _acts(request.actor, uid, version, deed),
        done=reverse("staff:application", args=[uid]),
        said=gettext(FORMS[deed][1]),
        context=context,
        template=TEMPLATE,
    )


def _form(deed: str, found: Page, sent: Mapping[str, Any] | None) -> django_forms.Form:
    form = FORMS[deed][0]
    room = found.money.room
    first: dict[str, Any] = {"services": _plain(room.services), "allowance": _plain(room.allowance)}
    if deed == "integra":
        days = measures.limits(today()).missing_days
        first = {"due_on": found.application.due_on or today() + timedelta(days=days)}
        return forms.AskForm(sent, missing=found.line.missing, initial=first)
    return form(sent, initial=first)


def _acts(actor: Actor, uid: UUID, version: int, deed: str) -> Callable[[Mapping[str, Any]], Any]:
    which: dict[str, Any] = {"actor": actor, "uid": uid, "version": version}
    on, at = today(), now()
    return {
        "ammetti": lambda given: decisions.decide(
            **which, is_eligible=True, note=given["note"], taking=_taking(given), on=on, at=at
        ),
        "escludi": lambda given: decisions.decide(
            **which, is_eligible=False, note=given["note"], on=on, at=at
        ),
        "integra": lambda given: contacts.ask_for(
            **which, codes=given.get("codes", []), note=given["note"], due_on=given["due_on"], on=on, at=at
        ),
        "fondi": lambda given: decisions.commit(**which, taking=_taking(given), on=on, at=at),
        "comunica": lambda given: contacts.tell(**which, how=given["how"], at=at),
        "ritira": lambda given: services.withdraw(**which, at=at, **given),
        "decadi": lambda given: services.lapse(**which, at=at, **given),
        "riapri": lambda given: services.reopen(**which, at=at, **given),
    }[deed]


def _taking(given: Mapping[str, Any]) -> Taking:
    return Taking(
        services_cents=given["services"],
        allowance_cents=given["allowance"],
        waits=given.get("waits", False),
        out_of_turn=given["out_of_turn"],
    )


def _follows(deed: str, found: Page) -> list[str]:
    if deed == "ammetti":
        return _not_yet(found) + _money(found)
    if deed == "fondi":
        return _money(found)
    if deed == "escludi":
        return _reasons(found)
    one = found.application
    if deed in {"ritira", "decadi", "riapri"} and (one.services_cents or one.allowance_cents):
        told = {"services": euros(one.services_cents), "allowance": euros(one.allowance_cents)}
        return [gettext("%(services)s and %(allowance)s go back to the measure's funds.") % told]
    return []


def _not_yet(found: Page) -> list[str]:
    """That the last check answers something else, so that nobody fills the form in for nothing."""
    if found.check and found.check.outcome == State.ELIGIBLE:
        return []
    return [gettext("The last check does not say that all requirements are met: it will be asked again now.")]


def _money(found: Page) -> list[str]:
    money = found.money
    left = money.fund.left
    told = {"services": euros(left.services), "allowance": euros(left.allowance)}
    lines = [gettext("Left in the funds: %(services)s for services, %(allowance)s for allowances.") % told]
    if money.earlier:
        text = ngettext(
            "%(count)s application with a lower number still waits: number %(first)s.",
            "%(count)s applications with a lower number still wait, the first with number %(first)s.",
            money.earlier,
        )
        lines.append(text % {"count": money.earlier, "first": money.first_earlier})
    if money.elsewhere:
        held = {"services": euros(money.elsewhere.services), "allowance": euros(money.elsewhere.allowance)}
        lines.append(gettext("Committed to this person elsewhere: %(services)s and %(allowance)s.") % held)
    return lines


def _reasons(found: Page) -> list[str]:
    results = found.check.results if found.check else []
    told = [
        why(one["code"], one["verdict"], one.get("figures", {}))
        for one in results
        if one["verdict"] == "not_met"
    ]
    lines = [gettext(one.sentence) % one.figures for one in told]
    return lines or [
        gettext("The last check knows no requirement that is not met: it will be asked again now.")
    ]


def _plain(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"
