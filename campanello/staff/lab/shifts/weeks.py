"""The weeks of a desk as a table's rows and as a drawing: hours open, hours somebody was there, visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format

from campanello.lab.rules.shifts import Week

WIDTH, ROW, BAR, LABEL = 640, 44, 11, 70


@dataclass(frozen=True)
class Bar:
    """One bar: its class, where it stands, how long it is, and the figure at its end."""

    kind: str
    y: int
    width: int
    figure: str

    @property
    def end(self) -> int:
        """Where the figure stands."""
        return LABEL + self.width + 4


@dataclass(frozen=True)
class DrawnWeek:
    """A week's bars with its day."""

    week: Week
    y: int
    bars: tuple[Bar, ...]


def row(week: Week) -> dict[str, Any]:
    """A week as the table shows it."""
    return {
        "week": week,
        "open": hours(week.open_minutes),
        "shift": hours(week.shift_minutes),
        "per_hour": number_format(round(week.per_hour, 1), 1) if week.per_hour is not None else "–",
        "share": round(100 * week.shift_minutes / week.open_minutes) if week.open_minutes else None,
    }


def hours(minutes: int) -> str:
    """Minutes as hours and minutes: 3:05."""
    return f"{minutes // 60}:{minutes % 60:02}"


def drawing(weeks: Sequence[Week]) -> dict[str, Any]:
    """The same as bars; hours share one scale and visits have another."""
    most_minutes = max((max(one.open_minutes, one.shift_minutes) for one in weeks), default=0) or 1
    most_visits = max((one.visits for one in weeks), default=0) or 1
    room = WIDTH - LABEL - 50

    def bars(one: Week, top: int) -> tuple[Bar, ...]:
        lengths = (
            ("open", one.open_minutes / most_minutes, hours(one.open_minutes)),
            ("shift", one.shift_minutes / most_minutes, hours(one.shift_minutes)),
            ("visits", one.visits / most_visits, str(one.visits)),
        )
        return tuple(
            Bar(kind, top + place * (BAR + 1), round(room * share), figure)
            for place, (kind, share, figure) in enumerate(lengths)
        )

    drawn = [DrawnWeek(one, place * ROW, bars(one, place * ROW + 4)) for place, one in enumerate(weeks)]
    return {"width": WIDTH, "height": len(weeks) * ROW, "label": LABEL, "bar": BAR, "weeks": drawn}
