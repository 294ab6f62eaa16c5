"""Traineeships, vacancies, candidacies and jobs as services and queries; matching in constant queries."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound
from campanello.core.models import AuditEntry
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.people.models import Consent, Language, Person
from campanello.plans.models import Candidacy, Host, JobFound, Traineeship, TutorVisit, Vacancy
from campanello.plans.queries import matching
from campanello.plans.queries import placements as queries
from campanello.plans.queries import vacancies as vacancy_queries
from campanello.plans.queries.placements import Wanted
from campanello.plans.rules import placements as rules
from campanello.plans.services import placements, vacancies
from campanello.plans.services.placements import NewTraineeship
from campanello.plans.services.vacancies import Hiring, Step
from tests import factories, factories_plans
from tests.db.homes.houses import House, agree, skill

pytestmark = pytest.mark.django_db
MARCH, APRIL, SEPTEMBER = date(2026, 3, 1), date(2026, 4, 1), date(2026, 9, 1)
MOMENT = datetime(2026, 4, 1, 10, tzinfo=UTC)


class Made:
    """A person with a plan, a host with one place, a job for somebody who sews and speaks Arabic."""

    def __init__(self) -> None:
        self.house = House()
        self.project = self.house.project
        self.person = self.house.known.holder
        self.plan = factories_plans.plan(factories_plans.measure(self.project), self.person)
        self.host = factories_plans.host(self.project)
        self.vacancy = factories_plans.vacancy(self.project)
        self.actor = self.house.actor("employment")

    def train(self, **but: Any) -> Traineeship:
        uid = but.pop("uid", None) or uuid4()
        facts = {"host": self.host.uid, "role": "Magazzino", "starts_on": MARCH, "ends_on": SEPTEMBER}
        given = NewTraineeship(**{**facts, "weekly_minutes": 1200, "plan": self.plan.uid, **but})
        return placements.plan_traineeship(actor=self.actor, uid=uid, traineeship=given, on=MARCH)

    def move(self, row: Any, to: str, on: date = APRIL, reason: str = "") -> Traineeship:
        row.refresh_from_db()
        return placements.move_traineeship(
            actor=self.actor, uid=row.uid, version=row.version, to=to, reason=reason, on=on
        )

    def step(self, row: Candidacy, to: str, **given: Any) -> Candidacy:
        row.refresh_from_db()
        step = Step(to, APRIL, **given)
        return vacancies.move_candidacy(
            actor=self.actor, uid=row.uid, version=row.version, step=step, at=MOMENT
        )

    def put(self, person: Person) -> Candidacy:
        return vacancies.put_forward(actor=self.actor, vacancy=self.vacancy.uid, person=person.uid, on=APRIL)


@pytest.fixture
def made(db: None) -> Made:
    return Made()


def sews(person: Person, *, language: str = "ar") -> Person:
    agree(person, "skills_map")
    skill(person, "Cucito e rammendo")
    Language.objects.create(person=person, code=language)
    return person


def test_a_traineeship_is_planned_once_begins_and_is_completed(made: Made) -> None:
    uid = uuid4()
    rows = [made.train(uid=uid) for _ in range(2)]
    assert rows[0] == rows[1]
    assert rows[0].person == made.person
    assert made.move(rows[0], "running").state == "running"
    assert made.move(rows[0], "completed", SEPTEMBER).closed_on == SEPTEMBER
    with pytest.raises(rules.PlacementMoved):
        made.move(rows[0], "running")


def test_a_host_s_place_is_taken_until_the_traineeship_breaks_off_with_a_reason(made: Made) -> None:
    first = made.train()
    other = factories_plans.plan(made.plan.measure, made.house.elderly.holder)
    with pytest.raises(rules.HostFull):
        made.train(plan=other.uid)
    with pytest.raises(rules.NoReasonForInterruption):
        made.move(first, "interrupted")
    made.move(first, "interrupted", reason="Found a job")
    assert made.train(plan=other.uid).state == "planned"


def test_a_person_has_one_traineeship_at_a_time_and_only_under_an_agreement(made: Made) -> None:
    second = factories_plans.host(made.project, agreement="")
    with pytest.raises(rules.NoAgreement):
        made.train(host=second.uid)
    made.train()
    Host.objects.filter(pk=second.pk).update(agreement="13/2026")
    with pytest.raises(rules.SecondTraineeship):
        made.train(host=second.uid)
    with pytest.raises(NotFound):
        made.train(host=factories_plans.host(factories.project()).uid)


def test_the_tutor_is_awaited_after_thirty_days_and_a_visit_is_kept_once(made: Made) -> None:
    row = made.train()
    told: dict[str, Any] = {"actor": made.actor, "uid": row.uid, "note": "", "goes_well": True, "on": APRIL}
    with pytest.raises(rules.PlacementMoved):
        placements.visit(**told, visit=uuid4(), day=MARCH)
    made.move(row, "running", MARCH)
    assert [queries.overdue(made.actor, day) for day in (date(2026, 3, 31), APRIL)] == [0, 1]
    visit = uuid4()
    for _ in range(2):
        placements.visit(**told, visit=visit, day=date(2026, 3, 20))
    assert TutorVisit.objects.count() == 1
    assert queries.overdue(made.actor, APRIL) == 0
    with pytest.raises(rules.DayOutside):
        placements.visit(**told, visit=uuid4(), day=date(2026, 2, 28))


def test_two_editors_of_a_host_see_each_other(made: Made) -> None:
    told: dict[str, Any] = {"actor": made.actor, "uid": made.host.uid, "version": 1}
    placements.edit_host(**told, changes={"places": 2})
    with pytest.raises(ChangedMeanwhile):
        placements.edit_host(**told, changes={"places": 3})
    with pytest.raises(rules.AgreementEndsBeforeStart):
        placements.edit_host(**told | {"version": 2}, changes={"agreed_until": date(2026, 1, 1)})
    with pytest.raises(rules.HostThere):
        placements.keep_host(
            actor=made.actor, uid=uuid4(), project=made.project.pk, facts={"name": made.host.name.upper()}
        )


def test_traineeships_are_listed_in_constant_queries_and_names_leave_lines(made: Made) -> None:
    made.train()

    def listed() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as asked:
            rows = queries.traineeships(made.actor, Wanted(words="ross"), APRIL)
            return len(queries.lines(made.actor, rows, APRIL)), len(asked)

    one = listed()
    for _ in range(3):
        person = factories.person(made.project, family_name="Rossini")
        factories_plans.traineeship(factories_plans.plan(made.plan.measure, person), state="planned")
    assert listed() == (4, one[1])
    assert AuditEntry.objects.filter(verb="plans.traineeships-listed", person=made.person.pk).exists()
    stranger = factories.actor("coordinator", project=factories.project())
    assert list(queries.traineeships(stranger, Wanted(), APRIL)) == []


def test_who_fits_stands_first_and_why_and_nobody_without_consent(made: Made) -> None:
    best = sews(made.person)
    silent = made.house.elderly.holder
    skill(silent, "Cucito")
    french = sews(factories.person(made.project), language="fr")
    found = matching.candidates(made.actor, made.vacancy, APRIL)
    assert [one.key for one in found.best] == [best.pk, french.pk]
    assert found.best[0].fit.points > found.best[1].fit.points
    assert found.best[1].fit.lacks_language
    assert not found.best[0].fit.lacks_language
    Consent.objects.filter(person=french).update(withdrawn_on=MARCH)
    assert [one.key for one in matching.candidates(made.actor, made.vacancy, APRIL).best] == [best.pk]
    lines = AuditEntry.objects.filter(verb="plans.candidate-ranked", person=silent.pk)
    assert not lines.exists()


def test_restricted_people_and_other_projects_people_fit_nothing(made: Made) -> None:
    sews(made.person)
    sews(made.house.stranger.holder)
    Person.objects.filter(pk=made.person.pk).update(restricted_at=MOMENT)
    assert matching.candidates(made.house.actor("coordinator"), made.vacancy, APRIL).best == ()


def test_matching_asks_as_many_questions_for_many_people_as_for_few(made: Made) -> None:
    sews(made.person)
    vacancies.say_wish(actor=made.actor, person=made.person.uid, weekly_minutes=1500, travels=True, on=MARCH)

    def questions() -> tuple[int, int, int]:
        with CaptureQueriesContext(connection) as ranked:
            total = matching.candidates(made.actor, made.vacancy, APRIL).total
        with CaptureQueriesContext(connection) as opened:
            matching.openings(made.actor, made.person.uid, APRIL)
        return total, len(ranked), len(opened)

    first = questions()
    for _ in range(4):
        sews(factories.person(made.project))
        factories_plans.vacancy(made.project)
    assert questions() == (5, *first[1:])


def test_a_person_sees_the_vacancy_that_fits_best_first(made: Made) -> None:
    sews(made.person)
    worse = factories_plans.vacancy(made.project, skills="cucito, saldatura")
    factories_plans.vacancy(made.project, closes_on=MARCH + (APRIL - MARCH))
    _person, found = matching.openings(made.actor, made.person.uid, date(2026, 3, 15))
    fits = {one.vacancy.pk: one.fit.points for one in found}
    assert list(fits)[-1] == worse.pk
    assert len(matching.openings(made.actor, made.person.uid, APRIL)[1]) == 2


def test_who_is_taken_on_has_found_a_job_and_the_places_are_kept(made: Made) -> None:
    row = made.put(made.person)
    assert made.put(made.person) == row
    with pytest.raises(rules.NotAgreedToSend):
        made.step(row, "sent")
    agree(made.person, "referral")
    made.step(row, "sent")
    made.step(row, "hired", hiring=Hiring(APRIL, contract="Apprenticeship"))
    job = JobFound.objects.get()
    assert (job.employer, job.weekly_minutes, job.plan) == ("Sartoria Esempio", 1200, made.plan)
    other = made.house.elderly.holder
    agree(other, "referral")
    second = made.put(other)
    made.step(second, "sent")
    with pytest.raises(rules.VacancyFull):
        made.step(second, "hired")
    with pytest.raises(rules.PlacementMoved):
        made.step(row, "refused")
    assert vacancy_queries.job_figures(vacancy_queries.jobs(made.actor)).through_vacancies == 1


def test_nobody_is_put_forward_for_what_is_closed_and_a_course_is_no_job(made: Made) -> None:
    Vacancy.objects.filter(pk=made.vacancy.pk).update(closes_on=APRIL)
    with pytest.raises(rules.VacancyClosed):
        made.put(made.person)
    Vacancy.objects.filter(pk=made.vacancy.pk).update(closes_on=None, kind="course")
    agree(made.person, "referral")
    row = made.put(made.person)
    made.step(row, "sent")
    made.step(row, "hired")
    assert not JobFound.objects.exists()


def test_a_job_found_by_oneself_is_written_down_once(made: Made) -> None:
    uid = uuid4()
    for _ in range(2):
        vacancies.record_job(
            actor=made.actor,
            uid=uid,
            person=made.person.uid,
            hiring=Hiring(APRIL, employer="Bar Esempio", weekly_minutes=1800),
            at=MOMENT,
        )
    figures = vacancy_queries.job_figures(vacancy_queries.jobs(made.actor))
    assert (figures.jobs, figures.people, figures.through_vacancies) == (1, 1, 0)
    assert figures.weekly_minutes == 1800
