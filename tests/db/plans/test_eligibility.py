"""Eligibility on record: facts with their evidence, checks that stay as they were, what changed since."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campanello.core.access import NotFound
from campanello.core.actor import NOBODY, Role
from campanello.core.models import AuditEntry
from campanello.people.models import (
    Citizenship,
    EmploymentStatus,
    Participation,
    Person,
    ResidencePermit,
    SpecialFact,
)
from campanello.plans.models import Application, Document, Fact, RequirementCheck
from campanello.plans.queries import eligibility as queries
from campanello.plans.rules.eligibility_reading import NotACode
from campanello.plans.services import eligibility as services
from campanello.plans.services.eligibility import FactToCome, NewFact, NoSource, NotedMeanwhile
from tests import factories, factories_plans

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = AT + timedelta(days=20)
RECEIVED = date(2026, 2, 2)  # as the factory of applications says


class Desk:
    """An application of somebody on record under ProLorenteggio, of whom all is known but NASpI."""

    def __init__(self, **given: Any) -> None:
        self.project = factories.project()
        self.home = factories.dwelling(factories.building(self.project))
        self.actor = factories.actor(Role.DESK, project=self.project)
        self.person = factories.person(self.project, born_on=date(1985, 5, 4))
        factories.tenancy(self.home, factories.household(self.person))
        Citizenship.objects.create(person=self.person, country="MA")
        self.permit = ResidencePermit.objects.create(
            person=self.person, kind="LAV_SUB", expires_on=date(2026, 3, 31)
        )
        EmploymentStatus.objects.create(
            person=self.person, status="unemployed", starts_on=date(2025, 6, 1), basis="register"
        )
        measure = factories_plans.measure(self.project, **given)
        self.application = factories_plans.application(measure, person=self.person)
        self.noted("housing_hardship", "yes")
        self.noted("other_public_policy", "no")

    def noted(self, name: str, value: str, **but: Any) -> Fact:
        given = {"evidence": "declared", "on": ON} | but
        return services.note(
            actor=self.actor, application=self.application.uid, fact=NewFact(name, value, **given), at=AT
        )

    def check(self, occasion: str = "again", on: date = ON, at: datetime = AT) -> RequirementCheck:
        return services.check(
            actor=self.actor, application=self.application.uid, occasion=occasion, on=on, at=at
        )

    def page(self, on: date = ON) -> queries.Page:
        return queries.eligibility(self.actor, self.application.uid, on)


def answers(check: RequirementCheck) -> dict[str, str]:
    return {code: verdict.value for code, verdict in queries.verdicts(check).items()}


def told(check: RequirementCheck, code: str) -> list[tuple[str, str, str]]:
    facts = next(one["facts"] for one in check.results if one["code"] == code)
    return [(one["name"], one["value"], one["evidence"]) for one in facts]


def test_a_check_keeps_each_answer_with_evidence_source_and_day() -> None:
    desk = Desk()
    check = desk.check("application")
    assert (check.outcome, check.on, check.requirement_set) == ("pending", RECEIVED, "prolorenteggio")
    assert check.set_starts_on == date(2017, 11, 15)
    assert answers(check) == {
        **dict.fromkeys(("age", "residence", "employment", "housing", "other_policy", "permit"), "met"),
        "naspi": "unknown",
    }
    assert told(check, "age") == [("birth_date", "1985-05-04", "record")]
    assert told(check, "residence") == [("resident_in_area", "yes", "record")]
    assert told(check, "housing") == [("housing_hardship", "yes", "declared")]
    assert told(check, "permit") == [
        ("citizenship", "MA", "record"),
        ("permit_expires_on", "2026-03-31", "record"),
    ]
    work = next(one for one in check.results if one["code"] == "employment")
    assert (work["facts"][0]["on"], work["source"]) == ("2025-06-01", "Report 2021, Tavola 4.2: unemployed")
    entry = AuditEntry.objects.get(verb="plans.eligibility-checked")
    assert (entry.target, entry.person) == (check.pk, desk.person.pk)


def test_what_follows_changes_with_a_fact_and_the_earlier_check_stays() -> None:
    desk = Desk()
    first = desk.check("application")
    desk.noted("receives_naspi", "no", evidence="register", source="INPS, 1 March")
    page = desk.page()
    assert (page.now.outcome, page.last) == ("eligible", first)
    assert [(one.code, one.before, one.after) for one in page.changed] == [("naspi", "unknown", "met")]
    desk.check()
    again = desk.page()
    assert again.changed == ()
    assert [step.check.outcome for step in again.history] == ["eligible", "pending"]
    assert [one.code for one in again.history[0].changes] == ["naspi"]
    assert [one.code for one in queries.changes(desk.application.pk)] == ["naspi"]
    first.refresh_from_db()
    assert first.outcome == "pending"


def test_a_fact_is_replaced_and_its_history_stays() -> None:
    desk = Desk()
    said = desk.noted("receives_naspi", "no")
    assert desk.noted("receives_naspi", "no") == said  # pressed twice
    shown = desk.noted("receives_naspi", "yes", evidence="register", source="INPS", replaces=said.pk)
    kept = Fact.objects.filter(application=desk.application, name="receives_naspi").order_by("pk")
    assert [(one.value, one.is_replaced) for one in kept] == [("no", True), ("yes", False)]
    with pytest.raises(NotedMeanwhile, match="“yes”, and you wrote “no”"):
        desk.noted("receives_naspi", "no", replaces=said.pk)
    taken_back = desk.noted("receives_naspi", "", replaces=shown.pk)
    assert taken_back.value == ""
    assert answers(desk.check())["naspi"] == "unknown"
    assert AuditEntry.objects.filter(verb="plans.fact-noted", facts__fact="receives_naspi").count() == 3


def test_a_document_counts_before_the_record_and_the_record_before_what_was_said() -> None:
    desk = Desk()
    desk.noted("employment_status", "employed")
    desk.noted("citizenship", "RO", evidence="document", source="Passport")
    known = queries.facts_of(desk.application, ON)
    assert (known["employment_status"].value, known["employment_status"].evidence) == ("unemployed", "record")
    assert (known["citizenship"].value, known["citizenship"].record) == ("RO", "MA")
    EmploymentStatus.objects.create(person=desk.person, status="retired", starts_on=ON)
    assert (
        queries.facts_of(desk.application, ON - timedelta(days=1))["employment_status"].value == "unemployed"
    )
    assert queries.facts_of(desk.application, ON)["employment_status"].value == "retired"


REFUSED: dict[str, tuple[dict[str, Any], type[Exception]]] = {
    "a value that the contract does not know": ({"value": "perhaps"}, NotACode),
    "a document that nobody names": ({"evidence": "document"}, NoSource),
    "a day to come": ({"on": ON + timedelta(days=1)}, FactToCome),
    "the record's own evidence": ({"evidence": "record"}, services.NotInTheList),
    "a document of another application": (
        {"evidence": "document", "document": uuid.uuid4()},
        NotFound,
    ),
}


@pytest.mark.parametrize(("but", "error"), REFUSED.values(), ids=REFUSED)
def test_a_fact_is_refused(but: dict[str, Any], error: type[Exception]) -> None:
    desk = Desk()
    before = Fact.objects.count()
    with pytest.raises(error):
        desk.noted("receives_naspi", **{"value": "no"} | but)
    assert Fact.objects.count() == before


def test_a_document_of_the_application_is_evidence_by_itself() -> None:
    desk = Desk()
    document = Document.objects.create(
        project=desk.project,
        application=desk.application,
        kind="unemployment",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        path="none",
        uploaded_at=AT,
    )
    fact = desk.noted("employment_status", "employed", evidence="document", document=document.uid)
    assert fact.document == document
    document.delete()
    fact.refresh_from_db()
    assert fact.document is None


def test_a_permit_that_is_being_renewed_is_valid_and_one_that_ended_is_not() -> None:
    desk = Desk()
    april = date(2026, 4, 15)
    assert answers(desk.check("payment", april))["permit"] == "not_met"
    ResidencePermit.objects.filter(pk=desk.permit.pk).update(renewal_asked_on=date(2026, 3, 20))
    check = desk.check("payment", april)
    assert answers(check)["permit"] == "met"
    assert told(check, "permit")[1] == ("permit_expires_on", "2026-04-15", "record")


def test_before_a_payment_only_what_each_payment_asks_for_is_asked_on_its_day() -> None:
    desk = Desk()
    desk.noted("receives_naspi", "no")
    assert desk.check("application").outcome == "eligible"
    EmploymentStatus.objects.create(person=desk.person, status="employed", starts_on=date(2026, 3, 10))
    paid = desk.check("payment", date(2026, 3, 20), LATER)
    assert (paid.outcome, paid.on, list(answers(paid))) == (
        "eligible",
        date(2026, 3, 20),
        ["naspi", "other_policy", "permit"],
    )
    assert queries.changes(desk.application.pk) == ()
    late = desk.check("payment", date(2026, 4, 1), LATER + timedelta(days=12))
    assert (late.outcome, [one.code for one in queries.changes(desk.application.pk)]) == (
        "ineligible",
        ["permit"],
    )
    assert queries.latest(desk.application.pk) == late


def test_a_change_of_rules_rewrites_no_check(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(requirement_set="regional")
    Participation.objects.create(
        person=desk.person, project=desk.project, strand="lab", code="L1", entry_on=date(2026, 1, 1)
    )
    EmploymentStatus.objects.create(person=desk.person, status="employed", starts_on=date(2026, 1, 2))
    assert desk.check().outcome == "eligible"
    head = "name,value,unit,starts_on,ends_on,source\n"
    for day in ("2026-02-03", "2026-02-02"):
        row = f"plans.regional_asks_unemployed,1,1 for yes,{day},,An act\n"
        (tmp_path / day).write_text(head + row, encoding="utf-8")
    monkeypatch.setenv("CAMPANELLO_PARAMETERS", str(tmp_path / "2026-02-03"))
    assert desk.check().outcome == "eligible", "received the day before the new rule"
    monkeypatch.setenv("CAMPANELLO_PARAMETERS", str(tmp_path / "2026-02-02"))
    now = desk.check()
    assert (now.outcome, answers(now)["employment"]) == ("ineligible", "not_met")
    kept = RequirementCheck.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(kept) == ["eligible", "eligible", "ineligible"]


CHANGES = {
    "a check's outcome": "UPDATE plans_requirementcheck SET outcome = 'eligible'",
    "a check's answers": "UPDATE plans_requirementcheck SET results = '[1]'",
    "a check of a decided application deleted": "DELETE FROM plans_requirementcheck",
    "a fact's value": "UPDATE plans_fact SET value = 'no' WHERE name = 'housing_hardship'",
    "a replaced fact put back": "UPDATE plans_fact SET is_replaced = '0' WHERE is_replaced",
    "a fact of a decided application deleted": "DELETE FROM plans_fact",
}


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_the_database_refuses_to_change(statement: str) -> None:
    desk = Desk()
    desk.noted("other_public_policy", "yes")
    desk.check()
    Application.objects.filter(pk=desk.application.pk).update(decided_at=AT)
    with pytest.raises(DatabaseError, match="neither changed nor deleted"), transaction.atomic():
        connection.cursor().execute(statement)


def test_an_application_that_nobody_decided_can_go_with_its_checks() -> None:
    desk = Desk()
    desk.check()
    Application.objects.all().delete()
    assert not RequirementCheck.objects.exists()


def test_the_form_on_line_declares_and_is_checked_by_nobody_in_particular() -> None:
    measure = factories_plans.measure(requirement_set="regional")
    application = factories_plans.application(measure, channel="web")
    for name, value in {"resident_in_area": "yes", "economic_hardship": "no"}.items():
        given = {"application": application, "on": RECEIVED, "at": AT}
        services.note_declared(name=name, value=value, **given)  # type: ignore[arg-type]
    check = services.check_received(application=application, on=RECEIVED, at=AT)
    assert (check.outcome, check.by, check.occasion) == ("pending", None, "application")
    assert answers(check) == {"residence": "met", "hardship": "unknown", "lab": "unknown"}
    with pytest.raises(NotFound):
        services.check(actor=NOBODY, application=application.uid, occasion="again", on=ON, at=AT)


def test_merged_records_answer_together_and_a_restricted_one_says_nothing() -> None:
    desk = Desk()
    other = factories.person(desk.project, merged_into=desk.person)
    Participation.objects.create(
        person=other, project=desk.project, strand="lab", code="L2", entry_on=date(2026, 1, 1)
    )
    assert queries.facts_of(desk.application, ON)["lab_participation"].value == "yes"
    absorbed = factories.person(desk.project, born_on=date(1990, 1, 1))
    Application.objects.filter(pk=desk.application.pk).update(person=absorbed)
    before = desk.check()
    assert told(before, "age") == [("birth_date", "1990-01-01", "record")]
    Person.objects.filter(pk=absorbed.pk).update(merged_into=desk.person)
    page = desk.page()
    assert page.now.known["birth_date"].value == "1985-05-04"
    assert "age" in {one.code for one in page.changed}
    Person.objects.filter(pk=desk.person.pk).update(restricted_at=timezone.now())
    assert "birth_date" not in queries.facts_of(Application.objects.get(), ON)


def test_which_special_facts_there_are_is_not_kept_in_a_check() -> None:
    desk = Desk(requirement_set="bollate")
    for kind in ("addiction", "detention"):
        SpecialFact.objects.create(
            person=desk.person, kind=kind, basis="declared", starts_on=date(2026, 1, 1)
        )
    check = desk.check()
    assert answers(check)["disadvantage"] == "met"
    assert told(check, "disadvantage") == [("disadvantages", "", "record")]
    assert queries.facts_of(desk.application, ON)["disadvantages"].value == "detention_or_addiction"
    assert not desk.page().sees_special
    case = factories.actor(Role.CASE, project=desk.project)
    assert queries.eligibility(case, desk.application.uid, ON).sees_special


def test_a_thousand_applications_are_checked_in_as_many_queries_as_two() -> None:
    desk = Desk()
    found = {}
    for number in (2, 12):
        while Application.objects.count() < number:
            person = factories.person(desk.project, born_on=date(1990, 1, 1))
            factories_plans.application(desk.application.measure, person=person)
        rows = list(Application.objects.select_related("measure", "person"))
        with CaptureQueriesContext(connection) as captured:
            made = services.check_many(actor=desk.actor, rows=rows, occasion="payment", on=ON, at=AT)
        found[number] = len(captured)
        assert [one.application_id for one in made] == [one.pk for one in rows]
    assert found[2] == found[12] <= 20


def test_the_page_takes_as_many_queries_for_many_checks() -> None:
    desk = Desk()
    found = {}
    for number in (1, 9):
        while RequirementCheck.objects.count() < number:
            desk.check()
        with CaptureQueriesContext(connection) as captured:
            desk.page()
        found[number] = len(captured)
    assert found[1] == found[9] <= 18
