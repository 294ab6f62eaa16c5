"""A resident with everything on their pages: points, debt, gifts, hours, dates to come; for the tests of the app."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from campanello.accounts.models import User
from campanello.lab.models import Session
from campanello.people.models import Delegation, Person
from campanello.points.models import Worth
from campanello.points.services import donating
from tests import factories
from tests.db.points.registers import present
from tests.db.points.settling import Settling

RECENT = timedelta(days=40)


class App(Settling):
    """Amina's household holds 150 points and owes ALER 900,50 EUR, of which 50 are on their way; she sews."""

    def __init__(self, language: str = "en", code: str = "AMNA-2346") -> None:
        super().__init__()
        self.language = language
        self.user: User = factories.user(person=self.amina.pk)
        factories.assignment(user=self.user, role="resident", organisation=self.project.lead)
        self.account.gift_code = code
        self.account.save(update_fields=["gift_code"])
        self.activity = factories.activity(
            self.project,
            titles={"it": "Cucito in cortile", "en": "Sewing in the courtyard", "ar": "خياطة في الفناء"},
        )
        Worth.objects.create(
            activity=self.activity, code="base", starts_on=factories.LONG_AGO, made_at=timezone.now()
        )
        self.next = self.date(days=2)

    def date(self, *, days: int, **given: Any) -> Session:
        """Two hours of sewing, so many days from today at ten in Rome."""
        day = timezone.localdate() + timedelta(days=days)
        starts = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        return factories.session(
            self.activity, **{"starts_at": starts, "ends_at": starts + timedelta(hours=2)} | given
        )

    def was_there(self, days_ago: int, person: Person | None = None) -> Session:
        """A date whose register is signed, at which somebody was."""
        held = self.date(days=-days_ago)
        present(held, person or self.amina)
        Session.objects.filter(pk=held.pk).update(signed_at=held.ends_at, signed_by=factories.user())
        return held

    def gift(self, points: int) -> Any:
        """Points of Amina's for the pool."""
        return donating.donate(
            actor=self.resident(),
            account=self.account.uid,
            to=None,
            points=points,
            nothing_in_return=True,
            uid=uuid4(),
            at=timezone.now(),
            on=timezone.localdate(),
        )

    def client(self, user: User | None = None) -> Client:
        """Logged in as Amina, or as somebody else."""
        made = Client(headers={"accept-language": self.language})
        made.force_login(user or self.user)
        return made

    def delegate(self, scopes: str) -> tuple[Client, Delegation]:
        """A daughter who stands for Amina, for some things; her client does so already."""
        daughter = factories.person(self.project, given_name="Leila")
        user = factories.user(person=daughter.pk)
        factories.assignment(user=user, role="resident", organisation=self.project.lead)
        on = timezone.localdate()
        held = Delegation.objects.create(
            principal=self.amina,
            delegate=daughter,
            scopes=scopes,
            starts_on=on - timedelta(days=3),
            ends_on=on + timedelta(days=30),
            basis="in_person",
            made_at=timezone.now(),
        )
        made = self.client(user)
        session = made.session
        session["stands_for"] = str(held.uid)
        session.save()
        return made, held
