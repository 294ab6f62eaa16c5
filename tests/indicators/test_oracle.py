"""A programme of six people, worked out by hand; the oracle and the engine are both held to it."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from campanello.evaluation.output import to_json
from campanello.evaluation.runner import evaluate_folder
from tests.indicators import oracle
from tests.indicators.comparing import parsed
from tests.indicators.worked import WORKED
from tests.indicators.writing import write_csv

# code: value, numerator, denominator. Ages: Ada 34 (a day before her birthday, at her plan; 35 at the lab),
# Bruno 17 and 18, Chen 54 (no birthday before 1 March 2019), Dina 64.
EXPECTED = {
    "projects.funded": (2, None, None),
    "projects.cost": (Decimal("1500.15"), None, None),
    "recipients.total": (5, None, None),
    "recipients.lab": (3, None, None),
    "recipients.plan": (4, None, None),
    "recipients.both": (2, None, None),
    "plans.total": (5, None, None),
    "plans.completed": (3, None, None),
    "plans.in_progress": (1, None, None),
    "plans.withdrawn": (1, None, None),
    "plan_share": (80, 4, 5),
    "plans.completed_share": (60, 3, 5),
    "plans.in_progress_share": (20, 1, 5),
    "plans.withdrawn_share": (20, 1, 5),
    "vulnerable_share": (20, 1, 5),
    "age.mean.all": (Decimal("42.3"), 34 + 17 + 54 + 64, 4),
    "age.mean.lab": (Decimal("38.7"), 35 + 17 + 64, 3),
    "age.mean.plan": (Decimal("35.3"), 34 + 18 + 54, 3),
    "partners.non_lead": (3, None, None),
    "partners.non_accredited_share": (Decimal("66.7"), 2, 3),
    "missing.sex": (40, 2, 5),
    "missing.citizenship": (40, 2, 5),
    "missing.education": (40, 2, 5),
    "missing.disadvantages": (40, 2, 5),
    "missing.residence_province": (40, 2, 5),
}
# Only the categories with someone in them, and their counts.
EXPECTED_FIGURES = {
    ("age_band", "all"): {"under-18": 1, "18-35": 1, "36-54": 1, "55-64": 1, "unknown": 1},
    ("age_band", "lab"): {"under-18": 1, "18-35": 1, "55-64": 1},
    ("age_band", "plan"): {"18-35": 2, "36-54": 1, "unknown": 1},
    ("sex", "all"): {"F": 2, "M": 1, "unknown": 2},
    ("citizenship", "all"): {"italian": 1, "foreign": 2, "unknown": 2},
    ("origin_area", "all"): {"eastern_europe": 1, "other": 1},
    ("origin_area", "lab"): {"eastern_europe": 1},
    ("education", "plan"): {"lower_secondary": 1, "tertiary": 1, "unknown": 2},
    ("disadvantage", "all"): {"migrant": 1, "disability": 1, "none": 1, "declined": 1, "unknown": 2},
    ("province", "all"): {"MI": 2, "NA": 1, "unknown": 2},
    # "P10" comes before "P9", as text does: of Dina's two entries on one day the one without a status counts.
    ("occupational_status", "lab"): {"employed": 1, "student": 1, "unknown": 1},
    ("plan_status", "plan"): {"in_progress": 1, "completed": 3, "withdrawn": 1},
}


def by_oracle(_: Path) -> dict[str, Any]:
    return oracle.evaluate(WORKED)


def by_engine(folder: Path) -> dict[str, Any]:
    write_csv(WORKED, folder)
    return parsed(to_json(evaluate_folder(folder, generated_at=datetime(2026, 1, 1, tzinfo=UTC))))


@pytest.fixture(scope="module", params=[by_oracle, by_engine], ids=["the oracle", "the engine"])
def evaluation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    evaluate: Callable[[Path], dict[str, Any]] = request.param
    return evaluate(tmp_path_factory.mktemp("worked"))


def test_every_indicator_is_as_worked_out_by_hand(evaluation: dict[str, Any]) -> None:
    found = {i["code"]: (i["value"], i["numerator"], i["denominator"]) for i in evaluation["indicators"]}
    assert found == EXPECTED


@pytest.mark.parametrize(("code", "population"), EXPECTED_FIGURES, ids=map(" of ".join, EXPECTED_FIGURES))
def test_every_count_of_a_figure_is_as_worked_out_by_hand(
    evaluation: dict[str, Any], code: str, population: str
) -> None:
    (figure,) = (f for f in evaluation["figures"] if (f["code"], f["population"]) == (code, population))
    counts = {row["category"]: row["count"] for row in figure["rows"] if row["count"]}
    assert counts == EXPECTED_FIGURES[code, population]


ROUNDINGS = {
    "half a tenth goes up": (5, 8_000, Decimal("0.1")),
    "less than half a tenth goes down": (4, 8_001, Decimal("0.0")),
    "12.25 is 12.3, where half to even says 12.2": (49, 400, Decimal("12.3")),
    "2.35, which no binary fraction holds, is 2.4": (47, 2_000, Decimal("2.4")),
    "485 of 830 is 58.4": (485, 830, Decimal("58.4")),
    "all is 100": (7, 7, Decimal(100)),
    "of nothing there is no share": (0, 0, None),
}


@pytest.mark.parametrize(("part", "whole", "percent"), ROUNDINGS.values(), ids=ROUNDINGS)
def test_share_rounds_half_away_from_zero(part: int, whole: int, percent: Decimal | None) -> None:
    assert oracle.share(part, whole) == percent


AGES = {
    "a day before the birthday": ("1984-03-01", "2019-02-28", 34),
    "on the birthday": ("1984-03-01", "2019-03-01", 35),
    "born on 29 February, on 28 February of a common year": ("1984-02-29", "2019-02-28", 34),
    "born on 29 February, on 1 March of a common year": ("1984-02-29", "2019-03-01", 35),
    "born on 29 February, on 29 February": ("1984-02-29", "2020-02-29", 36),
    "born on the day": ("2019-03-01", "2019-03-01", 0),
}


@pytest.mark.parametrize(("born", "on", "years"), AGES.values(), ids=AGES)
def test_age_is_completed_years(born: str, on: str, years: int) -> None:
    assert oracle.completed_years(born, on) == years
