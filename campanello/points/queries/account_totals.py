"""What came into accounts and what left them, by what it was for; what was taken back counts on neither side."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from campanello.points.models import Transfer


@dataclass
class Totals:
    """Points of one account since it was opened, net of what was taken back or given back."""

    came_in: dict[str, int] = field(default_factory=dict)
    went_out: dict[str, int] = field(default_factory=dict)

    @property
    def earned(self) -> int:
        """Awarded."""
        return self.came_in.get("award", 0)

    @property
    def received(self) -> int:
        """Given by others, or by a coordinator out of the pool."""
        return self.came_in.get("donation", 0)

    @property
    def given(self) -> int:
        """Given away."""
        return self.went_out.get("donation", 0)

    @property
    def to_rent(self) -> int:
        """Put towards the rent, less what was given back."""
        return self.went_out.get("redemption", 0) - self.came_in.get("return", 0)

    @property
    def lapsed(self) -> int:
        """Not used in time."""
        return self.went_out.get("expiry", 0)


def totals(accounts: Iterable[int]) -> dict[int, Totals]:
    """The totals of some accounts, by key: two queries, which read the movements of these accounts alone."""
    found = {key: Totals() for key in accounts}
    for side in ("target", "source"):
        for row in _sums(found, side):
            # A reversal takes away from the other side: what came in with an award leaves with its reversal.
            is_reversal = row["kind"] == "reversal"
            is_in = (side == "target") != is_reversal
            one = found[row[side]]
            sums = one.came_in if is_in else one.went_out
            sums[row["first"]] = sums.get(row["first"], 0) + (-row["sum"] if is_reversal else row["sum"])
    return found


def _sums(accounts: Iterable[int], side: str) -> Any:
    rows = Transfer.objects.filter(**{f"{side}__in": list(accounts)}).order_by()
    kinds = rows.annotate(first=Coalesce(F("reverses__kind"), F("kind")))
    return kinds.values(side, "kind", "first").annotate(sum=Sum("points"))
