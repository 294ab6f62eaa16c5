"""Settlements for tests: who proposes, approves and confirms them in Lunetta."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from campanello.core.actor import Actor
from campanello.points.models import Redemption, Scheme, Settlement
from campanello.points.services import redeeming, settlements, settlements_confirming
from tests import factories
from tests.db.points.spending import AT, Lunetta
from tests.factories import TODAY

IBAN = "IT60X0542811101000000123456"
LATER = AT + timedelta(days=3)
PAID_ON = date(2026, 3, 4)
AFTER = date(2026, 3, 5)


class Settling(Lunetta):
    """Lunetta with a payer, a coordinator who proposes, a programme manager who approves, a landlord's officer."""

    def __init__(self, **scheme: Any) -> None:
        super().__init__(**scheme)
        Scheme.objects.filter(pk=self.scheme.pk).update(payer="Comune di Prova", payer_iban=IBAN)
        self.proposer: Actor = self.named("coordinator", "Anna Verdi")
        self.approver: Actor = self.named("programme", "Petra Bando")
        self.officer: Actor = factories.actor("landlord", organisation=self.aler)

    def named(self, role: str, name: str) -> Actor:
        return factories.actor(role, project=self.project, user=factories.user(name=name))

    def proposed(self, **given: Any) -> Settlement:
        facts = {"project": self.project.pk, "creditor": self.aler.pk, "uid": uuid4(), "on": TODAY, "at": AT}
        return settlements.propose(actor=self.proposer, **facts | given)

    def approved(self, **given: Any) -> Settlement:
        held = self.proposed(**given)
        facts = {"uid": held.uid, "version": held.version, "seal": held.lines_sha256, "at": AT}
        return settlements.approve(actor=self.approver, **facts)

    def ordered(self, **given: Any) -> Settlement:
        held = self.approved(**given)
        facts = {"uid": held.uid, "version": held.version, "pays_on": TODAY, "on": TODAY, "at": AT}
        return settlements.order(actor=self.proposer, **facts)

    def confirmed(self, held: Settlement, actor: Actor | None = None, **given: Any) -> Settlement:
        facts = {"uid": held.uid, "version": held.version, "paid_on": PAID_ON, "proof": "CRO 42"}
        facts |= {"on": AFTER, "at": LATER}
        return settlements_confirming.confirm(actor=actor or self.proposer, **facts | given)

    def taken_back(self, redeemed: Redemption, actor: Actor) -> Redemption:
        return redeeming.take_back(actor=actor, redemption=redeemed.uid, at=AT, on=TODAY)
