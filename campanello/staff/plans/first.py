"""The plans' first page: where applications, plans, registers and payments are found."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.staff.doors import for_right
from campanello.staff.tiles import Entry, tiles

# Title, what is there, icon, name of the address, right. A page that is not installed is left out.
_TILES: tuple[Entry, ...] = (
    (
        gettext_noop("Applications"),
        gettext_noop("Who asked for a plan: the funnel, whom to call back, what is missing."),
        "note",
        "staff:applications",
        Right.READ_APPLICATIONS,
    ),
    (
        gettext_noop("Plans"),
        gettext_noop("Who has a plan, how far it is, what it still holds."),
        "user",
        "staff:plan-list",
        Right.READ_PLANS,
    ),
    (
        gettext_noop("Registers"),
        gettext_noop("Sessions of the plans' services: who came, for how long."),
        "calendar",
        "staff:plan-sessions",
        Right.READ_PLANS,
    ),
    (
        gettext_noop("Payments"),
        gettext_noop("Allowances proposed, approved, paid; accounts and funds."),
        "card",
        "staff:payment-runs",
        Right.READ_PAYMENTS,
    ),
    (
        gettext_noop("Pacts"),
        gettext_noop("What one gets and gives, the share for the rent, reviews."),
        "link",
        "staff:pacts",
        Right.READ_PLANS,
    ),
    (
        gettext_noop("Traineeships"),
        gettext_noop("Hosts, agreements, tutors' visits."),
        "designers-italia",
        "staff:traineeships",
        Right.READ_PLANS,
    ),
    (
        gettext_noop("Vacancies and courses"),
        gettext_noop("Who fits which, who was put forward, jobs found."),
        "search",
        "staff:vacancies",
        Right.READ_PLANS,
    ),
    (
        gettext_noop("Goals and tasks"),
        gettext_noop("What was agreed, by whom, by when."),
        "check",
        "staff:goals",
        Right.READ_PLANS,
    ),
    (
        gettext_noop("How they are afterwards"),
        gettext_noop("At exit and six months later: who is due."),
        "clock",
        "staff:results",
        Right.READ_PLANS,
    ),
    (
        gettext_noop("How they are afterwards, in figures"),
        gettext_noop("Who answered, and how many work: without names."),
        "chart-line",
        "staff:results-figures",
        Right.READ_FIGURES,
    ),
    (
        gettext_noop("Measures and catalogue"),
        gettext_noop("Funds, services, hourly values."),
        "settings",
        "staff:measures",
        Right.SET_MEASURES,
    ),
)


@for_right(Right.READ_APPLICATIONS, Right.READ_PLANS, Right.READ_PAYMENTS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """The ways about the plans, as far as the reader's role goes."""
    return render(request, "staff/plans/first.html", {"tiles": tiles(request.actor, _TILES)})
