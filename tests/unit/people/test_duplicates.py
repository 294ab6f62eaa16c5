"""Who may be the person about to be registered: cases as they happen at a desk."""

from datetime import date

import pytest

from campanello.people.rules import duplicates
from campanello.people.rules.duplicates import Known, Names, likeness
from campanello.people.rules.likeness import Reason

BORN = date(1983, 11, 9)


def known(family: str, given: str, born_on: date | None = BORN, **more: bool) -> Known:
    return Known(Names.of(family, given), born_on, **more)


DRAFT = known("Alaoui", "Samira")
SAME = {
    "the same": (DRAFT, known("Alaoui", "Samira"), duplicates.SAME_ALL),
    "names in each other's field": (DRAFT, known("Samira", "Alaoui"), duplicates.CHANGED_PLACES),
    "another Latin spelling": (DRAFT, known("Alawi", "Samirah"), duplicates.SAME_BIRTH),
    "Arabic script": (DRAFT, known("العلوي", "سميرة"), duplicates.SAME_BIRTH),
    "a given name left out": (
        known("Bianchi", "Anna Maria"),
        known("Bianchi", "Anna"),
        duplicates.SAME_BIRTH,
    ),
    "one of two family names": (known("Lopez Garcia", "Ana"), known("Lopez", "Ana"), duplicates.SAME_BIRTH),
    "day and month swapped": (DRAFT, known("Alaoui", "Samira", date(1983, 9, 11)), duplicates.SWAPPED_BIRTH),
    "a figure of the year": (DRAFT, known("Alaoui", "Samira", date(1988, 11, 9)), duplicates.ONE_FIGURE),
    "no birth date on record": (DRAFT, known("Alaoui", "Samira", None), duplicates.NO_BIRTH),
    "no birth date told": (known("Alaoui", "Samira", None), DRAFT, duplicates.NO_BIRTH),
    "1 January of the year before": (
        known("Hussain", "Muhammad", date(1990, 1, 1)),
        known("Husain", "Mohammad", date(1991, 1, 1)),
        duplicates.FIRST_OF_JANUARY,
    ),
    "1 January for a day now known": (
        DRAFT,
        known("Alaoui", "Samira", date(1983, 1, 1)),
        duplicates.FIRST_OF_JANUARY,
    ),
    "a husband's family name": (DRAFT, known("Rossi", "Samira"), duplicates.OTHER_FAMILY_NAME),
    "the same code": (DRAFT, known("Altro", "Nome", date(1950, 1, 2), has_code=True), duplicates.SAME_CODE),
    "a telephone and the given name": (
        known("", "Samira", None),
        known("Rossi", "Samira", None, has_phone=True),
        duplicates.PHONE_AND_NAME,
    ),
}


@pytest.mark.parametrize(("draft", "record", "reason"), SAME.values(), ids=SAME)
def test_may_be_the_same(draft: Known, record: Known, reason: Reason) -> None:
    found = likeness(draft, record)
    assert found is not None
    assert found[1][0] is reason
    assert duplicates.LEAST_SCORE <= found[0] <= 100


DIFFERENT = {
    "twins": (known("Bianchi", "Luca"), known("Bianchi", "Giulia")),
    "twins whose names begin alike": (known("Bianchi", "Alessia"), known("Bianchi", "Aurora")),
    "father and son of one name": (
        known("Singh", "Gurpreet", date(1955, 4, 3)),
        known("Singh", "Gurpreet", date(1982, 9, 17)),
    ),
    "strangers of one very common name": (
        known("Hussain", "Muhammad", date(1990, 5, 6)),
        known("Hussain", "Muhammad", date(1971, 8, 30)),
    ),
    "1 January of long ago": (
        known("Hussain", "Muhammad", date(1990, 1, 1)),
        known("Hussain", "Muhammad", date(1975, 1, 1)),
    ),
    "born on one day": (DRAFT, known("Rossi", "Maria")),
    "1 January and another family name": (
        known("Hussain", "Muhammad", date(1990, 1, 1)),
        known("Diop", "Muhammad", date(1990, 1, 1)),
    ),
    "a family's telephone": (known("Rossi", "Anna"), known("Rossi", "Ugo", date(1980, 2, 3), has_phone=True)),
    "nothing known": (known("", "", None), known("", "", None)),
}


@pytest.mark.parametrize(("draft", "record"), DIFFERENT.values(), ids=DIFFERENT)
def test_is_not_told_to_be_the_same(draft: Known, record: Known) -> None:
    assert likeness(draft, record) is None


def test_a_shared_telephone_makes_it_likelier() -> None:
    alone, with_phone = (
        likeness(DRAFT, known("Alaoui", "Samira", None, has_phone=has)) for has in (False, True)
    )
    assert alone is not None
    assert with_phone is not None
    assert with_phone[0] == alone[0] + 10
    assert with_phone[1][-1] is duplicates.SAME_PHONE


def test_the_better_known_the_higher() -> None:
    born = [BORN, date(1983, 9, 11), date(1988, 11, 9), None]
    scores = [found[0] for day in born if (found := likeness(DRAFT, known("Alaoui", "Samira", day)))]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(born)


def test_years_to_look_in_hold_one_figure_two_years_and_none() -> None:
    years = duplicates.years_to_look_in(BORN)
    assert {0, 1981, 1985, 1988, 1903, 1993} <= set(years)
    assert 1960 not in years
