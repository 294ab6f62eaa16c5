"""Personal plans by status, and how much of what was reached became a plan."""

from campanello.core.errors import gettext_noop as _
from campanello.evaluation import contract
from campanello.evaluation.cube import Cube, Programme
from campanello.evaluation.registry import Formula, Measured, indicator

COUNTS = {
    "total": (_("Personal plans"), _("All plans: a person may have several.")),
    "completed": (_("Plans completed"), _("Plans whose status is completed.")),
    "in_progress": (_("Plans in progress"), _("Plans whose status is in progress.")),
    "withdrawn": (_("Plans withdrawn"), _("Plans that the person gave up.")),
}
SHARES = {
    "completed": (_("Share of plans completed"), _("Completed plans among all plans.")),
    "in_progress": (_("Share of plans in progress"), _("Plans in progress among all plans.")),
    "withdrawn": (_("Share of plans withdrawn"), _("Withdrawn plans among all plans.")),
}


def _plans(cube: Cube, status: str) -> int:
    statuses = contract.PLAN_STATUSES if status == "total" else (status,)
    return sum(cube.total(f"plans_{one}") for one in statuses)


def _count(status: str) -> Formula:
    return lambda cube, _programme: Measured(_plans(cube, status))


def _share(status: str) -> Formula:
    return lambda cube, _programme: Measured(
        numerator=_plans(cube, status), denominator=_plans(cube, "total")
    )


for status, (name, definition) in COUNTS.items():
    indicator(
        f"plans.{status}",
        unit="plans",
        name=name,
        definition=definition,
        population="plan",
        source="3.3, Figure 3.9",
    )(_count(status))


@indicator(
    "plan_share",
    unit="%",
    name=_("People with a plan among all recipients"),
    definition=_("Of all recipients, those with at least one personal plan."),
    population="all",
    numerator=_("people with at least one plan"),
    denominator=_("all recipients"),
    source="3.3, Table 3.2",
)
def plan_share(cube: Cube, _programme: Programme) -> Measured:
    """People with a plan among all recipients, in per cent.

    Source: evaluation report, table 3.2 (printed there as 63.1 %; its own table 3.1 gives 58.4 %).
    """
    return Measured(numerator=cube.population("plan").total(), denominator=cube.population("all").total())


for status, (name, definition) in SHARES.items():
    indicator(
        f"plans.{status}_share",
        unit="%",
        name=name,
        definition=definition,
        population="plan",
        numerator=COUNTS[status][1],
        denominator=_("all plans"),
        source="3.3, Figure 3.9, Table 3.2",
    )(_share(status))
