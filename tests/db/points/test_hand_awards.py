"""Awards by hand on the database: given at once or by a second person, once, to the household of the day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from campanello.core.access import NotFound, NotYours
from campanello.core.actor import Actor
from campanello.core.models import AuditEntry
from campanello.people.models import Membership, Person
from campanello.points.models import Account, Award, OwnHousehold, Scheme, Transfer
from campanello.points.queries import hand_awards as queries
from campanello.points.rules import hand_awards as rules
from campanello.points.rules.hand_awards import NewAward
from campanello.points.rules.ledger import NotEnoughPoints
from campanello.points.services import hand_awards as services
from campanello.points.services import reversing
from tests import factories, factories_points
from tests.factories import LONG_AGO, TODAY

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
AN_HOUR = NewAward(rate="base", what="Cortile", done_on=TODAY, evidence="Foto", minutes=60)
TWELVE_HOURS = replace(AN_HOUR, rate="gold", minutes=180)  # 60 points: above the threshold of 50


@pytest.fixture(autouse=True)
def _roomy(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Caps of this test's own, so that other topics' figures do not decide here."""
    caps = ("person_day", 100), ("person_week", 150), ("household_month", 200)
    rows = [f"points.cap_{name},{most},points,2017-11-15,,test" for name, most in caps]
    own = tmp_path / "parameters.csv"
    own.write_text("\n".join(["name,value,unit,starts_on,ends_on,source", *rows]), encoding="utf-8")
    monkeypatch.setenv("CAMPANELLO_PARAMETERS", str(own))


@pytest.fixture
def scheme() -> Scheme:
    return factories_points.scheme()


@pytest.fixture
def rosa(scheme: Scheme) -> Person:
    rosa = factories.person(scheme.project)
    factories.household(rosa)
    return rosa


@pytest.fixture
def desk(scheme: Scheme) -> Actor:
    return factories.actor("desk", project=scheme.project)


@pytest.fixture
def coordinator(scheme: Scheme) -> Actor:
    return factories.actor("coordinator", project=scheme.project)


def propose(actor: Actor, scheme: Scheme, person: Person, award: NewAward = AN_HOUR, **given: Any) -> Award:
    told = {"uid": uuid4(), "scheme": scheme.uid, "person": person.uid, "on": TODAY, "at": AT}
    return services.propose(actor=actor, award=award, **told | given)


def home_of(person: Person) -> Account:
    return Account.objects.get(household__memberships__person=person)


def test_an_hour_is_given_at_once_and_sent_twice_it_is_given_once(desk, scheme, rosa):
    uid = uuid4()

    first = propose(desk, scheme, rosa, uid=uid)
    again = propose(desk, scheme, rosa, uid=uid)

    assert (first.pk, first.state, first.points) == (again.pk, "given", 5)
    row = Transfer.objects.get()
    assert (row.points, row.earned_by_id, row.earned_on, row.minutes) == (5, rosa.pk, TODAY, 60)
    assert home_of(rosa).balance == 5
    verbs = (
        AuditEntry.objects.filter(person=rosa.pk, sort="write").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["points.hand-award-proposed", "points.hand-award-given"]


def test_a_large_award_waits_for_another_person_who_approves(desk, coordinator, scheme, rosa):
    made = propose(desk, scheme, rosa, TWELVE_HOURS)

    assert (made.state, made.points, Transfer.objects.count()) == ("waiting", 60, 0)
    with pytest.raises(NotYours):
        services.approve(actor=desk, uid=made.uid, version=1, on=TODAY, at=AT)
    services.approve(actor=coordinator, uid=made.uid, version=1, on=TODAY, at=AT)
    assert home_of(rosa).balance == 60
    with pytest.raises(rules.DecidedAlready):
        services.approve(actor=coordinator, uid=made.uid, version=1, on=TODAY, at=AT)
    assert Transfer.objects.count() == 1


def test_who_proposed_does_not_sign_even_as_coordinator(coordinator, scheme, rosa):
    made = propose(coordinator, scheme, rosa, TWELVE_HOURS)

    assert list(queries.waiting(coordinator)) == []
    with pytest.raises(rules.SecondNeeded):
        services.approve(actor=coordinator, uid=made.uid, version=1, on=TODAY, at=AT)


def test_refused_with_a_reason_and_withdrawn_by_who_proposed(desk, coordinator, scheme, rosa):
    refused, withdrawn = (propose(desk, scheme, rosa, TWELVE_HOURS) for _ in range(2))

    with pytest.raises(rules.WithoutReason):
        services.refuse(actor=coordinator, uid=refused.uid, version=1, why=" ", on=TODAY, at=AT)
    services.refuse(actor=coordinator, uid=refused.uid, version=1, why="Già pagato", on=TODAY, at=AT)
    with pytest.raises(rules.NotProposed):
        services.withdraw(actor=coordinator, uid=withdrawn.uid, version=1, at=AT)
    services.withdraw(actor=desk, uid=withdrawn.uid, version=1, at=AT)
    states = dict(Award.objects.values_list("pk", "state"))
    assert states == {refused.pk: "refused", withdrawn.pk: "withdrawn"}
    assert not Transfer.objects.exists()


def test_nobody_awards_or_signs_for_their_own_household(desk, coordinator, scheme, rosa):
    living_with = factories.person(scheme.project)
    Membership.objects.create(
        household=home_household(rosa),
        person=living_with,
        kind="registry",
        role="relative",
        starts_on=LONG_AGO,
    )
    made = propose(desk, scheme, rosa, TWELVE_HOURS)

    with pytest.raises(rules.OwnAward):
        propose(replace(desk, person=living_with.pk), scheme, rosa)
    OwnHousehold.objects.create(user_id=coordinator.user, household=home_household(rosa), declared_at=AT)
    with pytest.raises(rules.OwnAward):
        services.approve(actor=coordinator, uid=made.uid, version=1, on=TODAY, at=AT)
    with pytest.raises(rules.OwnAward):
        services.refuse(actor=coordinator, uid=made.uid, version=1, why="x", on=TODAY, at=AT)


def home_household(person: Person) -> Any:
    return person.memberships.get().household


def test_caps_count_what_was_given_before_and_what_was_taken_back_is_free_again(
    desk, coordinator, scheme, rosa
):
    forty = replace(AN_HOUR, rate="gold", minutes=120)
    first = propose(desk, scheme, rosa, forty)
    propose(desk, scheme, rosa, forty)

    with pytest.raises(rules.AboveCap) as refused:
        propose(desk, scheme, rosa, forty)
    assert (refused.value.facts["points"], refused.value.facts["room"]) == (40, 20)
    reversing.reverse(actor=coordinator, transfer=first.transfers.get().uid, why="Due volte", at=AT)
    propose(desk, scheme, rosa, forty)
    assert home_of(rosa).balance == 80


def test_spent_points_are_not_taken_back(desk, coordinator, scheme, rosa):
    made = propose(desk, scheme, rosa)
    Account.objects.filter(pk=home_of(rosa).pk).update(balance=4)

    with pytest.raises(NotEnoughPoints):
        reversing.reverse(actor=coordinator, transfer=made.transfers.get().uid, why="Errore", at=AT)


def test_figures_that_changed_since_they_were_shown_are_not_sent(desk, scheme, rosa):
    shown = queries.preview(desk, scheme.uid, rosa.uid, AN_HOUR, TODAY)

    assert (shown.figures.points, shown.figures.room, shown.refusal) == (5, 100, None)
    with pytest.raises(rules.FiguresChanged):
        propose(desk, scheme, rosa, replace(AN_HOUR, minutes=120, shown=shown.figures.points))
    assert not Award.objects.exists()


def test_another_project_s_person_and_scheme_are_not_there(desk, rosa, scheme):
    stranger = factories.person(factories.project())

    with pytest.raises(NotFound):
        propose(desk, scheme, stranger)
    with pytest.raises(NotFound):
        propose(desk, factories_points.scheme(), rosa)


def test_who_moves_takes_along_what_they_earn_from_then_on_and_leaves_what_is_there(desk, scheme, rosa):
    """A household splits: points stay where they were earned; later work is the new household's."""
    amir = factories.person(scheme.project)
    old = home_household(rosa)
    stay = Membership.objects.create(
        household=old, person=amir, kind="registry", role="relative", starts_on=LONG_AGO
    )
    propose(desk, scheme, amir, replace(AN_HOUR, done_on=date(2026, 2, 20)))
    stay.ends_on = date(2026, 2, 25)
    stay.save()
    new = factories.household(kind="registry")
    Membership.objects.create(
        household=new, person=amir, kind="registry", role="head", starts_on=date(2026, 2, 25)
    )

    propose(desk, scheme, amir, replace(AN_HOUR, done_on=date(2026, 2, 24), minutes=120))
    propose(desk, scheme, amir, replace(AN_HOUR, done_on=date(2026, 2, 25), minutes=180))

    balances = dict(Account.objects.filter(kind="household").values_list("household", "balance"))
    assert balances == {old.pk: 15, new.pk: 15}


def test_somebody_without_a_household_has_an_account_of_their_own(desk, scheme):
    guest = factories.person(scheme.project)

    propose(desk, scheme, guest)

    assert Account.objects.get(person=guest).balance == 5


def test_a_list_takes_as_many_queries_for_thirty_as_for_two(
    desk, scheme, rosa, django_assert_max_num_queries
):
    def take() -> int:
        with django_assert_max_num_queries(12) as held:
            lines = queries.lines(desk, queries.listed(desk, queries.Wanted(words="Rosa cort")))
        assert lines
        return len(held)

    for _ in range(2):
        factories_points.hand_award(scheme, rosa)
    few = take()
    for number in range(28):
        person = factories.person(scheme.project)
        factories_points.hand_award(scheme, person, proposed_at=AT + timedelta(minutes=number))
    assert take() == few
