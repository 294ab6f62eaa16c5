"""Sends public reports on to another Open311 server, once each, and keeps what that server says of them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from campanello.core import audit
from campanello.core.actor import NOBODY
from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.lab.models import Forwarding, Report
from campanello.lab.queries import open311 as queries
from campanello.lab.rules import open311 as rules
from campanello.lab.rules.open311 import Published
from campanello.lab.services import reports
from campanello.lab.services.open311_peer import Heard, Peer, PeerRefused

LONGEST_NOTES = 1000


class NotToSend(Refused):
    """A report that is not for others to read, or that nobody has read yet."""

    code = "open311.not-to-send"
    text = _(
        "%(number)s is not sent: only an open report of public space is, with a place and a text that somebody of "
        "the team has read."
    )


class SentBefore(Conflict):
    """A report that the other server has, or may have."""

    code = "open311.sent-before"
    text = _("%(number)s was sent to this server on %(day)s and is not sent twice. There it is %(there)s.")


class NoServiceThere(Refused):
    """The settings do not say which of the other server's services a kind of report is."""

    code = "open311.no-service-there"
    text = _("CAMPANELLO_OPEN311_PEER_SERVICES names no service for %(kind)s: write %(kind)s=code.")


UNKNOWN = _("perhaps, since no answer came: ask there, and add --again if not")


def send_on(*, number: str, peer: Peer, at: datetime, again: bool = False) -> Forwarding:
    """Send a public report to another server. What is written there is what everybody may read here.

    It is noted before it is sent: where the answer gets lost, it is sent a second time only when that is asked for.

    Args:
        number: The report's.
        peer: The other server.
        at: Now.
        again: Whether one whose answer got lost is sent once more.

    Raises:
        RequestUnknown, NotToSend, NoServiceThere, SentBefore, PeerAway, PeerRefused, PeerUnreadable.
    """
    kept, fields = _prepare(number, peer, at, again=again)
    try:
        kept.number, kept.token = (text[:80] for text in peer.send(fields))
    except PeerRefused:
        kept.delete()
        raise
    with transaction.atomic():
        kept.status = "open"
        kept.save()
        said = f"Open311: {peer.server} {kept.number or kept.token}"
        reports.step(kept.report, NOBODY, at, "note", text=said, is_for_owner=True)
        audit.record(NOBODY, "lab.report-sent-on", kept.report)
    return kept


@transaction.atomic
def _prepare(number: str, peer: Peer, at: datetime, *, again: bool) -> tuple[Forwarding, dict[str, str]]:
    report = Report.objects.select_for_update().filter(number=number.strip().upper()).first()
    if report is None:
        raise rules.RequestUnknown
    shown = queries.publishable(report.uid)
    before = Forwarding.objects.filter(report=report, server=peer.server).first()
    there = (before.number or before.token) if before else ""
    if before and (there or not again):
        raise SentBefore(number=report.number, day=f"{before.sent_at:%d/%m/%Y}", there=there or (UNKNOWN, {}))
    fields = _fields(shown, peer)
    kept, _is_new = Forwarding.objects.update_or_create(
        report=report, server=peer.server, defaults={"sent_at": at}
    )
    return kept, fields


def _fields(shown: Published, peer: Peer) -> dict[str, str]:
    has_point = shown.latitude is not None and shown.longitude is not None
    if not (shown.is_open and shown.description and (has_point or shown.address)):
        raise NotToSend(number=shown.number)
    service = peer.services.get(shown.service.code)
    if not service:
        raise NoServiceThere(kind=shown.service.code)
    point = {"lat": str(shown.latitude), "long": str(shown.longitude)} if has_point else {}
    fields = {"service_code": service, "description": shown.description, "address_string": shown.address}
    return {name: text for name, text in (fields | point).items() if text}


def pull(*, peer: Peer, at: datetime) -> list[Forwarding]:
    """Ask another server about all that it has of ours and has not closed; what has changed there since.

    A change becomes a note in the report's history. The report's own state stays the team's to change.

    Raises:
        PeerAway, PeerRefused, PeerUnreadable.
    """
    waiting = list(
        Forwarding.objects.filter(server=peer.server).exclude(status="closed").select_related("report")
    )
    _learn_numbers(waiting, peer)
    known = {one.number: one for one in waiting if one.number}
    heard = peer.heard(list(known))
    return _keep([(known[one.number], one) for one in heard if one.number in known], at)


def _learn_numbers(waiting: Sequence[Forwarding], peer: Peer) -> None:
    for one in waiting:
        if one.token and not one.number:
            one.number = peer.number_of(one.token)[:80]
            one.save(update_fields=["number"])


@transaction.atomic
def _keep(heard: Sequence[tuple[Forwarding, Heard]], at: datetime) -> list[Forwarding]:
    changed = []
    for kept, said in heard:
        status, notes = said.status[:10].lower(), said.notes[:LONGEST_NOTES]
        if (kept.status, kept.status_notes) != (status, notes):
            kept.status, kept.status_notes = status, notes
            changed.append(kept)
            text = "\n".join(part for part in (f"Open311: {kept.number} {status}", notes) if part)
            reports.step(kept.report, NOBODY, at, "note", text=text, is_for_owner=True)
            audit.record(NOBODY, "lab.report-heard-of", kept.report)
        kept.asked_at = at
        kept.save()
    return changed
