"""One function per noun of the plans, with sensible defaults. Each saves what it makes."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings

from campanello.core.models import Project
from campanello.people.models import Person
from campanello.plans.models import (
    Application,
    Document,
    GivenBack,
    Host,
    Measure,
    Pact,
    PactParty,
    PactTerms,
    Plan,
    PlanService,
    PlanVersion,
    Service,
    ServiceValue,
    Session,
    Traineeship,
    Vacancy,
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


def document(application: Application, content: bytes = b"not looked at", **given: Any) -> Document:
    """A photo of an application, with its file in the data folder."""
    name = f"files/documents/{next(_next)}-{application.pk}.jpg"
    file = Path(settings.DATA_DIR) / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return Document.objects.create(
        **{
            "project": application.project,
            "application": application,
            "kind": "identity",
            "content_type": "image/jpeg",
            "size": len(content),
            "sha256": "0" * 64,
            "path": name,
            "uploaded_at": MOMENT,
        }
        | given
    )


def pact(plan: Plan, *people: Person, **given: Any) -> Pact:
    """A do-ut-des pact of a plan, signed by both: a third to the rent, twenty hours to give."""
    share = given.pop("share", (1, 3))
    made = Pact.objects.create(
        **{
            "project": plan.project,
            "kind": "do_ut_des",
            "scope": "individual",
            "plan": plan,
            "creditor": factories.organisation(kind="aler"),
            "state": "signed",
            "starts_on": date(2026, 3, 1),
            "made_at": MOMENT,
        }
        | given
    )
    for one in people or (plan.person,):
        PactParty.objects.create(pact=made, person=one)
    PactTerms.objects.create(
        pact=made, number=1, gets="Il corso, lo sportello", gives="Due ore a settimana", minutes_to_give=1200,
        share_numerator=share[0], share_denominator=share[1], starts_on=made.starts_on,
        signed_on=None if made.state == "draft" else made.starts_on, made_at=MOMENT,
    )  # fmt: skip
    return made


def given_back(pact: Pact, person: Person, **given: Any) -> GivenBack:
    """An hour that somebody gave under a pact."""
    facts = {"on": date(2026, 3, 10), "minutes": 60, "what": "Pulizia del cortile", "recorded_at": MOMENT}
    return GivenBack.objects.create(pact=pact, person=person, **facts | given)


def host(project: Project, **given: Any) -> Host:
    """A host with one place, under an agreement of 2026."""
    facts = {"name": f"Officina {next(_next)}", "agreement": "12/2026", "places": 1}
    facts |= {"agreed_on": date(2026, 1, 1), "agreed_until": date(2027, 1, 1)}
    return Host.objects.create(**{"project": project} | facts | given)


def traineeship(plan: Plan, **given: Any) -> Traineeship:
    """A traineeship of a plan's person that runs from March to August 2026, twenty hours a week."""
    at = given.pop("host", None) or host(plan.project)
    facts = {"project": plan.project, "person": plan.person, "plan": plan, "host": at, "role": "Magazzino"}
    facts |= {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 9, 1), "weekly_minutes": 1200}
    return Traineeship.objects.create(**facts | {"state": "running"} | given)


def vacancy(project: Project, **given: Any) -> Vacancy:
    """A job that asks for sewing, in Arabic, twenty hours a week; open since March 2026."""
    facts = {"project": project, "kind": "job", "title": "Sarta", "employer": "Sartoria Esempio"}
    facts |= {"skills": "cucito", "languages": "ar", "weekly_minutes": 1200, "opens_on": date(2026, 3, 1)}
    return Vacancy.objects.create(**facts | given)
