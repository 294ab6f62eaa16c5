"""Awards by hand: when a second person signs, what is refused, what is one's own."""

from dataclasses import replace
from datetime import date

import pytest

from campanello.core.period import Period
from campanello.points.rules import hand_awards as rules
from campanello.points.rules.hand_awards import Days, Figures, NewAward

ON = date(2026, 3, 2)
DAYS = Days(Period(date(2026, 1, 1), date(2027, 1, 1)), back_days=90)
AWARD = NewAward(rate="base", what="Cleaned the courtyard", done_on=ON, evidence="Photo", minutes=60)
FIVE = Figures(points=5, room=40, second_above=50)
DAY_CASES = {
    "today": (ON, None),
    "tomorrow is not done yet": (date(2026, 3, 3), rules.NotDoneYet),
    "the first day of the scheme": (date(2026, 1, 1), None),
    "the day before the scheme": (date(2025, 12, 31), rules.OutsideScheme),
    "ninety days ago, before the scheme": (date(2025, 12, 2), rules.OutsideScheme),
    "ninety-one days ago": (date(2025, 12, 1), rules.TooLongAgo),
}


@pytest.mark.parametrize(("done_on", "wrong"), DAY_CASES.values(), ids=DAY_CASES)
def test_which_days_can_be_awarded(done_on, wrong):
    found = rules.why_not_day(done_on, DAYS, ON)

    assert (found and type(found)) is wrong


def test_the_last_day_of_a_scheme_is_told():
    days = Days(Period(date(2026, 1, 1), date(2026, 2, 1)), back_days=90)

    found = rules.why_not_day(date(2026, 2, 1), days, ON)

    assert found
    assert found.facts["last"] == "31/01/2026"


def test_a_second_person_signs_above_the_threshold_not_at_it():
    assert [rules.needs_second(points, 50) for points in (49, 50, 51)] == [False, False, True]


AWARD_CASES = {
    "five points with evidence": (AWARD, FIVE, None),
    "without evidence": (replace(AWARD, evidence="  "), FIVE, rules.WithoutEvidence),
    "without saying what": (replace(AWARD, what=""), FIVE, rules.WithoutEvidence),
    "to one's own household": (AWARD, replace(FIVE, is_own=True), rules.OwnAward),
    "less than a whole point": (AWARD, replace(FIVE, points=0), rules.NothingEarned),
    "exactly what the caps let through": (AWARD, replace(FIVE, room=5), None),
    "a point more than the caps let through": (AWARD, replace(FIVE, room=4), rules.AboveCap),
    "other figures than were shown": (replace(AWARD, shown=4), FIVE, rules.FiguresChanged),
    "the figures that were shown": (replace(AWARD, shown=5), FIVE, None),
}


@pytest.mark.parametrize(("award", "figures", "wrong"), AWARD_CASES.values(), ids=AWARD_CASES)
def test_what_is_refused(award, figures, wrong):
    found = rules.why_not_award(award, figures)

    assert (found and type(found)) is wrong


SIGN_CASES = {
    "another person signs": ({}, None),
    "who proposed it can't": ({"user": 1}, rules.SecondNeeded),
    "nobody in particular can't": ({"user": None}, rules.SecondNeeded),
    "somebody of the household can't": ({"figures": replace(FIVE, is_own=True)}, rules.OwnAward),
    "not once it is decided": ({"state": "refused"}, rules.DecidedAlready),
    "not above the caps, which others filled meanwhile": (
        {"figures": replace(FIVE, room=4)},
        rules.AboveCap,
    ),
}


@pytest.mark.parametrize(("but", "wrong"), SIGN_CASES.values(), ids=SIGN_CASES)
def test_who_signs(but, wrong):
    found = rules.why_not_sign(**{"proposed_by": 1, "user": 2, "figures": FIVE, "state": "waiting"} | but)

    assert (found and type(found)) is wrong


MEASURES = {
    "an hour's work": ("hour", {"minutes": 90}, (90, 1)),
    "a rate by the hour without minutes": ("hour", {"minutes": None}, None),
    "more than a day": ("hour", {"minutes": 1441}, None),
    "three times": ("time", {"minutes": None, "times": 3}, (1, 3)),
    "never": ("time", {"minutes": None, "times": 0}, None),
    "a hundred and one times": ("time", {"minutes": None, "times": 101}, None),
}


@pytest.mark.parametrize(("unit", "but", "found"), MEASURES.values(), ids=MEASURES)
def test_what_is_measured(unit, but, found):
    award = replace(AWARD, **but)
    if found:
        assert rules.measured(unit, award) == found
    else:
        with pytest.raises(rules.NotMeasured):
            rules.measured(unit, award)


OWN_CASES = {
    "a stranger": ((7, {3}, {1, 2}, 9), False),
    "a member": ((1, set(), {1, 2}, 9), True),
    "who declared the household": ((None, {9}, {1, 2}, 9), True),
    "who declared a household, of somebody who has none": ((None, {9}, {1}, None), False),
    "nobody, as for a job": ((None, set(), {1}, None), False),
}


@pytest.mark.parametrize(("given", "own"), OWN_CASES.values(), ids=OWN_CASES)
def test_what_is_one_s_own(given, own):
    assert rules.is_own(*given) is own
