"""Valid datasets to try an evaluation on: small ones that hypothesis shrinks, and crowds from a seed.

Every cell is text, as in a CSV file. What is awkward but valid is made likely: ties, birthdays on the day of
entry, people born on 29 February, keys that look like numbers, NULL or Namibia, Naples' plate code.
"""

import random
from calendar import isleap
from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import strategies as st

from campanello.evaluation import contract
from tests.indicators.oracle import DISADVANTAGES, Record, Tables

ENTRY_DAYS = (
    date(2019, 2, 28),
    date(2019, 3, 1),
    date(2019, 6, 21),
    date(2020, 1, 1),
    date(2020, 2, 28),
    date(2020, 2, 29),
    date(2020, 3, 1),
    date(2020, 12, 31),
)
AGES = (0, 12, 17, 18, 19, 35, 36, 54, 55, 64, 65, 90, 118)
OLDEST = date(1900, 1, 1)
AWKWARD_KEYS = (
    "7",
    "07",
    "007",
    "NULL",
    "NA",
    "true",
    "1e3",
    "2020-01-01",
    "é",
    "e",
    "E",
    "a,b",
    'say "hi"',
    "-",
)
AWKWARD_TITLES = ("", 'Il "cortile", insieme', "Riga uno\nriga due", "L'Officina delle Idee", "#1; in città")
CITIZENSHIPS = ("IT", "IT", "IT", "XX", "TR", "XK", "NA", "MA", "EG", "RO", "UA", "SN", "PK", "PE", "US", "")
PROVINCES = ("MI", "MI", "NA", "BS", "CR", "SO", "RM", "")


def key(number: int) -> str:
    """A key for the nth thing of a table; the first ones are those that readers of files get wrong."""
    return AWKWARD_KEYS[number] if number < len(AWKWARD_KEYS) else f"K{number}"


def birthday(rng: random.Random, on: date) -> date:
    """A birth date that makes someone an age at the edge of a band on a day, or one day short of it."""
    year = max(on.year - rng.choice(AGES), OLDEST.year)
    month, day = rng.choice(((on.month, on.day), (2, 29), (2, 28), (3, 1), (12, 31)))
    if (month, day) == (2, 29) and not isleap(year):
        day = 28
    born = date(year, month, day) + timedelta(days=rng.choice((-1, 0, 0, 1)))
    return min(max(born, OLDEST), on)


def disadvantages(rng: random.Random) -> str:
    """A cell of disadvantages: nothing recorded, nothing found, no answer, or some codes in any order."""
    some = rng.sample(DISADVANTAGES, rng.randint(1, len(DISADVANTAGES)))
    return rng.choice(("", "none", "declined", some[0], ";".join(some)))


def person(rng: random.Random, person_id: str, born_by: date) -> Record:
    """A row of `people` who may enter on a day and later."""
    return {
        "person_id": person_id,
        "sex": rng.choice(("F", "F", "M", "")),
        "birth_date": birthday(rng, born_by).isoformat() if rng.random() < 0.85 else "",
        "citizenship": rng.choice(CITIZENSHIPS)
        if rng.random() < 0.8
        else rng.choice([*contract.countries()]),
        "education": rng.choice((*contract.EDUCATION, "")),
        "disadvantages": disadvantages(rng),
        "residence_province": rng.choice(PROVINCES)
        if rng.random() < 0.8
        else rng.choice([*contract.provinces()]),
    }


def project(rng: random.Random, number: int) -> Record:
    """A row of `projects`; its cost may be unknown, nothing or with cents."""
    return {
        "project_id": key(number),
        "title": rng.choice(AWKWARD_TITLES),
        "lead": "Comune di Cà d'Esempio",
        "lead_type": rng.choice(contract.LEAD_TYPES),
        "province": rng.choice(contract.LOMBARDY),
        "cost_eur": rng.choice(("", "0", "0.10", "237183.38", "1000000", "99999999.99")),
        "funding_round": rng.choice(("1", "2")),
    }


def partner(rng: random.Random, project_id: str, number: int) -> Record:
    """A row of `partners`."""
    return {
        "project_id": project_id,
        "organisation": key(number),
        "category": rng.choice(contract.PARTNER_CATEGORIES),
        "is_lead": rng.choice(("true", "false")),
    }


def lab_entry(rng: random.Random, person_id: str, project_id: str, on: date) -> Record:
    """A row of `lab_participations`."""
    return {
        "person_id": person_id,
        "project_id": project_id,
        "entry_date": on.isoformat(),
        "occupational_status": rng.choice((*contract.OCCUPATIONS, "")),
    }


def plan(rng: random.Random, plan_id: str, person_id: str, project_id: str, on: date) -> Record:
    """A row of `plans`; an ended one may have ended on the day it began, or on a day not recorded."""
    status = rng.choice(contract.PLAN_STATUSES)
    ended = rng.choice(("", on.isoformat(), (on + timedelta(days=90)).isoformat()))
    return {
        "plan_id": plan_id,
        "person_id": person_id,
        "project_id": project_id,
        "entry_date": on.isoformat(),
        "status": status,
        "end_date": "" if status == "in_progress" else ended,
    }


def dataset(rng: random.Random, people: int, projects: int, *, partners: bool = True) -> Tables:
    """A valid dataset of so many people and projects, drawn from a source of chance.

    Some people are in neither population; nobody can be in one when there are no projects.
    """
    tables: Tables = {"projects": [project(rng, number) for number in range(projects)]}
    ids = [row["project_id"] for row in tables["projects"]]
    if partners:
        tables["partners"] = [partner(rng, p, n) for p in ids for n in range(rng.randint(0, 3))]
    tables |= {"people": [], "lab_participations": [], "plans": []}
    for number in range(people):
        first = rng.choice(ENTRY_DAYS)
        later = [day for day in ENTRY_DAYS if day >= first]
        tables["people"].append(person(rng, key(number), first))
        for project_id in rng.sample(ids, min(len(ids), rng.choice((0, 1, 1, 2, 3)))):
            tables["lab_participations"].append(lab_entry(rng, key(number), project_id, rng.choice(later)))
        for _ in range(rng.choice((0, 0, 1, 1, 2)) if ids else 0):
            plan_id = key(len(tables["plans"]))
            tables["plans"].append(plan(rng, plan_id, key(number), rng.choice(ids), rng.choice(later)))
    return tables


@st.composite
def datasets(draw: st.DrawFn, *, max_people: int = 12) -> Tables:
    """Small valid datasets, with and without the optional table, empty ones included."""
    rng = draw(st.randoms(use_true_random=False))
    people, projects = draw(st.integers(0, max_people)), draw(st.integers(0, 3))
    return dataset(rng, people, projects, partners=draw(st.booleans()))


def crowd(seed: int, people: int = 1_500, projects: int = 7) -> Tables:
    """A dataset large enough that rare combinations meet; the same for the same seed."""
    return dataset(random.Random(seed), people, projects)


def shuffled(tables: Tables, seed: int) -> Tables:
    """The same dataset with the rows of every table in another order."""
    rng = random.Random(seed)
    return {name: rng.sample(rows, len(rows)) for name, rows in tables.items()}


def only(tables: Tables, people: Iterable[str]) -> Tables:
    """The same programme with some of its people alone."""
    kept = set(people)
    return {
        name: rows if name in ("projects", "partners") else [row for row in rows if row["person_id"] in kept]
        for name, rows in tables.items()
    }
