"""Fills the database of a demonstration once, all of it or nothing of it."""

from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from campanello.core.actor import NOBODY
from campanello.core.models import Organisation, Project
from campanello.demo.live.lab_activities import fill_activities
from campanello.demo.live.lab_reports import fill_antennas, fill_findings, fill_reports
from campanello.demo.live.labs import fill_hours, fill_indirect_work, fill_visits, settings_of
from campanello.demo.live.letters import fill_delegation, fill_letters, fill_places
from campanello.demo.live.people import fill_people
from campanello.demo.live.plans import fill_plans
from campanello.demo.live.points_spent import fill_points
from campanello.demo.live.programme import fill_programme
from campanello.demo.live.prolorenteggio import team_of
from campanello.demo.live.quarters import QUARTERS, fill_quarter
from campanello.demo.live.touches import enter_some_twice, give_skills, give_the_resident_a_home
from campanello.demo.projects import ALER_OF_PROVINCE
from campanello.evaluation.linkage.live import pairs_among
from campanello.people.models import Person
from campanello.people.queries.pairs import people_to_compare
from campanello.people.services import search_keys
from campanello.people.services.pairs import store_found

LUNETTA = "PI-10"


@transaction.atomic
def fill(dataset: Path, *, on: date, at: datetime) -> bool:
    """Bring the demonstration's programme, people and houses into the database.

    Args:
        dataset: The folder of the demonstration's dataset, as CSV.
        on: The day of the demonstration.
        at: When the pairs that may be one person are said to be found.

    Returns:
        Whether anything was brought in; a database that knows people is left as it is.
    """
    if Person.objects.exists():
        return False
    projects = fill_programme(dataset)
    members = fill_people(dataset, projects, on=on)
    organisations = {one.name: one for one in Organisation.objects.all()}
    for quarter in QUARTERS:
        project = projects[quarter.project]
        households = fill_quarter(quarter, project, members[project.code], organisations, on=on)
        give_skills(households, on=on)
        if quarter is QUARTERS[0]:
            give_the_resident_a_home(households)
        enter_some_twice(project, on=on)
    _fill_labs(projects, on=on)
    fill_plans(projects, on=on)
    _fill_points(projects[LUNETTA], on=on)
    fill_places(projects, on=on)
    search_keys.refresh(Person.objects.order_by("pk").values_list("pk", flat=True))
    store_found(actor=NOBODY, found=pairs_among(people_to_compare()), at=at)
    return True


def _fill_points(project: Project, *, on: date) -> None:
    if team := team_of(project, on=on):
        landlord = Organisation.objects.get(name=ALER_OF_PROVINCE[project.province])
        fill_points(project, landlord, team, on=on)
        fill_letters(project, landlord, team, on=on)
        fill_delegation(project, on=on)


def _fill_labs(projects: dict[str, Project], *, on: date) -> None:
    labs = settings_of(projects, on=on)
    for here in labs:
        fill_hours(here)
        fill_visits(here)
        fill_indirect_work(here)
        fill_activities(here, on=on)
        fill_antennas(here, on=on)
        fill_findings(here)
    fill_reports(labs, on=on)
