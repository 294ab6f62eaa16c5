"""The cube: how many people share each combination of descriptors. Filters, adds up and counts; reads no dataset."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from campanello.evaluation import contract

Integers = NDArray[np.signedinteger[Any]]
Mask = NDArray[np.bool_]


class Codable(Protocol):
    """What can be added up and multiplied into one number: an integer, an array, an engine's column."""

    def __add__(self, other: Any) -> Any:
        """Sum."""

    def __mul__(self, other: Any) -> Any:
        """Product."""


@dataclass(frozen=True)
class Radix:
    """Several small numbers in one integer, as digits of unequal base; the first field is the lowest digit."""

    fields: tuple[tuple[str, int], ...]

    @cached_property
    def weights(self) -> dict[str, tuple[int, int]]:
        """Weight and size of every field."""
        weight, weights = 1, {}
        for name, size in self.fields:
            weights[name] = (weight, size)
            weight *= size
        return weights

    def pack(self, **values: Codable) -> Any:
        """One number of the fields' values; a field that is not named is 0."""
        parts = [value * self.weights[name][0] for name, value in values.items()]
        return sum(parts[1:], start=parts[0])

    def unpack(self, code: Integers) -> dict[str, Integers]:
        """The fields' values of every number of an array."""
        return {name: code // weight % size for name, (weight, size) in self.weights.items()}


AGE_BANDS = ("under-18", "18-35", "36-54", "55-64", "65+")
# The first age above each band but the last, in completed years.
BAND_LIMITS = (18, 36, 55, 65)
OUTSIDE, BAND_UNKNOWN = 0, len(AGE_BANDS) + 1
CITIZENSHIPS = (contract.ITALIAN_AREA, *contract.ORIGIN_AREAS)
DISADVANTAGE_BITS = (*contract.DISADVANTAGES, contract.NO_DISADVANTAGE, contract.DECLINED)

PERSON = Radix(
    (
        ("sex", len(contract.SEXES) + 1),
        ("citizenship", len(CITIZENSHIPS) + 1),
        ("education", len(contract.EDUCATION) + 1),
        ("disadvantages", 2 ** len(DISADVANTAGE_BITS)),
        ("residence_province", len(contract.provinces()) + 1),
    )
)
# Whoever changes the fields changes what stored cubes mean: then raise CUBE_VERSION in store.py.
KEY = Radix(
    (
        *PERSON.fields,
        ("occupational_status", len(contract.OCCUPATIONS) + 1),
        ("band_lab", BAND_UNKNOWN + 1),
        ("band_plan", BAND_UNKNOWN + 1),
        # Marks of broken rows: one for the person's own, one for labs' and plans', one for a birth after an entry.
        ("marks", 4),
    )
)
MEASURES = ("people", "years_all", "years_lab", "years_plan", *(f"plans_{s}" for s in contract.PLAN_STATUSES))


@dataclass(frozen=True)
class Project:
    """A funded project; `cost_cents` and `funding_round` are None where not recorded."""

    project_id: str
    title: str
    lead: str
    lead_type: str
    province: str
    cost_cents: int | None
    funding_round: int | None


@dataclass(frozen=True)
class Partner:
    """An organisation's part in a project."""

    project_id: str
    organisation: str
    category: str
    is_lead: bool


@dataclass(frozen=True)
class Programme:
    """The projects, ordered by identifier, and their partners; `partners` is None where the table is absent."""

    projects: tuple[Project, ...]
    partners: tuple[Partner, ...] | None

    def only(self, project_ids: frozenset[str]) -> "Programme":
        """The part of the programme that is these projects."""
        partners = self.partners
        return Programme(
            tuple(p for p in self.projects if p.project_id in project_ids),
            None if partners is None else tuple(p for p in partners if p.project_id in project_ids),
        )


class Part(Mapping[str, Integers]):
    """Some rows of several columns, each taken when it is first asked for: most of a filtered cube never is."""

    def __init__(self, columns: Mapping[str, Integers], rows: Integers) -> None:
        """The columns, and the positions of the rows."""
        self._columns, self._rows = columns, rows
        self._taken: dict[str, Integers] = {}

    def __getitem__(self, name: str) -> Integers:
        """The rows of a column."""
        if name not in self._taken:
            self._taken[name] = self._columns[name][self._rows]
        return self._taken[name]

    def __iter__(self) -> Iterator[str]:
        """The columns' names."""
        return iter(self._columns)

    def __len__(self) -> int:
        """How many columns."""
        return len(self._columns)


@dataclass(frozen=True)
class Cube:
    """A row per distinct combination of descriptors, with people and sums; rows are sorted by `code`.

    `code` is packed by KEY. `measures` holds, by name in MEASURES, people, completed years summed per population
    (over people whose birth date is recorded), and plans by status. `groups` says which projects each row's
    people take part in, as an index into `project_sets`; it is None in a cube that was built without projects.
    """

    code: Integers
    measures: Mapping[str, Integers]
    groups: Integers | None = None
    project_sets: tuple[frozenset[str], ...] = ()

    @cached_property
    def fields(self) -> Mapping[str, Integers]:
        """The descriptors' codes of every row, by field of KEY, and `band_all`.

        0 is not recorded, or outside the population.
        """
        # Half the memory: counting rows by code is bound by reading them.
        fields = {name: values.astype(np.int32) for name, values in KEY.unpack(self.code).items()}
        lab, plan = fields["band_lab"], fields["band_plan"]
        # Who is in both counts at the earlier entry, hence in the lower of the two bands.
        both = (lab != OUTSIDE) & (plan != OUTSIDE)
        return fields | {"band_all": np.where(both, np.minimum(lab, plan), lab + plan)}

    def where(self, mask: Mask) -> "Cube":
        """The rows that `mask` selects."""
        if mask.all():
            return self
        rows = np.flatnonzero(mask)
        part = replace(
            self,
            code=self.code[rows],
            measures=Part(self.measures, rows),
            groups=None if self.groups is None else self.groups[rows],
        )
        # Unpacking costs more than selecting, so what is unpacked is handed on.
        part.__dict__["fields"] = Part(self.fields, rows)
        return part

    def without_projects(self) -> "Cube":
        """The same rows, of which nobody knows any more in which projects their people take part."""
        bare = replace(self, groups=None, project_sets=())
        bare.__dict__["fields"] = self.fields
        return bare

    def inside(self, population: str) -> Mask:
        """Which rows' people belong to `all`, `lab` or `plan`."""
        inside: Mask = self.fields[f"band_{population}"] != OUTSIDE
        return inside

    @cached_property
    def _populations(self) -> dict[str, "Cube"]:
        return {}

    def population(self, population: str) -> "Cube":
        """The rows of one population."""
        if population not in self._populations:
            self._populations[population] = self.where(self.inside(population))
        return self._populations[population]

    def total(self, measure: str = "people") -> int:
        """The sum of a measure over all rows."""
        return int(self.measures[measure].sum())

    def count(self, mask: Mask) -> int:
        """People in the rows that `mask` selects."""
        return int(self.measures["people"][mask].sum())

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        """People as floats, which counting by code takes: exact below 2**53."""
        return self.measures["people"].astype(np.float64)

    def tally(self, field: str) -> list[int]:
        """People by code of a field, from code 0 up to the field's last."""
        size = KEY.weights["band_lab" if field == "band_all" else field][1]
        counts = np.bincount(self.fields[field], weights=self._weights, minlength=size)
        return [int(count) for count in counts]

    def has_disadvantage(self, code: str) -> Mask:
        """Which rows' people have a disadvantage of that code (or `none`, or `declined`)."""
        bit = 1 << DISADVANTAGE_BITS.index(code)
        has: Mask = (self.fields["disadvantages"] & bit) != 0
        return has

    def vulnerable(self) -> Mask:
        """Which rows' people have at least one disadvantage other than `none` and `declined`."""
        bits = (1 << len(contract.DISADVANTAGES)) - 1
        has: Mask = (self.fields["disadvantages"] & bits) != 0
        return has

    def in_projects(self, project_ids: frozenset[str]) -> Mask:
        """Which rows' people take part in at least one of the projects."""
        if self.groups is None:
            raise ValueError("this cube was built without projects")
        hits: Mask = np.array([bool(one & project_ids) for one in self.project_sets] or [False])
        return hits[self.groups]

    def digest(self) -> str:
        """SHA-256 over the cube without its projects: the same for the same people, whatever read them."""
        code, where = np.unique(self.code, return_inverse=True)
        digest = hashlib.sha256(code.astype("<i8").tobytes())
        for name in MEASURES:
            total = np.zeros(len(code), np.int64)
            np.add.at(total, where, self.measures[name])
            digest.update(total.astype("<i8").tobytes())
        return digest.hexdigest()

    def __add__(self, other: "Cube") -> "Cube":
        """The cube of two datasets that share no person."""
        if self.groups is not None or other.groups is not None:
            raise ValueError("cubes with projects are rebuilt, not added")
        code, where = np.unique(np.concatenate([self.code, other.code]), return_inverse=True)
        measures = {}
        for name in MEASURES:
            total = np.zeros(len(code), np.int64)
            np.add.at(total, where, np.concatenate([self.measures[name], other.measures[name]]))
            measures[name] = total
        return Cube(code, measures)


def euros(cents: int) -> Decimal:
    """Cents as a decimal number of euro."""
    return Decimal(cents).scaleb(-2)
