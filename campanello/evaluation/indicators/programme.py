"""How many projects were funded, and what they cost."""

from campanello.core.errors import gettext_noop as _
from campanello.evaluation.cube import Cube, Programme, euros
from campanello.evaluation.registry import Measured, indicator


@indicator(
    "projects.funded",
    unit="projects",
    name=_("Funded projects"),
    definition=_("Integrated projects admitted to funding: rows of the projects table."),
    source="3.3, Table 3.1",
)
def funded(_cube: Cube, programme: Programme) -> Measured:
    """Rows of the projects table.

    Source: evaluation report, table 3.1.
    """
    return Measured(len(programme.projects))


@indicator(
    "projects.cost",
    unit="EUR",
    name=_("Cost of the funded projects"),
    definition=_("Sum of the projects' costs; a project whose cost is not recorded adds nothing."),
    source="3.3",
)
def cost(_cube: Cube, programme: Programme) -> Measured:
    """Sum of the projects' costs, in EUR with cents.

    Source: evaluation report, 3.3.
    """
    return Measured(euros(sum(project.cost_cents or 0 for project in programme.projects)))
