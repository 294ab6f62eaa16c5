"""The small world's plans, for the access table: one record of each kind in a project."""

from typing import Any

from campanello.core.models import Project
from campanello.people.models import Person
from tests import factories_plans


def records(project: Project, person: Person) -> dict[str, Any]:
    """What the lines of `access_plans` name, by the words they use for it."""
    measure = factories_plans.measure(project)
    service = factories_plans.service(project)
    application = factories_plans.application(measure, person=person)
    plan = factories_plans.plan(measure, person)
    return {
        "measure": measure.code,
        "service": service.pk,
        "application": application.uid,
        "plan": plan.uid,
    }
