"""What strangers type into addresses and forms of the public pages: each gets an answer, none an error of ours."""

from urllib.parse import quote

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

TYPED = {
    "ten thousand signs": "A" * 10_000,
    "Arabic figures": "٠١٢٣٤٥٦٧٨٩٠١٢٣",
    "a statement": "' OR 1=1; DROP TABLE points_transfer --",
    "the sign that no database keeps": "a\0b",
    "letters that become two": "ﬆ" * 14 + "ß" * 14,
    "more than a number of 64 bits": "Z" * 23,
    "a script": "<script>alert(1)</script>",
    "signs that turn the writing": "\u202e" * 30,
    "a way out of the folder": "../../etc/passwd",
}
ADDRESSES = (
    "/ricevuta/{}/",
    "/ricevuta/{}/pdf/",
    "/laboratori/{}/",
    "/laboratori/?q={}",
    "/sigilli/?progetto={}",
    "/attivita/?quartiere={}&bambini={}&giorno={}&vista={}",
    "/entra/{}/",
)
SECRET = "/entra/" + "a" * 32 + "/"


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_whatever_stands_in_an_address_is_answered(typed: str) -> None:
    client = Client(raise_request_exception=False)
    for address in ADDRESSES:
        answer = client.get(address.replace("{}", quote(typed, safe="")))
        assert answer.status_code in {200, 302, 404, 422}, address
        assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_whatever_is_typed_as_a_code_or_a_pin_is_refused_in_words(typed: str) -> None:
    client = Client(raise_request_exception=False)
    for address, fields in (("/ricevuta/", ("code",)), (SECRET, ("pin", "again"))):
        answer = client.post(address, dict.fromkeys(fields, typed))
        assert answer.status_code in {404, 422}, address
        assert b"<script>alert" not in answer.content
