"""Two telephones at once, and any order of deeds: never more than is held and owed, nothing twice, nothing lost."""

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import DatabaseError, close_old_connections, connection, connections, transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campanello.core.errors import DomainError
from campanello.points.models import Account, Redemption
from campanello.points.queries import spending
from campanello.points.services import donating, redeeming
from campanello.points.services import pool as pools
from tests.db.points.spending import AT, Lunetta
from tests.factories import TODAY

DEBT = 15_050
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("redeem"), st.integers(0, 1), st.integers(-1, 170)),
        st.tuples(st.just("take_back"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("give"), st.integers(0, 1), st.integers(0, 90)),
        st.tuples(st.just("assign"), st.integers(0, 1), st.integers(0, 90)),
        st.tuples(st.just("state"), st.just(0), st.integers(0, 20_000)),
    ),
    max_size=14,
)


class Quarter(Lunetta):
    """Two households, of which the first owes 150,50 EUR, and each holds 200 points."""

    def __init__(self) -> None:
        super().__init__()
        cache.clear()
        self.stated.amount_cents = DEBT
        self.stated.save()
        _, self.other_home, self.other = self.family("Luisa", 200, code="LUNA-2346")
        Account.objects.filter(pk=self.account.pk).update(gift_code="STEL-2346")
        self.actor = self.staff()
        self.fell = False

    def do(self, deed: str, which: int, points: int) -> None:
        getattr(self, f"_{deed}")(which, points)

    def _redeem(self, _which: int, points: int) -> None:
        self.redeem(points, self.actor, with_staff=True)

    def _take_back(self, which: int, _points: int) -> None:
        found = list(Redemption.objects.order_by("pk"))
        if found:
            uid = found[which % len(found)].uid
            redeeming.take_back(actor=self.actor, redemption=uid, at=AT, on=TODAY)

    def _give(self, which: int, points: int) -> None:
        giver = (self.account, self.other)[which]
        donating.donate(
            actor=self.actor, account=giver.uid, to=None if points % 2 else "LUNA-2346", points=points,
            nothing_in_return=True, uid=uuid4(), at=AT, on=TODAY,
        )  # fmt: skip

    def _assign(self, which: int, points: int) -> None:
        home = (self.home, self.other_home)[which]
        pools.assign(
            actor=self.actor, project=self.project.pk, shares={home.uid: points}, why="Need",
            uid=uuid4(), at=AT, on=TODAY,
        )  # fmt: skip

    def _state(self, _which: int, cents: int) -> None:
        """The landlord states another debt; it may fall below what is on its way, which the settlement sees to."""
        self.stated.amount_cents = cents
        self.stated.save()
        self.fell = True

    def wrong(self) -> list[str]:
        """What does not hold, of all that must at any moment."""
        accounts = list(Account.objects.filter(project=self.project).exclude(kind="issuer"))
        found = [f"{one} holds {one.balance}" for one in accounts if one.balance < 0]
        if sum(one.balance for one in accounts) != 400:
            found.append("points were lost or made")
        still = Redemption.objects.aggregate(n=Sum(F("points") - F("settled_points") - F("returned_points")))
        if (still["n"] or 0) != self.pending():
            found.append("the redemptions are not what is on its way")
        [debt] = spending.standing(self.account, TODAY).debts
        if debt.pending_cents > debt.open_cents and not self.fell:
            found.append("more is on its way than is owed")
        return found


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_in_any_order_of_deeds_the_bounds_hold_and_no_point_is_lost(steps: list[Any]) -> None:
    with transaction.atomic():
        quarter = Quarter()
        for step in steps:
            before = quarter.pending()
            try:
                quarter.do(*step)
            except DomainError:
                assert quarter.pending() == before
            [debt] = spending.standing(quarter.account, TODAY).debts
            if step[0] == "redeem" and quarter.pending() > before:
                assert debt.pending_cents <= debt.open_cents
            assert quarter.wrong() == []
        transaction.set_rollback(True)


def _needs_several_writers() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time; where several do is tried on PostgreSQL")


@pytest.mark.django_db(transaction=True)
def test_from_two_telephones_at_once_no_more_is_redeemed_than_is_owed() -> None:
    _needs_several_writers()
    quarter = Quarter()
    refused = _at_once([lambda: quarter.redeem(100, quarter.actor, with_staff=True)] * 4)
    assert [type(one).__name__ for one in refused] == ["TooManyPoints"] * 3
    assert (quarter.balance(), quarter.pending()) == (100, 100)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_once_redeems_once_and_gives_once() -> None:
    _needs_several_writers()
    quarter, uid, other = Quarter(), uuid4(), uuid4()
    assert _at_once([lambda: quarter.redeem(50, quarter.actor, with_staff=True, uid=uid)] * 4) == []
    assert _at_once([lambda: _gift(quarter, 20, other)] * 4) == []
    assert (quarter.balance(), quarter.pending(), quarter.balance(quarter.other)) == (130, 50, 220)


@pytest.mark.django_db(transaction=True)
def test_redeemed_given_and_taken_back_at_once_no_point_is_used_twice() -> None:
    _needs_several_writers()
    quarter = Quarter()
    first = quarter.redeem(20, quarter.actor, with_staff=True)
    deeds = [
        lambda: quarter.redeem(130, quarter.actor, with_staff=True),
        lambda: _gift(quarter, 120, uuid4()),
        lambda: quarter.do("take_back", 0, 0),
    ]
    refused = _at_once(deeds * 2)
    assert quarter.wrong() == []
    assert len(refused) >= 3
    first.refresh_from_db()
    assert (first.state, first.returned_points) == ("returned", 20)


def _gift(quarter: Quarter, points: int, uid: Any) -> None:
    donating.donate(
        actor=quarter.actor, account=quarter.account.uid, to="LUNA-2346", points=points,
        nothing_in_return=True, uid=uid, at=AT, on=TODAY,
    )  # fmt: skip


def _at_once(deeds: list[Any]) -> list[DomainError]:
    """Do all of them at one moment; answers what was refused."""
    ready, refused, broken = threading.Barrier(len(deeds)), [], []

    def do(deed: Any) -> None:
        close_old_connections()
        ready.wait()
        try:
            deed()
        except DomainError as error:
            refused.append(error)
        except DatabaseError as error:  # such as a deadlock
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(deed,)) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert broken == []
    return refused
