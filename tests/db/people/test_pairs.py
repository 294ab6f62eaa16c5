"""Pairs that may be one person: who sees which, how two people decide, what a new search keeps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from campanello.core.access import NotFound
from campanello.core.actor import NOBODY, Actor
from campanello.core.models import AuditEntry, Project
from campanello.people.models import DoubtfulPair, Involvement, Person
from campanello.people.queries import pairs as queries
from campanello.people.rules.pairs import AnswerOfTwo, NotOneOfTheTwo, PairDecided, State
from campanello.people.services import pairs as services
from tests import factories

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
REASONS = [{"field": "prior", "alike": "", "bits": -1000, "rarity": 0}]


@dataclass(frozen=True)
class Found:
    one: int
    other: int
    probability_ppm: int = 800_000
    reasons: list[dict[str, Any]] = field(default_factory=lambda: REASONS)


@pytest.fixture
def project() -> Project:
    return factories.project()


@pytest.fixture
def anna(project: Project) -> Actor:
    return factories.actor("coordinator", project=project)


@pytest.fixture
def bruno(project: Project) -> Actor:
    return factories.actor("coordinator", project=project)


def of(one: Person, other: Person, **given: Any) -> Found:
    first, second = sorted((one.pk, other.pk))
    return Found(first, second, **given)


def pair(one: Person, other: Person) -> DoubtfulPair:
    services.store_found(actor=NOBODY, found=[of(one, other)], at=AT)
    return DoubtfulPair.objects.get()


@pytest.fixture
def doubtful(project: Project) -> DoubtfulPair:
    return pair(factories.person(project), factories.person(project))


def answer(actor: Actor, found: DoubtfulPair, what: str) -> DoubtfulPair:
    return services.answer(actor=actor, pair_id=found.pk, answer=what, at=AT)


def test_two_who_agree_decide_a_pair(doubtful: DoubtfulPair, anna: Actor, bruno: Actor) -> None:
    assert answer(anna, doubtful, "same").closed_at is None
    assert answer(bruno, doubtful, "same").closed_at == AT
    with pytest.raises(PairDecided):
        answer(anna, doubtful, "different")


def test_nobody_answers_twice(doubtful: DoubtfulPair, anna: Actor) -> None:
    answer(anna, doubtful, "same")
    with pytest.raises(AnswerOfTwo):
        answer(anna, doubtful, "same")


def test_the_second_learns_the_first_answer_only_after_their_own(
    doubtful: DoubtfulPair, anna: Actor, bruno: Actor
) -> None:
    answer(anna, doubtful, "different")
    assert queries.case(bruno, doubtful.pk).said == ()
    assert [one.answer for one in queries.case(anna, doubtful.pk).said] == ["different"]
    answer(bruno, doubtful, "same")
    assert [one.answer for one in queries.case(bruno, doubtful.pk).said] == ["different", "same"]


def test_two_at_odds_stay_open_until_one_of_them_comes_round(
    doubtful: DoubtfulPair, project: Project, anna: Actor, bruno: Actor
) -> None:
    answer(anna, doubtful, "same")
    assert answer(bruno, doubtful, "different").closed_at is None
    assert queries.case(anna, doubtful.pk).line.state is State.TO_TALK
    with pytest.raises(NotOneOfTheTwo):
        answer(factories.actor("coordinator", project=project), doubtful, "same")
    assert answer(bruno, doubtful, "same").closed_at == AT


def test_an_answer_leaves_a_line_on_both_people_without_the_answer(
    doubtful: DoubtfulPair, anna: Actor
) -> None:
    answer(anna, doubtful, "same")
    lines = AuditEntry.objects.filter(verb="people.pair-answered")
    assert {line.person for line in lines} == {doubtful.one_id, doubtful.other_id}
    assert {tuple(line.facts) for line in lines} == {("is_decided",)}


def test_a_refused_answer_changes_nothing(doubtful: DoubtfulPair, anna: Actor) -> None:
    answer(anna, doubtful, "same")
    with pytest.raises(AnswerOfTwo):
        answer(anna, doubtful, "different")
    doubtful.refresh_from_db()
    assert (doubtful.first_answer, doubtful.second_answer) == ("same", "")


STRANGERS = {
    "a coordinator elsewhere": ("coordinator", False),
    "a case manager of the project": ("case", True),
    "the programme manager": ("programme", True),
    "an evaluator": ("evaluator", True),
}


@pytest.mark.parametrize(("role", "is_here"), STRANGERS.values(), ids=STRANGERS)
def test_a_pair_is_for_coordinators_of_both_people(
    doubtful: DoubtfulPair, project: Project, role: str, is_here: bool
) -> None:
    actor = factories.actor(role, project=project if is_here else factories.project())
    for ask in (queries.case, queries.pair):
        with pytest.raises(NotFound):
            ask(actor, doubtful.pk)
    with pytest.raises(NotFound):
        answer(actor, doubtful, "same")


def test_who_knows_one_of_the_two_alone_does_not_see_the_pair(project: Project, anna: Actor) -> None:
    found = pair(factories.person(project), factories.person(factories.project()))
    assert not queries.pairs(anna).exists()
    with pytest.raises(NotFound):
        queries.case(anna, found.pk)


def test_who_works_in_both_projects_sees_the_pair() -> None:
    here, there, user = factories.project(), factories.project(), factories.user()
    factories.assignment(user=user, role="coordinator", project=here)
    actor = factories.actor("coordinator", user=user, project=there)
    found = pair(factories.person(here), factories.person(there))
    assert queries.pairs(actor).get() == found


def test_a_pair_merged_meanwhile_is_gone(doubtful: DoubtfulPair, anna: Actor) -> None:
    Person.objects.filter(pk=doubtful.other_id).update(merged_into=doubtful.one_id)
    with pytest.raises(NotFound):
        queries.case(anna, doubtful.pk)


def test_a_new_search_renews_and_adds_and_removes(project: Project) -> None:
    one, other, third = (factories.person(project) for _place in range(3))
    services.store_found(actor=NOBODY, found=[of(one, other), of(one, third)], at=AT)
    found = [of(one, other, probability_ppm=990_000), of(other, third)]
    stored = services.store_found(actor=NOBODY, found=found, at=LATER)
    assert (stored.new, stored.kept, stored.gone) == (1, 1, 1)
    kept = DoubtfulPair.objects.get(one=min(one.pk, other.pk), other=max(one.pk, other.pk))
    assert (kept.probability_ppm, kept.found_at) == (990_000, LATER)


def test_a_new_search_keeps_what_was_answered(doubtful: DoubtfulPair, anna: Actor) -> None:
    answer(anna, doubtful, "different")
    assert services.store_found(actor=NOBODY, found=[], at=LATER).gone == 0
    assert DoubtfulPair.objects.get().first_answer == "different"


def test_a_decided_pair_keeps_the_reasons_it_was_decided_on(
    doubtful: DoubtfulPair, anna: Actor, bruno: Actor
) -> None:
    for actor in (anna, bruno):
        answer(actor, doubtful, "different")
    again = Found(doubtful.one_id, doubtful.other_id, probability_ppm=1)
    services.store_found(actor=NOBODY, found=[again], at=LATER)
    assert DoubtfulPair.objects.get().probability_ppm == 800_000


def test_what_an_operator_put_in_doubt_stays_when_it_is_not_found(project: Project) -> None:
    one, other = factories.person(project), factories.person(project)
    reasons = [{"field": "code", "alike": "same", "bits": 0}]
    services.store_found(actor=NOBODY, found=[of(one, other, reasons=reasons)], at=AT)
    assert services.store_found(actor=NOBODY, found=[], at=LATER).gone == 0


def test_who_was_restricted_meanwhile_is_not_paired(project: Project) -> None:
    one, other = factories.person(project), factories.person(project, restricted_at=AT)
    assert services.store_found(actor=NOBODY, found=[of(one, other)], at=AT).new == 0


def test_rows_to_compare_hold_what_telling_people_apart_needs(project: Project) -> None:
    person = factories.person(project, given_name="Ada", residence_address="Via Esempio 3")
    factories.code(person, kind="cf", value="RSSDAA80A41E897X", normal="RSSDAA80A41E897X", reason="")
    factories.person(project, restricted_at=AT)
    (row,) = queries.people_to_compare()
    assert (row["record_id"], row["given_name"], row["code"]) == (str(person.pk), "Ada", "RSSDAA80A41E897X")
    assert row["address"] == "Via Esempio 3"


STATES = {
    "to answer": (State.TO_ANSWER, []),
    "waiting for another": (State.WAITING, [("anna", "same")]),
    "to talk about": (State.TO_TALK, [("anna", "same"), ("bruno", "unsure")]),
    "neither can tell": (State.TO_TALK, [("anna", "unsure"), ("bruno", "unsure")]),
    "one person": (State.SAME, [("anna", "same"), ("bruno", "same")]),
    "two people": (State.DIFFERENT, [("anna", "different"), ("bruno", "different")]),
}


@pytest.mark.parametrize(("state", "answers"), STATES.values(), ids=STATES)
def test_the_list_filters_by_how_far_a_pair_is(
    doubtful: DoubtfulPair, anna: Actor, bruno: Actor, state: State, answers: list[tuple[str, str]]
) -> None:
    for who, what in answers:
        answer({"anna": anna, "bruno": bruno}[who], doubtful, what)
    found = {one: queries.page_of(anna, state=one, sort="", number=1).paginator.count for one in State}
    assert found == {one: int(one is state) for one in State} == queries.counts(anna)


def test_the_list_asks_as_many_queries_for_many_pairs_as_for_few(
    project: Project, anna: Actor, django_assert_num_queries: Any
) -> None:
    people = [factories.person(project) for _place in range(12)]
    found = [of(people[0], other) for other in people[1:]]
    services.store_found(actor=NOBODY, found=found, at=AT)
    with django_assert_num_queries(3):
        page = queries.page_of(anna, state=None, sort="found", number=1)
        assert len([line.pair.one.name for line in page.object_list]) == 11


def test_a_case_asks_few_queries(
    doubtful: DoubtfulPair, anna: Actor, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(9):
        case = queries.case(anna, doubtful.pk)
    assert case.line.pair == doubtful


def test_every_name_in_the_list_leaves_a_line(doubtful: DoubtfulPair, anna: Actor) -> None:
    queries.page_of(anna, state=None, sort="", number=1)
    read = set(AuditEntry.objects.filter(verb="people.pairs-listed").values_list("person", flat=True))
    assert read == {doubtful.one_id, doubtful.other_id}


def steps_of(question: Callable[[], object]) -> int:
    """How many hundred steps SQLite's machine takes for a question."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    connection.connection.set_progress_handler(step, 100)
    try:
        question()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return taken


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite alone counts its steps")
def test_a_project_s_other_people_cost_a_list_of_pairs_nothing(
    project: Project, doubtful: DoubtfulPair, anna: Actor
) -> None:
    taken = []
    for more in (0, 400):
        people = Person.objects.bulk_create(Person(family_name="Altri") for _ in range(more))
        Involvement.objects.bulk_create(
            Involvement(person=one, project=project, starts_on=AT.date()) for one in people
        )
        taken.append(steps_of(lambda: queries.first(anna, State.TO_ANSWER, most=5)))
    assert taken[1] <= 2 * taken[0] + 10
