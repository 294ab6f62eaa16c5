"""The invented people one by one: nobody impossible, nobody twice the same, the same for the same seed."""

from dataclasses import fields

import numpy as np
import pytest

from campanello.demo.crowd import DISADVANTAGE_CELLS, NEVER, NOTHING, Crowd
from campanello.demo.days import LAST_DAY, completed_years, is_day
from campanello.demo.margins import GROUPS
from campanello.demo.people import invented_people
from campanello.demo.projects import funded_projects
from campanello.demo.targets import READINGS
from campanello.evaluation.contract import OCCUPATIONS


@pytest.fixture(scope="module", params=READINGS)
def crowd(request: pytest.FixtureRequest) -> Crowd:
    return invented_people(request.param, seed=2)


def columns(crowd: Crowd) -> dict[str, list[int]]:
    return {field.name: getattr(crowd, field.name).tolist() for field in fields(crowd)}


def age_in_lab(crowd: Crowd, occupation: str) -> np.ndarray:
    people = np.flatnonzero(crowd.occupation == OCCUPATIONS.index(occupation))
    return completed_years(crowd.birth[people], crowd.lab_entry[people])


def test_a_seed_gives_the_same_people_and_another_seed_others() -> None:
    once, again, other = (columns(invented_people("printed", seed)) for seed in (5, 5, 6))
    assert once == again
    assert once["birth"] != other["birth"]


def test_groups_have_the_entries_that_their_names_say(crowd: Crowd) -> None:
    group = np.array(GROUPS)[crowd.group]
    assert (is_day(crowd.lab_entry) == (group != "plan_only")).all()
    assert (is_day(crowd.plan_entry) == (group != "lab_only")).all()


def test_everybody_is_of_age_and_born_before_any_entry(crowd: Crowd) -> None:
    ages = completed_years(crowd.birth, crowd.first_entry)
    assert ages.min() >= 18
    assert ages.max() <= 84


def test_migrants_are_foreign(crowd: Crowd) -> None:
    migrant = [index for index, cell in enumerate(DISADVANTAGE_CELLS) if cell.startswith("migrant")]
    assert (crowd.citizenship[np.isin(crowd.disadvantages, migrant)] > 0).all()
    assert np.isin(crowd.disadvantages, migrant).sum() < (crowd.citizenship > 0).sum()


def test_occupations_fit_ages(crowd: Crowd) -> None:
    assert age_in_lab(crowd, "student").max() <= 26
    assert age_in_lab(crowd, "first_job_seeker").max() < 50
    assert age_in_lab(crowd, "retired").min() >= 45
    assert np.mean(age_in_lab(crowd, "retired") >= 60) > 0.7


def test_an_occupation_is_known_only_of_those_in_a_lab(crowd: Crowd) -> None:
    assert (crowd.occupation[~is_day(crowd.lab_entry)] == NOTHING).all()


def test_second_entries_come_after_the_first_and_in_another_project(crowd: Crowd) -> None:
    again = is_day(crowd.second_lab_entry)
    assert (crowd.second_lab_entry[again] > crowd.lab_entry[again]).all()
    assert (crowd.project != crowd.other_project).all()
    twice = is_day(crowd.second_plan_entry)
    assert (crowd.second_plan_entry[twice] > crowd.plan_end[twice]).all()


def test_one_in_twenty_is_in_two_projects_of_one_province(crowd: Crowd) -> None:
    two = is_day(crowd.second_lab_entry) | (crowd.elsewhere == 1)
    assert 0.04 < two.mean() < 0.06
    province = np.array([project.province for project in funded_projects()])
    assert (province[crowd.project[two]] == province[crowd.other_project[two]]).all()


def test_plans_in_progress_have_no_end_and_others_end_in_time(crowd: Crowd) -> None:
    planned = is_day(crowd.plan_entry)
    open_plans = crowd.plan_status[planned] == 0
    ends = crowd.plan_end[planned]
    assert (ends[open_plans] == NEVER).all()
    assert (ends[~open_plans] > crowd.plan_entry[planned][~open_plans]).all()
    assert ends.max() <= LAST_DAY
