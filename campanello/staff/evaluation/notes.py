"""What must be known of a stored evaluation's data, as those who made them wrote it down beside them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from campanello.evaluation.report.wording import Wording

NOTES_FILE, DEMO_FILE = "notes.json", "demo.json"


def notes(folder: Path, words: Wording) -> list[str]:
    """The notes on an evaluation as sentences: those in its folder, or else the demo's on the reading of its name."""
    beside = _read(folder / NOTES_FILE)
    if beside is None:
        demo = _read(folder.parent.parent / DEMO_FILE)
        beside = demo.get("notes") if isinstance(demo, dict) and demo.get("reading") == folder.name else []
    return list(_told(beside, words))


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _told(content: Any, words: Wording) -> Iterator[str]:
    """The sentences of a list of {text, facts}; what is something else is passed over."""
    for note in content if isinstance(content, list) else ():
        try:
            message, facts = note["text"], note["facts"]
            yield words.gettext(message) % facts
        except (KeyError, TypeError, ValueError):
            continue
