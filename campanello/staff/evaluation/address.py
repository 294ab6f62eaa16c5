"""Addresses of the dashboard: a selection and how its tables are shown, as a query string."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from campanello.evaluation.report.wording import COLUMNS
from campanello.evaluation.selection import Selection

SORT, EVERYTHING = "sort", "all"
NAME, PEOPLE, WORST = "name", "people", "worst"
SORTS = (WORST, NAME, PEOPLE, *COLUMNS)


@dataclass(frozen=True)
class Address:
    """What the address of a dashboard holds: the selection, and by what its quality tables are sorted."""

    selection: Selection
    sort: str = WORST
    is_everything: bool = False

    def query(self) -> str:
        """The query string, with its question mark; what is as usual is left out."""
        pairs = self.selection.pairs()
        pairs += [(SORT, self.sort)] if self.sort != WORST else []
        pairs += [(EVERYTHING, "1")] if self.is_everything else []
        # A bare question mark leads to the page without any filter.
        return f"?{urlencode(pairs)}"

    def selecting(self, selection: Selection) -> str:
        """The query string of the same page with another selection."""
        return replace(self, selection=selection).query()

    def toggled(self, name: str, value: str) -> str:
        """The query string with one value chosen, or no longer."""
        return self.selecting(self.selection.toggled(name, value))


def read(parameters: Mapping[str, Sequence[str]], selection: Selection) -> Address:
    """The address that query parameters ask for; an unknown order is the usual one."""
    sort = next(iter(parameters.get(SORT, ())), WORST)
    return Address(selection, sort if sort in SORTS else WORST, bool(parameters.get(EVERYTHING)))
