"""Reports are told once, routed to whoever has to answer, and go through their states; others see what is theirs."""

import threading
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections

from campanello.core.access import NotFound
from campanello.core.actor import Role
from campanello.core.errors import DomainError
from campanello.core.models import AuditEntry
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.lab.models import Antenna, Report, ReportRoute
from campanello.lab.rules.reports import Move
from campanello.lab.services import reports as services
from tests import factories
from tests.db.lab.towns import AT, Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def test_a_report_is_numbered_routed_to_the_dwelling_s_owner_and_leaves_a_line(town: Town) -> None:
    one, two = town.made(), town.made(text="No light on the stairs")
    assert (one.number, two.number) == ("S-2026-00001", "S-2026-00002")
    assert (one.owner, one.building, one.stair) == (town.aler, town.house, town.flat.stair)
    assert [(step.kind, step.state, step.why) for step in one.steps.all()] == [
        ("state", "received", ""),
        ("owner", "", "dwelling"),
    ]
    assert AuditEntry.objects.filter(verb="lab.report-made", target=one.pk).count() == 1


def test_sent_twice_it_is_there_once_and_nobody_else_s_key_is_taken(town: Town) -> None:
    uid = uuid4()
    assert town.made(uid=uid) == town.made(uid=uid, text="sent again")
    assert Report.objects.count() == 1
    with pytest.raises(DomainError) as refused:
        town.made(factories.actor(Role.CASE, project=town.project), uid=uid)
    assert refused.value.code == "reports.uid-taken"


ROUTES = {
    "a stair is its owner's": ({"dwelling": None, "stair": "b"}, "Comune Prova", "stair"),
    "the house goes to who owns most of it": ({"dwelling": None}, "Comune Prova", "building"),
    "a street without a house goes to the lead": ({"dwelling": None, "building": None}, "Lead Prova", "lead"),
    "a need in ALER's flat goes to whom the project named": ({"kind": "personal"}, "Coop Prova", "route"),
}


@pytest.mark.parametrize(("but", "owner", "why"), ROUTES.values(), ids=ROUTES)
def test_whoever_owns_the_place_or_was_named_has_to_answer(
    town: Town, but: dict[str, Any], owner: str, why: str
) -> None:
    town.project.lead.name = "Lead Prova"
    town.project.lead.save()
    named = factories.organisation(name="Coop Prova")
    ReportRoute.objects.create(project=town.project, kind="personal", owner=named)
    made = town.made(**{"building": town.house.uid} | but)
    assert (made.owner.name, made.steps.get(kind="owner").why) == (owner, why)


def test_a_private_flat_is_refused_or_kept_as_not_ours_with_whom_to_ask(town: Town) -> None:
    with pytest.raises(DomainError) as refused:
        town.made(dwelling=town.sold.uid)
    assert refused.value.code == "reports.place-not-ours"
    made = town.made(dwelling=town.sold.uid, ask_whom="The administrator")
    assert (made.state, made.ask_whom, made.owner) == ("not_ours", "The administrator", town.project.lead)
    assert made.closed_at == AT
    assert made.remind_on is None


def test_a_place_a_person_or_a_project_of_others_is_nowhere(town: Town) -> None:
    other = Town.__new__(Town)
    other.project = factories.project()
    house = factories.building(other.project)
    stranger = factories.person(other.project)
    for but in (
        {"dwelling": factories.dwelling(house).uid},
        {"dwelling": None, "building": house.uid},
        {"dwelling": None, "building": town.house.uid, "stair": "Z"},
        {"building": factories.building(town.project).uid},
        {"reporter": stranger.uid},
        {"visit": factories.visit(other.project).uid},
        {"project": other.project.code},
    ):
        with pytest.raises(NotFound):
            town.made(**but)
    with pytest.raises(NotFound):
        town.made(town.officer)
    assert not Report.objects.exists()


def test_an_antenna_tells_while_the_mandate_holds_and_of_themselves_alone(town: Town) -> None:
    person, other = factories.person(town.project), factories.person(town.project)
    antenna = factories.actor(Role.RESIDENT, user=factories.user(person=person.pk))
    mandate = Antenna.objects.create(
        project=town.project, person=person, mandate="Stair A", starts_on=date(2026, 1, 1)
    )
    made = town.made(antenna, source="antenna", reporter=person.uid)
    assert (made.reporter, made.source) == (person, "antenna")
    with pytest.raises(NotFound):
        town.made(antenna, source="antenna", reporter=other.uid)
    mandate.ends_on = date(2026, 3, 2)
    mandate.save()
    with pytest.raises(NotFound):
        town.made(antenna, source="antenna")


def test_a_report_goes_through_its_states_and_is_opened_again(town: Town) -> None:
    made = town.made()
    planned = town.moved(made, "planned", planned_on=date(2026, 4, 1), reason="")
    assert (planned.planned_on, planned.remind_on) == (date(2026, 4, 1), date(2026, 4, 2))
    solved = town.moved(made, "solved", actor=town.officer)
    assert (solved.closed_at, solved.follow_up_on, solved.planned_on) == (AT, date(2026, 3, 30), None)
    again = town.moved(made, "received", reason="It broke again")
    assert (again.closed_at, again.follow_up_on, again.remind_on) == (None, None, date(2026, 3, 16))
    assert [step.state for step in made.steps.filter(kind="state")] == [
        "received",
        "planned",
        "solved",
        "received",
    ]
    assert again.first_answer_at == AT


def test_who_read_an_older_version_is_told_both_values(town: Town) -> None:
    made = town.made()
    town.moved(made, "progress")
    with pytest.raises(ChangedMeanwhile) as refused:
        services.move_report(actor=town.desk, uid=made.uid, version=1, move=Move("solved", "done"), at=AT)
    assert [(one.saved, one.yours) for one in refused.value.differences] == [("progress", "solved")]


def test_a_duplicate_s_reporter_joins_the_other_and_no_report_is_a_duplicate_of_itself(town: Town) -> None:
    rosa = factories.person(town.project)
    first, second = town.made(), town.made(reporter=rosa.uid)
    with pytest.raises(DomainError, match="number of the report"):
        town.moved(second, "duplicate", other=second.number)
    joined = town.moved(second, "duplicate", other=first.number.lower())
    assert joined.joined_into == first
    assert [one.person for one in first.secondings.all()] == [rosa]
    with pytest.raises(DomainError, match="duplicate itself"):
        town.moved(first, "duplicate", other=second.number)


def test_who_joins_is_counted_once_by_form_and_by_person(town: Town) -> None:
    made, rosa, key = town.made(), factories.person(town.project), uuid4()
    for joining, person in ((key, None), (key, None), (uuid4(), rosa.uid), (uuid4(), rosa.uid)):
        services.join_report(actor=town.desk, uid=made.uid, joining=joining, at=AT, person=person)
    assert made.secondings.count() == 2
    with pytest.raises(NotFound):
        services.join_report(actor=town.officer, uid=made.uid, joining=uuid4(), at=AT)


@pytest.mark.parametrize("kind", ["social", "personal", "conflict"])
def test_an_officer_never_meets_what_concerns_a_person(town: Town, kind: str) -> None:
    ReportRoute.objects.create(project=town.project, kind=kind, owner=town.aler)
    made = town.made(kind=kind)
    assert made.owner == town.aler
    with pytest.raises(NotFound):
        town.moved(made, "progress", actor=town.officer)


def test_an_officer_of_another_landlord_and_another_project_s_desk_find_nothing(town: Town) -> None:
    made = town.made()
    for stranger in (
        factories.actor(Role.LANDLORD, organisation=town.comune),
        factories.actor(Role.DESK),
        factories.actor(Role.PROGRAMME, project=None),
    ):
        with pytest.raises(NotFound):
            town.moved(made, "progress", actor=stranger)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keys", [4, 1], ids=["four reports at once", "one report sent four times at once"])
def test_each_report_gets_a_number_of_its_own(keys: int) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two transactions at once need PostgreSQL")
    town, said, uids = Town(), [], [uuid4() for _ in range(keys)]
    ready = threading.Barrier(4)

    def tell(number: int) -> None:
        try:
            ready.wait(timeout=10)
            said.append(town.made(uid=uids[number % keys]).number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tell, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(said) == 4
    assert len(set(said)) == Report.objects.count() == keys
