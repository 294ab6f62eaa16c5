"""Keeps documents that the team adds to an application, and says which of them can be used."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.single import single
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy
from campanello.plans.models import Document
from campanello.plans.queries import applications as queries
from campanello.plans.rules.values import DOCUMENT_STATES
from campanello.plans.services import documents

LONGEST_REASON = 200


class WhyNotUsable(Refused):
    """A document is sent back without a reason."""

    code = "plans.why-not-usable"
    text = _(
        "Say in a few words why this document can't be used, so that the person knows what to bring instead."
    )


@transaction.atomic
def add_document(*, actor: Actor, application: UUID, kind: str, content: bytes, at: datetime) -> Document:
    """Keep a document that somebody brought to the desk; the same file sent twice is there once.

    Raises:
        NotFound, NotYours, and what `keep_document` refuses.
    """
    row = queries.application(actor, application, right=Right.WRITE_APPLICATIONS, lock=True)
    return documents.keep_document(actor=actor, application=row, kind=kind, content=content, at=at)


@transaction.atomic
def judge_document(
    *, actor: Actor, uid: UUID, state: str, reason: str = "", expires_on: date | None = None
) -> Document:
    """Say of an application's document whether it can be used, and until when it is valid.

    Raises:
        NotFound, NotYours, NotInTheList.
        WhyNotUsable: It is refused without a reason.
    """
    found = Document.objects.filter(uid=uid, application__isnull=False)
    seen = found.filter(application__in=queries.seen_applications(actor).values("pk"))
    mine = seen.filter(
        application__in=queries.seen_applications(actor, Right.WRITE_APPLICATIONS).values("pk")
    )
    one = single(mine.select_related("application"), seen, lock=True)
    if state not in DOCUMENT_STATES:
        raise NotInTheList(value=state[:40])
    why = tidy(reason)[:LONGEST_REASON] if state == "refused" else ""
    if state == "refused" and not why:
        raise WhyNotUsable
    one.state, one.reason, one.expires_on = state, why, expires_on
    one.save(update_fields=["state", "reason", "expires_on"])
    person = one.application.person_id if one.application else None
    audit.record(actor, "plans.document-judged", one, person=person, state=state, kind=one.kind)
    return one
