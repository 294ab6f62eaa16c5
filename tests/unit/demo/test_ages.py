"""Ages within bands that add up exactly, and birth days that may be moved without changing them."""

import numpy as np
import pytest

from campanello.demo import ages
from campanello.demo.ages import BANDS, birth_range
from campanello.demo.days import completed_years, is_day
from campanello.demo.margins import NoWholeNumbers
from campanello.demo.people import invented_people

LIMITS = np.array(list(BANDS.values()))


PEOPLE_BY_BAND = np.repeat(np.arange(4), [30, 40, 20, 4]).astype(np.int32)
YOUNGEST, OLDEST = (int(LIMITS[PEOPLE_BY_BAND, end].sum()) for end in (0, 1))


@pytest.mark.parametrize(
    "total", [YOUNGEST, 3800, 4400, OLDEST], ids=["all the youngest", "young", "old", "all the oldest"]
)
def test_ages_add_up_and_stay_in_their_bands(total: int) -> None:
    bands = PEOPLE_BY_BAND
    found = ages._ages(bands, total, np.random.default_rng(3))
    assert found.sum() == total
    assert (found >= LIMITS[bands, 0]).all()
    assert (found <= LIMITS[bands, 1]).all()


@pytest.mark.parametrize("total", [YOUNGEST - 1, OLDEST + 1], ids=["too young", "too old"])
def test_a_sum_that_the_bands_do_not_allow_is_refused(total: int) -> None:
    with pytest.raises(NoWholeNumbers):
        ages._ages(PEOPLE_BY_BAND, total, np.random.default_rng(3))


def test_any_birth_day_in_its_range_leaves_the_ages_at_both_entries() -> None:
    crowd = invented_people("printed", 1)
    first, last = birth_range(crowd)
    assert (first <= crowd.birth).all()
    assert (last >= crowd.birth).all()
    for entry in (crowd.lab_entry, crowd.plan_entry):
        entered = is_day(entry)
        own = completed_years(crowd.birth[entered], entry[entered])
        for moved in (first, last):
            assert (completed_years(moved[entered], entry[entered]) == own).all()
