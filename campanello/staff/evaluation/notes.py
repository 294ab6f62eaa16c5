"""What must be known of a stored evaluation's data, as those who made them wrote it down beside them."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from campanello.evaluation.report.wording import Wording

NOTES_FILE = "notes.json"


def notes(folder: Path, words: Wording) -> list[str]:
    """The notes kept in an evaluation's folder, as sentences; none where there are none."""
    return list(_told(_read(folder / NOTES_FILE), words))


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, ValueError):
        return None


def _told(content: Any, words: Wording) -> Iterator[str]:
    """The sentences of a list of {text, facts}; what is something else is passed over."""
    for note in content if isinstance(content, list) else ():
        try:
            message, facts = note["text"], note["facts"]
            yield words.gettext(message) % {name: _written(fact, words) for name, fact in facts.items()}
        except (AttributeError, KeyError, TypeError, ValueError):
            continue


def _written(fact: Any, words: Wording) -> str:
    """A fact as the language writes it: whole numbers with their thousands apart, others with one decimal."""
    match fact:
        case int():
            return words.count(fact)
        case Decimal():
            return words.decimal(fact)
        case _:
            return str(fact)
