"""Registers turned into points, and what is earned, as JSON: figures alone, nobody is named."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.core.paginator import Paginator
from ninja import Field, Query, Router, Schema, Status

from campanello.api.doors import ActingRequest
from campanello.api.people import Key
from campanello.api.shapes import Problem, Short
from campanello.core import idempotency
from campanello.core.access import Right, require
from campanello.core.edges import now, today
from campanello.points.queries import award_lists, schemes, tariffs
from campanello.points.queries.award_lists import Wanted
from campanello.points.services import register_awards

router = Router()
PER_PAGE = 50
REFUSALS = {401: Problem, 404: Problem, 409: Problem, 422: Problem}


class RegisterOut(Schema):
    """A signed register that can be awarded: when it was, by which rate it earns, how many came for how long."""

    session: UUID
    activity: UUID
    titles: dict[str, str]
    project: str
    starts_at: datetime
    ends_at: datetime
    rate: str
    points: int
    unit: str
    present: int
    minutes: int


class RegistersOut(Schema):
    """A page of registers, the earliest first."""

    registers: list[RegisterOut]
    total: int
    page: int


class AwardedOut(Schema):
    """What a register was turned into; `withheld` is how many people got less, or nothing."""

    session: UUID
    people: int
    minutes: int
    points: int
    withheld: int
    awarded_at: datetime


class RateOut(Schema):
    """A rate: so many points an hour, or each time."""

    code: str
    names: dict[str, str]
    points: int
    unit: str


class TariffOut(Schema):
    """What is earned on a day. `cents_a_point`: what a point is worth against arrears; no rates: nothing is earned."""

    project: str
    name: str
    cents_a_point: int
    on: date
    starts_on: date | None
    source: str
    rates: list[RateOut]


class Asked(Schema):
    """Which registers are asked for: the project's code, days (`until` is excluded), the page."""

    project: Short = ""
    since: date | None = None
    until: date | None = None
    page: Annotated[int, Field(ge=1, le=1_000_000)] = 1


@router.get("/points/registers", response={200: RegistersOut, **REFUSALS}, url_name="points-registers")
def registers(request: ActingRequest, asked: Query[Asked]) -> Any:
    """The signed registers of one's labs that can be awarded now; 50 at a time."""
    require(request.actor, Right.AWARD_POINTS)
    wanted = Wanted(project=asked.project, first=asked.since, end=asked.until)
    shown = Paginator(award_lists.sessions(request.actor, wanted), PER_PAGE).get_page(asked.page)
    present = award_lists.present([one.pk for one in shown])
    return {
        "registers": [_register(one, *present.get(one.pk, (0, 0))) for one in shown],
        "total": shown.paginator.count,
        "page": shown.number,
    }


def _register(one: Any, people: int, minutes: int) -> dict[str, Any]:
    return {
        "session": one.uid,
        "activity": one.activity.uid,
        "titles": one.activity.titles,
        "project": one.project.code,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "rate": one.code,
        "points": one.rate_points,
        "unit": one.rate_unit,
        "present": people,
        "minutes": minutes,
    }


@router.post(
    "/points/registers/{uuid:uid}/award",
    response={201: AwardedOut, **REFUSALS},
    url_name="points-register-award",
)
def award(request: ActingRequest, uid: UUID, key: Key) -> Any:
    """Award a signed register as a whole. Sent again, with the same `Idempotency-Key` or another, it is awarded once.

    422 `points.register-not-signed`, `points.no-worth`, `points.earns-nothing`, `points.before-scheme`,
    `points.after-scheme`; 404 `points.no-tariff`.
    """
    require(request.actor, Right.AWARD_POINTS)
    at = now()

    def done() -> dict[str, Any]:
        made = register_awards.award(actor=request.actor, session=uid, at=at)
        figures = {name: getattr(made, name) for name in ("people", "minutes", "points", "withheld")}
        return {"session": str(uid), "awarded_at": made.awarded_at.isoformat(), **figures}

    asked = request.path.encode() + b"\n" + request.body
    return Status(201, idempotency.once(actor=request.actor, key=key, request=asked, at=at, do=done))


@router.get("/points/tariffs/{project}", response={200: TariffOut, **REFUSALS}, url_name="points-tariff")
def tariff(request: ActingRequest, project: str, on: date | None = None) -> Any:
    """What is earned in a project, by its code, on a day; today where none is asked for."""
    day = on or today()
    scheme = schemes.of_project(request.actor, project)
    rates = tariffs.rates_on(scheme, day)
    held = rates[0].tariff if rates else None
    return {
        "project": project,
        "name": scheme.name,
        "cents_a_point": scheme.cents_a_point,
        "on": day,
        "starts_on": held.starts_on if held else None,
        "source": held.source if held else "",
        "rates": [
            {"code": one.code, "names": one.names, "points": one.points, "unit": one.unit} for one in rates
        ],
    }
