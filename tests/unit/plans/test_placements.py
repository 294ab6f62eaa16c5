"""Traineeships under agreements and within places; how well a person and a vacancy fit, with the reasons."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from campanello.plans.rules import matching, placements
from campanello.plans.rules.matching import Offered, Wanted
from campanello.plans.rules.placements import Room, Span

MARCH, SEPTEMBER = date(2026, 3, 1), date(2026, 9, 1)
NEW = Span(MARCH, SEPTEMBER)
ROOM = Room(1, date(2026, 1, 1), date(2027, 1, 1), taken=(), own=(), most_months=6)
DAY = timedelta(1)
OTHER = Span(date(2026, 8, 1), date(2026, 12, 1))
TRAINEESHIPS = {
    "six months under an agreement": (NEW, ROOM, None),
    "a day more than six months": (Span(MARCH, SEPTEMBER + DAY), ROOM, placements.TraineeshipTooLong),
    "no day at all": (Span(MARCH, MARCH), ROOM, placements.TraineeshipEndsBeforeStart),
    "before the agreement": (NEW, replace(ROOM, agreed_on=MARCH + DAY), placements.NoAgreement),
    "beyond the agreement": (NEW, replace(ROOM, agreed_until=SEPTEMBER - DAY), placements.NoAgreement),
    "up to the agreement's end": (NEW, replace(ROOM, agreed_until=SEPTEMBER), None),
    "under an agreement without an end": (NEW, replace(ROOM, agreed_until=None), None),
    "without an agreement": (NEW, replace(ROOM, agreed_on=None), placements.NoAgreement),
    "on a place that is taken for a month of it": (NEW, replace(ROOM, taken=(OTHER,)), placements.HostFull),
    "on a second place": (NEW, replace(ROOM, places=2, taken=(OTHER,)), None),
    "after the one before": (NEW, replace(ROOM, taken=(Span(date(2025, 9, 1), MARCH),)), None),
    "beside another of the same person": (NEW, replace(ROOM, own=(OTHER,)), placements.SecondTraineeship),
}


@pytest.mark.parametrize(("new", "room", "refusal"), TRAINEESHIPS.values(), ids=TRAINEESHIPS)
def test_what_traineeship_may_be(new: Span, room: Room, refusal: type[Exception] | None) -> None:
    found = placements.why_not_train(new, 1200, room)
    assert (type(found) if found else None) == refusal


def test_two_that_follow_each_other_take_one_place() -> None:
    follows = (Span(MARCH, date(2026, 5, 1)), Span(date(2026, 5, 1), SEPTEMBER))
    assert placements.most_at_once(NEW, follows) == 1
    assert placements.most_at_once(NEW, (*follows, Span(date(2026, 4, 1), date(2026, 6, 1)))) == 2


@pytest.mark.parametrize(("minutes", "is_refused"), [(1, False), (2880, False), (2881, True), (0, True)])
def test_hours_a_week(minutes: int, is_refused: bool) -> None:
    assert (placements.why_not_hours(minutes) is not None) is is_refused


SEEN = {"on the last day": (30, False), "the day after": (31, True)}


@pytest.mark.parametrize(("days", "late"), SEEN.values(), ids=SEEN)
def test_a_visit_is_overdue(days: int, late: bool) -> None:
    assert placements.is_overdue("running", MARCH, MARCH + timedelta(days), 30) is late
    assert not placements.is_overdue("completed", MARCH, MARCH + timedelta(days), 30)


# The figures of docs/rules/placements.md.
SEWING = Wanted(("cucito", "stiro"), ("ar",), "015146", 1200)
SAMIRA = Offered(("Cucito e rammendo", "Stiro"), frozenset({"ar", "it"}), "015146", 1500)
FITS = {
    "all that is asked for": ({}, 100),
    "one of two skills": ({"skills": ("cucito",)}, 75),
    "no skill": ({"skills": ()}, 50),
    "without the language": ({"languages": frozenset({"it"})}, 80),
    "from elsewhere, and travels": ({"municipality": "108033", "travels": True}, 90),
    "from elsewhere": ({"municipality": "108033"}, 80),
    "with too few hours": ({"weekly_minutes": 1199}, 90),
    "of whom nobody asked the hours": ({"weekly_minutes": None}, 90),
}


@pytest.mark.parametrize(("but", "points"), FITS.values(), ids=FITS)
def test_points_of_a_hundred(but: dict[str, object], points: int) -> None:
    found = matching.fit(SEWING, replace(SAMIRA, **but))
    assert found is not None
    assert found.points == points


def test_what_is_not_asked_does_not_count() -> None:
    found = matching.fit(Wanted(skills=("cucito",)), Offered(skills=("Cucito",)))
    assert found is not None
    assert (found.points, len(found.reasons)) == (100, 1)
    assert matching.fit(Wanted(), SAMIRA) is None
    assert matching.fit(SEWING, Offered()) is None


def test_each_point_has_its_reason() -> None:
    found = matching.fit(SEWING, replace(SAMIRA, skills=("cucito",)))
    assert found is not None
    told = [(one.is_good, one.text % dict(one.facts) if one.facts else one.codes) for one in found.reasons]
    assert told[:3] == [
        (True, "offers: cucito"),
        (False, "not among what they offer: stiro"),
        (True, ("ar",)),
    ]
    assert told[-1] == (True, "20 h a week fit")


def test_who_lacks_a_language_comes_after_who_speaks_it() -> None:
    speaks = matching.fit(SEWING, replace(SAMIRA, skills=("stiro",), weekly_minutes=None))
    best = matching.fit(SEWING, replace(SAMIRA, languages=frozenset()))
    assert speaks
    assert best
    assert speaks.points < best.points
    assert [key for key, _ in matching.ranked([(1, best), (2, speaks)])] == [2, 1]


WORDS = {
    "capitals and accents": ("CUCÌTO", "cucito", True),
    "one and many": ("pulizia uffici", "Pulizie di ufficio", True),
    "she and he": ("cuoco", "Cuoca per feste", True),
    "another order": ("anziani, cura", "cura di anziani", True),
    "not a part of a word": ("arte", "partenze", False),
    "not one word of two": ("cura anziani", "cura giardini", False),
    "another script": ("خياطة", "خياطة", True),
}


@pytest.mark.parametrize(("skill", "text", "is_met"), WORDS.values(), ids=WORDS)
def test_a_skill_is_met_by_its_words(skill: str, text: str, is_met: bool) -> None:
    assert matching.is_met(skill, matching.stems(text)) is is_met


def test_entries_are_told_apart_once() -> None:
    assert matching.parts_of(" cucito ; stiro,, cucito ") == ("cucito", "stiro")
