"""What is withheld of a lab's months, tried by subtracting all that is shown; and the words beside every figure."""

from datetime import date
from random import Random

import pytest

from campanello.lab.rules.figures import (
    BREAKDOWNS,
    Cell,
    Days,
    Hidden,
    MonthNotOver,
    Told,
    figures,
    hidden,
    last_whole_month,
    month_days,
    why_not_month,
)
from campanello.lab.rules.figures_meaning import MEANINGS, MONTHLY, SECTIONS

JAN, FEB, MAR, APR = (date(2026, number, 1) for number in (1, 2, 3, 4))


def counted(*counts: int) -> dict[date, dict[str, int]]:
    return {date(2026, number, 1): {"all": count} for number, count in enumerate(counts, 1)}


CASES = {
    "nothing small, nothing withheld": (counted(5, 9, 30), set(), False),
    "nobody is no small count": (counted(0, 9, 30), set(), False),
    "one small month takes the next smallest along": (counted(9, 4, 6, 30), {FEB, MAR}, False),
    "two small months of one and one take a large one along": (counted(1, 1, 8, 30), {JAN, FEB, MAR}, False),
    "three small months are enough where the sum leaves them open": (
        counted(2, 3, 2, 30),
        {JAN, FEB, MAR},
        False,
    ),
    "three of four each would follow from twelve": (counted(4, 4, 4, 30), {JAN, FEB, MAR, APR}, False),
    "a month alone goes with its sum": (counted(3), {JAN}, True),
    "empty months hide nothing": (counted(3, 0, 0), {JAN}, True),
}


@pytest.mark.parametrize(("months", "gone", "is_sum"), CASES.values(), ids=CASES)
def test_months_withheld(months: dict[date, dict[str, int]], gone: set[date], is_sum: bool) -> None:
    assert hidden(months, 5) == Hidden(frozenset(gone), is_sum)
    assert hidden(months, 0) == Hidden()


def test_the_parts_go_with_the_whole_they_divide() -> None:
    months = {JAN: {"desk": 10, "phone": 6}, FEB: {"desk": 9, "phone": 7}}
    assert hidden(months, 5, Hidden(frozenset({JAN, FEB}), False)).months == {JAN, FEB}
    assert hidden(months, 5, Hidden(frozenset({JAN}), True)).is_sum


@pytest.mark.parametrize("seed", range(20))
def test_no_small_count_is_left_when_all_that_is_shown_is_subtracted(seed: int) -> None:
    some = Random(seed)
    months = {
        date(2020 + number // 12, number % 12 + 1, 1): {
            part: some.choice((0, 1, 3, 5, 8, 20)) for part in ("a", "b", "c")
        }
        for number in range(some.randint(1, 24))
    }
    found = hidden(months, 5)
    shown = {month: parts for month, parts in months.items() if month not in found.months}
    assert not any(0 < count < 5 for parts in shown.values() for count in parts.values())
    if not found.is_sum:
        left = [sum(months[one][part] for one in found.months) for part in ("a", "b", "c")]
        assert not any(0 < count < 5 for count in left)
        assert len(found.months) != 1


def test_a_small_group_of_people_is_withheld_with_what_tells_it() -> None:
    told = Told(
        months={JAN: {"visits": {"all": 40}, "visits.who": {"person": 40}}},
        different={JAN: {"people": 3}, None: {"people": 3}},
    )
    found = figures(told, Days(None, month_days(JAN).last), threshold=5)
    assert found.single["visits"] == Cell(40)
    assert found.single["people"] == found.single["visits_per_person"] == Cell(is_withheld=True)
    assert found.withholds
    whole = figures(told, Days(None, month_days(JAN).last), threshold=0)
    assert whole.single["visits_per_person"] == Cell(40 / 3)
    assert not whole.withholds


def test_a_lab_without_anything_has_no_ratios_and_is_empty() -> None:
    found = figures(Told(), Days(JAN, FEB), threshold=0)
    assert found.is_empty
    assert found.single["visits_per_person"] == found.single["visits_per_hour"] == Cell()
    assert FEB in Days(JAN, FEB)
    assert MAR not in Days(JAN, FEB)


@pytest.mark.parametrize(
    ("month", "on", "is_over"),
    [
        pytest.param(FEB, date(2026, 2, 28), False, id="not on its last day"),
        pytest.param(FEB, date(2026, 3, 1), True, id="from the next month's first"),
        pytest.param(date(2025, 12, 1), date(2026, 1, 1), True, id="over the new year"),
    ],
)
def test_when_a_month_is_over(month: date, on: date, is_over: bool) -> None:
    assert isinstance(why_not_month(month, on=on), MonthNotOver) is not is_over
    assert (month_days(month).last <= last_whole_month(on).last) is is_over


def test_every_figure_says_its_unit_and_how_it_is_counted() -> None:
    shown = [code for codes in SECTIONS.values() for code in codes]
    assert sorted(shown) == sorted(MEANINGS)
    assert set(MONTHLY) <= set(shown)
    assert all(one.name and one.unit and one.counted for one in MEANINGS.values())
    found = figures(Told(), Days(None, JAN), threshold=0)
    assert list(found.parts) == list(BREAKDOWNS)
    assert sorted(found.single) == sorted(shown)
    assert {one.unit for one in MEANINGS.values() if one.name.startswith("Visits of")} == {"visits"}
