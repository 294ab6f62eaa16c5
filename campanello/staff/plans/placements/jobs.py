"""Jobs that people found: how many, of whom, through what; and one that somebody found by themselves."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import now, today
from campanello.people.queries import records
from campanello.plans.queries import vacancies as queries
from campanello.plans.services import vacancies as services
from campanello.plans.services.vacancies import Hiring
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.homes.tables import download
from campanello.staff.plans.pacts.making import TEMPLATE, asks
from campanello.staff.plans.placements import forms

PER_PAGE = 25


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Jobs found, the latest first, with figures above."""
    asked, year = _asked(request)
    rows = queries.jobs(request.actor, asked, year)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "lines": queries.job_lines(request.actor, found.object_list),
        "figures": queries.job_figures(rows),
        "asked": asked,
        "year": year,
        "years": queries.job_years(request.actor),
        "may_export": may(request.actor, Right.EXPORT_PEOPLE),
    }
    return render(request, "staff/plans/placements/jobs.html", context)


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it."""
    head = [
        gettext("Person"),
        gettext("Employer"),
        gettext("From"),
        gettext("Contract"),
        gettext("Minutes a week"),
        gettext("Through a vacancy"),
    ]
    rows = queries.jobs_exported(request.actor, *_asked(request))
    return download("jobs-found.csv", head, (_cells(one) for one in rows))


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def new(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Somebody found a job by themselves."""
    person = records.person(request.actor, uid, right=Right.WRITE_PLANS)
    form = forms.JobForm(asking.sent(request), initial={"starts_on": today()})

    def act(given: Mapping[str, Any]) -> None:
        told = {name: value for name, value in given.items() if name != "uid"}
        services.record_job(
            actor=request.actor, uid=given["uid"], person=uid, hiring=Hiring(**told), at=now()
        )

    context = {
        "title": gettext("A job found"),
        "crumbs": [(gettext("Jobs found"), reverse("staff:jobs-found"))],
        "lead": person.name or gettext("Somebody without a name"),
    }
    done, said = reverse("staff:jobs-found"), gettext("The job is written down.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


def _asked(request: ActingRequest) -> tuple[str, int | None]:
    year = request.GET.get("year", "")
    is_year = len(year) == 4 and year.isascii() and year.isdigit() and year >= "1900"
    return request.GET.get("q", "")[:80].strip(), int(year) if is_year else None


def _cells(one: Any) -> list[object]:
    row = one.row
    return [
        one.name,
        row.employer,
        f"{row.starts_on:%d/%m/%Y}",
        row.contract,
        row.weekly_minutes or "",
        row.vacancy.title if row.vacancy else "",
    ]
