"""What a kind of long work hands back when it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


def nothing() -> None:
    """There is nothing left to do."""


@dataclass(frozen=True)
class Done:
    """What came of it in figures, and what is left to do once that is safely stored."""

    figures: Mapping[str, int]
    afterwards: Callable[[], None] = nothing
