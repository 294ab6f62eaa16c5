"""How many people the programme reached: in labs, with plans, in both."""

from campanello.core.errors import gettext_noop as _
from campanello.evaluation.cube import Cube, Programme
from campanello.evaluation.registry import Measured, indicator


@indicator(
    "recipients.total",
    unit="people",
    name=_("Recipients in all"),
    definition=_("Different people with at least one lab participation or one plan."),
    population="all",
    source="3.3, Table 3.1",
)
def total(cube: Cube, _programme: Programme) -> Measured:
    """People in a lab, with a plan, or both; each counts once.

    Source: evaluation report, table 3.1.
    """
    return Measured(cube.population("all").total())


@indicator(
    "recipients.lab",
    unit="people",
    name=_("Recipients of the social labs (action 9.4.2)"),
    definition=_("Different people with at least one lab participation."),
    population="lab",
    source="3.3, Table 3.1",
)
def lab(cube: Cube, _programme: Programme) -> Measured:
    """People in at least one lab; each counts once.

    Source: evaluation report, table 3.1.
    """
    return Measured(cube.population("lab").total())


@indicator(
    "recipients.plan",
    unit="people",
    name=_("Recipients of personal plans (action 9.1.3)"),
    definition=_("Different people with at least one personal plan, whatever its status."),
    population="plan",
    source="3.3, Table 3.1",
)
def plan(cube: Cube, _programme: Programme) -> Measured:
    """People with at least one plan; each counts once.

    Source: evaluation report, table 3.1.
    """
    return Measured(cube.population("plan").total())


@indicator(
    "recipients.both",
    unit="people",
    name=_("Recipients of a lab and of a plan"),
    definition=_("Different people with at least one lab participation and at least one plan."),
    population="all",
    source="3.3, Table 3.1",
)
def both(cube: Cube, _programme: Programme) -> Measured:
    """People in a lab and with a plan; each counts once.

    Source: follows from the evaluation report's table 3.1 (524 + 485 - 830).
    """
    return Measured(cube.count(cube.inside("lab") & cube.inside("plan")))
