"""The audit trail as JSON."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from campanello.api import shapes
from campanello.api.doors import ActingRequest
from campanello.api.shapes import Problem
from campanello.core import audit_trail
from campanello.core.audit_trail import Asked, Place
from campanello.people.queries import access_log
from campanello.people.queries.access_log import Log

router = Router()
REFUSALS = {401: Problem, 404: Problem, 422: Problem}
Text = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]


class Filters(Schema):
    """Which entries are asked for; both days are included, `at` is `older` or `newer` of the page before."""

    who: Text = ""
    verb: Text = ""
    sort: Text = ""
    first: date | None = None
    last: date | None = None
    at: Text = ""


@router.get("/audit", response={200: shapes.AuditPage, **REFUSALS}, url_name="audit")
def trail(request: ActingRequest, filters: Annotated[Filters, Query()]) -> Any:
    """What was done, the newest first: of the people of one's projects, or of all without names of people."""
    asked = Asked(filters.who, filters.verb, filters.sort, filters.first, filters.last)
    return _page(access_log.log(request.actor, asked, audit_trail.place(filters.at)))


@router.get("/people/{uuid:uid}/audit", response={200: shapes.AuditPage, **REFUSALS}, url_name="person-audit")
def of_person(request: ActingRequest, uid: UUID, at: Text = "") -> Any:
    """Who has looked at a person and who changed the record, the newest first."""
    _person, log, _looked = access_log.of_person(request.actor, uid, Asked(), audit_trail.place(at))
    return _page(log)


def _page(log: Log) -> dict[str, Any]:
    return {
        "lines": [
            {
                "at": line.entry.at,
                "who": line.who,
                "roles": line.entry.roles,
                "sort": line.entry.sort,
                "verb": line.entry.verb,
                "person": line.whom.uid if line.whom else None,
                "reference": line.entry.reference,
            }
            for line in log.lines
        ],
        "newer": _place(log.newer),
        "older": _place(log.older),
    }


def _place(where: Place | None) -> str | None:
    return str(where) if where else None
