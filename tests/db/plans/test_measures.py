"""A measure's funds in the database: first come, first served, never more than there is, whoever asks at once."""

import threading
from typing import Any

import pytest
from django.db import close_old_connections, connection, connections

from campanello.core.errors import DomainError
from campanello.homes.rules.editing import ChangedMeanwhile
from campanello.plans.models import Application
from campanello.plans.queries import applications as queries
from campanello.plans.queries import measures
from campanello.plans.queries.applications import FUNDS, Wanted
from campanello.plans.queries.requirements import known_sets
from campanello.plans.rules.funds import EarlierOnesWait, FundBelowCommitted, FundSpent, OverCap
from campanello.plans.rules.measures import MeasureTaken, NewMeasure
from campanello.plans.services import application_decisions as decisions
from campanello.plans.services import measures as services
from campanello.plans.services.application_decisions import Taking
from tests.db.plans.applicants import AT, Office
from tests.factories import TODAY


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def test_funds_end_in_the_middle_and_who_comes_later_waits_in_turn(office: Office) -> None:
    first, second, third = office.take(), office.take(), office.take()
    office.decide(first), office.decide(second)
    with pytest.raises(FundSpent) as refused:
        office.decide(third)
    assert "1.500,00 EUR" in str(refused.value)
    assert "3.000,00 EUR" in str(refused.value)
    third.refresh_from_db()
    assert third.state == "pending"
    third = office.decide(third, waits=True)
    assert (third.state, office.committed()) == ("eligible", (6_000_00, 4_000_00))
    assert list(queries.applications(office.desk, Wanted(due=FUNDS), TODAY)) == [third]
    third = decisions.commit(
        actor=office.employment, uid=third.uid, version=third.version,
        taking=Taking(services_cents=1_500_00, allowance_cents=1_000_00), on=TODAY, at=AT,
    )  # fmt: skip
    assert office.committed() == (7_500_00, 5_000_00)
    assert not queries.applications(office.desk, Wanted(due=FUNDS), TODAY).exists()


def test_nobody_is_served_before_an_earlier_one_without_a_reason(office: Office) -> None:
    office.take(), office.take()
    third = office.take()
    with pytest.raises(EarlierOnesWait) as refused:
        office.decide(third)
    assert refused.value.facts == {"count": 2, "first": 1}
    third = office.decide(third, out_of_turn="Loses the home on Friday")
    assert third.steps.last().out_of_turn == "Loses the home on Friday"  # type: ignore[union-attr]


def test_a_person_gets_no_more_than_the_caps_over_all_measures(office: Office) -> None:
    rosa, elsewhere = office.person(), Office()
    mine = office.take(person=rosa)
    office.decide(mine, services_cents=2_000_00, allowance_cents=1_500_00)
    elsewhere.measure.project = elsewhere.project = office.project
    elsewhere.measure.save()
    elsewhere.desk, elsewhere.employment = office.desk, office.employment
    other = elsewhere.take(person=rosa)
    with pytest.raises(OverCap):
        elsewhere.decide(other, services_cents=1_000_01, allowance_cents=0)
    elsewhere.decide(other)
    assert elsewhere.committed() == (1_000_00, 500_00)


def test_a_fund_is_not_made_smaller_than_what_is_committed_of_it(office: Office) -> None:
    office.decide(office.take())
    change: dict[str, Any] = {"actor": office.coordinator, "code": office.measure.code, "sets": known_sets()}
    with pytest.raises(FundBelowCommitted):
        services.change_measure(version=1, changes={"services_cents": 2_999_99}, **change)
    made = services.change_measure(
        version=1, changes={"services_cents": 3_000_00, "titles": {"ar": "قياس"}}, **change
    )
    assert (made.version, made.titles["ar"], set(made.titles)) == (2, "قياس", {"it", "ar"})
    with pytest.raises(ChangedMeanwhile) as clash:
        services.change_measure(version=1, changes={"titles": {"it": "Altra"}}, **change)
    assert [one.field for one in clash.value.differences] == ["title_it"]


def test_a_measure_sent_twice_is_made_once_and_another_needs_another_code(office: Office) -> None:
    new = NewMeasure("lorenteggio-2026", "regional", TODAY, titles={"it": " Misura ", "fr": ""})
    make: dict[str, Any] = {"actor": office.coordinator, "project": office.project.pk, "sets": known_sets()}
    first, again = (services.make_measure(measure=new, **make) for _ in range(2))
    assert (first.pk, first.titles) == (again.pk, {"it": "Misura"})
    with pytest.raises(MeasureTaken):
        services.make_measure(
            measure=NewMeasure("lorenteggio-2026", "bollate", TODAY, titles={"it": "M"}), **make
        )
    lines = measures.lines(office.coordinator, TODAY)
    assert [line.measure.code for line in lines] == sorted([office.measure.code, "lorenteggio-2026"])


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_do_not_commit_more_than_there_is() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time; where several do is tried on PostgreSQL")
    office = Office(services_cents=3_000_00, allowance_cents=2_000_00)
    rows = [office.take() for _ in range(4)]
    ready = threading.Barrier(len(rows))
    refused: list[str] = []

    def decide(row: Application) -> None:
        close_old_connections()
        ready.wait()
        try:
            office.decide(row, out_of_turn="All at once")
        except DomainError as error:
            refused.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=[row]) for row in rows]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert refused == ["plans.fund-spent"] * 3
    assert office.committed() == (3_000_00, 2_000_00)
