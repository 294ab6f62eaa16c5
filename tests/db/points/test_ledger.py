"""The ledger on the database: what moves, what is refused, what is written once."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from campanello.core.actor import NOBODY
from campanello.points.models import Account, Transfer
from campanello.points.rules.ledger import BudgetUsedUp, Move, MovedOtherwise, NotEnoughPoints
from campanello.points.services import ledger
from tests import factories_points

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_an_award_moves_points_from_the_issuer_to_the_household_once():
    scheme = factories_points.scheme(budget_points=10)
    issuer = Account.objects.get(project=scheme.project, kind="issuer")
    home = factories_points.account(scheme.project)
    move = Move(uuid4(), issuer.pk, home.pk, 7, "award")

    first = ledger.post(actor=NOBODY, project=scheme.project_id, moves=[move], at=AT)
    again = ledger.post(actor=NOBODY, project=scheme.project_id, moves=[move], at=AT)

    assert first == again
    assert Transfer.objects.count() == 1
    assert set(Account.objects.values_list("balance", flat=True)) == {-7, 7}
    with pytest.raises(BudgetUsedUp):
        ledger.post(
            actor=NOBODY,
            project=scheme.project_id,
            moves=[Move(uuid4(), issuer.pk, home.pk, 4, "award")],
            at=AT,
        )
    other = Move(move.uid, issuer.pk, home.pk, 6, "award")
    with pytest.raises(MovedOtherwise):
        ledger.post(actor=NOBODY, project=scheme.project_id, moves=[other], at=AT)
    with pytest.raises(NotEnoughPoints):
        ledger.post(
            actor=NOBODY,
            project=scheme.project_id,
            moves=[Move(uuid4(), home.pk, issuer.pk, 8, "expiry")],
            at=AT,
        )
