"""A signed register for these tests: a project with a scheme, an activity by the base rate, people in households."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.lab.models import Activity, Attendance, Session
from campanello.people.models import Household, Person
from campanello.points.models import Account, Transfer, Worth
from campanello.points.services.register_awards import award
from tests import factories, factories_points

# A Wednesday, from ten to noon in Rome.
STARTS = datetime(2026, 3, 4, 9, tzinfo=UTC)
AT = datetime(2026, 3, 5, 9, tzinfo=UTC)


class Lab:
    """A project whose activity earns 5 points an hour; a desk operator awards, a coordinator signs and decides."""

    def __init__(self, code: str = "base", **scheme: Any) -> None:
        self.project: Project = factories.project()
        self.scheme = factories_points.scheme(self.project, **scheme)
        self.desk: Actor = factories.actor("desk", project=self.project)
        self.coordinator: Actor = factories.actor("coordinator", project=self.project)
        self.signer = factories.user()
        self.activity = self.new_activity(code)

    def new_activity(self, code: str = "base") -> Activity:
        made = factories.activity(self.project)
        Worth.objects.create(activity=made, code=code, starts_on=factories.LONG_AGO, made_at=AT)
        return made

    def session(self, starts: datetime = STARTS, minutes: int = 120, **given: Any) -> Session:
        ends = starts + timedelta(minutes=minutes)
        activity = given.pop("activity", self.activity)
        return factories.session(activity, **{"starts_at": starts, "ends_at": ends} | given)

    def member(self, household: Household | None = None) -> tuple[Person, Household]:
        one = factories.person(self.project)
        home = household or factories.household()
        home.memberships.create(person=one, kind="registry", role="relative", starts_on=factories.LONG_AGO)
        return one, home

    def sign(self, session: Session) -> Session:
        """The register is signed: its rows are kept from now on."""
        Session.objects.filter(pk=session.pk, signed_at=None).update(
            signed_at=session.ends_at, signed_by=self.signer
        )
        return session

    def award(self, session: Session, actor: Actor | None = None) -> Any:
        """The register is signed and awarded."""
        self.sign(session)
        return award(actor=actor or self.desk, session=session.uid, at=AT)

    def points_of(self, household: Household) -> int:
        found = Account.objects.filter(household=household).values_list("balance", flat=True).first()
        return found or 0

    def spend(self, household: Household, points: int) -> None:
        """Points leave the household for the pool, as a gift does."""
        account = Account.objects.get(household=household)
        pool, _ = Account.objects.get_or_create(project=self.project, kind="pool", defaults={"opened_at": AT})
        from_to = {"source": account, "target": pool}
        Transfer.objects.create(
            **from_to, points=points, kind="donation", project=self.project, on=AT.date(), recorded_at=AT
        )
        Account.objects.filter(pk=account.pk).update(balance=account.balance - points)
        Account.objects.filter(pk=pool.pk).update(balance=pool.balance + points)


def present(session: Session, person: Person, minutes: int = 120, **given: Any) -> Attendance:
    """Somebody is marked as present, at the end of the session."""
    when = session.ends_at
    row = {"presence": "present", "minutes": minutes, "recorded_at": when, "uid": uuid.uuid4()}
    return Attendance.objects.create(session=session, person=person, **row | given)
