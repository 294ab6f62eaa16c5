"""Projects and partners beyond what the story tells: money by round, invented names, real ones where they belong."""

from campanello.demo.projects import (
    ALER_OF_PROVINCE,
    COMUNE_OF_PROVINCE,
    HIGHEST_COST_CENTS,
    TOP_UP,
    funded_projects,
    partners,
)


def test_the_second_round_costs_what_the_top_up_gave() -> None:
    assert sum(p.cost_cents for p in funded_projects() if p.funding_round == 2) == int(TOP_UP * 100)


def test_no_project_costs_more_than_the_dearest_that_is_printed() -> None:
    costs = [project.cost_cents for project in funded_projects()]
    assert max(costs) == HIGHEST_COST_CENTS
    assert min(costs) > 20_000_000


def test_no_two_invented_costs_are_alike() -> None:
    costs = [project.cost_cents for project in funded_projects()]
    assert len(set(costs)) == len(costs)


def test_public_partners_are_the_real_ones_and_all_others_are_invented_for_a_province() -> None:
    real = {*ALER_OF_PROVINCE.values(), *COMUNE_OF_PROVINCE.values()}
    public = {p.organisation for p in partners(funded_projects()) if p.category in {"aler", "municipality"}}
    leads = {project.lead for project in funded_projects()}
    assert public <= real | leads


def test_no_organisation_is_twice_in_a_project() -> None:
    rows = [(partner.project_id, partner.organisation) for partner in partners(funded_projects())]
    assert len(set(rows)) == len(rows)


def test_some_organisations_are_in_several_projects() -> None:
    names = [p.organisation for p in partners(funded_projects()) if p.category == "accredited_operator"]
    assert len(set(names)) < len(names)
