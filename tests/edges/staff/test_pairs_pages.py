"""The pages of pairs: who may open them, what they show, and what answering does."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from campanello.core.actor import Role
from campanello.core.models import Project
from campanello.people.models import DoubtfulPair
from tests import factories

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REASONS = [
    {"field": "prior", "alike": "", "bits": -1100, "rarity": 0},
    {"field": "given", "alike": "same", "bits": 700, "rarity": -320},
    {"field": "family", "alike": "swapped-in-an-older-model", "bits": 900, "rarity": 0},
    {"field": "no-longer-compared", "alike": "same", "bits": 100},
]
ALONE = {Role.LANDLORD, Role.ADMIN, Role.RESIDENT}


@pytest.fixture
def lab(settings: Any) -> Project:
    settings.SECOND_FACTOR_ASKED = False
    return factories.project()


@pytest.fixture
def pair(lab: Project) -> DoubtfulPair:
    return made(lab)


def made(lab: Project, **given: Any) -> DoubtfulPair:
    one = factories.person(lab, given_name="Rosa", family_name="Bianchi")
    other = factories.person(lab, given_name="Rosa", family_name="<b>Bianci</b>")
    fields = {"probability_ppm": 912_345, "reasons": REASONS, "found_at": AT} | given
    return DoubtfulPair.objects.create(one=one, other=other, **fields)


def browser(role: Role, project: Project) -> Client:
    given: dict[str, Any] = {} if role in ALONE else {"project": project}
    client = Client(headers={"accept-language": "en"})
    client.force_login(factories.assignment(role=role, **given).user)
    return client


@pytest.fixture
def anna(lab: Project) -> Client:
    return browser(Role.COORDINATOR, lab)


@pytest.fixture
def bruno(lab: Project) -> Client:
    return browser(Role.COORDINATOR, lab)


def text(answer: Any) -> str:
    return answer.content.decode()


def addresses(pair: DoubtfulPair) -> list[str]:
    return ["/coppie/", f"/coppie/{pair.pk}/", f"/coppie/{pair.pk}/perche.svg"]


def test_every_page_opens_in_every_language(anna: Client, pair: DoubtfulPair) -> None:
    for language in ("it", "en", "fr", "ar", "ur", "es"):
        for address in addresses(pair):
            assert anna.get(address, headers={"accept-language": language}).status_code == 200, address


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_nobody_but_coordinators_finds_the_pages(lab: Project, pair: DoubtfulPair, role: Role) -> None:
    client = browser(role, lab)
    assert {client.get(address).status_code for address in addresses(pair)} == {404}
    assert client.post(addresses(pair)[1], {"answer": "same"}).status_code == 404


def test_a_stranger_s_pair_answers_as_one_that_is_not_there(pair: DoubtfulPair) -> None:
    stranger = browser(Role.COORDINATOR, factories.project())
    theirs, absent = (stranger.get(f"/coppie/{key}/") for key in (pair.pk, pair.pk + 999))
    assert (theirs.status_code, absent.status_code) == (404, 404)
    assert "Rosa" not in text(theirs)


def test_anonymous_is_asked_to_log_in(client: Client, pair: DoubtfulPair) -> None:
    assert {client.get(address).status_code for address in addresses(pair)} == {302}


def test_an_empty_list_says_how_pairs_come(anna: Client) -> None:
    assert "campanello link live" in text(anna.get("/coppie/"))


def test_a_filter_that_fits_nothing_offers_all(anna: Client, pair: DoubtfulPair) -> None:
    page = text(anna.get("/coppie/?stato=same"))
    assert "No pair is in this state" in page
    assert 'href="/coppie/"' in page


@pytest.mark.parametrize(
    "query", ["stato=%3Cscript%3E", "ordine=x", "page=-4", "page=zzz", "stato=" + "x" * 9000]
)
def test_a_hostile_filter_shows_the_list(anna: Client, pair: DoubtfulPair, query: str) -> None:
    answer = anna.get(f"/coppie/?{query}")
    assert answer.status_code == 200
    assert "<script>" not in text(answer).replace("<script ", "")
    assert "Rosa" in text(answer)


def test_the_page_shows_both_records_and_why(anna: Client, pair: DoubtfulPair) -> None:
    page = text(anna.get(f"/coppie/{pair.pk}/"))
    assert "&lt;b&gt;Bianci&lt;/b&gt;" in page
    assert "91.2 %" in page
    assert "how rare the value is" in page
    assert "Differs" in page


def test_the_chart_holds_no_name(anna: Client, pair: DoubtfulPair) -> None:
    answer = anna.get(f"/coppie/{pair.pk}/perche.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "Given name: the same" in text(answer)
    assert "Rosa" not in text(answer)


def test_two_coordinators_decide_and_are_led_to_the_merge(
    anna: Client, bruno: Client, pair: DoubtfulPair
) -> None:
    address = f"/coppie/{pair.pk}/"
    assert anna.post(address, {"answer": "same"}).status_code == 302
    assert "One person</li>" not in text(bruno.get(address))
    assert bruno.post(address, {"answer": "same"}).status_code == 302
    assert f"/famiglie/unione/{pair.one.uid}/?con={pair.other.uid}" in text(bruno.get(address))


def test_two_at_odds_are_told_to_talk(anna: Client, bruno: Client, pair: DoubtfulPair) -> None:
    address = f"/coppie/{pair.pk}/"
    anna.post(address, {"answer": "same"})
    bruno.post(address, {"answer": "different"})
    assert "Talk about it" in text(anna.get(address))


def test_an_answer_out_of_turn_is_refused_with_the_reason(anna: Client, pair: DoubtfulPair) -> None:
    address = f"/coppie/{pair.pk}/"
    anna.post(address, {"answer": "same"})
    answer = anna.post(address, {"answer": "same"})
    assert answer.status_code == 422
    assert "somebody else has to look at it" in text(answer)


@pytest.mark.parametrize("answer", ["", "perhaps", "x" * 10_000])
def test_an_answer_that_is_none_is_asked_again(anna: Client, pair: DoubtfulPair, answer: str) -> None:
    assert anna.post(f"/coppie/{pair.pk}/", {"answer": answer}).status_code == 422
    pair.refresh_from_db()
    assert pair.first_answer == ""


def test_what_an_operator_put_in_doubt_says_so(anna: Client, lab: Project) -> None:
    found = made(lab, reasons=[{"field": "code", "alike": "same", "bits": 0}])
    page = text(anna.get(f"/coppie/{found.pk}/"))
    assert "registered the second person with the same code" in page
    assert "perche.svg" not in page


def test_the_list_is_paged_and_keeps_its_filters(anna: Client, lab: Project) -> None:
    for _place in range(26):
        made(lab)
    page = text(anna.get("/coppie/?stato=to-answer&ordine=found"))
    assert "stato=to-answer&amp;ordine=found&amp;page=2" in page
    assert text(anna.get("/coppie/?stato=to-answer&page=2")).count("/coppie/") >= 1
