"""Search keys: what many at once, once more, anew and after an erasure leave in the tables."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.people.models import NameWord, NameWordKey, Person, PersonKey, PersonWord
from campanello.people.services import search_keys
from tests import factories

pytestmark = pytest.mark.django_db


def state() -> list[object]:
    words = sorted(PersonWord.objects.values_list("word__word", "year", "person"))
    counted = sorted(NameWord.objects.values_list("word", "people"))
    return [
        words,
        counted,
        NameWordKey.objects.count(),
        sorted(PersonKey.objects.values_list("key", "person")),
    ]


def people(number: int) -> list[int]:
    return [
        factories.person(
            given_name=f"Anna{'abcdefghij'[at % 10]}", family_name="Rossi", residence_address="Via Verdi 4"
        ).pk
        for at in range(number)
    ]


def test_many_at_once_are_as_one_after_the_other() -> None:
    ids = people(30)
    search_keys.refresh(ids)
    at_once = state()
    search_keys.forget(ids)
    for one in ids:
        search_keys.refresh([one])
    assert state()[0] == at_once[0]
    assert state()[1:] == at_once[1:]


def test_once_more_changes_nothing_and_writes_nothing() -> None:
    ids = people(5)
    search_keys.refresh(ids)
    before = state()
    with CaptureQueriesContext(connection) as queries:
        search_keys.refresh(ids)
    assert state() == before
    assert [
        one["sql"] for one in queries if one["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE", "COPY"}
    ] == []


def test_a_changed_name_and_birth_date_replace_the_old() -> None:
    one = factories.person(given_name="Anna", family_name="Rossi")
    search_keys.refresh([one.pk])
    Person.objects.filter(pk=one.pk).update(family_name="Verdi", born_on=date(1983, 11, 9))
    search_keys.refresh([one.pk])
    assert state()[0] == [("anna", 1983, one.pk), ("verdi", 1983, one.pk)]
    assert not NameWord.objects.filter(word="rossi").exists()


def test_bearers_are_counted() -> None:
    ids = people(12)
    search_keys.refresh(ids)
    search_keys.forget(ids[:2])
    assert NameWord.objects.get(word="rossi").people == 10


def test_nothing_is_left_when_all_are_forgotten() -> None:
    ids = people(4)
    search_keys.refresh(ids)
    search_keys.forget(ids)
    assert state() == [[], [], 0, []]


def test_anew_mends_counts_and_what_was_never_made() -> None:
    ids = people(4)
    search_keys.refresh(ids[:2])
    NameWord.objects.update(people=77)
    NameWord.objects.create(word="nobody", people=3)
    assert search_keys.rebuild() == 4
    assert NameWord.objects.get(word="rossi").people == 4
    assert not NameWord.objects.filter(word="nobody").exists()
    assert PersonWord.objects.filter(word__word="rossi").count() == 4


def test_queries_do_not_grow_with_the_people() -> None:
    counts = []
    for number in (3, 60):
        ids = people(number)
        with CaptureQueriesContext(connection) as queries:
            search_keys.refresh(ids)
        counts.append(len(queries))
        search_keys.forget(ids)
    assert counts[1] <= counts[0] + 8  # one for each different number of bearers
