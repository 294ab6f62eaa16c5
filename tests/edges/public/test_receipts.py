"""Receipts checked without a log-in: true, changed since, never given out; seals for anybody; no name anywhere."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campanello.core.actor import NOBODY
from campanello.core.language import LANGUAGES
from campanello.points.models import Seal, Transfer
from campanello.points.queries.receipts import code_of
from campanello.points.rules.issuing import AwardLine
from campanello.points.services import issuing, reversing, sealing
from tests import factories, factories_points
from tests.edges.public.reading import NOT_FILLED_IN, get

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nobody_guessed() -> Any:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def row() -> Transfer:
    """Ten points for two hours, earned by Rosa Esempio."""
    scheme = factories_points.scheme()
    rosa = factories.person(scheme.project)
    home = factories_points.account(scheme.project, factories.household(rosa))
    rate = scheme.tariffs.get().rates.get(code="base")
    line = AwardLine(
        home.pk, 10, uid=uuid4(), earned_by=rosa.pk, earned_on=AT.date(), minutes=120, rate=rate.pk
    )
    (key,) = issuing.award(actor=NOBODY, project=scheme.project_id, lines=[line], at=AT)
    return Transfer.objects.get(pk=key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_true_receipt_says_so_in_every_language_and_names_nobody(
    client: Client, row: Transfer, language: str
) -> None:
    html = get(client, f"/ricevuta/{code_of(row)}/", language)
    assert "notice is-success" in html
    assert "10" in html
    assert row.project.title in html
    assert "Rosa" not in html
    assert "Esempio" not in html
    assert not NOT_FILLED_IN.search(html)


def test_a_code_may_be_typed_as_people_type(client: Client, row: Transfer) -> None:
    typed = code_of(row).lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    answer = client.post("/ricevuta/", {"code": typed})
    assert (answer.status_code, answer["Location"]) == (302, f"/ricevuta/{code_of(row)}/")


def test_a_day_is_said_to_be_sealed_when_it_is(client: Client, row: Transfer) -> None:
    assert "Not sealed yet" in get(client, f"/ricevuta/{code_of(row)}/")
    sealing.seal_all(AT + timedelta(days=1))
    seal = Seal.objects.get()
    assert seal.sha256[:4] in get(client, f"/ricevuta/{code_of(row)}/")
    html = get(client, "/sigilli/")
    assert " ".join(seal.sha256[at : at + 4] for at in range(0, 64, 4)) in html
    told = get(client, f"/sigilli/?progetto={row.project.code}&formato=txt")
    assert told == f"{row.project.code} 2026-03-02 {seal.sha256}\n"


def test_points_taken_back_since_are_said_to_be(client: Client, row: Transfer) -> None:
    reversing.undo(actor=NOBODY, transfer=row, why="Prova", at=AT)
    assert "taken back since" in get(client, f"/ricevuta/{code_of(row)}/")


def test_a_forged_code_is_none_of_ours_and_guessing_is_slowed(client: Client, row: Transfer) -> None:
    code = code_of(row)
    forged = code[:4] + "-" + ("0" if code[5] != "0" else "2") + code[6:]
    assert "We know no such receipt" in get(client, f"/ricevuta/{forged}/", status=404)
    assert "letters and figures" in get(client, "/ricevuta/AB/", status=422)
    for _ in range(19):
        get(client, f"/ricevuta/{forged}/", status=404)
    assert "wrong codes were tried" in get(client, f"/ricevuta/{code}/", status=422)


def test_a_code_of_ours_whose_record_is_another_is_told_apart(client: Client, row: Transfer) -> None:
    code = code_of(row)
    other = code[:-1] + ("0" if code[-1] != "0" else "2")
    html = get(client, f"/ricevuta/{other}/")
    assert "notice is-danger" in html
    assert "no longer agrees" in html
    assert client.get(f"/ricevuta/{other}/pdf/").status_code == 302


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ticket_is_a_pdf_in_every_language(client: Client, row: Transfer, language: str) -> None:
    answer = client.get(f"/ricevuta/{code_of(row)}/pdf/?lingua={language}")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_no_page_asks_the_database_more_often_for_a_larger_ledger(client: Client, row: Transfer) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(address)
        return len(found)

    addresses = (f"/ricevuta/{code_of(row)}/", "/sigilli/")
    sealing.seal_all(AT + timedelta(days=1))
    before = [queries(one) for one in addresses]
    for day in range(2, 6):
        lines = [AwardLine(row.target_id, 1, uid=uuid4()) for _ in range(day)]
        at = AT + timedelta(days=day)
        issuing.award(actor=NOBODY, project=row.project_id, lines=lines, at=at)
    sealing.seal_all(AT + timedelta(days=9))
    assert [queries(one) for one in addresses] == before
