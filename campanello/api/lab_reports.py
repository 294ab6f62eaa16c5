"""Reports as JSON, for the lab's team and for the officers of whoever has to answer."""

from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse
from ninja import Query, Router, Status

from campanello.api import report_shapes as shapes
from campanello.api.doors import ActingRequest
from campanello.api.people import Key
from campanello.api.shapes import Problem
from campanello.core import idempotency
from campanello.core.access import NotFound, Right, may, require
from campanello.core.edges import now, today
from campanello.lab.queries import reports as queries
from campanello.lab.queries import reports_shown
from campanello.lab.queries.reports import Wanted
from campanello.lab.rules.reports import NewReport
from campanello.lab.services import reports as services

router = Router()
REFUSALS = {401: Problem, 404: Problem, 422: Problem}
_PLAIN = (
    *("uid", "number", "kind", "text", "state", "state_since", "priority", "place_note", "is_public_space"),
    *("planned_on", "ask_whom", "made_at", "first_answer_at", "closed_at", "remind_on", "reminders"),
    *("source", "version"),
)


@router.get("/reports", response={200: shapes.ReportsOut, **REFUSALS}, url_name="reports")
def reports(request: ActingRequest, asked: Query[shapes.ReportsAsked]) -> Any:
    """Reports that the reader may see, the newest first, 25 at a time; `state` may be `open` or `closed` too."""
    if not any(may(request.actor, right) for right in queries.READERS):
        raise NotFound
    wanted = Wanted(
        words=asked.q,
        state=asked.state,
        kind=asked.kind,
        is_overdue=asked.overdue,
        building=asked.building,
    )
    page = queries.page(request.actor, wanted, on=today(), after=asked.after)
    return {"reports": [_told(one) for one in page.reports], "next": page.next}


@router.get("/reports/{uuid:uid}", response={200: shapes.ReportWhole, **REFUSALS}, url_name="report")
def report(request: ActingRequest, uid: UUID) -> Any:
    """A report with its history. An officer is not told who reported it, unless they agreed to that."""
    page = reports_shown.report_page(request.actor, uid, on=today())
    return {
        **_told(page.report),
        "reporter": page.reporter.uid if page.reporter else None,
        "others": page.others,
        "steps": [
            {
                "at": one.at,
                "kind": one.kind,
                "state": one.state,
                "owner": one.owner.name if one.owner else "",
                "text": one.text,
                "is_for_resident": one.is_for_resident,
            }
            for one in page.steps
        ],
        "photos": [reverse("staff:report-photo", args=[one.uid]) for one in page.photos],
    }


@router.post("/reports", response={201: shapes.ReportMade, 409: Problem, **REFUSALS}, url_name="report-make")
def make(request: ActingRequest, body: shapes.ReportIn, key: Key) -> Any:
    """Record a report. Sent again with the same `Idempotency-Key`, it is answered alike and nothing is done.

    422 `reports.place-not-ours`: a private owner's place; send `ask_whom` to keep it as not ours.
    """
    require(request.actor, Right.WRITE_LAB)
    at = now()
    given = body.dict() | {"made_at": body.made_at or at}

    def made() -> dict[str, Any]:
        done = services.make_report(actor=request.actor, uid=uuid4(), report=NewReport(**given), at=at)
        return {"uid": str(done.uid), "number": done.number, "state": done.state, "owner": done.owner.name}

    return Status(201, idempotency.once(actor=request.actor, key=key, request=request.body, at=at, do=made))


def _told(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in _PLAIN} | {
        "project": one.project.code,
        "owner": one.owner.name,
        "building": one.building.uid if one.building else None,
        "address": str(one.building) if one.building else "",
        "stair": one.stair.label if one.stair else "",
        "dwelling": one.dwelling.uid if one.dwelling else None,
    }
