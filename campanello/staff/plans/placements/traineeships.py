"""The list of traineeships, and a new one; who waits for a tutor's visit stands above."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.people.queries import records
from campanello.plans.queries import pacts_making
from campanello.plans.queries import placements as queries
from campanello.plans.queries.placements import Line, Wanted
from campanello.plans.rules.values import TRAINEESHIP_STATES
from campanello.plans.services import placements as services
from campanello.plans.services.placements import NewTraineeship
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download
from campanello.staff.lab.findings.lists import uid_of
from campanello.staff.plans.pacts.making import TEMPLATE, asks
from campanello.staff.plans.placements import forms

PER_PAGE = 25
SORT_NAMES = {
    "new": gettext_lazy("Newest"),
    "old": gettext_lazy("Oldest"),
    "visit": gettext_lazy("Longest without a visit"),
}


@for_right(Right.READ_PLANS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """Traineeships, filtered, sorted, paged."""
    on, wanted = today(), wanted_of(request)
    rows = queries.traineeships(request.actor, wanted, on)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "lines": queries.lines(request.actor, found.object_list, on),
        "wanted": wanted,
        "is_filtered": replace(wanted, sort="new") != Wanted(),
        "overdue": queries.overdue(request.actor, on),
        "states": in_words(TRAINEESHIP_STATES),
        "sorts": SORT_NAMES.items(),
        "may_write": may(request.actor, Right.WRITE_PLANS),
        "may_export": may(request.actor, Right.EXPORT_PEOPLE),
    }
    return render(request, "staff/plans/placements/traineeships.html", context)


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it."""
    head = [
        gettext("Person"),
        gettext("Host"),
        gettext("Role"),
        gettext("From"),
        gettext("First day after it"),
        gettext("Minutes a week"),
        gettext("State"),
        gettext("Last visit"),
        gettext("Days without a visit"),
    ]
    rows = queries.exported(request.actor, wanted_of(request), today())
    return download("traineeships.csv", head, (_cells(line) for line in rows))


@asks
@for_right(Right.WRITE_PLANS)
@never_cache
def new(request: ActingRequest) -> HttpResponse:
    """A traineeship is planned, from a plan or for a person."""
    actor, on = request.actor, today()
    plan = uid_of(request.GET.get("piano", ""))
    asked = uid_of(request.GET.get("persona", ""))
    who = pacts_making.person_of_plan(actor, UUID(plan)) if plan else (UUID(asked) if asked else None)
    person = records.person(actor, who, right=Right.WRITE_PLANS) if who else None
    hosts = list(queries.places(actor, on))
    tutors = {one.pk: one for host in hosts for one in queries.tutors(host.project_id, on)} if person else {}
    form = forms.TraineeshipForm(
        asking.sent(request), hosts=hosts, tutors=tutors.values(), initial={"starts_on": on}
    )

    def act(given: Mapping[str, Any]) -> None:
        told = {name: value for name, value in given.items() if name not in {"uid", "host"}}
        made = NewTraineeship(host=UUID(given["host"]), plan=UUID(plan) if plan else None, person=who, **told)
        services.plan_traineeship(actor=actor, uid=given["uid"], traineeship=made, on=on)

    context = {
        "title": gettext("New traineeship"),
        "crumbs": [(gettext("Traineeships"), reverse("staff:traineeships"))],
        "lead": person.name if person else "",
        "follows": [
            gettext(
                "No allowance comes from this fund for a traineeship. Tell the person before they begin."
            ),
            gettext("It lasts six months at most, under the host's agreement, one at a time."),
        ],
        "tone": "info",
        "action": gettext("Plan it"),
        **_missing(person, hosts),
    }
    said = gettext("The traineeship is planned.")
    done = reverse("staff:traineeships")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


def _missing(person: Any, hosts: list[Any]) -> dict[str, str]:
    if person is None:
        return {
            "missing": gettext("Find the person, open their plan, and choose New traineeship there."),
            "missing_url": reverse("staff:search"),
            "missing_action": gettext("Find a person"),
        }
    if not hosts:
        return {
            "missing": gettext("No host has an agreement that holds and a place that is free."),
            "missing_url": reverse("staff:hosts"),
            "missing_action": gettext("Hosts"),
        }
    return {}


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    state, sort = request.GET.get("state", ""), request.GET.get("sort", "new")
    return Wanted(
        words=request.GET.get("q", "")[:80].strip(),
        state=state if state in TRAINEESHIP_STATES else "",
        waits=request.GET.get("waits") == "visit",
        host=uid_of(request.GET.get("host", "")),
        sort=sort if sort in SORT_NAMES else "new",
    )


def _cells(line: Line) -> list[object]:
    row = line.row
    return [
        line.name,
        row.host.name,
        row.role,
        f"{row.starts_on:%d/%m/%Y}",
        f"{row.ends_on:%d/%m/%Y}",
        row.weekly_minutes,
        gettext(TRAINEESHIP_STATES[row.state]),
        f"{line.seen_on:%d/%m/%Y}" if line.seen_on else "",
        line.days_without if row.state == "running" else "",
    ]
