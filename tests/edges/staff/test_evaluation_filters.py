"""Filters on the dashboard: links, chips and a form, what an odd address gets, and what is refused."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from django.test import Client

from tests.edges.staff.conftest import keep
from tests.edges.staff.evaluation_pages import DASHBOARD, charts, get, plain, summary_of
from tests.unit.evaluation.cubes import Someone


def test_a_line_of_a_table_chooses_and_chosen_takes_away(client: Client, demo: Path) -> None:
    html = get(client, f"{DASHBOARD}?sex=F&education=primary")
    links = dict(re.findall(r'<a href="(\?[^"]*)" hx-get="[^"]*" data-category="([^"]+)"', html))
    categories = {category: parse_qsl(unescape(href)[1:]) for href, category in links.items()}
    assert categories["italian"] == [("sex", "F"), ("citizenship", "italian"), ("education", "primary")]
    assert categories["primary"] == [("sex", "F")]


def test_chips_name_the_filters_and_take_them_away(client: Client, demo: Path) -> None:
    html = get(client, f"{DASHBOARD}?sex=F&project=PI-02")
    chips = dict(
        re.findall(r'<a class="filter-chip" href="(\?[^"]*)".*?<strong>(.*?)</strong>', html, re.DOTALL)
    )
    assert chips == {
        "?sex=F": "ALER Brescia-Cremona-Mantova: Una casa tra le case",
        "?project=PI-02": "Women",
    }
    assert '<a class="filter-clear" href="?"' in html


def test_the_form_holds_the_filters_and_needs_no_script(client: Client, demo: Path) -> None:
    html = get(client, f"{DASHBOARD}?sex=F&population=plan&sort=sex")
    form = re.search(r'<form class="filter-bar.*?</form>', html, re.DOTALL)
    assert form
    ticked = re.findall(r'name="(\w+)" value="([^"]*)"[^>]* checked', form[0])
    assert ticked == [("population", "plan"), ("sex", "F")]
    assert 'method="get"' in form[0]
    assert 'type="hidden" name="sort" value="sex"' in form[0]
    assert form[0].count('<button type="submit"') == form[0].count("<fieldset>") == 10


def test_a_filter_brings_only_its_part_of_the_page(client: Client, demo: Path) -> None:
    response = client.get(f"{DASHBOARD}?sex=F&population=", headers={"hx-request": "true"})
    assert b"<html" not in response.content
    assert b'id="results"' in response.content
    assert response["HX-Push-Url"] == f"{DASHBOARD}?sex=F"
    assert "HX-Request" in response["Vary"]
    back = client.get(
        f"{DASHBOARD}?sex=F", headers={"hx-request": "true", "hx-history-restore-request": "true"}
    )
    assert b"<html" in back.content


def test_an_address_without_filters_is_short(client: Client, demo: Path) -> None:
    response = client.get(f"{DASHBOARD}?population=&sex=", headers={"hx-request": "true"})
    assert response["HX-Push-Url"] == DASHBOARD


ODD = {
    "an unknown value": ("?sex=Z", "“Z” is no value of the filter “Sex”"),
    "an unknown project": ("?project=nothing", "“nothing” is no value of the filter “Project”"),
    "a script": ("?education=<script>alert(1)</script>", "“<script>alert(1)</script>” is no value"),
    "a NUL": ("?province=%00", "is no value of the filter “Province of residence”"),
    "two populations": (
        "?population=lab&population=plan",
        "“plan” is no value of the filter “Labs and plans”",
    ),
    "an unknown order": ("?sort=nonsense", "Recipients in all"),
    "bytes that are no text": ("?sex=%FF%FE", "is no value of the filter “Sex”"),
}


@pytest.mark.parametrize(("query", "told"), ODD.values(), ids=ODD)
def test_odd_addresses_open_and_are_told(client: Client, demo: Path, query: str, told: str) -> None:
    html = get(client, DASHBOARD + query)
    assert told in plain(html)
    assert "<script>alert" not in html


def test_nobody_answers_to_the_filters(client: Client, demo: Path) -> None:
    html = get(client, f"{DASHBOARD}?age_band=under-18")
    assert "Nobody answers to these filters together" in html


REFUSED = "?sex=F&project=PI-01&age_band=65%2B"


def test_a_selection_of_too_few_is_explained_and_shows_nothing(client: Client, demo: Path) -> None:
    html = get(client, DASHBOARD + REFUSED)
    assert "These filters cannot be shown" in html
    assert "Clear all filters" in html
    assert not charts(html)
    assert "number-value" not in html
    assert client.get(f"{DASHBOARD}dati.csv{REFUSED}").status_code == 422
    assert "cannot be shown" in plain(get(client, f"{DASHBOARD}definizioni/plan_share/{REFUSED}"))


def test_provinces_where_nobody_lives_are_offered_only_when_they_are_chosen(
    client: Client, home: Path
) -> None:
    keep(home, "one", summary_of([Someone()] * 9))
    offered = re.compile(r'name="province" value="(\w+)"')
    assert offered.findall(get(client, "/valutazioni/one/")) == ["MI"]
    assert offered.findall(get(client, "/valutazioni/one/?province=SO")) == ["MI", "SO"]
