"""A household that holds points and owes rent, neighbours, and who works there: for tests of what points do."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from campanello.accounts.models import User
from campanello.accounts.queries import actor_of
from campanello.core.actor import NOBODY, Actor, Role
from campanello.core.models import Organisation
from campanello.homes.models import ArrearsStatement, Tenancy
from campanello.people.models import Household, Person
from campanello.points.models import Account, Redemption
from campanello.points.rules.ledger import Move
from campanello.points.services import ledger, redeeming
from tests import factories, factories_points
from tests.factories import TODAY

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
STATED_ON = date(2026, 1, 31)


class Lunetta:
    """A project whose point is worth 1 EUR; a household of Amina's that owes ALER 900,50 EUR and holds 200 points."""

    def __init__(self, **scheme: Any) -> None:
        self.project = factories.project()
        self.scheme = factories_points.scheme(self.project, **scheme)
        self.issuer = Account.objects.get(project=self.project, kind="issuer")
        self.aler = factories.organisation(kind="aler")
        factories_points.terms(self.scheme, self.aler)
        self.house = factories.building(self.project)
        self.amina, self.home, self.account = self.family("Amina", 200)
        self.tenancy = self.housed(self.home)
        self.stated = self.owes(self.tenancy, 90_050)

    def family(self, name: str, points: int = 0, code: str = "") -> tuple[Person, Household, Account]:
        """A household of one, with so many points."""
        person = factories.person(self.project, given_name=name)
        home = factories.household(person)
        account = factories_points.account(self.project, home, gift_code=code)
        self.award(account, points)
        return person, home, account

    def award(self, account: Account, points: int) -> None:
        if points:
            move = Move(uuid4(), self.issuer.pk, account.pk, points, "award")
            ledger.post(actor=NOBODY, project=self.project.pk, moves=[move], at=AT)
            account.refresh_from_db()

    def housed(self, home: Household, **given: Any) -> Tenancy:
        return factories.tenancy(factories.dwelling(self.house, owner=self.aler), home, **given)

    def owes(self, tenancy: Tenancy, cents: int, to: Organisation | None = None, on: date = STATED_ON) -> Any:
        return ArrearsStatement.objects.create(
            tenancy=tenancy, creditor=to or self.aler, as_of=on, amount_cents=cents, source="landlord"
        )

    def staff(self, role: Role | str = Role.COORDINATOR) -> Actor:
        return factories.actor(role, project=self.project)

    def resident(self, person: Person | None = None) -> Actor:
        key = (person or self.amina).pk
        if user := User.objects.filter(person=key).first():
            return actor_of(user, TODAY)
        return factories.actor(Role.RESIDENT, user=factories.user(person=key))

    def redeem(self, points: int, actor: Actor | None = None, **given: Any) -> Redemption:
        """Points towards what Amina's household owes ALER, by herself unless told otherwise."""
        asked = {
            "account": self.account.uid,
            "tenancy": self.tenancy.uid,
            "creditor": self.aler.pk,
            "uid": uuid4(),
            "at": AT,
            "on": TODAY,
        }
        return redeeming.redeem(actor=actor or self.resident(), points=points, **asked | given)

    def balance(self, account: Account | None = None) -> int:
        return Account.objects.get(pk=(account or self.account).pk).balance

    def pending(self) -> int:
        found = Account.objects.filter(project=self.project, kind="pending")
        return sum(found.values_list("balance", flat=True))
