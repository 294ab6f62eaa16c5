"""Checks the requirements again before a payment, of many applications at once; each answer is kept as a check."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from campanello.core import bulk
from campanello.core.actor import Actor
from campanello.plans.models import RequirementCheck
from campanello.plans.queries import eligibility, eligibility_again
from campanello.plans.queries.eligibility_again import Again

# What is not met holds the payment; what nobody knows is told to who approves, and never taken for a no.
HOLDS = {"ineligible": "plans.requirements-not-met"}
UNKNOWN = "pending"
_CHECK = ("occasion", "on", "requirement_set", "set_starts_on", "outcome", "results", "priority")


def checked(*, actor: Actor, applications: Collection[int], on: date, at: datetime) -> dict[int, str]:
    """The outcome for each application, now kept with its evidence. In the caller's transaction.

    Raises:
        NoSuchRequirements, NoSuchParameter.
    """
    if not applications:
        return {}
    found = eligibility_again.again(applications, on)
    bulk.insert(
        RequirementCheck,
        ("application", *_CHECK, "at", "by"),
        ((key, *same, at, actor.user) for one in found for same in [_same(one)] for key in one.applications),
    )
    return {key: one.outcome.value for one in found for key in one.applications}


def _same(one: Again) -> tuple[Any, ...]:
    """What the checks of all applications have in common that have one answer: written once for all."""
    return (
        *(eligibility.PAYMENT, one.on, one.requirement_set.code, one.requirement_set.starts_on),
        *(one.outcome.value, bulk.written(one.results), bulk.written(list(one.priority))),
    )
