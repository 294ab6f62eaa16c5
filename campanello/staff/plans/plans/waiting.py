"""What waits of plans, for the teams' home: what both sides have still to sign, what is over and not closed."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.plans.queries import plan_lists as queries
from campanello.plans.queries.plan_lists import Wanted
from campanello.staff.stacks import SHOWN, Kind, Line, Stack


def kinds(actor: Actor, on: date) -> list[Kind]:
    """Plans to sign, and plans whose last day is over."""
    if not may(actor, Right.WRITE_PLANS):
        return []
    return [_to_sign(actor, on), _over(actor, on)]


def _to_sign(actor: Actor, on: date) -> Kind:
    lines, total, url = _some(actor, on, Wanted(state=queries.UNSIGNED, sort="end"))
    text = gettext("They hold once the person and the team have both signed.")
    return Kind(Stack.SIGN, gettext("Plans to sign"), text, lines, total, url=url)


def _over(actor: Actor, on: date) -> Kind:
    lines, total, url = _some(actor, on, Wanted(ends=queries.OVER, sort="end"))
    text = gettext("Their last day is over. Complete them, or extend them if there is a reason.")
    return Kind(Stack.OVERDUE, gettext("Plans that are over and not closed"), text, lines, total, url=url)


def _some(actor: Actor, on: date, wanted: Wanted) -> tuple[list[Line], int, str]:
    """The first lines of a list, how many there are, and where all of them stand."""
    rows = queries.plans(actor, wanted, on, Right.WRITE_PLANS)
    shown = queries.lines(actor, rows[:SHOWN], on)
    lines = [
        Line(
            one.name or gettext("Somebody without a name"),
            reverse("staff:plan", args=[one.plan.uid]),
            one.last_day if wanted.ends else one.plan.starts_on,
            one.plan.code,
        )
        for one in shown
    ]
    total = rows.count() if len(lines) == SHOWN else len(lines)
    asked = f"ends={wanted.ends}" if wanted.ends else f"state={wanted.state}"
    return lines, total, f"{reverse('staff:plan-list')}?{asked}&sort={wanted.sort}"
