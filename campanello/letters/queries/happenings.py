"""Letters in a person's story: one source more among the lab's, for who works in the project that wrote."""

from typing import Any

from django.db.models import F

from campanello.core.errors import gettext_noop as _
from campanello.lab.queries.timeline import Asked, Sentence, Source
from campanello.letters.models import Letter


def _letters(asked: Asked) -> Any:
    """Letters to the person."""
    return Letter.objects.filter(person__in=asked.people, project__in=asked.projects)


def _told(data: dict[str, Any]) -> Sentence:
    if data["read_at"]:
        return _("Letter from %(sender)s, read"), {"sender": data["sender"]}
    return _("Letter from %(sender)s, not read yet"), {"sender": data["sender"]}


LETTERS = Source(
    "letter",
    _letters,
    F("made_at"),
    {"key": "uid", "sender": "sender__name", "read_at": "read_at", "words": "title_it"},
    _told,
    "staff:letter",
)
