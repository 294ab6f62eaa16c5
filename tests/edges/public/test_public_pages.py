"""The public pages: each in each language, what stands on them, what the installation's settings change."""

import json

import pytest
from django.conf import settings as campanello
from django.test import Client
from django.urls import reverse

from campanello.core.language import LANGUAGES, RIGHT_TO_LEFT, catalogue
from tests.edges.public.reading import NOT_FILLED_IN, PAGES, get


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_every_page_opens_in_every_language(client: Client, address: str, language: str) -> None:
    html = get(client, address, language)
    way, sheet = ("rtl", "campanello.rtl.css") if language in RIGHT_TO_LEFT else ("ltr", "campanello.css")
    assert f'<html lang="{language}" dir="{way}">' in html
    assert f"built/css/{sheet}" in html
    assert html.count("<h1") == 1
    assert not NOT_FILLED_IN.search(html)


HEADINGS = {
    "/": "What you can do here",
    "/privacy/": "What we keep when you read",
    "/note-legali/": "What the figures are worth",
    "/accessibilita/": "What does not work well yet",
}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
@pytest.mark.parametrize("address", HEADINGS)
def test_a_page_speaks_its_reader_s_language(client: Client, address: str, language: str) -> None:
    english = HEADINGS[address]
    html = get(client, address, language)
    assert catalogue(language).gettext(english) in html
    assert english not in html


def test_a_language_that_is_not_offered_gets_italian(client: Client) -> None:
    assert '<html lang="it"' in get(client, "/", "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_chosen_is_kept_in_a_cookie(client: Client, language: str) -> None:
    answer = client.post(reverse("set-language"), {"language": language}, headers={"referer": "/privacy/"})
    assert answer.status_code == 302
    cookie = answer.cookies["language"]
    assert cookie.value == language
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert f'<html lang="{language}"' in get(client, "/", "fr")


def test_a_language_is_chosen_by_a_form_alone(client: Client) -> None:
    client.get(reverse("set-language"), {"language": "ar"})
    assert "language" not in client.cookies


def test_the_choice_of_language_leads_back_to_the_page_and_nowhere_else(client: Client) -> None:
    choose = reverse("set-language")
    assert client.post(choose, {"language": "en", "next": "/privacy/"}).headers["Location"] == "/privacy/"
    elsewhere = client.post(choose, {"language": "en", "next": "https://elsewhere.example/"})
    assert elsewhere.headers["Location"] == "/"


def test_every_page_has_its_skip_links_its_way_back_and_the_legal_pages(client: Client) -> None:
    for address in PAGES.values():
        html = get(client, address)
        assert html.index('href="#main"') < html.index('href="#footer"') < html.index("<header")
        assert 'id="main"' in html
        assert 'id="footer"' in html
        assert (address == "/") != ('class="breadcrumb-item active" aria-current="page"' in html)
        for link in ("/privacy/", "/note-legali/", "/accessibilita/", "/salute/"):
            assert f'href="{link}"' in html


def test_the_choice_of_language_marks_the_one_in_use(client: Client) -> None:
    html = get(client, "/", "ur")
    assert 'value="ur" lang="ur" aria-current="true"' in html
    assert html.count('aria-current="true"') == 1
    for _, name in campanello.LANGUAGES:
        assert f">{name}</button>" in html


def test_the_menu_leads_to_the_evaluations_and_the_check_and_marks_where_one_is(client: Client) -> None:
    html = get(client, "/")
    assert html.count(f'href="{reverse("staff:evaluation")}"') >= 2
    assert html.count(f'href="{reverse("staff:reconciliation")}"') >= 2
    assert 'class="nav-link active" href="/" aria-current="page"' in html


def test_a_demonstration_says_that_it_is_one_on_every_page(client: Client) -> None:
    for address in PAGES.values():
        assert "This is a demonstration: its people are invented" in get(client, address)


def test_a_real_installation_says_whose_it_is_and_whom_to_write_to(client: Client, settings: object) -> None:
    settings.MODE, settings.OWNER, settings.OWNER_URL, settings.CONTACT = (  # type: ignore[attr-defined]
        "production",
        "Comune di <Prova>",
        "https://comune.example",
        "privacy@comune.example",
    )
    html = get(client, "/privacy/")
    assert '<a class="navbar-brand" href="https://comune.example">Comune di &lt;Prova&gt;</a>' in html
    assert '<a href="mailto:privacy@comune.example"' in html
    assert "demonstration" not in html
    assert "ombudsman" in get(client, "/accessibilita/")


def test_the_privacy_page_names_every_cookie_of_the_site(client: Client) -> None:
    html = get(client, "/privacy/")
    for name in (
        campanello.LANGUAGE_COOKIE_NAME,
        campanello.CSRF_COOKIE_NAME,
        campanello.SESSION_COOKIE_NAME,
    ):
        assert f'<code dir="ltr">{name}</code>' in html


def test_reading_sets_no_cookie_but_the_one_that_guards_the_form(client: Client) -> None:
    for address in PAGES.values():
        get(client, address)
    assert set(client.cookies) == {campanello.CSRF_COOKIE_NAME}


@pytest.mark.parametrize(
    ("mode", "line"),
    [("demo", "Disallow: /"), ("production", "Disallow:")],
    ids=["a demonstration stays out of search engines", "a real installation may be found"],
)
def test_robots(client: Client, settings: object, mode: str, line: str) -> None:
    settings.MODE = mode  # type: ignore[attr-defined]
    assert get(client, "/robots.txt").splitlines()[:2] == ["User-agent: *", line]


@pytest.mark.parametrize("language", ["it", "ar"])
def test_the_manifest_names_an_icon_that_is_there(client: Client, language: str) -> None:
    manifest = json.loads(get(client, "/site.webmanifest", language))
    assert (manifest["lang"], manifest["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    icon = client.get(manifest["icons"][0]["src"])
    assert b"".join(icon).startswith(b"<svg")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address", [*PAGES.values(), "/salute/", "/healthz", "/robots.txt", "/site.webmanifest"]
)
def test_a_page_that_is_only_read_refuses_to_be_written_to(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
