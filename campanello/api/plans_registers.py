"""Registers of plans' sessions as JSON, for the programs of training bodies."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from campanello.api.doors import ActingRequest
from campanello.api.people import Key
from campanello.api.shapes import Problem, Short
from campanello.core import idempotency
from campanello.core.access import Right, require
from campanello.core.edges import now, today
from campanello.core.period import in_rome
from campanello.lab.rules.registers import Mark
from campanello.plans.rules.registers import Series
from campanello.plans.services.registers_received import Received, receive

router = Router()
REFUSALS = {401: Problem, 404: Problem, 409: Problem, 422: Problem}
MOST_MARKS = 500


class MarkIn(Schema):
    """One plan of a register by its code. `minutes` are of who was present; null is all that are planned."""

    plan: Short
    presence: Literal["present", "excused", "unexcused"]
    minutes: Annotated[int, Field(ge=0, le=1_440)] | None = None


class RegisterIn(Schema):
    """A session with its register. Moments without a time zone are hours in Italy; `uid` is the session's own."""

    uid: UUID
    project: Short
    service: Short
    starts_at: datetime
    ends_at: datetime
    place: Annotated[str, Field(max_length=160, pattern=r"^[^\x00]*$")] = ""
    marks: Annotated[list[MarkIn], Field(min_length=1, max_length=MOST_MARKS)]


class RegisterKept(Schema):
    """A register that was taken in: it counts once somebody of the team has signed it."""

    uid: UUID
    marks: int


@router.post("/plan-registers", response={201: RegisterKept, **REFUSALS}, url_name="plan-register-send")
def send(request: ActingRequest, body: RegisterIn, key: Key) -> Any:
    """Send a whole register. Sent again with the same `Idempotency-Key`, it is answered alike and nothing is done.

    All of it is kept or nothing. 422 `plans.more-than-planned`, `plans.after-plan`, `plans.two-places-at-once`,
    `plans.service-not-in-plan` and others; several at once as `plans.marks-refused` with `details`.
    """
    require(request.actor, Right.WRITE_PLANS)
    at = now()

    def done() -> dict[str, Any]:
        session, marks = receive(actor=request.actor, register=_register(body), on=today(), at=at)
        return {"uid": str(session.uid), "marks": marks}

    return Status(201, idempotency.once(actor=request.actor, key=key, request=request.body, at=at, do=done))


def _register(body: RegisterIn) -> Received:
    starts_at, ends_at = (in_rome(one).astimezone(UTC) for one in (body.starts_at, body.ends_at))
    return Received(
        uid=body.uid,
        project=body.project,
        service=body.service,
        series=Series(starts_at, ends_at),
        marks=[
            (one.plan, Mark(one.presence, one.minutes if one.presence == "present" else 0))
            for one in body.marks
        ],
        place=body.place,
    )
