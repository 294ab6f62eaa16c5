"""The requirements before a payment run: of many applications at once, just what each of them gets by itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.models import Project
from campanello.people.models import Citizenship, EmploymentStatus, Person, ResidencePermit, SpecialFact
from campanello.plans.models import Application, Fact, Measure, RequirementCheck
from campanello.plans.services import eligibility as services
from campanello.plans.services import payments_checking
from tests import factories, factories_plans
from tests.db.plans.test_eligibility import AT, ON, Desk

pytestmark = pytest.mark.django_db
KEPT = ("application", "occasion", "on", "requirement_set", "set_starts_on", "outcome", "results", "priority")
SETS = ("prolorenteggio", "bollate", "regional")


def fact(application: Application, name: str, value: str, **but: Any) -> Fact:
    given = {"evidence": "declared", "source": "", "on": ON, "recorded_at": AT} | but
    return Fact.objects.create(application=application, name=name, value=value, **given)


def somebody(project: Project, number: int, measure: Measure) -> Application:
    """One of many different cases: whether on record, from where, permitted to stay until when, of what age."""
    born_on = date(1930 + 7 * (number % 12), 5, 4) if number % 5 else None
    sex = "FMX"[number % 3] if number % 4 else ""
    person = factories.person(project, born_on=born_on, sex=sex)
    if number % 2:
        Citizenship.objects.create(person=person, country=("MA", "FR")[number % 4 == 1], basis="declared")
        ends_on = ON + timedelta(days=number - 8)
        ResidencePermit.objects.create(person=person, kind="LAV_SUB", expires_on=ends_on)
    if number % 3:
        EmploymentStatus.objects.create(person=person, status="unemployed", starts_on=date(2025, 6, 1))
        SpecialFact.objects.create(person=person, kind="addiction", starts_on=date(2025, 6, 1))
    if number == 7:
        Person.objects.filter(pk=person.pk).update(restricted_at=AT)
    made = factories_plans.application(measure, person=None if number == 6 else person)
    if number % 4:
        fact(
            made, "receives_naspi", ("yes", "no")[number % 3 > 0], evidence="document", source=f"n. {number}"
        )
    if number % 3 == 1:
        fact(made, "other_public_policy", "no")
        fact(
            made, "permit_expires_on", "2030-01-01", evidence=("declared", "document")[number % 2], source="A"
        )
    if number % 6 == 1:
        fact(made, "economic_hardship", "yes")
    return made


def absorbed(project: Project, measure: Measure) -> Application:
    """Of a person whose application is under a record that another one absorbed, which knows the permit."""
    kept = factories.person(project, born_on=date(1999, 1, 1), sex="F")
    other = factories.person(project)
    ResidencePermit.objects.create(person=other, kind="LAV_SUB", expires_on=date(2026, 12, 31))
    made = factories_plans.application(measure, person=other)
    Person.objects.filter(pk=other.pk).update(merged_into=kept)
    return made


def kept(since: int) -> list[dict[str, Any]]:
    return list(RequirementCheck.objects.filter(pk__gt=since).order_by("application").values(*KEPT))


def test_many_at_once_get_the_answers_that_each_gets_alone() -> None:
    project = factories.project()
    measures = [factories_plans.measure(project, requirement_set=code) for code in SETS]
    made = [somebody(project, number, measures[number // 8]) for number in range(24)]
    made += [absorbed(project, measure) for measure in measures]
    actor, day = factories.actor("coordinator", project=project), ON + timedelta(days=10)
    found = payments_checking.checked(actor=actor, applications=[one.pk for one in made], on=day, at=AT)
    at_once = kept(0)
    last = RequirementCheck.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for key in found:
        (row,) = Application.objects.filter(pk=key).select_related("measure", "person")
        services.checked(actor=actor, held=row, occasion="payment", on=day, at=AT)
    assert at_once == kept(last)
    assert found == {one["application"]: one["outcome"] for one in at_once}
    # The cases are different indeed: all outcomes, and priority, are among them.
    assert set(found.values()) == {"eligible", "pending", "ineligible"}
    assert {flag for one in at_once for flag in one["priority"]} == {
        "woman",
        "age",
        "disadvantage",
        "hardship",
    }
    verdicts = {(one["code"], one["verdict"]) for row in at_once for one in row["results"]}
    asked = ("naspi", "other_policy", "permit")
    assert {
        ("naspi", "not_met"),
        *((code, is_so) for code in asked for is_so in ("met", "unknown")),
    } <= verdicts
    assert ("permit", "not_met") in verdicts


def test_an_answer_holds_for_its_own_application_alone_where_what_is_known_differs_by_a_word() -> None:
    desk = Desk()
    other = factories_plans.application(desk.application.measure, person=factories.person(desk.project))
    keys = [desk.application.pk, other.pk]
    for one, source in ((desk.application, "n. 1"), (other, "n. 2")):
        fact(one, "receives_naspi", "no", evidence="register", source=source)
    payments_checking.checked(actor=desk.actor, applications=keys, on=ON, at=AT)
    checks = RequirementCheck.objects.order_by("application")
    assert [one.results[0]["facts"][0]["source"] for one in checks] == ["n. 1", "n. 2"]


def test_eight_take_as_many_queries_as_two() -> None:
    project = factories.project()
    measure = factories_plans.measure(project)
    made = [somebody(project, number, measure).pk for number in range(8)]
    actor, asked = factories.actor("coordinator", project=project), []
    for some in (made[:2], made):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            payments_checking.checked(actor=actor, applications=some, on=ON, at=AT)
        asked.append(len(queries))
    assert asked[0] == asked[1]
