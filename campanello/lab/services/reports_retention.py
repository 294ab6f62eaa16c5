"""Lets go of reports: those closed long ago with their photographs, and whoever is erased from those that stay."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from django.db import transaction

from campanello.core import audit, params
from campanello.core.actor import NOBODY
from campanello.core.period import ROME
from campanello.lab.models import Report, ReportPhoto, ReportRelease, ReportSet, ReportStep, Seconding
from campanello.lab.rules.values import PERSONAL_REPORT_KINDS
from campanello.lab.services import photos
from campanello.people.rules.erasure import without_words
from campanello.people.rules.retention import months_before

_AT_ONCE = 200


def due(*, on: date) -> int:
    """How many reports are kept for longer than they need to be."""
    return _old(on).count()


def remove_old_reports(*, on: date) -> int:
    """Delete reports that were closed so long ago that nobody needs them, with their photographs. How many there were.

    A report that others were joined into goes when they have gone.
    """
    done = 0
    while removed := _remove_some(on):
        done += removed
    return done


def _old(on: date) -> ReportSet:
    day = months_before(on, params.value("retention.report_months", on))
    return Report.objects.filter(closed_at__lt=datetime.combine(day, time(), ROME).astimezone(UTC))


@transaction.atomic
def _remove_some(on: date) -> int:
    found = _old(on).filter(joined=None).order_by("pk")
    keys = list(found.values_list("pk", flat=True)[:_AT_ONCE])
    if not keys:
        return 0
    with _released(keys):
        photos.forget(ReportPhoto.objects.filter(report__in=keys))
        Report.objects.filter(pk__in=keys).delete()
    audit.record(NOBODY, "lab.reports-removed", reports=len(keys))
    return len(keys)


def forget(keys: Collection[int], words: frozenset[str]) -> None:
    """Take an erased person out of the reports that they made or joined, and their names out of those texts.

    Photographs of what they told of themselves go; those of a broken lift stay.
    """
    told = Report.objects.filter(reporter__in=keys) | Report.objects.filter(secondings__person__in=keys)
    rows = list(told.distinct())
    with _released([row.pk for row in rows]):
        for step in ReportStep.objects.filter(report__in=rows).exclude(text=""):
            ReportStep.objects.filter(pk=step.pk).update(text=without_words(step.text, words))
    of_theirs = ReportPhoto.objects.filter(report__in=rows, report__reporter__in=keys)
    photos.forget(of_theirs.filter(report__kind__in=PERSONAL_REPORT_KINDS))
    for row in rows:
        row.text = without_words(row.text, words)
        row.place_note = without_words(row.place_note, words)
        row.reporter = None if row.reporter_id in keys else row.reporter
        row.version += 1
        row.save()
    Seconding.objects.filter(person__in=keys).update(person=None)


@contextmanager
def _released(keys: Collection[int]) -> Iterator[None]:
    """Let the histories of these reports be changed, for as long as this lasts."""
    held = ReportRelease.objects.bulk_create(ReportRelease(report=key) for key in keys)
    yield
    ReportRelease.objects.filter(pk__in=[one.pk for one in held]).delete()
