"""Gathers what the rules of registers look at of plans: the version that holds, minutes elsewhere, other sessions."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet, Sum

from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.people.queries.merges import records_of
from campanello.plans.models import Attendance, Plan, PlanAct, PlanService, PlanVersion, Session
from campanello.plans.queries.plans import holding_on
from campanello.plans.queries.seen import seen
from campanello.plans.rules.plans import Act, State
from campanello.plans.rules.registers import Elsewhere, Held

NOT_STARTED = (State.DRAFT, State.SIGNED)


def standing_marks() -> QuerySet[Attendance]:
    """The marks that hold: replaced by no other."""
    return Attendance.objects.filter(is_replaced=False)


def held(session: Session, plans: Iterable[Plan]) -> dict[int, Held]:
    """What of some plans decides on their marks at a session, by their keys; people come along. Six queries."""
    plans = list(plans)
    keys = [one.pk for one in plans]
    services = _services(session, keys)
    suspended = _suspended(session, keys)
    others = dict(
        standing_marks()
        .filter(plan__in=keys, service=session.service_id, presence="present")
        .exclude(session=session)
        .order_by()
        .values("plan")
        .annotate(all=Sum("minutes"))
        .values_list("plan", "all")
    )
    elsewhere = _elsewhere(session, plans)
    return {
        one.pk: Held(
            code=one.code,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            closed_on=one.closed_on,
            is_started=one.state not in NOT_STARTED,
            is_suspended=one.pk in suspended,
            other_minutes=others.get(one.pk, 0),
            elsewhere=tuple(elsewhere.get(_standing(one), ())),
            **services.get(one.pk, {}),
        )
        for one in plans
    }


def _standing(plan: Plan) -> int:
    return plan.person.merged_into_id or plan.person_id


def _services(session: Session, plans: Collection[int]) -> dict[int, dict[str, Any]]:
    """What the version that holds on the session's day says of its service, for those plans that have it."""
    rows = PlanService.objects.filter(
        plan_version__in=_versions(session, plans).values(), service=session.service_id
    )
    return {
        plan: {"service_minutes": minutes, "service_starts_on": starts_on, "service_ends_on": ends_on}
        for plan, minutes, starts_on, ends_on in rows.values_list(
            "plan_version__plan", "minutes", "starts_on", "ends_on"
        )
    }


def _versions(session: Session, plans: Collection[int]) -> dict[int, int]:
    """The version of each plan that holds on the day of a session: the last one signed that has begun."""
    rows = PlanVersion.objects.filter(plan__in=plans, signed_on__isnull=False, starts_on__lte=session.on)
    return dict(rows.order_by("plan", "number").values_list("plan", "pk"))


def _suspended(session: Session, plans: Collection[int]) -> set[int]:
    """The plans that an act had suspended on the day of a session."""
    rows = PlanAct.objects.filter(plan__in=plans, kind__in=[Act.SUSPEND, Act.RESUME], on__lte=session.on)
    last: Mapping[int, str] = dict(rows.order_by("on", "pk").values_list("plan", "kind"))
    return {plan for plan, kind in last.items() if kind == Act.SUSPEND}


def _elsewhere(session: Session, plans: Iterable[Plan]) -> dict[int, list[Elsewhere]]:
    """By standing person, the overlapping sessions at which they are marked as present, in any project. Two queries."""
    records = records_of({_standing(one) for one in plans})
    rows = (
        standing_marks()
        .filter(presence="present", plan__person__in=list(records), session__cancelled_at=None)
        .filter(session__starts_at__lt=session.ends_at, session__ends_at__gt=session.starts_at)
        .exclude(session=session)
        .order_by("session__starts_at", "pk")
        .values_list("plan__person", "session__starts_at", "session__ends_at", "minutes")
    )
    found: dict[int, list[Elsewhere]] = {}
    for person, starts_at, ends_at, minutes in rows:
        found.setdefault(records[person], []).append(Elsewhere(starts_at, ends_at, minutes))
    return found


def who_may_come(actor: Actor, session: Session, right: Right = Right.WRITE_PLANS) -> QuerySet[Plan]:
    """The plans of a session's project that hold on its day and contain its service, as far as the actor sees them."""
    plans = seen(Plan.objects.filter(project=session.project_id), actor, right)
    holding = plans.filter(holding_on(session.on)).select_related("person__merged_into")
    within = Q(plan_version__signed_on__isnull=False, plan_version__starts_on__lte=session.on)
    within &= Q(starts_on=None) | Q(starts_on__lte=session.on)
    within &= Q(ends_on=None) | Q(ends_on__gt=session.on)
    have = PlanService.objects.filter(within, service=session.service_id)
    found: QuerySet[Plan] = holding.filter(pk__in=have.values("plan_version__plan"))
    return found
