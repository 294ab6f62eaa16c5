"""Editing a person: the history keeps what was; two people never overwrite each other."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry
from campanello.people.models import Person, PersonWord, Revision
from campanello.people.queries import history, records
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import NotAName
from campanello.people.rules.person import NoName, NoSuchField, StalePerson, TooLong, Versions
from campanello.people.services.editing import edit_person
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def actor() -> Actor:
    return factories.actor()


@pytest.fixture
def rosa(actor: Actor) -> Person:
    return _person(actor, given_name="Rosa", family_name="Bianchi")


def test_a_change_is_kept_with_what_was_before(actor: Actor, rosa: Person) -> None:
    _edit(actor, rosa, 1, family_name="Bianco", born_on=date(1950, 5, 1))
    rosa.refresh_from_db()
    assert (rosa.family_name, rosa.born_on, rosa.version) == ("Bianco", date(1950, 5, 1), 2)
    revision = Revision.objects.get()
    assert revision.changes == {"family_name": ["Bianchi", "Bianco"], "born_on": [None, "1950-05-01"]}
    assert (revision.version, revision.by_id, revision.at, revision.part) == (2, actor.user, AT, "person")


def test_the_audit_has_the_fields_names_and_no_value(actor: Actor, rosa: Person) -> None:
    _edit(actor, rosa, 1, family_name="Bianco")
    line = AuditEntry.objects.get(verb="people.person-edited")
    assert (line.person, line.facts) == (rosa.pk, {"part": "person", "fields": ["family_name"]})


def test_what_is_not_changed_leaves_no_trace(actor: Actor, rosa: Person) -> None:
    _edit(actor, rosa, 1, family_name=" Bianchi ", given_name="Rosa")
    rosa.refresh_from_db()
    assert rosa.version == 1
    assert not Revision.objects.exists()


def test_who_is_renamed_is_found_by_the_new_name(actor: Actor, rosa: Person) -> None:
    _edit(actor, rosa, 1, family_name="Zanardelli")
    assert PersonWord.objects.filter(person=rosa, word__word="zanardelli").exists()


def test_a_birth_date_ends_prefers_not_to_say(actor: Actor) -> None:
    person = _person(actor, has_declined_birth=True)
    _edit(actor, person, 1, born_on=date(1990, 1, 1))
    person.refresh_from_db()
    assert (person.born_on, person.has_declined_birth) == (date(1990, 1, 1), False)


def test_the_place_of_birth_brings_its_code_and_a_new_one_drops_the_old(actor: Actor, rosa: Person) -> None:
    _edit(actor, rosa, 1, birth_place="Milano")
    rosa.refresh_from_db()
    assert rosa.birth_place_code == "F205"
    _edit(actor, rosa, 2, birth_place="Casa di nonna")
    rosa.refresh_from_db()
    assert rosa.birth_place_code == ""


WRONG = {
    "no name left": ({"family_name": "", "given_name": ""}, NoName),
    "a script": ({"family_name": "<script>alert(1)</script>"}, NotAName),
    "ten thousand characters": ({"note": "x" * 10_000}, TooLong),
    "a value of no list": ({"sex": "Z"}, NotInTheList),
    "a field that is changed in another way": ({"merged_into": 3}, NoSuchField),
}


@pytest.mark.parametrize(("changes", "error"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_changes_nothing(
    actor: Actor, rosa: Person, changes: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        _edit(actor, rosa, 1, **changes)
    rosa.refresh_from_db()
    assert (rosa.family_name, rosa.version) == ("Bianchi", 1)


def test_the_second_of_two_is_shown_both_values_of_the_field(actor: Actor, rosa: Person) -> None:
    other = factories.actor(project=_project(actor))
    _edit(actor, rosa, 1, family_name="Bianco", education="primary")
    with pytest.raises(StalePerson) as stale:
        _edit(other, rosa, 1, family_name="Bianca", sex="M")
    assert set(stale.value.versions) == {
        Versions("family_name", "Bianchi", "Bianco", "Bianca"),
        Versions("sex", "F", "F", "M"),
        Versions("education", "", "primary", ""),
    }
    assert [one.field for one in stale.value.versions if one.is_contested] == ["family_name"]
    rosa.refresh_from_db()
    assert rosa.family_name == "Bianco"
    _edit(other, rosa, stale.value.version, family_name="Bianca", sex="M")
    rosa.refresh_from_db()
    assert (rosa.family_name, rosa.sex, rosa.education, rosa.version) == ("Bianca", "M", "primary", 3)


def test_a_birth_date_that_both_changed_is_compared_as_a_day(actor: Actor) -> None:
    person = _person(actor, born_on=date(1950, 1, 1))
    _edit(actor, person, 1, born_on=date(1950, 5, 1))
    with pytest.raises(StalePerson) as stale:
        _edit(actor, person, 1, born_on=date(1950, 6, 1))
    assert stale.value.versions == (
        Versions("born_on", date(1950, 1, 1), date(1950, 5, 1), date(1950, 6, 1)),
    )


def test_changes_of_different_fields_both_stand(actor: Actor, rosa: Person) -> None:
    _edit(actor, rosa, 1, family_name="Bianco")
    # The form sends every field it shows; what equals what was read is no change.
    _edit(actor, rosa, 1, family_name="Bianchi", sex="X")
    rosa.refresh_from_db()
    assert (rosa.family_name, rosa.sex) == ("Bianco", "X")


def test_two_who_change_a_field_alike_do_not_disagree(actor: Actor, rosa: Person) -> None:
    _edit(actor, rosa, 1, born_on=date(1950, 5, 1))
    _edit(actor, rosa, 1, born_on=date(1950, 5, 1), sex="X")
    rosa.refresh_from_db()
    assert (rosa.born_on, rosa.sex) == (date(1950, 5, 1), "X")


def test_absent_and_not_yours_answer_alike(actor: Actor) -> None:
    stranger = factories.person(factories.project())
    for uid in (stranger.uid, uuid4()):
        with pytest.raises(NotFound) as missing:
            edit_person(actor=actor, uid=uid, version=1, changes={"sex": "F"}, on=TODAY, at=AT)
        assert missing.value.facts == {}


@pytest.mark.parametrize("role", [Role.LANDLORD, Role.PROGRAMME, Role.EVALUATOR, Role.ADMIN, Role.RESIDENT])
def test_other_roles_edit_nobody(actor: Actor, rosa: Person, role: Role) -> None:
    with pytest.raises(NotFound):
        _edit(factories.actor(role), rosa, 1, sex="M")


@given(
    steps=st.lists(
        st.tuples(
            st.integers(0, 5), st.sampled_from(["sex", "education", "note"]), st.sampled_from(["", "A", "B"])
        ),
        max_size=8,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_history_alone_gives_back_every_version(actor: Actor, steps: list[tuple[int, str, str]]) -> None:
    person = _person(actor)
    values = {"sex": {"": "", "A": "F", "B": "M"}, "education": {"": "", "A": "none", "B": "declined"}}
    versions = {1: records.facts_of(person)}
    for behind, field, choice in steps:
        person.refresh_from_db()
        wanted = values.get(field, {}).get(choice, choice)
        try:
            _edit(actor, person, max(1, person.version - behind), **{field: wanted})
        except StalePerson:
            continue
        person.refresh_from_db()
        versions[person.version] = records.facts_of(person)
    rebuilt = records.facts_of(Person.objects.get(pk=person.pk))
    for revision in Revision.objects.filter(person=person).order_by("-version"):
        assert versions[revision.version] == rebuilt
        before = {field: change[0] for field, change in revision.changes.items()}
        rebuilt = type(rebuilt)(**{**vars(rebuilt), **before})
    assert rebuilt == versions[1]


def test_the_history_tells_who_changed_what(actor: Actor, rosa: Person) -> None:
    _edit(actor, rosa, 1, sex="X")
    _edit(actor, rosa, 2, sex="F")
    person, found = history.revisions(actor, rosa.uid)
    lines = [history.revised(one) for one in found]
    assert person == rosa
    assert [(one.version, one.by, one.changes[0].before, one.changes[0].after) for one in lines] == [
        (3, actor.name, "X", "F"),
        (2, actor.name, "F", "X"),
    ]
    assert AuditEntry.objects.filter(verb="people.history-read", person=rosa.pk).count() == 1


def _edit(actor: Actor, person: Person, version: int, **changes: object) -> Person:
    return edit_person(actor=actor, uid=person.uid, version=version, changes=changes, on=TODAY, at=AT)


def _project(actor: Actor) -> object:
    return factories.Project.objects.get(pk=next(grant.project for grant in actor.grants))


def _person(actor: Actor, **given: object) -> Person:
    return factories.person(_project(actor), **given)
