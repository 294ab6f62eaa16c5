"""Applications for a plan as JSON, for programs of the teams."""

from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from ninja import Query, Router, Status

from campanello.api import application_shapes as shapes
from campanello.api.doors import ActingRequest
from campanello.api.people import Key
from campanello.api.shapes import Problem
from campanello.core import idempotency
from campanello.core.access import Right, require
from campanello.core.edges import now, today
from campanello.plans.queries import application_page
from campanello.plans.queries import applications as queries
from campanello.plans.queries.applications import Line, Wanted
from campanello.plans.rules.applications import NewApplication
from campanello.plans.services import applications as services

router = Router()
REFUSALS = {401: Problem, 404: Problem, 422: Problem}
PER_PAGE = 25
_PLAIN = (
    *("uid", "number", "state", "channel", "received_on", "due_on", "decided_at", "told_at"),
    *("services_cents", "allowance_cents", "version"),
)


@router.get("/applications", response={200: shapes.ApplicationsOut, **REFUSALS}, url_name="applications")
def applications(request: ActingRequest, asked: Query[shapes.ApplicationsAsked]) -> Any:
    """Applications of the reader's projects, the newest first, 25 a page, under their funnel."""
    require(request.actor, Right.READ_APPLICATIONS)
    on = today()
    wanted = Wanted(
        measure=asked.measure,
        state=asked.state,
        channel=asked.channel,
        missing=asked.missing,
        due=asked.due if asked.due in queries.DUES else "",
        words=asked.q,
    )
    found = Paginator(queries.applications(request.actor, wanted, on), PER_PAGE)
    lines = queries.lines(request.actor, found.get_page(asked.page).object_list, on)
    return {
        "applications": [_told(line) for line in lines],
        "total": found.count,
        "pages": found.num_pages,
        "funnel": asdict(queries.funnel(request.actor, asked.measure)),
    }


@router.get(
    "/applications/{uuid:uid}", response={200: shapes.ApplicationWhole, **REFUSALS}, url_name="application"
)
def application(request: ActingRequest, uid: UUID) -> Any:
    """An application with its steps. Answers and facts are not told here."""
    page = application_page.page(request.actor, uid, today())
    names = ("at", "before", "after", "reasons", "note")
    steps = [{name: getattr(step, name) for name in names} for step in page.steps]
    return _told(page.line) | {"steps": steps}


@router.post(
    "/applications",
    response={201: shapes.ApplicationMade, 409: Problem, **REFUSALS},
    url_name="application-record",
)
def record(request: ActingRequest, body: shapes.ApplicationIn, key: Key) -> Any:
    """Take an application on. Sent again with the same `Idempotency-Key`, it is answered alike and nothing is done.

    422 `plans.measure-closed`, `plans.open-already`.
    """
    require(request.actor, Right.WRITE_APPLICATIONS)
    at = now()

    def made() -> dict[str, Any]:
        told = NewApplication(**body.dict())
        done = services.record(actor=request.actor, uid=uuid4(), application=told, on=today(), at=at)
        return {"uid": str(done.uid), "number": done.number, "state": str(done.state)}

    return Status(201, idempotency.once(actor=request.actor, key=key, request=request.body, at=at, do=made))


def _told(line: Line) -> dict[str, Any]:
    one = line.application
    return {name: getattr(one, name) for name in _PLAIN} | {
        "measure": one.measure.code,
        "person": line.person.uid if line.person else None,
        "missing": list(line.missing),
    }
