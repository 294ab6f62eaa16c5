"""The list of a lab's visits: searched, filtered, sorted, a page at a time, and as a file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right, may
from campanello.core.edges import today
from campanello.core.period import ROME
from campanello.lab.queries import visit_lists, visits
from campanello.lab.queries.visit_lists import Row, Wanted
from campanello.lab.rules import values
from campanello.people.rules.asking import LONGEST
from campanello.staff.doors import for_right, is_partial
from campanello.staff.homes.tables import download
from campanello.staff.lab.visits import words

SORT_NAMES = {
    visit_lists.NEWEST: gettext_lazy("Newest first"),
    visit_lists.OLDEST: gettext_lazy("Oldest first"),
    visit_lists.BY_STEP: gettext_lazy("Next steps by day"),
}
_LONGEST_KEY = 9


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """A project's visits."""
    actor = request.actor
    projects = visits.projects(actor, Right.READ_LAB)
    wanted = _wanted(request.GET, projects)
    after = visit_lists.cursor(request.GET.get("after", ""))
    listed = visit_lists.visits(actor, wanted, on=today(), after=after)
    context = {
        "wanted": wanted,
        "rows": [_shown(row) for row in listed.rows],
        "listed": listed,
        "following": str(listed.following) if listed.following else "",
        "is_first": after is None,
        "is_filtered": wanted != Wanted(project=wanted.project, sort=wanted.sort),
        "on": today(),
    }
    if is_partial(request):
        return render(request, "staff/lab/visits/_rows.html", context)
    filters = {
        "projects": projects,
        "channels": _choices(values.CHANNELS, wanted.channel),
        "needs": _choices(values.NEEDS, wanted.need),
        "outcomes": _choices(values.VISIT_OUTCOMES, wanted.outcome),
        "operators": visit_lists.operators(actor, wanted.project),
        "sorts": [(name, label, name == wanted.sort) for name, label in SORT_NAMES.items()],
        "may_write": may(actor, Right.WRITE_LAB),
    }
    return render(request, "staff/lab/visits/listing.html", context | filters)


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """The list as a file, in the same order; names for those alone who may take people along."""
    wanted = _wanted(request.GET, visits.projects(request.actor, Right.READ_LAB))
    rows, names = visit_lists.exported(request.actor, wanted, on=today())
    head = [
        gettext("Day"),
        gettext("Hour"),
        *([gettext("Who")] if names else []),
        gettext("Of whom"),
        gettext("Channel"),
        gettext("Needs"),
        gettext("Minutes"),
        gettext("Outcome"),
        gettext("Next step by"),
        gettext("Operator"),
        gettext("Number"),
    ]
    return download("visite.csv", head, (_cells(row, names=names) for row in rows))


def _wanted(asked: Mapping[str, str], projects: list[Any]) -> Wanted:
    """The filters of an address that mean something; others are left out."""
    if not projects:
        raise NotFound
    code = asked.get("project", "")
    return Wanted(
        project=next((one.pk for one in projects if one.code == code), projects[0].pk),
        first=_day(asked.get("first", "")),
        last=_day(asked.get("last", "")),
        channel=_one_of(values.CHANNELS, asked.get("channel", "")),
        need=_one_of(values.NEEDS, asked.get("need", "")),
        outcome=_one_of(values.VISIT_OUTCOMES, asked.get("outcome", "")),
        operator=_key(asked.get("operator", "")),
        is_waiting=asked.get("waiting") == "1",
        is_cancelled=asked.get("cancelled") == "1",
        words=asked.get("q", "").replace("\0", "")[:LONGEST].strip(),
        sort=asked.get("sort", "") if asked.get("sort") in visit_lists.SORTS else visit_lists.NEWEST,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _one_of(texts: Mapping[str, str], value: str) -> str:
    return value if value in texts else ""


def _key(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_KEY else None


def _choices(texts: Mapping[str, str], chosen: str) -> list[tuple[str, str, bool]]:
    return [(value, gettext(text), value == chosen) for value, text in texts.items()]


def _shown(row: Row) -> dict[str, Any]:
    one = row.visit
    return {
        "visit": one,
        "at": one.at.astimezone(ROME),
        "who": row.who or words.who_instead(one),
        "icon": words.CHANNEL_ICONS[one.channel],
        "channel": gettext(values.CHANNELS[one.channel]),
        "needs": [gettext(values.NEEDS[need]) for need in row.needs],
        "outcome": words.named(values.VISIT_OUTCOMES, one.outcome),
        "is_waiting": bool(one.next_step) and one.next_step_done_at is None and one.cancelled_at is None,
    }


def _cells(row: Row, *, names: bool) -> list[object]:
    one = row.visit
    at = one.at.astimezone(ROME)
    of_whom = gettext("Household") if one.household_id else gettext("Person") if one.person_id else ""
    return [
        f"{at:%d/%m/%Y}",
        f"{at:%H:%M}",
        *([row.who] if names else []),
        of_whom or gettext("Nobody in particular"),
        gettext(values.CHANNELS[one.channel]),
        ", ".join(gettext(values.NEEDS[need]) for need in row.needs),
        one.minutes,
        words.named(values.VISIT_OUTCOMES, one.outcome),
        f"{one.next_step_on:%d/%m/%Y}" if one.next_step_on else "",
        one.operator.name or one.operator.username,
        one.uid,
    ]
