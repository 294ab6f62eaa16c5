"""Households' points as JSON, for programs of the teams: accounts, movements, an award by hand."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from ninja import Field, Query, Router, Schema, Status

from campanello.api.doors import ActingRequest
from campanello.api.people import Key
from campanello.api.shapes import Problem, Short
from campanello.core import idempotency
from campanello.core.access import Right, require
from campanello.core.edges import now, today
from campanello.points.queries import account_lists, account_page, hand_awards
from campanello.points.queries.account_lists import Line, Wanted
from campanello.points.queries.movements import Movement
from campanello.points.rules.hand_awards import NewAward
from campanello.points.services import hand_awards as services

router = Router()
REFUSALS = {401: Problem, 404: Problem, 422: Problem}
PER_PAGE = 25


class AccountsAsked(Schema):
    """What a list of accounts is asked for. `show`: held, empty, soon, elsewhere."""

    q: Short = ""
    show: Short = ""
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class AccountOut(Schema):
    """An account: whose it is by the household's or the person's number, what it holds, what came of it."""

    uid: UUID
    project: str
    household: UUID | None
    person: UUID | None
    points: int
    earned: int
    received: int
    given: int
    to_rent: int
    lapsed: int
    lapsing_points: int
    lapsing_on: date | None


class AccountsOut(Schema):
    """A page of accounts."""

    accounts: list[AccountOut]
    total: int
    pages: int


class MovementOut(Schema):
    """A movement: below zero where points left. `receipt` is what anybody can check on the public page."""

    key: int
    uid: UUID
    kind: str
    points: int
    on: date
    recorded_at: datetime
    what: str
    minutes: int | None
    earned_on: date | None
    receipt: str
    is_taken_back: bool


class MovementsOut(Schema):
    """Movements, the latest first; ask again with `before` set to `following` for those before them."""

    movements: list[MovementOut]
    following: int | None


class MovementsAsked(Schema):
    """Before which movement; none for the latest."""

    before: Annotated[int, Field(ge=1, le=9_000_000_000_000_000_000)] | None = None


class AwardIn(Schema):
    """Work that no register shows. `scheme` is the scheme's number, `rate` the code of one of its rates."""

    scheme: UUID
    person: UUID
    rate: Short
    what: Annotated[str, Field(min_length=1, max_length=160, pattern=r"^[^\x00]*$")]
    done_on: date
    evidence: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
    minutes: Annotated[int, Field(ge=1, le=1_440)] | None = None
    times: Annotated[int, Field(ge=1, le=100)] = 1


class AwardOut(Schema):
    """What became of an award: `given`, or `waiting` for a second signature."""

    uid: UUID
    state: str
    points: int


@router.get("/point-accounts", response={200: AccountsOut, **REFUSALS}, url_name="point-accounts")
def accounts(request: ActingRequest, asked: Query[AccountsAsked]) -> Any:
    """Accounts of the reader's projects, those with most points first, 25 a page."""
    require(request.actor, Right.READ_POINTS)
    on = today()
    wanted = Wanted(words=asked.q, show=asked.show)
    found = Paginator(account_lists.listed(request.actor, wanted, on), PER_PAGE)
    lines = account_lists.lines(request.actor, found.get_page(asked.page).object_list, on)
    return {"accounts": [_told(one) for one in lines], "total": found.count, "pages": found.num_pages}


@router.get("/point-accounts/{uuid:uid}", response={200: AccountOut, **REFUSALS}, url_name="point-account")
def account(request: ActingRequest, uid: UUID) -> Any:
    """One account."""
    return _told(account_page.line(request.actor, uid, today()))


@router.get(
    "/point-accounts/{uuid:uid}/movements",
    response={200: MovementsOut, **REFUSALS},
    url_name="point-movements",
)
def movements(request: ActingRequest, uid: UUID, asked: Query[MovementsAsked]) -> Any:
    """An account's movements, the latest first, 20 at a time; as fast at the end as at the beginning."""
    found = account_page.moved(request.actor, uid, today(), before=asked.before)
    return {"movements": [_moved(one) for one in found.movements], "following": found.following}


@router.post("/point-awards", response={201: AwardOut, 409: Problem, **REFUSALS}, url_name="point-award-give")
def award(request: ActingRequest, body: AwardIn, key: Key) -> Any:
    """Award work by hand. Sent again with the same `Idempotency-Key`, it is answered alike and nothing is done.

    404 `points.no-tariff`; 422 `points.above-cap`, `points.own-award`, `points.too-long-ago`, `points.budget-used-up`
    and others.
    """
    require(request.actor, Right.AWARD_POINTS)
    at = now()

    def made() -> dict[str, Any]:
        told = body.dict()
        scheme, person = told.pop("scheme"), told.pop("person")
        new = NewAward(**told)
        done = services.propose(
            actor=request.actor, uid=uuid4(), scheme=scheme, person=person, award=new, on=today(), at=at
        )
        return {"uid": str(done.uid), "state": str(done.state), "points": done.points}

    return Status(201, idempotency.once(actor=request.actor, key=key, request=request.body, at=at, do=made))


@router.get("/point-awards/{uuid:uid}", response={200: AwardOut, **REFUSALS}, url_name="point-award")
def one_award(request: ActingRequest, uid: UUID) -> Any:
    """An award by hand: how it stands."""
    one = hand_awards.shown(request.actor, uid, today()).award
    return {"uid": one.uid, "state": one.state, "points": one.points}


def _told(line: Line) -> dict[str, Any]:
    sums, soon = line.totals, line.soon
    return {
        "uid": line.account.uid,
        "project": line.account.project.code,
        "household": line.owner.household,
        "person": line.owner.person,
        "points": line.account.balance,
        "earned": sums.earned,
        "received": sums.received,
        "given": sums.given,
        "to_rent": sums.to_rent,
        "lapsed": sums.lapsed,
        "lapsing_points": soon.points if soon else 0,
        "lapsing_on": soon.expires_on if soon else None,
    }


def _moved(one: Movement) -> dict[str, Any]:
    plain = ("key", "uid", "kind", "points", "on", "what", "minutes", "earned_on", "receipt")
    told = {name: getattr(one, name) for name in plain}
    return told | {"recorded_at": one.at, "is_taken_back": one.is_undone}
