"""The model as it is written down, and how a pair's weights are told."""

from itertools import pairwise

import pytest

from campanello.evaluation.linkage import model
from campanello.evaluation.linkage.comparisons import COMPARISONS, TWINS, Comparison, compared
from campanello.evaluation.linkage.explaining import PRIOR, Reason, specification, steps, stored_reasons

ALL = {"given", "family", "birth", "sex", "place", "phone", "street", "municipality", "postcode", "code"}
NAMES = [one.name for one in COMPARISONS]


@pytest.mark.parametrize("comparison", COMPARISONS, ids=NAMES)
def test_prior_shares_are_shares(comparison: Comparison) -> None:
    for shares in ([level.m for level in comparison.levels], [level.u for level in comparison.levels]):
        assert min(shares) > 0
        assert sum(shares) == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("comparison", COMPARISONS, ids=NAMES)
def test_the_most_alike_level_speaks_for_one_person_and_the_last_against(comparison: Comparison) -> None:
    first, last = comparison.levels[0], comparison.levels[-1]
    assert first.m > first.u
    assert last.m < last.u
    assert last.sql == "ELSE"
    assert len({level.key for level in comparison.levels}) == len(comparison.levels)


def test_what_has_no_column_is_not_compared() -> None:
    assert [one.name for one in compared({"given", "phone"}, of_households=False)] == ["given", "reach"]


def test_levels_that_can_t_occur_are_left_out() -> None:
    (reach,) = compared({"phone"}, of_households=False)
    assert [level.key for level in reach.levels] == ["phone", "other"]
    (locality,) = compared({"municipality"}, of_households=False)
    assert [level.key for level in locality.levels] == ["same", "alike", "other"]


@pytest.mark.parametrize("of_households", [True, False])
def test_twins_and_silence_are_for_households(of_households: bool) -> None:
    by_name = {one.name: one for one in compared(ALL, of_households=of_households)}
    assert (TWINS in {level.key for level in by_name["given"].levels}) == of_households
    assert ("born_l" in by_name["reach"].silent) == of_households
    assert "born_l" not in by_name["code"].silent


def test_a_comparison_that_a_training_session_needs_looks_at_none_of_its_columns() -> None:
    by_name = {one.name: one for one in compared(ALL, of_households=True)}
    for block, name in ((("birth",), "given"), (("birth",), "reach"), (("given", "family", "sex"), "reach")):
        told = by_name[name].silent + " ".join(level.sql for level in by_name[name].levels)
        assert [column for column in block if f" {column}_" in f" {told}".replace("(", " ")] == []


def test_splink_is_told_of_every_level() -> None:
    comparisons = compared(ALL, of_households=True)
    told = model.settings(comparisons, model.prior_shares(comparisons), 0.001)
    assert [len(one["comparison_levels"]) - 1 for one in told["comparisons"]] == [
        len(one.levels) for one in comparisons
    ]


REASONS = [
    Reason("sex", "same", 90),
    Reason("given", "same", 700, -300),
    Reason("family", "same", 1000, 5),
    Reason(PRIOR, "", -1100),
]


def test_the_bars_begin_at_random_fall_in_size_and_end_with_the_sum() -> None:
    bars = steps(REASONS, "en")
    assert [bar.label for bar in bars] == [
        "Two people taken at random",
        "Family name",
        "Given name",
        "Given name",
        "Sex",
        "All together",
    ]
    assert [round(bar.bits, 2) for bar in bars] == [-11, 10.05, 7, -3, 0.9, 3.95]
    assert all(bar.start == last.end for last, bar in pairwise(bars[:-1]))


def test_reasons_survive_being_stored() -> None:
    assert stored_reasons([one.as_json() for one in REASONS]) == REASONS


def test_what_another_version_stored_is_left_out() -> None:
    assert stored_reasons([{"field": "shoe size", "alike": "same", "bits": 3}]) == []


def test_the_chart_leaves_room_for_the_longest_bar() -> None:
    low, high = specification(steps(REASONS, "en"))["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low < -11
    assert high > 6.05
