"""Moving in, moving out, another title, another holder."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from campanello.core.access import NotFound, NotYours
from campanello.core.actor import Actor
from campanello.core.errors import DomainError
from campanello.core.models import AuditEntry, Project
from campanello.homes.models import Dwelling, Tenancy
from campanello.homes.rules import tenancies as rules
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.homes.services import tenancies
from tests import factories
from tests.factories import LONG_AGO, TODAY

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


class Town:
    """A project with a house of two flats and a household; `desk` works there."""

    def __init__(self) -> None:
        self.project: Project = factories.project()
        self.desk: Actor = factories.actor("desk", project=self.project)
        self.aler = factories.organisation(kind="aler")
        self.house = factories.building(self.project, built_on=date(1990, 5, 1))
        self.flat: Dwelling = factories.dwelling(self.house, owner=self.aler)
        self.other: Dwelling = factories.dwelling(self.house, owner=self.aler)
        self.rosa = factories.person(self.project, given_name="Rosa")
        self.luca = factories.person(self.project, given_name="Luca")
        self.household = factories.household(self.rosa, self.luca)

    def start(self, **given: Any) -> Tenancy:
        facts = {"dwelling": self.flat.uid, "household": self.household.uid, "tenure": "tenant"}
        return tenancies.start(**{"actor": self.desk, "starts_on": MARCH, "on": TODAY} | facts | given)


@pytest.fixture
def town() -> Town:
    return Town()


def last_entry() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


def test_a_household_moves_in_and_leaves_a_trace(town: Town) -> None:
    made = town.start(holder=town.rosa.uid, code="ALER-1")
    assert (made.dwelling, made.household, made.holder) == (town.flat, town.household, town.rosa)
    entry = last_entry()
    assert (entry.verb, entry.person, entry.facts) == (
        "homes.tenancy-started",
        town.rosa.pk,
        {"tenure": "tenant"},
    )


def test_a_refused_move_leaves_neither_a_tenancy_nor_a_trace(town: Town) -> None:
    town.start()
    before = AuditEntry.objects.count()
    with pytest.raises(rules.DwellingTakenOpen):
        town.start(household=factories.household(factories.person(town.project)).uid)
    assert (Tenancy.objects.count(), AuditEntry.objects.count()) == (1, before)


REFUSED: dict[str, tuple[dict[str, Any], type[DomainError]]] = {
    "before the building was built": ({"starts_on": date(1990, 4, 30)}, rules.TenancyBeforeBuilding),
    "in a far year": ({"starts_on": date(2206, 3, 1)}, rules.TenancyTooFarAway),
    "ending as it starts": ({"ends_on": MARCH}, rules.TenancyEndsTooSoon),
    "in a dwelling that is not there": ({"dwelling": uuid4()}, NotFound),
    "of a household that is not there": ({"household": uuid4()}, NotFound),
    "with a holder who is not there": ({"holder": uuid4()}, NotFound),
}


@pytest.mark.parametrize(("given", "why"), REFUSED.values(), ids=REFUSED)
def test_a_move_is_refused(town: Town, given: dict[str, Any], why: type[DomainError]) -> None:
    with pytest.raises(why):
        town.start(**given)
    assert not Tenancy.objects.exists()


def test_the_sentence_about_the_building_says_both_days(town: Town) -> None:
    with pytest.raises(rules.TenancyBeforeBuilding) as refusal:
        town.start(starts_on=date(1990, 4, 30))
    assert "01/05/1990" in str(refusal.value)
    assert "30/04/1990" in str(refusal.value)


def test_a_holder_is_of_the_household_on_the_day(town: Town) -> None:
    stranger = factories.person(town.project)
    with pytest.raises(rules.NotAMember):
        town.start(holder=stranger.uid)
    with pytest.raises(rules.NotAMember):
        town.start(starts_on=LONG_AGO - timedelta(1), holder=town.rosa.uid)


def test_a_household_has_one_home_and_may_have_a_shop(town: Town) -> None:
    town.start()
    with pytest.raises(rules.HouseholdHousedOpen):
        town.start(dwelling=town.other.uid)
    assert town.start(dwelling=town.other.uid, tenure="shopkeeper").pk


def test_a_contract_s_code_is_one_tenancy_s(town: Town) -> None:
    town.start(code="ALER-1")
    with pytest.raises(rules.CodeTaken):
        town.start(
            code="ALER-1",
            dwelling=town.other.uid,
            household=factories.household(factories.person(town.project)).uid,
        )


def test_one_moves_out_and_another_in_on_the_same_day(town: Town) -> None:
    first = town.start()
    tenancies.end(actor=town.desk, tenancy=first.uid, version=1, ends_on=TODAY, on=TODAY)
    new = factories.household(factories.person(town.project))
    assert town.start(household=new.uid, starts_on=TODAY).pk
    assert town.start(dwelling=town.other.uid, starts_on=TODAY).household == town.household


def test_another_title_from_a_day_on_keeps_the_days_before(town: Town) -> None:
    first = town.start(tenure="occupant", starts_on=date(2025, 1, 1), ends_on=date(2026, 12, 1))
    new = tenancies.change_tenure(
        actor=town.desk, tenancy=first.uid, version=1, tenure="tenant", starts_on=MARCH, on=TODAY
    )
    first.refresh_from_db()
    assert (first.tenure, first.ends_on) == ("occupant", MARCH)
    assert (new.tenure, new.starts_on, new.ends_on) == ("tenant", MARCH, date(2026, 12, 1))


def test_the_same_title_again_is_refused(town: Town) -> None:
    first = town.start()
    with pytest.raises(rules.SameAgain):
        tenancies.change_tenure(
            actor=town.desk, tenancy=first.uid, version=1, tenure="tenant", starts_on=TODAY, on=TODAY
        )


def test_another_member_takes_over_with_the_contract_s_code(town: Town) -> None:
    first = town.start(holder=town.rosa.uid, code="ALER-1")
    new = tenancies.transfer(
        actor=town.desk, tenancy=first.uid, version=1, holder=town.luca.uid, starts_on=TODAY, on=TODAY
    )
    first.refresh_from_db()
    assert (first.holder, first.ends_on, first.code) == (town.rosa, TODAY, "")
    assert (new.holder, new.household, new.dwelling, new.code) == (
        town.luca,
        town.household,
        town.flat,
        "ALER-1",
    )


def test_nobody_from_outside_takes_over(town: Town) -> None:
    first = town.start(holder=town.rosa.uid)
    stranger = factories.person(town.project)
    with pytest.raises(rules.NotAMember):
        tenancies.transfer(
            actor=town.desk, tenancy=first.uid, version=1, holder=stranger.uid, starts_on=TODAY, on=TODAY
        )
    first.refresh_from_db()
    assert first.ends_on is None


def test_the_second_of_two_who_end_it_sees_what_the_first_saved(town: Town) -> None:
    first = town.start()
    tenancies.end(actor=town.desk, tenancy=first.uid, version=1, ends_on=TODAY, on=TODAY)
    later = TODAY + timedelta(30)
    with pytest.raises(ChangedMeanwhile) as conflict:
        tenancies.end(actor=town.desk, tenancy=first.uid, version=1, ends_on=later, on=TODAY)
    (difference,) = conflict.value.differences
    assert (difference.field, difference.saved, difference.yours) == ("ends_on", TODAY, later)
    assert conflict.value.version == 2


def test_who_may_let_somebody_move_in(town: Town) -> None:
    own = factories.actor("landlord", organisation=town.aler)
    with pytest.raises(NotFound):
        town.start(actor=own)  # a household that they don't house is not theirs to see
    allowed = {
        "desk": None,
        "case": None,
        "coordinator": None,
        "employment": NotYours,
        "programme": NotFound,
    }
    for role, why in allowed.items():
        actor = factories.actor(role, project=town.project)
        if why:
            with pytest.raises(why):
                town.start(actor=actor)
        else:
            town.start(actor=actor).delete()
    with pytest.raises(NotFound):
        town.start(actor=factories.actor("desk"))


def test_a_landlord_s_officer_moves_a_tenant_between_dwellings_of_their_own(town: Town) -> None:
    officer = factories.actor("landlord", organisation=town.aler)
    first = town.start()
    tenancies.end(actor=officer, tenancy=first.uid, version=1, ends_on=TODAY, on=TODAY)
    assert town.start(actor=officer, dwelling=town.other.uid, starts_on=TODAY).pk
    stranger = factories.actor("landlord", organisation=factories.organisation(kind="aler"))
    with pytest.raises(NotFound):
        tenancies.end(actor=stranger, tenancy=first.uid, version=2, ends_on=TODAY, on=TODAY)


def test_a_tenancy_does_not_end_in_a_far_year(town: Town) -> None:
    first = town.start()
    with pytest.raises(rules.TenancyTooFarAway):
        tenancies.end(actor=town.desk, tenancy=first.uid, version=1, ends_on=date(2206, 1, 1), on=TODAY)
    first.refresh_from_db()
    assert first.ends_on is None
