"""A lab's figures, and what is withheld from who may not see small counts.

People and visits are never added: each figure has its own unit. docs/rules/lab-figures.md tells it with examples.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.lab.rules.figures_meaning import BREAKDOWNS

MINUTES_AN_HOUR = 60
# Withheld months of which the sum may be shown although none of them is large.
SEVERAL = 3
# Counts of a month, by group and part: {"visits.channel": {"desk": 3}}.
Counts = Mapping[str, Mapping[str, int]]
# How many different ones there are does not add up over months, and is withheld as if it did.
_BEHIND = {
    "people": ("people",),
    "households": ("households",),
    "visits.who": ("people", "households"),
    "attendances": ("participants",),
}
# A group is withheld where the one that it divides is: else the parts would give back the whole.
DIVIDES = {
    "people": "",
    "households": "",
    "visits": "",
    "visits.who": "visits",
    "visits.channel": "visits",
    "visits.need": "visits",
    "reports": "",
    "reports.kind": "reports",
    "reports.state": "reports",
    "attendances": "",
    "guests": "",
}


class MonthNotOver(Refused):
    """The figures of a month that still runs, asked by who is shown no small counts."""

    code = "lab.month-not-over"
    text = _(
        "%(month)s is not over on %(today)s. Where small counts are withheld, only whole months are shown: ask for "
        "an earlier one."
    )


@dataclass(frozen=True)
class Days:
    """Days from a first to a last one, both included; without a first from the beginning."""

    first: date | None
    last: date

    def __contains__(self, day: date) -> bool:
        """Whether a day lies inside."""
        return (self.first is None or self.first <= day) and day <= self.last


@dataclass(frozen=True)
class Cell:
    """A figure's value; None where there is none, or where it is withheld."""

    value: float | None = None
    is_withheld: bool = False


@dataclass(frozen=True)
class Median:
    """The middle of some times in days, and of how many."""

    days: float
    count: int


@dataclass(frozen=True)
class Told:
    """What a lab's figures are made of: additive counts by month, and what does not add up for month and period.

    `months` holds counts by group and part (of hours: minutes), `different` how many different people, households
    and activities there are in a month, and under None in the whole period. `medians` is by ("answer", kind), where
    no kind is all of them.
    """

    months: Mapping[date, Counts] = field(default_factory=dict)
    different: Mapping[date | None, Mapping[str, int]] = field(default_factory=dict)
    medians: Mapping[tuple[str, str], Median] = field(default_factory=dict)
    open_minutes: int = 0


@dataclass(frozen=True)
class Figures:
    """A lab's figures of a period: single ones by code, divided ones by group and part, and some by month."""

    single: Mapping[str, Cell]
    parts: Mapping[str, Mapping[str, Cell]]
    months: Mapping[date, Mapping[str, Cell]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was counted."""
        return not any(one.value or one.is_withheld for one in self.single.values())

    @property
    def withholds(self) -> bool:
        """Whether something is withheld."""
        cells = [*self.single.values(), *(one for part in self.parts.values() for one in part.values())]
        cells += [one for month in self.months.values() for one in month.values()]
        return any(one.is_withheld for one in cells)


@dataclass(frozen=True)
class Hidden:
    """The months of a group that are withheld, and whether the sum of all months is."""

    months: frozenset[date] = frozenset()
    is_sum: bool = False


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def month_days(month: date) -> Days:
    """The days of a month."""
    return Days(month, month_of(month + timedelta(days=31)) - timedelta(days=1))


def last_whole_month(on: date) -> Days:
    """All days up to the end of the last month that is over."""
    return Days(None, month_of(on) - timedelta(days=1))


def why_not_month(month: date, *, on: date) -> Refused | None:
    """Why the figures of a month can't be shown to who is shown no small counts."""
    return (
        MonthNotOver(month=f"{month:%m/%Y}", today=f"{on:%d/%m/%Y}") if month_days(month).last >= on else None
    )


def is_small(count: int, threshold: int) -> bool:
    """Whether a count is of some, but of fewer than `threshold`. Nobody is no small count.

    Source: Regole deontologiche Sistan (G.U. 14.1.2019), art. 5; threshold by decision record 0006.
    """
    return 0 < count < threshold


def hidden(months: Mapping[date, Mapping[str, int]], threshold: int, beyond: Hidden | None = None) -> Hidden:
    """Which months of a group are withheld so that neither a small count nor the difference to the sum tells one.

    A month is shown with all its parts or not at all, so that the sum less the months shown is all that subtraction
    gives: of that no part may be small, nor may it give a month away. Until then further months go, the smallest
    first; at worst the sum goes too.

    Args:
        months: The counts of each month, by part.
        threshold: The least count that is shown; with 0 nothing is withheld.
        beyond: What is withheld of the group that this one divides.

    Source: Regole deontologiche Sistan, art. 5(2) (tables that are linked are looked at together).
    """
    if not threshold:
        return Hidden()
    gone = {month for month, parts in months.items() if not _is_safe(parts.values(), threshold)}
    gone |= beyond.months & months.keys() if beyond else set()
    if beyond and beyond.is_sum:
        return Hidden(frozenset(months), is_sum=True)
    while gone and not _is_masked([months[one] for one in gone], threshold):
        rest = [(sum(parts.values()), month) for month, parts in months.items() if month not in gone]
        rest = [one for one in rest if one[0]]
        if not rest:
            return Hidden(frozenset(gone), is_sum=True)
        gone.add(min(rest)[1])
    return Hidden(frozenset(gone))


def _is_safe(counts: Iterable[int], threshold: int) -> bool:
    return not any(is_small(one, threshold) for one in counts)


def _is_masked(withheld: Sequence[Mapping[str, int]], threshold: int) -> bool:
    """Whether the sum of the withheld months gives none of them away.

    A large month hides the small ones beside it. Without one it takes several; and where a month has but one count,
    each may be neither the least nor the most that is withheld, since all of them would follow.
    """
    parts = {part for month in withheld for part in month}
    together = [sum(month.get(part, 0) for month in withheld) for part in parts]
    if not _is_safe(together, threshold):
        return False
    if any(_is_safe(month.values(), threshold) and any(month.values()) for month in withheld):
        return True
    told_by_bounds = {len(withheld), (threshold - 1) * len(withheld)}
    return len(withheld) >= SEVERAL and (len(parts) > 1 or together[0] not in told_by_bounds)


def figures(told: Told, wanted: Days, *, threshold: int) -> Figures:
    """A lab's figures of some days.

    Args:
        told: With a threshold, of every month up to the last that is over, since what is withheld of one depends on
            the others.
        wanted: The days: with a threshold a whole month, or all of them.
        threshold: Counts below are withheld; 0 for who may see all.
    """
    shown = _Shown(told, wanted, _all_hidden(told, threshold), threshold)
    return Figures(
        single=shown.single(),
        parts={group: shown.parts(group) for group in BREAKDOWNS},
        months={
            month: shown.month(month) for month in sorted(told.months, reverse=True) if month <= wanted.last
        },
    )


def _all_hidden(told: Told, threshold: int) -> Mapping[str, Hidden]:
    found: dict[str, Hidden] = {}
    for group, whole in DIVIDES.items():
        months = {
            month: {**counts.get(group, {}), **_people_of(group, told.different.get(month, {}))}
            for month, counts in told.months.items()
        }
        found[group] = hidden(months, threshold, found.get(whole))
    return found


def _people_of(group: str, different: Mapping[str, int]) -> dict[str, int]:
    """The people behind a group's counts: two people who came ten times are few, though twenty visits are not."""
    return {one: different.get(one, 0) for one in _BEHIND.get(group, ())}


@dataclass(frozen=True)
class _Shown:
    """Reads figures out of what is told, less what is hidden."""

    told: Told
    wanted: Days
    gone: Mapping[str, Hidden]
    threshold: int

    @property
    def _inside(self) -> list[date]:
        first = self.wanted.first and month_of(self.wanted.first)
        return [
            one for one in self.told.months if (first is None or first <= one) and one <= self.wanted.last
        ]

    def _is_gone(self, group: str) -> bool:
        if group not in self.gone or not self.threshold:
            return False
        first = self.wanted.first
        return self.gone[group].is_sum if first is None else first in self.gone[group].months

    def _sum(self, group: str, part: str) -> int:
        return sum(self.told.months[month].get(group, {}).get(part, 0) for month in self._inside)

    def count(self, group: str, part: str = "all") -> Cell:
        return Cell(is_withheld=True) if self._is_gone(group) else Cell(self._sum(group, part))

    def different(self, name: str, group: str, month: date | None = None) -> Cell:
        found = self.told.different.get(month, {}).get(name, 0)
        is_gone = self._is_gone(group) if month is None else month in self.gone[group].months
        return Cell(is_withheld=True) if is_gone or is_small(found, self.threshold) else Cell(found)

    def hours(self, group: str, part: str = "all") -> Cell:
        return Cell(self._sum(group, part) / MINUTES_AN_HOUR)

    def median(self, name: str, kind: str = "") -> Cell:
        found = self.told.medians.get((name, kind))
        if found is None:
            return Cell()
        is_gone = self._is_gone("reports.kind" if kind else "reports")
        return Cell(is_withheld=True) if is_gone or found.count < self.threshold else Cell(found.days)

    def single(self) -> dict[str, Cell]:
        people, person = self.different("people", "people"), self.count("visits.who", "person")
        visits, desk = self.count("visits"), self.count("visits.channel", "desk")
        at_desk = self.hours("shifts")
        return {
            "people": people,
            "households": self.different("households", "households"),
            "visits": visits,
            "visits_person": person,
            "visits_household": self.count("visits.who", "household"),
            "visits_nobody": self.count("visits.who", "nobody"),
            "visits_per_person": _ratio(person, people),
            "open_hours": Cell(self.told.open_minutes / MINUTES_AN_HOUR),
            "shift_hours": at_desk,
            "visits_per_hour": _ratio(visits, at_desk),
            "desk_visits_per_hour": _ratio(desk, at_desk),
            "reports": self.count("reports"),
            "reports_open": self.count("reports.state", "open"),
            "reports_closed": self.count("reports.state", "closed"),
            "days_to_answer": self.median("answer"),
            "days_to_solution": self.median("solution"),
            "activities": Cell(self.told.different.get(None, {}).get("activities", 0)),
            "sessions": self.count("sessions"),
            "attendances": self.count("attendances"),
            "participants": self.different("participants", "attendances"),
            "guests": self.count("guests"),
            "work_hours": Cell(sum(one.value or 0 for one in self.parts("work.kind").values())),
        }

    def parts(self, group: str) -> dict[str, Cell]:
        names = BREAKDOWNS[group][2]
        if group in {"answer", "solution"}:
            return {kind: self.median(group, kind) for kind in names}
        if group == "work.kind":
            return {kind: self.hours(group, kind) for kind in names}
        return {part: self.count(group, part) for part in names}

    def month(self, month: date) -> dict[str, Cell]:
        def told(group: str) -> Cell:
            if group in self.gone and month in self.gone[group].months:
                return Cell(is_withheld=True)
            return Cell(sum(self.told.months[month].get(group, {}).values()))

        def hours(group: str) -> Cell:
            return Cell((told(group).value or 0) / MINUTES_AN_HOUR)

        return {
            "visits": told("visits"),
            "people": self.different("people", "people", month),
            "reports": told("reports"),
            "shift_hours": hours("shifts"),
            "sessions": told("sessions"),
            "attendances": told("attendances"),
            "work_hours": hours("work.kind"),
        }


def _ratio(above: Cell, below: Cell) -> Cell:
    if above.is_withheld or below.is_withheld:
        return Cell(is_withheld=True)
    return Cell(above.value / below.value) if below.value and above.value is not None else Cell()
