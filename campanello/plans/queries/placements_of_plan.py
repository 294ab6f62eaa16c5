"""What a plan's page shows of traineeships, vacancies that fit, and jobs found."""

from datetime import date
from typing import Any

from django.db import transaction

from campanello.core.actor import Actor
from campanello.plans.models import Plan
from campanello.plans.queries import matching, placements, vacancies

MOST_OPENINGS = 3


@transaction.atomic
def of_plan(actor: Actor, plan: Plan, on: date) -> dict[str, Any]:
    """The person, their traineeships, the best vacancies for them and the jobs they found; leaves lines."""
    person = plan.person.merged_into or plan.person
    return {
        "person": person.uid,
        "traineeships": placements.of_plan(actor, plan, on),
        "openings": matching.ranked_for(actor, person, on)[:MOST_OPENINGS],
        "jobs": vacancies.jobs_of_plan(actor, plan),
    }
