"""The invented people of one reading: exact numbers of every descriptor, dealt so that each person is plausible."""

from collections.abc import Mapping

import numpy as np

from campanello.demo.ages import BANDS, give_births
from campanello.demo.crowd import CODES, DISADVANTAGE_CELLS, SECOND_CODES, Crowd, Floats, Ints, position
from campanello.demo.days import completed_years, is_day
from campanello.demo.deal import deal, weighted
from campanello.demo.entries import give_entries, give_plans, give_second_occupations, give_second_projects
from campanello.demo.margins import BOTH, GROUPS, LAB_ONLY, PLAN_ONLY, Counts, group_counts, population_counts
from campanello.demo.places import citizenships, citizenships_of, next_project, projects_near, residences
from campanello.demo.projects import Project, funded_projects
from campanello.demo.targets import READINGS, UNKNOWN, Sizes, sizes, targets
from campanello.evaluation.contract import DISADVANTAGES, ORIGIN_AREAS

# How many people of each group have a second disadvantage code beside the one dealt, by SECOND_CODES. Chosen.
WITH_SECOND_CODE = {LAB_ONLY: (1, 1, 0), BOTH: (1, 1, 0), PLAN_ONLY: (1, 0, 1)}
# A few projects leave out more than the others; which ones, and how much more, is chosen by chance.
CARELESS_PROJECTS, CARELESS, CAREFUL = 5, 9.0, 0.4
FOREIGN = "foreign"


def invented_people(reading: str, seed: int) -> Crowd:
    """The 830 people whose evaluation gives the printed figures under a reading; always the same for a seed."""
    rng = np.random.default_rng([seed, READINGS.index(reading)])
    numbers = sizes(reading)
    projects = funded_projects()
    members = [numbers.lab_only, numbers.both, numbers.plan_only]
    crowd = Crowd.empty(np.repeat(np.arange(len(GROUPS), dtype=np.int32), members))
    carelessness = np.full(len(projects), CAREFUL)
    carelessness[rng.choice(len(projects), CARELESS_PROJECTS, replace=False)] = CARELESS
    _settle(crowd, numbers, projects, carelessness, rng)
    area = _come_from(crowd, numbers, rng)
    give_entries(crowd, projects, rng)
    _grow_up(crowd, numbers, area, rng)
    careless = carelessness[crowd.project]
    _describe(crowd, numbers, area, careless, rng)
    _suffer(crowd, numbers, area, careless, rng)
    _work(crowd, numbers, careless, rng)
    give_second_projects(crowd, projects, rng)
    give_plans(crowd, numbers, rng)
    give_second_occupations(crowd, rng)
    return crowd.take(rng.permutation(len(crowd)))


def _deal_groups(
    crowd: Crowd, counts: Mapping[str, Counts], weights: Mapping[str, Floats], rng: np.random.Generator
) -> Ints:
    """A category for each person, each group dealt its own counts; positions in the groups' list of categories."""
    dealt = np.full(len(crowd), -1, np.int32)
    for group, own_counts in counts.items():
        people = crowd.members(group)
        own_weights = {name: chances[people] for name, chances in weights.items()}
        dealt[people] = deal(own_counts, own_weights, len(people), rng)
    return dealt


def _codes(counts: Mapping[str, Counts], dealt: Ints, codes: tuple[str, ...]) -> Ints:
    """The dealt categories as positions in a list of codes."""
    names = list(next(iter(counts.values())))
    found: Ints = np.array([position(codes, name) for name in names], np.int32)[dealt]
    return found


def _settle(
    crowd: Crowd,
    numbers: Sizes,
    projects: tuple[Project, ...],
    carelessness: Floats,
    rng: np.random.Generator,
) -> None:
    """A province of residence, and a project near it; the unrecorded are mostly those of careless projects."""
    counts = group_counts(targets("residence"), numbers)
    dealt = _deal_groups(crowd, counts, {}, rng)
    crowd.residence[:] = _codes(counts, dealt, residences())
    reach = rng.uniform(0.6, 1.6, len(projects))
    for category, residence in enumerate(counts[BOTH]):
        near = projects_near(residence, projects)
        chances = reach[near] * (carelessness[near] if residence == UNKNOWN else 1)
        people = np.flatnonzero(dealt == category)
        crowd.project[people] = rng.choice(near, len(people), p=chances / chances.sum())
    following = [next_project(project, projects) for project in range(len(projects))]
    crowd.other_project[:] = np.array(following)[crowd.project]


def _come_from(crowd: Crowd, numbers: Sizes, rng: np.random.Generator) -> Ints:
    """A citizenship for each; returns the area of origin as a position in ORIGIN_AREAS, -1 for Italians."""
    citizenship = group_counts(targets("citizenship"), numbers)
    foreign = [citizenship[group][FOREIGN] for group in GROUPS]
    areas = group_counts(targets("origin_area"), _sizes_of(foreign))
    counts = {group: {"italian": citizenship[group]["italian"]} | areas[group] for group in GROUPS}
    area = _codes(counts, _deal_groups(crowd, counts, {}, rng), ORIGIN_AREAS)
    crowd.citizenship[:] = 0
    for index, name in enumerate(ORIGIN_AREAS):
        people = np.flatnonzero(area == index)
        shares = citizenships_of(name)
        drawn = rng.choice(len(shares), len(people), p=list(shares.values()))
        crowd.citizenship[people] = np.array([citizenships().index(code) for code in shares])[drawn]
    return area


def _sizes_of(groups: list[int]) -> Sizes:
    lab_only, both, plan_only = groups
    return Sizes(all=sum(groups), lab=lab_only + both, plan=both + plan_only)


def _grow_up(crowd: Crowd, numbers: Sizes, area: Ints, rng: np.random.Generator) -> None:
    """Bands of age, the foreign younger than the Italians, and birth days in them."""
    counts = group_counts(targets("age_band"), numbers)
    foreign = area >= 0
    factors = zip(BANDS, (1.5, 1.2, 0.6, 0.15), strict=True)
    weights = {band: weighted(len(crowd), (foreign, factor)) for band, factor in factors}
    give_births(crowd, _deal_groups(crowd, counts, weights, rng), numbers, rng)


def _describe(crowd: Crowd, numbers: Sizes, area: Ints, careless: Floats, rng: np.random.Generator) -> None:
    """Sex and education: fewer women from Africa, less schooling among the old and some of the foreign."""
    age, size = completed_years(crowd.birth, crowd.first_entry), len(crowd)
    african = area == ORIGIN_AREAS.index("sub_saharan_africa")
    eastern = np.isin(area, [ORIGIN_AREAS.index("eastern_europe"), ORIGIN_AREAS.index("latin_america")])
    sex = group_counts(targets("sex"), numbers)
    weights = {"F": weighted(size, (african, 0.5), (eastern, 1.5)), UNKNOWN: careless}
    crowd.sex[:] = _codes(sex, _deal_groups(crowd, sex, weights, rng), CODES["sex"])
    education = group_counts(targets("education"), numbers)
    old, foreign = age >= 55, area >= 0
    weights = {
        "none": weighted(size, (foreign, 2.5), (eastern, 0.3), (old, 1.3)),
        "primary": weighted(size, (old, 3.0)),
        "tertiary": weighted(size, (eastern, 3.0), (age < 23, 0.0), (old, 0.5)),
        UNKNOWN: careless,
    }
    crowd.education[:] = _codes(education, _deal_groups(crowd, education, weights, rng), CODES["education"])


def _suffer(crowd: Crowd, numbers: Sizes, area: Ints, careless: Floats, rng: np.random.Generator) -> None:
    """Disadvantages: migrants are foreign, disability grows with age; none found, not recorded and declined apart."""
    age, size = completed_years(crowd.birth, crowd.first_entry), len(crowd)
    counts = _disadvantages(numbers)
    foreign = area >= 0
    weights = {
        "migrant": weighted(size, (~foreign, 0.0)),
        "disability": weighted(size, (age >= 50, 1.8), (foreign, 0.5)),
        "detention_or_addiction": weighted(size, (crowd.sex == 0, 0.3)),
        "other": weighted(size, (foreign, 0.6)),
        UNKNOWN: careless,
    }
    dealt = _deal_groups(crowd, counts, weights, rng)
    crowd.disadvantages[:] = _codes(counts, dealt, DISADVANTAGE_CELLS)
    for group, numbers_with in WITH_SECOND_CODE.items():
        people = crowd.members(group)
        for codes, number in zip(SECOND_CODES, numbers_with, strict=True):
            having = people[crowd.disadvantages[people] == position(DISADVANTAGE_CELLS, codes[0])]
            chosen = rng.choice(having, number, replace=False)
            crowd.disadvantages[chosen] = position(DISADVANTAGE_CELLS, ";".join(codes))


def _disadvantages(numbers: Sizes) -> dict[str, Counts]:
    """Counts by group of the first code of each person, and of none found, declined and not recorded."""
    beside = dict.fromkeys(DISADVANTAGES, 0)
    for group in GROUPS:
        for (_first, second), number in zip(SECOND_CODES, WITH_SECOND_CODE[group], strict=True):
            beside[second] += number
    coded = group_counts(targets("disadvantage"), numbers, beside)
    unidentified = _sizes_of([coded[group].pop("unidentified") for group in GROUPS])
    rest = group_counts(targets("unidentified"), unidentified)
    return {group: coded[group] | rest[group] for group in GROUPS}


def _work(crowd: Crowd, numbers: Sizes, careless: Floats, rng: np.random.Generator) -> None:
    """Occupation at the first lab entry: pensions late, first jobs early, and plans for those without work.

    99 of 524 people in labs are retired and some 42 are 65 or over: most of the others are near that age.
    """
    people = np.flatnonzero(is_day(crowd.lab_entry))
    age = completed_years(crowd.birth[people], crowd.lab_entry[people])
    planned = is_day(crowd.plan_entry[people])
    vulnerable = crowd.disadvantages[people] >= 0
    vulnerable &= ~np.isin(
        crowd.disadvantages[people], [DISADVANTAGE_CELLS.index(c) for c in ("none", "declined")]
    )
    disabled = crowd.disadvantages[people] == position(DISADVANTAGE_CELLS, "disability")
    size = len(people)
    weights = {
        "unemployed": weighted(size, (planned, 6.0), (age >= 65, 0.02)),
        "first_job_seeker": weighted(size, (planned, 4.0), (age > 30, 0.05), (age >= 50, 0.0)),
        "inactive": weighted(size, (planned, 0.4), (age >= 65, 0.1)),
        "student": weighted(size, (age > 26, 0.0)),
        "employed": weighted(size, (planned, 0.1), (age >= 65, 0.01), (vulnerable, 0.5)),
        "retired": weighted(
            size, (planned, 0.1), (age < 45, 0.0), ((age < 55) & ~disabled, 0.0), (age < 60, 0.4),
            (age >= 65, 40.0),
        ),
        UNKNOWN: careless[people],
    }  # fmt: skip
    counts = population_counts(targets("occupation"), numbers.lab)
    dealt = deal(counts, weights, size, rng)
    crowd.occupation[people] = _codes({"lab": counts}, dealt, CODES["occupation"])
