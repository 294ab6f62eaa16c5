"""The invented people as columns of whole numbers, one entry a person. What is made of them is decided elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np
import numpy.typing as npt

from campanello.demo.margins import GROUPS
from campanello.evaluation.contract import (
    DECLINED,
    DISADVANTAGES,
    EDUCATION,
    NO_DISADVANTAGE,
    OCCUPATIONS,
    PLAN_STATUSES,
    SEXES,
)

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

# No code recorded, and no day: the person has no such entry, or it has no end.
NOTHING = -1
NEVER = -(2**31)

SECOND_CODES = (("migrant", "disability"), ("disability", "other"), ("detention_or_addiction", "other"))
DISADVANTAGE_CELLS = (*DISADVANTAGES, NO_DISADVANTAGE, DECLINED, *(";".join(codes) for codes in SECOND_CODES))


@dataclass(frozen=True)
class Crowd:
    """People by column. Codes are positions in the lists named here, days are counted from 1 January 1970.

    `group` is a position in GROUPS, `citizenship` and `residence` in the places of `campanello.demo.places`,
    `project` in the programme's projects. `other_project` is the one of a second lab entry, or of the plan
    when it is `elsewhere`.
    """

    group: Ints
    sex: Ints
    birth: Ints
    citizenship: Ints
    education: Ints
    disadvantages: Ints
    residence: Ints
    project: Ints
    other_project: Ints
    lab_entry: Ints
    occupation: Ints
    second_lab_entry: Ints
    second_occupation: Ints
    plan_entry: Ints
    plan_status: Ints
    plan_end: Ints
    elsewhere: Ints
    second_plan_entry: Ints
    second_plan_status: Ints
    second_plan_end: Ints

    def __len__(self) -> int:
        """How many people."""
        return len(self.group)

    @classmethod
    def empty(cls, group: Ints) -> Self:
        """People of whom only the group is known."""
        days = {"birth", "lab_entry", "second_lab_entry", "plan_entry", "plan_end"}
        days |= {"second_plan_entry", "second_plan_end"}
        nothing = {
            field.name: np.full(len(group), NEVER if field.name in days else NOTHING, np.int32)
            for field in fields(cls)
            if field.name != "group"
        }
        return cls(group=group, **nothing)

    def take(self, positions: npt.NDArray[np.intp]) -> Self:
        """The people at these positions."""
        return type(self)(**{field.name: getattr(self, field.name)[positions] for field in fields(self)})

    def with_columns_of(self, other: Self, names: Iterable[str]) -> Self:
        """The same people with these columns taken from as many others."""
        return replace(self, **{name: getattr(other, name) for name in names})

    def members(self, group: str) -> npt.NDArray[np.intp]:
        """The positions of the people of a group."""
        return np.flatnonzero(self.group == GROUPS.index(group))

    @property
    def first_entry(self) -> Ints:
        """The day of each person's first entry, in a lab or with a plan."""
        late = np.iinfo(np.int32).max
        lab = np.where(self.lab_entry == NEVER, late, self.lab_entry)
        plan = np.where(self.plan_entry == NEVER, late, self.plan_entry)
        return np.minimum(lab, plan).astype(np.int32)


def position(codes: tuple[str, ...], code: str) -> int:
    """The position of a code in its list; NOTHING for what is not in it, that is for the unrecorded."""
    return codes.index(code) if code in codes else NOTHING


CODES = {
    "sex": SEXES,
    "education": EDUCATION,
    "disadvantages": DISADVANTAGE_CELLS,
    "occupation": OCCUPATIONS,
    "second_occupation": OCCUPATIONS,
    "plan_status": PLAN_STATUSES,
    "second_plan_status": PLAN_STATUSES,
}
