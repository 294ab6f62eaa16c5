"""Personal plans in the demonstration: the regional call's, ProLorenteggio's and the pacts of PASS."""

from collections.abc import Mapping, Sequence
from datetime import date

from campanello.core.models import Organisation, Project
from campanello.demo.live.catalogues import fill_catalogues
from campanello.demo.live.pass_pacts import fill_pass
from campanello.demo.live.plan_payments import fill_accounts, fill_runs
from campanello.demo.live.plan_people import fill_assessments, fill_results
from campanello.demo.live.plan_registers import fill_registers
from campanello.demo.live.plan_work import fill_work
from campanello.demo.live.plans_regional import fill_regional_plans
from campanello.demo.live.prolorenteggio import Team, fill_prolorenteggio, team_of
from campanello.demo.projects import ALER_OF_PROVINCE
from campanello.plans.models import Plan, Service

# MILO Lab's quarter is here the Comune di Milano's project: see `demo.live.labs`.
LORENTEGGIO, GIUSSANO = "PI-24", "PI-08"
MILAN = "015146"


def fill_plans(projects: Mapping[str, Project], *, on: date) -> None:
    """Bring in what the plans' pages show."""
    catalogue = fill_catalogues(projects.values())
    fill_regional_plans(projects, catalogue, on=on)
    fill_results(on=on)
    here, there = projects[LORENTEGGIO], projects[GIUSSANO]
    if team := team_of(here, on=on):
        plans = fill_prolorenteggio(here, catalogue[here.pk], team, on=on)
        _fill_payments(here, plans, catalogue[here.pk], team, on=on)
        fill_work(plans, team.employment, MILAN, on=on)
    if team := team_of(there, on=on):
        fill_pass(there, team, _landlord(there), on=on)
        plans = list(Plan.objects.filter(project=there, state="active").select_related("person"))
        _fill_payments(there, plans, catalogue[there.pk], team, on=on)


def _fill_payments(
    project: Project, plans: Sequence[Plan], services: Sequence[Service], team: Team, *, on: date
) -> None:
    assert team.employment.user is not None
    fill_registers(plans, services, project.lead, team.employment.user, on=on)
    fill_assessments(plans, team.employment.user, on=on)
    fill_accounts(project, plans, [_landlord(project)], on=on)
    fill_runs(project, team, on=on)


def _landlord(project: Project) -> Organisation:
    return Organisation.objects.get(name=ALER_OF_PROVINCE[project.province])
