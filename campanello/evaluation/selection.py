"""Which people of an evaluation a reader asks about: filters read from an address, and the cube's rows they keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from campanello.core.errors import gettext_noop as _
from campanello.evaluation.cube import (
    BAND_UNKNOWN,
    CITIZENSHIPS,
    DISADVANTAGE_BITS,
    KEY,
    Cube,
    Integers,
    Mask,
    Programme,
)
from campanello.evaluation.figures import FOREIGN, UNKNOWN
from campanello.evaluation.registry import FIGURES
from campanello.evaluation.report.wording import Wording, capital

PROJECT, POPULATION = "project", "population"
LAB, PLAN, BOTH = "lab", "plan", "both"
# The field of the cube that tells each figure's category; ages are told by one field a population.
FIELDS = {
    "sex": "sex",
    "age_band": "band_all",
    "citizenship": "citizenship",
    "origin_area": "citizenship",
    "education": "education",
    "disadvantage": "disadvantages",
    "occupational_status": "occupational_status",
    "province": "residence_province",
}
# In the order in which a page offers them.
FILTERS = (PROJECT, "province", POPULATION, *(name for name in FIELDS if name != "province"))
NAMES = {PROJECT: _("Project"), POPULATION: _("Labs and plans")}
POPULATION_VALUES = {LAB: _("in a lab"), PLAN: _("with a plan"), BOTH: _("in a lab and with a plan")}
# Kept of a value that is told back to whoever sent it.
MOST_TOLD = 40

Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Selection:
    """The filters chosen, in the order of FILTERS, each with its values; no filter means everybody.

    Values of one filter widen it (women or men), filters narrow each other (women of one project).
    """

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.chosen)

    def values(self, name: str) -> tuple[str, ...]:
        """The values chosen for a filter; none where it is not set."""
        return dict(self.chosen).get(name, ())

    def toggled(self, name: str, value: str) -> "Selection":
        """The same with one value added, or taken away when it was there; a population takes another's place."""
        before = self.values(name)
        if value in before:
            after = tuple(one for one in before if one != value)
        else:
            after = (value,) if name == POPULATION else (*before, value)
        return self._with(name, after)

    def without(self, name: str) -> "Selection":
        """The same without one filter."""
        return self._with(name, ())

    def _with(self, name: str, values: tuple[str, ...]) -> "Selection":
        found = dict(self.chosen) | {name: values}
        return Selection(tuple((one, found[one]) for one in FILTERS if found.get(one)))

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values as they stand in an address."""
        return [(name, value) for name, values in self.chosen for value in values]


@dataclass(frozen=True)
class Parsed:
    """What an address asks for: the selection, and the (filter, value) pairs that mean nothing here."""

    selection: Selection
    ignored: tuple[tuple[str, str], ...]


def parse(parameters: Parameters, cube: Cube, programme: Programme) -> Parsed:
    """The selection that query parameters ask for. Parameters that name no filter are somebody else's."""
    chosen, ignored = [], []
    for name in FILTERS:
        given = list(dict.fromkeys(one for one in parameters.get(name, ()) if one))
        known = options(name, cube, programme)
        ignored += [(name, one[:MOST_TOLD]) for one in given if one not in known]
        values = [one for one in known if one in given]
        if name == POPULATION and len(values) > 1:
            ignored += [(name, one) for one in values[1:]]
            values = values[:1]
        if values:
            chosen.append((name, tuple(values)))
    return Parsed(Selection(tuple(chosen)), tuple(ignored))


def options(name: str, cube: Cube, programme: Programme) -> tuple[str, ...]:
    """Every value of a filter, in the order of reports; no project where the cube was built without them."""
    if name == PROJECT:
        return () if cube.groups is None else tuple(project.project_id for project in programme.projects)
    if name == POPULATION:
        return tuple(POPULATION_VALUES)
    return FIGURES[name].categories


def inhabited_provinces(cube: Cube) -> frozenset[str]:
    """The provinces in which somebody lives, of all Italy's; not recorded counts as one."""
    inhabited = np.array(cube.population("all").tally(FIELDS["province"])) > 0
    return frozenset(
        one for one in FIGURES["province"].categories if (lookup("province", one) & inhabited).any()
    )


@cache
def lookup(figure: str, category: str) -> Mask:
    """Which codes of a figure's field make a category, as an array over the field's codes."""
    size = KEY.weights["band_lab" if figure == "age_band" else FIELDS[figure]][1]
    found: Mask = np.array([_is_of(figure, category, code) for code in range(size)])
    return found


def _is_of(figure: str, category: str, code: int) -> bool:
    if category == UNKNOWN:
        return code == (BAND_UNKNOWN if figure == "age_band" else 0)
    if figure == "disadvantage":
        return bool(code >> DISADVANTAGE_BITS.index(category) & 1)
    if figure == "citizenship":
        return code > 1 if category == FOREIGN else code == 1
    order = CITIZENSHIPS if figure == "origin_area" else FIGURES[figure].categories
    return code == order.index(category) + 1


def masks(selection: Selection, cube: Cube) -> list[Mask]:
    """The rows that each filter of a selection keeps, in the selection's order."""
    return [_mask(name, values, cube) for name, values in selection.chosen]


def admitted_by(name: str, values: tuple[str, ...], cube: Cube) -> Integers:
    """For every row the position of the only value that keeps it; -1 where several do, or none."""
    if name == PROJECT:
        assert cube.groups is not None
        sets = [[value in one for one in cube.project_sets] for value in values]
        table, codes = np.array(sets, np.bool_).reshape(len(values), -1), cube.groups
    else:
        table, codes = np.array([lookup(name, value) for value in values]), cube.fields[FIELDS[name]]
    only = np.where(table.sum(axis=0) == 1, table.argmax(axis=0), -1)
    found: Integers = only[codes]
    return found


def _mask(name: str, values: tuple[str, ...], cube: Cube) -> Mask:
    if name == PROJECT:
        return cube.in_projects(frozenset(values))
    if name == POPULATION:
        (population,) = values
        return cube.inside(LAB) & cube.inside(PLAN) if population == BOTH else cube.inside(population)
    wanted = np.logical_or.reduce([lookup(name, value) for value in values])
    mask: Mask = wanted[cube.fields[FIELDS[name]]]
    # Whoever is in no lab has no status to be recorded.
    return mask & cube.inside(LAB) if name == "occupational_status" else mask


def filter_message(name: str) -> tuple[str, dict[str, str]]:
    """A filter's name as a message and its facts, which an error may hold as a fact."""
    return (NAMES[name] if name in NAMES else FIGURES[name].name), {}


def filter_name(name: str, words: Wording) -> str:
    """A filter's name."""
    message, facts = filter_message(name)
    return words.gettext(message, **facts)


def value_label(name: str, value: str, programme: Programme, words: Wording) -> str:
    """A filter's value, with a capital; a project by its lead partner and title."""
    if name == PROJECT:
        project = next(one for one in programme.projects if one.project_id == value)
        return f"{project.lead}: {project.title}" if project.lead != project.title else project.title
    if name == POPULATION:
        return capital(words.gettext(POPULATION_VALUES[value]))
    return words.category(name, value)


def described(selection: Selection, programme: Programme, words: Wording) -> str:
    """A selection in one line: Sex: women; Province of residence: Milano, Bergamo."""
    parts = [
        f"{filter_name(name, words)}: {', '.join(value_label(name, value, programme, words) for value in values)}"
        for name, values in selection.chosen
    ]
    return "; ".join(parts) or words.gettext("no filter: everybody")
