"""One function per noun of the plans, with sensible defaults. Each saves what it makes."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from campanello.core.models import Project
from campanello.people.models import Person
from campanello.plans.models import (
    Application,
    Measure,
    Plan,
    PlanService,
    PlanVersion,
    Service,
    ServiceValue,
    Session,
)
from tests import factories
from tests.factories import LONG_AGO

MOMENT = datetime(2026, 2, 2, 9, tzinfo=UTC)
_next = count(1)


def measure(project: Project | None = None, **given: Any) -> Measure:
    """A measure with funds for two hundred plans, open since long ago."""
    number = next(_next)
    return Measure.objects.create(
        **{
            "project": project or factories.project(),
            "code": f"measure-{number}",
            "titles": {"it": f"Misura {number}"},
            "requirement_set": "prolorenteggio",
            "opens_on": LONG_AGO,
            "services_cents": 600_000_00,
            "allowance_cents": 400_000_00,
        }
        | given
    )


def service(project: Project, *, hourly_cents: int | None = 1000, **given: Any) -> Service:
    """A service that bears an allowance, worth 10 EUR an hour unless told otherwise."""
    made = Service.objects.create(
        **{
            "project": project,
            "code": f"service-{next(_next)}",
            "names": {"it": "Bilancio di competenze"},
            "block": "orientation",
            "bears_allowance": True,
        }
        | given
    )
    if hourly_cents is not None:
        ServiceValue.objects.create(
            service=made, hourly_cents=hourly_cents, starts_on=LONG_AGO, source="Invented", is_demo=True
        )
    return made


def application(measure: Measure, **given: Any) -> Application:
    """An application that was received and waits."""
    number = next(_next)
    return Application.objects.create(
        **{
            "measure": measure,
            "project": measure.project,
            "number": number,
            "state": "pending",
            "channel": "staff",
            "started_at": MOMENT,
            "saved_at": MOMENT,
            "received_at": MOMENT,
            "received_on": MOMENT.date(),
        }
        | given
    )


def plan(measure: Measure, person: Person | None = None, **given: Any) -> Plan:
    """An active plan of a year, signed, with an empty first version."""
    number = next(_next)
    state = given.get("state", "active")
    made = Plan.objects.create(
        **{
            "code": f"PIP-{number:05}",
            "project": measure.project,
            "measure": measure,
            "person": person or factories.person(measure.project),
            "state": state,
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2027, 1, 1),
            "signed_on": None if state == "draft" else date(2026, 1, 1),
            "made_at": MOMENT,
        }
        | given
    )
    PlanVersion.objects.create(
        plan=made, number=1, starts_on=made.starts_on, signed_on=made.signed_on, made_at=MOMENT
    )
    return made


def plan_service(plan: Plan, service: Service, **given: Any) -> PlanService:
    """A service in the plan's last version: ten hours."""
    return PlanService.objects.create(
        **{"plan_version": plan.versions.latest("number"), "service": service, "minutes": 600} | given
    )


def session(service: Service, **given: Any) -> Session:
    """A session of an hour; `on` alone puts it at nine in the morning."""
    on = given.pop("on", date(2026, 2, 2))
    starts_at = given.pop("starts_at", datetime(on.year, on.month, on.day, 8, tzinfo=UTC))
    return Session.objects.create(
        **{
            "project": service.project,
            "service": service,
            "on": on,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=1),
        }
        | given
    )
