"""Registering people: one person, one record; a code that is somebody's already decides."""

from datetime import UTC, date, datetime

import pytest
from codicefiscale import codicefiscale

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Project
from campanello.people.models import DoubtfulPair, IdentityCode, Involvement, Person
from campanello.people.queries import records
from campanello.people.rules.codes import CodeCheckFails
from campanello.people.rules.facts import (
    InTheFuture,
    NewCitizenship,
    NewCode,
    NewContact,
    NewEmployment,
    NewLanguage,
    NewPermit,
    NotATelephone,
    TooLongAgo,
)
from campanello.people.rules.names import NotAName
from campanello.people.rules.person import Details, NoName, PersonFacts, TooLong
from campanello.people.services.codes import ReasonMissing
from campanello.people.services.registration import KnownHere, register
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GENOA = "RCCMNL83S18D969H"
WITH_A_LETTER = codicefiscale.decode(GENOA)["omocodes"][1]
ROCCO = PersonFacts(
    family_name="Rocca", given_name="Emanuele", sex="M", born_on=date(1983, 11, 18), birth_place="Genova"
)
EVERYTHING = Details(
    facts=ROCCO,
    codes=(NewCode("cf", GENOA.lower()),),
    contacts=(NewContact("phone", "347 123 4567", is_preferred=True), NewContact("door")),
    languages=(NewLanguage("it", is_preferred=True), NewLanguage("ar", is_read=True)),
    citizenships=(NewCitizenship("IT"), NewCitizenship("MA")),
    employment=NewEmployment("unemployed", date(2025, 1, 1)),
    permits=(NewPermit("FAMIGLIA", "i 123", expires_on=date(2027, 1, 1)),),
)


def test_everything_that_was_said_is_on_record() -> None:
    actor = factories.actor()
    made = register(actor=actor, project=_project(actor), details=EVERYTHING, on=TODAY, at=AT)
    record = records.person_record(actor, made.person.uid, TODAY)
    assert record.facts == PersonFacts(**{**vars(ROCCO), "birth_place_code": "D969"})
    assert [(one.kind, one.normal) for one in record.codes] == [("cf", GENOA)]
    assert [(one.kind, one.normal) for one in record.contacts] == [("phone", "+393471234567"), ("door", "")]
    assert [one.code for one in record.languages] == ["it", "ar"]
    assert [(one.country, one.is_first) for one in record.citizenships] == [("IT", True), ("MA", False)]
    assert [one.status for one in record.employment] == ["unemployed"]
    assert [one.number for one in record.permits] == ["I 123"]
    assert [one.project for one in record.projects] == [_project(actor)]


def test_the_line_in_the_audit_names_kinds_and_no_value() -> None:
    actor = factories.actor()
    made = register(actor=actor, project=_project(actor), details=EVERYTHING, on=TODAY, at=AT)
    line = AuditEntry.objects.get(verb="people.person-registered")
    assert (line.person, line.facts["codes"]) == (made.person.pk, ["cf"])
    assert not any(word in str(line.facts) for word in ("Rocca", GENOA, "347"))


def test_a_local_code_is_made_where_there_is_no_other() -> None:
    actor = factories.actor()
    details = Details(PersonFacts(given_name="Amina"), codes=(NewCode("local", reason="no_documents"),))
    made = register(
        actor=actor, project=_project(actor), details=details, on=TODAY, at=AT, below=lambda most: 0
    )
    code = IdentityCode.objects.get(person=made.person)
    assert (code.kind, code.value, code.reason) == ("local", "LOC222222222", "no_documents")


WRONG = {
    "no name at all": (Details(PersonFacts(sex="F")), NoName),
    "a name of spaces and marks": (Details(PersonFacts(family_name=" \u200f\x00 ")), NoName),
    "a script for a name": (Details(PersonFacts(family_name="<script>")), NotAName),
    "ten thousand characters": (Details(PersonFacts(given_name="a" * 10_000)), TooLong),
    "born tomorrow": (Details(PersonFacts(given_name="Ada", born_on=date(2026, 3, 3))), InTheFuture),
    "born in another age": (Details(PersonFacts(given_name="Ada", born_on=date(1883, 1, 1))), TooLongAgo),
    "a code that does not check": (
        Details(ROCCO, codes=(NewCode("cf", "RCCMNL83S18D969A"),)),
        CodeCheckFails,
    ),
    "a local code without a reason": (Details(ROCCO, codes=(NewCode("local"),)), ReasonMissing),
    "a telephone of letters": (Details(ROCCO, contacts=(NewContact("phone", "ask her"),)), NotATelephone),
}


@pytest.mark.parametrize(("details", "error"), WRONG.values(), ids=WRONG)
def test_nothing_is_written_where_something_is_wrong(details: Details, error: type[Exception]) -> None:
    actor = factories.actor()
    with pytest.raises(error):
        register(actor=actor, project=_project(actor), details=details, on=TODAY, at=AT)
    assert not Person.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("role", [Role.LANDLORD, Role.PROGRAMME, Role.EVALUATOR, Role.ADMIN, Role.RESIDENT])
def test_other_roles_register_nobody(role: Role) -> None:
    with pytest.raises(NotFound):
        register(
            actor=factories.actor(role),
            project=factories.project().pk,
            details=Details(ROCCO),
            on=TODAY,
            at=AT,
        )


def test_nobody_is_registered_in_another_s_project() -> None:
    with pytest.raises(NotFound):
        register(
            actor=factories.actor(),
            project=factories.project().pk,
            details=Details(ROCCO),
            on=TODAY,
            at=AT,
        )


def test_who_is_known_elsewhere_by_the_code_is_joined() -> None:
    known = _rocco(factories.project())
    actor = factories.actor()
    with pytest.raises(NotFound):
        records.person(actor, known.uid)
    made = register(actor=actor, project=_project(actor), details=EVERYTHING, on=TODAY, at=AT)
    assert (made.person, made.is_joined, made.was_here) == (known, True, False)
    assert Person.objects.count() == 1
    record = records.person_record(actor, known.uid, TODAY)
    assert [one.kind for one in record.contacts] == ["phone", "door"]


JOINED = {
    "the family name written a little differently": {"family_name": "Roca"},
    "the names swapped": {"family_name": "Emanuele", "given_name": "Rocca"},
    "the given name different": {"given_name": "Manuel"},
}


@pytest.mark.parametrize("but", JOINED.values(), ids=JOINED)
def test_family_name_and_birth_date_decide(but: dict[str, str]) -> None:
    known = _rocco(factories.project())
    actor = factories.actor()
    details = Details(PersonFacts(**{**vars(ROCCO), **but}), codes=(NewCode("cf", GENOA),))
    assert register(actor=actor, project=_project(actor), details=details, on=TODAY, at=AT).person == known


IN_DOUBT = {
    "another family name": {"family_name": "Bianchi"},
    "another birth date": {"born_on": date(1983, 11, 19)},
    "no birth date": {"born_on": None},
}


@pytest.mark.parametrize("but", IN_DOUBT.values(), ids=IN_DOUBT)
def test_else_a_record_without_the_code_is_made_and_two_are_asked(but: dict[str, object]) -> None:
    known = _rocco(factories.project())
    actor = factories.actor()
    details = Details(PersonFacts(**{**vars(ROCCO), **but}), codes=(NewCode("cf", GENOA),))
    made = register(actor=actor, project=_project(actor), details=details, on=TODAY, at=AT)
    assert made.person != known
    assert [one.normal for one in made.doubtful] == [GENOA]
    assert not IdentityCode.objects.filter(person=made.person).exists()
    pair = DoubtfulPair.objects.get()
    assert {pair.one, pair.other} == {known, made.person}
    assert not Involvement.objects.filter(person=known, project=_project(actor)).exists()


def test_a_restricted_record_is_not_opened_by_its_code() -> None:
    known = _rocco(factories.project())
    Person.objects.filter(pk=known.pk).update(restricted_at=AT)
    actor = factories.actor()
    details = Details(ROCCO, codes=(NewCode("cf", GENOA),))
    made = register(actor=actor, project=_project(actor), details=details, on=TODAY, at=AT)
    assert made.person != known
    assert made.doubtful


def test_who_is_known_here_under_another_name_is_shown_rather_than_doubled() -> None:
    actor = factories.actor()
    known = _rocco(_project(actor))
    details = Details(PersonFacts(**{**vars(ROCCO), "family_name": "Bianchi"}), codes=(NewCode("cf", GENOA),))
    with pytest.raises(KnownHere) as refused:
        register(actor=actor, project=_project(actor), details=details, on=TODAY, at=AT)
    assert refused.value.uid == known.uid


def test_a_code_written_with_letters_for_digits_is_the_same_code() -> None:
    known = _rocco(factories.project())
    actor = factories.actor()
    details = Details(ROCCO, codes=(NewCode("cf", WITH_A_LETTER),))
    assert register(actor=actor, project=_project(actor), details=details, on=TODAY, at=AT).person == known


def test_who_had_left_the_project_is_back_in_it() -> None:
    actor = factories.actor()
    known = _rocco(_project(actor))
    Involvement.objects.filter(person=known).update(ends_on=TODAY)
    details = Details(ROCCO, codes=(NewCode("cf", GENOA),))
    register(actor=actor, project=_project(actor), details=details, on=TODAY, at=AT)
    assert Involvement.objects.get(person=known).ends_on is None


def test_registering_the_same_person_twice_here_makes_one() -> None:
    actor = factories.actor()
    first = register(actor=actor, project=_project(actor), details=EVERYTHING, on=TODAY, at=AT)
    again = register(actor=actor, project=_project(actor), details=EVERYTHING, on=TODAY, at=AT)
    assert (again.person, again.was_here) == (first.person, True)
    assert Person.objects.count() == 1


def _project(actor: Actor) -> int:
    return next(grant.project for grant in actor.grants if grant.project)


def _rocco(project: Project | int) -> Person:
    key = project if isinstance(project, int) else project.pk
    known = factories.person(**{**vars(ROCCO), "birth_place_code": "D969"})
    Involvement.objects.create(person=known, project_id=key, starts_on=factories.LONG_AGO)
    factories.code(known, kind="cf", value=GENOA, normal=GENOA, reason="")
    return known
