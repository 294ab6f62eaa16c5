"""The registry of indicators and figures: what each is called, means, counts and where it comes from."""

from collections.abc import Callable
from dataclasses import dataclass

from campanello.evaluation.cube import Cube, Programme
from campanello.evaluation.result import Number

POPULATIONS = ("all", "lab", "plan")


@dataclass(frozen=True)
class Measured:
    """What an indicator's formula answers: a value as it is, or a numerator and a denominator to divide.

    With `denominator` the value is `scale` * numerator / denominator, to one decimal, half away from zero.
    """

    value: Number | None = None
    numerator: int | None = None
    denominator: int | None = None
    scale: int = 100


Formula = Callable[[Cube, Programme], Measured]


@dataclass(frozen=True)
class Indicator:
    """One indicator. Every text is a message identifier in English, translated where it is shown.

    `counts` says what one unit of the value is; `source` is the chapter of the evaluation it comes from.
    """

    code: str
    unit: str
    name: str
    definition: str
    population: str
    numerator: str
    denominator: str
    source: str
    formula: Formula


@dataclass(frozen=True)
class FigureDefinition:
    """One figure: the descriptor it distributes, over which populations, and what its shares are taken of."""

    code: str
    number: str
    name: str
    definition: str
    base: str
    source: str
    populations: tuple[str, ...]
    categories: tuple[str, ...]


INDICATORS: dict[str, Indicator] = {}
FIGURES: dict[str, FigureDefinition] = {}


def indicator(
    code: str,
    *,
    unit: str,
    name: str,
    definition: str,
    source: str,
    population: str = "",
    numerator: str = "",
    denominator: str = "",
) -> Callable[[Formula], Formula]:
    """Register the decorated formula as an indicator; the order of registration is the order of output."""

    def register(formula: Formula) -> Formula:
        INDICATORS[code] = Indicator(
            code, unit, name, definition, population, numerator, denominator, source, formula
        )
        return formula

    return register
