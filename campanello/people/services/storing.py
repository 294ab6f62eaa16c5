"""The tables of a person's facts, and how a new row of each is checked and written. Leaves no trace of its own.

Called by the services that register people and record facts, inside their transactions, with the person's row held.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.models import (
    Citizenship,
    ContactWay,
    EmploymentStatus,
    IdentityCode,
    Language,
    Person,
    ResidencePermit,
    SpecialFact,
)
from campanello.people.rules import facts as rules
from campanello.people.rules.facts import (
    NewCitizenship,
    NewContact,
    NewEmployment,
    NewLanguage,
    NewPermit,
    NewSpecialFact,
)
from campanello.people.rules.names import tidy_lines
from campanello.people.rules.person import TooLong
from campanello.people.rules.values import BASES, SPECIAL_KINDS
from campanello.people.services.revising import revise


class FactIsThere(Refused):
    """The same is recorded already."""

    code = "people.fact-is-there"
    text = _("This is already recorded. Change what is there, or take it back if it was recorded in error.")


@dataclass(frozen=True)
class Part:
    """A table of a person's: its columns, those that may be changed, and whether its rows end."""

    model: Any
    columns: tuple[str, ...]
    editable: tuple[str, ...]
    is_dated: bool = False
    right: Right = Right.WRITE_PERSON


PARTS: Mapping[str, Part] = {
    "codes": Part(
        IdentityCode, ("kind", "value", "reason", "basis", "starts_on", "ends_on"), (), is_dated=True
    ),
    "contacts": Part(
        ContactWay,
        ("kind", "value", "note", "is_preferred", "has_consent", "starts_on", "ends_on"),
        ("note", "is_preferred", "has_consent"),
        is_dated=True,
    ),
    "languages": Part(
        Language,
        ("code", "is_spoken", "is_read", "is_preferred"),
        ("is_spoken", "is_read", "is_preferred"),
    ),
    "citizenships": Part(Citizenship, ("country", "is_first", "basis"), ("is_first", "basis")),
    "employment": Part(EmploymentStatus, ("status", "starts_on", "basis"), ("status", "basis")),
    "permits": Part(
        ResidencePermit,
        ("kind", "number", "issued_on", "expires_on", "renewal_asked_on"),
        ("kind", "number", "issued_on", "expires_on", "renewal_asked_on"),
    ),
    "special": Part(
        SpecialFact,
        ("kind", "detail", "basis", "starts_on", "ends_on"),
        ("detail", "basis"),
        is_dated=True,
        right=Right.WRITE_SPECIAL,
    ),
}
# Of each of these a person has one.
_ONE = {"contacts": "is_preferred", "languages": "is_preferred", "citizenships": "is_first"}


def leave_one(person: Person, part: str, held: Any) -> None:
    """Take the mark of the preferred or counted one from the others, where a row is about to have it."""
    column = _ONE.get(part)
    if column and getattr(held, column):
        others = PARTS[part].model.objects.filter(person=held.person_id, **{column: True})
        others.exclude(pk=held.pk).update(**{column: False})


def store_contact(person: Person, contact: NewContact, on: date) -> ContactWay:
    """Write a way to reach a person that they have from a day.

    Raises:
        FactIsThere, and what the rule refuses.
    """
    neat = rules.checked_contact(contact)
    check_length("value", neat.value, 200)
    check_length("note", neat.note, 200)
    if ContactWay.objects.filter(person=person, kind=neat.kind, normal=neat.normal, ends_on=None).exists():
        raise FactIsThere
    made = ContactWay(person=person, starts_on=on, **asdict(neat))
    leave_one(person, "contacts", made)
    made.save()
    return made


def store_language(person: Person, language: NewLanguage) -> Language:
    """Write a language of a person's.

    Raises:
        FactIsThere, NotInTheList.
    """
    neat = rules.checked_language(language)
    if Language.objects.filter(person=person, code=neat.code).exists():
        raise FactIsThere
    made = Language(person=person, **asdict(neat))
    leave_one(person, "languages", made)
    made.save()
    return made


def store_citizenship(person: Person, citizenship: NewCitizenship) -> Citizenship:
    """Write a citizenship; the first one recorded is the one that is counted.

    Raises:
        FactIsThere, NotInTheList.
    """
    neat = rules.checked_citizenship(citizenship)
    check_listed(neat.basis, BASES)
    theirs = Citizenship.objects.filter(person=person)
    if theirs.filter(country=neat.country).exists():
        raise FactIsThere
    is_first = neat.is_first or not theirs.exists()
    made = Citizenship(person=person, country=neat.country, basis=neat.basis, is_first=is_first)
    leave_one(person, "citizenships", made)
    made.save()
    # Who says it after all declines no more.
    Person.objects.filter(pk=person.pk).update(has_declined_citizenship=False)
    return made


def store_employment(person: Person, employment: NewEmployment, on: date) -> EmploymentStatus:
    """Write what a person's work is from a day.

    Raises:
        FactIsThere, NotInTheList, InTheFuture.
    """
    neat = rules.checked_employment(employment, on)
    check_listed(neat.basis, BASES)
    if EmploymentStatus.objects.filter(person=person, starts_on=neat.starts_on).exists():
        raise FactIsThere
    return EmploymentStatus.objects.create(person=person, **asdict(neat))


def store_permit(person: Person, permit: NewPermit, on: date) -> ResidencePermit:
    """Write a residence permit.

    Raises:
        NotInTheList, InTheFuture, EndsBeforeItStarts, TooLong.
    """
    neat = rules.checked_permit(permit, on)
    check_length("number", neat.number, 40)
    return ResidencePermit.objects.create(person=person, **asdict(neat))


def store_special(person: Person, fact: NewSpecialFact, on: date, actor: Actor, at: datetime) -> SpecialFact:
    """Write a fact of a special category, and end the answers that it puts an end to.

    Raises:
        NotInTheList, TooLong, InTheFuture, AnswerForAll, EndsBeforeItStarts.
    """
    check_listed(fact.kind, SPECIAL_KINDS)
    check_listed(fact.basis, BASES)
    detail = tidy_lines(fact.detail)
    check_length("detail", detail, 500)
    if refused := rules.why_not_from(fact.starts_on, on):
        raise refused
    holding = {one.kind: one for one in SpecialFact.objects.filter(person=person, ends_on=None)}
    if refused_answer := rules.why_not_special(fact.kind, holding):
        raise refused_answer
    for kind in sorted(rules.ended_by(fact.kind, holding)):
        earlier = holding[kind]
        if earlier.starts_on > fact.starts_on:
            raise rules.EndsBeforeItStarts(start=earlier.starts_on, end=fact.starts_on)
        earlier.ends_on = fact.starts_on
        earlier.save(update_fields=["ends_on"])
        revise(
            person,
            actor=actor,
            at=at,
            part="special",
            row=earlier.pk,
            changes={"ends_on": (None, fact.starts_on)},
            verb="people.special-ended",
        )
    return SpecialFact.objects.create(
        person=person,
        kind=fact.kind,
        detail=detail,
        basis=fact.basis,
        starts_on=fact.starts_on,
        recorded_by_id=actor.user,
    )


def check_length(name: str, text: str, most: int) -> None:
    """Refuse a text that does not fit.

    Raises:
        TooLong.
    """
    if len(text) > most:
        raise TooLong(field=(rules.FACT_NAMES[name], {}), found=len(text), most=most)


def check_listed(value: str, allowed: Mapping[str, str]) -> None:
    """Refuse a value that its list does not have.

    Raises:
        NotInTheList.
    """
    if value not in allowed:
        raise rules.NotInTheList(value=value[:40])
