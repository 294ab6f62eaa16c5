"""What a person may ask for: the page, the copies, restriction, and an erasure that is typed to be confirmed."""

import io
import json
import unicodedata
from datetime import date, timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from campanello.core.actor import Role
from campanello.core.edges import today
from campanello.core.models import Project
from campanello.people.models import Language, Person, RightsRequest
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab() -> Project:
    return factories.project()


@pytest.fixture
def rosa(lab: Project) -> Person:
    made = factories.person(lab, given_name="Rosa", family_name="Bianchi", note="knows the courtyard")
    factories.code(made, value="LOC7654321")
    return made


@pytest.fixture
def coordinator(lab: Project) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.assignment(role=Role.COORDINATOR, project=lab).user)
    return client


def test_the_page_says_in_figures_what_an_erasure_would_do(coordinator: Client, rosa: Person) -> None:
    said = coordinator.get(f"/registro/diritti/{rosa.uid}/").content.decode()
    assert "Identity codes: <strong>1</strong>" in said
    assert "This can&#x27;t be undone." in said or "This can't be undone." in said


def test_the_copy_as_json_and_as_a_pdf_that_can_be_read(coordinator: Client, rosa: Person) -> None:
    Language.objects.create(person=rosa, code="fr", is_preferred=True)
    data = json.loads(coordinator.get(f"/registro/diritti/{rosa.uid}/dati.json").content)
    assert data["tables"]["people.identitycode"][0]["value"] == "LOC7654321"
    answer = coordinator.get(f"/registro/diritti/{rosa.uid}/dati.pdf")
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "LOC7654321" in text
    assert "knows the courtyard" in text


def test_restriction_is_put_on_and_lifted(coordinator: Client, rosa: Person) -> None:
    address = f"/registro/diritti/{rosa.uid}/limita/"
    assert coordinator.post(address).status_code == 302
    assert Person.objects.get(pk=rosa.pk).restricted_at
    coordinator.post(address, {"lift": "1"})
    assert Person.objects.get(pk=rosa.pk).restricted_at is None


def test_an_erasure_is_confirmed_by_the_name(coordinator: Client, rosa: Person) -> None:
    address = f"/registro/diritti/{rosa.uid}/cancella/"
    wrong = coordinator.post(address, {"name": "Rosa"})
    assert wrong.status_code == 422
    assert "what was typed is not the person" in wrong.content.decode()
    assert Person.objects.get(pk=rosa.pk).name == "Rosa Bianchi"
    done = coordinator.post(address, {"name": " rosa bianchi "})
    assert done.status_code == 200
    assert "Bianchi" not in done.content.decode()
    assert coordinator.get(f"/persone/{rosa.uid}/").status_code == 404


def test_the_copy_of_somebody_who_reads_arabic_speaks_it(coordinator: Client, rosa: Person) -> None:
    Person.objects.filter(pk=rosa.pk).update(native_name="فاطمة العلوي")
    Language.objects.create(person=rosa, code="ar", is_preferred=True)
    answer = coordinator.get(f"/registro/diritti/{rosa.uid}/dati.pdf")
    found = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    text = unicodedata.normalize("NFKC", found)
    assert "فاطمة" in text
    assert "البيانات" in text
    assert "I dati conservati su di te" in text


def test_a_request_is_noted_waits_and_is_answered(coordinator: Client, rosa: Person) -> None:
    address = f"/registro/diritti/{rosa.uid}/richiesta/"
    assert coordinator.post(address, {"kind": "copy", "asked_on": "2026-01-31"}).status_code == 302
    made = RightsRequest.objects.get(person=rosa)
    assert made.due_on == date(2026, 2, 28)
    again = coordinator.post(address, {"kind": "copy", "asked_on": "2026-02-02"})
    assert again.status_code == 422
    assert "waits for an answer until 2026-02-28" in again.content.decode()
    answer = f"/registro/diritti/richieste/{made.uid}/risposta/"
    coordinator.post(answer, {"outcome": "<script>"})
    assert RightsRequest.objects.get(pk=made.pk).answered_on is None
    coordinator.post(answer, {"outcome": "granted"})
    assert RightsRequest.objects.get(pk=made.pk).outcome == "granted"
    said = coordinator.post(answer, {"outcome": "refused"}, follow=True).content.decode()
    assert "answered on" in said
    assert RightsRequest.objects.get(pk=made.pk).outcome == "granted"


def test_a_request_of_tomorrow_is_refused(coordinator: Client, rosa: Person) -> None:
    asked = {"kind": "erasure", "asked_on": (today() + timedelta(days=1)).isoformat()}
    answer = coordinator.post(f"/registro/diritti/{rosa.uid}/richiesta/", asked)
    assert answer.status_code == 422
    assert not RightsRequest.objects.exists()
