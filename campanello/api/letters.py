"""Letters as JSON, for programs of the teams: the list, one, and how far a batch is. What they say is not told here."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.paginator import Paginator
from ninja import Field, Query, Router, Schema

from campanello.api.doors import ActingRequest
from campanello.api.shapes import Problem
from campanello.core.access import Right, require
from campanello.core.edges import today
from campanello.letters.queries import batches, sent
from campanello.letters.queries.sent import Line, Wanted

router = Router()
REFUSALS = {401: Problem, 404: Problem, 422: Problem}
PER_PAGE = 25
Word = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]


class LettersAsked(Schema):
    """Which letters: by what became of them, kind, batch, words."""

    which: Literal["", "read", "unread", "tell", "email", "print"] = ""
    kind: Word = ""
    batch: UUID | None = None
    q: Word = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


class LetterOut(Schema):
    """A letter: to whom, by which way, what became of it. `person` is null where the reader may not open the record."""

    uid: UUID
    batch: UUID | None
    kind: str
    person: UUID | None
    dated_on: date
    protocol: str
    language: str
    way: str
    emailed_at: datetime | None
    printed_at: datetime | None
    read_at: datetime | None
    told_at: datetime | None


class LettersOut(Schema):
    """A page of letters, the latest first."""

    letters: list[LetterOut]
    total: int
    pages: int


class BatchOut(Schema):
    """A batch and, once it is sent, what became of its letters in figures."""

    uid: UUID
    state: str
    dated_on: date
    protocol: str
    letters: int
    read: int
    emailed: int
    printed: int
    to_tell: int


@router.get("/letters", response={200: LettersOut, **REFUSALS}, url_name="letters")
def listing(request: ActingRequest, asked: Query[LettersAsked]) -> Any:
    """Letters of the reader's projects, 25 a page. Whoever got them leaves a line in the audit trail."""
    require(request.actor, Right.READ_LETTERS)
    wanted = Wanted(words=asked.q.strip(), which=asked.which, kind=asked.kind, batch=asked.batch)
    found = Paginator(sent.letters(request.actor, wanted, on=today()), PER_PAGE)
    rows = sent.lines(request.actor, found.get_page(asked.page).object_list)
    return {"letters": [_listed(row) for row in rows], "total": found.count, "pages": found.num_pages}


@router.get("/letters/{uuid:uid}", response={200: LetterOut, **REFUSALS}, url_name="letter")
def one(request: ActingRequest, uid: UUID) -> Any:
    """One letter. 404 `core.not-found`."""
    require(request.actor, Right.READ_LETTERS)
    (line,) = sent.lines(request.actor, [sent.letter(request.actor, uid)])
    return _listed(line)


@router.get("/letter-batches/{uuid:uid}", response={200: BatchOut, **REFUSALS}, url_name="letter-batch")
def batch(request: ActingRequest, uid: UUID) -> Any:
    """One batch in figures. 404 `core.not-found`."""
    require(request.actor, Right.READ_LETTERS)
    held, on = batches.batch(request.actor, uid), today()
    told = batches.figures(sent.letters(request.actor, Wanted(batch=uid), on=on), on=on)
    return {
        "uid": held.uid,
        "state": held.state,
        "dated_on": held.dated_on,
        "protocol": held.protocol,
        "letters": held.letters_count,
        "read": told.read,
        "emailed": told.emailed,
        "printed": told.printed,
        "to_tell": told.to_tell,
    }


def _listed(line: Line) -> dict[str, Any]:
    row = line.letter
    own = (
        "uid",
        "kind",
        "dated_on",
        "protocol",
        "language",
        "way",
        "emailed_at",
        "printed_at",
        "read_at",
        "told_at",
    )
    return {name: getattr(row, name) for name in own} | {
        "batch": row.batch.uid if row.batch else None,
        "person": line.person,
    }
