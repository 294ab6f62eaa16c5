"""Tables that were sent and wait to be checked and stored: a folder each, outside of what the web serves, for a day.

Only who sent a table finds it again. What was sent is deleted as soon as it is stored or given up; what nobody has
touched for a day is deleted whatever became of it.
"""

import json
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext

from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.core.importing import Outcome, Problem

FOLDER, TABLE, ABOUT = "uploads", "table", "about.json"
SECONDS_KEPT = 24 * 3600


@dataclass
class Told:
    """What an import did, or would do, in words for who sent the table."""

    rows: int
    new: int
    changed: int
    unchanged: int
    doubtful: int
    problem_count: int
    problems: list[list[Any]]
    doubts: list[list[Any]]

    @classmethod
    def of(cls, outcome: Outcome) -> "Told":
        """The outcome, its problems said in the reader's language."""
        counts = {
            name: getattr(outcome, name)
            for name in ("rows", "new", "changed", "unchanged", "doubtful", "problem_count")
        }
        return cls(**counts, problems=_said(outcome.problems), doubts=_said(outcome.doubts))


@dataclass
class Kept:
    """A table that was sent: by whom, what it is, and how far it has got."""

    uid: str
    user: int
    table: str
    project: int | None
    name: str
    sheet: str
    columns: list[str]
    sample: list[list[str]]
    matching: dict[str, int]
    notes: list[str] = field(default_factory=list)
    told: Told | None = None
    is_stored: bool = False
    # Too long to be stored while a page is waited for.
    is_long: bool = False

    @property
    def path(self) -> Path:
        """Where the file is."""
        return _folder() / self.uid / TABLE

    def save(self) -> None:
        """Keep what is known of it."""
        draft = self.path.with_name(f"{ABOUT}.part")
        draft.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        draft.replace(self.path.with_name(ABOUT))

    def forget(self) -> None:
        """Delete the file and all that is known of it."""
        shutil.rmtree(self.path.parent, ignore_errors=True)

    def delete_file(self) -> None:
        """Delete the file alone, and what it showed of people."""
        self.path.unlink(missing_ok=True)
        self.sample = []
        self.save()


def receive(sent: "UploadedFile[Any]") -> tuple[str, Path]:
    """Write a file that was sent into a folder of its own, which only the site's own user may read."""
    delete_old()
    uid = str(uuid4())
    folder = _folder() / uid
    folder.mkdir(parents=True, mode=0o700)
    with (folder / TABLE).open("wb") as file:
        for piece in sent.chunks():
            file.write(piece)
    (folder / TABLE).chmod(0o600)
    return uid, folder / TABLE


def found(actor: Actor, uid: UUID) -> Kept:
    """A table that the actor has sent.

    Raises:
        NotFound: Absent, or sent by somebody else.
    """
    kept = kept_by(uid)
    if kept is None or kept.user != actor.user:
        raise NotFound
    return kept


def kept_by(uid: UUID) -> Kept | None:
    """A table whoever sent it, for who may see the work on it; None where it is deleted."""
    try:
        read = json.loads((_folder() / str(uid) / ABOUT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    told = read.pop("told")
    return Kept(**read, told=Told(**told) if told else None)


def sentence(text: str, facts: dict[str, Any]) -> str:
    """A sentence with its facts in the reader's language; a fact may be a sentence itself."""
    told = {name: sentence(*fact) if isinstance(fact, tuple) else fact for name, fact in facts.items()}
    return gettext(text) % told


def _said(problems: Sequence[Problem]) -> list[list[Any]]:
    return [[one.row, gettext(one.column), sentence(one.text, dict(one.facts))] for one in problems]


def _folder() -> Path:
    return Path(settings.DATA_DIR) / FOLDER


def delete_old() -> None:
    """Delete what nobody has touched for a day."""
    with suppress(FileNotFoundError):
        for folder in _folder().iterdir():
            with suppress(FileNotFoundError):
                if folder.stat().st_mtime < time.time() - SECONDS_KEPT:
                    shutil.rmtree(folder, ignore_errors=True)
