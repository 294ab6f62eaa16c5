"""`campanello points expire`: says what is due before it does it."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from campanello.cli.main import cli
from campanello.core.edges import now
from campanello.points.models import ExpiryNotice
from tests import factories, factories_points

pytestmark = pytest.mark.django_db


def test_a_dry_run_says_whom_to_tell_and_the_real_one_tells_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campanello.cli.points_expiring.prepare", lambda: None)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    scheme = factories_points.scheme()
    account = factories_points.account(scheme.project, factories.household(factories.person(scheme.project)))
    factories_points.given(account, 17, at=now() - timedelta(days=1000))

    said = CliRunner().invoke(cli, ["points", "expire", "--dry-run"])
    assert said.exit_code == 0, said.output
    assert "17" in said.output
    assert not ExpiryNotice.objects.exists()
    assert CliRunner().invoke(cli, ["points", "expire"]).exit_code == 0
    assert ExpiryNotice.objects.get().points == 17
