"""Ages: whole years within each person's band whose means over labs and over plans are exactly those printed."""

import numpy as np

from campanello.demo.crowd import NEVER, Crowd, Floats, Ints
from campanello.demo.days import births, completed_years, is_day
from campanello.demo.margins import BOTH, LAB_ONLY, PLAN_ONLY, NoWholeNumbers
from campanello.demo.targets import Sizes, targets

BANDS = {"18-35": (18, 35), "36-54": (36, 54), "55-64": (55, 64), "65+": (65, 84)}
# Beyond 65 the people thin out, by a factor e every so many years.
THINNING_YEARS = 7.0
STEEPEST, HALVINGS = 1.0, 60


def give_births(crowd: Crowd, band: Ints, sizes: Sizes, rng: np.random.Generator) -> None:
    """A birth day for everybody: each in the band dealt, the mean ages of labs and of plans as printed.

    The people in both are aged first, since they count in both means; those in one only make up the rest.
    """
    means = {target.population: target.aim for target in targets("mean_age")}
    both = crowd.members(BOTH)
    _born(crowd, both, _ages(band[both], round(means[BOTH] * len(both)), rng), rng)
    rest = ((LAB_ONLY, "lab", crowd.lab_entry), (PLAN_ONLY, "plan", crowd.plan_entry))
    for group, population, entry in rest:
        own = crowd.members(group)
        counted = int(completed_years(crowd.birth[both], entry[both]).sum())
        wanted = round(means[population] * sizes.of(population)) - counted
        _born(crowd, own, _ages(band[own], wanted, rng), rng)


def _born(crowd: Crowd, people: np.ndarray, ages: Ints, rng: np.random.Generator) -> None:
    first, last = births(ages, crowd.first_entry[people])
    crowd.birth[people] = rng.integers(first, last + 1)


def _ages(bands: Ints, total: int, rng: np.random.Generator) -> Ints:
    """Ages that add up to `total` years, each within its person's band.

    Raises:
        NoWholeNumbers: The bands are too old or too young for the total.
    """
    low, high = -STEEPEST, STEEPEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _spread(bands, middle).sum() < total else (low, middle)
    ages = _spread(bands, low)
    _nudge(ages, bands, total, rng)
    for band in range(len(BANDS)):
        own = np.flatnonzero(bands == band)
        ages[own] = rng.permutation(ages[own])
    return ages


def _spread(bands: Ints, tilt: float) -> Ints:
    """Ages spread evenly over each band, leaning to its older end as `tilt` grows."""
    ages = np.zeros(len(bands), np.int32)
    for band, (youngest, oldest) in enumerate(BANDS.values()):
        own = np.flatnonzero(bands == band)
        if not len(own):
            continue
        years = np.arange(youngest, oldest + 1)
        weights: Floats = np.exp(tilt * (years - youngest))
        if band == len(BANDS) - 1:
            weights *= np.exp(-(years - youngest) / THINNING_YEARS)
        places = (np.arange(len(own)) + 0.5) / len(own)
        ages[own] = years[np.searchsorted(np.cumsum(weights) / weights.sum(), places)]
    return ages


def _nudge(ages: Ints, bands: Ints, total: int, rng: np.random.Generator) -> None:
    """Make as many people as it takes a year older or younger, within their bands, to reach the total."""
    edges = np.array(list(BANDS.values()))
    while missing := total - int(ages.sum()):
        step = 1 if missing > 0 else -1
        movable = np.flatnonzero(ages != edges[bands, 1 if step > 0 else 0])
        if not len(movable):
            raise NoWholeNumbers(f"no ages in these bands add up to {total}")
        chosen = rng.permutation(movable)[: abs(missing)]
        ages[chosen] += step


def birth_range(crowd: Crowd) -> tuple[Ints, Ints]:
    """The first and last birth day of each person that leave the ages at the lab's and the plan's entry alone."""
    first = np.full(len(crowd), NEVER, np.int32)
    last = np.full(len(crowd), np.iinfo(np.int32).max, np.int32)
    for entry in (crowd.lab_entry, crowd.plan_entry):
        entered = is_day(entry)
        earliest, latest = births(completed_years(crowd.birth, entry), entry)
        first = np.where(entered, np.maximum(first, earliest), first).astype(np.int32)
        last = np.where(entered, np.minimum(last, latest), last).astype(np.int32)
    return np.minimum(first, crowd.birth), np.maximum(last, crowd.birth)
