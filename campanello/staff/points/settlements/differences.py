"""A landlord's next statement beside a settlement: contract by contract, what differs, and what becomes of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right, landlords_with, may
from campanello.core.edges import HTTP_STATUS, now, say
from campanello.core.errors import DomainError, Kind
from campanello.core.reach import reach
from campanello.points.queries import differences as queries
from campanello.points.queries import settlements
from campanello.points.queries.differences import Compared
from campanello.points.rules.differences import OUTCOMES
from campanello.points.rules.settlements import euros
from campanello.points.rules.values import DIFFERENCE_WORDS
from campanello.points.services import differences as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.homes.tables import download
from campanello.staff.points.settlements.forms import DifferenceForm

PER_PAGE = 50
TONES = {"same": "success", "more": "warning", "less": "warning", "early": "neutral", "none": "neutral"}


@dataclass(frozen=True)
class Line:
    """A home in words."""

    one: Compared
    outcome: str
    tone: str
    word: str


@for_right(Right.READ_SETTLEMENTS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """What the landlord stated after a settlement."""
    held = settlements.settlement(request.actor, uid)
    month, outcome = asked(request)
    context: dict[str, Any] = {
        "settlement": held,
        "month": f"{month:%Y-%m}" if month else "",
        "outcome": outcome,
        "outcomes": [(name, gettext(words)) for name, words in OUTCOMES.items()],
        "may_import": may(request.actor, Right.IMPORT_HOMES),
    }
    try:
        found = queries.reconciliation(request.actor, uid, month=month, outcome=outcome)
    except DomainError as error:
        if error.kind is Kind.MISSING:
            raise
        context["refusal"] = say(error, get_language())[0]
        status = HTTP_STATUS[error.kind]
        return render(request, "staff/points/settlements/differences.html", context, status=status)
    part = Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page"))
    confirms = held.project_id in reach(request.actor, Right.CONFIRM_SETTLEMENTS)
    confirms = confirms or held.creditor_id in landlords_with(request.actor, Right.CONFIRM_SETTLEMENTS)
    context |= {
        "found": found,
        "months": [(f"{one:%Y-%m}", f"{one:%m/%Y}") for one in found.months],
        "counts": [(gettext(OUTCOMES[name]), TONES[name], number) for name, number in found.counts.items()],
        "page": part,
        "rows": [_line(one) for one in part],
        "may_say": confirms,
    }
    return render(request, "staff/points/settlements/differences.html", context)


def _line(one: Compared) -> Line:
    word = gettext(DIFFERENCE_WORDS[one.said.word]) if one.said else ""
    return Line(one, gettext(OUTCOMES[one.row.outcome]), TONES[one.row.outcome], word)


@for_right(Right.READ_SETTLEMENTS)
@never_cache
@require_safe
def table(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The same as a file."""
    month, outcome = asked(request)
    found = queries.exported(request.actor, uid, month=month, outcome=outcome)
    head = [
        *(gettext("Contract"), gettext("Dwelling"), gettext("Stated before (EUR)"), gettext("On the day")),
        *(gettext("Paid since (EUR)"), gettext("Expected (EUR)"), gettext("Stated now (EUR)")),
        *(
            gettext("On the day"),
            gettext("Difference (EUR)"),
            gettext("Outcome"),
            gettext("What becomes of it"),
        ),
    ]
    return download(f"differenze-{found.settlement.number}.csv", head, map(_cells, found.rows))


def _cells(one: Compared) -> list[object]:
    line, row = _line(one), one.row
    return [
        *(one.tenancy.code, one.tenancy.dwelling.code, euros(row.before_cents), _day(row.before_on)),
        *(euros(row.paid_cents), euros(row.expected_cents)),
        *("" if row.now_cents is None else euros(row.now_cents), _day(row.now_on)),
        *("" if row.now_cents is None else euros(row.difference_cents), line.outcome, line.word),
    ]


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


@for_right(Right.CONFIRM_SETTLEMENTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: ActingRequest, uid: UUID, tenancy: UUID) -> HttpResponse:
    """Say what becomes of one difference."""
    held = settlements.settlement(request.actor, uid, right=Right.CONFIRM_SETTLEMENTS)
    month, _outcome = asked(request)
    found = queries.reconciliation(request.actor, uid, month=month)
    one = next((row for row in found.rows if row.tenancy.uid == tenancy), None)
    if one is None:
        raise NotFound
    back = reverse("staff:settlement-differences", args=[uid]) + (f"?month={month:%Y-%m}" if month else "")
    told = {"expected": euros(one.row.expected_cents), "stated": euros(one.row.now_cents or 0)}
    context = {
        "title": gettext("A difference"),
        "crumbs": [
            (
                gettext("Settlement %(number)s") % {"number": held.number},
                reverse("staff:settlement", args=[uid]),
            ),
            (gettext("The landlord's next statement"), back),
        ],
        "lead": one.tenancy.code or one.tenancy.dwelling.code,
        "follows": [gettext("%(expected)s EUR were expected, %(stated)s EUR are stated.") % told],
        "action": gettext("Write it down"),
    }
    form = DifferenceForm(asking.sent(request), initial={"uid": uuid4()})
    return asking.answer(
        request,
        form,
        lambda given: services.settle(
            actor=request.actor, settlement=uid, tenancy=tenancy, month=month, at=now(), **given
        ),
        done=back,
        said=gettext("It is written down."),
        context=context,
        template="staff/points/settlements/asked.html",
    )


def asked(request: ActingRequest) -> tuple[date | None, str]:
    """The month and the outcome of an address; what means nothing is left out."""
    outcome = request.GET.get("outcome", "")
    try:
        month = date.fromisoformat(request.GET.get("month", "")[:7] + "-01")
    except ValueError:
        month = None
    return month, outcome if outcome in OUTCOMES else ""
