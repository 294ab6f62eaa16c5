"""`campanello retention`: says what is due before it does it."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from campanello.cli.main import cli
from campanello.people.models import Person
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_dry_run_says_what_is_due_and_the_real_one_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campanello.cli.retention.prepare", lambda: None)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    person = factories.person(factories.project())
    Person.objects.filter(pk=person.pk).update(registered_at=datetime(2019, 1, 1, tzinfo=UTC))
    said = CliRunner().invoke(cli, ["retention", "--dry-run"])
    assert said.exit_code == 0
    assert "1" in said.output
    assert Person.objects.get(pk=person.pk).name
    assert CliRunner().invoke(cli, ["retention"]).exit_code == 0
    assert not Person.objects.get(pk=person.pk).name
