"""Tenancies and arrears out of tables: what is started, corrected, refused, and what a landlord is not told."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.core.importing import Incoming, Outcome, proposed
from campanello.core.models import AuditEntry
from campanello.core.sheets import opened
from campanello.homes.models import ArrearsStatement, Dwelling, Tenancy
from campanello.homes.services.tables import TABLES
from campanello.people.models import Involvement, Membership, Person
from tests import factories
from tests.db.homes.houses import House

pytestmark = pytest.mark.django_db

ON, AT = date(2026, 3, 2), datetime(2026, 3, 2, 9, tzinfo=UTC)
TENANCIES = "Contratto;Codice alloggio;Via;Civico;Scala;Piano;Interno;CF;Cognome;Nome;Nato il;Titolo;Dal;Al"
ARREARS = "Contratto;Codice alloggio;Creditore;Importo;Alla data;Fonte;Causa"
ROSA = "C1;A4;;;;;;BLLRSO60E44E897O;Ballatoio;Rosa;04/05/1960;inquilino;01/02/2019;"
Bring = Callable[..., Outcome]


@pytest.fixture
def house() -> House:
    made = House()
    for home in (made.empty, made.known.dwelling):
        Dwelling.objects.filter(pk=home.pk).update(code=f"A{home.door}")
    Tenancy.objects.filter(pk=made.known.pk).update(code="K1")
    return made


@pytest.fixture
def bring(house: House, tmp_path: Path) -> Bring:
    def brought(table: str, *rows: str, role: str = "coordinator", **given: Any) -> Outcome:
        path = tmp_path / "tabella.csv"
        head = TENANCIES if table == "tenancies" else ARREARS
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        shape = TABLES[table].shape
        project = None if role == "landlord" else house.project.pk
        told: dict[str, Any] = {"actor": house.actor(role), "project": project, "on": ON, "at": AT} | given
        with opened(path) as sheet:
            incoming = Incoming(sheet.columns, proposed(sheet.columns, shape), sheet.rows)
            return TABLES[table].bring(incoming=incoming, **told)

    return brought


def counts(outcome: Outcome) -> tuple[int, int, int, int, int]:
    return outcome.new, outcome.changed, outcome.unchanged, outcome.doubtful, outcome.problem_count


def texts(outcome: Outcome) -> list[str]:
    return [one.text % one.facts for one in outcome.problems]


def test_a_tenancy_starts_with_a_tenant_and_a_household_of_their_own(bring: Bring, house: House) -> None:
    outcome = bring("tenancies", ROSA)
    assert (counts(outcome), outcome.is_stored) == ((1, 0, 0, 0, 0), True)
    tenancy = Tenancy.objects.get(code="C1")
    assert (tenancy.dwelling, tenancy.tenure, tenancy.starts_on) == (
        house.empty,
        "tenant",
        date(2019, 2, 1),
    )
    assert tenancy.holder is not None
    assert tenancy.holder.name == "Rosa Ballatoio"
    assert tenancy.holder.codes.get().normal == "BLLRSO60E44E897O"
    stay = Membership.objects.get(household=tenancy.household)
    assert (stay.person, stay.role, stay.starts_on) == (tenancy.holder, "head", date(2019, 2, 1))
    verbs = set(AuditEntry.objects.filter(person=tenancy.holder.pk).values_list("verb", flat=True))
    assert verbs == {"people.person-imported", "people.household-opened", "homes.tenancy-started"}


def test_the_same_tenancies_again_change_nothing(bring: Bring) -> None:
    no_code = "C2;;Via Esempio;12;B;1;6;;Ballatoio;Lina;;proprietario;01/02/2019;"
    assert counts(bring("tenancies", ROSA, no_code)) == (2, 0, 0, 0, 0)
    people = Person.objects.count()
    assert counts(bring("tenancies", ROSA, no_code)) == (0, 0, 2, 0, 0)
    assert Person.objects.count() == people


def test_a_later_table_ends_one_tenancy_and_starts_the_next(bring: Bring) -> None:
    bring("tenancies", ROSA)
    outcome = bring(
        "tenancies",
        "C9;A4;;;;;;;Cortile;Ugo;01/01/1970;inquilino;01/01/2026;",
        f"{ROSA}01/01/2026",
    )
    assert counts(outcome) == (1, 1, 0, 0, 0)
    assert list(Tenancy.objects.filter(code__in=["C1", "C9"]).order_by("code").values_list("ends_on")) == [
        (date(2026, 1, 1),),
        (None,),
    ]


def test_a_known_household_moves_in_as_it_is(bring: Bring, house: House) -> None:
    person = factories.person(
        house.project, family_name="Ballatoio", given_name="Rosa", born_on=date(1960, 5, 4)
    )
    household = factories.household(person, factories.person(house.project))
    assert counts(bring("tenancies", ROSA)) == (1, 0, 0, 0, 0)
    assert Tenancy.objects.get(code="C1").household == household
    assert not person.codes.exists()


WRONG = {
    "a dwelling that is not there": ROSA.replace("A4", "A99"),
    "an address that fits several": ROSA.replace("A4;;;", ";Via Esempio;12;"),
    "a dwelling that is taken": ROSA.replace("A4", "A1"),
    "a contract of another dwelling": ROSA.replace("C1;", "K1;"),
    "a tenancy before the building": ROSA.replace("2019", "1964"),
    "an end before the start": f"{ROSA}01/02/2018",
    "a tenure that is none": ROSA.replace("inquilino", "ospite"),
    "no first day": ROSA.replace("01/02/2019", ""),
    "no tenant": ROSA.replace("Ballatoio;Rosa", ";"),
    "no dwelling": ROSA.replace("A4", ""),
    "a floor that is none": ROSA.replace("A4;;;;;", "A4;;;;mansarda;"),
    "a first day that is surely mistyped": ROSA.replace("2019", "2091"),
}


@pytest.mark.parametrize("row", WRONG.values(), ids=WRONG)
def test_a_wrong_tenancy_is_named_and_stops_all(row: str, bring: Bring) -> None:
    before = Tenancy.objects.count(), Person.objects.count(), AuditEntry.objects.count()
    good = "C7;;Via Esempio;12;B;1;6;;Ballatoio;Lina;;proprietario;01/02/2019;"
    outcome = bring("tenancies", good, row)
    assert (outcome.problem_count, outcome.is_stored) == (1, False)
    assert outcome.problems[0].row == 3
    assert (Tenancy.objects.count(), Person.objects.count(), AuditEntry.objects.count()) == before


def test_a_tenancy_of_somebody_else_is_not_overwritten(bring: Bring, house: House) -> None:
    assert counts(bring("tenancies", "K1;A1;;;;;;;Ballatoio;Rosa;;inquilino;01/01/2020;"))[-1] == 1
    Person.objects.filter(pk=house.known.holder_id).update(given_name="Anna")
    assert counts(bring("tenancies", "K1;A1;;;;;;;Rossi;Anna;;inquilino;01/01/2020;")) == (0, 0, 1, 0, 0)


def test_one_tenancy_in_two_rows_is_told(bring: Bring) -> None:
    outcome = bring("tenancies", ROSA, ROSA)
    assert [(one.row, one.facts) for one in outcome.problems] == [(3, {"first": 2})]


def test_a_landlord_is_told_nothing_of_people_the_programme_knows(bring: Bring, house: House) -> None:
    other = factories.person(factories.project(), family_name="Cortile", born_on=date(1990, 1, 1))
    factories.code(other, kind="cf", value="BLLRSO60E44E897O", reason="")
    told = texts(bring("tenancies", ROSA, role="landlord"))
    assert len(told) == 1
    assert "coordinator" in told[0]
    housed = factories.person(family_name="Ballatoio", given_name="Rosa", born_on=date(1960, 5, 4))
    other.codes.update(person=housed)
    elsewhere = factories.dwelling(factories.building(factories.project()))
    factories.tenancy(elsewhere, factories.household(housed))
    assert texts(bring("tenancies", ROSA, role="landlord")) == told


def test_a_landlord_s_new_tenants_are_the_neighbourhood_s_project_s_to_see(
    bring: Bring, house: House
) -> None:
    assert counts(bring("tenancies", ROSA, role="landlord")) == (1, 0, 0, 0, 0)
    holder = Tenancy.objects.get(code="C1").holder
    assert Involvement.objects.filter(person=holder, project=house.project).exists()


def test_a_landlord_brings_tables_into_their_own_dwellings_alone(bring: Bring) -> None:
    other = factories.actor("landlord")
    outcome = bring("tenancies", ROSA, role="landlord", actor=other)
    assert (counts(outcome)[-1], "no such dwelling" in texts(outcome)[0]) == (1, True)


@pytest.mark.parametrize("table", ["tenancies", "arrears"])
@pytest.mark.parametrize("role", ["desk", "case", "employment", "programme", "evaluator", "admin"])
def test_nobody_else_imports_homes(role: str, table: str, bring: Bring) -> None:
    with pytest.raises(NotFound):
        bring(table, role=role)


def test_a_project_s_role_does_not_bring_tables_in_as_a_landlord(bring: Bring, house: House) -> None:
    with pytest.raises(NotFound):
        bring("arrears", actor=house.actor("coordinator"), project=None)


def test_arrears_come_with_their_day_creditor_source_and_cause(bring: Bring, house: House) -> None:
    outcome = bring(
        "arrears", "K1;;;1.234,50;28/02/2026;servizio sociale;licenziamento", ";A1;ALER;0;27/02/2026;;"
    )
    assert (counts(outcome), outcome.is_stored) == ((2, 0, 0, 0, 0), True)
    first = ArrearsStatement.objects.get(as_of=date(2026, 2, 28))
    assert (first.amount_cents, first.source, first.no_fault_cause) == (
        123_450,
        "social_service",
        "dismissal",
    )
    assert (first.tenancy, first.creditor) == (house.known, house.aler)
    assert ArrearsStatement.objects.get(as_of=date(2026, 2, 27)).amount_cents == 0


def test_a_second_table_corrects_and_keeps_the_first_figure(bring: Bring) -> None:
    bring("arrears", "K1;;;100;28/02/2026;;")
    assert counts(bring("arrears", "K1;;;100;28/02/2026;;")) == (0, 0, 1, 0, 0)
    assert counts(bring("arrears", "K1;;;120,50;28/02/2026;;")) == (0, 1, 0, 0, 0)
    first, second = ArrearsStatement.objects.filter(as_of=date(2026, 2, 28)).order_by("pk")
    assert (first.amount_cents, first.is_replaced) == (10_000, True)
    assert (second.amount_cents, second.corrects, second.is_replaced) == (12_050, first, False)
    assert second.reason


WRONG_FIGURES = {
    "an amount that may be two": "K1;;;1.234;28/02/2026;;",
    "an amount below zero": "K1;;;-12;28/02/2026;;",
    "no amount": "K1;;;;28/02/2026;;",
    "a day that has not come": "K1;;;12;28/02/2027;;",
    "a day before they lived there": "K1;;;12;28/02/2010;;",
    "a contract that is not there": "K99;;;12;28/02/2026;;",
    "a creditor that is none": "K1;;Banca;12;28/02/2026;;",
    "a cause that is none": "K1;;;12;28/02/2026;;sfortuna",
    "a dwelling where nobody lived": ";A4;;12;28/02/2026;;",
}


@pytest.mark.parametrize("row", WRONG_FIGURES.values(), ids=WRONG_FIGURES)
def test_a_wrong_figure_is_named_and_stops_all(row: str, bring: Bring) -> None:
    before = ArrearsStatement.objects.count()
    outcome = bring("arrears", "K1;;;5;01/02/2026;;", row)
    assert (outcome.problem_count, outcome.is_stored) == (1, False)
    assert ArrearsStatement.objects.count() == before


def test_a_landlord_states_its_own_claims_without_causes(bring: Bring, house: House) -> None:
    assert counts(bring("arrears", "K1;;;7;28/02/2026;inquilino;licenziamento", role="landlord"))[0] == 1
    made = ArrearsStatement.objects.get(as_of=date(2026, 2, 28))
    assert (made.source, made.no_fault_cause, made.creditor) == ("landlord", "", house.aler)


def test_a_contract_in_another_project_is_not_told_apart_from_none(bring: Bring) -> None:
    elsewhere = factories.dwelling(factories.building(factories.project()))
    factories.tenancy(elsewhere, factories.household(factories.person()), code="X1")
    assert texts(bring("arrears", "X1;;;5;01/02/2026;;")) == texts(bring("arrears", "X2;;;5;01/02/2026;;"))


def test_a_trial_leaves_everything_as_it_is(bring: Bring) -> None:
    before = AuditEntry.objects.count()
    assert counts(bring("tenancies", ROSA, is_trial=True)) == (1, 0, 0, 0, 0)
    assert counts(bring("arrears", "K1;;;5;01/02/2026;;", is_trial=True)) == (1, 0, 0, 0, 0)
    assert not Tenancy.objects.filter(code="C1").exists()
    assert AuditEntry.objects.count() == before


def test_the_queries_do_not_grow_with_the_rows(
    bring: Bring, house: House, django_assert_max_num_queries: Any
) -> None:
    for number in range(200, 260):
        house.dwelling(str(number), code=f"D{number}")
    rows = [
        f"T{number};D{number};;;;;;;Cognome{chr(65 + number % 25)}{chr(65 + number % 7)};Anna;"
        f"01/01/19{10 + number % 80};inquilino;01/02/2019;"
        for number in range(200, 250)
    ]
    actor: Actor = house.actor("coordinator")
    with django_assert_max_num_queries(60):
        assert bring("tenancies", *rows, actor=actor).new == 50
