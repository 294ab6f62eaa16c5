"""Who was reached: vulnerability and mean age."""

from campanello.core.errors import gettext_noop as _
from campanello.evaluation.cube import BAND_UNKNOWN, Cube, Programme
from campanello.evaluation.registry import Formula, Measured, indicator

MEAN_AGES = {
    "all": _("Mean age of all recipients"),
    "lab": _("Mean age of lab recipients"),
    "plan": _("Mean age of plan recipients"),
}


@indicator(
    "vulnerable_share",
    unit="%",
    name=_("Capacity to reach vulnerable people"),
    definition=_(
        "Of all recipients, those with at least one recorded disadvantage. "
        "Not recorded and declined do not count as vulnerable, so the share is a floor."
    ),
    population="all",
    numerator=_("people with at least one disadvantage"),
    denominator=_("all recipients"),
    source="3.3, Table 3.2",
)
def vulnerable_share(cube: Cube, _programme: Programme) -> Measured:
    """People with a disadvantage among all recipients, in per cent.

    Source: evaluation report, table 3.2.
    """
    everybody = cube.population("all")
    return Measured(numerator=everybody.count(everybody.vulnerable()), denominator=everybody.total())


def _mean_age(population: str) -> Formula:
    def mean_age(cube: Cube, _programme: Programme) -> Measured:
        people = cube.population(population)
        dated = people.fields[f"band_{population}"] != BAND_UNKNOWN
        return Measured(
            numerator=people.total(f"years_{population}"), denominator=people.count(dated), scale=1
        )

    return mean_age


for population, name in MEAN_AGES.items():
    indicator(
        f"age.mean.{population}",
        unit="years",
        name=name,
        definition=_(
            "Mean of completed years at the first entry in the population; unknown ages are left out."
        ),
        population=population,
        numerator=_("completed years, added up"),
        denominator=_("people whose birth date is recorded"),
        source="3.3, Figure 3.10, Table 3.2",
    )(_mean_age(population))
