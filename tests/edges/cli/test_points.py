"""`campanello points`: seals and checks from the command line; the exit code says whether the ledger is whole."""

import json
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from campanello.cli import points
from campanello.core.actor import NOBODY
from campanello.core.edges import EXIT_CODES
from campanello.points.models import Account, Scheme, Seal
from campanello.points.rules.checking import LedgerBroken
from campanello.points.rules.issuing import AwardLine
from campanello.points.services import issuing
from tests import factories_points

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def scheme() -> Scheme:
    made = factories_points.scheme()
    home = factories_points.account(made.project)
    line = AwardLine(home.pk, 7, uid=uuid4())
    issuing.award(actor=NOBODY, project=made.project_id, lines=[line], at=AT)
    return made


def called(*words: str) -> Result:
    with patch.object(points, "prepare"):
        return CliRunner().invoke(points.points, list(words), env={"CAMPANELLO_LANG": "en"})


def test_a_whole_ledger_is_sealed_and_checked(scheme: Scheme) -> None:
    assert "1" in called("seal").output
    assert Seal.objects.get().points == 7
    told = called("check")
    assert (told.exit_code, scheme.project.code in told.output) == (0, True)
    found: dict[str, Any] = json.loads(called("check", "--json", "--project", scheme.project.code).output)
    assert found["whole"] is True
    assert found["projects"][0]["issued"] == found["projects"][0]["held"] == 7


def test_a_broken_one_is_told_with_the_account_and_a_code_of_its_own(scheme: Scheme) -> None:
    home = Account.objects.get(kind="household")
    Account.objects.filter(pk=home.pk).update(balance=9)
    told = called("check")
    assert isinstance(told.exception, LedgerBroken)
    assert EXIT_CODES[told.exception.kind] == 5
    assert f"Account {home.pk} (household) says 9 points, and its transfers come to 7." in (
        told.exception.details[0][0] % told.exception.details[0][1]
    )
