"""Plans as JSON, for programs of the teams: the list, and one with its services, acts and hours."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.core.paginator import Paginator
from ninja import Field, Query, Router, Schema

from campanello.api.doors import ActingRequest
from campanello.api.shapes import Problem
from campanello.core.access import Right, require
from campanello.core.edges import now, today
from campanello.plans.queries import plan_lists as lists
from campanello.plans.queries import plan_shown as queries
from campanello.plans.queries.plan_lists import Line, Wanted
from campanello.plans.queries.plan_shown import Shown
from campanello.plans.rules.plans import last_day

router = Router()
REFUSALS = {401: Problem, 404: Problem, 422: Problem}
PER_PAGE = 25
Word = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]


class PlansAsked(Schema):
    """Which plans: in a state, under a measure by its code, ending `soon` or `over`, by words of name or code."""

    state: Word = ""
    measure: Word = ""
    ends: Word = ""
    q: Word = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


class PlanOut(Schema):
    """A plan. `last_on` is its last day, included."""

    uid: UUID
    code: str
    person: UUID
    measure: str
    project: str
    state: str
    signed_on: date | None
    starts_on: date
    last_on: date
    closed_on: date | None
    planned_minutes: int
    version: int


class PlansOut(Schema):
    """A page of plans, the newest first."""

    plans: list[PlanOut]
    total: int
    pages: int


class PlanServiceOut(Schema):
    """A service in the plan's version that holds, or in the last one while none does."""

    code: str
    block: str
    minutes: int
    deliverer: str
    calendar: str


class ActOut(Schema):
    """An act of a plan. Its reason is not told here."""

    kind: str
    on: date
    number: str
    before: str
    after: str


class BlockOut(Schema):
    """Minutes of a block: attended by signed registers, planned, and at most in a plan."""

    block: str
    attended_minutes: int
    planned_minutes: int
    most_minutes: int | None


class PlanWhole(PlanOut):
    """A plan with what it holds and what became of it."""

    language: str
    services: list[PlanServiceOut]
    acts: list[ActOut]
    blocks: list[BlockOut]
    services_cents: int
    allowance_cents: int


@router.get("/plans", response={200: PlansOut, **REFUSALS}, url_name="plans")
def listing(request: ActingRequest, asked: Query[PlansAsked]) -> Any:
    """Plans of the reader's projects, 25 a page. Whoever is in them leaves a line in the audit trail."""
    require(request.actor, Right.READ_PLANS)
    on = today()
    ends = asked.ends if asked.ends in {lists.SOON, lists.OVER} else ""
    wanted = Wanted(state=asked.state, measure=asked.measure, ends=ends, words=asked.q.strip())
    found = Paginator(lists.plans(request.actor, wanted, on), PER_PAGE)
    rows = lists.lines(request.actor, found.get_page(asked.page).object_list, on)
    return {"plans": [_listed(row) for row in rows], "total": found.count, "pages": found.num_pages}


@router.get("/plans/{uuid:uid}", response={200: PlanWhole, **REFUSALS}, url_name="plan")
def one(request: ActingRequest, uid: UUID) -> Any:
    """A plan with its services, acts and hours; euros are this plan's part."""
    require(request.actor, Right.READ_PLANS)
    found = queries.shown(request.actor, uid, on=today(), at=now())
    return _whole(found)


def _listed(row: Line) -> dict[str, Any]:
    return _told(row.plan) | {
        "person": row.person,
        "last_on": row.last_day,
        "planned_minutes": row.planned_minutes,
    }


def _told(plan: Any) -> dict[str, Any]:
    names = ("uid", "code", "state", "signed_on", "starts_on", "closed_on", "version")
    return {name: getattr(plan, name) for name in names} | {
        "measure": plan.measure.code,
        "project": plan.project.code,
    }


def _whole(found: Shown) -> dict[str, Any]:
    held = found.holding
    return _told(found.plan) | {
        "person": found.person.uid,
        "last_on": last_day(found.plan.ends_on),
        "planned_minutes": sum(row.minutes for row in held.services),
        "language": found.plan.language,
        "services": [_service(row) for row in held.services],
        "acts": [
            {name: getattr(act, name) for name in ("kind", "on", "number", "before", "after")}
            for act in found.acts
        ],
        "blocks": [
            {
                "block": bar.name,
                "attended_minutes": bar.done,
                "planned_minutes": bar.planned,
                "most_minutes": bar.most,
            }
            for bar in found.bars
        ],
        "services_cents": found.euros.own_services_cents,
        "allowance_cents": found.euros.own_allowance_cents,
    }


def _service(row: Any) -> dict[str, Any]:
    return {
        "code": row.service.code,
        "block": row.service.block,
        "minutes": row.minutes,
        "deliverer": row.deliverer.name if row.deliverer else "",
        "calendar": row.calendar,
    }
