"""What every answer carries to keep a browser from harm."""

import re

import pytest
from django.test import Client, override_settings
from django.urls import path

from campanello import urls
from tests.edges.public.reading import PAGES, get

ADDRESSES = PAGES | {
    "the check of figures": "/verifica/",
    "the evaluations": "/valutazioni/",
    "no page": "/niente/",
}
TAG = re.compile(r"<(script|style|link)\b([^>]*)>")
# Where a page stands, for programs that read it: named in full, and never loaded.
NAMED_ONLY = re.compile(r'<link rel="(?:canonical|alternate)"[^>]*>')


def policy(client: Client, address: str) -> dict[str, list[str]]:
    header = client.get(address).headers["Content-Security-Policy"]
    return {name: sources for name, *sources in (part.split() for part in header.split(";"))}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_the_policy_allows_nothing_but_the_site_itself(client: Client, address: str) -> None:
    found = policy(client, address)
    assert found["default-src"] == ["'self'"]
    assert found["object-src"] == found["frame-ancestors"] == ["'none'"]
    assert found["img-src"] == found["font-src"] == ["'self'", "data:"]
    for name in ("script-src", "style-src"):
        assert found[name][0] == "'self'"
        assert re.fullmatch(r"'nonce-[\w+/=]{16,}'", found[name][1])
    everything = " ".join(source for sources in found.values() for source in sources)
    assert "unsafe" not in everything
    assert "*" not in everything
    assert "http" not in everything


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_no_script_or_style_stands_in_a_page_without_the_nonce(client: Client, address: str) -> None:
    response = client.get(address)
    html = response.content.decode()
    nonce = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])
    assert nonce
    scripts = [attributes for name, attributes in TAG.findall(html) if name != "link"]
    assert scripts
    for attributes in scripts:
        # Data for a script to read is not run by the browser.
        assert f'nonce="{nonce[1]}"' in attributes or 'type="application/json"' in attributes
    assert not re.search(r"<[^>]+\son\w+=", html)
    assert not re.search(r"<[^>]+\sstyle=", html)
    assert "javascript:" not in html


def test_a_nonce_is_used_once(client: Client) -> None:
    first, second = policy(client, "/"), policy(client, "/")
    assert first["script-src"] != second["script-src"]


def test_nothing_on_a_page_comes_from_elsewhere(client: Client) -> None:
    for address in PAGES.values():
        html = NAMED_ONLY.sub("", get(client, address))
        loaded = re.findall(r'(?:src|srcset|href)="((?:https?:)?//[^"]+)"', html)
        assert loaded == []


HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_the_usual_headers_are_there(client: Client, address: str) -> None:
    found = client.get(address).headers
    assert {name: found.get(name) for name in HEADERS} == HEADERS


def test_a_form_from_elsewhere_is_refused_in_plain_words() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/lingua/", {"language": "ar"}, headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "The form could not be sent" in answer.content.decode()
    assert "language" not in answer.cookies


def test_every_address_of_the_site_is_known_to_have_a_name() -> None:
    nameless = [str(found.pattern) for found in urls.urlpatterns if hasattr(found, "name") and not found.name]
    assert nameless == []


def boom(request: object) -> None:
    raise RuntimeError("Rossi Maria, RSSMRA80A01F205X")


urlpatterns = [path("boom/", boom), *urls.urlpatterns]
handler500 = urls.handler500


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_fails_keeps_the_policy() -> None:
    client = Client(raise_request_exception=False)
    assert policy(client, "/boom/")["script-src"][0] == "'self'"
