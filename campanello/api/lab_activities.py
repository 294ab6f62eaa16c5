"""Activities with their sessions, and sign-ups, as JSON."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from ninja import Field, Query, Router, Schema, Status

from campanello.api.doors import ActingRequest
from campanello.api.people import Key
from campanello.api.shapes import Problem, Short
from campanello.core import idempotency
from campanello.core.access import NotFound, Right, may, require
from campanello.core.edges import now
from campanello.lab.queries import activities as queries
from campanello.lab.queries import calendar
from campanello.lab.queries.activities import Wanted
from campanello.lab.services import sign_ups

router = Router()
PER_PAGE = 50
REFUSALS = {401: Problem, 404: Problem, 409: Problem, 422: Problem}


class SessionOut(Schema):
    """A date of an activity in figures; `capacity` null is no limit. Nobody is named."""

    uid: UUID
    activity: UUID
    kind: str
    titles: dict[str, str]
    languages: list[str]
    has_childcare: bool
    is_public: bool
    starts_at: datetime
    ends_at: datetime
    place: str
    capacity: int | None
    booked: int
    guests: int
    is_cancelled: bool
    is_signed: bool


class SessionsOut(Schema):
    """A page of sessions, in order of time."""

    sessions: list[SessionOut]
    total: int
    page: int


class SignUpIn(Schema):
    """Who is to be signed up."""

    person: UUID
    needs_childcare: bool = False


class SignUpOut(Schema):
    """A place, or a place in the queue: `state` is booked, waiting or cancelled."""

    uid: UUID
    state: str


class Asked(Schema):
    """What is asked for: the kind of activity, the project's code, days (`until` is excluded), and the page."""

    kind: Short = ""
    project: Short = ""
    since: date | None = None
    until: date | None = None
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


@router.get("/activities", response={200: SessionsOut, **REFUSALS}, url_name="activities")
def activities(request: ActingRequest, asked: Query[Asked]) -> Any:
    """The sessions of one's labs, a row a date with what its activity is; 50 at a time."""
    require(request.actor, Right.READ_LAB)
    wanted = Wanted(kind=asked.kind, project=asked.project, starts_on=asked.since, ends_on=asked.until)
    shown = Paginator(queries.sessions(request.actor, wanted), PER_PAGE).get_page(asked.page)
    return {
        "sessions": [_told(one) for one in shown],
        "total": shown.paginator.count,
        "page": shown.number,
    }


@router.post("/sessions/{uuid:uid}/sign-ups", response={201: SignUpOut, **REFUSALS}, url_name="sign-up")
def sign_up(request: ActingRequest, uid: UUID, body: SignUpIn, key: Key) -> Any:
    """Sign a person up, or oneself as a resident. Sent again with the same `Idempotency-Key`, it is answered alike."""
    if not may(request.actor, Right.WRITE_LAB) and not may(request.actor, Right.READ_OWN):
        raise NotFound

    def made() -> dict[str, Any]:
        found = sign_ups.sign_up(
            actor=request.actor,
            session=uid,
            person=body.person,
            uid=uuid4(),
            at=at,
            needs_childcare=body.needs_childcare,
        )
        return {"uid": str(found.uid), "state": str(found.state)}

    at = now()
    return Status(
        201, idempotency.once(actor=request.actor, key=key, request=_asked(request), at=at, do=made)
    )


def _asked(request: ActingRequest) -> bytes:
    return request.path.encode() + b"\n" + request.body


def _told(one: Any) -> dict[str, Any]:
    plain = ("uid", "starts_at", "ends_at", "capacity", "booked", "guests")
    return {
        **{name: getattr(one, name) for name in plain},
        "activity": one.activity.uid,
        "kind": one.activity.kind,
        "titles": one.activity.titles,
        "languages": [code for code in one.activity.languages.split(",") if code],
        "has_childcare": one.activity.has_childcare,
        "is_public": one.activity.is_public,
        "place": calendar.place_of(one),
        "is_cancelled": one.cancelled_at is not None,
        "is_signed": one.signed_at is not None,
    }
