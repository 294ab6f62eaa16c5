"""A payment run over 100,000 plans: seconds, memory beside a tenth as many plans, and whether the sums are right.

Usage: python -m bench.payments [--plans 100000] [--sessions 8] [--without-applications]

An empty database of CAMPANELLO_DATA_DIR is filled; `python tools/postgres.py` before it measures PostgreSQL.
"""

import argparse
import os
import resource
import sys
import time
import uuid
from datetime import UTC, date, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campanello.settings")
os.environ.setdefault("CAMPANELLO_MODE", "test")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.db.models import Sum  # noqa: E402

from campanello.accounts.models import Assignment, User  # noqa: E402
from campanello.accounts.queries import actor_of  # noqa: E402
from campanello.core import bulk  # noqa: E402
from campanello.core.models import Organisation, Project  # noqa: E402
from campanello.jobs.payments import swept  # noqa: E402
from campanello.people.models import Involvement, Person  # noqa: E402
from campanello.plans.models import (  # noqa: E402
    Application,
    Attendance,
    BankAccount,
    Fact,
    Measure,
    Payment,
    Plan,
    Purse,
    Service,
    ServiceValue,
    Session,
    Treasury,
)
from campanello.plans.services import payments  # noqa: E402

ON = date(2026, 3, 31)
AT = datetime(2026, 3, 31, 9, tzinfo=UTC)
IBAN = "IT60X0542811101000000123456"
A_SESSION = 25


def main() -> int:
    """Fill, compute, say what came of it; 1 where a sum is not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=100_000)
    parser.add_argument("--sessions", type=int, default=8, help="that each plan's person came to")
    parser.add_argument("--without-applications", action="store_true", help="no requirements to check again")
    given = parser.parse_args()
    call_command("migrate", verbosity=0, skip_checks=True)
    wrong = 0
    for plans in (given.plans // 10, given.plans):
        wrong += _measured(plans, given.sessions, has_applications=not given.without_applications)
    return 1 if wrong else 0


def _measured(plans: int, sessions: int, *, has_applications: bool) -> int:
    project, user = fill(plans, sessions, has_applications=has_applications)
    actor = actor_of(user, ON)
    uid, before = uuid.uuid4(), _megabytes()
    payments.propose(actor=actor, uid=uid, project=project, through_on=date(2026, 4, 1), on=ON, at=AT)
    started, worked = time.perf_counter(), time.process_time()
    # As the job does that computes it.
    with swept(), transaction.atomic():
        run = payments.compute(actor=actor, uid=uid, on=ON, at=AT, takes_demo=True)
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    wanted = plans * sessions * 1_000
    paid = Payment.objects.filter(run=run).aggregate(all=Sum("cents"))["all"]
    purses = Purse.objects.filter(person__plans__project=project).aggregate(all=Sum("allowance_cents"))["all"]
    is_right = wanted == paid == purses == run.to_person_cents and run.plans == plans
    print(
        f"{plans:>8,} plans, {plans * sessions:>9,} marks: {seconds:5.1f} s ({cpu:.1f} s of the processor), "
        f"{_megabytes():.0f} MB at most ({before:.0f} before), {paid / 100:,.2f} EUR "
        f"{'as it must be' if is_right else 'WRONG'}",
        flush=True,
    )
    return 0 if is_right else 1


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(plans: int, sessions: int, *, has_applications: bool) -> tuple[int, User]:
    """A project in an empty database whose coordinator, the second of the answer, may propose a run."""
    lead, _is_new = Organisation.objects.get_or_create(name="Bench", kind="municipality")
    project = Project.objects.create(code=f"BENCH-{plans}", title="Bench", lead=lead)
    user = User.objects.create(username=f"bench-{plans}", name="Bench")
    grant = {"role": "coordinator", "project": project, "organisation": lead}
    Assignment.objects.create(user=user, starts_on=ON, **grant)
    Treasury.objects.create(project=project, payer="Bench", iban=IBAN)
    measure = Measure.objects.create(
        project=project,
        code=f"bench-{plans}",
        titles={"it": "Bench"},
        requirement_set="prolorenteggio",
        opens_on=ON,
        allowance_cents=plans * 2_000_00,
    )
    people = _people(project, plans)
    applications = _applications(measure, people) if has_applications else [None] * plans
    made = bulk.add(
        Plan,
        (
            "code",
            "project",
            "measure",
            "person",
            "application",
            "state",
            "starts_on",
            "ends_on",
            "signed_on",
            "made_at",
        ),
        [
            (
                f"B{plans}-{key}",
                project.pk,
                measure.pk,
                key,
                application,
                "active",
                date(2026, 1, 1),
                date(2027, 1, 1),
                date(2026, 1, 1),
                AT,
            )
            for key, application in zip(people, applications, strict=True)
        ],
    )
    _attendances(project, made, sessions)
    return project.pk, user


def _people(project: Project, number: int) -> list[int]:
    people = bulk.add(
        Person, ("family_name", "born_on"), [(f"N{one}", date(1980, 1, 1)) for one in range(number)]
    )
    bulk.insert(Involvement, ("person", "project", "starts_on"), ((key, project.pk, ON) for key in people))
    columns = ("person", "iban", "holder", "starts_on", "recorded_at")
    bulk.insert(BankAccount, columns, ((key, IBAN, f"N {key}", ON, AT) for key in people))
    return people


def _applications(measure: Measure, people: list[int]) -> list[int]:
    columns = (
        *(
            "measure",
            "project",
            "person",
            "number",
            "state",
            "channel",
            "started_at",
            "saved_at",
            "received_at",
        ),
        *("received_on", "allowance_cents"),
    )
    found = bulk.add(
        Application,
        columns,
        [
            (measure.pk, measure.project_id, key, number, "eligible", "staff", AT, AT, AT, ON, 2_000_00)
            for number, key in enumerate(people, start=1)
        ],
    )
    facts = (("receives_naspi", "no"), ("employment_status", "unemployed"), ("other_public_policy", "no"))
    bulk.insert(
        Fact,
        ("application", "name", "value", "evidence", "source", "on", "recorded_at"),
        ((key, name, value, "register", "Bench", ON, AT) for key in found for name, value in facts),
    )
    Measure.objects.filter(pk=measure.pk).update(committed_allowance_cents=len(people) * 2_000_00)
    return found


def _attendances(project: Project, plans: list[int], sessions: int) -> None:
    service = Service.objects.create(
        project=project, code="bench", names={"it": "Bench"}, block="other", bears_allowance=True
    )
    ServiceValue.objects.create(
        service=service, hourly_cents=1000, starts_on=date(2020, 1, 1), source="Bench"
    )
    dates: list[tuple[int, date]] = []
    for number in range(sessions):
        starts_at = datetime(2026, 1, 7, 9, tzinfo=UTC) + timedelta(days=7 * number)
        groups = bulk.add(
            Session,
            ("project", "service", "on", "starts_at", "ends_at"),
            [
                (project.pk, service.pk, starts_at.date(), starts_at, starts_at + timedelta(hours=1))
                for _group in range(-(-len(plans) // A_SESSION))
            ],
        )
        dates += [(groups[place // A_SESSION], starts_at.date()) for place in range(len(plans))]
    bulk.insert(
        Attendance,
        (
            "session",
            "plan",
            "service",
            "on",
            "planned_minutes",
            "minutes",
            "presence",
            "is_signed",
            "recorded_at",
        ),
        (
            (session, plans[place % len(plans)], service.pk, on, 60, 60, "present", True, AT)
            for place, (session, on) in enumerate(dates)
        ),
    )


if __name__ == "__main__":
    sys.exit(main())
