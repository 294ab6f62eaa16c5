"""The pages about households: who may open them, what they cost, what they show before anything is saved."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campanello.core.actor import Role
from campanello.core.models import AuditEntry, Project
from campanello.people.models import Household, Membership, Person
from campanello.people.services import search_keys
from tests import factories
from tests.edges.staff.households.browsing import browser, text

pytestmark = pytest.mark.django_db
SPRING = date(2025, 4, 1)
HOSTILE = ["<script>alert(1)</script>", "\u202eevil\u200f", "😀😀", "x" * 10_000, "{{ 7|add:1 }}"]


def addresses(household: Household, person: Person) -> list[str]:
    root = f"/famiglie/{household.uid}/"
    own = [
        root,
        *(f"{root}{page}/" for page in ("modifica", "entra", "esce", "ruoli", "divide", "unisce", "chiude")),
    ]
    of_person = [f"/famiglie/{page}/{person.uid}/" for page in ("nuova", "consensi", "competenze")]
    purposes = [
        f"/famiglie/consensi/{person.uid}/{page}/"
        for page in ("photo/revoca", "photo/modulo", "privacy/modulo")
    ]
    return own + of_person + purposes


def test_every_page_opens_in_every_language(desk: Client, rosa: Person, amir: Person) -> None:
    household = factories.household(rosa, amir)

    for language in ("it", "en", "fr", "ar", "ur", "es"):
        for address in addresses(household, rosa):
            answer = desk.get(address, headers={"accept-language": language})
            assert answer.status_code == 200, (address, language)


BARRED = [Role.LANDLORD, Role.PROGRAMME, Role.EVALUATOR, Role.ADMIN, Role.RESIDENT]


@pytest.mark.parametrize("role", BARRED, ids=[f"the role {role}" for role in BARRED])
def test_who_works_with_no_names_gets_what_is_absent(lab: Project, rosa: Person, role: Role) -> None:
    household, client = factories.household(rosa), browser(role, lab)

    for address in [*addresses(household, rosa), f"/famiglie/unione/{rosa.uid}/"]:
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "Bianchi" not in text(answer)


def test_another_project_s_household_is_as_absent_as_one_that_is_not_there(
    lab: Project, rosa: Person
) -> None:
    household, stranger = factories.household(rosa), browser(Role.DESK, factories.project())

    theirs = stranger.get(f"/famiglie/{household.uid}/")
    absent = stranger.get(f"/famiglie/{uuid4()}/")

    assert (theirs.status_code, absent.status_code) == (404, 404)
    assert "Bianchi" not in text(theirs)
    assert stranger.post(f"/famiglie/{household.uid}/chiude/", {"on": "2025-04-01"}).status_code == 404


def test_who_is_not_logged_in_is_asked_to(rosa: Person) -> None:
    answer = Client().get(f"/famiglie/{factories.household(rosa).uid}/")

    assert answer.status_code == 302


@pytest.mark.parametrize("role", [Role.DESK, Role.CASE])
@pytest.mark.parametrize("size", [1, 25])
def test_a_household_s_page_takes_at_most_thirteen_queries(lab: Project, role: Role, size: int) -> None:
    client = browser(role, lab)
    people = [factories.person(lab) for _ in range(size)]
    household = factories.household(*people)
    factories.household(*people[: max(1, size // 2)], kind="isee")
    house = factories.building(lab)
    factories.tenancy(factories.dwelling(house), household)

    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/famiglie/{household.uid}/").status_code == 200
    assert len(queries) <= 13, "\n".join(one["sql"][:150] for one in queries)


def test_whose_name_is_shown_has_a_line(desk: Client, rosa: Person, amir: Person) -> None:
    household = factories.household(rosa, amir)

    desk.get(f"/famiglie/{household.uid}/")

    lines = AuditEntry.objects.filter(verb="people.household-read", sort="read")
    assert {line.person for line in lines} == {rosa.pk, amir.pk}


def test_a_member_of_another_project_has_a_role_but_no_name(desk: Client, rosa: Person) -> None:
    stranger = factories.person(factories.project(), given_name="Secret", family_name="Stranger")
    household = factories.household(rosa, stranger)

    shown = text(desk.get(f"/famiglie/{household.uid}/"))

    assert "Secret" not in shown
    assert "Stranger" not in shown
    assert "Known to another project" in shown


def test_the_household_of_another_day_is_shown(desk: Client, rosa: Person, amir: Person) -> None:
    household = factories.household(rosa)
    Membership.objects.create(
        household=household, person=amir, kind="registry", role="child", starts_on=SPRING
    )

    before = desk.get(f"/famiglie/{household.uid}/?on=2025-03-31")
    assert [one.person for one in before.context["composition"].members] == [rosa.pk]
    for day in ("nonsense", "9999-99-99", "2999-01-01", "0001-01-01", ""):
        answer = desk.get(f"/famiglie/{household.uid}/", {"on": day})
        assert len(answer.context["composition"].members) == 2


def test_somebody_comes_in_after_a_look_at_what_will_be(desk: Client, rosa: Person, amir: Person) -> None:
    household = factories.household(rosa)
    address = f"/famiglie/{household.uid}/entra/?person={amir.uid}"
    sent = {"role": "child", "on": "2025-04-01", "version": 1}

    tried = desk.post(address, sent)
    assert tried.status_code == 200
    assert "Nothing is saved yet" in text(tried)
    assert not Membership.objects.filter(person=amir).exists()
    assert not AuditEntry.objects.filter(sort="write").exists()

    done = desk.post(address, {**sent, "sure": "1"})
    assert done.status_code == 302
    assert Membership.objects.get(person=amir).starts_on == SPRING


def test_who_comes_in_is_found_by_name(desk: Client, rosa: Person, amir: Person) -> None:
    household = factories.household(rosa)
    search_keys.refresh([rosa.pk, amir.pk])

    shown = text(desk.get(f"/famiglie/{household.uid}/entra/", {"q": "hadad"}))
    assert f"?person={amir.uid}" in shown
    own = text(desk.get(f"/famiglie/{household.uid}/entra/", {"q": "bianchi"}))
    assert str(rosa.uid) not in own


def test_a_refusal_says_what_to_do_and_keeps_what_was_typed(desk: Client, rosa: Person, amir: Person) -> None:
    household = factories.household(rosa, amir)
    address = f"/famiglie/{household.uid}/esce/"

    answer = desk.post(address, {"person": str(rosa.uid), "on": "2025-04-01", "version": 1})

    assert answer.status_code == 422
    assert "would have no reference person" in text(answer)
    assert 'value="2025-04-01"' in text(answer)


def test_the_second_of_two_sees_what_the_first_left(
    desk: Client, rosa: Person, amir: Person, lab: Project
) -> None:
    household = factories.household(rosa, amir)
    sent = {"person": str(amir.uid), "on": "2025-04-01", "version": 1, "sure": "1"}
    assert desk.post(f"/famiglie/{household.uid}/esce/", sent).status_code == 302

    late = browser(Role.DESK, lab).post(
        f"/famiglie/{household.uid}/ruoli/",
        {
            "on": "2025-05-01",
            "version": 1,
            "sure": "1",
            f"role-{rosa.uid}": "head",
            f"role-{amir.uid}": "child",
        },
    )

    assert late.status_code == 409
    assert "As your colleague left it" in text(late)


def test_a_split_shows_both_households_first(desk: Client, rosa: Person, amir: Person) -> None:
    household = factories.household(rosa, amir)
    address = f"/famiglie/{household.uid}/divide/"
    sent = {"on": "2025-04-01", "version": 1, f"role-{amir.uid}": "head", f"role-{rosa.uid}": ""}

    tried = desk.post(address, sent)
    assert len(tried.context["after"]) == 2
    assert Household.objects.count() == 1
    assert desk.post(address, {**sent, "sure": "1"}).status_code == 302
    assert Household.objects.count() == 2


def test_two_households_are_joined_by_one_of_the_members(desk: Client, rosa: Person, amir: Person) -> None:
    here, there = factories.household(rosa), factories.household(amir)
    address = f"/famiglie/{here.uid}/unisce/?person={amir.uid}"
    sent = {"on": "2025-04-01", "version": 1}

    tried = desk.post(address, sent)
    assert sorted(len(one.members) for one in tried.context["after"]) == [0, 2]
    assert desk.post(address, {**sent, "sure": "1"}).status_code == 302
    there.refresh_from_db()
    assert there.closed_on == SPRING
    alone = factories.person(rosa.involvements.get().project)
    assert desk.get(f"/famiglie/{here.uid}/unisce/?person={alone.uid}").status_code == 302


def test_a_household_is_closed_after_a_look(desk: Client, rosa: Person) -> None:
    household = factories.household(rosa)
    sent = {"on": "2025-04-01", "version": 1}

    assert "Nobody is in this household" in text(desk.post(f"/famiglie/{household.uid}/chiude/", sent))
    desk.post(f"/famiglie/{household.uid}/chiude/", {**sent, "sure": "1"})
    shown = text(desk.get(f"/famiglie/{household.uid}/"))
    assert "This household was closed on" in shown
    assert "Somebody comes in" not in shown


def test_a_household_is_opened_from_a_person(desk: Client, rosa: Person) -> None:
    address = f"/famiglie/nuova/{rosa.uid}/"

    assert desk.post(address, {"kind": "registry", "on": "2999-01-01"}).status_code == 422
    assert desk.post(address, {"kind": "registry", "on": "2025-04-01"}).status_code == 302
    again = desk.post(address, {"kind": "registry", "on": "2025-05-01"})
    assert again.status_code == 422
    assert "already in a household of this kind" in text(again)
    assert Membership.objects.get(person=rosa).role == "head"


def test_an_elderly_person_alone_and_a_difference_are_said_in_words(
    desk: Client, rosa: Person, amir: Person
) -> None:
    household = factories.household(rosa)
    factories.household(rosa, amir, kind="isee")

    shown = text(desk.get(f"/famiglie/{household.uid}/"))

    assert "Elderly and alone" in shown
    assert "The two differ in 1 person" in shown
    assert "Is in the ISEE household, but does not live here for the registry." in shown


def test_of_two_notes_the_second_operator_chooses(desk: Client, rosa: Person) -> None:
    household = factories.household(rosa)
    address = f"/famiglie/{household.uid}/modifica/"
    desk.post(address, {"note": "Ring twice", "version": 1})

    late = desk.post(address, {"note": "Ring once", "is_in_charge": "on", "version": 1})
    assert late.status_code == 409
    assert "Ring twice" in text(late)
    assert "Ring once" in text(late)
    choice = {
        "note": "Ring once",
        "is_in_charge": "on",
        "version": 2,
        "keep-note": "theirs",
        "keep-is_in_charge": "yours",
    }
    assert desk.post(address, choice).status_code == 302
    household.refresh_from_db()
    assert (household.note, household.is_in_charge) == ("Ring twice", True)


@pytest.mark.parametrize(
    "bad", HOSTILE, ids=["a script", "marks of direction", "emoji", "10,000 letters", "a template"]
)
def test_hostile_text_breaks_nothing(desk: Client, rosa: Person, bad: str) -> None:
    household = factories.household(rosa, factories.person(rosa.involvements.get().project))
    root = f"/famiglie/{household.uid}/"

    for address, sent in (
        (f"{root}modifica/", {"note": bad, "version": bad}),
        (f"{root}esce/", {"person": bad, "on": bad, "version": bad, "new_head": bad}),
        (f"{root}entra/?q={bad[:300]}", {}),
        (f"/famiglie/competenze/{rosa.uid}/", {"direction": "offered", "text": bad}),
        (f"/famiglie/consensi/{rosa.uid}/", {"purpose": bad, "on": bad, "how": bad, "language": bad}),
    ):
        for answer in (desk.get(address), desk.post(address, sent)):
            assert answer.status_code in {200, 302, 404, 422}, address
            assert "<script>alert" not in text(answer)
    assert "<script>alert" not in text(desk.get(root))
    assert "9{{" not in text(desk.get(root))
