"""Lets go of forms that nobody finished, and of what erased people wrote in those that were sent."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from campanello.core import audit
from campanello.core.actor import NOBODY
from campanello.plans.models import Application, Document
from campanello.plans.queries.applying import drafts_from
from campanello.plans.services import documents
from campanello.plans.services.applying import forget_draft


def due(*, at: datetime) -> int:
    """How many forms nobody has touched for longer than they are kept."""
    return _old(at).count()


def remove_old_drafts(*, at: datetime) -> int:
    """Delete forms that nobody has touched for too long, with their documents. How many there were.

    Each is a transaction of its own: somebody may come back to one at that moment.
    """
    done = 0
    for key in list(_old(at).values_list("pk", flat=True)):
        with transaction.atomic():
            row = _old(at).select_for_update().filter(pk=key).first()
            if row is not None:
                audit.record(NOBODY, "plans.application-expired", row)
                forget_draft(row)
                done += 1
    return done


def _old(at: datetime) -> QuerySet[Application]:
    return Application.objects.filter(state="draft", saved_at__lt=drafts_from(at)).order_by("pk")


def forget(keys: Collection[int], words: frozenset[str]) -> None:
    """Take what erased people wrote out of their applications, with documents and facts. The figures stay.

    Args:
        keys: Of the people's records.
        words: Their names; here nothing with a word of theirs in it is kept.
    """
    rows = Application.objects.filter(person__in=keys)
    documents.forget(Document.objects.filter(application__in=rows) | Document.objects.filter(person__in=keys))
    for row in rows:
        if row.decided_at is None:
            row.facts.all().delete()
        # Of what was decided, it stays of which facts, and with which evidence.
        row.facts.update(value="", source="")
        row.checks.update(results=[])
        row.tries.exclude(note="").update(note="")
        row.steps.exclude(note="", out_of_turn="").update(note="", out_of_turn="")
    rows.update(answers={}, code_sha256="", came_through="", imported_as="")
