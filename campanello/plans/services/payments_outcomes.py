"""What becomes of an approved run: ordered of the bank, single payments held, failed or returned, closed.

A payment is never ordered twice: each step goes from one state to the next under the run's lock, whatever is pressed
twice. What failed or came back is due again, and a later run pays it.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from campanello.core import audit, params
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.people.rules.names import tidy
from campanello.plans.models import Payment, PaymentRun
from campanello.plans.queries import payments as queries
from campanello.plans.rules import payment_outcomes
from campanello.plans.rules import payments as rules
from campanello.plans.rules.payment_outcomes import Told
from campanello.plans.services import payments_arrears
from campanello.plans.services.payments import give_back

WRITE = Right.PROPOSE_PAYMENTS
LONGEST_REASON = 200


@transaction.atomic
def order(*, actor: Actor, uid: UUID, version: int, pays_on: date, on: date, at: datetime) -> PaymentRun:
    """Order an approved run of the bank: from now on its files can be downloaded.

    Payments whose person's data were restricted, whose plan was suspended or whose account was replaced meanwhile are
    held; what they are worth is due again once the run is closed.

    Raises:
        NotFound, NotYours, RunMoved, RunNotReady, PaysTooSoon, NothingToPay.
    """
    run = _held(actor, uid, version, "ordered")
    latest = on + timedelta(days=params.value("plans.pays_within_days", on))
    if not on <= pays_on <= latest:
        raise rules.PaysTooSoon(day=_day(pays_on), first=_day(on), last=_day(latest))
    ready = Payment.objects.filter(run=run, state="ready")
    for why, changed in _changed_meanwhile().items():
        ready.filter(changed).update(state="held", reason=why, version=F("version") + 1)
    ordered = ready.update(state="ordered", version=F("version") + 1)
    if not ordered:
        raise rules.NothingToPay(held=Payment.objects.filter(run=run, state="held").count())
    run.state, run.ordered_by_id, run.ordered_at, run.pays_on = "ordered", actor.user, at, pays_on
    _save(run)
    audit.record(actor, "plans.payment-run-ordered", run, payments=ordered, pays_on=pays_on.isoformat())
    return run


def _changed_meanwhile() -> dict[str, Q]:
    restricted = Q(line__person__restricted_at__isnull=False) | Q(line__person__erased_at__isnull=False)
    restricted |= Q(line__person__merged_into__restricted_at__isnull=False)
    return {
        "plans.person-restricted": restricted,
        "plans.plan-suspended": Q(line__plan__state="suspended"),
        "plans.account-replaced": Q(account__ends_on__isnull=False),
    }


def _held(actor: Actor, uid: UUID, version: int, wanted: str) -> PaymentRun:
    run = queries.run(actor, uid, right=WRITE, lock=True)
    if refusal := rules.why_not_run(run.state, wanted):
        raise refusal
    if run.version != version:
        raise rules.RunMoved
    return run


def _save(run: PaymentRun) -> None:
    run.version += 1
    run.save()


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@transaction.atomic
def hold(*, actor: Actor, payment: UUID, version: int, reason: str) -> Payment:
    """Hold a payment that is not ordered yet. Held till the run is closed, it is due again.

    Raises:
        NotFound, NotYours, PaymentMoved, NoReason.
    """
    why = _reason(reason)
    held = _movable(actor, payment, version, "held")
    return _moved(actor, held, "held", reason=why)


@transaction.atomic
def release(*, actor: Actor, payment: UUID, version: int) -> Payment:
    """Let a held payment go with its run after all, as long as that is not ordered.

    Raises:
        NotFound, NotYours, PaymentMoved.
    """
    held = _movable(actor, payment, version, "ready")
    if held.run.state not in {"proposed", "approved"}:
        raise rules.PaymentMoved(state=held.state, wanted="ready")
    return _moved(actor, held, "ready", reason="")


@transaction.atomic
def tell(
    *,
    actor: Actor,
    payment: UUID,
    version: int,
    state: str,
    value_on: date,
    reason: str,
    on: date,
    at: datetime,
) -> Payment:
    """Say that the bank did not carry out a payment (`failed`), or gave it back (`returned`): it is due again.

    What of it took arrears off is owed again too.

    Raises:
        NotFound, NotYours, PaymentMoved, NoReason, OutcomeDay.
    """
    why = _reason(reason)
    held = _movable(actor, payment, version, state)
    return _tell(actor, held, Told(held.uid, state, value_on, why), on, at)


def _tell(actor: Actor, held: Payment, told: Told, on: date, at: datetime) -> Payment:
    run = held.run
    ordered_on = day_of(run.ordered_at) if run.ordered_at else on
    if not ordered_on <= told.value_on <= on and told.state != "paid":
        raise rules.OutcomeDay(day=_day(told.value_on), first=_day(ordered_on), last=_day(on))
    if told.state in rules.LOST:
        give_back(Payment.objects.filter(pk=held.pk), told.state, reason=told.reason, value_on=told.value_on)
        payments_arrears.take_back(actor=actor, payments=[held.uid], why=told.reason, at=at)
        held.refresh_from_db()
        audit.record(actor, f"plans.payment-{told.state}", held, person=held.line.person_id)
        return held
    held.value_on = told.value_on
    return _moved(actor, held, told.state, reason="")


@transaction.atomic
def tell_many(*, actor: Actor, uid: UUID, rows: Iterable[Told], on: date, at: datetime) -> dict[str, int]:
    """Say what became of payments as the bank's table has it: all of it, or nothing where a row is wrong.

    What a row says that was said before is left as it is.

    Returns:
        How many were paid, failed, returned, and were as they are already (`same`).

    Raises:
        NotFound, NotYours, PaymentMoved, OutcomeDay.
        NotOfThisRun: A row names no payment of the run.
    """
    run = queries.run(actor, uid, right=WRITE, lock=True)
    told = list(rows)
    found = Payment.objects.filter(run=run, uid__in=[one.payment for one in told])
    by_uid = {one.uid: one for one in found.select_related("run", "line")}
    for number, one in enumerate(told, start=2):
        if one.payment not in by_uid:
            raise payment_outcomes.NotOfThisRun(row=number)
    counted = {"paid": 0, "failed": 0, "returned": 0, "same": 0}
    # Purses are held in the order of people's keys, as by every run.
    for one in sorted(told, key=lambda one: by_uid[one.payment].line.person_id):
        held = by_uid[one.payment]
        if held.state == one.state:
            counted["same"] += 1
            continue
        if refusal := rules.why_not_move(held.state, one.state):
            raise refusal
        _tell(actor, held, one, on, at)
        counted[one.state] += 1
    payments_arrears.book(actor=actor, payments=Payment.objects.filter(run=run), at=at)
    return counted


@transaction.atomic
def close(*, actor: Actor, uid: UUID, version: int, value_on: date, on: date, at: datetime) -> PaymentRun:
    """Close an ordered run: what neither failed nor is held was paid; what is held is due again.

    Args:
        actor: Who closes it.
        uid: The run's.
        version: Of the run that the actor read.
        value_on: When the bank paid.
        on: Today.
        at: When.

    Raises:
        NotFound, NotYours, RunMoved, RunNotReady, OutcomeDay.
    """
    run = _held(actor, uid, version, "closed")
    ordered_on = day_of(run.ordered_at) if run.ordered_at else on
    if not ordered_on <= value_on <= on:
        raise rules.OutcomeDay(day=_day(value_on), first=_day(ordered_on), last=_day(on))
    ordered = Payment.objects.filter(run=run, state="ordered")
    paid = ordered.update(state="paid", value_on=value_on, version=F("version") + 1)
    booked = payments_arrears.book(actor=actor, payments=Payment.objects.filter(run=run), at=at)
    held = give_back(Payment.objects.filter(run=run, state="held"), "void")
    run.state, run.closed_at = "closed", at
    _save(run)
    audit.record(actor, "plans.payment-run-closed", run, paid=paid, held=held, arrears=booked)
    return run


def _reason(text: str) -> str:
    why = tidy(text)[:LONGEST_REASON]
    if not why:
        raise rules.NoReason
    return why


def _movable(actor: Actor, uid: UUID, version: int, wanted: str) -> Payment:
    held = queries.payment(actor, uid, lock=True)
    if (refusal := rules.why_not_move(held.state, wanted)) or held.version != version:
        raise refusal or rules.PaymentMoved(state=held.state, wanted=wanted)
    if held.state == "ready" and held.run.state not in {"proposed", "approved"}:
        raise rules.PaymentMoved(state=held.state, wanted=wanted)
    return held


def _moved(actor: Actor, held: Payment, state: str, *, reason: str) -> Payment:
    held.state, held.reason = state, reason
    held.version += 1
    held.save(update_fields=["state", "reason", "value_on", "version"])
    audit.record(actor, f"plans.payment-{state}", held, person=held.line.person_id)
    return held
