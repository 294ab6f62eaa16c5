"""What is said of the numbers follows from them, and no more than follows from what is shown."""

from dataclasses import replace
from decimal import Decimal

import pytest

from campanello.evaluation.publication import share
from campanello.evaluation.registry import INDICATORS
from campanello.evaluation.report import findings, overview, quality
from campanello.evaluation.report.wording import wording
from campanello.evaluation.result import Evaluation, Figure, IndicatorValue, Row
from tests.indicators.report import evaluations

ENGLISH, ITALIAN = wording("en"), wording("it")
SOURCES = evaluations.sources()
FRACTIONS = {
    "exactly a fraction": ("50.0", "half"),
    "within rounding of a third": ("33.3", "one in three"),
    "a little less": ("58.4", "almost three in five"),
    "a little more": ("61.7", "just over three in five"),
    "the sources' two in three is none": ("63.1", ""),
    "nothing simple is near": ("15.0", ""),
    "hardly anybody": ("0.8", ""),
    "everybody": ("100.0", ""),
}


@pytest.mark.parametrize(("per_cent", "words"), FRACTIONS.values(), ids=FRACTIONS)
def test_a_share_as_a_simple_fraction(per_cent: str, words: str) -> None:
    assert findings.in_words(Decimal(per_cent), ENGLISH) == words


def test_a_heading_tells_the_commonest_category_with_its_counts() -> None:
    assert findings.headline(SOURCES, "sex", ENGLISH) == "Women are 69.2% of all recipients (574 of 830)"
    italian = findings.headline(SOURCES, "sex", ITALIAN).replace("\N{NO-BREAK SPACE}", " ")
    assert italian == "Le donne sono il 69,2 % di tutti i destinatari (574 su 830)"


def test_a_subject_has_its_article_where_a_name_has_none() -> None:
    assert ITALIAN.subject("plan_status", "in_progress") == "I PIP in corso"
    assert ITALIAN.indicator_name("plans.in_progress") == "PIP in corso"


def test_a_source_names_its_charts_in_the_language() -> None:
    italian = ITALIAN.source(INDICATORS["plans.in_progress_share"].source)
    assert "Figura 3.9, Tabella 3.2" in italian


def test_a_heading_changes_with_the_numbers() -> None:
    men = with_rows(SOURCES, "sex", "all", [("F", 256), ("M", 574), ("unknown", 0)])
    assert findings.headline(men, "sex", ENGLISH).startswith("Men are 69.2%")


def test_who_is_not_recorded_is_never_the_commonest() -> None:
    mostly = with_rows(SOURCES, "sex", "all", [("F", 30), ("M", 20), ("unknown", 780)])
    assert findings.headline(mostly, "sex", ENGLISH).startswith(
        "Women are 3.6% of all recipients (30 of 830)"
    )
    assert "For 780 people (94.0%) it is not recorded." in findings.details(mostly, "sex", ENGLISH)


def test_labs_and_plans_are_compared_on_the_printed_shares() -> None:
    said = findings.details(SOURCES, "sex", ENGLISH)[0]
    assert (
        said
        == "They are 71.9% among people in a lab and 63.9% among people with a plan: 8.0 points more in the labs."
    )


def test_where_a_share_is_withheld_nothing_is_compared() -> None:
    gone = withholding(SOURCES, "sex", "plan", "F")
    assert not any("points more" in sentence for sentence in findings.details(gone, "sex", ENGLISH))


def test_what_comes_next_is_not_said_where_a_withheld_category_might() -> None:
    assert "Next: men (30.8%)." in findings.details(SOURCES, "sex", ENGLISH)
    gone = with_rows(SOURCES, "sex", "all", [("F", 400), ("M", 200), ("unknown", None)])
    assert not any(sentence.startswith("Next") for sentence in findings.details(gone, "sex", ENGLISH))


def test_none_found_is_told_apart_from_declined_and_not_recorded() -> None:
    said = " ".join(findings.details(SOURCES, "disadvantage", ENGLISH))
    assert "None was found for 305 people and 10 declined to answer" in said
    assert "For 3 people (0.4%) it is not recorded." in said


AGES = {
    "younger with a plan": (
        "49.0",
        "42.9",
        "6.1 years younger than people in a lab (42.9 against 49.0 years)",
    ),
    "older with a plan": ("42.9", "49.0", "6.1 years older than people in a lab (49.0 against 42.9 years)"),
    "of one age": ("45.0", "45.0", "People in a lab and people with a plan are 45.0 years old on average"),
}


@pytest.mark.parametrize(("lab", "plan", "said"), AGES.values(), ids=AGES)
def test_mean_ages(lab: str, plan: str, said: str) -> None:
    aged = with_value(with_value(SOURCES, "age.mean.lab", Decimal(lab)), "age.mean.plan", Decimal(plan))
    assert said in findings.ages(aged, ENGLISH)


def test_where_one_mean_age_is_withheld_only_that_of_all_is_told() -> None:
    gone = with_value(SOURCES, "age.mean.plan", None)
    assert findings.ages(gone, ENGLISH) == "Recipients are 46.1 years old on average"


def test_the_overlap_is_printed_with_its_rest() -> None:
    assert overview.overlap(SOURCES) == overview.Overlap(only_lab=345, both=179, only_plan=306)
    assert overview.in_both(SOURCES, ENGLISH) == (
        "179 were in a lab and had a plan, 345 were only in a lab, 306 only had a plan"
    )


SMALL_PARTS = {
    "few only in a lab": {"recipients.lab": 182},
    "few only with a plan": {"recipients.plan": 182},
    "the overlap is withheld": {"recipients.both": None},
    "a population is withheld": {"recipients.plan": None},
}


@pytest.mark.parametrize("but", SMALL_PARTS.values(), ids=SMALL_PARTS)
def test_no_part_of_the_overlap_is_worked_out_that_could_tell_of_few(but: dict[str, int | None]) -> None:
    evaluation = replace(SOURCES, threshold=5)
    for code, value in but.items():
        evaluation = with_value(evaluation, code, value)
    assert overview.overlap(evaluation) is None
    assert overview.chart_of_overlap(evaluation, ENGLISH) is None
    lines = overview.table_of_reach(evaluation, ENGLISH).lines
    assert [line.cells[1].text for line in lines[-2:]] == ["cannot be shown"] * 2


def test_the_worst_column_is_named() -> None:
    assert quality.finding(SOURCES, ENGLISH) == (
        "What is missing most is education: not recorded for 1.0% of all recipients (8 of 830)"
    )


def with_value(evaluation: Evaluation, code: str, value: int | Decimal | None) -> Evaluation:
    def changed(one: IndicatorValue) -> IndicatorValue:
        return replace(one, value=value, suppressed=value is None) if one.code == code else one

    return replace(evaluation, indicators=tuple(changed(one) for one in evaluation.indicators))


def with_rows(
    evaluation: Evaluation, code: str, population: str, counts: list[tuple[str, int | None]]
) -> Evaluation:
    def row(category: str, count: int | None) -> Row:
        rounded = None if count is None else share(count, 830)
        return Row(category, count, rounded, suppressed=count is None)

    return with_figure(evaluation, code, population, tuple(row(*one) for one in counts))


def withholding(evaluation: Evaluation, code: str, population: str, category: str) -> Evaluation:
    rows = evaluation.figure(code, population).rows
    gone = tuple(
        Row(category, None, None, suppressed=True) if row.category == category else row for row in rows
    )
    return with_figure(evaluation, code, population, gone)


def with_figure(evaluation: Evaluation, code: str, population: str, rows: tuple[Row, ...]) -> Evaluation:
    def changed(one: Figure) -> Figure:
        return replace(one, rows=rows) if (one.code, one.population) == (code, population) else one

    return replace(evaluation, figures=tuple(changed(one) for one in evaluation.figures))
