"""The charts, as Vega-Lite specifications: bars with their numbers on them. Holds nothing that is withheld."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from campanello.evaluation.contract import DECLINED
from campanello.evaluation.figures import UNKNOWN
from campanello.evaluation.report.wording import Wording, wording
from campanello.evaluation.result import Evaluation, Figure, Row

FONT = "Titillium Web"
# Told apart with any colour vision and in grey, and at least 3:1 against white.
COLOURS = {"all": "#17324d", "lab": "#2b7fd4", "plan": "#c4570a"}
INK, QUIET_INK, PAPER = "#17324d", "#5c6f82", "#ffffff"
BAR, GAP, FOOT = 17, 13, 6
# Lines of a category's name on an axis are broken after so many characters.
LINE = 22
# How much longer than the longest bar the axis is, since the numbers stand behind the bars: on a page of known
# width, and on a screen that may be a phone's.
ROOM, ROOM_ON_A_PHONE = 1.28, 1.5
MOST_CATEGORIES = 12
WIDTH = 640


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, how long it is, and what is written behind it."""

    category: str
    series: str
    length: float | None
    label: str
    tone: str = "recorded"
    detail: str = ""


def chart(figures: Sequence[Figure], language: str, *, width: int | None = None) -> dict[str, Any]:
    """Bars of one figure over its populations, side by side, as a Vega-Lite specification.

    Args:
        figures: The same figure over one or more populations, in the order to draw.
        language: The labels'.
        width: In pixels; the element's own when None.
    """
    words = wording(language)
    categories = drawn(figures)
    bars = [
        _bar(figure, figure.row(category), words)
        for category in categories
        for figure in figures
        if any(row.category == category for row in figure.rows)
    ]
    return bar_chart(
        bars,
        colours={words.population(figure.population): COLOURS[figure.population] for figure in figures},
        width=width,
    )


def drawn(figures: Sequence[Figure]) -> list[str]:
    """The categories on a figure's chart: those with people, or withheld; of a long figure the commonest."""
    order = [row.category for row in figures[0].rows]
    size = {category: _size(figures, category) for category in order}
    if len(order) <= MOST_CATEGORIES:
        return order
    inhabited = [category for category in order if size[category] and category != UNKNOWN]
    commonest = sorted(inhabited, key=lambda category: -size[category])[:MOST_CATEGORIES]
    return commonest + [one for one in order if one == UNKNOWN and size[one]]


def _size(figures: Sequence[Figure], category: str) -> int:
    """The largest count shown of a category; 1 where only withheld ones are, so that it is not left out."""
    rows = [row for figure in figures for row in figure.rows if row.category == category]
    counts = [row.count or 0 for row in rows]
    return max([*counts, 1 if any(row.suppressed for row in rows) else 0])


def _bar(figure: Figure, row: Row, words: Wording) -> Bar:
    category = words.category(figure.code, row.category)
    series = words.population(figure.population)
    if row.suppressed:
        return Bar(category, series, None, words.withheld(), "withheld", words.withheld())
    if row.share is None or row.count is None:
        return Bar(category, series, None, "0", "recorded", "0")
    label = f"{words.share(row.share)} ({words.count(row.count)})"
    base = words.count(figure.base) if figure.base is not None else words.withheld()
    detail = words.gettext(
        "%(share)s: %(count)s of %(base)s",
        share=words.share(row.share),
        count=words.count(row.count),
        base=base,
    )
    quiet = row.category in {UNKNOWN, DECLINED}
    return Bar(category, series, float(row.share), label, "unrecorded" if quiet else "recorded", detail)


def mean_ages(evaluation: Evaluation, language: str, *, width: int | None = None) -> dict[str, Any]:
    """A bar for the mean age of each population."""
    words = wording(language)
    bars = []
    for population in COLOURS:
        name, value = words.population(population), evaluation.indicator(f"age.mean.{population}")
        length = None if value.value is None else float(value.value)
        bars.append(
            Bar(
                name,
                name,
                length,
                words.value(value),
                "recorded" if length else "withheld",
                words.value(value),
            )
        )
    return bar_chart(
        bars,
        colours={words.population(one): colour for one, colour in COLOURS.items()},
        width=width,
        legend=False,
    )


def bar_chart(
    bars: Sequence[Bar], *, colours: dict[str, str], width: int | None = None, legend: bool = True
) -> dict[str, Any]:
    """Horizontal bars, those of a category together, one colour a series, each with its number behind it."""
    categories = list(dict.fromkeys(_broken(bar.category) for bar in bars))
    series = list(colours)
    grouped = legend and len(series) > 1
    longest = max((bar.length or 0 for bar in bars), default=0) or 1
    data = alt.InlineData(values=[_row(bar) for bar in bars])
    height = len(categories) * ((len(series) if grouped else 1) * BAR + GAP) + FOOT
    y = alt.Y("category:N").sort(categories).title(None)
    y = y.axis(labelExpr="split(datum.label, '\\n')", labelLimit=0, ticks=False, domain=False, labelPadding=8)
    y = y.scale(paddingInner=0.24, paddingOuter=0.08)
    shared: dict[str, Any] = {"y": y}
    if grouped:
        shared["yOffset"] = alt.YOffset("series:N").sort(series).scale(paddingInner=0.16)
    end = round(longest * (ROOM if width else ROOM_ON_A_PHONE), 2)
    layers = alt.layer(
        _marks(alt.Chart(data, name="bars"), _along("length", end), colours, legend=grouped).encode(**shared),
        _labels(alt.Chart(data, name="labels"), _along("at", end)).encode(**shared),
    ).properties(width=width or "container", height=height)
    specification: dict[str, Any] = layers.configure(**_look()).to_dict()
    return specification


def _along(field: str, end: float) -> alt.X:
    return alt.X(f"{field}:Q").axis(None).scale(domain=[0, end], nice=False)


def _row(bar: Bar) -> dict[str, Any]:
    return {
        "category": _broken(bar.category),
        "series": bar.series,
        "length": bar.length,
        "at": bar.length or 0,
        "label": bar.label,
        "tone": bar.tone,
        "detail": " · ".join(dict.fromkeys((bar.category, bar.series, bar.detail or bar.label))),
    }


def _broken(name: str) -> str:
    return "\n".join(textwrap.wrap(name, LINE)) or name


def _marks(base: alt.Chart, x: alt.X, colours: dict[str, str], *, legend: bool) -> alt.Chart:
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    key = alt.Legend(title=None, orient="top", symbolType="square", columns=1 if len(colours) == 1 else 3)
    colour = alt.Color("series:N", scale=scale, legend=key if legend else None)
    marks: alt.Chart = base.mark_bar(cornerRadiusEnd=2, strokeWidth=1.5).encode(
        x=x,
        color=colour,
        stroke=alt.Stroke("series:N", scale=scale, legend=None),
        fillOpacity=alt.condition("datum.tone === 'unrecorded'", alt.value(0.12), alt.value(1)),
        strokeDash=alt.condition("datum.tone === 'unrecorded'", alt.value([3, 2]), alt.value([1, 0])),
        tooltip="detail:N",
    )
    if not legend:
        return marks
    # A click on the legend fades the others.
    chosen = alt.selection_point(name="chosen", fields=["series"], bind="legend")
    marks = marks.encode(opacity=alt.condition(chosen, alt.value(1), alt.value(0.25)))
    return marks.add_params(chosen)


def _labels(base: alt.Chart, x: alt.X) -> alt.Chart:
    labels: alt.Chart = base.mark_text(align="left", baseline="middle", dx=5).encode(
        x=x,
        text="label:N",
        color=alt.condition("datum.tone === 'withheld'", alt.value(QUIET_INK), alt.value(INK)),
    )
    return labels


def _look() -> dict[str, Any]:
    return {
        "font": FONT,
        "background": PAPER,
        "view": {"stroke": None},
        "axis": {"labelFontSize": 12, "labelColor": INK, "labelLineHeight": 14, "grid": False},
        "legend": {"labelFontSize": 12, "labelColor": INK, "symbolSize": 130, "rowPadding": 4},
        "text": {"fontSize": 12},
    }
