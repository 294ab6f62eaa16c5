"""The same person at two sessions at once: the minutes that can't have been at both earn once. Knows no table.

A register says for how long somebody was there, not from when to when. So minutes are held back only as far as the
two sessions together leave no room for them: who came for the first half of one and then to the other earns for both.

Source: docs/rules/points.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Presence:
    """A person at a session: its hours by the clock of the world, and the minutes that they were there."""

    attendance: int
    starts_at: datetime
    ends_at: datetime
    minutes: int


def length(one: Presence) -> int:
    """Minutes that a session lasts: by instants, so that a night on which the clocks change is as long as it is."""
    return int((one.ends_at - one.starts_at) / MINUTE)


def shared(one: Presence, other: Presence) -> int:
    """Minutes that the hours of two sessions have in common."""
    common = min(one.ends_at, other.ends_at) - max(one.starts_at, other.starts_at)
    return max(0, int(common / MINUTE))


def twice(one: Presence, other: Presence) -> int:
    """Minutes of one presence that can't have been, because the person was at the other session."""
    both = shared(one, other)
    if not both:
        return 0
    within = length(one) + length(other) - both
    return min(one.minutes, max(0, one.minutes + other.minutes - within))


def held_back(one: Presence, others: Iterable[Presence]) -> tuple[int, int | None]:
    """Minutes of a presence that earned elsewhere before, and the attendance that holds most of them back."""
    found = [(minutes, other.attendance) for other in others if (minutes := twice(one, other))]
    if not found:
        return 0, None
    return min(one.minutes, sum(minutes for minutes, _ in found)), max(found)[1]
