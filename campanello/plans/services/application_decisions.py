"""Decides applications as the requirements answer, and commits the funds: who applied first is served first."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.people.models import Person
from campanello.plans.models import Application
from campanello.plans.queries import applications as queries
from campanello.plans.queries import measures as measure_queries
from campanello.plans.rules import applications as rules
from campanello.plans.rules import funds
from campanello.plans.rules.applications import State
from campanello.plans.rules.funds import Sums
from campanello.plans.services import eligibility
from campanello.plans.services.applications import DECIDE, held, moved, save, step
from campanello.plans.services.measures import commit_funds, hold


@dataclass(frozen=True)
class Taking:
    """What is committed for an eligible applicant.

    Args:
        services_cents, allowance_cents: None for as much as a person may still get.
        waits: Eligible without funds for now: it keeps its place in the order.
        out_of_turn: Why it gets funds before earlier ones that wait.
    """

    services_cents: int | None = None
    allowance_cents: int | None = None
    waits: bool = False
    out_of_turn: str = ""


@transaction.atomic
def decide(
    *,
    actor: Actor,
    uid: UUID,
    version: int,
    is_eligible: bool,
    note: str = "",
    taking: Taking = Taking(),
    on: date,
    at: datetime,
) -> Application:
    """Decide an application as the requirements answer when they are checked now, and commit the funds.

    Args:
        actor: Who decides.
        uid, version: The application, as it was read.
        is_eligible: The decision; refused unless the requirements answer just that.
        note: In words for the applicant, beside the reasons of the check.
        taking: What is committed where it is eligible.
        on, at: The day of the check, and when it is decided.

    Raises:
        NotFound, NotYours, ApplicationMoved, NotKnownWho, TooLong.
        AgainstTheCheck: The requirements answer something else.
        EarlierOnesWait, FundSpent, OverCap: The funds can't be committed so.
    """
    row = held(actor, uid, version, DECIDE)
    to = State.ELIGIBLE if is_eligible else State.INELIGIBLE
    if refusal := rules.why_not_move(row.state, to):
        raise refusal
    if is_eligible and row.person is None:
        raise rules.NotKnownWho
    check = eligibility.checked(actor=actor, held=row, occasion="again", on=on, at=at)
    if against := rules.why_not_decide(check.outcome, to):
        raise against
    reason = ""
    if is_eligible and not taking.waits:
        reason = _commit(row, taking, on)
    row.decided_at, row.decided_by_id, row.due_on = at, actor.user, None
    row.told_at, row.told_how = None, ""
    reasons = [one["code"] for one in check.results if one["verdict"] == "not_met"]
    return moved(
        actor, row, to, at, note=rules.fitting("note", note.strip()), reasons=reasons, out_of_turn=reason
    )


@transaction.atomic
def commit(*, actor: Actor, uid: UUID, version: int, taking: Taking, on: date, at: datetime) -> Application:
    """Commit funds to an application that is eligible and has waited for them.

    Raises:
        NotFound, NotYours, ApplicationMoved, PlanMade.
        EarlierOnesWait, FundSpent, OverCap.
    """
    row = held(actor, uid, version, DECIDE)
    if row.state != State.ELIGIBLE or row.services_cents or row.allowance_cents:
        raise rules.moved_meanwhile(row.state)
    reason = _commit(row, taking, on)
    row.told_at, row.told_how = None, ""
    save(row)
    step(actor, row, row.state, at, out_of_turn=reason)
    audit.record(
        actor,
        "plans.application-funded",
        row,
        person=row.person_id,
        services_cents=row.services_cents,
        allowance_cents=row.allowance_cents,
    )
    return row


def _commit(row: Application, taking: Taking, on: date) -> str:
    """Take the funds, in order of numbers; answers why it was out of turn, where it was."""
    measure = hold(row.measure_id)
    assert row.person is not None  # nobody is eligible who is not known
    # Held, so that two measures do not give one person more than the caps together.
    standing = row.person.merged_into_id or row.person.pk
    Person.objects.select_for_update().get(pk=standing)
    caps, elsewhere = measure_queries.caps(on), measure_queries.held_by(standing, without=row.pk)
    most = funds.room(caps, elsewhere)
    wanted = Sums(
        most.services if taking.services_cents is None else taking.services_cents,
        most.allowance if taking.allowance_cents is None else taking.allowance_cents,
    )
    if over := funds.why_not_hold(caps, elsewhere, wanted):
        raise over
    count, first = queries.earlier_waiting(row)
    reason = rules.fitting("out_of_turn", taking.out_of_turn.strip())
    if count and not reason:
        raise funds.EarlierOnesWait(count=count, first=first)
    commit_funds(measure, wanted.services, wanted.allowance)
    row.services_cents, row.allowance_cents = wanted.services, wanted.allowance
    return reason if count else ""
