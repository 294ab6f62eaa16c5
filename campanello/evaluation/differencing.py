"""Which filtered views may be shown, and what of them, so that one subtracted from another finds nobody.

Pure: a cube and a selection in, a refusal or cells to withhold out. A view is compared with every wider one: without
one or more of its filters, and with one value less of a filter that has several. Views that overlap without one
holding the other (three of five projects, and another three) are not compared: no rule on single views can.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.evaluation import contract, selection
from campanello.evaluation.cube import BAND_UNKNOWN, KEY, Cube, Integers, Mask
from campanello.evaluation.disclosure import Cell
from campanello.evaluation.figures import UNKNOWN
from campanello.evaluation.publication import VULNERABLE, Withheld
from campanello.evaluation.registry import FIGURES
from campanello.evaluation.selection import FIELDS, NAMES, Selection, lookup

Counts = NDArray[np.float64]
"""Whole numbers, exact below 2**53, as numpy's weighted counts are."""

NOTHING_MORE = Withheld(frozenset(), {code: frozenset() for code in FIGURES})
# A row's populations as two bits, and the sums of them that a reader can form from what a view prints.
LAB_BIT, PLAN_BIT = 1, 2
CLASSES = {"all": (1, 2, 3), "lab": (1, 3), "plan": (2, 3), "only_lab": (1,), "only_plan": (2,), "both": (3,)}
# What is withheld so that a class can't be worked out: all less plan is who is only in a lab.
TOLD_BY = {"all": "all", "lab": "lab", "plan": "plan", "only_lab": "plan", "only_plan": "lab"}


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
        "The filter “%(filter)s” leaves out fewer than %(threshold)s people: subtracting this view from the one without "
        "it would tell about them, so it is not shown. Remove the filter, or choose fewer values of it."
    )


class AddsTooFew(Refused):
    """One value of a filter adds a few people, who could be found by subtraction."""

    code = "evaluation.adds-too-few"
    text = _(
        "One of the values chosen for “%(filter)s” adds fewer than %(threshold)s people: subtracting the view without it "
        "would tell about them, so this one is not shown. Take that value away: %(value)s."
    )


@dataclass(frozen=True)
class View:
    """A selection of a cube's rows, and what may not be shown of it: `refusal` of all, `withheld` of its parts."""

    mask: Mask
    refusal: Refused | None
    withheld: Withheld


def view(cube: Cube, chosen: Selection, threshold: int) -> View:
    """The rows of a selection, compared with every wider view.

    Source: Regole deontologiche Sistan (G.U. 14.1.2019), art. 5(2) (tables that are linked are looked at together).
    """
    failed, masks = _failed(cube, chosen)
    mask: Mask = failed == 0
    if not threshold or not chosen:
        return View(mask, None, NOTHING_MORE)
    people = cube.count(mask)
    if 0 < people < threshold:
        return View(mask, TooFewPeople(threshold=threshold), NOTHING_MORE)
    withheld = Gathered(threshold)
    refusal = _against_filters(cube, chosen, failed, withheld) or _against_values(cube, chosen, mask, withheld)
    del masks
    return View(mask, refusal, withheld.closed(cube, mask))
