"""Four labs with the sources' counts: MILO Lab, Officina delle Idee, Spazio Giovani, Grumello al Piano.

How many people, visits, reports, antennas, hours and events there are is as the sources print it; who came, when and
why is invented. MILO Lab is no project of its own in the dataset: here it is the Comune di Milano's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from campanello.accounts.models import Assignment, User
from campanello.core.actor import Role
from campanello.core.models import Project
from campanello.core.period import ROME
from campanello.homes.models import Building
from campanello.lab.models import IndirectWork, OpeningHours, Shift, Visit, VisitNeed
from campanello.lab.rules.values import NEEDS, VISIT_OUTCOMES, WORK_KINDS
from campanello.people.models import Person

OPERATORS = (Role.DESK, Role.CASE, Role.COORDINATOR)
DAY_CHANNELS: tuple[str, ...] = ("desk", "courtyard", "phone", "home", "whatsapp", "web")
DAY_WEIGHTS: tuple[float, ...] = (0.5, 0.2, 0.14, 0.06, 0.07, 0.03)
# Source: FEATURES D7, the channels of the lockdown.
LOCKDOWN_CHANNELS = ("phone", "whatsapp", "video", "balcony", "web")
LOCKDOWN_WEIGHTS = (0.5, 0.22, 0.08, 0.15, 0.05)
NEED_WEIGHTS = (0.2, 0.16, 0.13, 0.12, 0.12, 0.05, 0.05, 0.05, 0.04, 0.03, 0.02, 0.02, 0.01)
NEXT_STEPS = (
    "Richiamare per l'appuntamento", "Portare il modulo compilato", "Chiedere ad ALER a che punto è",
    "Passare a trovare", "Sentire l'assistente sociale", "Mandare l'elenco dei documenti",
)  # fmt: skip
NOTES = (
    "Voleva capire una lettera dell'ALER: letta insieme.", "Chiede come si fa la domanda per il bonus luce.",
    "Ha raccontato del figlio che cerca lavoro.", "Passata per salutare, sta meglio.",
    "Non riesce a prenotare la visita: fatto insieme al telefono.", "Cerca un corso di italiano la mattina.", "", "",
)  # fmt: skip
WORK_NOTES = (
    "Telefonate ai servizi",
    "Rifatto l'elenco delle famiglie della scala B",
    "Riunione con ALER",
    "",
)


@dataclass(frozen=True)
class Lab:
    """What is filled in of a lab. Days are counted back from the demonstration's, unless `starts_on` is given."""

    project: str
    people: int
    visits: int
    starts_on: date | None = None
    ends_on: date | None = None
    lockdown_visits: int = 0
    anonymous: int = 0
    desk_hours: int = 0
    reports: int = 0
    antennas: int = 0
    days: int = 364


# Source: FEATURES D2-D5 and D10; what is not printed of Giussano and Bergamo is invented.
LOCKDOWN = (date(2020, 3, 1), date(2020, 7, 1))
LABS = (
    Lab(
        "PI-24", 267, 872, date(2019, 7, 29), date(2020, 12, 1), lockdown_visits=140, reports=521, antennas=24,
        desk_hours=600,
    ),
    Lab("PI-10", 231, 700, anonymous=64, desk_hours=400, reports=96, antennas=8),
    Lab("PI-08", 74, 180, anonymous=12, desk_hours=160, reports=31, antennas=3),
    Lab("PI-17", 118, 260, anonymous=20, desk_hours=210, reports=54, antennas=6),
)  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """A lab's project with its span of days, who works there, who lives there, and in which houses."""

    lab: Lab
    project: Project
    starts_on: date
    ends_on: date
    operators: Sequence[User]
    people: Sequence[Person]
    buildings: Sequence[Building]
    rng: np.random.Generator

    def somebody(self) -> User:
        """One of the operators."""
        return self.operators[int(self.rng.integers(len(self.operators)))]

    def day(self, starts_on: date | None = None, ends_on: date | None = None) -> date:
        """A working day of the span."""
        first, after = starts_on or self.starts_on, ends_on or self.ends_on
        found = first + timedelta(days=int(self.rng.integers((after - first).days)))
        shift = timedelta(days=2) if found.weekday() > 4 else timedelta()
        return found - shift if found - shift >= first else found + shift


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of a day in Rome."""
    return datetime.combine(day, time(hour, minute), tzinfo=ROME)


def settings_of(projects: dict[str, Project], *, on: date) -> list[Setting]:
    """The labs that have operators; the demonstration's operators work in all four."""
    operators = list(User.objects.filter(username__in=OPERATORS).order_by("pk"))
    if not operators:
        return []
    found = []
    for lab in LABS:
        project = projects[lab.project]
        for user in operators:
            Assignment.objects.get_or_create(
                user=user,
                role=user.username,
                organisation=project.lead,
                project=project,
                ends_on=None,
                defaults={"starts_on": date(2018, 1, 1)},
            )
        found.append(
            Setting(
                lab,
                project,
                lab.starts_on or on - timedelta(days=lab.days),
                lab.ends_on or on,
                operators,
                # Who has a home there first: they are the ones whose doorbells show something.
                list(
                    Person.objects.filter(
                        involvements__project=project, born_on__lt=on - timedelta(days=18 * 366)
                    ).order_by("pk")[: 3 * lab.people]
                ),
                list(Building.objects.filter(neighbourhood__projects=project)),
                np.random.default_rng([41, lab.visits]),
            )
        )
    return found


def fill_visits(here: Setting) -> None:
    """Visits of exactly as many people as the lab counted, each at least once; some next steps still wait."""
    known = [here.people[place] for place in here.rng.permutation(len(here.people))[: here.lab.people]]
    named = here.lab.visits - here.lab.anonymous
    # Everybody once, and the rest as it comes: some come every week.
    order = [*range(len(known)), *_often(here, named - len(known), len(known))]
    visits = [_visit(here, known[place], number) for number, place in enumerate(order)]
    visits += [_visit(here, None, named + number) for number in range(here.lab.anonymous)]
    _schedule(here, visits)
    Visit.objects.bulk_create(visits, batch_size=300)
    VisitNeed.objects.bulk_create(
        [VisitNeed(visit=visit, need=need) for visit in visits for need in _needs(here)], batch_size=500
    )


def _often(here: Setting, count: int, among: int) -> list[int]:
    return [int(place) for place in np.floor(among * here.rng.random(count) ** 2.2)]


def _visit(here: Setting, person: Person | None, number: int) -> Visit:
    building = here.buildings[number % len(here.buildings)] if person is None and here.buildings else None
    return Visit(
        project=here.project,
        person=person,
        building=building,
        operator=here.somebody(),
        minutes=int(here.rng.choice((5, 10, 15, 20, 30, 45))),
        outcome=str(here.rng.choice(list(VISIT_OUTCOMES), p=(0.45, 0.25, 0.13, 0.12, 0.05))),
        note=NOTES[int(here.rng.integers(len(NOTES)))],
    )


def _schedule(here: Setting, visits: list[Visit]) -> None:
    """Give each visit its day and channel: in the lockdown as many as were counted, by its channels."""
    locked = here.rng.permutation(len(visits))[: here.lab.lockdown_visits]
    in_lockdown = set(locked.tolist())
    for number, visit in enumerate(visits):
        channels, weights = DAY_CHANNELS, DAY_WEIGHTS
        if number in in_lockdown:
            channels, weights = LOCKDOWN_CHANNELS, LOCKDOWN_WEIGHTS
            visit.on = here.day(*LOCKDOWN)
        else:
            visit.on = here.day()
            while here.lab.lockdown_visits and LOCKDOWN[0] <= visit.on < LOCKDOWN[1]:
                visit.on = here.day()
        visit.channel = str(here.rng.choice(channels, p=weights))
        visit.at = at(visit.on, int(here.rng.integers(9, 18)), int(here.rng.integers(60)))
        _next_step(here, visit)


def _next_step(here: Setting, visit: Visit) -> None:
    if visit.person is None or visit.outcome != "followed":
        return
    visit.next_step = NEXT_STEPS[int(here.rng.integers(len(NEXT_STEPS)))]
    visit.next_step_on = visit.on + timedelta(days=int(here.rng.integers(2, 21)))
    # What was due long ago is done, but for a few; all of it where the lab has ended.
    is_old = visit.next_step_on < here.ends_on - timedelta(days=5)
    if here.lab.ends_on is not None or (is_old and here.rng.random() < 0.99):
        visit.next_step_done_at = at(visit.next_step_on, 11)


def _needs(here: Setting) -> list[str]:
    count = 1 + int(here.rng.random() < 0.35)
    return [str(one) for one in here.rng.choice(list(NEEDS), count, replace=False, p=NEED_WEIGHTS)]


def fill_hours(here: Setting) -> None:
    """Opening hours, and shifts that add up to the desk hours that were counted: four hours each."""
    for weekday, opens_at in ((0, 9), (2, 14), (3, 9)):
        OpeningHours.objects.create(
            project=here.project,
            weekday=weekday,
            opens_at=time(opens_at),
            closes_at=time(opens_at + 4),
            starts_on=here.starts_on,
            ends_on=here.lab.ends_on,
        )
    days = sorted(here.day() for _shift in range(here.lab.desk_hours // 4))
    Shift.objects.bulk_create(
        Shift(
            project=here.project,
            operator=here.operators[number % len(here.operators)],
            on=day,
            starts_at=at(day, 9 + 5 * (number % 2)),
            ends_at=at(day, 13 + 5 * (number % 2)),
        )
        for number, day in enumerate(days)
    )


def fill_indirect_work(here: Setting) -> None:
    """Time without a user in front: a third as much as at the desk."""
    IndirectWork.objects.bulk_create(
        IndirectWork(
            project=here.project,
            operator=here.somebody(),
            on=here.day(),
            minutes=int(here.rng.choice((30, 45, 60, 90, 120))),
            kind=str(here.rng.choice(list(WORK_KINDS))),
            note=WORK_NOTES[int(here.rng.integers(len(WORK_NOTES)))],
        )
        for _entry in range(here.lab.desk_hours // 4)
    )
