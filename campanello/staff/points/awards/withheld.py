"""What was withheld from registers' awards: the list, and the page on which somebody gives it now or leaves it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import now
from campanello.lab.rules.activities import in_language
from campanello.points.queries import award_lists
from campanello.points.queries import withheld as queries
from campanello.points.queries.withheld import Again, Line, Wanted
from campanello.points.rules.values import WITHHELD_WHYS
from campanello.points.rules.withheld import MOST_WORDS
from campanello.points.services import withheld as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download
from campanello.staff.points.awards import words

PER_PAGE = 25
GIVE, LEAVE = "give", "leave"
WHYS = {why: text for why, text in WITHHELD_WHYS.items() if why not in {"no_household", "nothing"}}


class SettleForm(forms.Form):
    """What is to become of something withheld, and why."""

    deed = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"),
        choices=[(GIVE, gettext_lazy("Give it now")), (LEAVE, gettext_lazy("Leave it"))],
        widget=forms.RadioSelect,
    )
    word = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=MOST_WORDS,
        help_text=gettext_lazy("Whoever checks the points reads it. No names."),
    )


@for_right(Right.AWARD_POINTS)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """What was withheld, as the address asks for it."""
    actor, wanted = request.actor, wanted_of(request.GET)
    found = Paginator(queries.rows(actor, wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "lines": [_line(one) for one in queries.lines(actor, found.object_list)],
        "wanted": wanted,
        "is_filtered": wanted != Wanted(),
        "whys": in_words(WHYS),
        "projects": award_lists.projects(actor),
        "may_settle": may(actor, Right.APPROVE_POINTS),
        "may_export": may(actor, Right.EXPORT_PEOPLE),
    }
    return render(request, "staff/points/awards/withheld.html", context)


@for_right(Right.EXPORT_PEOPLE)
@never_cache
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it, with names."""
    head = [
        gettext("Day"),
        gettext("Activity"),
        gettext("Person"),
        gettext("Points"),
        gettext("Why"),
        gettext("Decided on"),
        gettext("Decision"),
    ]
    rows = queries.rows(request.actor, wanted_of(request.GET))
    found = queries.lines(request.actor, rows, is_export=True)
    return download("punti-trattenuti.csv", head, (_cells(_line(one)) for one in found))


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.APPROVE_POINTS)
@never_cache
def settle(request: ActingRequest, key: int) -> HttpResponse:
    """Give something withheld now, or leave it, with a word; what the rules would give now stands beside."""
    found = queries.again(request.actor, key)

    def act(given: Mapping[str, Any]) -> None:
        deed = services.give if given["deed"] == GIVE else services.leave
        deed(actor=request.actor, key=key, word=given["word"], at=now())

    row, back = found.asked.withheld, reverse("staff:withheld")
    title = in_language(found.asked.session.activity.titles, get_language() or "it")
    told = ngettext("%(n)s point withheld", "%(n)s points withheld", row.points) % {"n": row.points}
    name = found.name or gettext("Use of the data is restricted")
    context: dict[str, Any] = {
        "title": told,
        "lead": f"{name} · {title} · {found.asked.session.on:%d/%m/%Y}",
        "crumbs": [(gettext("Withheld"), back)],
        "follows": _follows(found),
        "action": gettext("Write it down"),
    }
    if row.settled_at:
        context["missing"] = gettext("Somebody decided this on %(day)s: %(how)s") % {
            "day": f"{row.settled_at:%d/%m/%Y}",
            "how": words.settled(row.settled_how),
        }
    said = gettext("Written down.")
    form = SettleForm(asking.sent(request))
    template = "staff/points/awards/asked.html"
    return asking.answer(request, form, act, done=back, said=said, context=context, template=template)


def _follows(found: Again) -> list[str]:
    row = found.asked.withheld
    lines = [gettext("The reason: %(why)s.") % {"why": gettext(WITHHELD_WHYS[row.why])}]
    if found.now >= row.points:
        lines.append(
            gettext("As things stand now, the reason does not hold any more: all of it could be given.")
        )
    elif found.now:
        text = gettext("As things stand now, the rules would give %(now)s of these %(points)s points.")
        lines.append(text % {"now": found.now, "points": row.points})
    else:
        lines.append(
            gettext("As things stand now, the rules would still withhold all of it. You may answer for it.")
        )
    if found.asked.household is None:
        lines.append(gettext("The person is in no household here: the points go to an account of their own."))
    if found.asked.is_own:
        lines.append(gettext("You said that you belong to this household: a colleague must decide."))
    return lines


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    state, why = asked.get("state", ""), asked.get("why", "")
    return Wanted(
        state=state if state in queries.STATES else queries.OPEN,
        why=why if why in WHYS else "",
        project=asked.get("project", "").replace("\0", "")[:40],
        words=" ".join(asked.get("q", "").replace("\0", "").split())[:60],
    )


def _line(one: Line) -> dict[str, Any]:
    return {
        "line": one,
        "row": one.withheld,
        "title": in_language(one.session.activity.titles, get_language() or "it"),
        "why": gettext(WITHHELD_WHYS[one.withheld.why]),
        "how": words.settled(one.withheld.settled_how),
    }


def _cells(line: Mapping[str, Any]) -> list[object]:
    row = line["row"]
    return [
        f"{line['line'].session.on:%d/%m/%Y}",
        line["title"],
        line["line"].name,
        row.points,
        line["why"],
        f"{row.settled_at:%d/%m/%Y}" if row.settled_at else "",
        line["how"],
    ]
