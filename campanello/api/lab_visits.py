"""Visits as JSON."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from campanello.api.doors import ActingRequest
from campanello.api.shapes import Problem, Short, Text
from campanello.core.access import NotFound
from campanello.core.edges import now, today
from campanello.lab.queries import visit_lists, visits
from campanello.lab.queries.visit_lists import Row, Wanted
from campanello.lab.rules.visits import NewVisit
from campanello.lab.services.visits import record_visit

router = Router()
REFUSALS = {401: Problem, 404: Problem, 422: Problem}
Word = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]


class VisitIn(Schema):
    """A visit to record. `uid` is chosen by who sends it: sent again, it is answered alike and nothing is done.

    `project` goes by its code. Neither `person` nor `household`: somebody who gave no name. `happened_at` without a
    time zone is the hour in Italy.
    """

    uid: UUID
    project: Short
    happened_at: datetime
    channel: Short
    person: UUID | None = None
    household: UUID | None = None
    building: UUID | None = None
    needs: Annotated[list[Short], Field(max_length=20)] = []
    minutes: Annotated[int, Field(ge=0, le=100_000)] = 10
    outcome: Short = ""
    note: Text = ""
    is_confidential: bool = False
    next_step: Text = ""
    next_step_on: date | None = None


class VisitsAsked(Schema):
    """Which visits: of a project by its code, between two days (both included), and so on."""

    project: Word = ""
    first: date | None = None
    last: date | None = None
    channel: Word = ""
    need: Word = ""
    is_waiting: bool = False
    after: Annotated[str, Field(max_length=60)] = ""


class VisitSaved(Schema):
    """A visit that is recorded."""

    uid: UUID
    version: int


class VisitOut(Schema):
    """A visit. `note` is empty where it is confidential and not the reader's, and where nothing was noted."""

    uid: UUID
    happened_at: datetime
    on: date
    channel: str
    person: UUID | None
    household: UUID | None
    building: UUID | None
    needs: list[str]
    minutes: int
    outcome: str
    note: str
    is_confidential: bool
    next_step: str
    next_step_on: date | None
    is_next_step_done: bool
    is_cancelled: bool
    operator: str
    version: int


class VisitsOut(Schema):
    """A page of visits, the latest first. `after` asks for the next one; null at the end. `total` counts to 1,000."""

    visits: list[VisitOut]
    total: int
    is_cut: bool
    after: str | None


@router.post("/visits", response={201: VisitSaved, 403: Problem, **REFUSALS}, url_name="visit-record")
def record(request: ActingRequest, body: VisitIn) -> Any:
    """Record a visit."""
    said = body.dict(exclude={"uid"}) | {"needs": tuple(body.needs)}
    made = record_visit(actor=request.actor, uid=body.uid, visit=NewVisit(**said), at=now())
    return Status(201, made)


@router.get("/visits", response={200: VisitsOut, **REFUSALS}, url_name="visits")
def listing(request: ActingRequest, asked: Query[VisitsAsked]) -> Any:
    """A project's visits, 25 at a time; of the reader's first project where none is named.

    Whoever is named in them leaves a line in the audit trail.
    """
    projects = visits.projects(request.actor, visit_lists.READ)
    chosen = next((one for one in projects if asked.project in {"", one.code}), None)
    if chosen is None:
        raise NotFound
    wanted = Wanted(
        project=chosen.pk,
        first=asked.first,
        last=asked.last,
        channel=asked.channel,
        need=asked.need,
        is_waiting=asked.is_waiting,
    )
    found = visit_lists.visits(request.actor, wanted, on=today(), after=visit_lists.cursor(asked.after))
    return {
        "visits": [_out(row) for row in found.rows],
        "total": found.total,
        "is_cut": found.is_cut,
        "after": str(found.following) if found.following else None,
    }


def _out(row: Row) -> dict[str, Any]:
    one = row.visit
    plain = ("uid", "on", "channel", "minutes", "outcome", "is_confidential", "next_step", "next_step_on")
    return {
        **{name: getattr(one, name) for name in (*plain, "version")},
        "happened_at": one.at,
        "person": row.person_uid,
        "household": one.household.uid if one.household else None,
        "building": one.building.uid if one.building else None,
        "needs": row.needs,
        "note": row.note,
        "is_next_step_done": one.next_step_done_at is not None,
        "is_cancelled": one.cancelled_at is not None,
        "operator": one.operator.name or one.operator.username,
    }
