"""Settlements of points as JSON, for a landlord's programs: own claims by contract, the confirmation. No name."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.core.paginator import Paginator
from ninja import Field, Query, Router, Schema, Status

from campanello.api.doors import ActingRequest
from campanello.api.people import Key
from campanello.api.shapes import Problem
from campanello.core import idempotency
from campanello.core.access import Right, require
from campanello.core.edges import now, today
from campanello.points.queries import settlement_files
from campanello.points.queries import settlements as queries
from campanello.points.queries.settlements import Wanted
from campanello.points.rules.values import SETTLEMENT_STATES
from campanello.points.services import settlements_confirming

router = Router()
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
PER_PAGE, MOST_LINES = 25, 20_000
Word = Annotated[str, Field(max_length=9, pattern=r"^[a-z]*$")]
Whole = Annotated[int, Field(ge=0, le=2**53)]


class SettlementsAsked(Schema):
    """Which settlements: in a state, by page."""

    state: Word = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


class SettlementOut(Schema):
    """A settlement. `way`: payment or offset; `settled_cents`: what was taken off once it is confirmed."""

    uid: UUID
    number: int
    project: str
    creditor: str
    way: str
    state: str
    points: int
    cents: int
    settled_cents: int
    pays_on: date | None
    paid_on: date | None
    proof: str
    version: int


class SettlementsOut(Schema):
    """A page of settlements, the latest first."""

    settlements: list[SettlementOut]
    total: int
    pages: int


class EntryOut(Schema):
    """A line of the statement: a contract's debt before and after, in cents."""

    line: int
    contract: str
    dwelling: str
    before_cents: int
    points: int
    cents: int
    after_cents: int


class StatementOut(Schema):
    """The statement of a settlement, with its totals."""

    uid: UUID
    state: str
    points: int
    cents: int
    entries: list[EntryOut]


class AcceptedIn(Schema):
    """What was accepted of one line, where it was not all of it: whole points' worth, in cents."""

    line: Annotated[int, Field(ge=1, le=10_000_000)]
    cents: Whole


class ConfirmIn(Schema):
    """The bank's value date and reference, or the act's day and number; `version` as it was read."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    paid_on: date
    proof: Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]*$")]
    accepted: Annotated[list[AcceptedIn], Field(max_length=MOST_LINES)] = []


class ConfirmedOut(Schema):
    """A settlement that was confirmed: what was paid, and what of it was taken off the debts."""

    uid: UUID
    state: str
    cents: int
    settled_cents: int
    version: int


@router.get("/point-settlements", response={200: SettlementsOut, **REFUSALS}, url_name="point-settlements")
def listed(request: ActingRequest, asked: Query[SettlementsAsked]) -> Any:
    """The settlements that the actor reads; a landlord's officer own ones, once they are approved."""
    require(request.actor, Right.READ_SETTLEMENTS)
    wanted = Wanted(state=asked.state if asked.state in SETTLEMENT_STATES else "")
    page = Paginator(queries.settlements(request.actor, wanted), PER_PAGE).get_page(asked.page)
    return {
        "settlements": [_settlement(one) for one in page],
        "total": page.paginator.count,
        "pages": page.paginator.num_pages,
    }


@router.get(
    "/point-settlements/{uuid:uid}", response={200: SettlementOut, **REFUSALS}, url_name="point-settlement"
)
def one(request: ActingRequest, uid: UUID) -> Any:
    """One settlement."""
    return _settlement(queries.settlement(request.actor, uid))


@router.get(
    "/point-settlements/{uuid:uid}/statement",
    response={200: StatementOut, **REFUSALS},
    url_name="point-settlement-statement",
)
def statement(request: ActingRequest, uid: UUID) -> Any:
    """The landlord's statement, contract by contract. 409 `points.settlement-not-ready` before it is approved."""
    told = settlement_files.statement(request.actor, uid, form="json")
    return {
        "uid": uid,
        "state": told.settlement.state,
        "points": told.points,
        "cents": told.cents,
        "entries": [
            {
                "line": row.number,
                "contract": row.contract,
                "dwelling": row.dwelling,
                "before_cents": row.before_cents,
                "points": row.points,
                "cents": row.cents,
                "after_cents": row.after_cents,
            }
            for row in told.entries
        ],
    }


@router.post(
    "/point-settlements/{uuid:uid}/confirmation",
    response={201: ConfirmedOut, **REFUSALS},
    url_name="point-settlement-confirm",
)
def confirm(request: ActingRequest, uid: UUID, body: ConfirmIn, key: Key) -> Any:
    """Confirm a settlement. Sent again with the same `Idempotency-Key`, it is answered alike and nothing is done.

    409 `points.settlement-confirmed-already`, `points.settlement-moved`; 422 `points.value-day`,
    `points.accepted-wrong`.
    """
    require(request.actor, Right.CONFIRM_SETTLEMENTS)
    at = now()

    def done() -> dict[str, Any]:
        held = settlements_confirming.confirm(
            actor=request.actor,
            uid=uid,
            version=body.version,
            paid_on=body.paid_on,
            proof=body.proof,
            accepted={row.line: row.cents for row in body.accepted},
            on=today(),
            at=at,
        )
        return {
            "uid": str(held.uid),
            "state": held.state,
            "cents": held.cents,
            "settled_cents": held.settled_cents,
            "version": held.version,
        }

    return Status(201, idempotency.once(actor=request.actor, key=key, request=request.body, at=at, do=done))


def _settlement(held: Any) -> dict[str, Any]:
    return {
        "uid": held.uid,
        "number": held.number,
        "project": held.project.code,
        "creditor": held.creditor.name,
        "way": held.way,
        "state": held.state,
        "points": held.points,
        "cents": held.cents,
        "settled_cents": held.settled_cents,
        "pays_on": held.pays_on,
        "paid_on": held.paid_on,
        "proof": held.proof,
        "version": held.version,
    }
