"""Filtered views: one subtracted from a wider one must find nobody, neither in a total nor in a cell."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campanello.core.edges import say
from campanello.evaluation import publication
from campanello.evaluation.cube import Cube
from campanello.evaluation.differencing import AddsTooFew, LeavesOutTooFew, TooFewPeople, view
from campanello.evaluation.result import Evaluation
from campanello.evaluation.selection import Selection
from tests.unit.evaluation.cubes import Someone, cube_of, programme

THRESHOLD = 5
PROGRAMME = programme("P1", "P2", "P3")
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def shown(cube: Cube, chosen: Selection) -> Evaluation | None:
    """What a view prints; None where it is refused."""
    seen = view(cube, chosen, THRESHOLD)
    if seen.refusal:
        return None
    return publication.evaluation(
        seen.cube,
        PROGRAMME,
        engine="test",
        generated_at=MOMENT,
        threshold=THRESHOLD,
        as_of=None,
        also=seen.withheld,
    )


def people(number: int, **descriptors) -> list[Someone]:
    return [Someone(**descriptors)] * number


WOMEN = Selection((("sex", ("F",)),))
MILANO_OR_BERGAMO = Selection((("province", ("BG", "MI")),))
WOMEN_OF_MILANO = Selection((("province", ("MI",)), ("sex", ("F",))))
REFUSALS = {
    "nobody answers: that is no small group": (people(9, sex="M"), WOMEN, None),
    "four people answer": (people(4) + people(9, sex="M"), WOMEN, TooFewPeople),
    "five people answer": (people(5) + people(9, sex="M"), WOMEN, None),
    "four are left out": (people(9) + people(4, sex="M"), WOMEN, LeavesOutTooFew),
    "five are left out": (people(9) + people(5, sex="M"), WOMEN, None),
    "nobody is left out": (people(9), WOMEN, None),
    "each filter leaves out enough, together they leave out few": (
        people(9) + people(2, sex="M", province="BG"),
        WOMEN_OF_MILANO,
        LeavesOutTooFew,
    ),
    "a value adds four people": (
        people(9) + people(4, province="BG") + people(9, province="SO"),
        MILANO_OR_BERGAMO,
        AddsTooFew,
    ),
    "a value adds five people": (
        people(9) + people(5, province="BG") + people(9, province="SO"),
        MILANO_OR_BERGAMO,
        None,
    ),
    "a value adds nobody": (people(9) + people(9, province="SO"), MILANO_OR_BERGAMO, None),
    "a project that adds nobody whom the other has not": (
        people(9, projects=frozenset({"P1"}))
        + people(3, projects=frozenset({"P1", "P2"}))
        + people(9, projects=frozenset({"P3"})),
        Selection((("project", ("P1", "P2")),)),
        None,
    ),
}


@pytest.mark.parametrize(("crowd", "chosen", "refused"), REFUSALS.values(), ids=REFUSALS)
def test_whole_views(crowd, chosen, refused):
    refusal = view(cube_of(crowd), chosen, THRESHOLD).refusal
    assert (type(refusal) if refusal else None) is refused


def test_a_refusal_says_which_filter_and_what_to_do():
    (sentence,) = say(view(cube_of(people(9) + people(4, sex="M")), WOMEN, THRESHOLD).refusal, "en")
    assert "“Sex”" in sentence
    assert "5 people" in sentence
    assert "Remove the filter" in sentence


def test_the_authority_sees_everything():
    seen = view(cube_of(people(9) + people(4, sex="M")), WOMEN, 0)
    assert seen.refusal is None
    assert seen.cube.total() == 9


def test_a_cell_of_women_is_withheld_when_that_of_men_is_small():
    crowd = people(20, education="primary") + people(9, education="tertiary")
    crowd += people(20, education="primary", sex="M") + people(3, education="tertiary", sex="M")
    cells = {row.category: row.count for row in shown(cube_of(crowd), WOMEN).figure("education", "all").rows}
    assert cells["tertiary"] is None
    assert cells["primary"] is None, "with all women printed, one cell alone would follow from the others"
    assert cells["none"] == 0


def test_the_number_of_plans_is_withheld_when_that_of_those_left_out_is_small():
    crowd = people(20) + people(9, plan=True) + people(20, sex="M") + people(3, sex="M", plan=True)
    evaluation = shown(cube_of(crowd), WOMEN)
    assert evaluation.indicator("recipients.total").value == 29
    for code in ("recipients.plan", "recipients.both", "plan_share"):
        assert evaluation.indicator(code).value is None, code


PERSON = st.builds(
    Someone,
    sex=st.sampled_from(["F", "F", "M", None]),
    origin=st.sampled_from(["italy", "italy", "asia", "other", None]),
    education=st.sampled_from(["primary", "tertiary", None]),
    disadvantages=st.sampled_from([("none",), ("migrant",), ("migrant", "other"), ()]),
    age=st.sampled_from(["18-35", "65+", None]),
    lab=st.just(True),
    plan=st.booleans(),
    projects=st.sampled_from([frozenset({"P1"}), frozenset({"P2"})]),
)
CROWDS = st.lists(st.tuples(PERSON, st.integers(1, 9)), min_size=1, max_size=9).map(
    lambda parts: [one for person, times in parts for one in [person] * times]
)
# Every selection of some values of these filters; a filter without values is not set.
CHOICES = {
    "project": [(), ("P1",)],
    "sex": [(), ("F",), ("F", "unknown")],
    "citizenship": [(), ("italian",), ("foreign", "italian")],
}


def selections() -> list[Selection]:
    return [
        Selection(tuple((name, values) for name, values in zip(CHOICES, chosen, strict=True) if values))
        for chosen in product(*CHOICES.values())
    ]


def holds(wider: Selection, narrower: Selection) -> bool:
    """Whether everybody of one selection is in another."""
    return wider != narrower and all(
        narrower.values(name) and set(narrower.values(name)) <= set(values) for name, values in wider.chosen
    )


def numbers(evaluation: Evaluation) -> dict[tuple[str, ...], int]:
    """Every count of people that a view prints."""
    cells = {
        (figure.code, figure.population, row.category): row.count
        for figure in evaluation.figures
        for row in figure.rows
    }
    sizes = {(code,): evaluation.indicator(code).value for code in RECIPIENTS}
    vulnerable = {("vulnerable",): evaluation.indicator("vulnerable_share").numerator}
    return {key: int(count) for key, count in (cells | sizes | vulnerable).items() if count is not None}


RECIPIENTS = ("recipients.total", "recipients.lab", "recipients.plan", "recipients.both")


@given(CROWDS)
@settings(max_examples=40, deadline=None)
def test_no_view_subtracted_from_a_wider_one_finds_fewer_than_the_threshold(crowd):
    cube = cube_of(crowd)
    views = {chosen: seen for chosen in selections() if (seen := shown(cube, chosen)) is not None}
    for wider, narrower in product(views, views):
        if holds(wider, narrower):
            more, less = numbers(views[wider]), numbers(views[narrower])
            found = {key: more[key] - less[key] for key in more.keys() & less.keys()}
            told = {key: count for key, count in found.items() if 0 < count < THRESHOLD}
            assert not told, (wider, narrower)
