"""What points are used for, as JSON, for programs of the teams with the person there: towards the rent, as gifts."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID, uuid4

from ninja import Field, Router, Schema, Status

from campanello.api.doors import ActingRequest
from campanello.api.people import Key
from campanello.api.shapes import Problem, Short
from campanello.core import idempotency
from campanello.core.access import Right, require
from campanello.core.edges import now, today
from campanello.points.queries import redemptions
from campanello.points.queries import spending as queries
from campanello.points.rules.redeeming import spendable
from campanello.points.services import donating, redeeming

router = Router()
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
Points = Annotated[int, Field(ge=1, le=1_000_000)]


class DebtOut(Schema):
    """A debt that points could go towards. Cents are null for who may not read arrears.

    `way`: offset, payment, or empty where the creditor's terms are not agreed. `points`: the most that can go there.
    """

    tenancy: UUID
    creditor: int
    creditor_name: str
    as_of: date
    way: str
    points: int
    open_cents: int | None
    pending_cents: int | None


class StandingOut(Schema):
    """What an account holds, and its household's debts, the oldest home first."""

    account: UUID
    balance: int
    cents_a_point: int
    spendable_points: int
    debts: list[DebtOut]


class RedemptionIn(Schema):
    """Points towards a debt, as the standing names it."""

    tenancy: UUID
    creditor: int
    points: Points


class RedemptionOut(Schema):
    """Points that were asked to go towards a debt; `receipt` is checked on the public page."""

    uid: UUID
    state: str
    points: int
    way: str
    receipt: str


class GiftIn(Schema):
    """Points given away: `to` is the code that the household told; empty for the neighbourhood's pool."""

    to: Short = ""
    points: Points
    nothing_in_return: bool
    shows_donor: bool = False


class GiftOut(Schema):
    """A gift that was made. Of who received it nothing is told."""

    uid: UUID
    points: int
    to_pool: bool


@router.get(
    "/points/accounts/{uuid:uid}/standing",
    response={200: StandingOut, **REFUSALS},
    url_name="point-standing",
)
def standing(request: ActingRequest, uid: UUID) -> Any:
    """What an account holds and owes, with the person there; leaves a line in the audit trail."""
    shown = queries.shown(request.actor, uid, today())
    held = shown.standing
    return {
        "account": held.account,
        "balance": held.balance,
        "cents_a_point": held.cents_a_point,
        "spendable_points": held.spendable_points,
        "debts": [
            {
                **{
                    name: getattr(one, name)
                    for name in ("tenancy", "creditor", "creditor_name", "as_of", "way")
                },
                "points": spendable(held, one),
                "open_cents": one.open_cents if shown.sees_debt else None,
                "pending_cents": one.pending_cents if shown.sees_debt else None,
            }
            for one in held.debts
        ],
    }


@router.post(
    "/points/accounts/{uuid:uid}/redemptions",
    response={201: RedemptionOut, **REFUSALS},
    url_name="point-redeem",
)
def redeem(request: ActingRequest, uid: UUID, body: RedemptionIn, key: Key) -> Any:
    """Put points towards the rent, with the person there. The same `Idempotency-Key` again is answered alike.

    422 `points.too-many-points`, `points.no-debt-stated`, `points.no-terms` and the like: the facts say how many can.
    """
    at = now()

    def made() -> dict[str, Any]:
        done = redeeming.redeem(
            actor=request.actor, account=uid, uid=uuid4(), at=at, on=today(), with_staff=True, **body.dict()
        )
        told = {name: getattr(done, name) for name in ("state", "points", "way")}
        return {"uid": str(done.uid), "receipt": redemptions.receipt_of(done), **told}

    return Status(
        201, idempotency.once(actor=request.actor, key=key, request=_asked(request), at=at, do=made)
    )


@router.post("/points/accounts/{uuid:uid}/gifts", response={201: GiftOut, **REFUSALS}, url_name="point-gift")
def give(request: ActingRequest, uid: UUID, body: GiftIn, key: Key) -> Any:
    """Give points away, with the giver there. The same `Idempotency-Key` again is answered alike.

    422 `points.no-such-gift-code`; too many wrong ones are refused for a while.
    """
    require(request.actor, Right.SPEND_POINTS)
    at, on, address = now(), today(), str(request.META.get("REMOTE_ADDR", ""))
    to = body.to or None
    # Wrong codes are counted here: within what is done once, a refusal would take the count back.
    donating.check(actor=request.actor, account=uid, to=to, points=0, on=on, at=at, address=address)

    def made() -> dict[str, Any]:
        done = donating.donate(
            actor=request.actor, account=uid, uid=uuid4(), at=at, on=on, address=address,
            **body.dict(exclude={"to"}), to=to,
        )  # fmt: skip
        return {"uid": str(done.transfer.uid), "points": body.points, "to_pool": to is None}

    return Status(
        201, idempotency.once(actor=request.actor, key=key, request=_asked(request), at=at, do=made)
    )


def _asked(request: ActingRequest) -> bytes:
    """What is asked for, with the account of the address: the same body for another is another request."""
    return request.path.encode() + b"\n" + request.body
