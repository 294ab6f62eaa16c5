"""The page that sets printed beside computed: what it shows, filters, downloads, reads and refuses; stores nothing."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campanello.core.language import LANGUAGES
from campanello.staff.reconciliation import MOST_BYTES, MOST_FIGURES, MOST_SENT, sources

# None of these tests may touch the database: a page that stored or looked something up there would fail.
OWN = {
    "title": "A <b>report</b> of mine",
    "counts": {"all": 830, "lab": 524, "plan": 485},
    "unions": [{"whole": "all", "parts": ["lab", "plan"]}],
    "shares": [{"id": "two words", "part": "plan", "of": "all", "percent": "63.1"}],
    "splits": [{"id": "odd", "of": "all", "complete": True, "percents": {"a": "60", "b": "42"}}],
}
ADDRESS = "/verifica/"


def own(content: Any = OWN, **fields: str) -> dict[str, Any]:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return {"file": SimpleUploadedFile("figures.json", raw, "application/json"), **fields}


def articles(html: str) -> list[str]:
    return re.findall(r'<article class="notice is-\w+" id="([^"]*)"', html)


def get(client: Client, **query: str) -> str:
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    return response.content.decode()


def plain(html: str) -> str:
    """The words that are read, with single blanks."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def card(html: str, figure_id: str) -> str:
    found = re.search(rf'<article[^>]* id="{figure_id}".*?</article>', html, re.DOTALL)
    assert found
    return plain(found[0])


def test_the_address_is_the_one_that_the_menu_leads_to(client: Client) -> None:
    assert reverse("staff:reconciliation") == ADDRESS
    assert f'href="{ADDRESS}"' in get(client)


def test_every_figure_of_the_sources_is_there_contradictions_first(client: Client) -> None:
    shown = articles(get(client))
    ids = [checked.figure.id for checked in sources().verdict.checked]
    assert sorted(shown) == sorted(ids)
    assert shown[0] == "plan_share"
    assert set(shown[:10]) == {finding.figure.id for finding in sources().verdict.findings()}


def test_printed_stands_beside_computed_with_a_word_and_the_reason(client: Client) -> None:
    html = client.get(ADDRESS, headers={"accept-language": "en"}).content.decode()
    share = card(html, "plan_share")
    assert "contradiction" in share
    assert "Printed 63.1 % Computed 58.4 % differs" in share
    assert (
        "plan = 485, all = 830 and the printed 63.1 % can't be true together: 485 of 830 is 58.4 %." in share
    )
    assert "Would hold if lab and plan were swapped; that resolves 1 other contradiction too." in share
    assert "in_progress 34.5 % 34.4 % differs withdrawn 0.8 % 0.8 %" in card(html, "plan_status")
    assert "national 22 + regional 9" in card(html, "neighbourhood_contracts")
    assert "differs" not in card(html, "neighbourhood_contracts")


def test_numbers_are_written_as_in_italian(client: Client) -> None:
    endowment = card(client.get(ADDRESS, headers={"accept-language": "it"}).content.decode(), "endowment")
    assert "7.827.051,51" in endowment
    assert "7.951.154,84" in endowment


def test_the_summary_counts_what_contradicts_and_what_holds(client: Client) -> None:
    words = plain(client.get(ADDRESS, headers={"accept-language": "en"}).content.decode())
    assert "10 Contradictions 0 Warnings 35 Figures that hold" in words
    assert "how many are counted in all parts at once: 179 (both)" in words


FILTERS: dict[str, tuple[dict[str, str], set[str]]] = {
    "a word of a label": ({"q": "stato di attuazione"}, {"plan_status"}),
    "without accents and capitals": ({"q": "FASCE D'ETA"}, {"all_age"}),
    "a key": ({"q": "lorenteggio_esf"}, {"lorenteggio_esf"}),
    "a category": ({"q": "latin_america"}, {"foreign_area"}),
    "words in any order": ({"q": "fse bollate"}, {"bollate_esf"}),
    "only contradictions": (
        {"q": "bollate esf", "status": "contradiction"},
        {"bollate_funds", "bollate_esf"},
    ),
    "only what holds": ({"q": "bollate", "status": "holds"}, {"erdf_axis_5"}),
    "warnings, of which there are none": ({"status": "warning"}, set()),
    "a status that isn't one shows everything": ({"q": "punti luna", "status": "x"}, {"luna_points_value"}),
    "nothing like it": ({"q": "zzz"}, set()),
    "what would be a pattern is only text": ({"q": ".*"}, set()),
}


@pytest.mark.parametrize(("query", "found"), FILTERS.values(), ids=FILTERS)
def test_it_shows_what_is_asked_for(client: Client, query: dict[str, str], found: set[str]) -> None:
    html = get(client, **query)
    assert set(articles(html)) == found
    assert ('class="empty-state"' in html) == (not found)


def test_a_search_is_kept_in_its_field_and_is_no_markup(client: Client) -> None:
    html = get(client, q='"><script>alert(1)</script>', status="holds")
    assert "<script>alert" not in html
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html
    assert '<option value="holds" selected>' in html


def test_with_htmx_only_the_figures_are_sent(client: Client) -> None:
    part = client.get(ADDRESS, {"q": "punti luna"}, headers={"HX-Request": "true"})
    assert articles(part.content.decode()) == ["luna_points_value"]
    assert b"<html" not in part.content
    assert "HX-Request" in part["Vary"]


def test_going_back_with_htmx_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert b"<html" in client.get(ADDRESS, headers=headers).content


def test_every_figure_has_a_link_to_itself(client: Client) -> None:
    html = get(client)
    assert [anchor for anchor in articles(html) if f'href="#{anchor}"' not in html] == []
    assert len(set(articles(html))) == len(articles(html))


def test_the_result_is_downloaded_as_the_command_writes_it(client: Client) -> None:
    response = client.get("/verifica/risultato.json", headers={"accept-language": "en"})
    answer = response.json()
    assert response["Content-Disposition"] == 'attachment; filename="verify.json"'
    assert list(answer) == ["title", "derived", "findings"]
    assert answer["findings"][0]["suggestions"] == [
        {"part": "lab"},
        {"swap": ["lab", "plan"], "also_resolves": 1},
    ]


def test_the_figures_are_downloaded_as_an_example_that_can_be_sent_back(client: Client) -> None:
    response = client.get("/verifica/cifre.json")
    assert response["Content-Disposition"] == 'attachment; filename="lombardy-2020.json"'
    again = client.post(ADDRESS, own(response.content))
    assert len(articles(again.content.decode())) == len(sources().verdict.checked)


def test_a_file_of_ones_own_is_checked(client: Client) -> None:
    response = client.post(ADDRESS, own(), headers={"accept-language": "en"})
    html = response.content.decode()
    assert response.status_code == 200
    assert articles(html) == ["two%20words", "odd", "all.union"]
    assert 'href="#two%2520words"' in html
    assert "<b>report</b>" not in html
    assert "The percentages of all categories add up to 102" in card(html, "odd")
    assert "not stored" in plain(html)


def test_pasted_text_is_checked_and_filtered(client: Client) -> None:
    text = "\ufeff" + json.dumps(OWN)
    html = client.post(ADDRESS, {"text": text, "status": "contradiction", "q": "words"}).content.decode()
    assert articles(html) == ["two%20words"]
    part = client.post(
        ADDRESS, {"text": text, "status": "holds"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert articles(part) == ["all.union"]
    assert "<html" not in part


def test_the_next_filter_needs_no_second_upload(client: Client) -> None:
    html = client.post(ADDRESS, own()).content.decode()
    sent = re.search(r'<input type="hidden" name="text" value="([^"]*)"', html)
    assert sent
    assert json.loads(unescape(sent[1])) == OWN


def test_the_result_of_ones_own_is_downloaded(client: Client) -> None:
    response = client.post(ADDRESS, own(format="json"))
    kinds = [finding["kind"] for finding in response.json()["findings"]]
    assert response["Content-Disposition"].startswith("attachment")
    assert kinds == ["share-mismatch", "infeasible-split", "split-sum"]


def too_many() -> dict[str, Any]:
    return {"counts": {f"n{i}": i for i in range(MOST_FIGURES + 1)}}


REFUSED: dict[str, tuple[dict[str, Any], str, str]] = {
    "neither file nor text": ({}, "id_file", "Choose a file, or paste its text below."),
    "only blanks": ({"text": " \n "}, "id_file", "Choose a file, or paste its text below."),
    "both": (own(text="{}"), "id_text", "There is a file and a text. Send one of them."),
    "an empty file": (own(b""), "id_file", "isn&#x27;t JSON"),
    "not JSON": ({"text": "63.1 %"}, "id_text", "isn&#x27;t JSON"),
    "not UTF-8": (own(b'{"et\xe0": 1}'), "id_file", "isn&#x27;t UTF-8"),
    "a file that is too large": (own(b" " * (MOST_BYTES + 1)), "id_file", "larger than 1 MB"),
    "a text that is too large": ({"text": "{" + " " * MOST_BYTES}, "id_text", "larger than 1 MB"),
    "too many counts": (own(too_many()), "id_file", "counts has more than 300"),
    "a key that is missing": (own({}), "id_file", "counts is missing"),
    "a percentage as a number": (
        {"text": '{"counts": {"all": 1}, "shares": [{"id": "s", "of": "all", "percent": 63.1}]}'},
        "id_text",
        "shares[0].percent",
    ),
    "nesting without end": ({"text": "[" * 100_000}, "id_text", "nested too deeply"),
}


@pytest.mark.parametrize(("data", "field", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_told_at_its_field(
    client: Client, data: dict[str, Any], field: str, message: str
) -> None:
    if file := data.get("file"):
        file.seek(0)
    response = client.post(ADDRESS, data, headers={"accept-language": "en"})
    html = response.content.decode()
    assert response.status_code == 422
    at_field = re.search(rf'id="{field}_error">(.*?)</ul>', html, re.DOTALL)
    assert at_field
    assert message in at_field[1]
    assert f'<a href="#{field}">' in html
    assert len(articles(html)) == len(sources().verdict.checked)


def test_more_than_can_be_right_is_refused_before_it_is_read(client: Client) -> None:
    response = client.post(ADDRESS, own(b" " * MOST_SENT), headers={"accept-language": "en"})
    assert response.status_code == 413
    assert "That is more than 1 MB." in response.content.decode()


def test_a_form_of_another_site_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ADDRESS, own()).status_code == 403
    html = strict.get(ADDRESS).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert token
    assert strict.post(ADDRESS, own(csrfmiddlewaretoken=token[1])).status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("address", [ADDRESS, "/verifica/risultato.json", "/verifica/cifre.json"])
def test_nothing_else_may_be_done(client: Client, address: str, method: str) -> None:
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_there_in_every_language(client: Client, language: str) -> None:
    html = client.get(ADDRESS, headers={"accept-language": language}).content.decode()
    assert f'<html lang="{language}"' in html
    assert len(articles(html)) == len(sources().verdict.checked)


def test_every_status_has_an_icon_and_a_word(client: Client) -> None:
    html = client.post(ADDRESS, own(), headers={"accept-language": "en"}).content.decode()
    badges = re.findall(
        r'<span class="status-badge is-(\w+)"><svg.*?#it-([\w-]+)"></use></svg>(\w+)</span>', html
    )
    assert badges == [
        ("danger", "close-circle", "contradiction"),
        ("danger", "close-circle", "contradiction"),
        ("success", "check-circle", "holds"),
    ]
