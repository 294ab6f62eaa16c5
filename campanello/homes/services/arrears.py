"""Records what creditors are owed, and corrects it without losing the first figure."""

from datetime import date
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right, landlords_with
from campanello.core.actor import Actor
from campanello.homes.models import ArrearsStatement, Tenancy
from campanello.homes.queries import arrears as queries
from campanello.homes.queries import tenancies
from campanello.homes.rules import arrears as rules

WRITE = Right.WRITE_ARREARS


@transaction.atomic
def state(
    *,
    actor: Actor,
    tenancy: UUID,
    creditor: int,
    as_of: date,
    amount_cents: int,
    source: str,
    on: date,
    no_fault_cause: str = "",
) -> ArrearsStatement:
    """Record what a household owed a creditor for its home on a day; zero is a statement too.

    A landlord's officer states the landlord's own claims, as the landlord, and no cause.

    Args:
        actor: Who records it.
        tenancy: The household in its dwelling.
        creditor: The organisation's key.
        as_of: The day that the statement speaks of.
        amount_cents: What was owed; `rules.amounts.amount_cents` reads what people write.
        source: Who said so, of `values.ARREARS_SOURCES`.
        on: Today.
        no_fault_cause: Why the household fell behind without fault, of `values.NO_FAULT_CAUSES`, where that is known.

    Raises:
        NotFound, NotYours, StatementInTheFuture, StatementBeforeTenancy, StatedAlready.
    """
    held = tenancies.tenancy(actor, tenancy, right=WRITE)
    if not queries.creditors(actor, held.dwelling).filter(pk=creditor).exists():
        raise NotFound
    if refusal := rules.why_not_state(as_of=as_of, tenancy_starts_on=_home_since(held), on=on):
        raise refusal
    if is_landlord_s_own(actor, held):
        source, no_fault_cause = "landlord", ""
    made = ArrearsStatement(
        tenancy=held,
        creditor_id=creditor,
        as_of=as_of,
        amount_cents=amount_cents,
        source=source,
        no_fault_cause=no_fault_cause,
        recorded_by_id=actor.user,
    )
    _check_once(made)
    made.save(force_insert=True)
    audit.record(actor, "homes.arrears-stated", made, person=held.holder_id, source=source)
    return made


@transaction.atomic
def correct(
    *,
    actor: Actor,
    statement: UUID,
    amount_cents: int,
    reason: str,
    on: date,
    as_of: date | None = None,
    no_fault_cause: str | None = None,
) -> ArrearsStatement:
    """Replace a wrong figure: the first stays on record, named by the one that holds from now on.

    Raises:
        NotFound, NoReason, StatementInTheFuture, StatementBeforeTenancy, StatedAlready, CorrectedMeanwhile.
    """
    first = queries.statement(actor, statement, right=WRITE)
    # Nobody else corrects the same figure meanwhile.
    first = (
        ArrearsStatement.objects.select_for_update(of=("self",)).select_related("tenancy").get(pk=first.pk)
    )
    if first.is_replaced:
        raise rules.CorrectedMeanwhile
    if not reason.strip():
        raise rules.NoReason
    day = as_of or first.as_of
    if refusal := rules.why_not_state(as_of=day, tenancy_starts_on=_home_since(first.tenancy), on=on):
        raise refusal
    first.is_replaced = True
    first.save(update_fields=["is_replaced"])
    made = ArrearsStatement(
        tenancy=first.tenancy,
        creditor_id=first.creditor_id,
        as_of=day,
        amount_cents=amount_cents,
        source=first.source,
        no_fault_cause=first.no_fault_cause if no_fault_cause is None else no_fault_cause,
        corrects=first,
        reason=reason.strip()[:200],
        recorded_by_id=actor.user,
    )
    _check_once(made)
    made.save(force_insert=True)
    audit.record(actor, "homes.arrears-corrected", made, person=first.tenancy.holder_id, corrects=first.pk)
    return made


def is_landlord_s_own(actor: Actor, tenancy: Tenancy) -> bool:
    """Whether the actor speaks for the landlord of the dwelling, and for no project."""
    return not queries.sees_causes(actor) and tenancy.dwelling.owner_id in landlords_with(actor, WRITE)


def _home_since(tenancy: Tenancy) -> date:
    """The day since which the household lives in the dwelling, whatever its title was."""
    same = Tenancy.objects.filter(dwelling=tenancy.dwelling_id, household=tenancy.household_id)
    return min(same.values_list("starts_on", flat=True))


def _check_once(made: ArrearsStatement) -> None:
    same = ArrearsStatement.objects.filter(
        tenancy=made.tenancy, creditor=made.creditor_id, as_of=made.as_of, source=made.source
    )
    if there := same.filter(is_replaced=False).first():
        raise rules.StatedAlready(
            as_of=f"{made.as_of:%d/%m/%Y}", euros=f"{there.amount_cents // 100},{there.amount_cents % 100:02}"
        )
