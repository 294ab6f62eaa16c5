"""What is left of somebody whose data were erased: nothing that says who they were, in no column of any table."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campanello.core.access import NotFound
from campanello.core.models import AuditEntry, Project
from campanello.people.models import (
    Citizenship,
    Consent,
    ContactWay,
    DoubtfulPair,
    EmploymentStatus,
    Language,
    Membership,
    Notice,
    NoticeGiven,
    Participation,
    Person,
    ResidencePermit,
    Revision,
    Skill,
    SpecialFact,
)
from campanello.people.rules.erasure import NotConfirmed
from campanello.people.services import erasure, merges, search_keys
from tests import factories
from tests.factories import LONG_AGO, TODAY

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def person(project: Project, mark: str, **given: Any) -> Person:
    """Somebody of whom everything is recorded, each text with a mark in it."""
    made = factories.person(
        project,
        **{
            "given_name": mark,
            "family_name": f"{mark} Esposti",
            "other_names": f"detta {mark}",
            "native_name": mark,
            "born_on": date(1956, 3, 12),
            "birth_place": mark,
            "residence_address": f"Via {mark} 3",
            "note": f"ask {mark}'s neighbour",
            "education": "primary",
        }
        | given,
    )
    factories.code(made, value=f"LOC{mark}"[:20])
    ContactWay.objects.create(
        person=made, kind="neighbour", value=mark, normal=mark, note=mark, starts_on=LONG_AGO
    )
    Citizenship.objects.create(person=made, country="MA")
    Language.objects.create(person=made, code="ar")
    EmploymentStatus.objects.create(person=made, status="unemployed", starts_on=LONG_AGO)
    ResidencePermit.objects.create(person=made, kind="family", number=mark)
    Skill.objects.create(person=made, direction="offered", text=mark, starts_on=LONG_AGO)
    SpecialFact.objects.create(
        person=made, kind="disability", detail=mark, basis="declared", starts_on=LONG_AGO
    )
    notice, _ = Notice.objects.get_or_create(
        kind="contact", version=1, defaults={"starts_on": LONG_AGO, "texts": {"it": "Testo"}}
    )
    Consent.objects.create(person=made, purpose="contact", notice=notice, given_on=LONG_AGO, how="paper")
    NoticeGiven.objects.create(person=made, notice=notice, given_on=LONG_AGO, how="paper")
    Revision.objects.create(
        person=made, version=2, at=MOMENT, part="person", changes={"given_name": [mark, "x"]}, note=mark
    )
    Participation.objects.create(
        person=made, project=project, strand="lab", code=f"L-{mark}", entry_on=LONG_AGO
    )
    search_keys.refresh([made.pk])
    return made


def cells() -> dict[str, str]:
    """All that is written anywhere, by table."""
    found: dict[str, str] = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            assert issubclass(model, models.Model)
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            found[model._meta.label] = "\n".join(str(row) for row in cursor.fetchall())
    return found


def whereabouts(*marks: str) -> set[str]:
    return {
        table for table, text in cells().items() if any(mark.casefold() in text.casefold() for mark in marks)
    }


def full_world(mark: str) -> tuple[Any, Person]:
    project = factories.project()
    actor = factories.actor("coordinator", project=project)
    kept, absorbed = person(project, f"{mark}uno"), person(project, f"{mark}due")
    other = factories.person(project, family_name="Altri")
    one, two = sorted((kept, other), key=lambda who: who.pk)
    DoubtfulPair.objects.create(
        one=one, other=two, probability_ppm=1, reasons=[{"field": "name", "text": mark}], found_at=MOMENT
    )
    merges.merge(
        actor=actor, kept_uid=kept.uid, absorbed_uid=absorbed.uid, reason=f"{mark} said so", at=MOMENT
    )
    home = factories.household(kept, other, note=f"{mark}uno keeps the key; water off", code=f"H-{kept.pk}")
    flat = factories.dwelling(
        factories.building(project), doorbell=f"{mark}uno", doorbell_search=f"{mark}uno".lower()
    )
    factories.tenancy(flat, home, holder=kept, ends_on=date(2025, 1, 1))
    resident = factories.user(
        person=kept.pk,
        name=f"{mark}uno Esposti",
        username=f"{mark.lower()}1",
        email=f"{mark.lower()}@example.it",
    )
    factories.assignment(user=resident, role="resident")
    return actor, kept


def test_everything_is_somewhere_before() -> None:
    full_world("Zanzibar")
    found = whereabouts("Zanzibar")
    assert {
        "people.Person",
        "people.IdentityCode",
        "people.Revision",
        "people.Merge",
        "people.Household",
    } <= found
    assert {"homes.Dwelling", "accounts.User", "people.PersonKey", "people.NameWord"} <= found


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mark=st.text("bcdfghklmnprstvz", min_size=6, max_size=9).map(lambda text: f"Q{text}"))
def test_after_an_erasure_no_column_of_any_table_has_a_text_of_the_person_s(mark: str) -> None:
    actor, kept = full_world(mark)
    erasure.erase(actor=actor, uid=kept.uid, typed=kept.name, on=TODAY, at=MOMENT)
    assert whereabouts(mark) == set()


def test_the_evaluation_keeps_its_figures_without_anybody_s_name() -> None:
    actor, kept = full_world("Zanzibar")
    erasure.erase(actor=actor, uid=kept.uid, typed=kept.name.upper(), on=TODAY, at=MOMENT)
    left = Person.objects.get(pk=kept.pk)
    assert (left.sex, left.born_on, left.education, left.name) == ("F", date(1956, 7, 1), "primary", "")
    assert left.uid != kept.uid
    assert left.erased_at == MOMENT
    entry = Participation.objects.get(person=kept)
    assert (entry.strand, entry.entry_on, entry.code[:1]) == ("lab", LONG_AGO, "E")
    assert Citizenship.objects.filter(person=kept, country="MA").exists()
    assert Membership.objects.filter(person=kept).exists()
    assert not SpecialFact.objects.exists()


def test_the_audit_trail_stays_and_says_who_erased() -> None:
    actor, kept = full_world("Zanzibar")
    before = AuditEntry.objects.filter(person=kept.pk).count()
    done = erasure.erase(actor=actor, uid=kept.uid, typed=kept.name, on=TODAY, at=MOMENT)
    last = AuditEntry.objects.filter(person=kept.pk).latest("pk")
    assert (last.verb, last.actor_id, last.facts) == (
        "people.person-erased",
        actor.user,
        {"rows": done.rows, "whole": True},
    )
    assert AuditEntry.objects.filter(person=kept.pk).count() == before + 1


def test_the_preview_counts_what_the_erasure_then_erases() -> None:
    actor, kept = full_world("Zanzibar")
    _person, preview = erasure.preview(actor=actor, uid=kept.uid, on=TODAY)
    done = erasure.erase(actor=actor, uid=kept.uid, typed=kept.name, on=TODAY, at=MOMENT)
    assert done.goes == preview.goes
    assert (done.goes["code"], done.goes["skill"], done.goes["merge"], done.goes["name"]) == (2, 2, 1, 2)
    assert done.stays["participation"] == 2


def test_another_name_typed_erases_nothing() -> None:
    actor, kept = full_world("Zanzibar")
    with pytest.raises(NotConfirmed):
        erasure.erase(actor=actor, uid=kept.uid, typed="Somebody Else", on=TODAY, at=MOMENT)
    assert Person.objects.get(pk=kept.pk).name == kept.name
    assert ContactWay.objects.filter(person=kept).exists()


HOLDS = {
    "a plan under way": {"exit_on": None},
    "a plan closed last year, whose papers the auditors want": {"exit_on": date(2025, 6, 1)},
    "on the very last day of five years": {"exit_on": date(2021, 6, 1)},
}


@pytest.mark.parametrize("plan", HOLDS.values(), ids=HOLDS)
def test_name_and_codes_are_held_back_by(plan: dict[str, Any]) -> None:
    actor, kept = full_world("Zanzibar")
    Participation.objects.create(
        person=kept,
        project=Project.objects.earliest("pk"),
        strand="plan",
        code="P-1",
        entry_on=LONG_AGO,
        plan_status="completed",
        **plan,
    )
    on = date(2026, 12, 31)
    done = erasure.erase(actor=actor, uid=kept.uid, typed=kept.name, on=on, at=MOMENT)
    left = Person.objects.get(pk=kept.pk)
    assert not done.is_whole
    assert (left.name, left.erased_at, left.note) == (kept.name, None, "")
    assert left.restricted_at == MOMENT
    assert left.codes.exists()
    assert not left.contacts.exists()


def test_papers_that_nobody_wants_any_more_hold_nothing_back() -> None:
    actor, kept = full_world("Zanzibar")
    Participation.objects.create(
        person=kept,
        project=Project.objects.earliest("pk"),
        strand="plan",
        code="P-1",
        entry_on=LONG_AGO,
        plan_status="completed",
        exit_on=date(2021, 6, 1),
    )
    assert erasure.erase(actor=actor, uid=kept.uid, typed=kept.name, on=date(2027, 1, 1), at=MOMENT).is_whole


def test_a_running_tenancy_holds_back() -> None:
    project = factories.project()
    actor, rosa = factories.actor("coordinator", project=project), factories.person(project)
    flat = factories.dwelling(factories.building(project))
    factories.tenancy(flat, factories.household(rosa), holder=rosa)
    _person, preview = erasure.preview(actor=actor, uid=rosa.uid, on=TODAY)
    assert [hold.until for hold in preview.holds] == [None]


@pytest.mark.parametrize("role", ["desk", "case", "employment"])
def test_who_does_not_answer_rights_erases_nobody(role: str) -> None:
    project = factories.project()
    rosa = factories.person(project)
    with pytest.raises(NotFound):
        erasure.erase(
            actor=factories.actor(role, project=project), uid=rosa.uid, typed=rosa.name, on=TODAY, at=MOMENT
        )
