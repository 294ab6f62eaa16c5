"""Filters read from an address: what is understood, what is ignored, and whom the cube's rows keep."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campanello.evaluation import selection
from campanello.evaluation.cube import Cube
from campanello.evaluation.registry import FIGURES
from campanello.evaluation.report.wording import wording
from campanello.evaluation.selection import FILTERS, Selection, masks, parse
from tests.unit.evaluation.cubes import Someone, cube_of, programme

MARIA = Someone()
ALI = Someone(
    sex="M",
    origin="maghreb_near_east",
    education=None,
    disadvantages=("migrant", "other"),
    province="BG",
    occupation=None,
    age="18-35",
    plan=True,
    projects=frozenset({"P1", "P2"}),
)
NOBODY_KNOWS = Someone(
    sex=None,
    origin=None,
    disadvantages=(),
    province=None,
    age=None,
    lab=False,
    plan=True,
    projects=frozenset({"P3"}),
)
EVERYBODY = [MARIA, ALI, NOBODY_KNOWS]
CUBE = cube_of(EVERYBODY)
PROGRAMME = programme("P1", "P2", "P3")


def people_kept(chosen: Selection, cube: Cube) -> int:
    return cube.count(np.logical_and.reduce(masks(chosen, cube)))


ADDRESSES = {
    "no filter": ({}, (), ()),
    "one value": ({"sex": ["F"]}, (("sex", ("F",)),), ()),
    "values in the order of reports, whatever the order of the address": (
        {"sex": ["M", "F"], "province": ["BG", "MI"]},
        (("province", ("BG", "MI")), ("sex", ("F", "M"))),
        (),
    ),
    "a value twice is one value": ({"sex": ["F", "F"]}, (("sex", ("F",)),), ()),
    "an empty value is none, as an untouched field of a form sends it": ({"sex": [""]}, (), ()),
    "an unknown value is ignored and told": ({"sex": ["X", "F"]}, (("sex", ("F",)),), (("sex", "X"),)),
    "an unknown project": ({"project": ["P9"]}, (), (("project", "P9"),)),
    "a value of another filter": ({"education": ["BG"]}, (), (("education", "BG"),)),
    "a long value is told shortened": ({"sex": ["x" * 500]}, (), (("sex", "x" * 40),)),
    "one population at a time": (
        {"population": ["lab", "plan"]},
        (("population", ("lab",)),),
        (("population", "plan"),),
    ),
    "parameters that are no filter are left alone": ({"utm_source": ["mail"], "figure": ["sex"]}, (), ()),
}


@pytest.mark.parametrize(("address", "chosen", "ignored"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_read(address, chosen, ignored):
    parsed = parse(address, CUBE, PROGRAMME)
    assert (parsed.selection.chosen, parsed.ignored) == (chosen, ignored)


def test_a_selection_read_from_its_own_address_is_the_same():
    address = {
        "project": ["P2"],
        "age_band": ["65+", "18-35"],
        "population": ["both"],
        "disadvantage": ["unknown"],
    }
    chosen = parse(address, CUBE, PROGRAMME).selection
    again = {name: [value for one, value in chosen.pairs() if one == name] for name, _value in chosen.pairs()}
    assert parse(again, CUBE, PROGRAMME).selection == chosen


def test_a_cube_without_projects_offers_none():
    parsed = parse({"project": ["P1"]}, cube_of(EVERYBODY, by_project=False), PROGRAMME)
    assert (parsed.selection, parsed.ignored) == (Selection(), (("project", "P1"),))


@given(
    st.dictionaries(
        st.sampled_from([*FILTERS, "page"]),
        st.lists(st.text() | st.sampled_from(["F", "lab", "P1", "unknown", "MI"]), max_size=4),
    )
)
@settings(max_examples=60, deadline=None)
def test_no_address_breaks_it(address):
    chosen = parse(address, CUBE, PROGRAMME).selection
    assert [len(mask) for mask in masks(chosen, CUBE)] == [len(CUBE.code)] * len(chosen.chosen)


@pytest.mark.parametrize("name", FILTERS)
def test_every_value_of_every_filter_keeps_whom_it_names(name):
    for value in selection.options(name, CUBE, PROGRAMME):
        named = [one for one in EVERYBODY if value in one.values(name)]
        assert people_kept(Selection(((name, (value,)),)), CUBE) == len(named), value


@pytest.mark.parametrize("name", [name for name in FILTERS if name != "population"])
def test_the_values_of_a_filter_widen_it(name):
    first, *_others, last = selection.options(name, CUBE, PROGRAMME)
    named = [one for one in EVERYBODY if {first, last} & one.values(name)]
    assert people_kept(Selection(((name, (first, last)),)), CUBE) == len(named)


def test_filters_narrow_each_other():
    assert people_kept(Selection((("sex", ("F", "M")), ("province", ("BG",)))), CUBE) == 1
    assert people_kept(Selection((("sex", ("F",)), ("province", ("BG",)))), CUBE) == 0


def test_who_is_in_no_lab_has_no_status_that_could_be_unknown():
    assert people_kept(Selection((("occupational_status", ("unknown",)),)), CUBE) == 1


TOGGLES = {
    "adds a filter": (Selection(), "sex", "F", (("sex", ("F",)),)),
    "adds a value": (Selection((("sex", ("F",)),)), "sex", "M", (("sex", ("F", "M")),)),
    "takes a value away": (Selection((("sex", ("F", "M")),)), "sex", "F", (("sex", ("M",)),)),
    "takes the filter away with its last value": (Selection((("sex", ("F",)),)), "sex", "F", ()),
    "replaces a population": (
        Selection((("population", ("lab",)),)),
        "population",
        "plan",
        (("population", ("plan",)),),
    ),
}


@pytest.mark.parametrize(("before", "name", "value", "after"), TOGGLES.values(), ids=TOGGLES)
def test_a_click_on_a_mark(before, name, value, after):
    assert before.toggled(name, value).chosen == after


def test_the_provinces_in_which_somebody_lives():
    assert selection.inhabited_provinces(CUBE) == {"BG", "MI", "unknown"}
    assert selection.inhabited_provinces(cube_of([MARIA])) == {"MI"}


def test_admitted_by_one_value_alone():
    people = [MARIA, ALI, replace(MARIA, projects=frozenset({"P2"})), NOBODY_KNOWS]
    cube = cube_of(people)
    found = selection.admitted_by("project", ("P1", "P2"), cube)
    heads = {position: int(cube.measures["people"][found == position].sum()) for position in (-1, 0, 1)}
    assert heads == {-1: 2, 0: 1, 1: 1}


def test_a_selection_is_told_in_words():
    chosen = Selection((("project", ("P2",)), ("population", ("both",)), ("sex", ("F",))))
    assert selection.described(chosen, PROGRAMME, wording("en")) == (
        "Project: Lead of P2: Title of P2; Labs and plans: In a lab and with a plan; Sex: Women"
    )
    assert selection.described(Selection(), PROGRAMME, wording("en")) == "no filter: everybody"


def test_every_filter_has_a_name_and_every_value_a_label():
    for name in FILTERS:
        assert selection.filter_name(name, wording("en"))
        for value in selection.options(name, CUBE, PROGRAMME):
            assert selection.value_label(name, value, PROGRAMME, wording("en"))
    assert set(selection.FIELDS) == set(FIGURES) - {"plan_status"}
