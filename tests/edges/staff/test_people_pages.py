"""The pages about one person: who may open them, what they cost, what they keep of a form that was refused."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campanello.core.actor import Role
from campanello.core.models import AuditEntry, Project
from campanello.people.models import ContactWay, EmploymentStatus, IdentityCode, Person, SpecialFact
from tests import factories
from tests.factories import LONG_AGO

pytestmark = pytest.mark.django_db

HOSTILE = [
    "<script>alert(1)</script>",
    "\u202eevil\u200f",
    "😀😀",
    "x" * 10_000,
    "nul\x00here",
    "{{ 7|add:1 }}",
]
PARTS = ["basic", "residence", "contacts", "languages", "citizenships", "codes", "employment", "permits"]


@pytest.fixture
def project() -> Project:
    return factories.project()


@pytest.fixture
def rosa(project: Project) -> Person:
    return factories.person(project, given_name="Rosa", family_name="Bianchi")


def _client(role: Role, project: Project | None = None) -> Client:
    given: dict[str, Any] = {"project": project} if project and role not in ALONE else {}
    client = Client()
    client.force_login(factories.assignment(role=role, **given).user)
    return client


ALONE = {Role.LANDLORD, Role.ADMIN, Role.RESIDENT}


@pytest.fixture
def desk(project: Project) -> Client:
    return _client(Role.DESK, project)


@pytest.fixture
def case(project: Project, settings: Any) -> Client:
    settings.SECOND_FACTOR_ASKED = False
    return _client(Role.CASE, project)


def _addresses(person: Person) -> list[str]:
    root = f"/persone/{person.uid}/"
    return [root, f"{root}storia/", *(f"{root}{part}/" for part in PARTS)]


def test_every_page_of_a_person_opens(desk: Client, rosa: Person) -> None:
    for address in _addresses(rosa):
        answer = desk.get(address)
        assert answer.status_code == 200, address
        assert "Bianchi" in answer.content.decode()


@pytest.mark.parametrize("language", ["it", "en", "fr", "ar", "ur", "es"])
def test_the_person_page_opens_in_every_language(desk: Client, rosa: Person, language: str) -> None:
    desk.cookies["language"] = language
    answer = desk.get(f"/persone/{rosa.uid}/")
    assert f'lang="{language}"' in answer.content.decode()


def test_absent_and_not_yours_answer_alike(desk: Client) -> None:
    stranger = factories.person(factories.project())
    for suffix in ("", "storia/", *(f"{part}/" for part in PARTS), "special/"):
        answers = [desk.get(f"/persone/{uid}/{suffix}") for uid in (stranger.uid, uuid4())]
        assert [one.status_code for one in answers] == [404, 404]
        bodies = [re.sub(r"[0-9a-f-]{36}|nonce=\S+|value=\S+", "", one.content.decode()) for one in answers]
        assert bodies[0] == bodies[1]


@pytest.mark.parametrize("role", [Role.LANDLORD, Role.PROGRAMME, Role.EVALUATOR, Role.ADMIN, Role.RESIDENT])
def test_other_roles_find_nothing_there(settings: Any, project: Project, rosa: Person, role: Role) -> None:
    settings.SECOND_FACTOR_ASKED = False
    client = _client(role, project)
    for address in [*_addresses(rosa), "/persone/nuova/?q=bianchi"]:
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "Bianchi" not in answer.content.decode()


def test_who_is_not_logged_in_is_asked_to(rosa: Person) -> None:
    for address in [*_addresses(rosa), "/persone/nuova/"]:
        assert Client().get(address).status_code == 302


def test_special_facts_are_on_the_page_of_the_stricter_role_alone(
    desk: Client, case: Client, rosa: Person
) -> None:
    SpecialFact.objects.create(
        person=rosa, kind="addiction", detail="zz-secret", basis="declared", starts_on=LONG_AGO
    )
    assert "zz-secret" in case.get(f"/persone/{rosa.uid}/").content.decode()
    assert "zz-secret" in case.get(f"/persone/{rosa.uid}/special/").content.decode()
    assert "zz-secret" not in desk.get(f"/persone/{rosa.uid}/").content.decode()
    assert desk.get(f"/persone/{rosa.uid}/special/").status_code == 404


def test_the_page_costs_at_most_fifteen_queries_at_any_size(project: Project, settings: Any) -> None:
    settings.SECOND_FACTOR_ASKED = True
    user = factories.assignment(role=Role.CASE, project=project).user
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    case = Client()
    case.force_login(user)
    counts = []
    case.get(f"/persone/{factories.person(project).uid}/")
    for size in (1, 200):
        person = factories.person(project)
        _fill(person, project, size)
        with CaptureQueriesContext(connection) as captured:
            answer = case.get(f"/persone/{person.uid}/")
        assert answer.status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[1] <= 15, "\n".join(one["sql"][:230] for one in captured)


def _fill(person: Person, project: Project, size: int) -> None:
    days = [LONG_AGO + timedelta(days=number) for number in range(size)]
    ContactWay.objects.bulk_create(ContactWay(person=person, kind="door", starts_on=day) for day in days)
    EmploymentStatus.objects.bulk_create(
        EmploymentStatus(person=person, status="employed", starts_on=day) for day in days
    )
    IdentityCode.objects.bulk_create(
        IdentityCode(
            person=person, kind="stp", value="x", normal=f"{person.pk}-{number}", starts_on=day, ends_on=day
        )
        for number, day in enumerate(days)
    )
    household = factories.household(person, *(factories.person(project) for _day in days))
    factories.tenancy(factories.dwelling(factories.building(project)), household)


def test_each_reading_leaves_one_line(desk: Client, rosa: Person) -> None:
    desk.get(f"/persone/{rosa.uid}/")
    assert AuditEntry.objects.filter(person=rosa.pk, verb="people.person-read").count() == 1


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["family_name", "note", "born_on", "sex", "birth_place"])
def test_hostile_texts_are_refused_or_kept_harmless_and_never_lost(
    desk: Client, rosa: Person, field: str, text: str
) -> None:
    form = {"version": "1", "family_name": "Bianchi", "given_name": "Rosa", "sex": "F", field: text}
    answer = desk.post(f"/persone/{rosa.uid}/basic/", form)
    assert answer.status_code in {302, 422}
    page = desk.get(f"/persone/{rosa.uid}/").content.decode() + answer.content.decode()
    assert "<script>alert" not in page
    if answer.status_code == 422:
        # What was typed into the other fields is still there.
        assert 'value="Rosa"' in answer.content.decode()
        rosa.refresh_from_db()
        assert rosa.version == 1


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("part", ["contacts", "codes", "permits", "languages", "citizenships", "employment"])
def test_hostile_facts_are_never_a_fault_of_the_program(
    desk: Client, rosa: Person, part: str, text: str
) -> None:
    names = [
        "kind",
        "value",
        "text",
        "number",
        "code",
        "country",
        "status",
        "starts_on",
        "expires_on",
        "basis",
    ]
    for row, deeds in (
        ("0", ("add", "change", "end", "take-back")),
        ("-1", ("add",)),
        ("9" * 30, ("nothing",)),
    ):
        for deed in deeds:
            given = {f"{deed}-0-{name}": text for name in [*names, "why", "ends_on", "note"]}
            answer = desk.post(f"/persone/{rosa.uid}/{part}/", {"deed": deed, "row": row, **given})
            assert answer.status_code in {302, 404, 409, 422}


def test_a_change_is_saved_and_told_in_the_history(desk: Client, rosa: Person) -> None:
    answer = desk.post(
        f"/persone/{rosa.uid}/basic/",
        {"version": "1", "family_name": "Bianco", "given_name": "Rosa", "sex": "F", "born_on": "9.11.1983"},
    )
    assert answer.status_code == 302
    page = desk.get(f"/persone/{rosa.uid}/storia/").content.decode()
    assert "Bianchi" in page
    assert "Bianco" in page
    assert "09/11/1983" in page


def test_the_second_of_two_sees_both_values_and_chooses(desk: Client, project: Project, rosa: Person) -> None:
    other = _client(Role.EMPLOYMENT, project)
    address = f"/persone/{rosa.uid}/basic/"
    form = {"version": "1", "family_name": "Bianchi", "given_name": "Rosa", "sex": "F"}
    desk.post(address, form | {"family_name": "Bianco", "education": "primary"})
    answer = other.post(address, form | {"family_name": "Bianca", "sex": "X"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(name in page for name in ("Bianchi", "Bianco", "Bianca"))
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    del fields["csrfmiddlewaretoken"]
    assert other.post(address, fields | {"choice-family_name": "yours"}).status_code == 302
    rosa.refresh_from_db()
    assert (rosa.family_name, rosa.sex, rosa.education) == ("Bianca", "X", "primary")
    again = other.post(address, form | {"family_name": "Bianchetti", "version": "2", "education": "none"})
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', again.content.decode()))
    other.post(address, fields | {"choice-family_name": "theirs"})
    rosa.refresh_from_db()
    assert (rosa.family_name, rosa.sex, rosa.education) == ("Bianca", "X", "none")


def test_a_contact_is_added_changed_and_ended(desk: Client, rosa: Person) -> None:
    address = f"/persone/{rosa.uid}/contacts/"
    desk.post(
        address,
        {
            "deed": "add",
            "row": "0",
            "add-0-kind": "phone",
            "add-0-value": "347 123 4567",
            "add-0-is_preferred": "on",
        },
    )
    row = ContactWay.objects.get()
    assert (row.normal, row.is_preferred, row.has_consent) == ("+393471234567", True, False)
    assert "+39 347 123 4567" in desk.get(f"/persone/{rosa.uid}/").content.decode()
    change = {"deed": "change", "row": row.pk, "version": "2", f"change-{row.pk}-has_consent": "on"}
    assert desk.post(address, change).status_code == 302
    row.refresh_from_db()
    assert row.has_consent
    assert (
        desk.post(address, {"deed": "end", "row": row.pk, f"end-{row.pk}-ends_on": "1/1/2019"}).status_code
        == 422
    )
    assert (
        desk.post(
            address, {"deed": "take-back", "row": row.pk, f"take-back-{row.pk}-why": "A slip"}
        ).status_code
        == 302
    )
    assert not ContactWay.objects.exists()


def test_who_declines_the_citizenship_is_not_asked_again(desk: Client, rosa: Person) -> None:
    desk.post(f"/persone/{rosa.uid}/citizenships/", {"deed": "declined", "version": "1"})
    rosa.refresh_from_db()
    assert rosa.has_declined_citizenship
