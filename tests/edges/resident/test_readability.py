"""Every page for residents, and every public one, is easy Italian: a Gulpease index of 60 or more."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from campanello.letters.models import Letter
from campanello.points.models import ExpiryNotice
from campanello.points.queries.receipts import code_of
from tests.app_world import App
from tests.reading_ease import Text, hardest, text_of
from tests.working import work_off

pytestmark = pytest.mark.django_db

LEAST = 60


@pytest.fixture
def app() -> App:
    """Somebody with something on every page."""
    made = App(language="it")
    made.redeem(20)
    made.confirmed(made.ordered())
    made.redeem(10)
    made.was_there(3)
    made.gift(5)
    on = timezone.localdate()
    days = {"expires_on": on + timedelta(days=40), "told_on": on - timedelta(days=20)}
    ExpiryNotice.objects.create(account=made.account, points=7, **days)
    return made


def without_arguments(namespace: str) -> list[str]:
    """The names of a namespace's addresses in which nothing stands."""
    _prefix, resolver = get_resolver().namespace_dict[namespace]
    names = {name for name in resolver.reverse_dict if isinstance(name, str)}
    plain = {name for name in names if any(not given for _address, given in _forms(resolver, name))}
    return sorted(plain)


def _forms(resolver: Any, name: str) -> list[tuple[str, list[str]]]:
    return [form for forms, *_rest in resolver.reverse_dict.getlist(name) for form in forms]


def read(client: Client, address: str) -> Text | None:
    """The page's running text in Italian; None where it is no page to be looked at."""
    answer = client.get(address, headers={"accept-language": "it"})
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return text_of(answer.content.decode()) if is_page else None


def test_the_index_is_that_of_the_formula() -> None:
    text = text_of("<main><p>Il gatto nero dorme sul letto. La casa resta calda.</p><p>Due parole</p></main>")
    assert (text.sentences, text.words, text.letters) == (2, 10, 40)
    hard = "Amministrazione comunale responsabile della manutenzione straordinaria."
    assert text_of(f"<main><p>{hard}</p></main>").index == pytest.approx(89 + (300 - 650) / 6)


@pytest.mark.parametrize("namespace", ["resident", "public"])
def test_every_page_is_easy_to_read(app: App, namespace: str) -> None:
    client = app.client()
    found = {}
    for name in without_arguments(namespace):
        if text := read(client, reverse(f"{namespace}:{name}")):
            found[name] = text
    assert len(found) >= 8
    hard = {name: (round(one.index), hardest(one)) for name, one in found.items() if one.index < LEAST}
    assert hard == {}


def test_a_ticket_its_check_an_activity_and_a_letter_are_easy_to_read(app: App) -> None:
    work_off()  # writes the letter about the settled points
    client, gift = app.client(), app.gift(1).transfer
    for address in (
        reverse("resident:ticket", args=[gift.uid]),
        reverse("public:receipt", args=[code_of(gift)]),
        reverse("resident:activity", args=[app.next.uid]),
        reverse("resident:letter", args=[Letter.objects.get(person=app.amina).uid]),
    ):
        text = read(client, address)
        assert text is not None, address
        assert text.index >= LEAST, (address, hardest(text))
