"""Many rows past the models: what they hold is what the models would have written."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from campanello.core import bulk
from campanello.core.models import Organisation
from campanello.people.models import ContactWay, Notice, Person
from tests import factories

pytestmark = pytest.mark.django_db


def test_fields_that_are_not_named_get_their_default() -> None:
    bulk.insert(Person, ("given_name", "born_on"), [("Anna", date(1983, 11, 9)), ("Ugo", None)])
    anna, ugo = Person.objects.order_by("pk")
    assert (anna.given_name, anna.born_on, anna.family_name, anna.version) == (
        "Anna",
        date(1983, 11, 9),
        "",
        1,
    )
    assert (ugo.born_on, ugo.has_declined_birth, ugo.merged_into) == (None, False, None)
    assert anna.uid != ugo.uid
    assert anna.registered_at is not None


def test_foreign_keys_yes_and_no_and_hostile_texts_are_kept_as_they_are() -> None:
    person = factories.person()
    texts = ("a\tb", "a\nb", "\\N", 'it\'s "so"', "محمد 🔔", "")
    rows = [(person.pk, "email", text, True, factories.LONG_AGO) for text in texts]
    bulk.insert(ContactWay, ("person", "kind", "value", "has_consent", "starts_on"), rows)
    assert [(one.value, one.has_consent) for one in ContactWay.objects.order_by("pk")] == [
        (text, True) for text in texts
    ]


def test_json_is_kept_whether_written_for_its_row_or_once_for_all() -> None:
    texts = {"it": 'a\tb\\N "così"\n', "ar": "محمد 🔔", "rows": [1, None, True]}
    columns, on = ("kind", "version", "starts_on", "texts"), date(2026, 1, 1)
    rows = [("bench", 1, on, texts), ("bench", 2, on, bulk.written(texts)), ("bench", 3, on, "{}")]
    bulk.insert(Notice, columns, rows)
    kept = Notice.objects.filter(kind="bench").order_by("version")
    # The last is a text that looks like JSON, and stays a text.
    assert [one.texts for one in kept] == [texts, texts, "{}"]
    assert kept.filter(texts__it=texts["it"]).count() == 2


def test_no_rows_are_no_question() -> None:
    bulk.insert(Organisation, ("name", "kind"), [])
    assert not Organisation.objects.exists()


def test_rows_may_begin_by_reading() -> None:
    factories.organisation(name="One")

    def rows() -> Iterator[tuple[Any, ...]]:
        for name in list(Organisation.objects.values_list("name", flat=True)):
            yield f"{name} more", "other"

    bulk.insert(Organisation, ("name", "kind"), rows())
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["One", "One more"]


def test_a_row_that_breaks_a_constraint_stops_all() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert(Organisation, ("name", "kind"), [("Same", "other"), ("Same", "other")])
    assert not Organisation.objects.exists()


def test_added_rows_answer_their_keys_in_order_and_later_ones_follow() -> None:
    before = factories.organisation(name="Before").pk
    keys = bulk.add(Organisation, ("name", "kind"), [("B", "other"), ("A", "other")])
    assert [Organisation.objects.get(pk=key).name for key in keys] == ["B", "A"]
    Organisation.objects.get(pk=keys[-1]).delete()
    after = factories.organisation(name="After").pk
    assert len({before, *keys, after}) == 4
    assert bulk.add(Organisation, ("name", "kind"), []) == []


def test_many_values_are_looked_for_as_they_are() -> None:
    names = ['it\'s "so"', "محمد 🔔", "%s", "\\"]
    keys = [factories.organisation(name=name).pk for name in [*names, "another"]]
    found = Organisation.objects.filter(name__in=bulk.among(names))
    assert {one.name for one in found} == set(names)
    assert Organisation.objects.filter(pk__in=bulk.among(keys[:2])).count() == 2
    assert not Organisation.objects.filter(pk__in=bulk.among([])).exists()
