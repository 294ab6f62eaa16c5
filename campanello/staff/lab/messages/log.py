"""What was sent to whom by whom: the list, one message with its link to open, and the e-mails that wait."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.lab.queries import messages as queries
from campanello.lab.queries.messages import Line, Wanted
from campanello.lab.rules.messages import link
from campanello.lab.rules.values import MESSAGE_CHANNELS, MESSAGE_STATES
from campanello.lab.services import messages as services
from campanello.lab.services import messages_sending
from campanello.staff.doors import for_right
from campanello.staff.homes.forms import in_words
from campanello.staff.homes.tables import download
from campanello.staff.lab.findings.lists import uid_of
from campanello.staff.people import words

PER_PAGE = 25
TONES = {"prepared": "info", "opened": "warning", "sent": "success", "failed": "danger"}
SEND = "send"


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """The messages, the latest first."""
    wanted = wanted_of(request)
    found = Paginator(queries.messages(request.actor, wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "lines": [_shown(line) for line in queries.lines(request.actor, found.object_list)],
        "wanted": wanted,
        "is_filtered": wanted != Wanted(),
        "states": in_words(MESSAGE_STATES),
        "channels": in_words(MESSAGE_CHANNELS),
        "to_send": queries.to_send(request.actor),
        "may_write": may(request.actor, Right.WRITE_LAB),
        "may_export": may(request.actor, Right.EXPORT_PEOPLE),
    }
    return render(request, "staff/lab/messages/list.html", context)


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it; what was written stays here."""
    head = [
        gettext("Prepared on"),
        gettext("By"),
        gettext("Person"),
        gettext("Channel"),
        gettext("Language"),
        gettext("State"),
        gettext("Sent on"),
        gettext("Why it failed"),
    ]
    rows = queries.exported(request.actor, wanted_of(request))
    return download("messages.csv", head, (_cells(line) for line in rows))


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def message(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One message: the text, the link that opens it, and what became of it."""
    row = queries.message(request.actor, uid)
    (line,) = queries.lines(request.actor, [row], "lab.message-read")
    address = queries.address_of(row, today()) if line.person and row.state in queries.WAITING else ""
    context = {
        **_shown(line),
        "one": row,
        "link": link(row.channel, address, row.text) if address else "",
        "may_send": bool(address),
        "was_not_allowed": row.why_failed == messages_sending.NOT_ALLOWED,
        "is_waiting": row.state in queries.WAITING,
        "may_write": may(request.actor, Right.WRITE_LAB),
    }
    return render(request, "staff/lab/messages/message.html", context)


@require_POST
@for_right(Right.WRITE_LAB)
def mark(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Opened, sent, put back; an e-mail is sent from here."""
    state = request.POST.get("state", "")
    try:
        if state == SEND:
            row = messages_sending.send_email(actor=request.actor, uid=uid, on=today(), at=now())
            state = row.state
        elif state in MESSAGE_STATES:
            services.mark(actor=request.actor, uid=uid, state=state, at=now())
        else:
            queries.message(request.actor, uid, right=Right.WRITE_LAB)
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        messages.warning(request, " ".join(say(error, get_language())))
    else:
        if state == "failed":
            messages.warning(
                request, gettext("It could not be sent. The reason stands below; try again later.")
            )
        elif state == "sent":
            messages.success(request, gettext("The message is sent."))
    return redirect("staff:message", uid)


@require_POST
@for_right(Right.WRITE_LAB)
def send(request: ActingRequest) -> HttpResponse:
    """Send the e-mails that wait, up to a bound."""
    done = messages_sending.send_waiting(actor=request.actor, on=today(), at=now())
    said = ngettext("%(n)s e-mail is sent.", "%(n)s e-mails are sent.", done.sent) % {"n": done.sent}
    if done.failed:
        failed = ngettext(
            "%(n)s failed: open it to see why.", "%(n)s failed: open them to see why.", done.failed
        )
        said += " " + failed % {"n": done.failed}
    if done.left:
        left = ngettext("%(n)s waits: press again.", "%(n)s wait: press again.", done.left)
        said += " " + left % {"n": done.left}
    (messages.warning if done.failed else messages.success)(request, said)
    return redirect("staff:messages")


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for; what means nothing is left out."""
    state, channel = request.GET.get("state", ""), request.GET.get("channel", "")
    return Wanted(
        state=state if state in MESSAGE_STATES else "",
        channel=channel if channel in MESSAGE_CHANNELS else "",
        person=uid_of(request.GET.get("person", "")),
    )


def _shown(line: Line) -> dict[str, Any]:
    row = line.message
    return {
        "line": line,
        "tone": TONES[row.state],
        "state": gettext(MESSAGE_STATES[row.state]),
        "channel": gettext(MESSAGE_CHANNELS[row.channel]),
        "language": words.language(row.language),
    }


def _cells(line: Line) -> list[Any]:
    row, shown = line.message, _shown(line)
    sender = row.prepared_by.name if row.prepared_by else ""
    sent = f"{row.sent_at:%d/%m/%Y}" if row.sent_at else ""
    start = [f"{row.prepared_at:%d/%m/%Y}", sender, line.name, shown["channel"], shown["language"]]
    return [*start, shown["state"], sent, row.why_failed]
