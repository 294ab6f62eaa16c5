"""What is handed over: of a person and of a lab, as far as the role reads, without restricted people, with a line."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campanello.core.access import NotFound
from campanello.core.actor import Actor, Role
from campanello.core.models import AuditEntry, Project
from campanello.lab.models import Antenna, Referral, Report, Visit
from campanello.lab.queries import handover
from campanello.lab.rules.handover import KNOWN_ELSEWHERE, OF_A_LAB, SHAPES, Part, Word
from campanello.people.models import Language, Person, SpecialFact
from tests import factories
from tests.db.homes.houses import agree, reachable
from tests.factories import LONG_AGO, TODAY

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 11, tzinfo=UTC)


@pytest.fixture
def lab() -> Project:
    return factories.project()


@pytest.fixture
def boss(lab: Project) -> Actor:
    return factories.actor(Role.COORDINATOR, project=lab)


@pytest.fixture
def rosa(lab: Project, boss: Actor) -> Person:
    """Somebody with one of each thing that is handed over."""
    rosa = factories.person(lab, given_name="Rosa", family_name="Esempio", note="Call after five")
    factories.household(rosa, factories.person(factories.project(), given_name="Ivo"))
    reachable(rosa, "+393331234567")
    agree(rosa, "contact")
    Language.objects.create(person=rosa, code="ar", is_preferred=True)
    SpecialFact.objects.create(
        person=rosa, kind="disability", detail="Wheelchair", basis="declared", starts_on=LONG_AGO
    )
    facts = {"project": lab, "operator_id": boss.user, "at": NOON, "on": date(2026, 3, 1), "channel": "desk"}
    Visit.objects.create(
        **facts, person=rosa, next_step="Ring ALER", next_step_on=date(2026, 3, 9), note="Is afraid",
        is_confidential=True,
    )  # fmt: skip
    report(lab, reporter=rosa)
    Referral.objects.create(project=lab, person=rosa, to_service="CAF", reason="ISEE", sent_on=LONG_AGO)
    Referral.objects.create(
        project=lab, person=rosa, to_service="CPIA", reason="Old", sent_on=LONG_AGO, state="concluded"
    )
    Antenna.objects.create(project=lab, person=rosa, mandate="The stairs", starts_on=LONG_AGO)
    return rosa


def report(lab: Project, **given: Any) -> Report:
    number = f"S-2026-{Report.objects.count():05}"
    facts = {"number": number, "project": lab, "kind": "maintenance", "text": "No light", "owner": lab.lead}
    moment = {"state_since": NOON, "made_at": NOON, "made_on": date(2026, 3, 1)}
    return Report.objects.create(**facts, **moment, **given)


def test_a_lab_s_pack_has_all_that_is_open_and_says_so_in_figures(
    boss: Actor, lab: Project, rosa: Person
) -> None:
    report(lab)
    pack = handover.taken_of_lab(boss, lab.pk, TODAY)
    assert pack.figures == {
        Part.PEOPLE: 1,
        Part.CONTACTS: 1,
        Part.RELATIONSHIPS: 2,
        Part.STEPS: 1,
        Part.REPORTS: 2,
        Part.REFERRALS: 1,
        Part.ANTENNAS: 1,
        Part.SPECIAL: 1,
    }
    assert all(len(row) == len(SHAPES[part].columns) for part, rows in pack.tables.items() for row in rows)
    (person,) = pack.tables[Part.PEOPLE]
    assert (person[0], person[6], person[7]) == ("Rosa Esempio", date(2026, 3, 1), "Call after five")
    names = {row[2] for row in pack.tables[Part.RELATIONSHIPS]}
    assert names == {"Rosa Esempio", Word(KNOWN_ELSEWHERE)}
    assert AuditEntry.objects.get(verb="lab.lab-handed-over").facts["people"] == 1
    assert AuditEntry.objects.filter(verb="lab.person-handed-over", person=rosa.pk).count() == 1


def test_looking_at_the_figures_takes_nothing_along(boss: Actor, lab: Project, rosa: Person) -> None:
    handover.of_lab(boss, lab.pk, TODAY)
    assert not AuditEntry.objects.filter(sort="export").exists()


def test_who_is_restricted_is_left_out_with_all_that_is_theirs(
    boss: Actor, lab: Project, rosa: Person
) -> None:
    Person.objects.filter(pk=rosa.pk).update(restricted_at=NOON)
    pack = handover.of_lab(boss, lab.pk, TODAY)
    assert pack.restricted == 1
    assert set(pack.figures.values()) == {0}
    with pytest.raises(NotFound):
        handover.of_person(factories.actor(Role.DESK, project=lab), rosa.uid, TODAY)


def test_the_role_decides_what_of_a_person_is_inside(lab: Project, rosa: Person) -> None:
    case = handover.taken_of_person(factories.actor(Role.CASE, project=lab), rosa.uid, TODAY)
    desk = handover.taken_of_person(factories.actor(Role.DESK, project=lab), rosa.uid, TODAY)
    assert [row[2] for row in case.tables[Part.SPECIAL]] == ["Wheelchair"]
    assert Part.SPECIAL not in desk.tables
    assert (case.hides_special, desk.hides_special) == (False, True)
    assert [pack.tables[Part.VISITS][0][3] for pack in (case, desk)] == ["Is afraid", ""]
    assert (
        AuditEntry.objects.filter(verb="lab.person-handed-over", person=rosa.pk, sort="export").count() == 2
    )


def test_a_person_s_pack_has_nothing_of_others(boss: Actor, lab: Project, rosa: Person) -> None:
    neighbour = factories.person(lab)
    report(lab, reporter=neighbour)
    reachable(neighbour)
    pack = handover.of_person(boss, rosa.uid, TODAY)
    assert (pack.figures[Part.PEOPLE], pack.figures[Part.CONTACTS], pack.figures[Part.REPORTS]) == (1, 1, 1)


def test_only_a_coordinator_of_the_lab_hands_it_over(lab: Project, rosa: Person) -> None:
    for actor in (factories.actor(Role.DESK, project=lab), factories.actor(Role.COORDINATOR)):
        with pytest.raises(NotFound):
            handover.of_lab(actor, lab.pk, TODAY)
        assert lab not in handover.labs(actor)


def test_a_pack_costs_as_many_queries_for_one_as_for_many(boss: Actor, lab: Project, rosa: Person) -> None:
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            pack = handover.of_lab(boss, lab.pk, TODAY)
        counted.append(len(seen))
        for _more in range(4):
            factories.household(factories.person(lab))
    assert counted[0] == counted[1]
    assert tuple(pack.tables) == OF_A_LAB
