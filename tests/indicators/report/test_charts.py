"""The charts' specifications: what is drawn, in what order, and that drawing is deterministic and quick."""

import json
from dataclasses import replace

import pytest

from campanello.evaluation.report import charts, pictures
from campanello.evaluation.report.findings import figures_of
from tests.indicators.report import evaluations

SOURCES = evaluations.sources()


def values(code: str, language: str = "en") -> list[dict[str, object]]:
    drawn: list[dict[str, object]] = charts.chart(figures_of(SOURCES, code), language)["data"]["values"]
    return drawn


def test_categories_keep_the_order_of_the_contract_and_populations_theirs() -> None:
    drawn = values("sex")
    assert [value["category"] for value in drawn] == ["Women"] * 3 + ["Men"] * 3 + ["Not recorded"] * 3
    assert [value["series"] for value in drawn[:3]] == ["Everybody", "Labs", "Plans (PIP)"]


def test_not_recorded_declined_and_none_found_look_different() -> None:
    tones = {value["category"]: value["tone"] for value in values("disadvantage")}
    assert tones["Not recorded"] == "unrecorded"
    assert tones["Declined to answer"] == "declined"
    assert tones["None found"] == "recorded"


def test_of_many_provinces_the_commonest_are_drawn_first() -> None:
    categories = list(dict.fromkeys(value["category"] for value in values("province")))
    assert categories[:2] == ["Milano", "Bergamo"]
    assert categories[-1] == "Not recorded"
    assert "Lodi" not in categories


def test_colours_contrast_with_the_paper_by_three_to_one_at_least() -> None:
    assert all(contrast(colour, charts.PAPER) >= 3 for colour in charts.COLOURS.values())
    assert len(set(charts.COLOURS.values())) == 3


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_same_figures_give_the_same_chart_and_the_same_picture() -> None:
    figures = figures_of(SOURCES, "age_band")
    one, other = (charts.chart(figures, "it", width=640) for _ in range(2))
    assert json.dumps(one) == json.dumps(other)
    assert pictures.svg(one, "age") == pictures.svg(other, "age")


def test_a_chart_may_be_changed_without_changing_the_next() -> None:
    figures = figures_of(SOURCES, "sex")
    charts.chart(figures, "en")["data"]["values"].clear()
    assert charts.chart(figures, "en")["data"]["values"]


@pytest.mark.parametrize("width", [640, None], ids=["on a page", "on a screen"])
def test_a_picture_is_drawn_with_its_labels(width: int | None) -> None:
    drawn = pictures.svg(charts.chart(figures_of(SOURCES, "sex"), "it", width=width), "sex")
    assert "69,2" in drawn
    assert "Donne" in drawn


def test_a_withheld_cell_has_no_bar_and_says_so() -> None:
    figure = SOURCES.figure("sex", "plan")
    gone = replace(figure.rows[0], count=None, share=None, suppressed=True)
    drawn = charts.chart([replace(figure, rows=(gone, *figure.rows[1:]))], "en")["data"]["values"]
    assert (drawn[0]["length"], drawn[0]["label"]) == (None, "cannot be shown")
    assert "310" not in json.dumps(drawn)
