"""The pages of settlements, from what waits to the landlord's next statement: what each reader sees, what leaves."""

import xml.etree.ElementTree as ET
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campanello.accounts.models import User
from campanello.core.edges import today
from campanello.core.models import AuditEntry
from campanello.core.pain import NAMESPACE
from campanello.homes.models import ArrearsPayment, Tenancy
from campanello.points.models import Difference, Settlement
from tests.db.points.settling import Settling

pytestmark = pytest.mark.django_db
NAME = "Zuleika"


@pytest.fixture
def lunetta() -> Settling:
    made = Settling()
    made.amina.given_name = NAME
    made.amina.save()
    Tenancy.objects.filter(pk=made.tenancy.pk).update(code="CTR-0042")
    return made


def browser(actor: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    User.objects.filter(pk=actor.user).update(language="en")
    client.force_login(User.objects.get(pk=actor.user))
    return client


def text_of(response: Any) -> str:
    return response.content.decode()


def url(name: str, held: Settlement, *more: Any) -> str:
    return reverse(f"staff:settlement{name}", args=[held.uid, *more])


def proposed(lunetta: Settling, client: Client) -> Settlement:
    address = reverse("staff:settlement-propose", args=[lunetta.project.pk, lunetta.aler.pk])
    page = text_of(client.get(address))
    assert "150 points, 150,00 EUR, in 1 line." in page
    given = {"uid": str(uuid4())}
    assert client.post(address, given)["Location"] == client.post(address, given)["Location"]
    return Settlement.objects.get()


def test_from_what_waits_to_the_bank_s_file_and_the_debt_that_went_down(lunetta: Settling) -> None:
    lunetta.redeem(150)
    proposer, approver = browser(lunetta.proposer), browser(lunetta.approver)
    assert "150 points" in text_of(proposer.get(reverse("staff:settlements")))
    held = proposed(lunetta, proposer)
    for client in (proposer, approver):
        page = text_of(client.get(url("", held)))
        assert "CTR-0042" in page
        assert NAME not in page
    waiting = f'href="{url("", held)}"'
    assert waiting in text_of(approver.get(reverse("staff:home")))
    assert waiting not in text_of(proposer.get(reverse("staff:home")))
    said = {"version": held.version, "seal": held.lines_sha256}
    assert proposer.post(url("-approve", held), said).status_code == 404
    assert approver.post(url("-approve", held), said).status_code == 302
    assert waiting not in text_of(approver.get(reverse("staff:home")))
    held.refresh_from_db()
    early = {"version": held.version, "paid_on": today(), "proof": "CRO 42", "less": ""}
    assert proposer.post(url("-confirm", held), early).status_code == 409
    ordered = {"version": held.version, "pays_on": today()}
    assert proposer.post(url("-order", held), ordered).status_code == 302
    bank(proposer, held)
    confirm = {"version": held.version + 1, "paid_on": today(), "proof": "CRO 42", "less": ""}
    assert proposer.post(url("-confirm", held), confirm).status_code == 302
    assert proposer.post(url("-confirm", held), confirm).status_code == 409
    assert ArrearsPayment.objects.get().cents == 15_000
    home = text_of(proposer.get(reverse("staff:dwelling", args=[lunetta.tenancy.dwelling.uid])))
    assert "Points of the household" in home.split("Paid to the creditor")[-1]
    assert "150.00" in text_of(approver.get(url("", held)))


def bank(client: Client, held: Settlement) -> None:
    """The bank's file is the same each time, valid, and says nothing social."""
    file = client.get(url("-order-file", held)).content
    assert file == client.get(url("-order-file", held)).content
    order = ET.fromstring(file).find(".//p:CdtTrfTxInf", {"p": NAMESPACE})
    assert order is not None
    assert order.findtext(".//p:InstdAmt", "", {"p": NAMESPACE}) == "150.00"
    assert order.findtext(".//p:EndToEndId", "", {"p": NAMESPACE}) == held.uid.hex


def test_the_landlord_s_officer_gets_the_statement_by_contract_and_confirms(lunetta: Settling) -> None:
    lunetta.redeem(150)
    held = lunetta.ordered()
    officer = browser(lunetta.officer)
    told = officer.get(url("-statement-csv", held)).content.decode("utf-8-sig").splitlines()
    assert told[1].split(";")[1:] == [
        "CTR-0042",
        lunetta.tenancy.dwelling.code,
        "900,50",
        "150",
        "150,00",
        "750,50",
    ]
    assert told[2].split(";")[4:6] == ["150", "150,00"]
    made = officer.get(url("-statement-pdf", held))
    assert made["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")
    assert NAME not in "".join(told) + text_of(officer.get(url("", held)))
    assert officer.get(url("-order-file", held)).status_code == 404
    less = {"version": held.version, "paid_on": "2026-03-04", "proof": "CRO 42", "less": "1; 120,00"}
    wrong = officer.post(url("-confirm", held), less | {"less": "1 = 120"})
    assert wrong.status_code == 422
    assert officer.post(url("-confirm", held), less).status_code == 302
    held.refresh_from_db()
    assert (held.state, held.settled_cents) == ("confirmed", 12_000)
    page = text_of(officer.get(url("", held)))
    assert "30.00" in page.split("were paid and not taken off a debt")[0][-40:]
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"points.settlement-exported", "points.settlement-confirmed"} <= verbs


def test_a_difference_is_listed_and_keeps_the_word_that_was_said_of_it(lunetta: Settling) -> None:
    lunetta.redeem(150)
    held = lunetta.confirmed(lunetta.ordered())
    client = browser(lunetta.proposer)
    page = url("-differences", held)
    assert "Not stated yet" in text_of(client.get(page))
    lunetta.owes(lunetta.tenancy, 80_050, on=held.paid_on.replace(day=31))
    assert "More is stated than expected" in text_of(client.get(page))
    early = client.get(page, {"month": "2026-02"})
    assert early.status_code == 422
    assert "can&#x27;t know of it" in text_of(early)
    assert "03/2026" in text_of(client.get(page, {"month": "2026-04"}))
    difference = url("-difference", held, lunetta.tenancy.uid)
    said = {"uid": str(uuid4()), "word": "asked", "note": "Scritto ad ALER"}
    for _ in range(2):
        assert client.post(difference, said).status_code == 302
    kept = Difference.objects.get()
    assert (kept.expected_cents, kept.stated_cents, kept.word) == (75_050, 80_050, "asked")
    assert "Scritto ad ALER" in text_of(client.get(page))
    lines = client.get(url("-differences-csv", held)).content.decode("utf-8-sig").splitlines()
    assert lines[1].split(";")[8] == "50,00"


def test_pages_ask_as_much_of_the_database_for_many_lines_as_for_few(lunetta: Settling) -> None:
    counted = []
    client = browser(lunetta.proposer)
    for number in (1, 12):
        for place in range(number):
            _person, home, account = lunetta.family(f"Vicina {number}-{place}", 20)
            tenancy = lunetta.housed(home)
            lunetta.owes(tenancy, 90_000)
            asked = {"account": account.uid, "tenancy": tenancy.uid, "with_staff": True}
            lunetta.redeem(20, lunetta.staff(), **asked)
        held = lunetta.confirmed(lunetta.ordered())
        client.get(url("", held))
        sums = []
        for name in ("", "-differences", "-statement-csv"):
            with CaptureQueriesContext(
                connection,
            ) as context:
                assert client.get(url(name, held)).status_code == 200
            sums.append(len(context))
        counted.append(sums)
    # The second knows a settlement before it; nothing else is asked.
    assert [abs(one - other) <= 1 for one, other in zip(*counted, strict=True)] == [True] * 3, counted
