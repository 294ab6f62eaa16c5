"""Who carries the projects beside the lead partner."""

from campanello.core.errors import gettext_noop as _
from campanello.evaluation.cube import Cube, Programme
from campanello.evaluation.registry import Measured, indicator

ACCREDITED = "accredited_operator"


def _others(programme: Programme) -> list[str]:
    return [partner.category for partner in programme.partners or () if not partner.is_lead]


@indicator(
    "partners.non_lead",
    unit="organisations",
    name=_("Partners beside the lead"),
    definition=_("Rows of the partners table that are not the lead: an organisation counts once a project."),
    source="3.3",
)
def non_lead(_cube: Cube, programme: Programme) -> Measured:
    """Partners beside the lead; None where the dataset has no partners table.

    Source: evaluation report, 3.3.
    """
    return Measured(None if programme.partners is None else len(_others(programme)))


@indicator(
    "partners.non_accredited_share",
    unit="%",
    name=_("Partners that are not accredited operators"),
    definition=_(
        "Of the partners beside the lead, those that are not accredited for work or training services."
    ),
    numerator=_("partners beside the lead that are not accredited operators"),
    denominator=_("partners beside the lead"),
    source="3.3",
)
def non_accredited_share(_cube: Cube, programme: Programme) -> Measured:
    """Non-accredited among the partners beside the lead, in per cent; None without a partners table.

    Source: evaluation report, 3.3.
    """
    if programme.partners is None:
        return Measured()
    others = _others(programme)
    return Measured(numerator=sum(category != ACCREDITED for category in others), denominator=len(others))
