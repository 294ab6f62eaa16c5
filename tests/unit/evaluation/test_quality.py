"""Completeness by project and partner: counted by sets of projects, it is what counting person by person gives."""

from hypothesis import given, settings
from hypothesis import strategies as st

from campanello.evaluation.cube import Partner
from campanello.evaluation.quality import completeness
from tests.unit.evaluation.cubes import Someone, cube_of, programme

PARTNERS = (
    Partner("P1", "Cooperative", "third_sector", is_lead=False),
    Partner("P2", "Cooperative", "third_sector", is_lead=False),
    Partner("P3", "Parish", "religious_body", is_lead=False),
    Partner("gone", "Nobody's", "other", is_lead=False),
)
PROGRAMME = programme("P1", "P2", "P3", partners=PARTNERS)
ATTRIBUTES = {
    "sex": "sex",
    "citizenship": "origin",
    "education": "education",
    "residence_province": "province",
    "disadvantages": "disadvantages",
}
PROJECTS = st.sets(st.sampled_from(["P1", "P2", "P3"]), min_size=1).map(frozenset)
PEOPLE = st.lists(
    st.builds(
        Someone,
        sex=st.sampled_from(["F", None]),
        origin=st.sampled_from(["italy", "asia", None]),
        education=st.sampled_from(["primary", None]),
        disadvantages=st.sampled_from([("none",), ("declined",), ()]),
        province=st.sampled_from(["MI", None]),
        projects=PROJECTS,
    ),
    max_size=20,
)


@given(PEOPLE)
@settings(max_examples=60, deadline=None)
def test_it_counts_as_one_would_by_hand(people):
    found = {(one.kind, one.name): one for one in completeness(cube_of(people), PROGRAMME, 0)}
    subjects = {("project", f"Title of {one}"): {one} for one in ("P1", "P2", "P3")}
    subjects |= {("partner", "Cooperative"): {"P1", "P2"}, ("partner", "Parish"): {"P3"}}
    assert found.keys() == subjects.keys()
    for key, projects in subjects.items():
        mine = [one for one in people if one.projects & projects]
        assert found[key].people == len(mine)
        assert found[key].missing == {
            column: sum(not getattr(one, attribute) for one in mine)
            for column, attribute in ATTRIBUTES.items()
        }


def test_a_partner_is_told_with_the_leads_of_its_projects():
    found = {one.name: one.lead for one in completeness(cube_of([Someone()]), PROGRAMME, 0)}
    assert found["Cooperative"] == "Lead of P1, Lead of P2"
    assert found["Title of P3"] == "Lead of P3"


def test_small_numbers_are_withheld():
    people = [Someone()] * 20 + [Someone(sex=None)] * 3 + [Someone(projects=frozenset({"P2"}))] * 2
    found = {one.name: one for one in completeness(cube_of(people), PROGRAMME, 5)}
    assert found["Title of P1"].missing["sex"] is None
    assert found["Title of P2"].people is None
    assert set(found["Title of P2"].missing.values()) == {None}


def test_a_cube_without_projects_has_none():
    assert completeness(cube_of([Someone()], by_project=False), PROGRAMME, 0) == ()
