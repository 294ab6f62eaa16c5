"""Evaluations to report on: the sources' figures, a hostile one, one with nobody in it, one with cells withheld."""

import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from campanello.evaluation import runner
from campanello.evaluation.publication import share
from campanello.evaluation.registry import FIGURES, INDICATORS
from campanello.evaluation.result import (
    Completeness,
    Evaluation,
    Figure,
    IndicatorValue,
    Number,
    Profile,
    Row,
    Trait,
)
from tests.indicators import strategies
from tests.indicators.oracle import Tables
from tests.indicators.writing import write_csv

GENERATED = datetime(2020, 12, 1, 9, 30, tzinfo=UTC)
AS_OF = date(2020, 11, 30)
SIZES = {"all": 830, "lab": 524, "plan": 485}
Counts = dict[str, int]

# By figure and population, in the order of the figure's categories; a dict where most categories are empty.
COUNTS: dict[str, dict[str, list[int] | Counts]] = {
    "age_band": {
        "all": [0, 207, 415, 166, 42, 0],
        "lab": [0, 105, 245, 133, 41, 0],
        "plan": [0, 140, 265, 78, 2, 0],
    },
    "sex": {"all": [574, 256, 0], "lab": [377, 147, 0], "plan": [310, 175, 0]},
    "citizenship": {"all": [586, 244, 0], "lab": [398, 126, 0], "plan": [325, 160, 0]},
    "origin_area": {
        "all": [144, 36, 35, 17, 12, 0],
        "lab": [59, 27, 18, 13, 9, 0],
        "plan": [102, 21, 22, 8, 7, 0],
    },
    "education": {
        "all": [166, 100, 365, 166, 25, 8],
        "lab": [99, 63, 231, 105, 20, 6],
        "plan": [98, 60, 218, 97, 8, 4],
    },
    "disadvantage": {
        "all": [224, 116, 8, 166, 305, 10, 3],
        "lab": [120, 90, 5, 100, 212, 6, 2],
        "plan": [150, 50, 5, 98, 178, 6, 2],
    },
    "occupational_status": {"lab": [105, 223, 37, 52, 5, 100, 2]},
    "province": {
        "all": {
            "MI": 332,
            "BG": 120,
            "BS": 96,
            "CR": 80,
            "MB": 74,
            "VA": 60,
            "PV": 40,
            "SO": 18,
            "TO": 6,
            "unknown": 4,
        },
        "lab": {
            "MI": 210,
            "BG": 80,
            "BS": 40,
            "CR": 76,
            "MB": 34,
            "VA": 44,
            "PV": 28,
            "SO": 6,
            "TO": 4,
            "unknown": 2,
        },
        "plan": {
            "MI": 190,
            "BG": 70,
            "BS": 70,
            "CR": 12,
            "MB": 56,
            "VA": 40,
            "PV": 26,
            "SO": 16,
            "TO": 2,
            "unknown": 3,
        },
    },
    "plan_status": {"plan": [168, 315, 4]},
}
VALUES: dict[str, Number] = {
    "projects.funded": 33,
    "projects.cost": Decimal("7827051.51"),
    "recipients.total": 830,
    "recipients.lab": 524,
    "recipients.plan": 485,
    "recipients.both": 179,
    "plans.total": 487,
    "plans.completed": 315,
    "plans.in_progress": 168,
    "plans.withdrawn": 4,
    "partners.non_lead": 243,
}
PARTS = {
    "plan_share": (485, 830),
    "plans.completed_share": (315, 487),
    "plans.in_progress_share": (168, 487),
    "plans.withdrawn_share": (4, 487),
    "vulnerable_share": (512, 830),
    "age.mean.all": (38263, 830),
    "age.mean.lab": (25666, 524),
    "age.mean.plan": (20787, 485),
    "partners.non_accredited_share": (185, 243),
    "missing.sex": (0, 830),
    "missing.citizenship": (0, 830),
    "missing.education": (8, 830),
    "missing.disadvantages": (3, 830),
    "missing.residence_province": (4, 830),
}
HOSTILE = (
    '<script>alert("x")</script>',
    '=HYPERLINK("http://example.org","click")',
    "+39 02 1234",
    "-1+1",
    "@SUM(1)",
    "#set page(width: 1cm) $x$ *bold* _it_ @ref <label> \\ `raw` //comment",
    "A title\nin two\r\nlines\twith a tab",
    "Quotes \" and ' and “these” & ampersand; &lt;b&gt; {{ 7*7 }} {% raw %} ]]>",
    "House \N{HOUSE BUILDING} and \N{CJK UNIFIED IDEOGRAPH-6771} and \u202eright to left\u202c",
    "Bell\x07 null\x00 and a lone \ufffe",
    "Long " + "word " * 120,
    "W" * 300,
    "",
)


def figure(code: str, population: str, counts: list[int] | Counts, base: int) -> Figure:
    categories = FIGURES[code].categories
    by_category = counts if isinstance(counts, dict) else dict(zip(categories, counts, strict=True))
    return Figure(
        code,
        population,
        base,
        tuple(Row(one, by_category.get(one, 0), share(by_category.get(one, 0), base)) for one in categories),
    )


def indicators() -> tuple[IndicatorValue, ...]:
    found = []
    for code, definition in INDICATORS.items():
        if code in PARTS:
            numerator, denominator = PARTS[code]
            scale = 1 if definition.unit == "years" else 100
            value: Number | None = share(numerator, denominator, scale)
            found.append(IndicatorValue(code, value, definition.unit, numerator, denominator))
        else:
            found.append(IndicatorValue(code, VALUES[code], definition.unit))
    return tuple(found)


def completeness() -> tuple[Completeness, ...]:
    def row(kind: str, name: str, lead: str, people: int, education: int) -> Completeness:
        missing: dict[str, int | None] = dict.fromkeys(
            ("sex", "citizenship", "education", "disadvantages", "residence_province"), 0
        )
        return Completeness(kind, name, lead, people, missing | {"education": education, "disadvantages": 1})

    projects = [row("project", f"Quartiere {n}", f"Comune {n}", 20 + n, n % 4) for n in range(1, 34)]
    partners = [row("partner", f"Cooperativa {n}", f"Comune {n % 33}", 30 + n, n % 5) for n in range(1, 51)]
    return (*projects, *partners)


def sources() -> Evaluation:
    """The sources' programme: 830 recipients, 524 in a lab, 485 with a plan, 487 plans."""
    figures = []
    for code, by_population in COUNTS.items():
        for population, counts in by_population.items():
            base = {"origin_area": sum(counts) if isinstance(counts, list) else 0, "plan_status": 487}
            figures.append(figure(code, population, counts, base.get(code, SIZES[population])))
    return Evaluation(
        generated_at=GENERATED,
        engine="duckdb",
        as_of=AS_OF,
        threshold=0,
        source={
            "as_of": "2020-11-30",
            "first_date": "2018-09-03",
            "last_date": "2020-11-30",
            "rows": {"projects": 33, "people": 830, "lab_participations": 530, "plans": 487, "partners": 276},
            "cube_sha256": "0f" * 32,
        },
        indicators=indicators(),
        figures=tuple(figures),
        completeness=completeness(),
        profiles=tuple(
            Profile(
                population,
                size,
                Decimal("46.1"),
                (Trait("sex", "F", Decimal("69.2")), Trait("province", "MI", Decimal(40))),
            )
            for population, size in SIZES.items()
        ),
    )


def hostile() -> Evaluation:
    """The same, with projects and partners named by somebody who means harm, or was careless."""
    missing: dict[str, int | None] = dict.fromkeys(
        ("sex", "citizenship", "education", "disadvantages", "residence_province"), 2
    )
    rows = [
        Completeness(kind, name, lead, 12, missing | {"residence_province": None})
        for kind in ("project", "partner")
        for name, lead in zip(HOSTILE, reversed(HOSTILE), strict=True)
    ]
    return replace(sources(), threshold=5, completeness=tuple(rows))


@cache
def of_crowd(threshold: int) -> Evaluation:
    """1,500 made-up people, evaluated by the engine; the same people whatever is withheld of them."""
    return evaluated(strategies.crowd(seed=7), threshold)


@cache
def nobody() -> Evaluation:
    """A valid dataset of empty tables: everything 0, shares None."""
    return evaluated({name: [] for name in strategies.crowd(seed=7, people=10)}, threshold=5)


def evaluated(tables: Tables, threshold: int) -> Evaluation:
    with tempfile.TemporaryDirectory() as folder:
        summary = runner.summarise(write_csv(tables, Path(folder) / "dataset"), by_project=True)
    return runner.published(summary, engine="duckdb", generated_at=GENERATED, threshold=threshold)
