"""What an evaluation says: indicators, figures and their cells, as frozen records. Computes nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Number = int | Decimal


@dataclass(frozen=True)
class IndicatorValue:
    """One indicator's value in its unit; None where it does not apply (no people, no table) or is withheld.

    A share has its numerator and denominator as counts; a mean has the sum and the people it is taken over.
    """

    code: str
    value: Number | None
    unit: str
    numerator: int | None = None
    denominator: int | None = None
    suppressed: bool = False


@dataclass(frozen=True)
class Row:
    """One category of a figure: its count and its share in per cent of the figure's base, one decimal.

    Both are None when `suppressed`; the share alone is None when the base is empty.
    """

    category: str
    count: int | None
    share: Decimal | None
    suppressed: bool = False


@dataclass(frozen=True)
class Figure:
    """A distribution over one population (`all`, `lab` or `plan`). `base` is what shares are taken of."""

    code: str
    population: str
    base: int | None
    rows: tuple[Row, ...]

    def row(self, category: str) -> Row:
        """The row of a category."""
        return next(row for row in self.rows if row.category == category)


@dataclass(frozen=True)
class Completeness:
    """What is not recorded among the people of one project, or of all projects of one partner.

    `kind` is `project` or `partner`, `name` the project's title or the organisation, `lead` the project's lead
    partner. `missing` counts people by column (sex, citizenship, education, disadvantages, residence_province);
    a count is None when withheld, and so is `people`.
    """

    kind: str
    name: str
    lead: str
    people: int | None
    missing: dict[str, int | None]


@dataclass(frozen=True)
class Trait:
    """The commonest recorded category of a figure in a population, and its share of the population in per cent."""

    figure: str
    category: str
    share: Decimal


@dataclass(frozen=True)
class Profile:
    """The typical person of a population (`all`, `lab`, `plan`): the commonest category of each figure.

    A figure whose commonest category is withheld, or that has none recorded, has no trait.
    """

    population: str
    people: int | None
    mean_age: Decimal | None
    traits: tuple[Trait, ...]


@dataclass(frozen=True)
class Evaluation:
    """Everything that one evaluation publishes. `threshold` 0 means that nothing is withheld."""

    generated_at: datetime
    engine: str
    as_of: date | None
    threshold: int
    source: dict[str, Any]
    indicators: tuple[IndicatorValue, ...]
    figures: tuple[Figure, ...]
    completeness: tuple[Completeness, ...] = ()
    profiles: tuple[Profile, ...] = ()

    def indicator(self, code: str) -> IndicatorValue:
        """The indicator of that code."""
        return next(indicator for indicator in self.indicators if indicator.code == code)

    def figure(self, code: str, population: str) -> Figure:
        """The figure of that code over that population."""
        return next(f for f in self.figures if (f.code, f.population) == (code, population))
