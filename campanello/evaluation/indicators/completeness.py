"""What is not recorded, among all recipients."""

from campanello.core.errors import gettext_noop as _
from campanello.evaluation.cube import Cube, Programme
from campanello.evaluation.registry import Formula, Measured, indicator

MISSING = {
    "sex": _("Sex not recorded"),
    "citizenship": _("Citizenship not recorded"),
    "education": _("Education not recorded"),
    "disadvantages": _("Disadvantages not recorded"),
    "residence_province": _("Province of residence not recorded"),
}


def missing_people(cube: Cube, column: str) -> int:
    """People of a cube whose `column` is not recorded. Declined is recorded."""
    return cube.tally(column)[0]


def _missing_share(column: str) -> Formula:
    def missing_share(cube: Cube, _programme: Programme) -> Measured:
        everybody = cube.population("all")
        return Measured(numerator=missing_people(everybody, column), denominator=everybody.total())

    return missing_share


for column, name in MISSING.items():
    indicator(
        f"missing.{column}",
        unit="%",
        name=name,
        definition=_("Of all recipients, those for whom it is not recorded. None and declined are recorded."),
        population="all",
        numerator=_("people for whom it is not recorded"),
        denominator=_("all recipients"),
        source="3.3, Figure 3.6",
    )(_missing_share(column))
