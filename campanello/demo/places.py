"""Where the invented people come from and live: citizenships by area, provinces, and which projects are near."""

from functools import cache

from campanello.demo.projects import Project
from campanello.demo.targets import UNKNOWN, reference, targets
from campanello.evaluation.contract import ITALY

# The project that people go to whose province has none of its own, and the second one where there is only one.
NEAREST_PROJECT = {"LC": "PI-16", "LO": "PI-03", "CO": "PI-08", "PC": "PI-03"}
NEXT_PROJECT = {"BS": "PI-10", "MN": "PI-02", "SO": "PI-17"}


@cache
def citizenships() -> tuple[str, ...]:
    """The citizenships of the demo, Italy's first."""
    return (ITALY, *(row["iso2"] for row in reference("citizenships.csv")))


@cache
def citizenships_of(area: str) -> dict[str, float]:
    """The citizenships of an area of origin, with the share of its people that each has.

    Source: chosen; the sources print areas only. No citizenship changes a printed figure.
    """
    weights = {
        row["iso2"]: float(row["weight"]) for row in reference("citizenships.csv") if row["area"] == area
    }
    return {code: weight / sum(weights.values()) for code, weight in weights.items()}


@cache
def residences() -> tuple[str, ...]:
    """The provinces of residence of the demo, as in its targets."""
    return tuple(
        target.category
        for target in targets("residence")
        if target.population == "all" and target.category != UNKNOWN
    )


def projects_near(residence: str, projects: tuple[Project, ...]) -> list[int]:
    """The positions of the projects that people of a province go to; every project when it is not recorded."""
    if residence == UNKNOWN:
        return list(range(len(projects)))
    nearest = NEAREST_PROJECT.get(residence)
    return [
        index
        for index, project in enumerate(projects)
        if residence == project.province or nearest == project.project_id
    ]


def next_project(project: int, projects: tuple[Project, ...]) -> int:
    """Another project near a project: the following one of its province, round and round."""
    here = projects[project]
    if here.province in NEXT_PROJECT:
        return [one.project_id for one in projects].index(NEXT_PROJECT[here.province])
    same = [index for index, one in enumerate(projects) if one.province == here.province]
    return same[(same.index(project) + 1) % len(same)]
