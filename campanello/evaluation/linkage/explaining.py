"""Says why two records are taken for one person: each comparison's weight in words, and as a waterfall chart.

The weights are bits: one more doubles the odds that the two are one person. No name and no value of a record is in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

from campanello.core.errors import gettext_noop as _
from campanello.core.language import catalogue
from campanello.evaluation.linkage.comparisons import BY_NAME
from campanello.evaluation.linkage.training import Model

PRIOR = "prior"
START = _("Two people taken at random")
RARITY = _("how rare the value is")
END = _("All together")
FOR, AGAINST, TOTAL, INK = "#1a6d4a", "#b3261e", "#17324d", "#17324d"
WIDTH, ROW = 420, 40
# Hundredths of a bit below which the rarity of a value gets no bar of its own; its weight is in the bar above.
WORTH_SAYING = 10
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


@dataclass(frozen=True)
class Reason:
    """What one comparison says: its name, its level, and the weights of level and rarity in hundredths of a bit."""

    field: str
    level: str
    weight: int
    rarity: int = 0

    def as_json(self) -> dict[str, Any]:
        """As it is stored with a pair."""
        return {"field": self.field, "alike": self.level, "bits": self.weight, "rarity": self.rarity}


@dataclass(frozen=True)
class Step:
    """One bar of the waterfall: what is compared, what was found, from where to where it moves the weight."""

    label: str
    found: str
    bits: float
    start: float
    end: float
    is_total: bool = False


def reasons(pair: Mapping[str, Any], model: Model) -> list[Reason]:
    """The reasons in a row of the table `pairs`, the prior first; comparisons that say nothing are left out."""
    found = [Reason(PRIOR, "", round(100 * log2(model.prior / (1 - model.prior))))]
    for one in model.comparisons:
        level, weight = pair[f"{one.name}_level"], pair[f"{one.name}_weight"]
        if level is not None:
            rarity = pair.get(f"{one.name}_rarity") or 0.0
            found.append(Reason(one.name, level, round(100 * weight), round(100 * rarity)))
    return found


def stored_reasons(stored: Sequence[Mapping[str, Any]]) -> list[Reason]:
    """Reasons as they were stored with a pair; what is of no comparison known here is left out."""
    return [
        Reason(
            str(one["field"]), str(one.get("alike", "")), int(one.get("bits", 0)), int(one.get("rarity", 0))
        )
        for one in stored
        if one.get("field") in {PRIOR, *BY_NAME}
    ]


def steps(given: Sequence[Reason], language: str) -> list[Step]:
    """The reasons as bars in words of a language, the largest first, and the sum of all at the end."""
    translate = catalogue(language).gettext
    ordered = sorted(given, key=lambda one: (one.field != PRIOR, -abs(one.weight + one.rarity)))
    found: list[Step] = []
    at = 0.0
    for one in ordered:
        for label, told, bits in _parts(one, translate):
            found.append(Step(label, told, bits, at, at + bits))
            at += bits
    return [*found, Step(translate(END), "", at, 0.0, at, is_total=True)]


def _parts(one: Reason, translate: Any) -> list[tuple[str, str, float]]:
    if one.field == PRIOR:
        return [(translate(START), "", one.weight / 100)]
    comparison = BY_NAME[one.field]
    level = next((level for level in comparison.levels if level.key == one.level), None)
    label, told = translate(comparison.text), translate(level.text) if level else ""
    if abs(one.rarity) < WORTH_SAYING:
        return [(label, told, (one.weight + one.rarity) / 100)]
    return [(label, told, one.weight / 100), (label, translate(RARITY), one.rarity / 100)]


def specification(bars: Sequence[Step], *, is_rtl: bool = False) -> dict[str, Any]:
    """The waterfall as Vega-Lite; each bar bears its weight in figures and starts where the one above ends."""
    low = min(0.0, *(min(bar.start, bar.end) for bar in bars))
    high = max(0.0, *(max(bar.start, bar.end) for bar in bars))
    room = 0.16 * (high - low)
    x_scale = {"domain": [round(low - room, 2), round(high + room, 2)], "nice": False, "reverse": is_rtl}
    y = {"field": "row", "type": "ordinal", "axis": None}
    side = "right" if is_rtl else "left"
    edge = {"value": WIDTH if is_rtl else 0}
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": {"step": ROW},
        "padding": 6,
        "data": {"values": _rows(bars)},
        "layer": [
            {
                "mark": {"type": "bar", "height": 14, "yOffset": 7},
                "encoding": {
                    "y": y,
                    "x": {"field": "start", "type": "quantitative", "scale": x_scale, "axis": None},
                    "x2": {"field": "end"},
                    "color": {
                        "field": "sort",
                        "type": "nominal",
                        "legend": None,
                        "scale": {"domain": ["for", "against", "total"], "range": [FOR, AGAINST, TOTAL]},
                    },
                },
            },
            _text("label", {"x": edge}, y, align=side, dy=-8),
            _text(
                "bits",
                {"x": {"field": "end", "type": "quantitative", "scale": x_scale}},
                y,
                align="center",
                dy=7,
                dx={"expr": f"(datum.end >= datum.start ? 1 : -1) * {-20 if is_rtl else 20}"},
            ),
        ],
        "config": {
            "view": {"stroke": None},
            "text": {"font": "Titillium Web, sans-serif", "fontSize": 13, "color": INK},
        },
    }


def _rows(bars: Sequence[Step]) -> list[dict[str, Any]]:
    return [
        {
            "label": f"{bar.label}: {bar.found}" if bar.found else bar.label,
            "row": number,
            "start": round(bar.start, 2),
            "end": round(bar.end, 2),
            "sort": "total" if bar.is_total else "for" if bar.bits >= 0 else "against",
            "bits": f"{bar.bits:+.1f}",
        }
        for number, bar in enumerate(bars)
    ]


def _text(field: str, x: dict[str, Any], y: dict[str, Any], **mark: Any) -> dict[str, Any]:
    return {
        "mark": {"type": "text", "baseline": "middle", **mark},
        "encoding": {**x, "y": y, "text": {"field": field, "type": "nominal"}},
    }
