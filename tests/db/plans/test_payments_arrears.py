"""A pact's share that was paid to a landlord takes the household's arrears off, until the bank gives it back."""

from datetime import date, timedelta
from typing import Any

import pytest

from campanello.homes.models import ArrearsPayment, ArrearsStatement
from campanello.homes.queries import arrears
from campanello.plans.models import Payment
from campanello.plans.queries import payments_arrears as queries
from campanello.plans.services import payments_arrears, payments_outcomes
from tests import factories
from tests.db.plans import paying
from tests.db.plans.paying import AT, TODAY

pytestmark = pytest.mark.django_db


class Owing:
    """A person with a plan of 30 EUR, a third of which goes to ALER, to whom their household owes 1,000 EUR."""

    def __init__(self) -> None:
        self.w = paying.world()
        self.aler = factories.organisation(kind="aler")
        paying.account(organisation=self.aler)
        self.plan = paying.plan(self.w, 180)
        paying.pact(self.w, self.plan, self.aler)
        self.household = factories.household(self.plan.person)

    def housed(self, **given: Any) -> None:
        home = factories.dwelling(factories.building(self.w.project), owner=self.aler)
        self.tenancy = factories.tenancy(home, self.household, **given)
        ArrearsStatement.objects.create(
            tenancy=self.tenancy,
            creditor=self.aler,
            as_of=date(2026, 2, 28),
            amount_cents=100_000,
            source="landlord",
        )

    def paid(self) -> Payment:
        run = paying.ordered(self.w, paying.approved(self.w, paying.proposed(self.w)))
        paying.closed(self.w, run)
        return Payment.objects.get(run=run, payee="landlord")

    def owed(self) -> int:
        (debt,) = arrears.own_standing(self.household.pk, on=TODAY)
        return debt.cents


@pytest.fixture
def owing() -> Owing:
    return Owing()


def test_once_the_bank_has_paid_the_debt_is_less_by_the_share(owing: Owing) -> None:
    owing.housed()
    share = owing.paid()
    booked = ArrearsPayment.objects.get()
    assert (booked.reference, booked.cents, booked.source) == (share.uid, share.cents, "allowance")
    assert (booked.tenancy, booked.creditor, booked.paid_on) == (owing.tenancy, owing.aler, TODAY)
    assert owing.owed() == 100_000 - share.cents == 99_000
    assert not queries.of_run(share.run)


def test_what_comes_back_after_it_was_booked_is_owed_again(owing: Owing) -> None:
    owing.housed()
    share = owing.paid()
    said = {"state": "returned", "value_on": TODAY, "reason": "AC04 conto chiuso", "on": TODAY, "at": AT}
    payments_outcomes.tell(actor=owing.w.proposer, payment=share.uid, version=share.version, **said)
    booked = ArrearsPayment.objects.get()
    assert (owing.owed(), booked.void_why) == (100_000, "AC04 conto chiuso")


def test_what_failed_is_never_booked(owing: Owing) -> None:
    owing.housed()
    run = paying.ordered(owing.w, paying.approved(owing.w, paying.proposed(owing.w)))
    share = Payment.objects.get(run=run, payee="landlord")
    said = {"state": "failed", "value_on": TODAY, "reason": "AC04", "on": TODAY, "at": AT}
    payments_outcomes.tell(actor=owing.w.proposer, payment=share.uid, version=share.version, **said)
    run.refresh_from_db()
    paying.closed(owing.w, run)
    assert not ArrearsPayment.objects.exists()
    assert owing.owed() == 100_000


def test_without_a_known_home_it_is_told_and_booked_once_there_is_one(owing: Owing) -> None:
    share = owing.paid()
    assert not ArrearsPayment.objects.exists()
    assert queries.of_run(share.run) == [share]
    owing.housed()
    again = {"actor": owing.w.proposer, "uid": share.run.uid, "at": AT}
    assert payments_arrears.book_again(**again) == 1
    assert payments_arrears.book_again(**again) == 0
    assert owing.owed() == 99_000
    assert queries.of_run(share.run) == []


def test_of_two_homes_the_one_whose_rent_is_owed_is_paid(owing: Owing) -> None:
    owing.housed(ends_on=TODAY - timedelta(20))
    other = factories.dwelling(factories.building(owing.w.project))
    factories.tenancy(other, owing.household, starts_on=TODAY - timedelta(20))
    share = owing.paid()
    assert ArrearsPayment.objects.get().tenancy == owing.tenancy
    assert owing.owed() == 100_000 - share.cents
