"""Sessions of the plans' services over the last weeks, with signed registers; the last ones wait for a signature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from campanello.core.models import Organisation
from campanello.demo.live.labs import at
from campanello.plans.models import Attendance, Expected, Plan, PlanService, Service, Session

WEEKS = 10
# Who comes: nine of ten times, and then mostly for the whole time.
PRESENT, EXCUSED = 0.88, 0.07
PLACE = "Sala corsi, via degli Androni 3"


@dataclass(frozen=True)
class Weekly:
    """A service that meets on a weekday: from which hour, how long, every how many weeks."""

    code: str
    weekday: int
    hour: int
    minutes: int
    every: int = 1


WEEKLY = (
    Weekly("bilancio-competenze", 0, 9, 120, every=2),
    Weekly("ricerca-attiva", 1, 10, 90, every=2),
    Weekly("formazione-specialistica", 2, 9, 240),
    Weekly("coaching", 3, 15, 60),
)


def fill_registers(
    plans: Sequence[Plan], services: Sequence[Service], deliverer: Organisation, by: int, *, on: date
) -> None:
    """Hold the weekly sessions, mark who came, and sign all registers but those of the last days.

    Args:
        plans: Those whose people come, where a plan holds the service.
        services: The project's catalogue.
        deliverer: Who holds the sessions.
        by: The user who signs.
        on: The day of the demonstration.
    """
    rng = np.random.default_rng(142)
    sessions = [
        session for one in services for weekly in WEEKLY if weekly.code == one.code
        for session in _sessions(one, weekly, deliverer, on=on)
    ]  # fmt: skip
    Session.objects.bulk_create(sessions)
    holds = _holding(plans)
    coming = {session: [plan for plan in plans if _comes(session, plan, holds)] for session in sessions}
    Expected.objects.bulk_create(
        [Expected(session=session, plan=plan) for session, some in coming.items() for plan in some],
        batch_size=500,
    )
    held = [session for session in sessions if session.on < on - timedelta(days=3)]
    Attendance.objects.bulk_create(
        [_mark(session, plan, by, rng) for session in held for plan in coming[session]], batch_size=300
    )
    for session in held:
        session.signed_at, session.signed_by_id = session.ends_at, by
    # Signed last, as a register is: its rows are not changed any more.
    Session.objects.bulk_update(held, ["signed_at", "signed_by"], batch_size=200)


def _sessions(service: Service, weekly: Weekly, deliverer: Organisation, *, on: date) -> list[Session]:
    monday = on - timedelta(days=on.weekday())
    made = []
    for week in range(-WEEKS, 2, weekly.every):
        day = monday + timedelta(days=7 * week + weekly.weekday)
        starts_at = at(day, weekly.hour)
        made.append(
            Session(
                project_id=service.project_id,
                service=service,
                deliverer=deliverer,
                on=day,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=weekly.minutes),
                place=PLACE,
            )
        )
    return made


def _holding(plans: Sequence[Plan]) -> set[tuple[int, int]]:
    rows = PlanService.objects.filter(plan_version__plan__in=[plan.pk for plan in plans])
    return set(rows.values_list("plan_version__plan", "service"))


def _comes(session: Session, plan: Plan, holds: set[tuple[int, int]]) -> bool:
    return (plan.pk, session.service_id) in holds and plan.starts_on <= session.on < plan.ends_on


def _mark(session: Session, plan: Plan, by: int, rng: np.random.Generator) -> Attendance:
    whole = int((session.ends_at - session.starts_at).total_seconds() // 60)
    chance = rng.random()
    presence = "present" if chance < PRESENT else "excused" if chance < PRESENT + EXCUSED else "unexcused"
    stayed = whole if rng.random() < 0.85 else whole - 15 * int(rng.integers(1, 4))
    return Attendance(
        session=session,
        plan=plan,
        service_id=session.service_id,
        on=session.on,
        planned_minutes=whole,
        is_signed=True,
        presence=presence,
        minutes=stayed if presence == "present" else 0,
        recorded_at=session.ends_at,
        recorded_by_id=by,
    )
