"""Settlements on the database: proposed, approved by another, ordered, confirmed once; debts that fall on the way."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from campanello.core import audit
from campanello.core.access import NotFound, NotYours
from campanello.core.models import AuditEntry
from campanello.homes.models import ArrearsPayment
from campanello.homes.queries import arrears
from campanello.points.models import Account, GivenBack, Redemption, Scheme, SettlementLine, Transfer
from campanello.points.queries import settlements as queries
from campanello.points.rules import settlements as rules
from campanello.points.rules.redeeming import NoTerms
from campanello.points.services import settlements
from tests import factories
from tests.db.points.settling import AFTER, AT, LATER, PAID_ON, Settling
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunetta() -> Settling:
    return Settling()


def debt(lunetta: Settling, on: date = AFTER) -> int:
    (found,) = arrears.own_standing(lunetta.home.pk, on=on)
    return found.cents


def balances(lunetta: Settling) -> dict[str, int]:
    found = Account.objects.filter(project=lunetta.project).exclude(kind="issuer")
    return {one.kind: one.balance for one in found}


def test_the_debt_goes_down_when_it_is_confirmed_and_not_before(lunetta: Settling) -> None:
    asked = lunetta.redeem(150)
    held = lunetta.ordered()
    asked.refresh_from_db()
    assert (held.points, held.cents, held.way, asked.state) == (150, 15_000, "payment", "in_batch")
    assert (debt(lunetta), balances(lunetta)) == (90_050, {"household": 50, "pending": 150})

    held = lunetta.confirmed(held)

    asked.refresh_from_db()
    assert (held.state, held.settled_cents, held.proof) == ("confirmed", 15_000, "CRO 42")
    assert (asked.state, asked.settled_points, asked.closed_at) == ("settled", 150, LATER)
    assert balances(lunetta) == {"household": 50, "pending": 0, "settled": 150}
    assert (debt(lunetta), debt(lunetta, PAID_ON - timedelta(1))) == (75_050, 90_050)
    paid = ArrearsPayment.objects.get()
    moved = Transfer.objects.get(kind="settlement")
    assert (paid.cents, paid.paid_on, paid.source, paid.reference) == (15_000, PAID_ON, "points", moved.uid)
    line = SettlementLine.objects.get()
    assert (line.debt_cents, line.before_cents, line.settled_cents) == (90_050, 90_050, 15_000)
    assert AuditEntry.objects.latest("pk").verb == "points.settlement-confirmed"


def test_a_second_confirmation_is_told_so_and_changes_nothing(lunetta: Settling) -> None:
    lunetta.redeem(150)
    held = lunetta.ordered()
    lunetta.confirmed(held)
    before = Transfer.objects.count(), ArrearsPayment.objects.count(), debt(lunetta)
    with pytest.raises(rules.ConfirmedAlready, match="150,00"):
        lunetta.confirmed(held)
    with pytest.raises(rules.ConfirmedAlready):
        settlements.void(actor=lunetta.proposer, uid=held.uid, version=held.version, reason="Errore")
    assert (Transfer.objects.count(), ArrearsPayment.objects.count(), debt(lunetta)) == before


def test_a_debt_that_fell_before_the_proposal_gives_the_rest_back_and_says_why(lunetta: Settling) -> None:
    asked = lunetta.redeem(150)
    lunetta.owes(lunetta.tenancy, 12_050, on=date(2026, 2, 28))
    held = lunetta.proposed()
    asked.refresh_from_db()
    assert (held.points, asked.returned_points, asked.state) == (120, 30, "in_batch")
    back = GivenBack.objects.get()
    assert (back.points, back.cents, back.debt_cents, back.why) == (30, 3_000, 50, "debt_fell")
    assert balances(lunetta) == {"household": 80, "pending": 120}


def test_a_debt_that_fell_between_the_proposal_and_the_payment_gives_points_back(lunetta: Settling) -> None:
    asked = lunetta.redeem(150)
    held = lunetta.ordered()
    lunetta.owes(lunetta.tenancy, 10_000, on=PAID_ON - timedelta(1))
    held = lunetta.confirmed(held)
    asked.refresh_from_db()
    assert (held.settled_cents, asked.state) == (10_000, "settled")
    assert (asked.settled_points, asked.returned_points) == (100, 50)
    assert balances(lunetta) == {"household": 100, "pending": 0, "settled": 100}
    assert debt(lunetta) == 0


def test_a_statement_of_after_the_payment_knows_of_it_and_is_not_lessened_again(lunetta: Settling) -> None:
    lunetta.redeem(150)
    held = lunetta.ordered()
    lunetta.owes(lunetta.tenancy, 75_050, on=AFTER)
    held = lunetta.confirmed(held)
    assert (held.settled_cents, debt(lunetta)) == (15_000, 75_050)


def test_a_debt_that_is_gone_leaves_no_settlement_to_pay(lunetta: Settling) -> None:
    asked = lunetta.redeem(150)
    lunetta.owes(lunetta.tenancy, 0, on=date(2026, 2, 28))
    held = lunetta.proposed()
    asked.refresh_from_db()
    assert (held.state, held.points, asked.state, lunetta.balance()) == ("void", 0, "returned", 200)
    assert GivenBack.objects.get().why == "nothing_left"


def test_what_the_landlord_did_not_accept_goes_back(lunetta: Settling) -> None:
    asked = lunetta.redeem(150)
    held = lunetta.ordered()
    with pytest.raises(rules.AcceptedWrong):
        lunetta.confirmed(held, accepted={1: 15_001})
    held = lunetta.confirmed(held, lunetta.officer, accepted={1: 12_000})
    asked.refresh_from_db()
    assert (held.settled_cents, asked.settled_points, asked.returned_points) == (12_000, 120, 30)
    assert GivenBack.objects.get().why == "not_accepted"
    assert (debt(lunetta), lunetta.balance()) == (78_050, 80)


def test_who_proposes_does_not_approve_and_a_changed_line_is_found(lunetta: Settling) -> None:
    lunetta.redeem(10)
    held = lunetta.proposed()
    said = {"uid": held.uid, "version": held.version, "seal": held.lines_sha256, "at": AT}
    with pytest.raises(NotYours):
        settlements.approve(actor=lunetta.proposer, **said)
    with pytest.raises(rules.SettlementMoved):
        settlements.approve(actor=lunetta.approver, **said | {"seal": "0" * 64})
    SettlementLine.objects.update(cents=900)
    with pytest.raises(rules.LinesBroken):
        settlements.approve(actor=lunetta.approver, **said)


def test_given_up_before_it_is_confirmed_the_points_wait_again(lunetta: Settling) -> None:
    asked = lunetta.redeem(150)
    held = lunetta.ordered()
    said = {"actor": lunetta.proposer, "uid": held.uid, "version": held.version}
    with pytest.raises(rules.NoReason):
        settlements.void(reason="  ", **said)
    settlements.void(reason="La banca ha rifiutato", **said)
    asked.refresh_from_db()
    assert (asked.state, balances(lunetta)) == ("asked", {"household": 50, "pending": 150})
    again = lunetta.proposed()
    assert (again.number, again.points) == (held.number + 1, 150)


def test_what_is_on_its_way_elsewhere_is_not_taken_off_twice(lunetta: Settling) -> None:
    lunetta.redeem(150)
    lunetta.proposed()
    lunetta.redeem(50)
    lunetta.owes(lunetta.tenancy, 17_000, on=date(2026, 2, 28))
    second = lunetta.proposed()
    line = SettlementLine.objects.get(settlement=second)
    assert (line.points, line.debt_cents) == (20, 2_000)


def test_proposed_twice_with_one_form_it_is_one_and_nothing_waits_then(lunetta: Settling) -> None:
    lunetta.redeem(10)
    uid = uuid4()
    assert lunetta.proposed(uid=uid).pk == lunetta.proposed(uid=uid).pk
    with pytest.raises(rules.NothingToSettle):
        lunetta.proposed()


def test_terms_payer_and_account_are_asked_for_before_anything_moves(lunetta: Settling) -> None:
    lunetta.redeem(10)
    terms = lunetta.scheme.creditors.get()
    lunetta.scheme.creditors.update(iban="")
    with pytest.raises(rules.NoCreditorAccount):
        lunetta.proposed()
    Scheme.objects.update(payer_iban="")
    with pytest.raises(rules.NoPayer):
        lunetta.proposed()
    terms.delete()
    with pytest.raises(NoTerms):
        lunetta.proposed()
    assert Redemption.objects.get().state == "asked"


def test_an_offset_is_confirmed_by_its_act_and_never_ordered(lunetta: Settling) -> None:
    lunetta.scheme.creditors.update(way="offset", iban="")
    lunetta.redeem(150)
    held = lunetta.approved()
    said = {"uid": held.uid, "version": held.version, "pays_on": TODAY, "on": TODAY, "at": AT}
    with pytest.raises(rules.SettlementNotReady):
        settlements.order(actor=lunetta.proposer, **said)
    held = lunetta.confirmed(held, proof="Determina 12/2026")
    assert (held.way, held.iban, held.settled_cents) == ("offset", "", 15_000)


WRONG_DAYS = {
    "before it was ordered": ({"paid_on": date(2026, 3, 1)}, rules.ValueDay),
    "in the future": ({"paid_on": AFTER + timedelta(1)}, rules.ValueDay),
    "without the bank's reference": ({"proof": " "}, rules.NoProof),
    "a line that is not there": ({"accepted": {9: 100}}, rules.NoSuchLine),
    "another version": ({"version": 99}, rules.SettlementMoved),
}


@pytest.mark.parametrize(("given", "why"), WRONG_DAYS.values(), ids=WRONG_DAYS)
def test_a_confirmation_is_refused_and_nothing_of_it_stands(
    given: dict[str, Any], why: type[Exception], lunetta: Settling
) -> None:
    lunetta.redeem(150)
    held = lunetta.ordered()
    with pytest.raises(why):
        lunetta.confirmed(held, **given)
    assert not ArrearsPayment.objects.exists()
    assert lunetta.pending() == 150


def test_broken_off_in_the_middle_nothing_of_a_confirmation_stands(
    lunetta: Settling, monkeypatch: pytest.MonkeyPatch
) -> None:
    lunetta.redeem(150)
    held = lunetta.ordered()

    def broken(*_args: Any, **_facts: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(audit, "record_many", broken)
    with pytest.raises(KeyboardInterrupt):
        lunetta.confirmed(held)
    monkeypatch.undo()
    assert balances(lunetta)["pending"] == 150
    assert not Transfer.objects.filter(kind="settlement").exists()
    held.refresh_from_db()
    assert held.state == "ordered"
    assert lunetta.confirmed(held).state == "confirmed"


def test_who_sees_which_settlements(lunetta: Settling) -> None:
    lunetta.redeem(10)
    held = lunetta.proposed()
    assert queries.settlement(lunetta.approver, held.uid).pk == held.pk
    stranger = factories.actor("landlord", organisation=factories.organisation(kind="aler"))
    elsewhere = factories.actor("coordinator", project=factories.project())
    for actor in (lunetta.officer, stranger, elsewhere, lunetta.staff("desk")):
        with pytest.raises(NotFound):
            queries.settlement(actor, held.uid)
    settlements.approve(
        actor=lunetta.approver, uid=held.uid, version=held.version, seal=held.lines_sha256, at=AT
    )
    assert queries.settlement(lunetta.officer, held.uid).pk == held.pk
    with pytest.raises(NotFound):
        queries.settlement(stranger, held.uid)


def test_many_lines_take_as_many_statements_as_few(
    lunetta: Settling, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        _person, home, account = lunetta.family(f"Vicina {number}", 20)
        tenancy = lunetta.housed(home)
        lunetta.owes(tenancy, 90_000)
        asked = {"account": account.uid, "tenancy": tenancy.uid, "with_staff": True}
        lunetta.redeem(20, lunetta.staff(), **asked)
    with django_assert_max_num_queries(30):
        held = lunetta.proposed()
    assert held.points == 600
    held = settlements.approve(
        actor=lunetta.approver, uid=held.uid, version=held.version, seal=held.lines_sha256, at=AT
    )
    said = {"uid": held.uid, "version": held.version, "pays_on": TODAY, "on": TODAY, "at": AT}
    held = settlements.order(actor=lunetta.proposer, **said)
    with django_assert_max_num_queries(45):
        lunetta.confirmed(held)
    assert ArrearsPayment.objects.count() == 30
