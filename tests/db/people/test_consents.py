"""Notices handed out, consents given and taken back, and skills that only a consent lets others see."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Project
from campanello.people.models import Consent, Notice, NoticeGiven, Person, Skill
from campanello.people.queries import consents as queries
from campanello.people.queries import skills as skill_queries
from campanello.people.rules import consents as rules
from campanello.people.rules import values
from campanello.people.rules.consents import Answer
from campanello.people.services import consents, notices, skills
from campanello.people.services.merges import merge, unmerge
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)
LANGUAGES = {"it", "en", "fr", "ar", "ur", "es"}


@pytest.fixture
def lab() -> Project:
    return factories.project()


@pytest.fixture
def desk(lab: Project) -> Actor:
    return factories.actor(Role.DESK, project=lab)


@pytest.fixture
def rosa(lab: Project) -> Person:
    return factories.person(lab, given_name="Rosa")


def agree(actor: Actor, person: Person, purpose: str = "skills_map", on: date = MAY) -> Consent:
    return consents.give_consent(
        actor=actor, person_uid=person.uid, purpose=purpose, how="paper", language="ar", on=on, today=TODAY
    )


def withdraw(actor: Actor, person: Person, purpose: str = "skills_map", on: date = JUNE) -> Consent:
    return consents.withdraw_consent(actor=actor, person_uid=person.uid, purpose=purpose, on=on, today=TODAY)


def answer(person: Person, purpose: str = "skills_map", on: date = TODAY) -> Answer:
    return queries.standing_of(person.pk, purpose, on).answer


def follow(kind: str) -> Notice:
    return Notice.objects.create(kind=kind, version=2, starts_on=date(2026, 1, 1), texts={"it": "Nuovo"})


def test_every_purpose_has_a_text_in_every_language() -> None:
    held = queries.notices_on(TODAY)

    assert held.keys() == {rules.PRIVACY, *values.CONSENT_PURPOSES}
    for notice in held.values():
        assert notice.texts.keys() == LANGUAGES
        assert len({text.strip() for text in notice.texts.values()}) == len(LANGUAGES)
        assert all(len(text) > 150 for text in notice.texts.values())


def test_notices_are_loaded_once() -> None:
    assert notices.load_notices() == 0


def test_a_notice_that_people_were_given_is_never_edited(tmp_path: Path) -> None:
    told = json.loads((notices.SHIPPED / "photo-1.json").read_text(encoding="utf-8"))
    told["texts"]["it"] += " E altro."
    (tmp_path / "photo-1.json").write_text(json.dumps(told), encoding="utf-8")

    with pytest.raises(notices.EditedNotice):
        notices.load_notices(tmp_path)


def test_a_new_version_is_added_beside_the_old_one(tmp_path: Path) -> None:
    told = {"kind": "photo", "version": 2, "starts_on": "2026-01-01", "texts": {"it": "Nuovo"}}
    (tmp_path / "photo-2.json").write_text(json.dumps(told), encoding="utf-8")

    assert notices.load_notices(tmp_path) == 1
    assert queries.notice_on("photo", TODAY).version == 2
    assert queries.notice_on("photo", date(2025, 12, 31)).version == 1


def test_a_yes_is_recorded_with_its_text_and_the_text_is_thereby_given(desk: Actor, rosa: Person) -> None:
    given = agree(desk, rosa)

    assert (given.notice.version, given.how, given.recorded_by_id) == (1, "paper", desk.user)
    assert answer(rosa) is Answer.AGREED
    told = NoticeGiven.objects.get(person=rosa)
    assert (told.notice.kind, told.language, told.given_on) == ("skills_map", "ar", MAY)
    line = AuditEntry.objects.get(verb="people.consent-given")
    assert (line.person, line.facts["purpose"]) == (rosa.pk, "skills_map")


def test_a_yes_is_taken_back_and_may_be_given_again(desk: Actor, rosa: Person) -> None:
    agree(desk, rosa)
    withdraw(desk, rosa)
    assert answer(rosa) is Answer.WITHDRAWN
    assert answer(rosa, on=MAY) is Answer.AGREED

    agree(desk, rosa, on=JUNE)
    assert answer(rosa) is Answer.AGREED
    assert Consent.objects.filter(person=rosa).count() == 2


def test_a_newer_text_is_asked_about_again(desk: Actor, rosa: Person) -> None:
    agree(desk, rosa)
    follow("skills_map")
    assert answer(rosa) is Answer.ASK_AGAIN

    agree(desk, rosa, on=TODAY)
    assert answer(rosa) is Answer.AGREED
    with pytest.raises(rules.AlreadyAgreed):
        agree(desk, rosa, on=TODAY)


def test_what_was_never_given_is_not_taken_back(desk: Actor, rosa: Person) -> None:
    with pytest.raises(rules.NotAgreed):
        withdraw(desk, rosa)


def test_nobody_agrees_before_there_is_a_text(desk: Actor, rosa: Person) -> None:
    with pytest.raises(rules.NoNotice):
        agree(desk, rosa, on=date(2018, 5, 24))


def test_a_notice_is_given_once_and_keeps_its_first_day(desk: Actor, rosa: Person) -> None:
    facts: dict[str, Any] = {"kind": "privacy", "how": "paper", "language": "it", "today": TODAY}
    for on in (MAY, JUNE):
        consents.give_notice(actor=desk, person_uid=rosa.uid, on=on, **facts)

    assert [given.given_on for given in queries.notices_given(rosa.pk)] == [MAY]
    assert AuditEntry.objects.filter(verb="people.notice-given").count() == 1


def test_no_notice_is_given_tomorrow(desk: Actor, rosa: Person) -> None:
    facts: dict[str, Any] = {"kind": "privacy", "how": "paper", "language": "it", "today": TODAY}

    with pytest.raises(rules.WrongDay):
        consents.give_notice(actor=desk, person_uid=rosa.uid, on=date(2026, 3, 3), **facts)


def test_the_person_s_own_skill_ends_on_its_own_row(desk: Actor, rosa: Person) -> None:
    skill = skills.add_skill(actor=desk, person_uid=rosa.uid, direction="wanted", text="Italian", on=MAY)

    skills.end_skill(actor=desk, person_uid=rosa.uid, skill=skill.pk, on=TODAY)

    assert Skill.objects.get().ends_on == TODAY
    assert skill_queries.skills_of(rosa.pk, TODAY) == []


def test_another_project_s_desk_records_nothing(rosa: Person) -> None:
    stranger = factories.actor(Role.DESK)

    with pytest.raises(NotFound):
        agree(stranger, rosa)
    with pytest.raises(NotFound):
        skills.add_skill(actor=stranger, person_uid=rosa.uid, direction="offered", text="Sewing", on=MAY)


def test_a_no_holds_for_all_records_of_a_person_and_touches_no_other(lab: Project, rosa: Person) -> None:
    coordinator = factories.actor(Role.COORDINATOR, project=lab)
    twin = factories.person(lab)
    given = agree(coordinator, twin)
    made = merge(actor=coordinator, kept_uid=rosa.uid, absorbed_uid=twin.uid, reason="Same", at=NOON)
    assert answer(rosa) is Answer.AGREED

    withdraw(coordinator, rosa)
    assert answer(rosa) is Answer.WITHDRAWN
    given.refresh_from_db()
    assert given.withdrawn_on is None

    unmerge(actor=coordinator, merge_id=made.pk, at=NOON)
    assert (answer(rosa), answer(twin)) == (Answer.WITHDRAWN, Answer.AGREED)


def test_a_skill_is_on_the_map_only_while_the_consent_holds(desk: Actor, rosa: Person) -> None:
    household = factories.household(rosa)
    skills.add_skill(actor=desk, person_uid=rosa.uid, direction="offered", text=" Sewing  dresses", on=MAY)

    def on_map(day: date) -> list[tuple[str, str, str]]:
        shown = skill_queries.on_map([household.pk], day)[household.pk]
        return [(one.name, one.direction, one.text) for one in shown]

    assert on_map(TODAY) == []
    agree(desk, rosa, on=MAY)
    assert on_map(TODAY) == [(rosa.name, "offered", "Sewing dresses")]
    withdraw(desk, rosa, on=TODAY)
    assert on_map(TODAY) == []
    assert on_map(JUNE) == [(rosa.name, "offered", "Sewing dresses")]


@pytest.mark.parametrize("field", ["restricted_at", "erased_at"], ids=["restricted", "erased"])
def test_nobody_is_on_the_map_whose_record_is(desk: Actor, rosa: Person, field: str) -> None:
    household = factories.household(rosa)
    skills.add_skill(actor=desk, person_uid=rosa.uid, direction="offered", text="Sewing", on=MAY)
    agree(desk, rosa)
    Person.objects.filter(pk=rosa.pk).update(**{field: NOON})

    assert skill_queries.on_map([household.pk], TODAY) == {household.pk: ()}


@pytest.mark.parametrize("size", [1, 25])
def test_the_map_takes_as_many_queries_for_one_household_as_for_many(
    lab: Project, size: int, django_assert_max_num_queries: Any
) -> None:
    notice = queries.notice_on("skills_map", TODAY)
    keys = []
    for _ in range(size):
        one = factories.person(lab)
        keys.append(factories.household(one).pk)
        Skill.objects.create(person=one, direction="wanted", text="Italian", starts_on=MAY)
        Consent.objects.create(person=one, purpose="skills_map", notice=notice, given_on=MAY, how="paper")

    with django_assert_max_num_queries(6):
        assert all(skill_queries.on_map(keys, TODAY).values())


BAD_SKILLS = {"nothing but spaces": "  ", "more than fits": "x" * 121}


@pytest.mark.parametrize("text", BAD_SKILLS.values(), ids=BAD_SKILLS)
def test_a_skill_is_a_few_words(desk: Actor, rosa: Person, text: str) -> None:
    with pytest.raises(rules.NoSkill):
        skills.add_skill(actor=desk, person_uid=rosa.uid, direction="offered", text=text, on=MAY)


def test_the_same_skill_is_written_once(desk: Actor, rosa: Person) -> None:
    skills.add_skill(actor=desk, person_uid=rosa.uid, direction="offered", text="Sewing", on=MAY)

    with pytest.raises(rules.SameSkill):
        skills.add_skill(actor=desk, person_uid=rosa.uid, direction="offered", text="sewing", on=MAY)


def test_a_skill_of_a_merged_record_is_ended_on_the_person_s_own(lab: Project, rosa: Person) -> None:
    coordinator = factories.actor(Role.COORDINATOR, project=lab)
    twin = factories.person(lab)
    skill = skills.add_skill(
        actor=coordinator, person_uid=twin.uid, direction="offered", text="Sewing", on=MAY
    )
    made = merge(actor=coordinator, kept_uid=rosa.uid, absorbed_uid=twin.uid, reason="Same", at=NOON)

    skills.end_skill(actor=coordinator, person_uid=rosa.uid, skill=skill.pk, on=TODAY)
    assert skill_queries.skills_of(rosa.pk, TODAY) == []

    unmerge(actor=coordinator, merge_id=made.pk, at=NOON)
    assert [one.text for one in skill_queries.skills_of(twin.pk, TODAY)] == ["Sewing"]
    with pytest.raises(NotFound):
        skills.end_skill(actor=coordinator, person_uid=rosa.uid, skill=skill.pk, on=TODAY)
