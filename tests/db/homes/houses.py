"""A house with one of each kind of doorbell, for the tests of queries, pages and the browser. Names are invented."""

from datetime import date
from typing import Any

from campanello.core.actor import Actor
from campanello.homes.models import ArrearsStatement, Dwelling, Tenancy
from campanello.people.models import Consent, ContactWay, Notice, NoticeGiven, Person, Skill
from tests import factories
from tests.factories import LONG_AGO

OLD = date(1940, 5, 1)


class House:
    """Via Esempio 12, with a doorbell of each kind.

    Known (in arrears over the limit), elderly alone (under it), never contacted, empty, a shop, a private dwelling
    without a tenancy, and a household whose people only another project knows.
    """

    def __init__(self, **given: Any) -> None:
        self.project = factories.project()
        self.aler = factories.organisation(kind="aler")
        self.building = factories.building(
            self.project,
            neighbourhood=factories.neighbourhood(self.project),
            number="12",
            search="via esempio 12",
            built_on=date(1965, 1, 1),
            **given,
        )
        self.known = self.home("1", "Rossi", births=[date(1980, 1, 1), date(1985, 1, 1)])
        self.elderly = self.home("2", "Bianchi", births=[OLD])
        self.unmet = self.home("3", "Verdi", is_met=False)
        self.empty = self.dwelling("4")
        self.shop = self.home("5", "Alimentari", tenure="shopkeeper", stair="B", floor=0)
        self.private = self.dwelling("6", owner_kind="private", stair="B", owner=None)
        self.stranger = self.home("7", "Neri", project=factories.project(), stair="B")
        self.state(self.known, 400_001)
        self.state(self.elderly, 12_345)

    def dwelling(self, door: str, **given: Any) -> Dwelling:
        facts = {"floor": 1, "door": door, "owner": self.aler} | given
        made = factories.dwelling(self.building, **facts)
        if facts["owner"] is None:
            Dwelling.objects.filter(pk=made.pk).update(owner=None)
            made.refresh_from_db()
        return made

    def home(self, door: str, name: str, *, is_met: bool = True, **given: Any) -> Tenancy:
        """A household behind a door; its people are known to the house's project unless another is given."""
        tenure, births = given.pop("tenure", "tenant"), given.pop("births", [None])
        project = given.pop("project", self.project)
        people = [
            factories.person(project, family_name=name, born_on=born_on, given_name=f"Persona {place}")
            for place, born_on in enumerate(births)
        ]
        if is_met:
            meet(people[0])
        dwelling = self.dwelling(door, doorbell=name, doorbell_search=name.lower(), **given)
        household = factories.household(*people)
        return factories.tenancy(dwelling, household, holder=people[0], tenure=tenure)

    def state(self, tenancy: Tenancy, cents: int, **given: Any) -> ArrearsStatement:
        facts = {"creditor": self.aler, "as_of": date(2026, 1, 31), "source": "landlord"} | given
        return ArrearsStatement.objects.create(tenancy=tenancy, amount_cents=cents, **facts)

    def actor(self, role: str) -> Actor:
        """Somebody of the house's project, or of its landlord."""
        if role == "landlord":
            return factories.actor("landlord", organisation=self.aler)
        if role in {"admin", "resident"}:
            return factories.actor(role)
        return factories.actor(role, project=self.project)


def notice(kind: str) -> Notice:
    made, _ = Notice.objects.get_or_create(
        kind=kind, version=99, defaults={"starts_on": LONG_AGO, "texts": {"it": "Prova"}}
    )
    return made


def meet(person: Person) -> None:
    """Somebody of the team has given them the notice about privacy."""
    NoticeGiven.objects.create(person=person, notice=notice("privacy"), given_on=LONG_AGO, how="paper")


def agree(person: Person, purpose: str, *, withdrawn_on: date | None = None) -> Consent:
    return Consent.objects.create(
        person=person,
        purpose=purpose,
        notice=notice(purpose),
        given_on=LONG_AGO,
        how="paper",
        withdrawn_on=withdrawn_on,
    )


def skill(person: Person, text: str, direction: str = "offered") -> Skill:
    return Skill.objects.create(person=person, text=text, direction=direction, starts_on=LONG_AGO)


def reachable(person: Person, value: str = "+39 333 000000", *, has_consent: bool = True) -> ContactWay:
    return ContactWay.objects.create(
        person=person, kind="phone", value=value, normal=value, has_consent=has_consent, starts_on=LONG_AGO
    )
