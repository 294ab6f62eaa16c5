"""Finds plans, as far as an actor may see them, and gathers what the rules of plans look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from campanello.accounts.models import Assignment, User
from campanello.core import params
from campanello.core.access import RIGHTS, NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation
from campanello.core.single import single
from campanello.people.models import Person
from campanello.people.queries import merges, records
from campanello.plans.models import Application, Measure, Plan, PlanAct, PlanService, PlanVersion, Service
from campanello.plans.queries.seen import seen
from campanello.plans.rules import plans as rules
from campanello.plans.rules.plans import Act, Limits, Standing, State
from campanello.plans.rules.signing import Adult
from campanello.plans.rules.values import BLOCKS
from campanello.plans.rules.versions import Planned

OPEN = tuple(state.value for state in State if state not in rules.CLOSED)


@dataclass(frozen=True)
class Origin:
    """From what a plan is drafted: whose it will be, under which measure, after which application."""

    person: Person
    measure: Measure | None
    application: Application | None = None


def plan(actor: Actor, uid: UUID, *, right: Right = Right.READ_PLANS, lock: bool = False) -> Plan:
    """A plan of one of the actor's projects, unless its person's data are restricted and the actor answers no rights.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    rows = joined(Plan.objects.filter(uid=uid))
    wanted, there = seen(rows, actor, right), seen(rows, actor, Right.READ_PLANS)
    one: Plan = single(wanted, there, lock=lock)
    return one


def joined(found: QuerySet[Plan]) -> Any:
    """Plans with all that names them."""
    return found.select_related(
        "person__merged_into", "measure", "project__lead", "case_manager", "participation"
    )


def holding_on(day: date) -> Q:
    """Plans that hold on a day: started, not over, not suspended then. The day on which one is closed still counts."""
    paused = PlanAct.objects.filter(plan=OuterRef("pk"), kind=Act.SUSPEND, on__lte=day)
    again = PlanAct.objects.filter(plan=OuterRef("plan"), kind=Act.RESUME, on__lte=day, pk__gt=OuterRef("pk"))
    running = Q(starts_on__lte=day, ends_on__gt=day, signed_on__lte=day)
    return (
        running
        & ~Q(state__in=[State.DRAFT, State.SIGNED])
        & (Q(closed_on=None) | Q(closed_on__gte=day))
        & ~Q(Exists(paused.filter(~Exists(again))))
    )


def standing(one: Plan) -> Standing:
    """A plan as the rules look at it. One query."""
    acts = list(PlanAct.objects.filter(plan=one).values_list("kind", "on"))
    return Standing(
        state=State(one.state),
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        signed_on=one.signed_on,
        closed_on=one.closed_on,
        last_act_on=max((on for _kind, on in acts), default=None),
        was_extended=any(kind == Act.EXTEND for kind, _on in acts),
    )


def limits(on: date) -> Limits:
    """What a plan may hold by the figures of a day."""
    return Limits(
        block_minutes={
            block: params.value(f"plans.hours_{block}", on) * rules.MINUTES_AN_HOUR
            for block in ("orientation", "consolidation")
        },
        service_hours=params.value("plans.service_hours", on),
        months=params.value("plans.longest_months", on),
    )


def adult(person: Person, on: date) -> Adult:
    """What the rule of age looks at, of the record that stands for a person."""
    return Adult((person.merged_into or person).born_on, params.value("plans.adult_age", on))


def last_version(one: Plan) -> PlanVersion:
    """The latest version of a plan, signed or not."""
    return one.versions.latest("number")


def planned(services: Iterable[PlanService]) -> list[Planned]:
    """The services of a version as the rules look at them."""
    return [
        Planned(one.service_id, one.service.block, one.minutes, one.starts_on, one.ends_on)
        for one in services
    ]


def services_of(version: PlanVersion) -> list[PlanService]:
    """The services of a version, by block. One query."""
    found = version.services.select_related("service", "deliverer")
    order = list(BLOCKS)
    return sorted(found, key=lambda one: (order.index(one.service.block), one.service.code))


def content(
    one: Plan, version: PlanVersion, services: Iterable[PlanService], ends_on: date
) -> dict[str, Any]:
    """What is signed with a version, as plain values: no name of anybody, so that it outlives an erasure.

    A service goes by its code; what stands in a signed plan keeps its name and block (`services.catalogue`).
    """
    return {
        "plan": str(one.uid),
        "measure": one.measure.code,
        "goal": one.goal,
        "starts_on": one.starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "version": version.number,
        "version_starts_on": version.starts_on.isoformat(),
        "reason": version.reason,
        "services": [
            {
                "code": held.service.code,
                "block": held.service.block,
                "minutes": held.minutes,
                "deliverer": held.deliverer_id,
                "starts_on": held.starts_on.isoformat() if held.starts_on else None,
                "ends_on": held.ends_on.isoformat() if held.ends_on else None,
                "calendar": held.calendar,
            }
            for held in sorted(services, key=lambda held: held.service.code)
        ],
    }


def origin(actor: Actor, *, application: UUID | None, person: UUID | None, measure: str) -> Origin:
    """From what the actor wants to draft a plan: an application, or a person and a measure.

    Raises:
        NotFound: Absent, not the actor's, or neither is given.
    """
    if application is not None:
        found = Application.objects.filter(uid=application).select_related("measure", "person__merged_into")
        asked = single(found.visible_to(actor, Right.WRITE_PLANS), found.visible_to(actor))
        if refused := rules.why_not_draft(asked.state, asked.person is not None):
            raise refused
        assert asked.person is not None  # as the rule said
        who = records.person(actor, asked.person.uid, right=Right.WRITE_PLANS)
        return Origin(who, asked.measure, asked)
    if person is None:
        raise NotFound
    who = records.person(actor, person, right=Right.WRITE_PLANS)
    chosen = measures(actor).filter(code=measure).first()
    if measure and chosen is None:
        raise NotFound
    return Origin(who, chosen)


def open_plan_of(person: Person, measure: Measure) -> Plan | None:
    """A plan of a person's that is still open under a measure."""
    mine = Plan.objects.filter(merges.of_people("person", [person.pk]), measure=measure, state__in=OPEN)
    return mine.first()


def measures(actor: Actor) -> QuerySet[Measure]:
    """The measures under which the actor drafts plans."""
    return Measure.objects.filter(project__in=projects_with(actor, Right.WRITE_PLANS)).order_by("code")


def deliverers(project: int) -> QuerySet[Organisation]:
    """Who may deliver a service in a project: who leads it and who takes part."""
    found = Organisation.objects.filter(Q(led_projects=project) | Q(projects=project))
    return Organisation.objects.filter(pk__in=found.values("pk")).order_by("name")


def managers(project: int, on: date) -> QuerySet[User]:
    """Who may lead a person through a plan in a project: who writes plans there on a day."""
    roles = [role.value for role, rights in RIGHTS.items() if Right.WRITE_PLANS in rights]
    held = Assignment.objects.holding_on(on).filter(project=project, role__in=roles)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "username")


def offered(project: int) -> QuerySet[Service]:
    """The services that may be put into a project's plans from now on."""
    return Service.objects.filter(project=project, is_offered=True).order_by("block", "code")
