"""The page the teams start from: the box, what waits for them, their projects."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.core.navigation import ways
from campanello.people.queries import waiting
from campanello.people.queries.waiting import Stack
from campanello.staff.doors import for_right

# Whoever works here, in whatever role; residents have their own pages.
AT_WORK = tuple(right for right in Right if right is not Right.READ_OWN)


@dataclass(frozen=True)
class Kind:
    """What waits of one kind: what it is, what to do about it, who and since or until when."""

    title: str
    text: str
    stack: Stack
    part: str


@dataclass(frozen=True)
class Pile:
    """One of the stacks of the page."""

    title: str
    tone: str
    kinds: tuple[Kind, ...]


@for_right(*AT_WORK)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """What waits for the reader, as far as their roles go."""
    actor = request.actor
    works_with_people = may(actor, Right.WRITE_PERSON)
    found = waiting.waiting(actor, today()) if works_with_people else None
    context = {
        "piles": _piles(found) if found else [],
        "projects": waiting.projects(actor) if may(actor, Right.FIND_PEOPLE) else [],
        "finds_people": may(actor, Right.FIND_PEOPLE),
        "finds_dwellings": may(actor, Right.READ_HOMES),
        "may_register": works_with_people,
        # The first is this page.
        "ways": ways(actor, request.path)[1:],
    }
    return render(request, "staff/search/home.html", context)


def _piles(found: waiting.Waiting) -> list[Pile]:
    overdue = (
        Kind(
            gettext("Residence permits that have ended"),
            gettext("No renewal is recorded. Ask whether it was applied for."),
            found.permits_ended,
            "permits",
        ),
        Kind(
            gettext("Provisional codes to replace"),
            gettext("They were to be replaced by a codice fiscale by now."),
            found.codes_due,
            "codes",
        ),
    )
    soon = (
        Kind(
            gettext("Residence permits that end within %(days)s days") % {"days": found.warning_days},
            gettext("Help with the renewal while there is time."),
            found.permits_ending,
            "permits",
        ),
    )
    to_ask = (
        Kind(
            gettext("Birth dates that nobody has asked"),
            gettext("Ask at the next meeting, or record that it was declined."),
            found.births_to_ask,
            "basic",
        ),
    )
    return [
        Pile(gettext("Overdue"), "danger", _any(overdue)),
        Pile(gettext("Soon"), "warning", _any(soon)),
        Pile(gettext("To ask"), "info", _any(to_ask)),
    ]


def _any(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    return tuple(kind for kind in kinds if kind.stack.total)
