"""The figures: what each distributes, and its counts from the cube. Withholds nothing."""

from collections.abc import Iterable

from campanello.core.errors import gettext_noop as _
from campanello.evaluation import contract
from campanello.evaluation.cube import AGE_BANDS, BAND_UNKNOWN, CITIZENSHIPS, DISADVANTAGE_BITS, Cube
from campanello.evaluation.registry import FIGURES, POPULATIONS, FigureDefinition

UNKNOWN = "unknown"
FOREIGN = "foreign"
OF_POPULATION = _("people of the population, not recorded included")
FIRST_ENTRY = _("Completed years at the first entry in the population.")
Counts = list[tuple[str, int]]


def _define(
    code: str,
    number: str,
    name: str,
    definition: str,
    categories: Iterable[str],
    *,
    base: str = OF_POPULATION,
    populations: tuple[str, ...] = POPULATIONS,
) -> None:
    FIGURES[code] = FigureDefinition(
        code, number, name, definition, base, f"3.3, Figure {number}", populations, tuple(categories)
    )


_define("age_band", "3.1", _("Age"), FIRST_ENTRY, (*AGE_BANDS, UNKNOWN))
_define("sex", "3.2", _("Sex"), _("Sex as recorded."), (*contract.SEXES, UNKNOWN))
_define(
    "citizenship",
    "3.3",
    _("Citizenship"),
    _("Italian, or of another country; stateless people count as foreign."),
    ("italian", FOREIGN, UNKNOWN),
)
_define(
    "origin_area",
    "3.4",
    _("Area of origin of foreign people"),
    _("The area of the citizenship, by the programme's table of areas; stateless people count as other."),
    contract.ORIGIN_AREAS,
    base=_("foreign people of the population"),
)
_define("education", "3.5", _("Education"), _("Highest level completed."), (*contract.EDUCATION, UNKNOWN))
_define(
    "disadvantage",
    "3.6",
    _("Disadvantage"),
    _(
        "People per kind of disadvantage; who has two counts under both, so shares may add up to more than 100. "
        "None found, declined to answer and not recorded are three different things."
    ),
    (*DISADVANTAGE_BITS, UNKNOWN),
)
_define(
    "province",
    "3.8",
    _("Province of residence"),
    _("Province in which the person lives."),
    (*contract.provinces(), UNKNOWN),
)
_define(
    "occupational_status",
    "3.7",
    _("Occupational status"),
    _("Status at the first lab entry."),
    (*contract.OCCUPATIONS, UNKNOWN),
    populations=("lab",),
)
_define(
    "plan_status",
    "3.9",
    _("Status of personal plans"),
    _("Counts plans, not people."),
    contract.PLAN_STATUSES,
    base=_("all plans"),
    populations=("plan",),
)

# Figures that are one coded field of the cube: the field, and how many of its codes are categories.
PLAIN = {
    "sex": "sex",
    "education": "education",
    "occupational_status": "occupational_status",
    "province": "residence_province",
}


def counts(cube: Cube, code: str, population: str) -> tuple[int, Counts]:
    """A figure's base and its count per category, in the definition's order, 0 where there is nobody."""
    people = cube.population(population)
    if code == "plan_status":
        rows = [(status, people.total(f"plans_{status}")) for status in contract.PLAN_STATUSES]
        return sum(count for _category, count in rows), rows
    if code == "origin_area":
        tally = people.tally("citizenship")[2:]
        return sum(tally), list(zip(contract.ORIGIN_AREAS, tally, strict=True))
    return people.total(), _of_people(people, code, population)


def _of_people(people: Cube, code: str, population: str) -> Counts:
    categories = FIGURES[code].categories
    if code == "age_band":
        tally = people.tally(f"band_{population}")
        return list(zip(categories, tally[1 : BAND_UNKNOWN + 1], strict=True))
    if code == "citizenship":
        unknown, italian, *foreign = people.tally("citizenship")
        return [("italian", italian), (FOREIGN, sum(foreign)), (UNKNOWN, unknown)]
    if code == "disadvantage":
        tally = people.tally("disadvantages")
        rows = [
            (one, sum(count for bits, count in enumerate(tally) if bits >> place & 1))
            for place, one in enumerate(DISADVANTAGE_BITS)
        ]
        return [*rows, (UNKNOWN, tally[0])]
    unknown, *recorded = people.tally(PLAIN[code])
    return list(zip(categories, (*recorded, unknown), strict=True))


assert len(CITIZENSHIPS) == len(contract.ORIGIN_AREAS) + 1
