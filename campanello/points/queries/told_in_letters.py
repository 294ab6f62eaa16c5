"""Tells letters how many points households hold."""

from collections.abc import Collection

from campanello.points.queries.accounts import household_accounts


def balances(project: int, households: Collection[int]) -> dict[int, int]:
    """The points of some households in a project, by the household's key. One query."""
    return {key: one.balance for key, one in household_accounts(project, households).items()}
