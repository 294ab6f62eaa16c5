"""A project with a measure of the regional call, its people, and those who apply."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from campanello.core.actor import Actor
from campanello.people.models import Person
from campanello.plans.models import Application, Measure
from campanello.plans.rules.applications import NewApplication
from campanello.plans.services import application_decisions as decisions
from campanello.plans.services import applications as services
from campanello.plans.services.application_decisions import Taking
from tests import factories, factories_plans
from tests.factories import TODAY

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
MEETS = {"resident_in_area": "yes", "economic_hardship": "yes", "lab_participation": "yes"}
LACKS_LAB = {"resident_in_area": "yes", "economic_hardship": "yes"}
LIVES_ELSEWHERE = MEETS | {"resident_in_area": "no"}


class Office:
    """Where people apply: funds for two plans and a half of another unless told otherwise."""

    def __init__(self, **given: Any) -> None:
        self.project = factories.project()
        self.measure: Measure = factories_plans.measure(
            self.project,
            **{
                "requirement_set": "regional",
                "services_cents": 7_500_00,
                "allowance_cents": 5_000_00,
            }
            | given,
        )
        self.desk = factories.actor("desk", project=self.project)
        self.employment = factories.actor("employment", project=self.project)
        self.coordinator = factories.actor("coordinator", project=self.project)

    def person(self, **given: Any) -> Person:
        return factories.person(self.project, **given)

    def take(
        self,
        answers: dict[str, str] | None = None,
        *,
        person: Person | None = None,
        uid: UUID | None = None,
        actor: Actor | None = None,
        **given: Any,
    ) -> Application:
        """An application taken on at the desk, of somebody on record unless the answers say who they are."""
        told = MEETS if answers is None else answers
        if person is None and "given_name" not in told:
            person = self.person()
        new = NewApplication(
            measure=self.measure.code, person=person.uid if person else None, answers=told, **given
        )
        return services.record(actor=actor or self.desk, uid=uid or uuid4(), application=new, on=TODAY, at=AT)

    def decide(self, row: Application, *, is_eligible: bool = True, **taking: Any) -> Application:
        return decisions.decide(
            actor=self.employment,
            uid=row.uid,
            version=row.version,
            is_eligible=is_eligible,
            taking=Taking(**taking),
            on=TODAY,
            at=AT,
        )

    def committed(self) -> tuple[int, int]:
        """What the measure says is committed, which is what its applications hold."""
        self.measure.refresh_from_db()
        said = (self.measure.committed_services_cents, self.measure.committed_allowance_cents)
        held = Application.objects.filter(measure=self.measure)
        assert said == (sum(one.services_cents for one in held), sum(one.allowance_cents for one in held))
        return said
