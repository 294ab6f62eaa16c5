"""Records hours of activities for the common good, and cancels them with a reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.people.queries import records
from campanello.plans.models import CommonGoodWork
from campanello.plans.queries import common_good as queries
from campanello.plans.queries import frames
from campanello.plans.queries.seen import standing
from campanello.plans.rules import common_good as rules
from campanello.plans.rules.common_good import NewWork


@transaction.atomic
def record_common_good(
    *, actor: Actor, uid: UUID, person: UUID, frame: str, work: NewWork, at: datetime
) -> CommonGoodWork:
    """Record time that a person gave; sent twice with one `uid`, it is recorded once.

    The person is held, so that two colleagues do not fill one week at once.

    Raises:
        NotFound: The person, plan or project is absent or not the actor's, or the `uid` is somebody else's.
        And what `rules.checked` refuses.
    """
    who = records.person(actor, person, right=Right.WRITE_PLANS, lock=True)
    if CommonGoodWork.objects.filter(uid=uid).exists():
        return queries.work(actor, uid, right=Right.WRITE_PLANS)
    kept = frames.frame(actor, who, frame, Right.WRITE_PLANS)
    neat = rules.checked(
        work,
        queries.limits(work.on),
        others=queries.week_minutes(who, work.on),
        within=queries.days_of(kept.plan),
        today=day_of(at),
    )
    made = CommonGoodWork.objects.create(
        uid=uid,
        project=kept.project,
        plan=kept.plan,
        person=who,
        on=neat.on,
        minutes=neat.minutes,
        area=neat.area,
        what=neat.what,
        place=neat.place,
        recorded_at=at,
        recorded_by_id=actor.user,
    )
    audit.record(actor, "plans.common-good-recorded", made, person=who.pk, minutes=made.minutes)
    return made


@transaction.atomic
def cancel_common_good(*, actor: Actor, uid: UUID, why: str, at: datetime) -> CommonGoodWork:
    """Take hours out of the sum; the entry stays, with the reason.

    Raises:
        NotFound, NotYours, CancelledBefore, WhyCancelled, TooLong.
    """
    held = queries.work(actor, uid, right=Right.WRITE_PLANS, lock=True)
    if held.cancelled_at is not None:
        raise rules.CancelledBefore
    held.cancelled_why = rules.reason(why)
    held.cancelled_at, held.cancelled_by_id = at, actor.user
    held.save(update_fields=["cancelled_why", "cancelled_at", "cancelled_by"])
    audit.record(
        actor, "plans.common-good-cancelled", held, person=standing(held.person).pk, minutes=held.minutes
    )
    return held
