"""Finds hours of activities for the common good: a person's, by week, and what is left of a week."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Sum

from campanello.core import params
from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.core.period import Period
from campanello.core.single import single
from campanello.people.models import Person
from campanello.people.queries.merges import of_people
from campanello.plans.models import CommonGoodWork, Plan
from campanello.plans.queries.seen import seen
from campanello.plans.rules import common_good as rules
from campanello.plans.rules.common_good import Limits, Week


@dataclass(frozen=True)
class Given:
    """What a person gave: the entries, the latest first, cancelled ones among them; sums without those."""

    rows: tuple[CommonGoodWork, ...]
    weeks: tuple[Week, ...]
    minutes: int
    limits: Limits
    may_write: bool


def limits(on: date) -> Limits:
    """Hours a week by the figures of a day."""
    return Limits(
        least_hours=params.value("plans.common_good_week_least", on),
        most_hours=params.value("plans.common_good_week_most", on),
    )


def work(actor: Actor, uid: UUID, *, right: Right = Right.READ_PLANS, lock: bool = False) -> CommonGoodWork:
    """An entry.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = CommonGoodWork.objects.filter(uid=uid).select_related("person__merged_into", "project", "plan")
    return single(seen(found, actor, right), seen(found, actor, Right.READ_PLANS), lock=lock)


def week_minutes(person: Person, day: date) -> int:
    """Minutes of a person's in the week of a day, over all projects: the limit is of the person."""
    monday = rules.monday_of(day)
    theirs = CommonGoodWork.objects.filter(of_people("person", [person.pk]), cancelled_at=None)
    inside = theirs.filter(on__gte=monday, on__lt=monday + timedelta(days=7))
    return inside.aggregate(all=Sum("minutes"))["all"] or 0


def given(actor: Actor, person: Person, on: date) -> Given:
    """What a person gave in the actor's projects. One query. For pages that let their reader in to the person."""
    theirs = CommonGoodWork.objects.filter(of_people("person", [person.pk]))
    rows = tuple(
        seen(theirs, actor, Right.READ_PLANS).select_related("project", "plan", "recorded_by", "cancelled_by")
    )
    held = limits(on)
    by_day: dict[date, int] = {}
    for one in rows:
        if one.cancelled_at is None:
            by_day[one.on] = by_day.get(one.on, 0) + one.minutes
    return Given(rows, rules.weeks(by_day, held), sum(by_day.values()), held, may(actor, Right.WRITE_PLANS))


def days_of(plan: Plan | None) -> Period:
    """The days on which hours count under a plan; all days where there is none."""
    if plan is None:
        return Period(None, None)
    over = plan.closed_on and plan.closed_on + timedelta(days=1)
    return Period(plan.starts_on, min(plan.ends_on, over) if over else plan.ends_on)
