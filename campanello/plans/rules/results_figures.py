"""How people were after their plans, in figures; and what is withheld from who is shown no small counts. Pure.

Source: Regole deontologiche Sistan (G.U. 14.1.2019), art. 5; decision record 0006; docs/rules/results.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from campanello.lab.rules.figures import is_small
from campanello.plans.rules.results import DECLINED, EMPLOYMENT, NO_ANSWER, UNREACHABLE
from campanello.plans.rules.values import RESULT_STATUSES

ANSWERED, WAITING = "answered", "waiting"
ANSWERS = tuple(one for one in RESULT_STATUSES if one not in NO_ANSWER)
Shown = Mapping[str, int | None]
LEAST_WITHHELD = 2


@dataclass(frozen=True)
class Figures:
    """One moment's figures; None is withheld. `ways`: answered, declined, unreachable, waiting; `answers` by status."""

    due: int | None
    ways: Shown
    answers: Shown
    employed: int | None
    rate_permille: int | None

    @property
    def withholds(self) -> bool:
        """Whether something is withheld."""
        return None in {self.due, *self.ways.values(), *self.answers.values()}


def last_month_end(on: date) -> date:
    """The last day of the last month that is over: where small counts are withheld, figures move once a month."""
    return on.replace(day=1) - timedelta(days=1)


def figures(counts: Mapping[str, int], threshold: int) -> Figures:
    """The figures of all who were due at one moment.

    Args:
        counts: How many have each status; an empty one waits.
        threshold: Counts below it, but of some, are withheld; 0 for who may see all.

    Source: STANDARDS 1.3, R13 (what counts as employment); Regole deontologiche Sistan, art. 5.
    """
    answers = {one: counts.get(one, 0) for one in ANSWERS}
    ways = {
        ANSWERED: sum(answers.values()),
        DECLINED: counts.get(DECLINED, 0),
        UNREACHABLE: counts.get(UNREACHABLE, 0),
        WAITING: counts.get("", 0),
    }
    due, shown_ways = guarded(ways, threshold)
    answered = shown_ways[ANSWERED]
    shown = dict.fromkeys(answers, None) if answered is None else guarded(answers, threshold)[1]
    working = [shown[one] for one in ANSWERS if one in EMPLOYMENT]
    return Figures(
        due=due,
        ways=shown_ways,
        answers=shown,
        employed=None if None in working else sum(one or 0 for one in working),
        rate_permille=None if answered is None or not due else (2000 * answered + due) // (2 * due),
    )


def guarded(parts: Mapping[str, int], threshold: int) -> tuple[int | None, Shown]:
    """A whole and its parts, without small counts and without what would give one back by subtraction.

    Small parts are withheld, then the smallest of the others, until no small one follows from what is shown, even for
    who knows this rule. Where the parts do not suffice, the whole is withheld too. Nobody is no small count.

    Source: Regole deontologiche Sistan, art. 5(2).
    """
    total = sum(parts.values())
    gone = {one for one, count in parts.items() if is_small(count, threshold)}
    while gone:
        rest = [(count, one) for one, count in parts.items() if one not in gone and count]
        if _is_masked([parts[one] for one in gone], min(rest)[0] if rest else total, threshold):
            break
        if not rest:
            return None, dict.fromkeys(parts, None)
        gone.add(min(rest)[1])
    return total, {one: None if one in gone else count for one, count in parts.items()}


def _is_masked(withheld: list[int], least_shown: int, threshold: int) -> bool:
    """Whether what is withheld stays unknown to who knows its sum and that the smallest were withheld.

    The small ones together lie between two bounds. If those differ, nothing is told; if not, their sum is, and it
    takes several of which each may be more or less.
    """
    together, many = sum(withheld), sum(is_small(one, threshold) for one in withheld)
    if len(withheld) < LEAST_WITHHELD or is_small(together, threshold):
        return False
    large = len(withheld) - many
    low = max(many, together - large * least_shown)
    high = min(many * (threshold - 1), together - large * threshold)
    return low < high or (many >= LEAST_WITHHELD and low not in {many, many * (threshold - 1)})
