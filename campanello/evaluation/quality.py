"""What is not recorded, by project and by partner; counted once a set of projects, not once a project."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from campanello.evaluation import disclosure
from campanello.evaluation.cube import Cube, Programme
from campanello.evaluation.indicators.completeness import MISSING
from campanello.evaluation.result import Completeness


@dataclass(frozen=True)
class _Subject:
    """A project, or a partner with its projects."""

    kind: str
    name: str
    lead: str
    projects: frozenset[str]


def completeness(cube: Cube, programme: Programme, threshold: int) -> tuple[Completeness, ...]:
    """People and what is not recorded of them, by project and by partner; nothing of a cube without projects.

    Counts of fewer than `threshold` people are withheld, as publication does. Passes over the cube once a column,
    however many projects and partners there are.
    """
    if cube.groups is None:
        return ()
    sets = len(cube.project_sets)
    people = cube.measures["people"] * cube.inside("all")
    by_set = {column: _per_set(cube, people * (cube.fields[column] == 0), sets) for column in MISSING}
    by_set[""] = _per_set(cube, people, sets)
    return tuple(
        one
        for subjects in (list(_projects(programme)), list(_partners(programme)))
        for one in _shown(subjects, cube, by_set, threshold)
    )


def _per_set(cube: Cube, people: np.ndarray, sets: int) -> np.ndarray:
    assert cube.groups is not None
    return np.bincount(cube.groups, weights=people, minlength=sets)


def _projects(programme: Programme) -> Iterator[_Subject]:
    for project in programme.projects:
        yield _Subject("project", project.title, project.lead, frozenset([project.project_id]))


def _partners(programme: Programme) -> Iterator[_Subject]:
    leads = {project.project_id: project.lead for project in programme.projects}
    of_partner: dict[str, set[str]] = {}
    for partner in programme.partners or ():
        if partner.project_id in leads:
            of_partner.setdefault(partner.organisation, set()).add(partner.project_id)
    for name, ids in sorted(of_partner.items()):
        yield _Subject("partner", name, ", ".join(sorted(leads[one] for one in ids)), frozenset(ids))


def _shown(
    subjects: list[_Subject], cube: Cube, by_set: dict[str, np.ndarray], threshold: int
) -> Iterator[Completeness]:
    takes_part = [[bool(one & subject.projects) for one in cube.project_sets] for subject in subjects]
    members = np.array(takes_part, np.float64).reshape(len(subjects), len(cube.project_sets))
    # Rows are told by position: two projects may have one title.
    counted = {
        column: {str(row): int(count) for row, count in enumerate(members @ counts)}
        for column, counts in by_set.items()
    }
    people = counted.pop("")
    hidden = {
        column: disclosure.withheld_of_column(counts, people, threshold) for column, counts in counted.items()
    }
    few = disclosure.withheld_of_column(people, people, threshold)
    for position, subject in enumerate(subjects):
        row = str(position)
        missing = {
            column: None if row in few or row in hidden[column] else counts[row]
            for column, counts in counted.items()
        }
        yield Completeness(
            subject.kind, subject.name, subject.lead, None if row in few else people[row], missing
        )
