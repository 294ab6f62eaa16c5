"""Registers a person in a project, or joins who is already known elsewhere by their code. One person, one record."""

import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.models import DoubtfulPair, Involvement, Person
from campanello.people.queries import records
from campanello.people.rules.codes import Code
from campanello.people.rules.person import Details, PersonFacts, checked, is_one_person
from campanello.people.services import codes, search_keys, storing
from campanello.people.services.codes import Below
from campanello.people.services.facts import NewFact, add_fact
from campanello.people.services.storing import FactIsThere

# Nothing was measured: two people must look, and neither answer is the likelier one.
UNDECIDED_PPM = 500_000


class KnownHere(Refused):
    """The code is somebody's whom the actor already sees, and the rest does not agree."""

    code = "people.known-here"
    text = _(
        "This code is already recorded for a person of your project whose name or birth date is different. "
        "Open that person and compare, before you register anybody."
    )

    def __init__(self, uid: UUID) -> None:
        """Keep whose it is, for the page's link."""
        self.uid = uid
        super().__init__()


@dataclass(frozen=True)
class Registered:
    """What came of a registration.

    `is_joined`: the person was known to another project by the code, and is now known to this one too. `was_here`: this
    project knew them already. `doubtful`: codes that somebody else holds; they were not recorded.
    """

    person: Person
    is_joined: bool = False
    was_here: bool = False
    doubtful: tuple[Code, ...] = ()


@transaction.atomic
def register(
    *,
    actor: Actor,
    project: int,
    details: Details,
    on: date,
    at: datetime,
    below: Below = secrets.randbelow,
) -> Registered:
    """Register a person in a project.

    A code that is somebody's already decides. Where family name and birth date agree, that person is joined to the
    project, with the contacts, languages and citizenships that were not recorded yet. Where they do not, a record is
    made without the code, and two coordinators are asked whether the two are one
    (docs/decisions/0011-one-person-one-record.md).

    Args:
        actor, project: Who registers, and the key of the project that gets to know the person.
        details: What was said.
        on, at: The day it is, and when it is recorded.
        below: Where a local code's randomness comes from.

    Raises:
        NotFound: The project is not one where the actor writes people's records.
        KnownHere: The code is that of somebody the actor sees, and the rest does not agree.
        NoName, NotAName, TooLong, and what the rules of the facts and codes refuse.
    """
    if project not in projects_with(actor, Right.WRITE_PERSON):
        raise NotFound
    facts = checked(details.facts, on)
    given = [(codes.read(one, below), one) for one in details.codes]
    holders = {code: holder for code, _given in given if (holder := codes.holder_of(code))}
    for holder in holders.values():
        if is_one_person(records.facts_of(holder), facts) and not holder.restricted_at:
            return _join(actor, holder, project, details, on=on, at=at)
    _refuse_known_here(actor, list(holders.values()))
    person = _create(actor, facts, details, on)
    for code, one in given:
        if code not in holders:
            codes.store(person, code, one, on)
    for holder in holders.values():
        _put_in_doubt(person, holder, at)
    Involvement.objects.create(person=person, project_id=project, starts_on=on)
    search_keys.refresh([person.pk])
    kinds = {
        "codes": sorted(code.kind for code, _given in given if code not in holders),
        "in_doubt": sorted(code.kind for code in holders),
    }
    audit.record(actor, "people.person-registered", person, person=person.pk, project=project, **kinds)
    return Registered(person, doubtful=tuple(holders))


def _join(
    actor: Actor, holder: Person, project: int, details: Details, *, on: date, at: datetime
) -> Registered:
    made, is_new = Involvement.objects.get_or_create(
        person=holder, project_id=project, defaults={"starts_on": on}
    )
    if made.ends_on is not None:
        made.ends_on = None
        made.save(update_fields=["ends_on"])
    audit.record(
        actor, "people.person-joined", holder, person=holder.pk, project=project, was_here=not is_new
    )
    said: tuple[NewFact, ...] = (*details.contacts, *details.languages, *details.citizenships)
    for fact in said:
        with suppress(FactIsThere):
            add_fact(actor=actor, uid=holder.uid, fact=fact, on=on, at=at)
    search_keys.refresh([holder.pk])
    return Registered(holder, is_joined=True, was_here=not is_new)


def _refuse_known_here(actor: Actor, holders: list[Person]) -> None:
    keys = [holder.pk for holder in holders]
    seen = Person.objects.filter(pk__in=keys).visible_to(actor, Right.WRITE_PERSON).first() if keys else None
    if seen is not None:
        raise KnownHere(seen.uid)


def _create(actor: Actor, facts: PersonFacts, details: Details, on: date) -> Person:
    person = Person.objects.create(registered_by_id=actor.user, **asdict(facts))
    for contact in details.contacts:
        storing.store_contact(person, contact, on)
    for language in details.languages:
        storing.store_language(person, language)
    for citizenship in details.citizenships:
        storing.store_citizenship(person, citizenship)
    if details.employment:
        storing.store_employment(person, details.employment, on)
    for permit in details.permits:
        storing.store_permit(person, permit, on)
    return person


def _put_in_doubt(person: Person, holder: Person, at: datetime) -> None:
    """Let two people decide whether the holder of a code and who gave the same code are one."""
    one, other = sorted((person.pk, holder.pk))
    DoubtfulPair.objects.get_or_create(
        one_id=one,
        other_id=other,
        defaults={
            "probability_ppm": UNDECIDED_PPM,
            "reasons": [{"field": "code", "alike": "same", "bits": 0}],
            "found_at": at,
        },
    )
