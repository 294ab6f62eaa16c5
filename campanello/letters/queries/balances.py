"""How many points households hold, for letters that say so: the feature of points, which lies above, tells it."""

from collections.abc import Callable, Collection, Mapping

Told = Callable[[int, Collection[int]], Mapping[int, int]]


def _nothing(project: int, households: Collection[int]) -> Mapping[int, int]:
    return {}


# Replaced by whoever knows: project and households to the points of each.
SOURCE: list[Told] = [_nothing]


def of_households(project: int, households: Collection[int]) -> Mapping[int, int]:
    """The points of some households in a project, by the household's key. One query."""
    return SOURCE[-1](project, households)
