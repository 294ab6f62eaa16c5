"""Statements of arrears: who states and reads what, corrections, the figures of lists and of panels agree."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from campanello.core.access import NotFound, NotYours
from campanello.core.models import AuditEntry
from campanello.homes.models import ArrearsStatement, Dwelling
from campanello.homes.queries import arrears as queries
from campanello.homes.queries import buildings
from campanello.homes.queries.buildings import Wanted
from campanello.homes.rules import arrears as rules
from campanello.homes.services import arrears
from tests import factories
from tests.db.homes.houses import House
from tests.factories import LONG_AGO, TODAY

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)


@pytest.fixture
def house() -> House:
    return House()


def state(house: House, role: str = "coordinator", **given: Any) -> ArrearsStatement:
    facts = {"tenancy": house.unmet.uid, "creditor": house.aler.pk, "as_of": JANUARY, "amount_cents": 100}
    facts |= {"source": "tenant", "on": TODAY}
    return arrears.state(**{"actor": house.actor(role)} | facts | given)


def test_a_statement_is_recorded_with_who_said_it_and_leaves_a_trace(house: House) -> None:
    made = state(house, no_fault_cause="illness")
    assert (made.amount_cents, made.source, made.no_fault_cause) == (100, "tenant", "illness")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.person) == ("homes.arrears-stated", house.unmet.holder_id)
    assert entry.facts == {"source": "tenant"}


def test_a_landlord_s_officer_states_as_the_landlord_and_no_cause(house: House) -> None:
    made = state(house, "landlord", no_fault_cause="illness")
    assert (made.source, made.no_fault_cause) == ("landlord", "")


WHO = {"coordinator": None, "landlord": None, "case": NotYours, "desk": NotYours, "programme": NotFound}


@pytest.mark.parametrize(("role", "why"), WHO.items())
def test_who_may_state(role: str, why: type[Exception] | None, house: House) -> None:
    if why is None:
        assert state(house, role).pk
        return
    with pytest.raises(why):
        state(house, role)
    assert not ArrearsStatement.objects.filter(tenancy=house.unmet).exists()


def test_only_a_creditor_of_the_house_can_be_named(house: House) -> None:
    stranger = factories.organisation(kind="aler")
    comune = factories.organisation(kind="municipality")
    house.project.partners.add(comune)
    with pytest.raises(NotFound):
        state(house, creditor=stranger.pk)
    assert state(house, creditor=comune.pk).pk
    with pytest.raises(NotFound):
        state(house, "landlord", creditor=comune.pk)


DAYS = {
    "tomorrow": (TODAY + timedelta(1), rules.StatementInTheFuture),
    "before they moved in": (LONG_AGO - timedelta(1), rules.StatementBeforeTenancy),
}


@pytest.mark.parametrize(("as_of", "why"), DAYS.values(), ids=DAYS)
def test_a_day_is_refused(as_of: date, why: type[Exception], house: House) -> None:
    with pytest.raises(why):
        state(house, as_of=as_of)


def test_a_source_states_a_day_once(house: House) -> None:
    state(house)
    with pytest.raises(rules.StatedAlready) as refusal:
        state(house, amount_cents=7)
    assert "1,00 EUR" in str(refusal.value)
    assert state(house, source="landlord").pk
    assert state(house, as_of=FEBRUARY).pk


def test_a_correction_keeps_the_first_figure_and_says_why(house: House) -> None:
    first = state(house, amount_cents=500_000, no_fault_cause="illness")
    new = arrears.correct(
        actor=house.actor("coordinator"),
        statement=first.uid,
        amount_cents=50_000,
        reason="Uno zero di troppo",
        on=TODAY,
    )
    first.refresh_from_db()
    assert (first.amount_cents, first.is_replaced) == (500_000, True)
    assert (new.amount_cents, new.corrects, new.reason) == (50_000, first, "Uno zero di troppo")
    assert (new.as_of, new.source, new.no_fault_cause) == (JANUARY, "tenant", "illness")
    standing = queries.standing_of(house.actor("case"), house.unmet, on=TODAY)
    assert (standing.cents, standing.band) == (50_000, "under")


def test_a_figure_is_corrected_once_and_with_a_reason(house: House) -> None:
    first, actor = state(house), house.actor("coordinator")
    with pytest.raises(rules.NoReason):
        arrears.correct(actor=actor, statement=first.uid, amount_cents=1, reason="  ", on=TODAY)
    arrears.correct(actor=actor, statement=first.uid, amount_cents=1, reason="Errore", on=TODAY)
    with pytest.raises(rules.CorrectedMeanwhile):
        arrears.correct(actor=actor, statement=first.uid, amount_cents=2, reason="Errore", on=TODAY)
    assert ArrearsStatement.objects.filter(tenancy=house.unmet, is_replaced=False).count() == 1


def test_the_database_itself_refuses_two_that_hold_and_a_correction_without_reason(house: House) -> None:
    first = state(house)
    facts = {
        "tenancy": house.unmet,
        "creditor": house.aler,
        "as_of": JANUARY,
        "amount_cents": 1,
        "source": "tenant",
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        ArrearsStatement.objects.create(**facts)
    ArrearsStatement.objects.filter(pk=first.pk).update(is_replaced=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArrearsStatement.objects.create(**facts, corrects=first)


def test_the_landlord_reads_own_claims_as_it_stated_them_and_nothing_else(house: House) -> None:
    comune = factories.organisation(kind="municipality")
    own = house.state(house.unmet, 10, as_of=JANUARY)
    house.state(house.unmet, 20, source="tenant", as_of=FEBRUARY)
    house.state(house.unmet, 30, creditor=comune)
    mine = house.unmet.dwelling
    assert [one.pk for one in queries.history(house.actor("landlord"), mine)] == [own.pk]
    assert queries.history(house.actor("case"), mine).count() == 3
    assert queries.standing_of(house.actor("landlord"), house.unmet, on=TODAY).cents == 10
    assert queries.standing_of(house.actor("case"), house.unmet, on=TODAY).cents == 50


@pytest.mark.parametrize("role", ["desk", "employment", "programme", "evaluator", "admin"])
def test_nobody_else_reads_any(role: str, house: House) -> None:
    assert not queries.statements(house.actor(role)).exists()
    dwellings = Dwelling.objects.filter(building=house.building)
    assert queries.standings(house.actor(role), dwellings, on=TODAY) == {}


def test_a_debt_stays_the_household_s_when_its_title_changes(house: House) -> None:
    old = house.unmet
    house.state(old, 500_000)
    old.ends_on = FEBRUARY
    old.save()
    new = factories.tenancy(old.dwelling, old.household, starts_on=FEBRUARY)
    assert queries.standing_of(house.actor("case"), new, on=TODAY).band == "over"
    house.state(new, 0, as_of=FEBRUARY)
    assert queries.standing_of(house.actor("case"), new, on=TODAY).band == "none"
    assert queries.standing_of(house.actor("case"), new, on=FEBRUARY - timedelta(1)).band == "over"


def test_the_list_of_buildings_counts_what_the_rule_says(house: House) -> None:
    house.state(house.unmet, 0)
    house.state(house.shop, 700)
    house.state(house.shop, 0, as_of=FEBRUARY, source="tenant")
    house.state(house.stranger, 5, source="tenant")
    house.state(house.stranger, 0, source="landlord")  # believed before the tenant
    actor = house.actor("case")
    found = queries.standings(actor, Dwelling.objects.filter(building=house.building), on=TODAY)
    owing = sum(standing.cents > 0 for standing in found.values())
    (listed,) = buildings.buildings(actor, Wanted(in_arrears=True), on=TODAY)
    assert listed.arrears_count == owing == 2  # type: ignore[attr-defined]


def test_a_correction_to_a_day_to_come_changes_nothing(house: House) -> None:
    first = state(house)
    with pytest.raises(rules.StatementInTheFuture):
        arrears.correct(
            actor=house.actor("coordinator"),
            statement=first.uid,
            amount_cents=1,
            reason="Errore",
            as_of=TODAY + timedelta(1),
            on=TODAY,
        )
    first.refresh_from_db()
    assert not first.is_replaced
