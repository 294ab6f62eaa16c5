"""Confirms that a landlord was paid: points arrive, debts go down, the rest goes back. Once, all of it or nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.db.models import F, Q

from campanello.core import audit, bulk, jobs
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.homes.services import arrears_payments
from campanello.homes.services.arrears_payments import Booking
from campanello.people.rules.names import tidy
from campanello.points.models import Account, Redemption, Settlement, SettlementLine
from campanello.points.queries import settlements as queries
from campanello.points.rules import settlements as rules
from campanello.points.rules.ledger import Move
from campanello.points.rules.settlements import Frozen, Settled
from campanello.points.services import accounts, ledger, settlement_letters, settlements_returning
from campanello.points.services.settlements import require_move, require_version, save

CONFIRM = Right.CONFIRM_SETTLEMENTS
LONGEST_PROOF = 120
# By an index that names a single row, sent together: thousands of lines in one go.
_KEEP = (
    "UPDATE points_settlementline SET before_cents = %s, settled_cents = %s "
    "WHERE settlement_id = %s AND number = %s"
)


@transaction.atomic
def confirm(
    *,
    actor: Actor,
    uid: UUID,
    version: int,
    paid_on: date,
    proof: str,
    on: date,
    at: datetime,
    accepted: Mapping[int, int] | None = None,
) -> Settlement:
    """Confirm a settlement: the bank's value date and reference, or the offset's act and its day.

    What the landlord accepted is taken off the debts, as far as they reach on the day of the payment; the points of
    the rest go back to their households. A job then tells each household.

    Args:
        actor: Who confirms it: of the project, or of the landlord.
        uid: The settlement's.
        version: Of the settlement that the actor read.
        paid_on: The bank's value date, or the day of the act.
        proof: The bank's reference, or the number of the act.
        on: Today.
        at: When.
        accepted: Cents by the line's number, where the landlord did not accept all of it.

    Raises:
        NotFound, NotYours, ConfirmedAlready, SettlementNotReady, SettlementMoved, LinesBroken, ValueDay, ActDay,
        NoProof, NoSuchLine, AcceptedWrong.
    """
    held = queries.settlement(actor, uid, right=CONFIRM, lock=True)
    require_move(held, "confirmed")
    require_version(held, version)
    since = held.ordered_at or held.approved_at
    assert since is not None  # of an approved settlement
    told = tidy(proof)[:LONGEST_PROOF]
    if refusal := rules.why_not_confirm(held.way, paid_on=paid_on, since=since, proof=told, on=on):
        raise refusal
    if queries.seal_of(held) != held.lines_sha256:
        raise rules.LinesBroken
    settled = _computed(held, accepted or {}, paid_on)
    _settle(actor, held, settled, at)
    _book(actor, held, settled, paid_on, at)
    held.paid_on, held.proof = paid_on, told
    _close(actor, held, settled, at)
    return held


def _close(actor: Actor, held: Settlement, settled: Sequence[Settled], at: datetime) -> None:
    held.state, held.confirmed_by_id, held.confirmed_at = "confirmed", actor.user, at
    held.settled_cents = sum(one.cents for one in settled)
    save(held)
    if held.settled_cents:
        jobs.ask(
            actor=actor,
            kind=settlement_letters.JOB,
            subject=held.uid,
            project=held.project_id,
            given={},
            at=at,
        )
    audit.record(
        actor,
        "points.settlement-confirmed",
        held,
        cents=held.settled_cents,
        returned=sum(one.back is not None for one in settled),
        paid_on=held.paid_on.isoformat() if held.paid_on else "",
    )


def _computed(held: Settlement, accepted: Mapping[int, int], paid_on: date) -> list[Settled]:
    """What becomes of each line; accounts first, then redemptions are held, as by whoever redeems."""
    rows = SettlementLine.objects.filter(settlement=held)
    either = Q(pk__in=rows.values("redemption__account"))
    either |= Q(project=held.project_id, creditor=held.creditor_id, kind__in=["pending", "settled"])
    list(Account.objects.filter(either).select_for_update().order_by("pk").values_list("pk", flat=True))
    redeemed = Redemption.objects.filter(pk__in=rows.values("redemption"))
    list(redeemed.select_for_update().order_by("pk").values_list("pk", flat=True))
    owed = queries.owed(queries.households_of(held), held.creditor_id, on=paid_on)
    lines: Sequence[Frozen] = queries.frozen(held, owed.homes)
    if refusal := rules.why_not_accept(lines, accepted):
        raise refusal
    return rules.confirmed(lines, owed.cents, accepted)


def _settle(actor: Actor, held: Settlement, settled: Sequence[Settled], at: datetime) -> None:
    pending = accounts.of_creditor(held.project_id, held.creditor_id, "pending", at=at)
    arrived = accounts.of_creditor(held.project_id, held.creditor_id, "settled", at=at)
    moves = [
        Move(
            *(_uid(held, one), pending.pk, arrived.pk, one.points, "settlement"),
            redemption=one.redemption,
        )
        for one in settled
        if one.points
    ]
    ledger.post(actor=actor, project=held.project_id, moves=moves, at=at)
    whole = bulk.among([one.redemption for one in settled if one.back is None])
    Redemption.objects.filter(pk__in=whole).update(
        settled_points=F("points") - F("returned_points"),
        state="settled",
        closed_at=at,
        version=F("version") + 1,
    )
    for one in settled:
        if one.back is not None and one.points:
            Redemption.objects.filter(pk=one.redemption).update(settled_points=one.points)
    backs = [one.back for one in settled if one.back is not None]
    settlements_returning.give_back(actor=actor, settlement=held, backs=backs, is_at_proposal=False, at=at)
    _keep(held, settled)


def _keep(held: Settlement, settled: Sequence[Settled]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP, [(one.before_cents, one.cents, held.pk, one.number) for one in settled])


def _book(actor: Actor, held: Settlement, settled: Sequence[Settled], paid_on: date, at: datetime) -> None:
    rows = SettlementLine.objects.filter(settlement=held).values_list("number", "redemption__tenancy")
    tenancies = dict(rows)
    payments = [
        Booking(_uid(held, one), tenancies[one.number], held.creditor_id, paid_on, one.cents, "points")
        for one in settled
        if one.cents
    ]
    arrears_payments.book_many(actor=actor, payments=payments, at=at)


def _uid(held: Settlement, one: Settled) -> UUID:
    """What makes a line's transfer and its payment happen once."""
    return uuid5(held.uid, f"line {one.number}")
