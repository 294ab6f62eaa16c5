"""The lab's figures: what is counted, by whom it is read whole, and from whom small counts are withheld."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.core.models import AuditEntry, Project
from campanello.lab.models import Attendance, OpeningHours
from campanello.lab.queries import figures as queries
from campanello.lab.queries.figures import Wanted
from campanello.lab.rules.figures import Cell, MonthNotOver
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
FEBRUARY = Wanted(month=date(2026, 2, 1))


def at(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def of(actor: Actor, project: Project, wanted: Wanted = Wanted(), on: date = TODAY) -> Any:  # noqa: B008
    return queries.figures(actor, [project], wanted, on=on)[0].figures


def values(figures: Any, *codes: str) -> list[Any]:
    return ["withheld" if (one := figures.single[code]).is_withheld else one.value for code in codes]


@pytest.fixture
def lab() -> Project:
    """Three people and a household in eight visits of a lab that was open for two hours a week."""
    project = factories.project(code="PI-99")
    user = factories.user()
    people = [factories.person(project, given_name=name) for name in ("Often", "Twice", "Once")]
    often, twice, once = people
    merged = factories.person(project, given_name="Merged", merged_into=often)
    for person, day in ((often, 2), (often, 3), (merged, 4), (twice, 2), (twice, 9), (once, 2)):
        factories.visit(
            project, person=person, at=at(date(2026, 2, day)), operator=user, needs=("home", "work")
        )
    factories.visit(
        project, household=factories.household(), at=at(date(2026, 2, 5)), channel="phone", operator=user
    )
    factories.visit(project, at=at(date(2026, 3, 1)), channel="courtyard", operator=user)
    factories.visit(project, person=once, at=at(date(2026, 2, 6)), cancelled_at=at(TODAY), operator=user)
    for number, hours in enumerate((24, 48, 240, None)):
        told = at(date(2026, 2, 1 + number))
        answered = told + timedelta(hours=hours) if hours else None
        closed = {"state": "solved", "closed_at": answered} if number == 1 else {}
        factories.report(
            project, kind="social" if number else "other", at=told, first_answer_at=answered, **closed
        )
    factories.shift(project, operator=user, starts_at=at(date(2026, 2, 2), 8))
    factories.shift(
        project, operator=user, starts_at=at(date(2026, 2, 9), 8), ends_at=at(date(2026, 2, 9), 9)
    )
    OpeningHours.objects.create(
        project=project, weekday=0, opens_at="09:00", closes_at="11:00", starts_on=date(2026, 2, 1)
    )
    factories.work(project, on=date(2026, 2, 3), minutes=90, operator=user)
    sewing = factories.activity(project)
    for day in (3, 10, 17):
        session = factories.session(sewing, starts_at=at(date(2026, 2, day)), guests=2)
        for person, presence in ((often, "present"), (twice, "present" if day == 3 else "absent")):
            Attendance.objects.create(
                session=session, person=person, presence=presence, recorded_at=at(TODAY), minutes=0
            )
    factories.session(sewing, starts_at=at(date(2026, 2, 24)), cancelled_at=at(TODAY))
    factories.session(sewing, starts_at=at(date(2026, 3, 20)))
    return project


def test_each_figure_counts_what_it_says(lab: Project) -> None:
    found = of(factories.actor("desk", project=lab), lab)
    assert {code: cell.value for code, cell in found.single.items()} == {
        "people": 3,  # who was merged into another is one with them
        "households": 1,
        "visits": 8,  # struck out: one
        "visits_person": 6,
        "visits_household": 1,
        "visits_nobody": 1,
        "visits_per_person": 2.0,
        "open_hours": 10.0,  # five Mondays up to 2 March
        "shift_hours": 4.0,
        "visits_per_hour": 2.0,
        "desk_visits_per_hour": 1.5,
        "reports": 4,
        "reports_open": 3,
        "reports_closed": 1,
        "days_to_answer": 2.0,
        "days_to_solution": 2.0,
        "activities": 1,
        "sessions": 3,  # cancelled and to come are not held
        "attendances": 4,
        "participants": 2,
        "guests": 6,
        "work_hours": 1.5,
    }
    assert found.parts["answer"]["social"] == Cell(6.0)
    assert found.parts["answer"]["other"] == Cell(1.0)
    assert found.parts["visits.channel"]["desk"] == Cell(6)
    assert found.parts["visits.need"]["home"] == Cell(6)


def test_a_month_has_what_falls_into_it_alone_and_those_before_it_beside(lab: Project) -> None:
    actor = factories.actor("desk", project=lab)
    february, march = of(actor, lab, FEBRUARY), of(actor, lab, Wanted(month=date(2026, 3, 1)))
    assert values(february, "visits", "people", "open_hours") == [7, 3, 8.0]
    assert values(march, "visits", "people", "visits_nobody", "shift_hours") == [1, 0, 1, 0.0]
    assert [cells["visits"].value for cells in march.months.values()] == [1, 7]
    days = Wanted(first=date(2026, 2, 2), last=date(2026, 2, 3))
    assert values(of(actor, lab, days), "visits", "people") == [4, 3]


def test_a_lab_has_the_sources_counts_of_visits_to_hours() -> None:
    project = factories.project()
    user = factories.user()
    for _visit in range(7):
        factories.visit(project, operator=user)
    factories.shift(project, operator=user, ends_at=at(TODAY, 12), starts_at=at(TODAY, 8))
    found = of(factories.actor("desk", project=project), project)
    assert values(found, "visits", "shift_hours", "visits_per_hour") == [7, 4.0, 1.75]


def many(project: Project, month: int, people: int, each: int = 1) -> None:
    user = factories.user()
    for number in range(people):
        person = factories.person(project, given_name=f"Number {number}")
        for _visit in range(each):
            factories.visit(project, person=person, at=at(date(2026, month, 10)), operator=user)


def test_a_programme_manager_sees_no_small_count_nor_what_gives_one_back() -> None:
    project = factories.project()
    many(project, 1, 9)
    many(project, 2, 3)
    many(project, 3, 6)
    many(project, 4, 30)
    manager = factories.actor("programme", project=None)
    on = date(2026, 5, 4)
    found = of(manager, project, on=on)
    assert values(found, "visits", "people") == [48, 48]
    assert [(month.month, cells["visits"]) for month, cells in found.months.items()] == [
        (4, Cell(30)),
        (3, Cell(is_withheld=True)),  # else the total would give February's three
        (2, Cell(is_withheld=True)),
        (1, Cell(9)),
    ]
    february = of(manager, project, FEBRUARY, on=on)
    assert values(february, "visits", "people", "visits_per_person", "visits_per_hour") == ["withheld"] * 4
    assert february.parts["visits.channel"]["desk"].is_withheld
    assert values(of(manager, project, Wanted(month=date(2026, 3, 1)), on=on), "visits") == ["withheld"]
    assert values(of(factories.actor("desk", project=project), project, FEBRUARY, on=on), "visits") == [3]


def test_two_people_who_come_often_are_few() -> None:
    project = factories.project()
    many(project, 2, 2, each=10)
    february = of(factories.actor("evaluator", project=None), project, FEBRUARY)
    assert values(february, "visits", "people", "visits_person", "visits_per_person") == [
        20,
        "withheld",
        "withheld",
        "withheld",
    ]


def test_withheld_is_what_the_installation_says(settings: LazySettings) -> None:
    project = factories.project()
    many(project, 2, 3)
    settings.SUPPRESS = 0
    assert values(of(factories.actor("programme", project=None), project, FEBRUARY), "visits") == [3]


def test_a_month_that_runs_is_shown_to_the_lab_s_own_alone(lab: Project) -> None:
    march = Wanted(month=date(2026, 3, 1))
    assert of(factories.actor("desk", project=lab), lab, march).single["visits"].value == 1
    with pytest.raises(MonthNotOver):
        of(factories.actor("programme", project=None), lab, march)
    # Nor do all months together hold it, or yesterday's page would tell today's.
    assert of(factories.actor("programme", project=None), lab).months.keys() == {date(2026, 2, 1)}


@pytest.mark.parametrize(
    ("role", "where", "sees"),
    [
        ("desk", "here", True),
        ("coordinator", "here", True),
        ("programme", None, True),
        ("evaluator", None, True),
        ("programme", "here", True),
        ("desk", "elsewhere", False),
        ("programme", "elsewhere", False),
        ("landlord", None, False),
        ("admin", None, False),
        ("resident", None, False),
    ],
)
def test_who_reads_a_lab_s_figures(lab: Project, role: str, where: str | None, sees: bool) -> None:
    project = {"here": lab, "elsewhere": factories.project()}.get(where or "")
    actor = factories.actor(role, project=project)
    assert (lab in queries.labs(actor)) is sees
    if sees:
        assert of(actor, lab, FEBRUARY)
    else:
        with pytest.raises(NotFound):
            of(actor, lab, FEBRUARY)


def test_figures_take_as_many_queries_for_many_labs_as_for_one(lab: Project) -> None:
    actor = factories.actor("programme", project=None)

    def asked(projects: list[Project]) -> int:
        with CaptureQueriesContext(connection) as seen:
            queries.figures(actor, projects, Wanted(), on=TODAY)
        return len(seen)

    once = asked([lab])
    others = [factories.project() for _other in range(3)]
    for other in others:
        many(other, 2, 6)
        factories.report(other)
    assert asked([lab, *others]) == once <= 20


def test_a_file_leaves_a_line_without_a_name(lab: Project) -> None:
    queries.exported(factories.actor("desk", project=lab), [lab], Wanted(), form="csv", on=TODAY)
    line = AuditEntry.objects.get(verb="lab.figures-exported")
    assert (line.sort, line.facts) == ("export", {"form": "csv", "projects": ["PI-99"]})
