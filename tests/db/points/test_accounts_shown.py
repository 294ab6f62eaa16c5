"""Households' points: whose they are, what moved, what others see of them, what stays when somebody is erased."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from campanello.core.access import NotFound
from campanello.core.actor import NOBODY, Actor
from campanello.core.models import AuditEntry
from campanello.lab.queries import timeline
from campanello.people.models import Membership, Person
from campanello.people.queries import rights
from campanello.people.queries.records import person_record
from campanello.people.services import erasure
from campanello.points.models import Account, Award, Redemption, Reversal, Scheme, Transfer
from campanello.points.queries import account_lists, account_page, movements
from campanello.points.queries.account_lists import Wanted
from campanello.points.queries.account_totals import totals
from campanello.points.rules.ledger import Move
from campanello.points.services import ledger, reversing
from tests import factories, factories_points
from tests.factories import LONG_AGO, TODAY
from tests.factories_points import MOMENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme() -> Scheme:
    return factories_points.scheme()


@pytest.fixture
def rosa(scheme: Scheme) -> Person:
    return factories.person(scheme.project, given_name="Rosa", family_name="Bianchi")


@pytest.fixture
def account(scheme: Scheme, rosa: Person) -> Account:
    return factories_points.account(scheme.project, factories.household(rosa))


@pytest.fixture
def coordinator(scheme: Scheme) -> Actor:
    return factories.actor("coordinator", project=scheme.project)


def pool_of(account: Account) -> Account:
    found, _ = Account.objects.get_or_create(
        project=account.project, kind="pool", defaults={"opened_at": MOMENT}
    )
    return found


def give(source: Account, target: Account, points: int, at: datetime = MOMENT) -> None:
    move = Move(uuid4(), source.pk, target.pk, points, "donation")
    ledger.post(actor=NOBODY, project=source.project_id, moves=[move], at=at)
    source.refresh_from_db()


def test_movements_come_latest_first_page_by_page_and_say_what_they_are(account, rosa, coordinator):
    given = [factories_points.given(account, points, person=rosa) for points in (5, 6, 7)]
    reversing.reverse(actor=coordinator, transfer=given[0].uid, why="Due volte", at=MOMENT)
    give(account, pool_of(account), 4)

    first = movements.of_account(account, page_size=3)
    rest = movements.of_account(account, page_size=3, before=first[-1].key)

    assert [(one.kind, one.points) for one in first] == [("donation", -4), ("reversal", -5), ("award", 7)]
    assert [(one.points, one.is_undone, one.who_earned) for one in rest] == [
        (6, False, "Rosa"),
        (5, True, "Rosa"),
    ]
    assert len({one.receipt for one in first + rest}) == 5
    assert [one.points for one in movements.of_account(account, kinds=["donation"])] == [-4]
    assert [one.points for one in movements.of_account(pool_of(account))] == [4]


def test_a_page_of_movements_takes_as_many_queries_with_many_others_behind_it(
    account, rosa, django_assert_num_queries
):
    for _ in range(3):
        factories_points.given(account, 5, person=rosa)
    with django_assert_num_queries(3):
        movements.of_account(account, page_size=3)
    for _ in range(30):
        factories_points.given(account, 5, person=rosa)
    with django_assert_num_queries(3):
        assert len(movements.of_account(account, page_size=3)) == 3


def test_totals_are_net_of_what_was_taken_back(account, rosa, coordinator):
    neighbour = factories_points.account(account.project)
    wrong = factories_points.given(account, 50, person=rosa)
    factories_points.given(account, 20, person=rosa)
    give(account, neighbour, 8)
    reversing.reverse(actor=coordinator, transfer=wrong.uid, why="Errore", at=MOMENT)

    mine, theirs = (totals([one.pk])[one.pk] for one in (account, neighbour))

    assert (mine.earned, mine.given, mine.received, mine.to_rent, mine.lapsed) == (20, 8, 0, 0, 0)
    assert (theirs.earned, theirs.received) == (0, 8)
    account.refresh_from_db()
    assert account.balance == mine.earned - mine.given


def test_the_list_is_searched_by_name_and_by_doorbell_and_shows_one_s_own_projects(
    account, rosa, scheme, coordinator
):
    factories_points.given(account, 5, person=rosa)
    house = factories.building(scheme.project)
    factories.tenancy(factories.dwelling(house, doorbell="Bianchi-Diop"), account.household)
    other = factories_points.account(
        scheme.project, factories.household(factories.person(scheme.project, family_name="Verdi"))
    )
    factories_points.account(factories_points.scheme().project)

    def found(**asked: Any) -> list[int]:
        return [one.pk for one in account_lists.listed(coordinator, Wanted(**asked), TODAY)]

    assert found() == [account.pk, other.pk]
    assert found(words="rosa bian") == found(words="diop") == [account.pk]
    assert found(show="empty") == found(words="verdi") == [other.pk]
    assert found(sort="name") == [account.pk, other.pk]
    line = account_lists.lines(coordinator, [account], TODAY)[0]
    assert (line.owner.name, line.doorbell, line.totals.earned) == ("Rosa Bianchi", "Bianchi-Diop", 5)
    assert AuditEntry.objects.filter(verb="points.accounts-listed", person=rosa.pk).count() == 1


def test_the_list_takes_as_many_queries_for_twenty_as_for_two(
    scheme, coordinator, django_assert_max_num_queries
):
    def take(more: int) -> int:
        for _ in range(more):
            home = factories.household(factories.person(scheme.project))
            factories_points.given(factories_points.account(scheme.project, home), 5)
        with django_assert_max_num_queries(14) as held:
            account_lists.lines(coordinator, account_lists.listed(coordinator, Wanted(), TODAY), TODAY)
        return len(held)

    assert take(2) == take(18)


def test_a_household_s_page_takes_as_many_queries_with_forty_movements_as_with_two(
    account, rosa, coordinator, django_assert_max_num_queries
):
    def take(more: int) -> int:
        for _ in range(more):
            factories_points.given(account, 5, person=rosa)
        with django_assert_max_num_queries(45) as held:
            account_page.shown(coordinator, account.uid, TODAY)
        return len(held)

    assert take(2) == take(38)


def test_another_project_s_account_is_not_there_and_debts_are_for_who_reads_them(account, scheme):
    stranger = factories.actor("desk", project=factories.project())
    with pytest.raises(NotFound):
        account_page.shown(stranger, account.uid, TODAY)
    with pytest.raises(NotFound):
        account_page.shown(stranger, pool_of(account).uid, TODAY)

    desk, case = (factories.actor(role, project=scheme.project) for role in ("desk", "case"))
    assert account_page.shown(desk, account.uid, TODAY).debts is None
    assert account_page.shown(case, account.uid, TODAY).debts == ()


def test_a_statement_begins_with_what_was_there_before_its_first_day(account, rosa, coordinator):
    factories_points.given(account, 30, at=datetime(2026, 1, 10, 9, tzinfo=UTC), person=rosa)
    give(account, pool_of(account), 12, at=datetime(2026, 2, 10, 9, tzinfo=UTC))
    factories_points.given(account, 5, at=datetime(2026, 3, 1, 9, tzinfo=UTC), person=rosa)

    found = account_page.statement(
        coordinator, account.uid, date(2026, 2, 1), date(2026, 2, 28), on=TODAY, language="it"
    )

    assert (found.before, [one.points for one in found.movements], found.after) == (30, [-12], 18)


def test_points_earned_stand_in_the_person_s_story(account, rosa, coordinator):
    factories_points.given(account, 5, person=rosa)

    story = timeline.story(coordinator, person_record(coordinator, rosa.uid, TODAY))

    told = next(one for one in story.happenings if one.kind == "points")
    assert (told.facts, told.key) == ({"points": 5}, account.uid)


def test_a_copy_of_one_s_data_has_the_household_s_points_of_the_days_one_was_there(account, rosa, scheme):
    amir = factories.person(scheme.project)
    left = date(2026, 2, 1)
    Membership.objects.create(
        household=account.household,
        person=amir,
        kind="registry",
        role="relative",
        starts_on=LONG_AGO,
        ends_on=left,
    )
    factories_points.given(account, 5, at=MOMENT - timedelta(days=30), person=amir)
    factories_points.given(account, 6, at=MOMENT - timedelta(days=29), person=rosa)
    factories_points.given(account, 7, at=MOMENT, person=rosa)

    def told(person: Person) -> Any:
        return rights.told(person, at=MOMENT, leave=lambda **facts: None)["tables"]

    assert [row["points"] for row in told(amir)["points.transfer"]] == [5, 6]
    assert "points.account" not in told(amir)
    assert [row["balance"] for row in told(rosa)["points.account"]] == [18]
    assert [row["points"] for row in told(rosa)["points.transfer"]] == [5, 6, 7]
    assert told(rosa)["points.transfer"][0]["earned_by"] == "another person"


def test_erasing_empties_the_words_and_leaves_the_points(account, rosa, scheme):
    waiting = factories_points.hand_award(scheme, rosa, points=60, needs_second=True)
    refused = factories_points.hand_award(
        scheme, rosa, state="refused", why_not="Rosa non c'era", decided_at=MOMENT
    )
    factories_points.given(account, 5, person=rosa)
    mistake = factories_points.given(account, 3, person=rosa)
    reversing.undo(actor=NOBODY, transfer=mistake, why="Rosa non c'era", at=MOMENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reversal.objects.update(why="Altro")

    erasure.forget([rosa.pk], at=MOMENT)

    words = {
        pk: words for pk, *words in Award.objects.values_list("pk", "state", "what", "evidence", "why_not")
    }
    assert words == {waiting.pk: ["withdrawn", "…", "…", ""], refused.pk: ["refused", "…", "…", "…"]}
    assert Reversal.objects.get().why == "…"
    row = Transfer.objects.get(points=5)
    assert (row.points, row.earned_by_id) == (5, rosa.pk)
    assert {one.who_earned for one in movements.of_account(account)} == {""}
    assert Redemption.objects.count() == 0
