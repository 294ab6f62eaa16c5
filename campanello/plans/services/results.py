"""Opens what is to be asked after a plan, records tries to reach people, and what was learnt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.homes.rules.editing import ChangedMeanwhile, Difference, differences
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.values import CONTACT_KINDS
from campanello.plans.models import ContactTry, Plan, Result
from campanello.plans.queries import results as queries
from campanello.plans.queries.seen import standing
from campanello.plans.rules import results as rules
from campanello.plans.rules.results import Status

AT_ONCE = 500
MOST_MISSING = 5_000  # opened by one look at the register; after a large import the next look goes on


@dataclass(frozen=True)
class NewTry:
    """How somebody was tried, what came of it, and when to try again."""

    how: str
    outcome: str
    again_on: date | None = None
    note: str = ""


@transaction.atomic
def open_results(*, actor: Actor, plans: Iterable[Plan]) -> int:
    """Open what is to be asked after plans that are over: at exit, and six months later. Opened before, it stays.

    To be called in the transaction that closes a plan. Plans that are not over, or never began, are passed over.

    Returns:
        For how many plans something was opened.
    """
    over = [one for one in plans if one.closed_on and one.signed_on]
    opened = []
    for start in range(0, len(over), AT_ONCE):
        some = over[start : start + AT_ONCE]
        known = set(Result.objects.filter(plan__in=some).values_list("plan", flat=True))
        fresh = [one for one in some if one.pk not in known]
        rows = [row for one in fresh for row in _rows(one)]
        Result.objects.bulk_create(rows, ignore_conflicts=True)
        opened += fresh
    audit.record_many(actor, "plans.results-opened", [(one, one.person_id) for one in opened])
    return len(opened)


@transaction.atomic
def open_missing(*, actor: Actor) -> int:
    """Open it for every plan of the actor's that is over and was passed over, so that nobody is forgotten.

    Returns:
        For how many plans something was opened.
    """
    return open_results(actor=actor, plans=queries.unopened(actor)[:MOST_MISSING])


@transaction.atomic
def record_try(*, actor: Actor, uid: UUID, plan: UUID, moment: str, new: NewTry, at: datetime) -> ContactTry:
    """Write down that somebody tried to reach the person; sent twice with one `uid`, once.

    Raises:
        NotFound: Absent, not the actor's, or the `uid` is that of another try.
        NotYours, ResultTooEarly, NotInTheList, TryAgainInPast, TooLong.
    """
    held = queries.result(actor, plan, moment, right=Right.WRITE_PLANS, lock=True)
    if before := ContactTry.objects.filter(uid=uid).first():
        if before.result_id != held.pk:
            raise NotFound
        return before
    today = day_of(at)
    if new.how not in CONTACT_KINDS:
        raise NotInTheList(value=new.how[:40])
    if today < held.opens_on:
        raise rules.ResultTooEarly(day=f"{held.opens_on:%d/%m/%Y}", today=f"{today:%d/%m/%Y}")
    again_on = None if new.outcome == rules.REACHED else new.again_on
    note = rules.checked_try(new.outcome, again_on, new.note, today=today)
    said = {"how": new.how, "outcome": new.outcome, "again_on": again_on, "note": note}
    made = ContactTry.objects.create(uid=uid, result=held, at=at, by_id=actor.user, **said)
    person = standing(held.plan.person).pk
    audit.record(actor, "plans.result-tried", held, person=person, outcome=made.outcome)
    return made


@transaction.atomic
def record_status(
    *, actor: Actor, plan: UUID, moment: str, version: int, told: Status, corrects: bool, at: datetime
) -> Result:
    """Write down how the person is at a moment; a later status takes the place of an earlier one.

    Args:
        actor: Who writes.
        plan: Whose plan.
        moment: `exit` or `six_months`.
        version: As it was read.
        told: What was learnt.
        corrects: What is recorded is wrong; one of an earlier day may take its place.
        at: The moment it is.

    Raises:
        NotFound, NotYours.
        ChangedMeanwhile: It was saved elsewhere since `version`.
        And what `rules.checked` refuses.
    """
    held = queries.result(actor, plan, moment, right=Right.WRITE_PLANS, lock=True)
    if held.version != version:
        raise ChangedMeanwhile(version=held.version, differences=_differences(held, told))
    neat = rules.checked(told, queries.asked(held), corrects=corrects, today=day_of(at))
    replaced = held.status
    held.status, held.status_on = neat.status, neat.on
    held.source, held.qualification = neat.source, neat.qualification
    held.recorded_at, held.recorded_by_id = at, actor.user
    held.version += 1
    held.save()
    facts = {"moment": moment, "replaced": bool(replaced), "corrects": corrects}
    audit.record(actor, "plans.result-recorded", held, person=standing(held.plan.person).pk, **facts)
    return held


def _rows(plan: Plan) -> list[Result]:
    assert plan.closed_on is not None  # only plans that are over are asked about
    windows = rules.windows(plan.closed_on, queries.limits(plan.closed_on))
    return [
        Result(plan=plan, moment=moment, opens_on=one.opens_on, due_on=one.due_on)
        for moment, one in windows.items()
    ]


def _differences(held: Result, told: Status) -> tuple[Difference, ...]:
    saved = {
        "status": held.status,
        "on": held.status_on,
        "source": held.source,
        "qualification": held.qualification,
    }
    yours = {name: getattr(told, name) for name in saved}
    return differences(saved, yours)
