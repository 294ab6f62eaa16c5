"""Small cubes for tests, from one line a person; and the plain way to filter and count the same people."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from campanello.evaluation import contract
from campanello.evaluation.cube import (
    AGE_BANDS,
    BAND_UNKNOWN,
    CITIZENSHIPS,
    DISADVANTAGE_BITS,
    KEY,
    MEASURES,
    Cube,
    Partner,
    Programme,
    Project,
)

YEARS = {"under-18": 16, "18-35": 30, "36-54": 45, "55-64": 60, "65+": 70}


@dataclass(frozen=True)
class Someone:
    """One person; `None` is not recorded. `origin` is an area for foreign people, `italy` for Italians."""

    sex: str | None = "F"
    origin: str | None = "italy"
    education: str | None = "primary"
    disadvantages: tuple[str, ...] = ("none",)
    province: str | None = "MI"
    occupation: str | None = "employed"
    age: str | None = "36-54"
    lab: bool = True
    plan: bool = False
    projects: frozenset[str] = field(default_factory=lambda: frozenset({"P1"}))

    def values(self, name: str) -> set[str]:
        """The values of a filter that admit this person."""
        if name == "disadvantage":
            return set(self.disadvantages) or {"unknown"}
        if name == "project":
            return set(self.projects)
        if name == "population":
            return {one for one, is_in in self._memberships().items() if is_in}
        if name == "citizenship":
            return {{None: "unknown", "italy": "italian"}.get(self.origin, "foreign")}
        if name == "origin_area":
            return {self.origin} - {None, "italy"} if self.origin else set()
        if name == "occupational_status" and not self.lab:
            return set()
        attribute = {"age_band": "age", "occupational_status": "occupation"}.get(name, name)
        return {getattr(self, attribute) or "unknown"}

    def _memberships(self) -> dict[str, bool]:
        return {"lab": self.lab, "plan": self.plan, "both": self.lab and self.plan}


def _code(one: Someone) -> int:
    band = BAND_UNKNOWN if one.age is None else AGE_BANDS.index(one.age) + 1
    packed: int = KEY.pack(
        sex=_place(contract.SEXES, one.sex),
        citizenship=_place(CITIZENSHIPS, one.origin),
        education=_place(contract.EDUCATION, one.education),
        disadvantages=sum(1 << DISADVANTAGE_BITS.index(kind) for kind in one.disadvantages),
        residence_province=_place(tuple(contract.provinces()), one.province),
        occupational_status=_place(contract.OCCUPATIONS, one.occupation) if one.lab else 0,
        band_lab=band if one.lab else 0,
        band_plan=band if one.plan else 0,
    )
    return packed


def _place(codes: tuple[str, ...], code: str | None) -> int:
    return 0 if code is None else codes.index(code) + 1


def cube_of(people: list[Someone], *, by_project: bool = True) -> Cube:
    """The cube of these people."""
    counted = Counter((_code(one), one.projects) for one in people)
    sets = tuple(sorted({projects for _code, projects in counted}, key=sorted))
    rows = sorted(counted, key=lambda row: (row[0], sets.index(row[1])))
    code = np.array([row[0] for row in rows], np.int64)
    heads = np.array([counted[row] for row in rows], np.int64)
    fields = KEY.unpack(code)
    years = np.array([0, *YEARS.values(), 0], np.int64)
    lab, plan = fields["band_lab"], fields["band_plan"]
    measures = {name: np.zeros(len(rows), np.int64) for name in MEASURES}
    measures |= {
        "people": heads,
        "years_all": heads * years[np.maximum(lab, plan)],
        "years_lab": heads * years[lab],
        "years_plan": heads * years[plan],
        "plans_in_progress": heads * (plan > 0),
    }
    if not by_project:
        return Cube(code, measures)
    return Cube(code, measures, np.array([sets.index(row[1]) for row in rows], np.int64), sets)


def programme(*ids: str, partners: tuple[Partner, ...] | None = ()) -> Programme:
    """A programme of these projects."""
    return Programme(
        tuple(
            Project(one, f"Title of {one}", f"Lead of {one}", "municipality", "MI", 100_00, 1) for one in ids
        ),
        partners,
    )
