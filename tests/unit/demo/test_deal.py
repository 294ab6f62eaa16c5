"""Dealing exact numbers: counts are kept, weights are felt, the impossible is refused."""

import numpy as np
import pytest

from campanello.demo.deal import CannotDeal, deal, weighted


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_each_category_is_dealt_exactly_as_often_as_asked() -> None:
    dealt = deal({"a": 3, "b": 5, "c": 2}, {}, 10, rng())
    assert np.bincount(dealt).tolist() == [3, 5, 2]


def test_nobody_gets_what_they_may_not_have() -> None:
    only_even = weighted(100, (np.arange(100) % 2 == 1, 0.0))
    dealt = deal({"a": 60, "b": 40}, {"b": only_even}, 100, rng())
    assert (np.flatnonzero(dealt == 1) % 2).sum() == 0


def test_the_category_with_the_least_choice_is_dealt_before_those_whom_it_needs_are_gone() -> None:
    first_ten = weighted(100, (np.arange(100) >= 10, 0.0))
    dealt = deal({"a": 90, "b": 10}, {"b": first_ten}, 100, rng())
    assert np.flatnonzero(dealt == 1).tolist() == list(range(10))


def test_the_likelier_get_it_more_often() -> None:
    likely = weighted(1000, (np.arange(1000) < 500, 9.0))
    dealt = deal({"a": 800, "b": 200}, {"b": likely}, 1000, rng())
    assert (np.flatnonzero(dealt == 1) < 500).sum() > 150


def test_more_than_may_have_it_is_refused() -> None:
    nobody = weighted(4, (np.arange(4) > 0, 0.0))
    with pytest.raises(CannotDeal, match="b: 2 to deal, 1 may have it"):
        deal({"a": 2, "b": 2}, {"b": nobody}, 4, rng())


def test_factors_multiply_where_several_conditions_hold() -> None:
    weights = weighted(3, (np.array([True, True, False]), 2.0), (np.array([False, True, True]), 5.0))
    assert weights.tolist() == [2.0, 10.0, 5.0]
