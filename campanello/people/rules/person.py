"""A person's own fields: checked, compared when two people edit at once, and what is still to ask. No database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules import places
from campanello.people.rules.facts import (
    NewCitizenship,
    NewCode,
    NewContact,
    NewEmployment,
    NewLanguage,
    NewPermit,
    NotInTheList,
    why_not_born_on,
)
from campanello.people.rules.names import is_alike, plain, tidy, tidy_lines, why_not_name
from campanello.people.rules.values import EDUCATION, SEXES

NAMES = ("family_name", "given_name", "other_names", "native_name")
FIELD_NAMES = {
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "other_names": _("Other names"),
    "native_name": _("Name in their own script"),
    "sex": _("Sex"),
    "born_on": _("Birth date"),
    "has_declined_birth": _("Prefers not to say when born"),
    "birth_place": _("Place of birth"),
    "birth_place_code": _("Code of the place of birth"),
    "education": _("Education"),
    "has_declined_citizenship": _("Prefers not to say the citizenship"),
    "residence_istat": _("Municipality of residence"),
    "residence_province": _("Province of residence"),
    "residence_address": _("Address"),
    "note": _("Note for colleagues"),
}
LONGEST = {
    "family_name": 120,
    "given_name": 120,
    "other_names": 200,
    "native_name": 200,
    "birth_place": 120,
    "residence_istat": 6,
    "residence_province": 2,
    "residence_address": 200,
    "note": 4000,
}
_LINES = tuple(name for name in LONGEST if name != "note")


class NoName(Refused):
    """A person can't be told from others without any name."""

    code = "people.no-name"
    text = _("A person needs a name: the family name, the given name, or what they are called.")


class TooLong(Refused):
    """A text does not fit."""

    code = "people.too-long"
    text = _("%(field)s: %(found)s characters were written and %(most)s fit. Shorten it.")


class NoSuchField(Refused):
    """A field that a person does not have, or that is not changed this way."""

    code = "people.no-such-field"
    text = _("A person has no field “%(field)s” to change. Use one of the names in the documentation.")


@dataclass(frozen=True)
class PersonFacts:
    """A person's own fields, as they are given and kept. Empty is not recorded."""

    family_name: str = ""
    given_name: str = ""
    other_names: str = ""
    native_name: str = ""
    sex: str = ""
    born_on: date | None = None
    has_declined_birth: bool = False
    birth_place: str = ""
    birth_place_code: str = ""
    education: str = ""
    has_declined_citizenship: bool = False
    residence_istat: str = ""
    residence_province: str = ""
    residence_address: str = ""
    note: str = ""


FIELDS = tuple(field.name for field in fields(PersonFacts))


@dataclass(frozen=True)
class Details:
    """All that may be said of a person when they are registered."""

    facts: PersonFacts
    codes: tuple[NewCode, ...] = ()
    contacts: tuple[NewContact, ...] = ()
    languages: tuple[NewLanguage, ...] = ()
    citizenships: tuple[NewCitizenship, ...] = ()
    employment: NewEmployment | None = None
    permits: tuple[NewPermit, ...] = ()


@dataclass(frozen=True)
class Versions:
    """A field that two people changed: as both found it, as the other left it, as you want it."""

    field: str
    base: Any
    theirs: Any
    yours: Any

    @property
    def is_contested(self) -> bool:
        """Whether both changed it, each to something else."""
        return self.base not in {self.theirs, self.yours} and self.theirs != self.yours


class StalePerson(Conflict):
    """Somebody else saved the same field first. `versions` has every field that either changed."""

    code = "people.stale-person"
    text = _(
        "Somebody else changed this person in the meantime, and the same field as you (%(count)s in all). "
        "Choose for each which of the two is right."
    )

    def __init__(self, versions: tuple[Versions, ...], version: int) -> None:
        """Keep both values of each field, and the version that a choice is then saved upon."""
        self.versions, self.version = versions, version
        super().__init__(count=sum(one.is_contested for one in versions))


def checked(facts: PersonFacts, on: date, before: PersonFacts | None = None) -> PersonFacts:
    """A person's fields tidy, and the place of birth's code looked up where it is known.

    A name that stands on the record `before` is left as it is: an import may have brought what nobody would type.

    Raises:
        NoName, NotAName, TooLong, InTheFuture, TooLongAgo, NotInTheList.
    """
    neat = _with(
        facts, {name: tidy(getattr(facts, name)) for name in _LINES} | {"note": tidy_lines(facts.note)}
    )
    _check_texts(neat, before or PersonFacts())
    for value, allowed in ((neat.sex, SEXES), (neat.education, EDUCATION)):
        if value and value not in allowed:
            raise NotInTheList(value=value[:40])
    if refused := why_not_born_on(neat.born_on, on):
        raise refused
    code = neat.birth_place_code.upper()
    if not places.name_of(code, neat.born_on):
        code = places.code_of(neat.birth_place, neat.born_on)
    return _with(
        neat,
        {
            "birth_place_code": code,
            # A date that was said after all stands against an earlier "prefers not to say".
            "has_declined_birth": neat.has_declined_birth and neat.born_on is None,
            "residence_province": neat.residence_province.upper(),
        },
    )


def _with(facts: PersonFacts, wanted: Mapping[str, Any]) -> PersonFacts:
    """The facts with some of them changed: the very same where none differs, as in most rows of a table."""
    changes = {name: value for name, value in wanted.items() if value != getattr(facts, name)}
    return replace(facts, **changes) if changes else facts


def _check_texts(facts: PersonFacts, before: PersonFacts) -> None:
    for field, most in LONGEST.items():
        if len(getattr(facts, field)) > most:
            raise TooLong(field=(FIELD_NAMES[field], {}), found=len(getattr(facts, field)), most=most)
    if not any(getattr(facts, name) for name in NAMES):
        raise NoName
    for name in ("family_name", "given_name"):
        name_given = getattr(facts, name)
        if name_given != getattr(before, name) and (refused := why_not_name(name_given)):
            raise refused


def changed(before: PersonFacts, changes: Mapping[str, Any]) -> PersonFacts:
    """A person's fields with some of them changed; a new place of birth drops the old one's code.

    Raises:
        NoSuchField.
    """
    unknown = next((name for name in changes if name not in FIELDS), None)
    if unknown is not None:
        raise NoSuchField(field=unknown[:40])
    new_place = "birth_place" in changes and changes["birth_place"] != before.birth_place
    dropped = new_place and "birth_place_code" not in changes
    wanted: dict[str, Any] = {"birth_place_code": ""} if dropped else {}
    return replace(before, **(wanted | dict(changes)))


def differing(before: PersonFacts, after: PersonFacts) -> dict[str, tuple[Any, Any]]:
    """The fields that differ, each with its value before and after."""
    old, new = asdict(before), asdict(after)
    return {name: (old[name], new[name]) for name in FIELDS if old[name] != new[name]}


def versions(base: PersonFacts, theirs: PersonFacts, yours: Mapping[str, Any]) -> tuple[Versions, ...]:
    """Every field that somebody changed since both read `base`, with all three values."""
    wanted = asdict(base) | dict(yours)
    every = (Versions(name, getattr(base, name), getattr(theirs, name), wanted[name]) for name in FIELDS)
    found = [one for one in every if one.base != one.theirs or one.base != one.yours]
    # The code follows from the place: whoever chooses the place has chosen the code.
    follows = {"birth_place_code"} if any(one.field == "birth_place" for one in found) else set()
    return tuple(one for one in found if one.field not in follows)


def is_one_person(known: PersonFacts, said: PersonFacts) -> bool:
    """Whether what was said of the holder of a code agrees with who is known by it: family name and birth date.

    Nothing said of either is no agreement. Family and given name may be swapped.

    Source: docs/decisions/0011-one-person-one-record.md.
    """
    if known.born_on is None or known.born_on != said.born_on:
        return False
    swapped = is_alike(known.family_name, said.given_name) and is_alike(known.given_name, said.family_name)
    renamed = bool(plain(said.family_name)) and is_alike(known.other_names, said.family_name)
    return is_alike(known.family_name, said.family_name) or swapped or renamed


# What the evaluation and the team's work need of everybody, in the order in which it is asked.
TO_ASK = {
    "code": _("an identity code"),
    "born_on": _("the birth date"),
    "sex": _("the sex"),
    "citizenship": _("the citizenship"),
    "language": _("the languages spoken"),
    "contact": _("how to reach them"),
    "education": _("the education"),
    "employment": _("the work situation"),
    "residence": _("the municipality of residence"),
}


@dataclass(frozen=True)
class Known:
    """What is on record beside a person's own fields: whether there is any of it."""

    has_code: bool
    has_citizenship: bool
    has_language: bool
    has_contact: bool
    has_employment: bool


def still_to_ask(facts: PersonFacts, known: Known) -> tuple[str, ...]:
    """The facts that nobody recorded yet, as keys of TO_ASK; what was declined is not asked again."""
    answered = {
        "code": known.has_code,
        "born_on": facts.born_on or facts.has_declined_birth,
        "sex": facts.sex,
        "citizenship": known.has_citizenship or facts.has_declined_citizenship,
        "language": known.has_language,
        "contact": known.has_contact,
        "education": facts.education,
        "employment": known.has_employment,
        "residence": facts.residence_istat or facts.residence_province,
    }
    return tuple(name for name in TO_ASK if not answered[name])
