"""The page the teams start from: the box, what waits for them, their projects."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.core.edges import today
from campanello.core.navigation import ways
from campanello.people.queries import waiting
from campanello.staff.doors import for_right
from campanello.staff.imports.bringing import IMPORT
from campanello.staff.imports.following import lines_to_look_at
from campanello.staff.lab.shifts.bar import shift_bar
from campanello.staff.search.sources import SOURCES
from campanello.staff.stacks import Kind, Stack

# Whoever works here, in whatever role; residents have their own pages.
AT_WORK = tuple(right for right in Right if right not in {Right.READ_OWN, Right.TELL_AS_ANTENNA})
# What each stack is called, its colour, its icon, and what is said of an empty one.
STACKS = {
    Stack.CALL_BACK: (
        gettext_noop("To call back"),
        "info",
        "telephone",
        gettext_noop("Nobody waits for a call."),
    ),
    Stack.SIGN: (
        gettext_noop("To sign and decide"),
        "warning",
        "pencil",
        gettext_noop("Nothing to sign or decide."),
    ),
    Stack.OVERDUE: (gettext_noop("Overdue"), "danger", "clock", gettext_noop("Nothing is overdue.")),
}


@dataclass(frozen=True)
class Pile:
    """One of the stacks as the page shows it; `total` counts all that waits on it."""

    name: str
    title: str
    tone: str
    symbol: str
    nothing: str
    kinds: tuple[Kind, ...]
    total: int
    is_cut: bool


@for_right(*AT_WORK)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """What waits for the reader, as far as their roles go."""
    actor = request.actor
    context = {
        "piles": piles(actor, today()) if _has_cases(actor) else [],
        "projects": waiting.projects(actor) if may(actor, Right.FIND_PEOPLE) else [],
        "jobs": lines_to_look_at(actor) if any(may(actor, right) for right in IMPORT) else [],
        "bar": shift_bar(actor),
        "finds_people": may(actor, Right.FIND_PEOPLE),
        "finds_dwellings": may(actor, Right.READ_HOMES),
        "may_register": may(actor, Right.WRITE_PERSON),
        # The first is this page.
        "ways": ways(actor, request.path)[1:],
    }
    return render(request, "staff/search/home.html", context)


def piles(actor: Actor, on: date) -> list[Pile]:
    """The three stacks, each with what waits on it of every kind that knows of something."""
    found = [kind for source in SOURCES for kind in source(actor, on) if kind.total]
    return [_pile(stack, tuple(kind for kind in found if kind.stack is stack)) for stack in Stack]


def _has_cases(actor: Actor) -> bool:
    waits = (Right.WRITE_PERSON, Right.WRITE_HOMES, Right.ANSWER_REPORTS, Right.APPROVE_SETTLEMENTS)
    return any(may(actor, right) for right in waits)


def _pile(stack: Stack, kinds: tuple[Kind, ...]) -> Pile:
    title, tone, symbol, nothing = STACKS[stack]
    return Pile(
        name=stack.value,
        title=gettext(title),
        tone=tone,
        symbol=symbol,
        nothing=gettext(nothing),
        kinds=kinds,
        total=sum(kind.total for kind in kinds),
        is_cut=any(kind.is_cut for kind in kinds),
    )
