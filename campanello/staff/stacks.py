"""What waits for somebody, as the teams' home shows it: three stacks, each with kinds of work, each with its lines.

A feature that has work waiting writes one function `(actor, on) -> list[Kind]` in its own package, which asks its
queries, and adds one line to `SOURCES` in `staff/search/sources.py`. The function answers nothing for who has no right.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campanello.core.actor import Actor

SHOWN = 5  # lines of a kind; the others are counted


class Stack(StrEnum):
    """The three stacks, in their order on the page."""

    CALL_BACK = "call-back"
    SIGN = "sign"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Line:
    """One thing that waits: what the link says, where it leads, the day it is about, and a word beside."""

    title: str
    url: str
    day: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """What waits of one kind: on which stack, what it is, what to do about it, the most urgent lines first.

    `total` counts those that are not shown too; with `is_cut` there are more. `url` leads to all, if a page does.
    """

    stack: Stack
    title: str
    text: str
    lines: Sequence[Line]
    total: int
    is_cut: bool = False
    url: str = ""


Source = Callable[[Actor, date], list[Kind]]
