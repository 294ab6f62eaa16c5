"""Points given away: by a code, once, to whom nobody is told; taken back while they are there; the pool parted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache

from campanello.core.access import NotFound
from campanello.core.actor import Role
from campanello.core.models import AuditEntry
from campanello.points.models import Account, Donation, OwnHousehold
from campanello.points.queries import donations, pool
from campanello.points.queries.donations import Wanted
from campanello.points.rules import donating as rules
from campanello.points.rules.ledger import MovedOtherwise, NoPoints, NotEnoughPoints
from campanello.points.rules.redeeming import NoReason, NotDelegated
from campanello.points.services import accounts, donating
from campanello.points.services import pool as pools
from tests import factories
from tests.db.points.spending import AT, Lunetta
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
CODE, HERS = "LUNA-2346", "STEL-2346"


class Quarter(Lunetta):
    """Amina holds 200 points, Luisa none; each has a gift code."""

    def __init__(self) -> None:
        super().__init__()
        cache.clear()
        self.luisa, self.luisas_home, self.luisas = self.family("Luisa", code=CODE)
        Account.objects.filter(pk=self.account.pk).update(gift_code=HERS)

    def give(self, points, to=CODE, actor=None, **given):
        asked = {"account": self.account.uid, "to": to, "points": points, "nothing_in_return": True}
        asked |= {"uid": uuid4(), "at": AT, "on": TODAY} | given
        return donating.donate(actor=actor or self.resident(), **asked)

    def take_back(self, gift, minutes=1, actor=None):
        at = AT + timedelta(minutes=minutes)
        transfer = gift.transfer.uid
        return donating.take_back(actor=actor or self.resident(), transfer=transfer, at=at, on=TODAY)

    def assign(self, shares, actor=None, **given):
        asked = {"project": self.project.pk, "why": "In need", "uid": uuid4(), "at": AT, "on": TODAY}
        return pools.assign(actor=actor or self.staff(), shares=shares, **asked | given)


@pytest.fixture
def quarter() -> Quarter:
    return Quarter()


def test_a_gift_goes_by_its_code_once_and_nobody_is_told_who_gave(quarter):
    uid = uuid4()
    made = quarter.give(40, "luna 2346", uid=uid)
    assert quarter.give(40, CODE, uid=uid) == made
    assert (quarter.balance(), quarter.balance(quarter.luisas)) == (160, 40)
    [line] = donations.lines(quarter.staff(), donations.listed(quarter.staff(), Wanted()), TODAY)
    assert (line.giver, line.receiver.key, line.which) == (None, quarter.luisa.pk, "household")
    entry = AuditEntry.objects.get(verb="points.given")
    assert (entry.person, entry.facts) == (
        quarter.amina.pk, {"points": 40, "to_pool": False, "shows_donor": False},
    )  # fmt: skip
    for other in ({"points": 41}, {"points": 40, "shows_donor": True}, {"points": 40, "to": None}):
        with pytest.raises(MovedOtherwise):
            quarter.give(**{"to": CODE} | other, uid=uid)
    shown = quarter.give(1, shows_donor=True)
    lines = donations.lines(quarter.staff(), donations.listed(quarter.staff(), Wanted()), TODAY)
    assert lines[0].donation == shown
    assert lines[0].giver.name == quarter.amina.name


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"points": 201}, NotEnoughPoints),
        ({"points": 0}, NoPoints),
        ({"points": 1, "to": HERS}, rules.ToOneself),
        ({"points": 1, "to": "NONE-2346"}, rules.NoSuchCode),
        ({"points": 1, "to": ""}, rules.NoSuchCode),
        ({"points": 1, "nothing_in_return": False}, rules.AsksInReturn),
    ],
    ids=[
        "more than is held",
        "nothing",
        "to oneself",
        "an unknown code",
        "no code",
        "for something in return",
    ],
)
def test_a_gift_is_refused(quarter, given, refusal):
    with pytest.raises(refusal):
        quarter.give(**given)
    assert not Donation.objects.exists()
    assert quarter.balance() == 200


def test_a_code_of_another_project_is_unknown(quarter):
    Lunetta().family("Vera", code="VERA-2346")
    with pytest.raises(rules.NoSuchCode):
        quarter.give(1, "VERA-2346")


def test_who_guesses_codes_waits_and_so_does_the_address(quarter):
    for _ in range(10):
        with pytest.raises(rules.NoSuchCode):
            quarter.give(1, "NONE-2346", address="192.0.2.1")
    with pytest.raises(rules.TooManyWrongCodes) as refused:
        quarter.give(1, CODE, address="192.0.2.1")
    assert refused.value.facts == {"most": 10, "minutes": 60}
    with pytest.raises(rules.TooManyWrongCodes):
        donating.check(actor=quarter.resident(), account=quarter.account.uid, to=CODE, on=TODAY, at=AT)
    assert quarter.give(1, to=None)
    for number in range(4):
        user = quarter.resident(factories.person())
        desk = quarter.staff("desk")
        for _ in range(10):
            with pytest.raises(rules.NoSuchCode):
                quarter.give(1, "NONE-2346", desk, address="192.0.2.1")
        assert user.own, number
    with pytest.raises(rules.TooManyWrongCodes):
        quarter.give(1, CODE, quarter.staff("desk"), address="192.0.2.1")
    assert quarter.give(1, CODE, quarter.staff("desk"), address="192.0.2.2")
    later = AT + timedelta(hours=1)
    assert quarter.give(1, CODE, address="192.0.2.1", at=later)


def test_a_gift_is_taken_back_within_minutes_once_and_only_while_it_is_there(quarter):
    gift = quarter.give(40)
    assert [one.until for one in donations.given_by(quarter.account, AT)] == [AT + timedelta(minutes=30)]
    with pytest.raises(NotFound):
        quarter.take_back(gift, actor=quarter.resident(quarter.luisa))
    with pytest.raises(rules.GiftKept):
        quarter.take_back(gift, minutes=30)
    quarter.take_back(gift, minutes=29)
    assert (quarter.balance(), quarter.balance(quarter.luisas)) == (200, 0)
    with pytest.raises(rules.GiftKept):
        quarter.take_back(gift)
    assert [one.until for one in donations.given_by(quarter.account, AT)] == [None]
    spent = quarter.give(40)
    quarter.give(1, HERS, quarter.resident(quarter.luisa), account=quarter.luisas.uid)
    with pytest.raises(rules.GiftUsed):
        quarter.take_back(spent)
    assert quarter.balance(quarter.luisas) == 39


def test_somebody_from_elsewhere_gives_to_the_pool_and_a_delegate_only_where_allowed(quarter):
    vera = factories.person(quarter.project)
    hers = accounts.of_person(quarter.project.pk, vera.pk, at=AT)
    quarter.award(hers, 30)
    quarter.give(30, None, quarter.resident(vera), account=hers.uid)
    assert pool.held(quarter.project.pk) == 30
    delegate = quarter.resident(quarter.luisa)
    stands = type(delegate)(
        **vars(delegate) | {"stands_for": quarter.amina.pk, "scopes": frozenset({"read"})}
    )
    with pytest.raises(NotDelegated):
        quarter.give(1, None, stands)
    assert quarter.give(1, None, quarter.staff(Role.DESK))


def test_gifts_to_and_fro_are_listed_for_the_coordinator_and_not_forbidden(quarter):
    quarter.give(40)
    quarter.give(5)
    assert donations.to_and_fro(quarter.staff(), TODAY) == []
    quarter.give(20, HERS, quarter.resident(quarter.luisa), account=quarter.luisas.uid)
    [pair] = donations.to_and_fro(quarter.staff(), TODAY)
    assert {pair.one.key, pair.other.key} == {quarter.amina.pk, quarter.luisa.pk}
    assert sorted([pair.given, pair.returned]) == [20, 45]
    assert donations.to_and_fro(quarter.staff(Role.DESK), TODAY) == []
    assert donations.to_and_fro(quarter.staff(), TODAY + timedelta(days=120)) == []


def test_a_coordinator_parts_the_pool_with_a_reason_all_or_none_and_once(quarter):
    quarter.give(100, None)
    uid, shares = uuid4(), {quarter.home.uid: 30, quarter.luisas_home.uid: 60}
    for _ in range(2):
        made = quarter.assign(shares, uid=uid)
    assert [(one.transfer.points, one.is_assigned, one.why) for one in made] == [
        (30, True, "In need"), (60, True, "In need"),
    ]  # fmt: skip
    assert pool.held(quarter.project.pk) == 10
    assert AuditEntry.objects.filter(verb="points.pool-assigned").count() == 2
    with pytest.raises(NotEnoughPoints):
        quarter.assign({quarter.home.uid: 6, quarter.luisas_home.uid: 5})
    with pytest.raises(NoReason):
        quarter.assign({quarter.home.uid: 1}, why=" ")
    with pytest.raises(rules.NothingToAssign):
        quarter.assign({})
    with pytest.raises(NoPoints):
        quarter.assign({quarter.home.uid: 0})
    with pytest.raises(NotFound):
        quarter.assign({factories.household(factories.person()).uid: 1})
    with pytest.raises(NotFound):
        quarter.assign({quarter.home.uid: 1}, quarter.staff(Role.CASE))
    coordinator = quarter.staff()
    OwnHousehold.objects.create(user_id=coordinator.user, household=quarter.home, declared_at=AT)
    with pytest.raises(rules.NotForOwnHousehold):
        quarter.assign({quarter.home.uid: 1}, coordinator)
    assert pool.held(quarter.project.pk) == 10
    assert donations.figures(quarter.staff()) == {"pool": (1, 100), "assigned": (2, 90)}


def test_a_household_in_arrears_without_an_account_gets_one_when_the_pool_gives_to_it(quarter):
    quarter.give(100, None)
    home = factories.household(factories.person(quarter.project))
    quarter.owes(quarter.housed(home), 7_000)
    rows = pool.needy(quarter.staff(), quarter.project, pool.Wanted(sort="least"), TODAY)
    assert [(one.could_use, one.held) for one in rows] == [(70, 0), (800, 100)]
    shares = {one.household: one.share for one in pool.shared(rows, 100)}
    assert shares == {home.uid: 50, quarter.home.uid: 50}
    quarter.assign(shares)
    assert Account.objects.get(household=home).balance == 50
