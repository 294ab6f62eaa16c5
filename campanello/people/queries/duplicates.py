"""Finds records that may be the person whom somebody is about to register: the search before every new record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from campanello.core.actor import Actor
from campanello.people.models import IdentityCode, Person, PersonKey, PersonWord
from campanello.people.queries.bearers import CANDIDATES, Scope
from campanello.people.queries.merges import standing_for
from campanello.people.queries.words import spelt
from campanello.people.rules import duplicates, keys
from campanello.people.rules.asking import both_orders, phone_digits, plain_code
from campanello.people.rules.duplicates import Known, Names
from campanello.people.rules.likeness import Reason

MOST = 5


@dataclass(frozen=True)
class Candidate:
    """A record that may be the same person; `score` runs from 50 to 100, `reasons` are sentences to translate."""

    person: Person
    score: int
    reasons: tuple[Reason, ...]


def likely(
    actor: Actor,
    *,
    family_name: str,
    given_name: str,
    born_on: date | None = None,
    codes: Sequence[str] = (),
    phones: Sequence[str] = (),
) -> list[Candidate]:
    """The records whom the actor may see that are likeliest to be this person, at most five, the likeliest first.

    At most nine queries. Leaves no line: the page that shows them does.

    Args:
        actor: Who is about to register somebody.
        family_name: As it was typed, in any script; so the given name.
        born_on: The birth date, if it is known.
        codes: Identity codes, however they are written.
        phones: Telephone numbers, however they are written.
    """
    scope = Scope.of(actor)
    within = scope.people
    names = Names.of(family_name, given_name)
    with_code = _with_code(codes)
    with_phone = _with_phone(phones)
    ids = {*with_code, *with_phone, *_of_name(names, born_on, scope)}
    draft = Known(names, born_on)
    found = []
    for person in within.filter(pk__in=ids).defer("note"):
        record = Known(
            Names.of(person.family_name, person.given_name, person.other_names, person.native_name),
            person.born_on,
            has_code=person.pk in with_code,
            has_phone=person.pk in with_phone,
        )
        if alike := duplicates.likeness(draft, record):
            found.append(Candidate(person, *alike))
    return sorted(found, key=lambda one: (-one.score, one.person.pk))[:MOST]


def _with_code(codes: Sequence[str]) -> set[int]:
    wanted = {plain for code in codes if (plain := plain_code(code))}
    # The check character of a codice fiscale is left out, since omocodia changes it.
    spans = [(code, keys.after(code) or code) for code in wanted]
    found: set[int] = set()
    for start, end in spans:
        rows = IdentityCode.objects.filter(normal__gte=start, normal__lt=end, ends_on=None)
        found |= set(rows.annotate(standing=standing_for("person")).values_list("standing", flat=True)[:MOST])
    return found


def _with_phone(phones: Sequence[str]) -> set[int]:
    found: set[int] = set()
    for digits in filter(None, map(phone_digits, phones)):
        key = keys.phone_key(digits)
        rows = PersonKey.objects.filter(key__gte=key, key__lt=keys.after(key) or key)
        found |= set(rows.values_list("person", flat=True)[:CANDIDATES])
    return found


def _of_name(names: Names, born_on: date | None, scope: Scope) -> set[int]:
    words = spelt([*names.family, *names.given])
    family, given = words[: len(names.family)], words[len(names.family) :]
    groups = sorted((one for one in words if one.matches), key=lambda one: one.people)
    found: set[int] = set()
    if any(one.matches for one in family) and any(one.matches for one in given):
        years = duplicates.years_to_look_in(born_on) if born_on else ()
        found |= set(scope.bearers([one.ids for one in groups], people=groups[0].people, years=years))
    if born_on and groups:
        any_word = PersonWord.objects.filter(word__in={pk for one in groups for pk in one.ids})
        born = any_word.filter(year=born_on.year, person__born_on__in=both_orders(born_on))
        found |= _seen(born, scope)
    return found


def _seen(rows: QuerySet[PersonWord], scope: Scope) -> set[int]:
    seen = rows.filter(scope.sees("person"))
    return set(seen.values_list("person", flat=True)[:CANDIDATES])
