"""The radar of an assessment's dimensions: where each line, point and word stands. Drawn without a script.

Two assessments are told apart by line and mark, not by colour alone; a table beside it says the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.translation import gettext, ngettext

from campanello.plans.queries.assessments import Comparison, facts_of
from campanello.plans.rules.assessments import LEAST, MOST, Difference, Dimension, Scored, dimensions

WIDTH, HEIGHT = 400, 320
CENTRE = (200, 162)
RADIUS = 108
BEYOND = 18  # from the outermost ring to a word
STRONG_NEED = 2
Point = tuple[float, float]


@dataclass(frozen=True)
class Axis:
    """One dimension's line from the middle outward, and its word."""

    label: str
    x: str
    y: str
    word_x: str
    word_y: str
    anchor: str

    @property
    def words(self) -> list[str]:
        """The label a word a line: in some languages it is too long for a telephone's edge."""
        return self.label.split()


@dataclass(frozen=True)
class Mark:
    """One score on its axis."""

    x: str
    y: str
    left: str
    top: str
    text: str


@dataclass(frozen=True)
class Series:
    """One assessment's shape: `kind` is entry or review."""

    kind: str
    name: str
    points: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Row:
    """One dimension in the table beside the drawing."""

    name: str
    entry: Scored
    review: Scored | None
    change: int

    @property
    def size(self) -> int:
        """By how much it changed, either way."""
        return abs(self.change)


@dataclass(frozen=True)
class Radar:
    """All that a drawing needs, and the same in words."""

    title: str
    text: str
    rings: tuple[str, ...]
    scale: tuple[tuple[str, str, int], ...]
    axes: tuple[Axis, ...]
    series: tuple[Series, ...]
    rows: tuple[Row, ...]


def radar(comparison: Comparison | None) -> Radar | None:
    """The drawing of an assessment at entry, with the review beside it where there is one."""
    if comparison is None:
        return None
    held = dimensions(comparison.entry.on)
    entry = facts_of(comparison.entry).scores
    review = facts_of(comparison.review).scores if comparison.review else None
    rows = tuple(_row(one, entry, review) for one in held)
    series = [_series("entry", gettext("At entry, %(day)s"), comparison.entry.on, held, entry)]
    if comparison.review and review is not None:
        series.append(_series("review", gettext("Review, %(day)s"), comparison.review.on, held, review))
    return Radar(
        title=_finding(rows, comparison.differences),
        text=" ".join(_sentence(one) for one in rows),
        rings=tuple(_points([score] * len(held)) for score in range(LEAST, MOST + 1)),
        scale=tuple((*_text(_at(0, len(held), score)), score) for score in range(LEAST, MOST + 1)),
        axes=tuple(_axis(place, len(held), one) for place, one in enumerate(held)),
        series=tuple(series),
        rows=rows,
    )


def _row(one: Dimension, entry: Mapping[str, Scored], review: Mapping[str, Scored] | None) -> Row:
    was = entry.get(one.code, Scored())
    now = review.get(one.code, Scored()) if review is not None else None
    both = now is not None and now.score is not None and was.score is not None
    return Row(gettext(one.name), was, now, (now.score or 0) - (was.score or 0) if both and now else 0)


def _finding(rows: Sequence[Row], differences: Sequence[Difference]) -> str:
    if not differences:
        strong = sum((one.entry.score or MOST) <= STRONG_NEED for one in rows)
        return ngettext(
            "At entry: strong need in %(strong)s dimension of %(all)s",
            "At entry: strong need in %(strong)s dimensions of %(all)s",
            strong,
        ) % {"strong": strong, "all": len(rows)}
    better, worse = sum(one.change > 0 for one in differences), sum(one.change < 0 for one in differences)
    return gettext("Better than at entry: %(better)s of %(all)s dimensions; worse: %(worse)s") % {
        "all": len(differences),
        "better": better,
        "worse": worse,
    }


def _sentence(row: Row) -> str:
    if row.review is None:
        return gettext("%(dimension)s: %(entry)s.") % {"dimension": row.name, "entry": row.entry.score or "–"}
    return gettext("%(dimension)s: %(entry)s at entry, %(review)s at the review.") % {
        "dimension": row.name,
        "entry": row.entry.score or "–",
        "review": row.review.score or "–",
    }


def _series(
    kind: str, name: str, on: object, held: Sequence[Dimension], scores: Mapping[str, Scored]
) -> Series:
    known = [scores.get(one.code, Scored()).score or 0 for one in held]
    marks = tuple(
        _mark(_at(place, len(held), score), f"{gettext(one.name)}: {score}")
        for place, (one, score) in enumerate(zip(held, known, strict=True))
        if score
    )
    return Series(kind, name % {"day": f"{on:%d/%m/%Y}"}, _points(known), marks)


def _mark(at: Point, text: str) -> Mark:
    x, y = at
    return Mark(*_text(at), *_text((x - 5, y - 5)), text)


def _axis(place: int, many: int, one: Dimension) -> Axis:
    x, y = _at(place, many, MOST + BEYOND * MOST / RADIUS)
    side = x - CENTRE[0]
    anchor = "middle" if abs(side) < 1 else "start" if side > 0 else "end"
    # The words above and below stand off their axis' end by their own height.
    drop = 5 if abs(side) >= 1 else 0 if y < CENTRE[1] else 10
    return Axis(gettext(one.short), *_text(_at(place, many, MOST)), *_text((x, y + drop)), anchor)


def _points(scores: Sequence[int]) -> str:
    many = len(scores)
    return " ".join(",".join(_text(_at(place, many, score))) for place, score in enumerate(scores))


def _at(place: int, many: int, score: float) -> Point:
    angle = 2 * pi * place / many - pi / 2
    reach = RADIUS * score / MOST
    return CENTRE[0] + reach * cos(angle), CENTRE[1] + reach * sin(angle)


def _text(at: Point) -> tuple[str, str]:
    """A place as SVG writes it, whatever the reader's language does to numbers."""
    return f"{at[0]:.1f}", f"{at[1]:.1f}"
