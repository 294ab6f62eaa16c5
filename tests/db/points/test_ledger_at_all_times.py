"""Whatever order things come in, and whoever presses at once: never below zero, never lost, seals that hold."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection, connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from campanello.core.actor import NOBODY
from campanello.points.models import Account, Seal, Transfer
from campanello.points.queries.checking import check
from campanello.points.rules.issuing import AwardLine
from campanello.points.rules.ledger import BudgetUsedUp, Move, NotEnoughPoints
from campanello.points.rules.reversing import CantBeReversed, ReversedAlready
from campanello.points.services import accounts, issuing, ledger, reversing, sealing
from tests import factories_points
from tests.db.points.spending import AT, Lunetta

BUDGET = 60
POINTS = st.integers(1, 25)
WHICH = st.integers(0, 30)
HELD = ("household", "pool", "pending", "settled", "expired")


class Books(RuleBasedStateMachine):
    """The ledger beside plain sums kept by hand: what each deed must do, and what it must refuse."""

    looked = 0  # how often the books were compared, over all runs

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self) -> None:
        try:
            assert check().is_whole
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @initialize()
    def open(self) -> None:
        town = Lunetta()
        self.project, self.at = town.project, AT
        self.redemption = town.redeem(1).pk
        self.homes = [town.account.pk, *(factories_points.account(town.project).pk for _ in range(2))]
        self.pool = accounts.of_project(town.project.pk, "pool", at=AT).pk
        self.expired = accounts.of_project(town.project.pk, "expired", at=AT).pk
        self.pending = accounts.of_creditor(town.project.pk, town.aler.pk, "pending", at=AT).pk
        self.settled = accounts.of_creditor(town.project.pk, town.aler.pk, "settled", at=AT).pk
        # What is left of the budget stands in three accounts.
        Account.objects.filter(pk=town.issuer.pk).update(floor=-200 - BUDGET // 3)
        for strip in (1, 2):
            Account.objects.create(
                project=town.project, kind="issuer", strip=strip, floor=-BUDGET // 3, opened_at=AT
            )
        self.left = BUDGET
        self.sums = Counter({self.homes[0]: 199, self.pending: 1})

    def move(self, source: int, target: int, points: int, kind: str, redemption: int | None = None) -> None:
        """A move that is refused if, and only if, there is too little."""
        move = Move(uuid4(), source, target, points, kind, redemption=redemption)
        before = Transfer.objects.count()
        if self.sums[source] < points:
            with pytest.raises(NotEnoughPoints) as told:
                ledger.post(actor=NOBODY, project=self.project.pk, moves=[move], at=self.at)
            assert told.value.facts == {"held": self.sums[source], "asked": points}
            assert Transfer.objects.count() == before
            return
        first = ledger.post(actor=NOBODY, project=self.project.pk, moves=[move], at=self.at)
        assert ledger.post(actor=NOBODY, project=self.project.pk, moves=[move], at=self.at) == first
        self.sums[source] -= points
        self.sums[target] += points

    @rule(home=WHICH, points=POINTS)
    def award(self, home: int, points: int) -> None:
        account = self.homes[home % 3]
        line = AwardLine(account, points, uid=uuid4())
        asked: dict[str, Any] = {"actor": NOBODY, "project": self.project.pk, "lines": [line], "at": self.at}
        if self.left < points:
            with pytest.raises(BudgetUsedUp) as told:
                issuing.award(**asked)
            assert told.value.facts == {"held": self.left, "asked": points}
            return
        first = issuing.award(**asked)
        assert issuing.award(**asked) == first
        self.left -= points
        self.sums[account] += points

    @rule(giver=WHICH, other=WHICH, points=POINTS)
    def donate(self, giver: int, other: int, points: int) -> None:
        source, target = self.homes[giver % 3], [*self.homes, self.pool][other % 4]
        if source != target:
            self.move(source, target, points, "donation")

    @rule(home=WHICH, points=POINTS)
    def redeem(self, home: int, points: int) -> None:
        self.move(self.homes[home % 3], self.pending, points, "redemption", self.redemption)

    @rule(points=POINTS)
    def settle(self, points: int) -> None:
        self.move(self.pending, self.settled, points, "settlement", self.redemption)

    @rule(home=WHICH, points=POINTS)
    def give_back(self, home: int, points: int) -> None:
        self.move(self.pending, self.homes[home % 3], points, "return", self.redemption)

    @rule(home=WHICH, points=POINTS)
    def expire(self, home: int, points: int) -> None:
        self.move(self.homes[home % 3], self.expired, points, "expiry")

    @rule(which=WHICH)
    def reverse(self, which: int) -> None:
        rows = list(Transfer.objects.order_by("pk"))
        row = rows[which % len(rows)]
        was_reversed = Transfer.objects.filter(reverses=row).exists()
        try:
            reversing.undo(actor=NOBODY, transfer=row, why="Prova", at=self.at)
        except CantBeReversed:
            assert row.kind not in {"award", "donation", "expiry"}
        except ReversedAlready:
            assert was_reversed
        except NotEnoughPoints:
            assert self.sums[row.target_id] < row.points
        else:
            assert not was_reversed
            self.sums[row.target_id] -= row.points
            if row.kind == "award":
                self.left += row.points
            else:
                self.sums[row.source_id] += row.points

    @precondition(lambda self: self.at.year < 2027)
    @rule()
    def sleep(self) -> None:
        self.at += timedelta(days=1)
        sealing.seal_all(self.at)

    @invariant()
    def nothing_is_lost_or_below_zero(self) -> None:
        if not hasattr(self, "sums"):
            return
        Books.looked += 1
        rows = list(
            Account.objects.filter(project=self.project).values_list("pk", "kind", "balance", "floor")
        )
        assert all(balance >= floor for _key, _kind, balance, floor in rows)
        held = {key: balance for key, kind, balance, _floor in rows if kind in HELD and balance}
        assert held == {key: points for key, points in self.sums.items() if points}
        issued = -sum(balance for _key, kind, balance, _floor in rows if kind == "issuer")
        assert issued == sum(held.values()) == 200 + BUDGET - self.left
        assert issuing.budget_left(self.project.pk) == self.left


@pytest.mark.django_db
def test_the_books_agree_in_any_order_of_deeds() -> None:
    Books.looked = 0
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=9,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        ),
    )
    assert Books.looked > 50


def broken_at_once(*deeds: Callable[[], object]) -> list[BaseException]:
    """Do several things at the same moment, each on a connection of its own; answers what went wrong."""
    ready = threading.Barrier(len(deeds))
    broken: list[BaseException] = []

    def done(deed: Callable[[], object]) -> None:
        close_old_connections()
        ready.wait()
        try:
            deed()
        except BaseException as error:  # noqa: BLE001 (told to who asked)
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=done, args=(deed,)) for deed in deeds]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return broken


def work(project: int, homes: list[int], drawn: random.Random) -> None:
    """Ten awards, and as many gifts, some of more than there is."""
    for _ in range(10):
        line = AwardLine(drawn.choice(homes), 1, uid=uuid4())
        issuing.award(actor=NOBODY, project=project, lines=[line], at=AT)
        source, target = drawn.sample(homes, 2)
        gift = Move(uuid4(), source, target, drawn.randint(1, 4), "donation")
        with suppress(NotEnoughPoints):
            ledger.post(actor=NOBODY, project=project, moves=[gift], at=AT)


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_use_the_budget_up_to_the_last_point() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time; where several do is tried on PostgreSQL")
    scheme = factories_points.scheme(budget_points=16 * 10)
    Account.objects.filter(project=scheme.project).delete()
    issuing.open_issuer(scheme, AT)
    homes = [factories_points.account(scheme.project).pk for _ in range(5)]
    yesterday = AwardLine(homes[0], 1, uid=uuid4())
    issuing.set_budget(scheme, 16 * 10 + 1)
    issuing.award(actor=NOBODY, project=scheme.project_id, lines=[yesterday], at=AT - timedelta(days=1))

    assert not broken_at_once(
        *(partial(work, scheme.project_id, homes, random.Random(number)) for number in range(16)),
        partial(sealing.seal_all, AT),
    )
    assert issuing.budget_left(scheme.project_id) == 0
    line = AwardLine(homes[0], 1, uid=uuid4())
    with pytest.raises(BudgetUsedUp) as told:
        issuing.award(actor=NOBODY, project=scheme.project_id, lines=[line], at=AT)
    assert (told.value.facts["held"], told.value.facts["asked"]) == (0, 1)
    assert Seal.objects.count() == 1
    checked = check()
    assert checked.is_whole
    assert checked.totals[scheme.project_id].issued == checked.totals[scheme.project_id].held == 161
