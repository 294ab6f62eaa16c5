"""The points that a person earned in their story: one source more among the lab's."""

from typing import Any

from django.db.models import F

from campanello.core.errors import gettext_noop as _
from campanello.lab.queries.timeline import Asked, Sentence, Source
from campanello.points.models import Transfer


def _awards(asked: Asked) -> Any:
    """What the person earned in projects whose lab the reader sees, for whomever it was."""
    return Transfer.objects.filter(earned_by__in=asked.people, kind="award", project__in=asked.projects)


def _award_told(data: dict[str, Any]) -> Sentence:
    return _("Points earned: %(points)s"), {"points": data["points"]}


AWARDS = Source(
    "points",
    _awards,
    F("recorded_at"),
    {"key": "target__uid", "points": "points", "words": "award__what"},
    _award_told,
    "staff:point-account",
)
