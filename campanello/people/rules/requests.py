"""Requests under people's rights: what may be asked for, and by when the law wants an answer. No database."""

from calendar import monthrange
from datetime import date

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

KINDS = {
    "copy": _("A copy of their data"),
    "correction": _("Correction of their data"),
    "restriction": _("Restriction of the use of their data"),
    "erasure": _("Erasure of their data"),
    "objection": _("Objection to the use of their data"),
    "portability": _("Their data in a form for programs"),
}
OUTCOMES = {
    "granted": _("Granted"),
    "refused": _("Refused, with the reason and the way to complain"),
    "withdrawn": _("Withdrawn by the person"),
}


class RequestInFuture(Refused):
    """A request is noted for a day that has not come."""

    code = "people.request-in-future"
    text = _("The request would have been made on %(asked_on)s, which is after today. Correct the day.")


class RequestOpenAlready(Refused):
    """The same is asked for and not answered yet."""

    code = "people.request-open-already"
    text = _(
        "The same was asked for on %(asked_on)s and waits for an answer until %(due_on)s. Answer that request first."
    )


class RequestAnswered(Refused):
    """A request is answered that was answered before."""

    code = "people.request-answered"
    text = _("This request was answered on %(answered_on)s already. Note a new one if the person asks again.")


def answer_due(asked_on: date, months: int) -> date:
    """The last day for an answer: as many months later, on the month's last day where it has no such day.

    Source: Reg. (EU) 2016/679 art. 12(3); Reg. (EEC) 1182/71 art. 3(2)(c) on how months are counted.
    """
    month = asked_on.month - 1 + months
    year, month = asked_on.year + month // 12, month % 12 + 1
    return date(year, month, min(asked_on.day, monthrange(year, month)[1]))


def why_not_note(asked_on: date, on: date) -> Refused | None:
    """Whether a request can be noted on a day."""
    return RequestInFuture(asked_on=asked_on.isoformat()) if asked_on > on else None
