"""Who fits a vacancy, which vacancies fit a person, and how it goes on with who was put forward."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import now, today
from campanello.people.queries import records
from campanello.plans.queries import matching
from campanello.plans.queries import vacancies as queries
from campanello.plans.rules.placements import CANDIDACY_MOVES
from campanello.plans.services import vacancies as services
from campanello.plans.services.vacancies import Hiring, Step
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.people import municipalities
from campanello.staff.plans.pacts.making import TEMPLATE, asks
from campanello.staff.plans.placements import forms, words


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One vacancy: what it asks for, who was put forward, who else fits and why."""
    actor, on = request.actor, today()
    vacancy = queries.vacancy(actor, uid)
    found = matching.candidates(actor, vacancy, on)
    put = queries.put_forward(actor, vacancy)
    context = {
        "one": vacancy,
        "town": municipalities.by_istat().get(vacancy.municipality, ""),
        "must_speak": words.languages(vacancy.languages),
        "is_open": vacancy.opens_on <= on and (vacancy.closes_on is None or on < vacancy.closes_on),
        "put": [{"one": one, "moves": CANDIDACY_MOVES[one.row.state]} for one in put],
        "hired": sum(one.row.state == "hired" for one in put),
        "candidates": [{"one": one, "reasons": words.reasons(one.fit)} for one in found.best],
        "found": found,
        "may_write": may(actor, Right.WRITE_PLANS),
    }
    return render(request, "staff/plans/placements/vacancy.html", context)


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def of_person(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The open vacancies that fit a person, and for which they were put forward."""
    person, openings = matching.openings(request.actor, uid, today())
    if person.uid != uid:
        return redirect("staff:person-vacancies", person.uid)
    context = {
        "person": person,
        "openings": [{"one": one, "reasons": words.reasons(one.fit)} for one in openings],
        "put": queries.candidacies_of(request.actor, person.pk),
        "may_write": may(request.actor, Right.WRITE_PLANS),
    }
    return render(request, "staff/plans/placements/person.html", context)


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def put(request: ActingRequest, uid: UUID, person: UUID) -> HttpResponse:
    """Somebody is put forward."""
    actor, on = request.actor, today()
    vacancy = queries.vacancy(actor, uid, right=Right.WRITE_PLANS)
    one = records.person(actor, person, right=Right.WRITE_PLANS)

    def act(_given: Mapping[str, Any]) -> None:
        services.put_forward(actor=actor, vacancy=uid, person=person, on=on)

    context = _context(gettext("Put forward"), vacancy) | {
        "lead": one.name or gettext("Somebody without a name"),
        "quoted": f"{vacancy.title}, {vacancy.employer}",
        "follows": [
            gettext(
                "It is proposed to the person first. Nothing goes to the employer before the person agrees."
            )
        ],
        "tone": "info",
        "action": gettext("Put forward"),
    }
    form = django_forms.Form(asking.sent(request))
    done = reverse("staff:vacancy", args=[uid])
    said = gettext("The person is put forward.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def move(request: ActingRequest, uid: UUID) -> HttpResponse:
    """It goes on with somebody who was put forward."""
    on = today()
    row = queries.candidacy(request.actor, uid, right=Right.WRITE_PLANS)
    version = asking.version(request, row.version)
    moves, is_job = CANDIDACY_MOVES[row.state], row.vacancy.kind == "job"
    form = forms.StepForm(asking.sent(request), moves=moves, is_job=is_job, initial={"starts_on": on})

    def act(given: Mapping[str, Any]) -> None:
        hiring = Hiring(
            starts_on=given.get("starts_on") or on,
            contract=given.get("contract", ""),
            weekly_minutes=given.get("weekly_minutes"),
        )
        step = Step(given["to"], on, given["note"], hiring)
        services.move_candidacy(actor=request.actor, uid=uid, version=version, step=step, at=now())

    context = _context(gettext("How it goes on"), row.vacancy) | {
        "version": version,
        "missing": "" if moves or form.is_bound else gettext("Nothing is left to do here."),
    }
    done = reverse("staff:vacancy", args=[row.vacancy.uid])
    said = gettext("It is written down.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def wish(request: ActingRequest, uid: UUID) -> HttpResponse:
    """How much a person can work, and where."""
    on = today()
    person = records.person(request.actor, uid, right=Right.WRITE_PLANS)
    said = matching.wish_of(request.actor, person, on)
    form = forms.WishForm(asking.sent(request), initial=said)

    def act(given: Mapping[str, Any]) -> None:
        services.say_wish(actor=request.actor, person=uid, on=on, **given)

    context = {
        "title": gettext("How much can they work?"),
        "crumbs": [(gettext("Vacancies and courses"), reverse("staff:vacancies"))],
        "lead": person.name or gettext("Somebody without a name"),
    }
    done = reverse("staff:person-vacancies", args=[person.uid])
    told = gettext("It is written down.")
    return asking.answer(request, form, act, done=done, said=told, context=context, template=TEMPLATE)


def _context(title: str, vacancy: Any) -> dict[str, Any]:
    return {
        "title": title,
        "crumbs": [
            (gettext("Vacancies and courses"), reverse("staff:vacancies")),
            (vacancy.title, reverse("staff:vacancy", args=[vacancy.uid])),
        ],
    }
