"""Dealing exact numbers of categories to people, likelier where they fit better. Knows nothing of the categories."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from campanello.demo.crowd import Floats, Ints


class CannotDeal(ValueError):
    """More people are to be given a category than may have it."""


def deal(
    counts: Mapping[str, int], weights: Mapping[str, Floats], people: int, rng: np.random.Generator
) -> Ints:
    """A category for each of `people`, so that each category is given exactly `counts` times.

    Args:
        counts: How many people get each category; they add up to `people`.
        weights: By category, how likely each person is to get it: 0 never, absent the same for all.
        people: How many people.
        rng: What chance is drawn from.

    Returns:
        Positions of the categories in `counts`, one a person.

    Raises:
        CannotDeal: A category is to be given to more people than may have it.
    """
    dealt = np.full(people, -1, np.int32)
    names = list(counts)
    everybody = np.ones(people)
    chances = {name: weights.get(name, everybody) for name in names}
    # The category with the least choice is dealt first, so that nobody whom it needs is gone.
    left = sorted(names, key=lambda name: np.count_nonzero(chances[name]) - counts[name])
    while left:
        name = left[0]
        free = np.flatnonzero((dealt == -1) & (chances[name] > 0))
        if len(free) < counts[name]:
            raise CannotDeal(f"{name}: {counts[name]} to deal, {len(free)} may have it")
        others = sum((counts[other] * chances[other][free] for other in left[1:]), np.zeros(len(free)))
        likeliness = chances[name][free] / (counts[name] * chances[name][free] + others)
        # The smallest of exponential waiting times: drawing without return, by weight.
        waits = rng.exponential(size=len(free)) / likeliness
        waits[others == 0] = 0  # who may have nothing else must have this
        dealt[free[np.argsort(waits, kind="stable")[: counts[name]]]] = names.index(name)
        left = left[1:]
    return dealt


def weighted(size: int, *choices: tuple[npt.NDArray[np.bool_], float]) -> Floats:
    """Weights of 1 for all, times each factor where its condition holds."""
    weights = np.ones(size)
    for condition, factor in choices:
        weights[condition] *= factor
    return weights
