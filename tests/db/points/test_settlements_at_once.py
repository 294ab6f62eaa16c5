"""Two who confirm at once, and one who confirms while another gives the settlement up: one of them, all of it."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection, connections

from campanello.core.errors import DomainError
from campanello.homes.models import ArrearsPayment
from campanello.points.models import Account, Redemption, Settlement, Transfer
from campanello.points.rules.settlements import ConfirmedAlready, SettlementMoved, SettlementNotReady
from campanello.points.services import settlements
from tests.db.points.settling import Settling


@pytest.fixture
def only_where_two_write_at_once() -> None:
    """SQLite has one writer: there is nothing to see there."""
    if connection.vendor != "postgresql":
        pytest.skip("two transactions at once need PostgreSQL")


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """What came of deeds that begin at one moment, by the code of the refusal; "" for who came through."""
    ready, said = threading.Barrier(len(deeds)), []

    def do(deed: Callable[[], object]) -> None:
        try:
            ready.wait(timeout=10)
            deed()
            said.append("")
        except DomainError as error:
            said.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(said)


@pytest.mark.usefixtures("only_where_two_write_at_once")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_is_told_so() -> None:
    lunetta = Settling()
    lunetta.redeem(150)
    held = lunetta.ordered()
    said = at_once(lambda: lunetta.confirmed(held), lambda: lunetta.confirmed(held, lunetta.officer))
    assert said == ["", ConfirmedAlready.code]
    assert (ArrearsPayment.objects.count(), Transfer.objects.filter(kind="settlement").count()) == (1, 1)
    assert Account.objects.get(kind="settled").balance == 150


@pytest.mark.usefixtures("only_where_two_write_at_once")
@pytest.mark.django_db(transaction=True)
def test_confirmed_and_given_up_at_once_one_of_both_holds_whole() -> None:
    lunetta = Settling()
    lunetta.redeem(150)
    held = lunetta.ordered()
    said = at_once(
        lambda: lunetta.confirmed(held),
        lambda: settlements.void(actor=lunetta.proposer, uid=held.uid, version=held.version, reason="Errore"),
    )
    assert said[0] == ""
    assert said[1] in {ConfirmedAlready.code, SettlementNotReady.code, SettlementMoved.code}
    is_paid = Settlement.objects.get().state == "confirmed"
    assert ArrearsPayment.objects.exists() is is_paid
    assert Redemption.objects.get().state == ("settled" if is_paid else "asked")


@pytest.mark.usefixtures("only_where_two_write_at_once")
@pytest.mark.django_db(transaction=True)
def test_proposed_twice_at_once_each_redemption_is_in_one_settlement() -> None:
    lunetta = Settling()
    lunetta.redeem(150)
    said = at_once(lunetta.proposed, lunetta.proposed)
    assert said == ["", "points.nothing-to-settle"]
    assert Settlement.objects.get().points == 150


@pytest.mark.usefixtures("only_where_two_write_at_once")
@pytest.mark.django_db(transaction=True)
def test_put_towards_the_rent_while_it_is_proposed_no_point_is_lost() -> None:
    lunetta = Settling()
    lunetta.redeem(100)
    resident = lunetta.resident()
    said = at_once(lunetta.proposed, lambda: lunetta.redeem(50, resident))
    assert said == ["", ""]
    assert lunetta.balance() + lunetta.pending() == 200
    assert lunetta.pending() == 150


@pytest.mark.usefixtures("only_where_two_write_at_once")
@pytest.mark.django_db(transaction=True)
def test_taken_back_while_it_is_proposed_the_points_are_in_one_place_and_nobody_waits_for_ever() -> None:
    lunetta = Settling()
    resident = lunetta.resident()
    for _ in range(5):
        made = [lunetta.redeem(20) for _ in range(2)]
        backs = [partial(lunetta.taken_back, one, resident) for one in made]
        said = at_once(lunetta.proposed, *backs)
        # An error of the database, such as a deadlock, would leave one of them without a word.
        assert len(said) == 3
        rows = [Redemption.objects.get(pk=one.pk) for one in made]
        assert {one.state for one in rows} <= {"in_batch", "returned"}
        taken = sum(one.points for one in rows if one.state == "in_batch")
        assert sum(Settlement.objects.filter(state="proposed").values_list("points", flat=True)) == taken
        assert (lunetta.balance(), lunetta.pending()) == (200 - taken, taken)
        for one in Settlement.objects.filter(state="proposed"):
            settlements.void(actor=lunetta.proposer, uid=one.uid, version=one.version, reason="Prova")
        for one in Redemption.objects.filter(state="asked"):
            lunetta.taken_back(one, resident)
