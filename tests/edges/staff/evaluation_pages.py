"""Reads the evaluation pages as a visitor does, and makes small evaluations for them to show."""

import json
import re
from html import unescape

from django.test import Client

from campanello.evaluation.runner import Summary
from tests.unit.evaluation.cubes import Someone, cube_of, programme

DASHBOARD = "/valutazioni/printed/"


def get(client: Client, address: str, language: str = "en", **headers: str) -> str:
    response = client.get(address, headers={"accept-language": language, **headers})
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def plain(html: str) -> str:
    """The words that are read, with single blanks."""
    without_scripts = re.sub(r"<script.*?</script>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", without_scripts)).split())


def card(html: str, name: str) -> str:
    """The card of the indicator of that name, as it is read."""
    cards = re.findall(r'<li class="number-card">.*?</li>', html, re.DOTALL)
    return next(plain(one) for one in cards if f">{name}</h4>" in one)


def charts(html: str) -> dict[str, dict]:
    """The charts' specifications by the place they are drawn in."""
    found = re.findall(r'<script id="(chart-[\w-]+)" type="application/json">(.*?)</script>', html, re.DOTALL)
    return {name: json.loads(text) for name, text in found}


def summary_of(people: list[Someone], *ids: str) -> Summary:
    return Summary(
        cube_of(people), programme(*(ids or ("P1", "P2", "P3"))), {"people": len(people)}, None, None
    )
