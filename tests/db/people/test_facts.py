"""Facts that a person has several of: recorded, changed, ended, taken back; nothing vanishes without a trace."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.errors import Refused
from campanello.core.models import AuditEntry
from campanello.people.models import (
    Citizenship,
    ContactWay,
    IdentityCode,
    Language,
    Person,
    ResidencePermit,
    Revision,
    SpecialFact,
)
from campanello.people.queries import history
from campanello.people.rules import facts as rules
from campanello.people.rules.codes import read_code
from campanello.people.rules.facts import (
    NewCitizenship,
    NewCode,
    NewContact,
    NewEmployment,
    NewLanguage,
    NewPermit,
    NewSpecialFact,
)
from campanello.people.rules.person import StalePerson
from campanello.people.services import codes, facts
from campanello.people.services.storing import FactIsThere
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GENOA = "RCCMNL83S18D969H"
JANUARY = date(2026, 1, 10)


@pytest.fixture
def actor() -> Actor:
    return factories.actor(Role.CASE)


@pytest.fixture
def rosa(actor: Actor) -> Person:
    return factories.person(factories.Project.objects.get(pk=next(one.project for one in actor.grants)))


ADDED = {
    "contacts": NewContact("whatsapp", "+212 6 12 34 56 78", has_consent=True),
    "languages": NewLanguage("ur"),
    "citizenships": NewCitizenship("PK"),
    "employment": NewEmployment("employed", JANUARY),
    "permits": NewPermit("LAV_SUB", "I1", expires_on=date(2027, 1, 1)),
    "special": NewSpecialFact("disability", JANUARY, "register", "since birth"),
}


@pytest.mark.parametrize(("part", "fact"), ADDED.items(), ids=ADDED)
def test_each_fact_leaves_a_revision_and_a_line(actor: Actor, rosa: Person, part: str, fact: Any) -> None:
    made = facts.add_fact(actor=actor, uid=rosa.uid, fact=fact, on=TODAY, at=AT)
    revision = Revision.objects.get(person=rosa)
    assert (revision.part, revision.row, revision.version) == (part, made.pk, 2)
    assert all(before is None for before, _after in revision.changes.values())
    line = AuditEntry.objects.get(verb=f"people.{part}-added")
    assert line.person == rosa.pk
    assert "birth" not in str(line.facts)


@pytest.mark.parametrize(("part", "fact"), ADDED.items(), ids=ADDED)
def test_what_was_recorded_in_error_is_taken_back_with_a_trace(
    actor: Actor, rosa: Person, part: str, fact: Any
) -> None:
    made = facts.add_fact(actor=actor, uid=rosa.uid, fact=fact, on=TODAY, at=AT)
    with pytest.raises(facts.WhyMissing):
        facts.take_back(actor=actor, uid=rosa.uid, part=part, row=made.pk, why=" \x00 ", at=AT)
    key = made.pk
    facts.take_back(actor=actor, uid=rosa.uid, part=part, row=key, why="Another Rosa", at=AT)
    assert not type(made).objects.filter(pk=key).exists()
    last = Revision.objects.filter(person=rosa).first()
    assert last is not None
    assert (last.note, last.row) == ("Another Rosa", key)
    assert all(after is None for _before, after in last.changes.values())
    with pytest.raises(facts.FactIsGone):
        facts.take_back(actor=actor, uid=rosa.uid, part=part, row=key, why="Again", at=AT)


@pytest.mark.parametrize("part", ["contacts", "languages", "citizenships", "employment"])
def test_the_same_is_not_recorded_twice(actor: Actor, rosa: Person, part: str) -> None:
    facts.add_fact(actor=actor, uid=rosa.uid, fact=ADDED[part], on=TODAY, at=AT)
    with pytest.raises(FactIsThere):
        facts.add_fact(actor=actor, uid=rosa.uid, fact=ADDED[part], on=TODAY, at=AT)


def test_a_contact_ends_rather_than_vanishes(actor: Actor, rosa: Person) -> None:
    made = _contact(actor, rosa, "phone", "3471234567")
    with pytest.raises(rules.InTheFuture):
        _end(actor, rosa, "contacts", made.pk, date(2026, 3, 3))
    with pytest.raises(rules.EndsBeforeItStarts):
        _end(actor, rosa, "contacts", made.pk, date(2026, 3, 1))
    _end(actor, rosa, "contacts", made.pk, TODAY)
    assert ContactWay.objects.get().ends_on == TODAY
    with pytest.raises(facts.FactIsGone):
        _end(actor, rosa, "contacts", made.pk, TODAY)


def test_what_has_no_days_can_t_end(actor: Actor, rosa: Person) -> None:
    made = facts.add_fact(actor=actor, uid=rosa.uid, fact=NewLanguage("ur"), on=TODAY, at=AT)
    with pytest.raises(facts.NotDated):
        _end(actor, rosa, "languages", made.pk, TODAY)


def test_one_contact_is_the_preferred_one(actor: Actor, rosa: Person) -> None:
    first = _contact(actor, rosa, "phone", "3471234567", is_preferred=True)
    second = _contact(actor, rosa, "email", "Rosa@Example.org", is_preferred=True)
    assert list(ContactWay.objects.filter(is_preferred=True)) == [second]
    rosa.refresh_from_db()
    _change(actor, rosa, "contacts", first.pk, rosa.version, is_preferred=True)
    assert list(ContactWay.objects.filter(is_preferred=True)) == [first]


def test_the_first_citizenship_is_counted_and_another_can_be(actor: Actor, rosa: Person) -> None:
    Person.objects.filter(pk=rosa.pk).update(has_declined_citizenship=True)
    for country in ("MA", "IT"):
        facts.add_fact(actor=actor, uid=rosa.uid, fact=NewCitizenship(country), on=TODAY, at=AT)
    assert Citizenship.objects.get(is_first=True).country == "MA"
    rosa.refresh_from_db()
    assert not rosa.has_declined_citizenship
    _change(actor, rosa, "citizenships", Citizenship.objects.get(country="IT").pk, 3, is_first=True)
    assert Citizenship.objects.get(is_first=True).country == "IT"


def test_two_who_change_one_fact_are_shown_both_values(actor: Actor, rosa: Person) -> None:
    made = facts.add_fact(actor=actor, uid=rosa.uid, fact=NewPermit("FAMIGLIA"), on=TODAY, at=AT)
    _change(actor, rosa, "permits", made.pk, 2, expires_on=date(2027, 1, 1))
    with pytest.raises(StalePerson) as stale:
        _change(actor, rosa, "permits", made.pk, 2, expires_on=date(2028, 1, 1))
    contested = [one for one in stale.value.versions if one.is_contested]
    assert [(one.field, one.base, one.theirs, one.yours) for one in contested] == [
        ("expires_on", None, "2027-01-01", "2028-01-01")
    ]
    _change(actor, rosa, "permits", made.pk, 2, number="I 77")
    _change(actor, rosa, "permits", made.pk, stale.value.version, expires_on=date(2028, 1, 1))
    permit = ResidencePermit.objects.get()
    assert (permit.expires_on, permit.number) == (date(2028, 1, 1), "I 77")


def test_only_what_may_be_changed_is(actor: Actor, rosa: Person) -> None:
    made = facts.add_fact(actor=actor, uid=rosa.uid, fact=NewLanguage("ur"), on=TODAY, at=AT)
    _change(actor, rosa, "languages", made.pk, 2, code="it", person_id=0)
    assert Language.objects.get().code == "ur"


SPECIAL = {
    "none, when nothing holds": ((), "none", {"none"}),
    "none after declined": (("declined",), "none", {"none"}),
    "a kind ends none": (("none",), "disability", {"disability"}),
    "a kind beside another": (("disability",), "detention", {"disability", "detention"}),
    "a kind again, with what changed": (("disability",), "disability", {"disability"}),
}


@pytest.mark.parametrize(("before", "kind", "holding"), SPECIAL.values(), ids=SPECIAL)
def test_none_and_declined_stand_alone(
    actor: Actor, rosa: Person, before: tuple[str, ...], kind: str, holding: set[str]
) -> None:
    for one in before:
        _special(actor, rosa, one, JANUARY)
    _special(actor, rosa, kind, TODAY)
    held = SpecialFact.objects.filter(person=rosa, ends_on=None)
    assert {one.kind for one in held} == holding
    assert SpecialFact.objects.filter(person=rosa).count() == len(before) + 1
    assert Revision.objects.filter(person=rosa, part="special").count() >= len(before) + 1


@pytest.mark.parametrize("answer", ["none", "declined"])
def test_none_is_not_recorded_while_a_kind_holds(actor: Actor, rosa: Person, answer: str) -> None:
    _special(actor, rosa, "addiction", JANUARY)
    with pytest.raises(rules.AnswerForAll):
        _special(actor, rosa, answer, TODAY)


@pytest.mark.parametrize("role", [Role.DESK, Role.EMPLOYMENT])
def test_special_facts_are_for_the_stricter_role(actor: Actor, rosa: Person, role: Role) -> None:
    project = factories.Project.objects.get(pk=next(one.project for one in actor.grants))
    desk = factories.actor(role, project=project)
    made = _special(actor, rosa, "addiction", JANUARY)
    with pytest.raises(NotFound):
        _special(desk, rosa, "detention", TODAY)
    with pytest.raises(NotFound):
        facts.take_back(actor=desk, uid=rosa.uid, part="special", row=made.pk, why="x", at=AT)
    assert [one.part for one in history.revisions(desk, rosa.uid)[1]] == []
    assert [one.part for one in history.revisions(actor, rosa.uid)[1]] == ["special"]


def test_a_fact_of_somebody_else_is_not_reached_through_one_s_own(actor: Actor, rosa: Person) -> None:
    stranger = factories.person(factories.project())
    theirs = ContactWay.objects.create(person=stranger, kind="door", starts_on=JANUARY)
    with pytest.raises(facts.FactIsGone):
        _end(actor, rosa, "contacts", theirs.pk, TODAY)


def test_a_code_is_one_person_s_and_one_of_a_kind(actor: Actor, rosa: Person) -> None:
    made = _code(actor, rosa, NewCode("cf", GENOA))
    with pytest.raises(codes.CodeOfKindHeld):
        _code(actor, rosa, NewCode("cf", GENOA))
    project = factories.Project.objects.get(pk=next(one.project for one in actor.grants))
    with pytest.raises(codes.CodeTaken):
        _code(actor, factories.person(project), NewCode("cf", GENOA))
    _end(actor, rosa, "codes", made.pk, TODAY)
    other = _code(actor, factories.person(project), NewCode("cf", GENOA))
    assert IdentityCode.objects.get(ends_on=None) == other


def test_a_work_situation_is_corrected_and_stays_one_of_the_list(actor: Actor, rosa: Person) -> None:
    made = facts.add_fact(actor=actor, uid=rosa.uid, fact=ADDED["employment"], on=TODAY, at=AT)
    _change(actor, rosa, "employment", made.pk, 2, status="retired", basis="register")
    made.refresh_from_db()
    assert (made.status, made.basis) == ("retired", "register")
    with pytest.raises(rules.NotInTheList):
        _change(actor, rosa, "employment", made.pk, 3, status="astronaut")


WRONG = {
    "a special kind of no list": NewSpecialFact("gossip", JANUARY),
    "a basis of no list": NewSpecialFact("other", JANUARY, "rumour"),
    "from tomorrow on": NewSpecialFact("other", date(2026, 3, 3)),
    "a detail that does not fit": NewSpecialFact("other", JANUARY, detail="x" * 501),
    "a note that does not fit": NewContact("door", note="x" * 201),
    "a permit's number that does not fit": NewPermit("STUDIO", "1" * 41),
    "a citizenship known by hearsay": NewCitizenship("PK", basis="rumour"),
}


@pytest.mark.parametrize("fact", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_recorded_nowhere(actor: Actor, rosa: Person, fact: Any) -> None:
    with pytest.raises(Refused):
        facts.add_fact(actor=actor, uid=rosa.uid, fact=fact, on=TODAY, at=AT)
    rosa.refresh_from_db()
    assert rosa.version == 1
    assert not Revision.objects.exists()


def test_a_kind_does_not_begin_before_what_it_ends(actor: Actor, rosa: Person) -> None:
    _special(actor, rosa, "none", TODAY)
    with pytest.raises(rules.EndsBeforeItStarts):
        _special(actor, rosa, "disability", JANUARY)


def test_a_code_is_not_held_from_tomorrow_on_nor_of_a_kind_that_is_none(actor: Actor, rosa: Person) -> None:
    with pytest.raises(rules.InTheFuture):
        codes.add_code(actor=actor, uid=rosa.uid, code=NewCode("cf", GENOA), on=date(2026, 3, 3), at=AT)
    with pytest.raises(rules.NotInTheList):
        _code(actor, rosa, NewCode("badge", "1"))


def test_the_database_has_the_last_word_when_two_come_at_once(actor: Actor, rosa: Person) -> None:
    _code(actor, rosa, NewCode("cf", GENOA))
    late = factories.person()
    with pytest.raises(codes.CodeTaken):
        codes.store(late, read_code("cf", GENOA), NewCode("cf", GENOA), TODAY)
    assert not IdentityCode.objects.filter(person=late).exists()


def _contact(actor: Actor, person: Person, kind: str, value: str, **more: bool) -> Any:
    return facts.add_fact(actor=actor, uid=person.uid, fact=NewContact(kind, value, **more), on=TODAY, at=AT)


def _special(actor: Actor, person: Person, kind: str, starts_on: date) -> Any:
    return facts.add_fact(actor=actor, uid=person.uid, fact=NewSpecialFact(kind, starts_on), on=TODAY, at=AT)


def _code(actor: Actor, person: Person, code: NewCode) -> IdentityCode:
    return codes.add_code(actor=actor, uid=person.uid, code=code, on=TODAY, at=AT)


def _end(actor: Actor, person: Person, part: str, row: int, ends_on: date) -> None:
    facts.end_fact(actor=actor, uid=person.uid, part=part, row=row, ends_on=ends_on, at=AT)


def _change(actor: Actor, person: Person, part: str, row: int, version: int, **changes: object) -> None:
    facts.change_fact(
        actor=actor, uid=person.uid, part=part, row=row, version=version, changes=changes, at=AT
    )
