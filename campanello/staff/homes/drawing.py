"""How debts are drawn: a bar a statement, in the order of their days, with the limit of the bands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

WIDTH, STEP, BAR = 100, 14, 10


@dataclass(frozen=True)
class Bar:
    """A statement as a bar: its day, cents, and where and how wide it is drawn, in hundredths of the widest."""

    as_of: date
    cents: int
    creditor: str
    width: float
    top: int
    is_over: bool


@dataclass(frozen=True)
class Bars:
    """A chart of statements; `limit` is where the limit stands, None where it is beyond the widest bar."""

    bars: tuple[Bar, ...]
    height: int
    limit: float | None


def debt_bars(statements: Iterable[Any], limit_cents: int) -> Bars | None:
    """The statements that hold as bars, oldest first; None where fewer than two make no picture."""
    held = [one for one in statements if not one.is_replaced]
    if len(held) < 2:
        return None
    widest = max(one.amount_cents for one in held) or 1
    ordered = sorted(held, key=lambda one: (one.as_of, one.pk))
    bars = tuple(
        Bar(
            one.as_of,
            one.amount_cents,
            one.creditor.name,
            round(WIDTH * one.amount_cents / widest, 2),
            STEP * place,
            one.amount_cents > limit_cents,
        )
        for place, one in enumerate(ordered)
    )
    limit = round(WIDTH * limit_cents / widest, 2) if limit_cents <= widest else None
    return Bars(bars, STEP * len(bars), limit)
