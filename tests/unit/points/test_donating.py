"""How a gift code is read, and how the pool is parted."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campanello.points.rules.donating import fair_share, read_code

WRITTEN = {
    "as it is told": ("ABCD-2346", "ABCD-2346"),
    "small, with a space": (" abcd 2346 ", "ABCD-2346"),
    "in one word": ("abcd2346", "ABCD-2346"),
    "a one for an L": ("1BCD-234I", "LBCD-234L"),
    "too short": ("ABCD-234", ""),
    "too long": ("ABCD-23467", ""),
    "empty": ("", ""),
    "in another alphabet": ("АБВГ-2346", ""),
}
SHARES = {
    "the same for each": (90, {1: 100, 2: 100, 3: 100}, {1: 30, 2: 30, 3: 30}),
    "what one does not need goes to the others": (90, {1: 10, 2: 100, 3: 100}, {1: 10, 2: 40, 3: 40}),
    "what can't be parted evenly stays": (100, {1: 100, 2: 100, 3: 100}, {1: 33, 2: 33, 3: 33}),
    "no more than all need": (1_000, {1: 5, 2: 7}, {1: 5, 2: 7}),
    "nobody gets anything where there are fewer points than households": (2, {1: 9, 2: 9, 3: 9}, {}),
    "who needs nothing gets nothing": (10, {1: 0, 2: 4}, {2: 4}),
    "an empty pool": (0, {1: 5}, {}),
}


@pytest.mark.parametrize(("written", "code"), WRITTEN.values(), ids=WRITTEN)
def test_a_code_is_read_as_people_write_it(written, code):
    assert read_code(written) == code


@pytest.mark.parametrize(("available", "needs", "shares"), SHARES.values(), ids=SHARES)
def test_fair_share(available, needs, shares):
    assert fair_share(available, needs) == shares


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 400), st.dictionaries(st.integers(0, 30), st.integers(0, 60), max_size=12))
def test_a_fair_share_is_equal_but_for_who_needs_less_and_leaves_less_than_one_each(available, needs):
    shares = fair_share(available, needs)
    got = {key: shares.get(key, 0) for key, need in needs.items() if need}
    most = max(got.values(), default=0)
    assert sum(got.values()) <= available
    assert all(points in {needs[key], most} and points <= needs[key] for key, points in got.items())
    unmet = sum(points < needs[key] for key, points in got.items())
    assert available - sum(got.values()) < unmet or not unmet
