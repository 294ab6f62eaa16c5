"""The dashboard's charts, as Vega-Lite specifications: the name above its bars, so that they fit a phone.

Written as plain objects, since checking them against the schema takes longer than the rest of the page. Holds nothing
that is withheld.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# Told apart with any colour vision and in grey, and at least 3:1 against white; as in the reports.
COLOURS = {"all": "#17324d", "lab": "#2b7fd4", "plan": "#c4570a", "both": "#6d4c8c"}
INK, QUIET_INK = "#17324d", "#5c6f82"
NAME_HEIGHT, BAR_HEIGHT, BAR_GAP, GROUP_GAP = 22, 16, 3, 12
# Pixels behind the longest bar, for its number.
ROOM = 116


@dataclass(frozen=True)
class Bar:
    """One bar of a group: whose it is, how long, and what is written behind it; without length nothing is drawn."""

    series: str
    colour: str
    length: float | None
    label: str
    is_quiet: bool = False


@dataclass(frozen=True)
class Group:
    """Bars under one name; `category` is what a click on them chooses, empty where it chooses nothing."""

    name: str
    bars: tuple[Bar, ...]
    category: str = ""


def specification(groups: Sequence[Group], *, is_rtl: bool) -> dict[str, Any]:
    """Horizontal bars by group, each with its number behind it; mirrored for readers from right to left."""
    names, bars, y = [], [], 0
    for group in groups:
        names.append({"name": group.name, "y": y + NAME_HEIGHT / 2})
        y += NAME_HEIGHT
        for bar in _told_once(group.bars):
            bars.append(_row(group, bar, y))
            y += BAR_HEIGHT + BAR_GAP
        y += GROUP_GAP
    longest = max((bar["length"] for bar in bars), default=0) or 1
    x_range = [{"expr": "width"}, ROOM] if is_rtl else [0, {"expr": f"width - {ROOM}"}]
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, longest], "range": x_range, "nice": False},
        "axis": None,
    }
    vertical = {"scale": {"domain": [0, y], "range": [0, y], "nice": False}, "axis": None}
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": y,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": 0,
        "config": {"aria": False, "view": {"stroke": None}, "font": "Titillium Web"},
        "layer": [
            _names(names, vertical, is_rtl=is_rtl),
            _bars(bars, x, vertical),
            _labels(bars, x, vertical, is_rtl=is_rtl),
        ],
    }


def _told_once(bars: Sequence[Bar]) -> Sequence[Bar]:
    """The bars, or the first alone where there is nothing to draw and all say the same."""
    is_one = not any(bar.length for bar in bars) and len({bar.label for bar in bars}) == 1
    return bars[:1] if is_one else bars


def _row(group: Group, bar: Bar, y: float) -> dict[str, Any]:
    return {
        "category": group.category,
        "group": group.name,
        "series": bar.series,
        "colour": bar.colour,
        "zero": 0,
        "length": bar.length or 0,
        "label": bar.label,
        "opacity": 0.15 if bar.is_quiet else 1,
        "stroke": 1.5 if bar.length else 0,
        "ink": QUIET_INK if bar.length is None else INK,
        "y": y,
        "y2": y + BAR_HEIGHT,
        "middle": y + BAR_HEIGHT / 2,
    }


def _names(rows: list[dict[str, Any]], vertical: dict[str, Any], *, is_rtl: bool) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {
            "type": "text",
            "aria": False,
            "align": "right" if is_rtl else "left",
            "baseline": "middle",
            "fontSize": 14,
            "fontWeight": 600,
            "color": INK,
            "x": {"expr": "width"} if is_rtl else 0,
            "limit": {"expr": "width"},
        },
        "encoding": {"y": {"field": "y", "type": "quantitative", **vertical}, "text": {"field": "name"}},
    }


def _bars(rows: list[dict[str, Any]], x: dict[str, Any], vertical: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": "bars",
        "data": {"values": rows},
        "mark": {
            "type": "rect",
            "aria": False,
            "cursor": {"expr": "datum.category ? 'pointer' : 'default'"},
        },
        "encoding": {
            "x": {"field": "zero", **x},
            "x2": {"field": "length"},
            "y": {"field": "y", "type": "quantitative", **vertical},
            "y2": {"field": "y2"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "stroke": {"field": "colour", "type": "nominal", "scale": None},
            "strokeWidth": {"field": "stroke", "type": "quantitative", "scale": None},
            "fillOpacity": {"field": "opacity", "type": "quantitative", "scale": None},
            "tooltip": [
                {"field": "group", "title": " "},
                {"field": "series", "title": " "},
                {"field": "label", "title": " "},
            ],
        },
    }


def _labels(
    rows: list[dict[str, Any]], x: dict[str, Any], vertical: dict[str, Any], *, is_rtl: bool
) -> dict[str, Any]:
    return {
        "data": {"values": rows},
        "mark": {
            "type": "text",
            "aria": False,
            "align": "right" if is_rtl else "left",
            "baseline": "middle",
            "dx": -6 if is_rtl else 6,
            "fontSize": 13,
        },
        "encoding": {
            "x": {"field": "length", **x},
            "y": {"field": "middle", "type": "quantitative", **vertical},
            "text": {"field": "label"},
            "color": {"field": "ink", "type": "nominal", "scale": None},
        },
    }
