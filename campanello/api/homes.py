"""Buildings with their doorbells, dwellings and arrears as JSON."""

from typing import Annotated, Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from ninja import Query, Router

from campanello.api import shapes
from campanello.api.doors import ActingRequest
from campanello.api.shapes import Problem
from campanello.core.access import NotFound, Right, require
from campanello.core.edges import today
from campanello.homes.queries import buildings as building_queries
from campanello.homes.queries import dwellings, panel
from campanello.homes.queries.buildings import Wanted

router = Router()
PER_PAGE = 50
REFUSALS = {401: Problem, 404: Problem, 422: Problem}
Words = Annotated[str, Query(max_length=120, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/buildings", response={200: shapes.BuildingsOut, **REFUSALS}, url_name="buildings")
def buildings(request: ActingRequest, q: Words = "", page: Number = 1) -> Any:
    """The buildings that the reader may see, in figures."""
    require(request.actor, Right.READ_HOMES)
    found = building_queries.buildings(request.actor, Wanted(words=q), on=today())
    shown: Page[Any] = Paginator(found, PER_PAGE).get_page(page)
    return {
        "buildings": [
            {
                "uid": one.uid,
                "street": one.street,
                "number": one.number,
                "name": one.name,
                "neighbourhood": one.neighbourhood.name,
                "municipality": one.neighbourhood.municipality.name,
                "dwellings": one.dwelling_count,
                "let": one.let_count,
                "empty": one.empty_count,
                "arrears": getattr(one, "arrears_count", None),
            }
            for one in shown
        ],
        "total": shown.paginator.count,
        "page": shown.number,
    }


@router.get("/buildings/{uuid:uid}", response={200: shapes.PanelOut, **REFUSALS}, url_name="building")
def building(request: ActingRequest, uid: UUID) -> Any:
    """A building's doorbells."""
    drawn = panel.panel(request.actor, uid, on=today())
    return {
        "uid": drawn.building.uid,
        "street": drawn.building.street,
        "number": drawn.building.number,
        "on": today(),
        "doorbells": drawn.doorbells,
    }


@router.get("/dwellings/{uuid:uid}", response={200: shapes.DwellingOut, **REFUSALS}, url_name="dwelling")
def dwelling(request: ActingRequest, uid: UUID) -> Any:
    """A dwelling with who lived there."""
    page = dwellings.dwelling_page(request.actor, uid, on=today())
    one = page.dwelling
    plain = ("uid", "floor", "door", "code", "owner_kind", "is_sap", "rooms", "state", "version")
    return {
        **{name: getattr(one, name) for name in plain},
        "building": one.building.uid,
        "stair": one.stair.label,
        "stays": [
            {
                "uid": stay.tenancy.uid,
                "tenure": stay.tenancy.tenure,
                "starts_on": stay.tenancy.starts_on,
                "ends_on": stay.tenancy.ends_on,
                "is_current": stay.is_current,
                "name": stay.name,
                "household": stay.household,
            }
            for stay in page.stays
        ],
    }


@router.get(
    "/dwellings/{uuid:uid}/arrears", response={200: shapes.ArrearsOut, **REFUSALS}, url_name="arrears"
)
def arrears(request: ActingRequest, uid: UUID) -> Any:
    """What is owed for a dwelling, for who may read arrears there."""
    require(request.actor, Right.READ_ARREARS)
    page = dwellings.dwelling_page(request.actor, uid, on=today())
    if page.standing is None:
        raise NotFound
    return {
        "owed_cents": page.standing.cents,
        "band": page.standing.band,
        "statements": [
            {
                "uid": one.uid,
                "creditor": one.creditor.name,
                "as_of": one.as_of,
                "amount_cents": one.amount_cents,
                "source": one.source,
                "no_fault_cause": one.no_fault_cause if page.sees_causes else None,
                "is_replaced": one.is_replaced,
            }
            for one in page.statements
        ],
    }
