"""What other topics show on a plan's page: a line here for each, which asks that topic's own query."""

from collections.abc import Callable
from datetime import date
from typing import Any

from campanello.core.actor import Actor
from campanello.plans.queries import (
    assessments,
    attended,
    pacts_shown,
    payments,
    placements_of_plan,
    results,
)


def _nothing_more(_actor: Actor, _plan: Any, _on: date) -> None:
    """For a section of links alone."""


# By the name that the template reads, in the order on the page: the template, and what it is made from.
_SECTIONS: dict[str, tuple[str, Callable[[Actor, Any, date], Any]]] = {
    "attended": ("staff/plans/registers/_of_plan.html", attended.of_plan),
    "pacts": ("staff/plans/pacts/_of_plan.html", pacts_shown.of_plan),
    "placements": ("staff/plans/placements/_of_plan.html", placements_of_plan.of_plan),
    "paid_of": ("staff/plans/payments/_of_plan.html", payments.of_plan),
    "assessments_of": ("staff/plans/assessments/_of_plan.html", assessments.of_plan),
    "results_of": ("staff/plans/results/_of_plan.html", results.of_plan),
    "papers": ("staff/plans/papers/_of_plan.html", _nothing_more),
}


def of_plan(actor: Actor, plan: Any, on: date) -> dict[str, Any]:
    """The context of the sections, by the name that each template reads; `sections` are the templates, in order."""
    made = {name: query(actor, plan, on) for name, (_template, query) in _SECTIONS.items()}
    return {**made, "sections": [template for template, _query in _SECTIONS.values()]}
