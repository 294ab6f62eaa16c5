"""Which filtered views may be shown, and what of them, so that one subtracted from another finds nobody.

Pure: a cube and a selection in, a refusal and cells to withhold out. A view is compared with every wider one: without
one or more of its filters, and with one value less of a filter that has several. Views of which neither holds the
other (three of five projects, and another three) are not compared: no rule on single views can be complete.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.evaluation import contract, selection
from campanello.evaluation.cube import BAND_UNKNOWN, Cube, Integers, Mask
from campanello.evaluation.distribution import Cell
from campanello.evaluation.figures import UNKNOWN
from campanello.evaluation.publication import VULNERABLE, Withheld
from campanello.evaluation.registry import FIGURES, POPULATIONS
from campanello.evaluation.selection import FIELDS, Selection, lookup
from campanello.evaluation.strata import Counts, Strata, over_subsets, strata

# Groups of people as the memberships they are made of, and the population that is withheld when one is small:
# who is only in a lab is all less plan.
GROUPS = {"all": (1, 2, 3), "lab": (1, 3), "plan": (2, 3), "only_lab": (1,), "only_plan": (2,)}
TOLD_BY = {"all": "all", "lab": "lab", "plan": "plan", "only_lab": "plan", "only_plan": "lab"}
BOTH = (3,)
# Ages are those at each population's own first entry, statuses those in a lab: no two populations are subtracted.
OF_ONE_POPULATION = ("age_band", "occupational_status")


class TooFewPeople(Refused):
    """A selection of some people, but of fewer than the threshold."""

    code = "evaluation.too-few-people"
    text = _(
        "Fewer than %(threshold)s people answer to these filters together, so nothing of them is shown. "
        "Remove a filter, or choose more values of one."
    )


class LeavesOutTooFew(Refused):
    """Without one or more filters a view shows a few people more, who could be found by subtraction."""

    code = "evaluation.leaves-out-too-few"
    text = _(
        "The filter “%(filter)s” leaves out fewer than %(threshold)s people. This view, subtracted from the one "
        "without the filter, would tell about them, so it is not shown. "
        "Remove the filter, or choose fewer values of it."
    )


class AddsTooFew(Refused):
    """One value of a filter adds a few people, who could be found by subtraction."""

    code = "evaluation.adds-too-few"
    text = _(
        "One of the values chosen for “%(filter)s” adds fewer than %(threshold)s people. This view, subtracted from "
        "the one without the value, would tell about them, so it is not shown. Take that value away."
    )


@dataclass(frozen=True)
class View:
    """The rows of a selection, and what may not be shown of them: all for a `refusal`, or parts `withheld`."""

    cube: Cube
    refusal: Refused | None
    withheld: Withheld


@dataclass
class _Small:
    """What was found small among the people by whom views differ."""

    threshold: int
    sizes: set[str] = field(default_factory=set)
    cells: dict[str, set[Cell]] = field(default_factory=lambda: {code: set() for code in FIGURES})

    def where(self, counts: Counts) -> Mask:
        """Which counts are of some people, but of few."""
        few: Mask = (counts > 0) & (counts < self.threshold)
        return few

    def any(self, counts: Counts) -> bool:
        """Whether any of the counts is."""
        return bool(self.where(counts).any())

    def withheld(self, cube: Cube) -> Withheld:
        """What was found, and enough populations' sizes that none of them follows from the others."""
        sizes = set(self.sizes)
        if sizes == {"both"}:
            sizes.add(min(("lab", "plan"), key=lambda one: cube.count(cube.inside(one))))
        return Withheld(frozenset(sizes), {code: frozenset(cells) for code, cells in self.cells.items()})


def view(cube: Cube, chosen: Selection, threshold: int) -> View:
    """The rows of a selection, compared with every wider view; 0 as threshold compares nothing.

    Source: Regole deontologiche Sistan (G.U. 14.1.2019), art. 5(2) (tables that are linked are looked at together).
    """
    small = _Small(threshold)
    if not chosen:
        return View(cube, None, small.withheld(cube))
    failed = np.zeros(len(cube.code), np.int64)
    for bit, kept in enumerate(selection.masks(chosen, cube)):
        failed += (~kept).astype(np.int64) << bit
    rows = cube.where(failed == 0)
    refusal = _refusal(cube, rows, chosen, failed, small) if threshold else None
    return View(rows, refusal, small.withheld(rows))


def _refusal(cube: Cube, rows: Cube, chosen: Selection, failed: Integers, small: _Small) -> Refused | None:
    """Why nothing of a selection may be shown; where something may, what is small is gathered in `small`."""
    if 0 < rows.total() < small.threshold:
        return TooFewPeople(threshold=small.threshold)
    wider = strata(cube, failed, 1 << len(chosen.chosen)).each(over_subsets)
    for left_out in np.flatnonzero(small.where(wider.people.sum(axis=1))):
        name = next(name for bit, (name, _values) in enumerate(chosen.chosen) if left_out & (1 << bit))
        return LeavesOutTooFew(filter=selection.filter_message(name), threshold=small.threshold)
    for name, narrower in _narrower(rows, chosen):
        if small.any(narrower.people.sum(axis=1)):
            return AddsTooFew(filter=selection.filter_message(name), threshold=small.threshold)
        _gather(narrower, small)
    _gather(wider, small)
    return None


def _narrower(rows: Cube, chosen: Selection) -> Iterator[tuple[str, Strata]]:
    """For every filter with several values: by value, the selection's people whom that value alone admits."""
    for name, values in chosen.chosen:
        if len(values) > 1:
            admitted_by = selection.admitted_by(name, values, rows)
            alone = admitted_by >= 0
            part = rows if alone.all() else rows.where(alone)
            yield name, strata(part, admitted_by[alone], len(values))


def _gather(found: Strata, small: _Small) -> None:
    """Note what is small in any stratum: sizes of populations, and cells of figures."""
    for group, memberships in GROUPS.items():
        if small.any(found.people[:, memberships].sum(axis=1)):
            small.sizes |= {TOLD_BY[group], "both"}
    if small.any(found.people[:, BOTH]):
        small.sizes.add("both")
    for code in FIELDS:
        for population in FIGURES[code].populations:
            _gather_cells(found, code, population, small)
    _gather_linked(found, small)


def _gather_cells(found: Strata, code: str, population: str, small: _Small) -> None:
    categories = FIGURES[code].categories
    lookups = np.array([lookup(code, category) for category in categories], np.float64)
    counts = found.fields[f"band_{population}" if code == "age_band" else FIELDS[code]]
    for group, memberships in GROUPS.items():
        if TOLD_BY[group] != population or (group != population and code in OF_ONE_POPULATION):
            continue
        few = small.where(counts[:, memberships].sum(axis=1) @ lookups.T)
        small.cells[code] |= {(population, categories[place]) for place in np.flatnonzero(few.any(axis=0))}


def _gather_linked(found: Strata, small: _Small) -> None:
    """What indicators tell beside the figures: who is vulnerable, plans by status, over whom mean ages are taken."""
    kinds = np.logical_or.reduce([lookup("disadvantage", one) for one in contract.DISADVANTAGES])
    if small.any(found.fields["disadvantages"].sum(axis=1) @ kinds.astype(np.float64)):
        small.cells["disadvantage"].add(("all", VULNERABLE))
    for status in contract.PLAN_STATUSES:
        if small.any(found.plans[status]):
            small.cells["plan_status"].add(("plan", status))
    for population in POPULATIONS:
        bands = found.fields[f"band_{population}"].sum(axis=1)
        if small.any(bands[:, 1:BAND_UNKNOWN].sum(axis=1)):
            small.cells["age_band"].add((population, UNKNOWN))
