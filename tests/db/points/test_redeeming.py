"""Points towards the rent: within what is held, owed and set aside; once; and back while nothing has happened yet."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound, NotYours
from campanello.core.actor import Role
from campanello.core.models import AuditEntry
from campanello.homes.services import arrears_payments
from campanello.points.models import CreditorTerms, OwnHousehold, Redemption, RentBudget, Transfer
from campanello.points.queries import pool, redemptions, spending
from campanello.points.rules import redeeming as rules
from campanello.points.rules.ledger import MovedOtherwise
from campanello.points.services import redeeming
from tests import factories, factories_points
from tests.db.points.spending import AT, STATED_ON, Lunetta
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def lunetta() -> Lunetta:
    return Lunetta()


def test_a_household_puts_points_towards_its_rent_and_the_debt_stays_until_it_is_paid(lunetta):
    made = lunetta.redeem(150)

    assert (made.state, made.way, made.cents_a_point) == ("asked", "payment", 100)
    assert made.rests_on == lunetta.stated
    assert not made.with_staff
    assert (lunetta.balance(), lunetta.pending()) == (50, 150)
    [debt] = spending.standing(lunetta.account, TODAY).debts
    assert (debt.open_cents, debt.pending_cents, debt.as_of) == (90_050, 15_000, STATED_ON)
    moved = Transfer.objects.get(kind="redemption")
    assert (moved.points, moved.redemption) == (150, made)
    entry = AuditEntry.objects.get(verb="points.redeemed")
    assert (entry.target, entry.person, entry.facts) == (
        made.pk, lunetta.amina.pk, {"points": 150, "with_staff": False},
    )  # fmt: skip


def test_sent_twice_it_happens_once_and_never_with_other_figures(lunetta):
    uid, actor = uuid4(), lunetta.resident()
    first = lunetta.redeem(150, actor, uid=uid)
    assert lunetta.redeem(150, actor, uid=uid) == first
    assert lunetta.balance() == 50
    with pytest.raises(MovedOtherwise):
        lunetta.redeem(149, actor, uid=uid)


@pytest.mark.parametrize(("held", "owed"), [(149, 90_050), (5_000, 14_999)], ids=["points", "debt"])
def test_one_point_more_than_is_held_or_owed_is_refused_and_nothing_changes(held, owed):
    town = Lunetta()
    town.award(town.account, max(0, held - 200))
    if held < 200:
        town.redeem(200 - held)
    town.stated.amount_cents = owed + town.pending() * 100
    town.stated.save()
    with pytest.raises(rules.TooManyPoints) as refused:
        town.redeem(150)
    assert refused.value.facts == {"offered": 150, "allowed": 149}
    assert town.balance() == held
    assert town.redeem(149).points == 149


def test_no_terms_no_debt_and_too_little_left_are_each_told_apart(lunetta):
    comune = factories.organisation(kind="municipality")
    with pytest.raises(rules.NoDebtStated):
        lunetta.redeem(1, creditor=comune.pk)
    lunetta.owes(lunetta.tenancy, 99, comune)
    with pytest.raises(rules.NoTerms):
        lunetta.redeem(1, creditor=comune.pk)
    terms = factories_points.terms(lunetta.scheme, comune, way="offset")
    with pytest.raises(rules.LessThanAPoint):
        lunetta.redeem(1, creditor=comune.pk)
    lunetta.owes(lunetta.tenancy, 0, comune, on=TODAY)
    with pytest.raises(rules.NothingOwed):
        lunetta.redeem(1, creditor=comune.pk)
    lunetta.owes(lunetta.tenancy, 500, on=TODAY + timedelta(days=1))
    assert lunetta.redeem(1).way == "payment"
    CreditorTerms.objects.exclude(pk=terms.pk).update(ends_on=TODAY)
    with pytest.raises(rules.NoTerms):
        lunetta.redeem(1)
    factories_points.terms(lunetta.scheme, lunetta.aler, way="offset", starts_on=TODAY)
    assert lunetta.redeem(1).way == "offset"


def test_the_money_set_aside_bounds_all_households_together(lunetta):
    for starts_on, cents in ((STATED_ON, 1_000), (TODAY, 15_099), (TODAY + timedelta(days=1), 0)):
        RentBudget.objects.create(
            project=lunetta.project, cents=cents, starts_on=starts_on, source="Atto 1", made_at=AT
        )
    back = lunetta.redeem(100)
    _, home, other = lunetta.family("Luisa", 90)
    flat = lunetta.housed(home)
    lunetta.owes(flat, 500_000)
    with pytest.raises(rules.TooManyPoints) as refused:
        lunetta.redeem(60, lunetta.staff("desk"), with_staff=True, account=other.uid, tenancy=flat.uid)
    assert refused.value.facts["allowed"] == 50
    redeeming.take_back(actor=lunetta.resident(), redemption=back.uid, at=AT, on=TODAY)
    lunetta.redeem(60, lunetta.staff("desk"), with_staff=True, account=other.uid, tenancy=flat.uid)


def test_what_is_asked_for_can_be_taken_back_once_and_not_once_it_is_on_its_way(lunetta):
    made = lunetta.redeem(150)
    back = redeeming.take_back(actor=lunetta.resident(), redemption=made.uid, at=AT, on=TODAY)
    assert (back.state, back.returned_points, back.closed_at) == ("returned", 150, AT)
    assert (lunetta.balance(), lunetta.pending()) == (200, 0)
    with pytest.raises(rules.NotToTakeBack):
        redeeming.take_back(actor=lunetta.resident(), redemption=made.uid, at=AT, on=TODAY)
    gone = lunetta.redeem(10)
    Redemption.objects.filter(pk=gone.pk).update(state="in_batch")
    with pytest.raises(rules.NotToTakeBack):
        redeeming.take_back(actor=lunetta.staff(), redemption=gone.uid, at=AT, on=TODAY)


def test_each_home_and_creditor_is_a_debt_apart_the_oldest_first_and_a_left_home_s_can_be_paid(lunetta):
    comune = factories.organisation(kind="municipality")
    factories_points.terms(lunetta.scheme, comune, way="offset")
    lunetta.tenancy.ends_on = STATED_ON
    lunetta.tenancy.save()
    now = lunetta.housed(lunetta.home, starts_on=STATED_ON)
    lunetta.owes(now, 20_000, comune, on=TODAY)
    standing = spending.standing(lunetta.account, TODAY)
    assert [(one.tenancy, one.open_cents, one.way) for one in standing.debts] == [
        (lunetta.tenancy.uid, 90_050, "payment"),
        (now.uid, 20_000, "offset"),
    ]
    assert lunetta.redeem(10).tenancy == lunetta.tenancy
    assert lunetta.redeem(5, tenancy=now.uid, creditor=comune.pk).way == "offset"
    with pytest.raises(rules.NoDebtStated):
        lunetta.redeem(5, tenancy=now.uid)


def test_what_was_paid_since_the_statement_is_no_longer_owed(lunetta):
    arrears_payments.book(
        actor=lunetta.staff(), tenancy=lunetta.tenancy.pk, creditor=lunetta.aler.pk, paid_on=TODAY,
        cents=80_000, source="points", reference=uuid4(), at=AT,
    )  # fmt: skip
    [debt] = spending.standing(lunetta.account, TODAY).debts
    assert (debt.stated_cents, debt.points_cents, debt.open_cents) == (90_050, 80_000, 10_050)
    with pytest.raises(rules.TooManyPoints):
        lunetta.redeem(101)


def test_only_the_household_a_delegate_for_it_and_staff_with_the_right_may(lunetta):
    luisa, *_ = lunetta.family("Luisa")
    father = lunetta.resident(luisa)
    with pytest.raises(NotFound):
        lunetta.redeem(1, father)
    stands = replace(father, stands_for=lunetta.amina.pk, scopes=frozenset({"read"}))
    with pytest.raises(rules.NotDelegated):
        lunetta.redeem(1, stands)
    made = lunetta.redeem(1, replace(stands, scopes=frozenset({"spend"})))
    with pytest.raises(rules.NotDelegated):
        redeeming.take_back(actor=stands, redemption=made.uid, at=AT, on=TODAY)
    with pytest.raises(NotFound):
        redeeming.take_back(actor=father, redemption=made.uid, at=AT, on=TODAY)
    assert lunetta.redeem(1, lunetta.staff(Role.DESK), with_staff=True).with_staff
    for stranger in (factories.actor(Role.DESK), lunetta.staff(Role.PROGRAMME)):
        with pytest.raises((NotFound, NotYours)):
            lunetta.redeem(1, stranger, with_staff=True)
        with pytest.raises(NotFound):
            redemptions.shown(stranger, made.uid, TODAY)
    assert lunetta.balance() == 198


def test_a_list_a_redemption_and_a_standing_take_as_many_queries_for_many_as_for_few(lunetta):
    actor, counts = lunetta.staff(), []
    for size in (1, 6):
        for _ in range(size):
            _, home, account = lunetta.family("Luisa", 20)
            flat = lunetta.housed(home)
            lunetta.owes(flat, 50_000)
            lunetta.redeem(20, actor, with_staff=True, account=account.uid, tenancy=flat.uid)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            found = redemptions.lines(actor, redemptions.listed(actor, redemptions.Wanted()), TODAY)
            spending.standing(lunetta.account, TODAY)
            pool.needy(actor, lunetta.project, pool.Wanted(), TODAY)
        counts.append(len(seen))
    assert len(found) == 7
    assert counts[0] == counts[1] < 40
    assert AuditEntry.objects.filter(verb="points.redemptions-listed").count() == 8


def test_nobody_of_the_pool_s_list_is_of_the_coordinator_s_own_household(lunetta):
    actor = lunetta.staff()
    [one] = pool.needy(actor, lunetta.project, pool.Wanted("amina"), TODAY)
    assert (one.owed_cents, one.held, one.could_use) == (90_050, 200, 700)
    assert pool.needy(actor, lunetta.project, pool.Wanted("luisa"), TODAY) == []
    OwnHousehold.objects.create(user_id=actor.user, household=lunetta.home, declared_at=AT)
    assert pool.needy(actor, lunetta.project, pool.Wanted(), TODAY) == []
    with pytest.raises(NotFound):
        pool.needy(lunetta.staff(Role.DESK), lunetta.project, pool.Wanted(), TODAY)
