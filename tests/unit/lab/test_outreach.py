"""Outreach lists without a database: figures that may be asked, and who has completed how many years."""

from datetime import date, timedelta

import pytest

from campanello.core import params
from campanello.core.errors import DomainError
from campanello.core.period import completed_years
from campanello.lab.rules.outreach import RULES, Asked, FigureOutOfRange, NoHouse, born_by, settled

HELD = {"age": 65, "days": 30}
FIGURES = {
    "the parameters' where none are given": (Asked("elderly"), Asked("elderly", 65, 30)),
    "those that are given": (Asked("elderly", 80, 7), Asked("elderly", 80, 7)),
    "none that the rule does not ask": (Asked("permits", 80, 90), Asked("permits", None, 90)),
    "the first day and the oldest age": (Asked("elderly", 110, 1), Asked("elderly", 110, 1)),
}


@pytest.mark.parametrize(("asked", "expected"), FIGURES.values(), ids=FIGURES)
def test_figures_of_a_list(asked: Asked, expected: Asked) -> None:
    assert settled(asked, HELD) == expected


WRONG: dict[str, tuple[Asked, type[DomainError]]] = {
    "no day": (Asked("elderly", days=0), FigureOutOfRange),
    "more than ten years": (Asked("silent", days=3651), FigureOutOfRange),
    "nobody is that old": (Asked("elderly", age=111), FigureOutOfRange),
    "who was never met, without a house": (Asked("never"), NoHouse),
}


@pytest.mark.parametrize(("asked", "refusal"), WRONG.values(), ids=WRONG)
def test_what_can_t_be_asked(asked: Asked, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        settled(asked, HELD)


@pytest.mark.parametrize("on", [date(2026, 3, 2), date(2028, 2, 29), date(2027, 3, 1)], ids=str)
def test_the_last_birth_date_is_that_of_who_has_just_completed_the_years(on: date) -> None:
    last = born_by(65, on)
    assert completed_years(last, on) == 65
    assert completed_years(last + timedelta(days=1), on) == 64


def test_every_figure_of_a_rule_is_a_parameter_with_a_source() -> None:
    for rule in RULES.values():
        for name in rule.parameters.values():
            assert params.parameter(name, date(2026, 3, 2)).source
