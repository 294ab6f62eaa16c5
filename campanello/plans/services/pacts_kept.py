"""Writes down how pacts are kept: reviews with their judgement, and the time that was given back."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit, params
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.people.queries import records
from campanello.plans.models import GivenBack, Pact, PactReview
from campanello.plans.queries import pacts as queries
from campanello.plans.queries import pacts_shown
from campanello.plans.rules import pacts as rules
from campanello.plans.rules import pacts_kept as kept_rules
from campanello.plans.rules.pacts_kept import Gift
from campanello.plans.rules.results import months_after
from campanello.plans.rules.values import PACT_STATES, REVIEW_JUDGEMENTS


def plan_next_review(pact: Pact, after: date) -> PactReview | None:
    """Note when a pact is looked at next, within the transaction of who agrees or reviews; none after its end."""
    due_on = months_after(after, params.value("plans.pact_review_months", after))
    if pact.ends_on and due_on >= pact.ends_on:
        return None
    return PactReview.objects.create(pact=pact, due_on=due_on)


@transaction.atomic
def hold_review(
    *, actor: Actor, uid: UUID, review: int, judgement: str, note: str, held_on: date, on: date
) -> PactReview:
    """Write down a review that was held; the next one is due as many months later as the parameter says.

    Raises:
        NotFound, NotYours, PactMoved, ReviewHeld, NoJudgement, PactDayToCome, TooLong.
    """
    pact = _signed(actor, uid)
    row = PactReview.objects.filter(pact=pact, pk=review).first()
    if row is None:
        raise NotFound
    if row.held_on:
        raise kept_rules.ReviewHeld
    if judgement not in REVIEW_JUDGEMENTS:
        raise kept_rules.NoJudgement
    if held_on > on:
        raise kept_rules.PactDayToCome(day=f"{held_on:%d/%m/%Y}")
    row.held_on, row.judgement, row.by_id = held_on, judgement, actor.user
    row.note = rules.line("note", note)
    row.save()
    plan_next_review(pact, held_on)
    audit.record(actor, "plans.pact-reviewed", pact, judgement=judgement)
    return row


@transaction.atomic
def give_back(*, actor: Actor, uid: UUID, given: UUID, gift: Gift, on: date, at: datetime) -> GivenBack:
    """Write down time that one of a pact's people gave; sent twice with one `given`, once.

    Raises:
        NotFound, NotYours, PactMoved, NotAParty, NotWithinPact, NoTimeGiven, NoWordForIt, PactDayToCome.
    """
    kept = GivenBack.objects.filter(uid=given, pact__uid=uid).first()
    if kept:
        queries.pact(actor, uid, right=Right.WRITE_PLANS)
        return kept
    pact = _signed(actor, uid)
    giver = records.person(actor, gift.person, right=Right.WRITE_PERSON)
    if giver.pk not in queries.party_keys(pact.pk):
        raise rules.NotAParty
    if refusal := kept_rules.why_not_give(gift, starts_on=pact.starts_on, ends_on=pact.ends_on, today=on):
        raise refusal
    row = GivenBack.objects.create(
        uid=given,
        pact=pact,
        person=giver,
        on=gift.on,
        minutes=gift.minutes,
        what=kept_rules.gift(gift).what,
        recorded_at=at,
        recorded_by_id=actor.user,
    )
    audit.record(actor, "plans.pact-given-back", row, person=giver.pk, minutes=gift.minutes)
    return row


@transaction.atomic
def take_over(
    *, actor: Actor, uid: UUID, attendances: Iterable[int], on: date, at: datetime
) -> list[GivenBack]:
    """Take over time out of the lab's signed registers, each row once; what was taken over already stays as it is.

    Raises:
        NotFound, NotYours, PactMoved.
    """
    pact = _signed(actor, uid)
    wanted = set(attendances)
    found = [one for one in pacts_shown.suggestions(actor, pact, on) if one.attendance in wanted]
    rows = [
        GivenBack(
            pact=pact,
            person_id=one.person,
            on=one.on,
            minutes=one.minutes,
            what=one.what,
            session_id=one.session,
            recorded_at=at,
            recorded_by_id=actor.user,
        )
        for one in found
    ]
    GivenBack.objects.bulk_create(rows)
    audit.record_many(actor, "plans.pact-given-back", [(row, row.person_id) for row in rows])
    return rows


@transaction.atomic
def cancel_given(*, actor: Actor, uid: UUID, given: UUID, at: datetime) -> GivenBack:
    """Take back an entry that was wrong; it stays on record as taken back.

    Raises:
        NotFound, NotYours.
    """
    pact = queries.pact(actor, uid, right=Right.WRITE_PLANS, lock=True)
    row = GivenBack.objects.filter(pact=pact, uid=given).first()
    if row is None:
        raise NotFound
    if row.cancelled_at is None:
        row.cancelled_at = at
        row.save(update_fields=["cancelled_at"])
        audit.record(actor, "plans.pact-given-cancelled", row, person=row.person_id, minutes=row.minutes)
    return row


def _signed(actor: Actor, uid: UUID) -> Pact:
    pact = queries.pact(actor, uid, right=Right.WRITE_PLANS, lock=True)
    if pact.state == "draft":
        raise rules.PactMoved(state=(PACT_STATES[pact.state], {}))
    return pact
