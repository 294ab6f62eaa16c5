"""The on-line form as a telephone without scripts sees it: one question a screen, a code, nothing in addresses."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campanello.plans.models import Application, Measure
from campanello.plans.rules.applying_codes import digest_of, read_code
from tests import factories, factories_plans
from tests.edges.public.reading import NOT_FILLED_IN, get

pytestmark = pytest.mark.django_db
STEPS: dict[str, dict[str, Any]] = {
    "informativa": {"has_read": "on"},
    "nome": {"given_name": "Zahra", "family_name": "Inventata"},
    "nascita": {"birth_date_day": "٦", "birth_date_month": "5", "birth_date_year": "۱۹۹۰"},
    "contatti": {"phone": "347 123 4567", "best_time": "any"},
    "lingue": {"languages": ["ar", "it"]},
    "cittadinanza": {"citizenship": "RO"},
    "casa": {"resident_in_area": "yes", "address": 'via Manzano <4> & "5"'},
    "lavoro": {"employment_status": "employed"},
    "naspi": {"receives_naspi": "unknown"},
    "altri-aiuti": {"other_public_policy": "no"},
    "difficolta": {"housing_hardship": "yes"},
    "laboratorio": {"came_through": ""},
}


@pytest.fixture
def measure(settings: Any, tmp_path: Any) -> Measure:
    settings.DATA_DIR = tmp_path
    return factories_plans.measure(code="lorenteggio", is_public=True, titles={"it": "Lavoro", "ar": "عمل"})


def begin(client: Client) -> str:
    """The code of an application that is begun."""
    page = get(client, "/domanda/misura/lorenteggio/")
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    answer = client.post("/domanda/misura/lorenteggio/", {"key": key[1]})
    assert answer["Location"] == "/domanda/codice/"
    shown = re.search(r"data-aloud-digits>([\d ]+)<", get(client, "/domanda/codice/"))
    assert shown
    return shown[1]


def fill_in(client: Client) -> str:
    code = begin(client)
    for slug, given in STEPS.items():
        assert client.post(f"/domanda/passo/{slug}/", given).status_code == 302, slug
    return code


def test_from_the_first_page_to_the_answer_without_scripts(client: Client, measure: Measure) -> None:
    assert "/domanda/misura/lorenteggio/" in get(client, "/domanda/")
    code = begin(client)
    following = "/domanda/passo/informativa/"
    seen = []
    for slug, given in STEPS.items():
        assert following == f"/domanda/passo/{slug}/"
        page = get(client, following)
        assert not NOT_FILLED_IN.search(page)
        seen.append(page)
        answer = client.post(following, given)
        assert answer.status_code == 302, answer.content.decode()
        following = answer["Location"]
    assert following == "/domanda/documenti/"
    assert "Step 2 of 14" in seen[1]
    review = get(client, "/domanda/riepilogo/")
    for words in (
        "Zahra",
        "06/05/1990",
        "Romania",
        "via Manzano &lt;4&gt; &amp; &quot;5&quot;",
        "I do not know",
        "Arabic, Italian",
    ):
        assert words in review
    answer = client.post("/domanda/riepilogo/")
    assert answer["Location"] == "/domanda/inviata/"
    sent = get(client, "/domanda/inviata/")
    assert "It has number 1" in sent
    status = get(client, "/domanda/stato/")
    assert "Not out of work" in status
    assert "It is not known yet whether NASpI is received." in status
    assert "Zahra" not in status
    row = Application.objects.get()
    assert row.answers["birth_date"] == "1990-05-06"
    assert row.code_sha256 == digest_of(read_code(code))
    assert client.post("/domanda/passo/nome/", STEPS["nome"]).status_code == 422
    # Pressed twice, and back with the browser's button.
    assert client.post("/domanda/riepilogo/")["Location"] == "/domanda/inviata/"
    for before in ("riepilogo", "passo/nome"):
        assert client.get(f"/domanda/{before}/")["Location"] == "/domanda/stato/"


def test_nothing_is_sent_before_all_is_answered(client: Client, measure: Measure) -> None:
    begin(client)
    client.post("/domanda/passo/nome/", STEPS["nome"])
    page = get(client, "/domanda/riepilogo/")
    assert "12 questions are not answered yet" in page
    assert "Send the application" not in page
    answer = client.post("/domanda/riepilogo/", headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert "12 questions are not answered yet. Answer them, then send." in answer.content.decode()


def test_what_is_wrong_is_said_beside_the_question_and_what_was_typed_stays(
    client: Client, measure: Measure
) -> None:
    begin(client)
    wrong = {"birth_date_day": "31", "birth_date_month": "2", "birth_date_year": "1990"}
    answer = client.post("/domanda/passo/nascita/", wrong, headers={"accept-language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is no date." in page
    assert 'value="31"' in page
    assert 'value="1990"' in page
    assert (
        client.post("/domanda/passo/nome/", {"given_name": "a" * 5000, "family_name": "b"}).status_code == 422
    )
    assert client.get("/domanda/passo/nessuno/").status_code == 404
    assert client.get("/domanda/passo/genere/").status_code == 404


def test_changed_from_the_review_one_comes_back_to_it_unless_a_question_opens(
    client: Client, measure: Measure
) -> None:
    fill_in(client)
    back = client.post("/domanda/passo/nome/?poi=riepilogo", STEPS["nome"])
    assert back["Location"] == "/domanda/riepilogo/"
    opened = client.post("/domanda/passo/cittadinanza/?poi=riepilogo", {"citizenship": "MA"})
    assert opened["Location"] == "/domanda/passo/permesso/?poi=riepilogo"


def test_one_comes_back_with_the_code_on_another_telephone_and_a_shared_one_forgets(
    client: Client, measure: Measure
) -> None:
    code = begin(client)
    client.post("/domanda/passo/nome/", STEPS["nome"])
    cookie = client.cookies["application"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/domanda/", True, "Lax")
    assert client.get("/domanda/passo/nome/")["Cache-Control"].count("no-store") == 1
    client.post("/domanda/esci/")
    assert client.get("/domanda/riepilogo/")["Location"] == "/domanda/riprendi/"
    assert "remembers nothing" in get(client, "/domanda/?uscito=1")
    other = Client()
    answer = other.post("/domanda/riprendi/", {"code": code.replace(" ", "-")})
    assert answer["Location"] == "/domanda/riepilogo/"
    assert "Zahra" in get(other, "/domanda/riepilogo/")


def test_a_cookie_that_was_made_up_opens_nothing(client: Client, measure: Measure) -> None:
    code = read_code(begin(client))
    forged = Client()
    for value in (code, f"{code}:x:y"):
        forged.cookies["application"] = value
        assert forged.get("/domanda/riepilogo/")["Location"] == "/domanda/riprendi/"


def test_whoever_guesses_waits_and_a_slip_of_the_finger_is_no_guess(client: Client, measure: Measure) -> None:
    code = begin(client)
    stranger = Client(REMOTE_ADDR="203.0.113.7")
    slip = code[:-1] + str((int(code[-1]) + 1) % 10)
    for _ in range(12):
        assert stranger.post("/domanda/riprendi/", {"code": slip}).status_code == 422
    wrong = "0000 0000 0000 0000"
    for _ in range(10):
        assert stranger.post("/domanda/riprendi/", {"code": wrong}).status_code == 404
    told = stranger.post("/domanda/riprendi/", {"code": code}, headers={"accept-language": "en"})
    assert told.status_code == 422
    assert "10 wrong codes were tried within an hour" in told.content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.8")
    assert elsewhere.post("/domanda/riprendi/", {"code": code}).status_code == 302


def test_begun_twice_by_a_double_press_it_is_one(client: Client, measure: Measure) -> None:
    for _ in range(2):
        assert client.post("/domanda/misura/lorenteggio/", {"key": "the same"}).status_code == 302
    assert Application.objects.count() == 1


def test_gone_back_to_the_beginning_one_is_led_on_to_what_was_begun(client: Client, measure: Measure) -> None:
    started = "/domanda/misura/lorenteggio/"
    assert "Go on with your application" not in get(client, started)
    begin(client)
    assert re.search(r'href="/domanda/riepilogo/">Go on with your application', get(client, started))


def test_a_measure_that_is_over_or_not_public_is_not_begun(client: Client, measure: Measure) -> None:
    Measure.objects.update(closes_on=date(2020, 1, 1), opens_on=date(2019, 1, 1))
    assert "lorenteggio" not in get(client, "/domanda/")
    assert "takes no applications today" in get(client, "/domanda/misura/lorenteggio/")
    assert client.post("/domanda/misura/lorenteggio/", {"key": "k"}).status_code == 422
    Measure.objects.update(is_public=False)
    get(client, "/domanda/misura/lorenteggio/", status=404)


def test_documents_are_received_with_a_receipt_and_taken_away(client: Client, measure: Measure) -> None:
    begin(client)
    page = SimpleUploadedFile("../../etc/passwd.pdf", b"<html>", content_type="application/pdf")
    refused = client.post(
        "/domanda/documenti/", {"kind": "identity", "file": page}, headers={"accept-language": "en"}
    )
    assert refused.status_code == 422
    assert "neither a photo nor a PDF" in refused.content.decode()
    assert client.post("/domanda/documenti/", {"kind": "identity"}).status_code == 422
    factories_plans.document(Application.objects.get())
    shown = get(client, "/domanda/documenti/")
    assert "Identity document" in shown
    uid = re.search(r'name="remove" value="([^"]+)"', shown)
    assert uid
    assert client.post("/domanda/documenti/", {"remove": uid[1]}).status_code == 302
    assert "None yet" in get(client, "/domanda/documenti/")


def test_a_hundred_megabytes_are_refused_before_they_are_read(client: Client, measure: Measure) -> None:
    begin(client)

    class Unread:
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = client.generic(
        "POST",
        "/domanda/documenti/",
        content_type="multipart/form-data; boundary=x",
        headers={"accept-language": "en"},
        **{"CONTENT_LENGTH": str(100 * 1024 * 1024), "wsgi.input": Unread()},
    )
    assert answer.status_code == 422
    assert "This file has 100 MB, and 12 are taken." in answer.content.decode()


def test_taking_it_back_is_asked_for_twice(client: Client, measure: Measure) -> None:
    fill_in(client)
    client.post("/domanda/riepilogo/")
    assert "It loses its number 1" in get(client, "/domanda/ritira/")
    client.post("/domanda/ritira/")
    assert Application.objects.get().state == "pending"
    client.post("/domanda/ritira/", {"sure": "1"})
    assert Application.objects.get().state == "withdrawn"
    assert "You took it back" in get(client, "/domanda/stato/")


def test_what_was_taken_back_is_not_taken_back_again_and_leads_on(client: Client, measure: Measure) -> None:
    fill_in(client)
    client.post("/domanda/riepilogo/")
    client.post("/domanda/ritira/", {"sure": "1"})
    assert client.get("/domanda/ritira/")["Location"] == "/domanda/stato/"
    assert 'apply-wide" href="/domanda/"' in get(client, "/domanda/stato/")
    assert "<h1>Documents</h1>" in get(client, "/domanda/documenti/")


def test_the_last_day_to_apply_is_said(client: Client, measure: Measure) -> None:
    Measure.objects.update(closes_on=date(2099, 2, 1))
    assert "31 January 2099" in get(client, "/domanda/")


def test_a_page_costs_as_much_with_ten_documents_as_with_none(client: Client, measure: Measure) -> None:
    fill_in(client)
    counts = []
    for more in (0, 9):
        for _ in range(more):
            factories_plans.document(Application.objects.get())
        for address in ("passo/nome", "riepilogo", "documenti"):
            with CaptureQueriesContext(connection) as asked:
                get(client, f"/domanda/{address}/")
            counts.append(len(asked))
    assert counts == [2] * 6


def test_the_team_opens_a_document_that_runs_nothing(client: Client, measure: Measure) -> None:
    user = factories.assignment(role="desk", project=measure.project).user
    client.force_login(user)
    application = factories_plans.application(measure)
    shown = factories_plans.document(application, content=b"\xff\xd8 picture")
    saved = factories_plans.document(application, content_type="application/pdf")
    answer = client.get(reverse("staff:document", args=[shown.uid]))
    assert b"".join(answer.streaming_content) == b"\xff\xd8 picture"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline; ")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    other = client.get(reverse("staff:document", args=[saved.uid]))
    assert other["Content-Disposition"].startswith("attachment; ")
