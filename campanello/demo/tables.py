"""People, labs and plans as the tables of the microdata contract, in Arrow. Nothing is invented or written here."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from campanello.demo.crowd import CODES, NEVER, NOTHING, Crowd, Ints
from campanello.demo.days import is_day
from campanello.demo.places import citizenships, residences
from campanello.demo.projects import Project, partners

HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
HEX_DIGITS = 10
BITS = 4 * HEX_DIGITS
# Odd numbers, so that multiplying by them modulo a power of two gives each number once.
PERSON_SCRAMBLE, PLAN_SCRAMBLE = 0x9E3779B1, 0x85EBCA6B
SCRAMBLE_START = 0x5DEECE66


def pseudonyms(numbers: npt.NDArray[np.int64], prefix: str, scramble: int) -> pa.Array:
    """Identifiers that tell nothing of the order of people: a letter and ten hexadecimal digits, each once."""
    mixed = (numbers.astype(np.uint64) + np.uint64(SCRAMBLE_START)) * np.uint64(scramble)
    mixed &= np.uint64((1 << BITS) - 1)
    shifts = np.arange(BITS - 4, -1, -4, dtype=np.uint64)
    letters = np.empty((len(numbers), 1 + HEX_DIGITS), np.uint8)
    letters[:, 0] = ord(prefix)
    letters[:, 1:] = HEX[(mixed[:, None] >> shifts & np.uint64(15)).astype(np.uint8)]
    offsets = np.arange(len(numbers) + 1, dtype=np.int32) * (1 + HEX_DIGITS)
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(letters.tobytes()))


def _person_ids(positions: npt.NDArray[np.int64]) -> pa.Array:
    return pseudonyms(positions, "p", PERSON_SCRAMBLE)


def _coded(positions: Ints, codes: Sequence[str]) -> pa.Array:
    missing = positions == NOTHING
    return pa.DictionaryArray.from_arrays(
        pa.array(np.where(missing, 0, positions), pa.int32(), mask=missing),
        pa.array(list(codes), pa.string()),
    )


def _dated(days: Ints) -> pa.Array:
    return pa.array(days, pa.int32(), mask=days == NEVER).cast(pa.date32())


def people_table(crowd: Crowd, first: int) -> pa.Table:
    """The table `people`; `first` is the number of the first of them."""
    return pa.table(
        {
            "person_id": _person_ids(np.arange(first, first + len(crowd))),
            "sex": _coded(crowd.sex, CODES["sex"]),
            "birth_date": _dated(crowd.birth),
            "citizenship": _coded(crowd.citizenship, citizenships()),
            "education": _coded(crowd.education, CODES["education"]),
            "disadvantages": _coded(crowd.disadvantages, CODES["disadvantages"]),
            "residence_province": _coded(crowd.residence, residences()),
        }
    )


def lab_table(crowd: Crowd, first: int, projects: Sequence[Project]) -> pa.Table:
    """The table `lab_participations`: a row a person and lab, the rows of a person together."""
    once, again = np.flatnonzero(is_day(crowd.lab_entry)), np.flatnonzero(is_day(crowd.second_lab_entry))
    order = np.argsort(np.concatenate([once, again]), kind="stable")

    def both(one: Ints, other: Ints) -> Ints:
        merged: Ints = np.concatenate([one[once], other[again]])[order]
        return merged

    return pa.table(
        {
            "person_id": _person_ids(np.concatenate([once, again])[order] + first),
            "project_id": _coded(both(crowd.project, crowd.other_project), _ids(projects)),
            "entry_date": _dated(both(crowd.lab_entry, crowd.second_lab_entry)),
            "occupational_status": _coded(
                both(crowd.occupation, crowd.second_occupation), CODES["occupation"]
            ),
        }
    )


def plan_table(crowd: Crowd, first: int, projects: Sequence[Project]) -> pa.Table:
    """The table `plans`: the plans of a person together, the first before the second."""
    once, again = np.flatnonzero(is_day(crowd.plan_entry)), np.flatnonzero(is_day(crowd.second_plan_entry))
    people = np.concatenate([once, again])
    order = np.argsort(people, kind="stable")
    numbers = 2 * (people + first) + np.repeat([0, 1], [len(once), len(again)])
    project = np.where(crowd.elsewhere == 1, crowd.other_project, crowd.project)

    def both(one: Ints, other: Ints) -> Ints:
        merged: Ints = np.concatenate([one[once], other[again]])[order]
        return merged

    return pa.table(
        {
            "plan_id": pseudonyms(numbers[order], "n", PLAN_SCRAMBLE),
            "person_id": _person_ids(people[order] + first),
            "project_id": _coded(both(project, project), _ids(projects)),
            "entry_date": _dated(both(crowd.plan_entry, crowd.second_plan_entry)),
            "status": _coded(both(crowd.plan_status, crowd.second_plan_status), CODES["plan_status"]),
            "end_date": _dated(both(crowd.plan_end, crowd.second_plan_end)),
        }
    )


def _ids(projects: Sequence[Project]) -> list[str]:
    return [project.project_id for project in projects]


def project_table(projects: Sequence[Project]) -> pa.Table:
    """The table `projects`."""
    return pa.table(
        {
            "project_id": _ids(projects),
            "title": [project.title for project in projects],
            "lead": [project.lead for project in projects],
            "lead_type": [project.lead_type for project in projects],
            "province": [project.province for project in projects],
            "cost_eur": pa.array(
                [Decimal(project.cost_cents).scaleb(-2) for project in projects], pa.decimal128(12, 2)
            ),
            "funding_round": pa.array([project.funding_round for project in projects], pa.int32()),
        }
    )


def partner_table(projects: Sequence[Project]) -> pa.Table:
    """The table `partners`, the leads included."""
    rows = list(partners(tuple(projects)))
    return pa.table(
        {
            "project_id": [partner.project_id for partner in rows],
            "organisation": [partner.organisation for partner in rows],
            "category": [partner.category for partner in rows],
            "is_lead": pa.array([partner.is_lead for partner in rows], pa.bool_()),
        }
    )
