"""The charts, as Vega-Lite specifications: bars with their numbers on them. Holds nothing that is withheld."""

import textwrap
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
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
BAR, GAP, FOOT = 18, 13, 6
# Lines of a category's name on an axis are broken after so many characters.
LINE, MOST_LINES, LINE_HEIGHT = 22, 4, 15
# Room above the bars for the key to the colours.
KEY, PADDING = 28, {"left": 5, "right": 5, "bottom": 5}
AXIS: dict[str, Any] = {"labelLimit": 0, "ticks": False, "domain": False, "labelPadding": 8}
# How much longer than the longest bar the axis is, since the numbers stand behind the bars; more on a phone.
NARROW = 320
ROOM = f"end * (width < {NARROW} ? 1.75 : 1.28)"
MOST_CATEGORIES = 12
WIDTH = 640
# The chart's parameter that holds the length of its longest bar.
END = "end"


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
        colours={words.series(figure.population): COLOURS[figure.population] for figure in figures},
        width=width,
    )


def drawn(figures: Sequence[Figure]) -> list[str]:
    """The categories on a figure's chart: all; of a long figure the commonest that are shown."""
    order = [row.category for row in figures[0].rows]
    if len(order) <= MOST_CATEGORIES:
        return order
    size = {one: max((figure.row(one).count or 0 for figure in figures), default=0) for one in order}
    inhabited = [category for category in order if size[category] and category != UNKNOWN]
    commonest = sorted(inhabited, key=lambda category: -size[category])[:MOST_CATEGORIES]
    return commonest + [one for one in order if one == UNKNOWN and size[one]]


def _bar(figure: Figure, row: Row, words: Wording) -> Bar:
    category = words.category(figure.code, row.category)
    series = words.series(figure.population)
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
    tone = {UNKNOWN: "unrecorded", DECLINED: "declined"}.get(row.category, "recorded")
    return Bar(category, series, float(row.share), label, tone, detail)


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
    grouped = legend and len(colours) > 1
    together = len(colours) if grouped else 1
    specification = deepcopy(_shape(tuple(colours.items()), grouped=grouped))
    specification["width"] = width or "container"
    specification["height"] = len(categories) * (together * BAR + GAP) + FOOT
    specification["padding"] = PADDING | {"top": 5 if width or not grouped else KEY}
    for layer in specification["layer"]:
        layer["encoding"]["y"]["sort"] = categories
    end = next(one for one in specification["params"] if one["name"] == END)
    end["value"] = max((bar.length or 0 for bar in bars), default=0) or 1
    specification["data"] = {"values": [_row(bar) for bar in bars]}
    return specification


@lru_cache(maxsize=64)
def _shape(colours: tuple[tuple[str, str], ...], *, grouped: bool) -> dict[str, Any]:
    """All of a chart but its data and size: kept, since Altair takes longer to make it than a filter to count anew."""
    series = [name for name, _colour in colours]
    y = alt.Y("category:N").title(None)
    y = y.axis(labelExpr="split(datum.label, '\\n')", labelOffset=_centred(), **AXIS)
    shared: dict[str, Any] = {"y": y.scale(paddingInner=0.24, paddingOuter=0.08)}
    if grouped:
        shared["yOffset"] = alt.YOffset("series:N").sort(series).scale(paddingInner=0.16)
    layers = alt.layer(
        _marks(alt.Chart(name="bars"), _along("length"), dict(colours), legend=grouped).encode(**shared),
        _labels(alt.Chart(name="labels"), _along("at")).encode(**shared),
        data=alt.InlineData(values=[]),
    )
    layers = layers.add_params(alt.param(name=END, value=1)).configure(**_look())
    specification: dict[str, Any] = layers.to_dict()
    return specification


def _centred() -> dict[str, Any]:
    """How far up a name on an axis is moved, so that its middle stands at the middle of its bars."""
    lines = "length(split(datum.label, '\\n'))"
    steps = [
        {"test": f"{lines} === {n}", "value": -LINE_HEIGHT * (n - 1) / 2} for n in range(2, MOST_LINES + 1)
    ]
    return {"condition": steps, "value": 0}


def _along(field: str) -> alt.X:
    return alt.X(f"{field}:Q").axis(None).scale(domainMin=0, domainMax=alt.ExprRef(ROOM), nice=False)


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
    # On a phone the key begins above the names, since it is wider than the bars.
    left = alt.ExprRef(f"width < {NARROW} ? -112 : 0")
    key = alt.Legend(
        title=None, orient="none", legendX=left, legendY=-KEY, direction="horizontal", symbolType="square"
    )
    colour = alt.Color("series:N", scale=scale, legend=key if legend else None)
    marks: alt.Chart = base.mark_bar(cornerRadiusEnd=2, strokeWidth=1.5).encode(
        x=x,
        color=colour,
        stroke=alt.Stroke("series:N", scale=scale, legend=key if legend else None),
        fillOpacity=alt.condition("datum.tone === 'recorded'", alt.value(1), alt.value(0.15)),
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
        "axis": {"labelFontSize": 13, "labelColor": INK, "labelLineHeight": LINE_HEIGHT, "grid": False},
        "legend": {"labelFontSize": 13, "labelColor": INK, "symbolSize": 130},
        "text": {"fontSize": 13},
    }
