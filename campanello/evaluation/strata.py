"""A cube's rows sorted into strata, and the marginal counts of each stratum, all in one pass a field."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campanello.evaluation.contract import PLAN_STATUSES
from campanello.evaluation.cube import KEY, Cube, Integers

Counts = NDArray[np.float64]
"""Whole numbers, exact below 2**53, as numpy's weighted counts are."""

# Which populations a row's people are in, as two bits: neither, lab only, plan only, both.
LAB_BIT, PLAN_BIT = 1, 2
MEMBERSHIPS = 4
BANDS = ("band_all", "band_lab", "band_plan")
COUNTED = (
    "sex",
    "citizenship",
    "education",
    "disadvantages",
    "residence_province",
    "occupational_status",
    *BANDS,
)


@dataclass(frozen=True)
class Strata:
    """Counts by stratum: `people` by membership, `fields` by membership and code, `plans` by status."""

    people: Counts
    fields: dict[str, Counts]
    plans: dict[str, Counts]

    def each(self, change: Callable[[Counts], Counts]) -> "Strata":
        """The same with every array changed along its first axis, the strata."""
        return Strata(
            change(self.people),
            {name: change(counts) for name, counts in self.fields.items()},
            {status: change(counts) for status, counts in self.plans.items()},
        )


def strata(cube: Cube, stratum: Integers, size: int) -> Strata:
    """The counts of every stratum of a cube; `stratum` says which, from 0 to `size` - 1, for every row."""
    weights = cube.measures["people"].astype(np.float64)
    membership = LAB_BIT * cube.inside("lab") + PLAN_BIT * cube.inside("plan")
    place = stratum * MEMBERSHIPS + membership
    return Strata(
        _counted(place, weights, (size, MEMBERSHIPS)),
        {name: _by_code(cube, name, place, weights, size) for name in COUNTED},
        {
            status: _counted(stratum, cube.measures[f"plans_{status}"].astype(np.float64), (size,))
            for status in PLAN_STATUSES
        },
    )


def _by_code(cube: Cube, name: str, place: Integers, weights: Counts, size: int) -> Counts:
    codes = KEY.weights["band_lab" if name == "band_all" else name][1]
    return _counted(place * codes + cube.fields[name], weights, (size, MEMBERSHIPS, codes))


def _counted(place: Integers, weights: Counts, shape: tuple[int, ...]) -> Counts:
    counts: Counts = np.bincount(place, weights=weights, minlength=int(np.prod(shape))).astype(np.float64)
    return counts.reshape(shape)


def over_subsets(counts: Counts) -> Counts:
    """Strata that are sets of bits, each replaced by the sum of all its subsets but the empty one."""
    bits = (len(counts) - 1).bit_length()
    summed = counts.reshape((2,) * bits + counts.shape[1:]).copy()
    for axis in range(bits):
        low, high = (tuple([slice(None)] * axis + [one]) for one in (0, 1))
        summed[high] += summed[low]
    without_empty: Counts = summed.reshape(counts.shape) - counts[0]
    return without_empty
