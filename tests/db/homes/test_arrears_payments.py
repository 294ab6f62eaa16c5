"""Payments of arrears: the debt is less by them until it is stated anew; booked once, taken back when they return."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from campanello.core.models import AuditEntry
from campanello.homes.models import ArrearsPayment, Dwelling
from campanello.homes.queries import arrears as queries
from campanello.homes.queries import buildings
from campanello.homes.queries.buildings import Wanted
from campanello.homes.rules import arrears_payments as rules
from campanello.homes.services import arrears_payments as services
from tests import factories
from tests.db.homes.houses import House
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
REFERENCE = UUID(int=7)
FEBRUARY = date(2026, 2, 10)


@pytest.fixture
def house() -> House:
    return House()


def book(house: House, **given: Any) -> ArrearsPayment:
    facts = {"tenancy": house.known.pk, "creditor": house.aler.pk, "paid_on": FEBRUARY, "cents": 30_000}
    facts |= {"source": "points", "reference": REFERENCE, "at": AT, "actor": house.actor("coordinator")}
    return services.book(**facts | given)


def test_a_payment_lessens_the_debt_from_its_day_on_and_leaves_a_trace(house: House) -> None:
    book(house)
    actor = house.actor("case")
    now = queries.standing_of(actor, house.known, on=TODAY)
    assert (now.cents, now.paid, now.band, now.owed) == (370_001, 30_000, "under", {house.aler.pk: 370_001})
    assert queries.standing_of(actor, house.known, on=date(2026, 2, 9)).cents == 400_001
    all_of_it = queries.standings(actor, Dwelling.objects.filter(building=house.building), on=TODAY)
    assert all_of_it[house.known.dwelling_id, house.known.household_id].cents == 370_001
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.person) == ("homes.arrears-paid", house.known.holder_id)


def test_the_landlord_s_next_statement_holds_again(house: House) -> None:
    book(house)
    house.state(house.known, 390_000, as_of=date(2026, 2, 28))
    assert queries.standing_of(house.actor("case"), house.known, on=TODAY).cents == 390_000


def test_booked_twice_it_counts_once_and_never_with_other_figures(house: House) -> None:
    book(house)
    book(house)
    assert ArrearsPayment.objects.count() == 1
    with pytest.raises(rules.PaidOtherwise):
        book(house, cents=30_001)
    with pytest.raises(rules.NothingPaid):
        book(house, cents=0, reference=UUID(int=8))
    with pytest.raises(rules.PaidInTheFuture):
        book(house, paid_on=date(2026, 3, 2), reference=UUID(int=8))


def test_money_that_came_back_counts_no_more_and_stays_on_record(house: House) -> None:
    book(house)
    actor = house.actor("coordinator")
    assert services.void(actor=actor, references=[REFERENCE], why="IBAN chiuso", at=AT) == 1
    assert services.void(actor=actor, references=[REFERENCE], why="Due volte", at=AT) == 0
    assert queries.standing_of(actor, house.known, on=TODAY).cents == 400_001
    (shown,) = queries.payments_of(actor, house.known.dwelling)
    assert (shown.voided_at, shown.void_why) == (AT, "IBAN chiuso")


def test_a_debt_paid_in_full_is_none_and_the_building_counts_it_so(house: House) -> None:
    book(house, cents=400_001)
    actor = house.actor("case")
    assert queries.standing_of(actor, house.known, on=TODAY).band == "none"
    (listed,) = buildings.buildings(actor, Wanted(in_arrears=True), on=TODAY)
    assert listed.arrears_count == 1  # type: ignore[attr-defined]


def test_the_landlord_reads_what_was_paid_to_itself_alone(house: House) -> None:
    comune = factories.organisation(kind="municipality")
    own = book(house)
    book(house, creditor=comune.pk, reference=UUID(int=8))
    assert list(queries.payments(house.actor("landlord"))) == [own]
    assert queries.payments(house.actor("case")).count() == 2
    assert not queries.payments(house.actor("desk")).exists()


def test_a_household_sees_its_own_debts_with_what_points_took_off(house: House) -> None:
    book(house)
    book(house, cents=1, source="allowance", reference=UUID(int=8))
    (debt,) = queries.own_standing(house.known.household_id, on=TODAY)
    assert (debt.stated_cents, debt.paid_cents, debt.points_cents, debt.cents) == (
        400_001,
        30_001,
        30_000,
        370_000,
    )
    assert debt.history == ((date(2026, 1, 31), 400_001), (FEBRUARY, 370_000))
    assert queries.own_standing(house.unmet.household_id, on=TODAY) == ()


def test_the_debts_of_many_households_cost_three_queries(
    house: House, django_assert_num_queries: Any
) -> None:
    keys = [house.known.household_id, house.elderly.household_id, house.unmet.household_id]
    with django_assert_num_queries(3):
        assert len(queries.debts(keys, on=TODAY)) == 3
    with django_assert_num_queries(3):
        queries.debts(keys[:1], on=TODAY)
