"""Finds people of whom something is known: words of a name, a birth date, the beginning of a code, a telephone.

Only people whom the actor may see are looked at, so that neither answers nor numbers tell of others. Merged people are
found by all their names and shown as who stands for them. However many people there are, a question reads the words
nearest to those typed and then at most `CANDIDATES` people, beginning with the rarest word.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from campanello.core.actor import Actor
from campanello.people.models import (
    IdentityCode,
    Involvement,
    Language,
    NameWord,
    Person,
    PersonKey,
    PersonSet,
    PersonWord,
)
from campanello.people.queries.bearers import CANDIDATES, Scope
from campanello.people.queries.merges import standing_for
from campanello.people.queries.words import spelt
from campanello.people.rules import keys, likeness
from campanello.people.rules.asking import ANYBODY, Asked, Narrowing, Place
from campanello.people.rules.likeness import Reason

_SHOWN = ("uid", "family_name", "given_name", "native_name", "born_on", "version")
_RESIDENTS = 1_000  # of an address
_FEW = 40  # found by the very words; with fewer, words that are nearly so are looked for too


@dataclass(frozen=True)
class Found:
    """Somebody who may be meant, with the reasons, the weightiest first. `score` runs from 0 to 100."""

    person: Person
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Answer:
    """People found, the likeliest first. With `is_cut` there are more of them than were looked at."""

    found: tuple[Found, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True)
class AtHome:
    """People known by where they live: with `is_all` nobody else is meant, else they come beside those of the name."""

    people: Mapping[int, Reason]
    is_all: bool


def people(
    actor: Actor, asked: Asked, *, on: date, narrowing: Narrowing = ANYBODY, at_home: AtHome | None = None
) -> Answer:
    """People whom the actor may see and who may be meant. At most twelve queries.

    Args:
        actor: Who asks.
        asked: What was typed, read; of an address only the names beside it are looked at here.
        on: The day for ages.
        narrowing: What they must be besides.
        at_home: Who lives at the address that was typed, or behind such a doorbell.
    """
    scope = _scope(actor, narrowing, on)
    within = scope.people
    known = _by_code_or_phone(asked, scope)
    among = at_home.people.keys() if at_home and at_home.is_all else None
    if known:
        ids = [one for one in known if among is None or one in among]
    elif asked.names:
        ids = _by_names(asked, scope, among)
    else:
        ids = _by_place_or_birth(asked, within, among)
    beside = at_home.people if at_home else {}
    wanted = dict.fromkeys([*ids, *(one for one in beside if among is None)])
    reasons = {one: [*known.get(one, ()), *([beside[one]] if one in beside else [])] for one in wanted}
    return Answer(_scored(asked, within, reasons), is_cut=len(ids) >= CANDIDATES)


def at_address(places: Sequence[Place]) -> dict[Place, list[int]]:
    """Of the ways to read an address, the people whose residence it is. Not yet asked who may see them."""
    found: dict[Place, list[int]] = {}
    lived_in = PersonKey.objects.filter(_any([_begins("key", place.key) for place in places]))
    for key, person in lived_in.values_list("key", "person")[:_RESIDENTS]:
        place = next(one for one in places if key.startswith(one.key))
        # Number 41 is not 4.
        if not (place.number and key[len(place.key) :][:1].isdigit()):
            found.setdefault(place, []).append(person)
    return found


def _scope(actor: Actor, narrowing: Narrowing, on: date) -> Scope:
    scope = Scope.of(actor)
    people, projects, own = scope.people, scope.projects, OuterRef("pk")
    if narrowing.project is not None:
        projects &= {narrowing.project}
        here = Exists(Involvement.objects.filter(project__in=projects, person=own))
        people = people.filter(Q(here) | Exists(Person.objects.filter(here, merged_into=own)))
    earliest, latest = narrowing.born_between(on)
    if earliest:
        people = people.filter(born_on__gte=earliest)
    if latest:
        people = people.filter(born_on__lte=latest)
    if narrowing.language:
        people = people.filter(Exists(Language.objects.filter(person=own, code=narrowing.language)))
    if narrowing.is_without_code:
        people = people.filter(~Exists(IdentityCode.objects.filter(person=own, kind="cf", ends_on=None)))
    return Scope(people, projects)


def _by_code_or_phone(asked: Asked, scope: Scope) -> dict[int, list[Reason]]:
    found: dict[int, list[Reason]] = {}
    if asked.codes:
        codes = IdentityCode.objects.filter(_any([_begins("normal", code) for code in asked.codes]))
        for person in _seen(codes, scope):
            found.setdefault(person, []).append(likeness.CODE)
    if asked.phones:
        phones = PersonKey.objects.filter(_any([_begins("key", keys.phone_key(one)) for one in asked.phones]))
        for person in _seen(phones, scope):
            found.setdefault(person, []).append(likeness.PHONE)
    return found


def _seen(rows: QuerySet[Any], scope: Scope) -> list[int]:
    """Those of rows' people who are looked among, merged ones as who stands for them."""
    seen = rows.annotate(standing=standing_for("person")).filter(scope.sees("standing"))
    return list(seen.values_list("standing", flat=True)[:CANDIDATES])


def _by_names(asked: Asked, scope: Scope, among: Collection[int] | None) -> list[int]:
    words = spelt(asked.names)
    known = sorted((one for one in words if one.matches), key=lambda one: one.people)
    found: list[int] = []
    if known:
        every = [one.ids for one in known]
        bearers = partial(scope.bearers, people=known[0].people, years=_years(asked), among=among)
        if len(known) == len(words) and all(one.very_ids for one in known):
            found = bearers([one.very_ids for one in known])
        if len(found) < _FEW:
            found += bearers(every)
        if not found and len(every) > 2:
            # The commonest word may be a name that was never recorded.
            found = bearers(every[:-1])
    if not found and asked.born:
        return _by_place_or_birth(asked, scope.people, among)
    return list(dict.fromkeys(found))


def _years(asked: Asked) -> tuple[int, ...]:
    """The years of birth to look in: those asked for, and none recorded."""
    asked_for = {one.year for one in asked.born} | ({asked.year} if asked.year else set())
    return (*sorted(asked_for), 0) if asked_for else ()


def _by_place_or_birth(asked: Asked, within: PersonSet, among: Collection[int] | None) -> list[int]:
    if among is not None:
        return list(within.filter(pk__in=list(among)).values_list("pk", flat=True)[:CANDIDATES])
    if asked.born:
        return list(within.filter(born_on__in=asked.born).values_list("pk", flat=True)[:CANDIDATES])
    return []


def _scored(asked: Asked, within: PersonSet, reasons: Mapping[int, Sequence[Reason]]) -> tuple[Found, ...]:
    people = list(within.filter(pk__in=reasons).only(*_SHOWN))
    words: dict[int, set[str]] = {}
    if asked.names and people:
        borne = PersonWord.objects.filter(person__in=[one.pk for one in people])
        # Each word by its key: for a join PostgreSQL would read the whole dictionary.
        its_text = Subquery(NameWord.objects.filter(pk=OuterRef("word")).values("word")[:1])
        for person, word in borne.values_list("person", its_text):
            words.setdefault(person, set()).add(word)
    found = [
        Found(one, *likeness.found_by(asked, one.born_on, frozenset(words.get(one.pk, ())), reasons[one.pk]))
        for one in people
    ]
    meant = [one for one in found if one.score >= likeness.LEAST_SCORE]
    meant.sort(key=lambda one: (-one.score, one.person.family_name, one.person.given_name, one.person.pk))
    return tuple(meant)


def _begins(column: str, beginning: str) -> Q:
    end = keys.after(beginning)
    return Q(**{f"{column}__gte": beginning}) & (Q(**{f"{column}__lt": end}) if end else Q())


def _any(conditions: Sequence[Q]) -> Q:
    first, *others = conditions
    for one in others:
        first |= one
    return first
