"""Keeps the keys by which people are found as their records are.

To be called in the transaction of the change itself: after a change of names, birth date, telephone, residence, of a
merge or its undoing, of an erasure, and after an import, with all its people at once.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Greatest

from campanello.core import bulk
from campanello.people.models import ContactWay, NameWord, NameWordKey, Person, PersonKey, PersonWord
from campanello.people.rules import keys

_AT_ONCE = 5_000  # people; more would hold the writer of SQLite for long and gain nothing
_ROWS_AT_ONCE = 20_000
_TELEPHONES = ("phone", "whatsapp")
# Beyond so many bearers the number is kept roughly: it only says which word of several is the rarer one, and a row
# that every registration changed would make them wait for each other.
_COUNTED_EXACTLY = 1_000


@dataclass
class _Wanted:
    """The keys that somebody should have."""

    year: int = 0
    words: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)


@transaction.atomic
def refresh(person_ids: Iterable[int]) -> None:
    """Make the search keys of people what their records say. For one or for a hundred thousand.

    The keys of a merged person go to who stands for them; who was erased has none, and a word that nobody bears any
    more is forgotten. Calling it again changes nothing.
    """
    ids = sorted(set(person_ids))
    changes: Counter[int] = Counter()
    for start in range(0, len(ids), _AT_ONCE):
        changes.update(_refresh(ids[start : start + _AT_ONCE]))
    _count(changes)


@transaction.atomic
def forget(person_ids: Iterable[int]) -> None:
    """Take away the search keys of people whose rows are about to be deleted."""
    ids = sorted(set(person_ids))
    _count(_replace_words(ids, {}))
    PersonKey.objects.filter(person__in=ids).delete()


def rebuild(*, report: Callable[[int], None] = lambda done: None) -> int:
    """Make all search keys anew, some thousand people a transaction; answers how many people there are.

    For after a change of the rules in `people.rules.keys`; searching goes on meanwhile.

    Args:
        report: Told after each step how many people are done.
    """
    done, last = 0, 0
    while ids := list(
        Person.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]
    ):
        refresh(ids)
        done, last = done + len(ids), ids[-1]
        report(done)
    _recount()
    return done


@transaction.atomic
def _recount() -> None:
    NameWord.objects.filter(~Exists(PersonWord.objects.filter(word=OuterRef("pk")))).delete()
    counted = PersonWord.objects.values("word").annotate(people=Count("person")).values_list("word", "people")
    by_number: dict[int, list[int]] = {}
    for word, people in counted.order_by("word").iterator(chunk_size=_ROWS_AT_ONCE):
        by_number.setdefault(people, []).append(word)
    for people, words in by_number.items():
        for start in range(0, len(words), _ROWS_AT_ONCE):
            NameWord.objects.filter(pk__in=words[start : start + _ROWS_AT_ONCE]).update(people=people)


def _refresh(ids: Collection[int]) -> Mapping[int, int]:
    standing = _standing_for(ids)
    wanted = _wanted(standing)
    people = standing.keys() | set(ids)
    _replace_keys(people, wanted)
    return _replace_words(people, wanted)


def _standing_for(ids: Collection[int]) -> dict[int, int]:
    """Of each of these people, and of all who were merged with them, who stands for them."""
    into: dict[int, int] = {}
    missing = set(ids)
    while missing:
        rows = dict(Person.objects.filter(pk__in=bulk.among(missing)).values_list("pk", "merged_into"))
        into |= {one: kept or one for one, kept in rows.items()}
        missing = {kept for kept in rows.values() if kept and kept not in into}
    kept_ids = {one for one in into if into[one] == one}
    while kept_ids:
        absorbed = dict(
            Person.objects.filter(merged_into__in=bulk.among(kept_ids)).values_list("pk", "merged_into")
        )
        into |= {one: kept for one, kept in absorbed.items() if kept}
        kept_ids = set(absorbed)
    return {one: _end_of(one, into) for one in into}


def _end_of(person: int, into: Mapping[int, int]) -> int:
    while into[person] != person:
        person = into[person]
    return person


def _wanted(standing: Mapping[int, int]) -> dict[int, _Wanted]:
    found: dict[int, _Wanted] = {}
    people = Person.objects.filter(pk__in=bulk.among(standing), erased_at=None).values_list(
        "pk",
        "born_on",
        "residence_address",
        "family_name",
        "given_name",
        "other_names",
        "native_name",
    )
    for pk, born_on, address, *names in people.iterator(chunk_size=_AT_ONCE):
        one = found.setdefault(standing[pk], _Wanted())
        one.words |= keys.name_words(*names)
        one.keys |= keys.address_keys(address)
        if born_on and (pk == standing[pk] or not one.year):
            one.year = born_on.year
    phones = ContactWay.objects.filter(person__in=bulk.among(standing), kind__in=_TELEPHONES, ends_on=None)
    for pk, normal in phones.values_list("person", "normal").order_by():
        digits = "".join(filter(str.isdigit, normal))
        if digits and standing[pk] in found:
            found[standing[pk]].keys.add(keys.phone_key(digits))
    return found


def _replace_words(people: Collection[int], wanted: Mapping[int, _Wanted]) -> Mapping[int, int]:
    """Put the words of people's names in place of those they had; answers by how many each word's bearers changed."""
    had: dict[int, set[tuple[str, int]]] = {}
    word_ids: dict[str, int] = {}
    rows = PersonWord.objects.filter(person__in=bulk.among(people)).values_list(
        "person", "word__word", "year", "word"
    )
    for person, word, year, word_id in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        had.setdefault(person, set()).add((word, year))
        word_ids[word] = word_id
    should = {person: {(word, one.year) for word in one.words} for person, one in wanted.items()}
    changed = [person for person in people if had.get(person, set()) != should.get(person, set())]
    if not changed:
        return {}
    more = Counter(word for person in changed for word, _ in should.get(person, ()))
    fewer = Counter(word for person in changed for word, _ in had.get(person, ()))
    word_ids |= _word_ids(more.keys())
    PersonWord.objects.filter(person__in=bulk.among(changed)).delete()
    bulk.insert(
        PersonWord,
        ("word", "year", "person"),
        (
            (word_ids[word], year, person)
            for person in changed
            for word, year in sorted(should.get(person, ()))
        ),
    )
    more.subtract(fewer)
    return {word_ids[word]: number for word, number in more.items() if number}


def _word_ids(words: Collection[str]) -> dict[str, int]:
    """The keys of words, which are added where they are new. Rare ones are locked, lest somebody takes them away."""
    _lock(NameWord.objects.filter(word__in=bulk.among(words), people__lte=_COUNTED_EXACTLY))
    known = dict(NameWord.objects.filter(word__in=bulk.among(words)).values_list("word", "pk"))
    new = sorted(set(words) - known.keys())
    if not new:
        return known
    NameWord.objects.bulk_create((NameWord(word=word) for word in new), ignore_conflicts=True)
    added = dict(NameWord.objects.filter(word__in=bulk.among(new)).values_list("word", "pk"))
    # Somebody else may have added a word, with its keys, in the same moment.
    with_keys = set(
        NameWordKey.objects.filter(word__in=bulk.among(added.values()))
        .values_list("word", flat=True)
        .distinct()
    )
    bulk.insert(
        NameWordKey,
        ("key", "word"),
        (
            (key, pk)
            for word, pk in added.items()
            if pk not in with_keys
            for key in sorted(keys.word_keys(word))
        ),
    )
    return known | added


def _count(changes: Mapping[int, int]) -> None:
    """Count bearers of words up and down, and take away the words that nobody bears any more."""
    changes = {pk: number for pk, number in changes.items() if number}
    if not changes:
        return
    rows = NameWord.objects.filter(pk__in=bulk.among(changes))
    _lock(rows.filter(people__lte=_COUNTED_EXACTLY))
    by_number: dict[int, list[int]] = {}
    for pk, people in rows.values_list("pk", "people"):
        if people <= _COUNTED_EXACTLY or abs(changes[pk]) * 10 >= people:
            by_number.setdefault(changes[pk], []).append(pk)
    for number, words in sorted(by_number.items()):
        counted = Greatest(F("people") + Value(number), Value(0))
        NameWord.objects.filter(pk__in=bulk.among(words)).update(people=counted)
    lost = [pk for pk, number in changes.items() if number < 0]
    NameWord.objects.filter(
        ~Exists(PersonWord.objects.filter(word=OuterRef("pk"))), pk__in=lost, people=0
    ).delete()


def _lock(words: QuerySet[NameWord]) -> None:
    """Hold words until the transaction ends, always in one order, so that two never wait for each other."""
    list(words.select_for_update().order_by("pk").values_list("pk"))


def _replace_keys(people: Collection[int], wanted: Mapping[int, _Wanted]) -> None:
    had: dict[int, set[str]] = {}
    for person, key in PersonKey.objects.filter(person__in=bulk.among(people)).values_list("person", "key"):
        had.setdefault(person, set()).add(key)
    should = {person: one.keys for person, one in wanted.items()}
    changed = [person for person in people if had.get(person, set()) != should.get(person, set())]
    if not changed:
        return
    PersonKey.objects.filter(person__in=bulk.among(changed)).delete()
    bulk.insert(
        PersonKey,
        ("key", "person"),
        ((key, person) for person in changed for key in sorted(should.get(person, ()))),
    )
