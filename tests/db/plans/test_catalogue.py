"""The catalogue: whose it is, what is refused of services and values, what stays because people signed for it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from campanello.core.access import NotFound
from campanello.people.models import Participation
from campanello.people.rules.facts import NotInTheList
from campanello.plans.models import Plan, ServiceValue
from campanello.plans.queries import catalogue as queries
from campanello.plans.rules import catalogue as rules
from campanello.plans.rules.catalogue import HourlyValue, NewService
from campanello.plans.services import catalogue, participating
from tests import factories, factories_plans

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
VALUE = HourlyValue(1000, date(2026, 1, 1))


def test_each_project_keeps_its_own_catalogue() -> None:
    project, other = factories.project(), factories.project()
    actor = factories.actor("coordinator", project=project)
    assert catalogue.start_from_programme(actor=actor, project=project.code) == 15
    assert catalogue.start_from_programme(actor=actor, project=project.code) == 0
    theirs = factories_plans.service(other)
    wrong: dict[str, Any] = {
        "somebody else's catalogue": lambda: catalogue.start_from_programme(actor=actor, project=other.code),
        "somebody else's service": lambda: catalogue.edit_service(
            actor=actor, key=theirs.pk, version=1, changes={"block": "base"}
        ),
        "who only reads": lambda: catalogue.offer_service(
            actor=factories.actor("case", project=other), key=theirs.pk, is_offered=False
        ),
        "a value that is not there": lambda: catalogue.drop_value(
            actor=factories.actor("coordinator", project=other), key=theirs.pk, value=0
        ),
    }
    for what, attempt in wrong.items():
        with pytest.raises(NotFound):
            attempt()
        assert what
    with pytest.raises(NotInTheList):
        catalogue.add_service(
            actor=actor, project=project.code, new=NewService("x", {"it": "X"}, block="nonsense")
        )


def test_what_changes_nothing_is_no_new_version() -> None:
    one = factories_plans.service(factories.project())
    actor = factories.actor("coordinator", project=one.project)
    assert (
        catalogue.edit_service(actor=actor, key=one.pk, version=1, changes=catalogue.flat(one)).version == 1
    )
    assert catalogue.offer_service(actor=actor, key=one.pk, is_offered=True).version == 1


def test_a_value_has_a_source_and_stays_once_signed_hours_are_worth_it() -> None:
    one = factories_plans.service(factories.project(), hourly_cents=None)
    actor = factories.actor("coordinator", project=one.project)
    given: dict[str, Any] = {"actor": actor, "key": one.pk}
    with pytest.raises(rules.NoValueSource):
        catalogue.set_value(value=VALUE, source=" ", **given)
    with pytest.raises(rules.NameTooLong):
        catalogue.set_value(value=VALUE, source="x" * 201, **given)
    first = catalogue.set_value(value=VALUE, source="D.d.s. 1", **given)
    later = catalogue.set_value(value=HourlyValue(1200, date(2026, 3, 1)), source="D.d.s. 2", **given)
    factories_plans.session(one, on=date(2026, 2, 28), signed_at=NOON, signed_by_id=actor.user)
    assert queries.signed_sessions_worth(first) == 1
    with pytest.raises(rules.ValueInUse):
        catalogue.drop_value(value=first.pk, **given)
    catalogue.drop_value(value=later.pk, **given)
    assert list(ServiceValue.objects.all()) == [first]


def test_an_imported_entry_that_has_ended_keeps_its_end() -> None:
    project = factories.project()
    person = factories.person(project)
    entry = Participation.objects.create(
        person=person, project=project, strand="plan", code="P1", entry_on=date(2026, 1, 1),
        exit_on=date(2026, 1, 31), plan_status="completed",
    )  # fmt: skip
    plan = factories_plans.plan(
        factories_plans.measure(project),
        person,
        participation=entry,
        state="withdrawn",
        closed_on=NOON.date(),
    )
    participating.close(Plan.objects.get(pk=plan.pk))
    entry.refresh_from_db()
    assert (entry.plan_status, entry.exit_on) == ("completed", date(2026, 1, 31))
    assert participating.enter(plan, NOON.date()).code != "P1"
