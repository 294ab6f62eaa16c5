"""What waits of applications, for the teams' home: whom to call back, what can be decided, what is overdue."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.plans.queries import application_calls
from campanello.plans.queries import applications as queries
from campanello.plans.queries.applications import DECIDABLE, LAPSING, Wanted
from campanello.staff.plans.applications.showing import NOBODY
from campanello.staff.stacks import SHOWN, Kind, Line, Stack


def kinds(actor: Actor, on: date) -> list[Kind]:
    """Applicants to call, applications to decide, and those whose day for what is missing is over."""
    found: list[Kind] = []
    if may(actor, Right.WRITE_APPLICATIONS):
        found.append(_calls(actor, on))
    if may(actor, Right.DECIDE_APPLICATIONS):
        found += [_to_decide(actor, on), _lapsing(actor, on)]
    return found


def _calls(actor: Actor, on: date) -> Kind:
    rows = application_calls.to_call(actor, on)
    calls = application_calls.calls(actor, rows[:SHOWN], on)
    lines = [
        _line(
            one.line,
            day_of(one.line.application.received_at or one.line.application.started_at),
            ", ".join(one.phones),
        )
        for one in calls
    ]
    return Kind(
        Stack.CALL_BACK,
        gettext("Applicants to call back"),
        gettext("Who waits longest comes first."),
        lines,
        rows.count() if len(lines) == SHOWN else len(lines),
        url=reverse("staff:applications-calls"),
    )


def _to_decide(actor: Actor, on: date) -> Kind:
    lines, total, url = _due(actor, on, DECIDABLE)
    title = gettext("Applications to decide")
    return Kind(
        Stack.SIGN, title, gettext("All is known. Decide, and tell the applicant."), lines, total, url=url
    )


def _lapsing(actor: Actor, on: date) -> Kind:
    lines, total, _url = _due(actor, on, LAPSING)
    title = gettext("Applications whose day is over")
    text = gettext("What was missing has not come. Call once more, or let them lapse.")
    return Kind(Stack.OVERDUE, title, text, lines, total, url=reverse("staff:applications-lapsing"))


def _due(actor: Actor, on: date, which: str) -> tuple[list[Line], int, str]:
    """The first lines of what waits for one thing, how many there are, and where all of them stand."""
    rows = queries.applications(actor, Wanted(due=which, sort="old"), on, Right.DECIDE_APPLICATIONS)
    shown = queries.lines(actor, rows[:SHOWN], on)
    lines = [_line(one, one.application.due_on or one.application.received_on, "") for one in shown]
    total = rows.count() if len(lines) == SHOWN else len(lines)
    return lines, total, f"{reverse('staff:applications')}?due={which}"


def _line(one: queries.Line, day: date | None, note: str) -> Line:
    row = one.application
    url = reverse("staff:application", args=[row.uid])
    return Line(one.name or str(NOBODY), url, day, note or f"{row.measure.code} {row.number}")
