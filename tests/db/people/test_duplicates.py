"""Likely duplicates out of the database: who is found, for whom, in how many queries."""

from datetime import date
from typing import Any

import pytest

from campanello.core.actor import Actor, Role
from campanello.core.models import Project
from campanello.people.models import ContactWay, Person
from campanello.people.queries.duplicates import MOST, likely
from campanello.people.services import search_keys
from tests import factories

pytestmark = pytest.mark.django_db
BORN = date(1983, 11, 9)


@pytest.fixture
def lunetta() -> Project:
    return factories.project()


@pytest.fixture
def desk(lunetta: Project) -> Actor:
    return factories.actor(Role.DESK, project=lunetta)


def known(project: Project, family_name: str, given_name: str, **more: Any) -> Person:
    person = factories.person(project, family_name=family_name, given_name=given_name, **more)
    search_keys.refresh([person.pk])
    return person


FOUND = {
    "the same": ("Alaoui", "Samira", BORN),
    "swapped names": ("Samira", "Alaoui", BORN),
    "another spelling": ("Alawi", "Samirah", BORN),
    "Arabic script": ("العلوي", "سميرة", BORN),
    "day and month swapped": ("Alaoui", "Samira", date(1983, 9, 11)),
    "a figure of the year": ("Alaoui", "Samira", date(1988, 11, 9)),
    "no birth date": ("Alaoui", "Samira", None),
    "another family name": ("Rossi", "Samira", BORN),
}


@pytest.mark.parametrize(("family", "given", "born_on"), FOUND.values(), ids=FOUND)
def test_finds(desk: Actor, lunetta: Project, family: str, given: str, born_on: date | None) -> None:
    samira = known(lunetta, "Alaoui", "Samira", born_on=BORN)
    known(lunetta, "Alaoui", "Yassine", born_on=BORN)
    found = likely(desk, family_name=family, given_name=given, born_on=born_on)
    assert [one.person for one in found] == [samira]


def test_finds_by_code_and_telephone_whatever_the_name(desk: Actor, lunetta: Project) -> None:
    by_code, by_phone = known(lunetta, "Uno", "Primo"), known(lunetta, "Due", "Samira")
    factories.code(by_code, kind="cf", value="LAOSMR83S49Z330K", normal="LAOSMR83S49Z330K", reason="")
    ContactWay.objects.create(
        person=by_phone, kind="phone", value="333", normal="+393331234567", starts_on=factories.LONG_AGO
    )
    search_keys.refresh([by_phone.pk])
    found = likely(
        desk,
        family_name="Alaoui",
        given_name="Samira",
        codes=["lao smr 83s49 z330k"],
        phones=["333 1234567"],
    )
    assert [one.person for one in found] == [by_code, by_phone]


def test_people_of_others_are_not_told_of(desk: Actor) -> None:
    known(factories.project(), "Alaoui", "Samira", born_on=BORN)
    assert likely(desk, family_name="Alaoui", given_name="Samira", born_on=BORN) == []


def test_five_at_most_the_likeliest_first(desk: Actor, lunetta: Project) -> None:
    for number in range(8):
        known(lunetta, "Alaoui", "Samira", born_on=BORN if number == 7 else None)
    found = likely(desk, family_name="Alaoui", given_name="Samira", born_on=BORN)
    assert len(found) == MOST
    assert found[0].person.born_on == BORN
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_queries_do_not_grow(desk: Actor, lunetta: Project, django_assert_max_num_queries: Any) -> None:
    for _ in range(30):
        known(lunetta, "Alaoui", "Samira", born_on=BORN)
    with django_assert_max_num_queries(9):
        found = likely(
            desk,
            family_name="Alaoui",
            given_name="Samira Anna",
            born_on=BORN,
            codes=["LAOSMR83S49Z330K"],
            phones=["333 1234567"],
        )
    assert len(found) == MOST


def test_nothing_known_finds_nobody(desk: Actor, lunetta: Project) -> None:
    known(lunetta, "Alaoui", "Samira")
    assert likely(desk, family_name="", given_name="", codes=[""], phones=["", "--"]) == []
