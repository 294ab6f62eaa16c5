"""Any number of people like the 830: each takes parts of several of them, and days of their own. Writes nothing."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

import numpy as np

from campanello.demo.ages import birth_range
from campanello.demo.crowd import NEVER, NOTHING, Crowd, Ints
from campanello.demo.days import FIRST_DAY, LAST_DAY, is_day, number
from campanello.demo.entries import COMPLETED, IN_PROGRESS, give_second_plans
from campanello.demo.margins import GROUPS

CHUNK = 1 << 19
# What may come from another person of the same group without making anyone impossible, and how often it does.
BUNDLES = (
    ("residence", "project", "other_project"),
    ("citizenship", "disadvantages"),
    ("education",),
    ("sex",),
)
EXCHANGED = 0.1
# Whole weeks, so that nobody enters at a week-end.
MOST_WEEKS = 2
# Of those whose first plan ended by then, so many have a second one, when people are multiplied.
SECOND_PLAN_BY, SECOND_PLANS = number(date(2020, 7, 31)), 0.08
DAYS = (
    "birth", "lab_entry", "second_lab_entry", "plan_entry", "plan_end", "second_plan_entry", "second_plan_end",
)  # fmt: skip


def multiplied(people: Crowd, wanted: int, seed: int) -> Iterator[tuple[int, Crowd]]:
    """`wanted` people made from `people`, in chunks: the position of the chunk's first person, and the chunk.

    Shares and means stay about the same. Always the same people for a seed, however many follow.
    """
    source = _with_spare_plans(people, np.random.default_rng([seed, 1]))
    for start in range(0, wanted, CHUNK):
        positions = np.arange(start, min(start + CHUNK, wanted)) % len(source)
        yield start, _chunk(source, positions, np.random.default_rng([seed, 2, start]))


def _with_spare_plans(people: Crowd, rng: np.random.Generator) -> Crowd:
    """The people, each whose first plan ended in time with a second one to be used or not."""
    copy = people.take(np.arange(len(people)))
    ended = is_day(people.plan_end) & (people.plan_end <= SECOND_PLAN_BY) & ~is_day(people.second_plan_entry)
    who = np.flatnonzero(ended)
    status = np.where(rng.random(len(who)) < 2 / 3, COMPLETED, IN_PROGRESS).astype(np.int32)
    give_second_plans(copy, who, status, rng)
    return copy


def _chunk(source: Crowd, positions: np.ndarray, rng: np.random.Generator) -> Crowd:
    chunk = source.take(positions)
    for names in BUNDLES:
        chunk = chunk.with_columns_of(source.take(_others(source, positions, rng)), names)
    return _reborn(_without_most_second_plans(chunk, rng), source, positions, rng)


def _others(source: Crowd, positions: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same positions, some exchanged for those of other people of the group."""
    others = positions.copy()
    exchanged = np.flatnonzero(rng.random(len(positions)) < EXCHANGED)
    group = source.group[positions[exchanged]]
    for number_of_group, name in enumerate(GROUPS):
        own = exchanged[group == number_of_group]
        others[own] = rng.choice(source.members(name), len(own))
    return others


def _without_most_second_plans(chunk: Crowd, rng: np.random.Generator) -> Crowd:
    without = rng.random(len(chunk)) >= SECOND_PLANS
    return replace(
        chunk,
        second_plan_entry=np.where(without, NEVER, chunk.second_plan_entry).astype(np.int32),
        second_plan_end=np.where(without, NEVER, chunk.second_plan_end).astype(np.int32),
        second_plan_status=np.where(without, NOTHING, chunk.second_plan_status).astype(np.int32),
    )


def _reborn(chunk: Crowd, source: Crowd, positions: np.ndarray, rng: np.random.Generator) -> Crowd:
    """Another birth day of the same age, and all days some weeks earlier or later, none out of the programme."""
    first, last = (limit[positions] for limit in birth_range(source))
    chunk = replace(chunk, birth=rng.integers(first, last + 1, dtype=np.int32))
    earlier, later = _room(source)
    weeks = rng.integers(-earlier[positions], later[positions] + 1, dtype=np.int32)
    shifted = {}
    for name in DAYS:
        days = getattr(chunk, name)
        shifted[name] = np.where(days == NEVER, NEVER, days + 7 * weeks).astype(np.int32)
    return replace(chunk, **shifted)


def _room(people: Crowd) -> tuple[Ints, Ints]:
    """By how many weeks, at most MOST_WEEKS, each person's days can be moved back and forth."""
    entered = [getattr(people, field.name) for field in fields(people) if field.name in DAYS[1:]]
    latest = np.max([np.where(days == NEVER, FIRST_DAY, days) for days in entered], axis=0)
    earlier = np.clip((people.first_entry - FIRST_DAY) // 7, 0, MOST_WEEKS)
    later = np.clip((LAST_DAY - latest) // 7, 0, MOST_WEEKS)
    return earlier.astype(np.int32), later.astype(np.int32)
