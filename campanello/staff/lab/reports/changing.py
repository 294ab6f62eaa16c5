"""What may be done with a report: one call each, then back to where one came from, or the page with what is wrong."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import HTTP_STATUS, now, say
from campanello.core.errors import DomainError, Kind
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.lab.rules import values
from campanello.lab.rules.reports import Move
from campanello.lab.services import reports as services
from campanello.lab.services import reports_answering as answering
from campanello.staff.doors import for_right, is_partial
from campanello.staff.lab.reports import board, showing
from campanello.staff.lab.reports.asked import uid_of

ANSWERING = (Right.WRITE_LAB, Right.ANSWER_REPORTS)
LONGEST = 5000


@require_POST
@for_right(*ANSWERING)
def move(request: ActingRequest, uid: UUID) -> HttpResponse:
    step = Move(
        state=_text(request, "state"),
        reason=_text(request, "reason"),
        planned_on=_day(request, "planned_on"),
        ask_whom=_text(request, "ask_whom"),
        other=_text(request, "other"),
    )

    def act() -> None:
        services.move_report(actor=request.actor, uid=uid, version=_version(request), move=step, at=now())

    return answer_with(request, uid, act, said=gettext("The report's state is changed."))


@require_POST
@for_right(*ANSWERING)
def answer(request: ActingRequest, uid: UUID) -> HttpResponse:
    readers = request.POST.get("for", "resident")

    def act() -> None:
        answering.answer_report(
            actor=request.actor,
            uid=uid,
            text=_text(request, "text"),
            at=now(),
            is_for_resident=readers == "resident",
            is_for_owner=readers != "lab",
        )

    return answer_with(request, uid, act, said=gettext("It is written in the report's history."))


@require_POST
@for_right(Right.WRITE_LAB)
def join(request: ActingRequest, uid: UUID) -> HttpResponse:
    joining, person = uid_of(_text(request, "joining")) or uuid4(), uid_of(_text(request, "person"))

    def act() -> None:
        services.join_report(actor=request.actor, uid=uid, joining=joining, at=now(), person=person)

    said = gettext("They joined this report: they are told what becomes of it.")
    return answer_with(request, uid, act, said=said)


@require_POST
@for_right(*ANSWERING)
def hand_on(request: ActingRequest, uid: UUID) -> HttpResponse:
    owner = _number(request, "owner")

    def act() -> None:
        answering.hand_on(
            actor=request.actor,
            uid=uid,
            version=_version(request),
            owner=owner,
            reason=_text(request, "reason"),
            at=now(),
        )

    done = gettext("The report is handed on. Who answers for a landlord sees those of their own alone.")
    return answer_with(request, uid, act, said=done, goes_to="staff:reports")


@require_POST
@for_right(*ANSWERING)
def remind(request: ActingRequest, uid: UUID) -> HttpResponse:
    def act() -> None:
        answering.remind(actor=request.actor, uid=uid, version=_version(request), at=now())

    return answer_with(request, uid, act, said=gettext("The reminder is counted."))


@require_POST
@for_right(*ANSWERING)
def follow_up(request: ActingRequest, uid: UUID) -> HttpResponse:
    def act() -> None:
        answering.follow_up(
            actor=request.actor,
            uid=uid,
            version=_version(request),
            answer=_text(request, "answer"),
            at=now(),
            text=_text(request, "text"),
        )

    return answer_with(request, uid, act, said=gettext("The answer is recorded."))


@require_POST
@for_right(Right.WRITE_LAB)
def edit(request: ActingRequest, uid: UUID) -> HttpResponse:
    given = {
        name: _text(request, name) for name in ("kind", "priority", "place_note") if name in request.POST
    }
    changes: dict[str, Any] = given | {"is_public_space": request.POST.get("is_public_space") == "1"}

    def act() -> None:
        answering.edit_report(
            actor=request.actor, uid=uid, version=_version(request), changes=changes, at=now()
        )

    return answer_with(request, uid, act, said=gettext("The report is corrected."))


def answer_with(
    request: ActingRequest, uid: UUID, act: Callable[[], None], *, said: str, goes_to: str = ""
) -> HttpResponse:
    """Do it and go back: to the board for who moved a card there, else to the report; refused, show what is wrong."""
    on_board = request.POST.get("from") == "board"
    try:
        act()
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        errors, status = sentences(error), HTTP_STATUS[error.kind]
        if on_board and is_partial(request):
            # htmx swaps nothing that is answered as an error.
            return _board(request, errors=errors)
        typed = {name: str(value)[:LONGEST] for name, value in request.POST.items()}
        return showing.shown(request, uid, errors=errors, typed=typed, status=status)
    if on_board and is_partial(request):
        return _board(request, said=said)
    messages.success(request, said)
    if on_board:
        return redirect("staff:report-board")
    return redirect(goes_to) if goes_to else redirect("staff:report", uid)


def sentences(error: DomainError) -> list[str]:
    """A refusal in the reader's language; of two who changed one thing, what each of them set."""
    lines = say(error, get_language())
    if isinstance(error, ChangedMeanwhile):
        for one in error.differences:
            told = {"saved": _worded(one.saved), "yours": _worded(one.yours)}
            lines.append(gettext("Saved meanwhile: %(saved)s. Sent by you: %(yours)s.") % told)
    return lines


def _worded(value: Any) -> str:
    words = values.REPORT_STATES | values.REPORT_KINDS | values.PRIORITIES
    return gettext(words[value]) if value in words else str(value)


def _board(request: ActingRequest, **told: Any) -> HttpResponse:
    return render(request, "staff/lab/reports/_board.html", board.context(request) | told)


def _text(request: ActingRequest, name: str) -> str:
    return str(request.POST.get(name, ""))[:LONGEST].replace("\0", "")


def _number(request: ActingRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 12 else 0


def _version(request: ActingRequest) -> int:
    return _number(request, "version")


def _day(request: ActingRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.POST.get(name, ""))
    except ValueError:
        return None
