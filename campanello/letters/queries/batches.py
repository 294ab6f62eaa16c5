"""Finds batches and what became of their letters."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from campanello.core import audit, jobs, params
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.jobs import Seen
from campanello.core.single import single
from campanello.letters.models import Batch, Letter
from campanello.letters.queries import recipients
from campanello.letters.queries.recipients import Audience
from campanello.letters.rules import batches as rules


@dataclass(frozen=True)
class Figures:
    """What became of letters."""

    letters: int = 0
    read: int = 0
    email: int = 0
    emailed: int = 0
    paper: int = 0
    printed: int = 0
    to_tell: int = 0


def batches(actor: Actor, state: str = "") -> QuerySet[Batch]:
    """The batches of the actor's projects or landlord, the latest first, each with how many were read."""
    found = Batch.objects.visible_to(actor).select_related("template", "sender", "project")
    counted = found.annotate(read=Count("letters", filter=Q(letters__read_at__isnull=False)))
    counted = counted.order_by("-made_at", "-pk")
    return counted.filter(state=state) if state else counted


def batch(actor: Actor, uid: UUID, *, right: Right = Right.READ_LETTERS, lock: bool = False) -> Batch:
    """One batch with its template.

    Raises:
        NotFound, NotYours.
    """
    found = Batch.objects.filter(uid=uid).select_related("template__sender", "sender", "project", "made_by")
    return single(found.visible_to(actor, right), found.visible_to(actor), lock=lock)


def audience(actor: Actor, batch: Batch, *, on: date) -> Audience:
    """Whom a draft would go to today.

    Raises:
        DebtNotYours, TooManyLetters.
    """
    chosen = rules.read(batch.chosen)
    return recipients.audience(
        actor, batch.template, chosen, on=on, dated_on=batch.dated_on, protocol=batch.protocol
    )


def shown_audience(actor: Actor, batch: Batch, *, on: date) -> Audience:
    """The same for a page that names them; leaves a line on everybody named.

    Raises:
        DebtNotYours, TooManyLetters.
    """
    found = audience(actor, batch, on=on)
    audit.read_many(actor, "letters.readers-listed", [one.reader.key for one in found.everybody])
    return found


def figures(letters: QuerySet[Letter], *, on: date) -> Figures:
    """What became of some letters, and whom nobody has reached yet. One query."""
    told = letters.order_by().aggregate(
        letters=Count("pk"),
        read=Count("pk", Q(read_at__isnull=False)),
        email=Count("pk", Q(way="email")),
        emailed=Count("pk", Q(emailed_at__isnull=False)),
        paper=Count("pk", Q(way="paper")),
        printed=Count("pk", Q(printed_at__isnull=False)),
        to_tell=Count("pk", unread_since(on)),
    )
    return Figures(**told)


def unread_since(on: date) -> Q:
    """Letters of which nobody knows after some days whether they were read: somebody tells what is in them."""
    long_ago = on - timedelta(days=params.value("letters.unread_days", on))
    return Q(read_at=None, told_at=None, made_at__date__lte=long_ago)


def job_of(actor: Actor, batch: Batch) -> Seen | None:
    """The job that makes the letters, if the actor asked for it."""
    return jobs.job_on(actor, batch.uid)
