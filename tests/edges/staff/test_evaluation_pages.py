"""The evaluation pages: what each shows in every language, what an address may hold, what a filter changes."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from campanello.core.language import LANGUAGES, RIGHT_TO_LEFT
from campanello.evaluation import runner
from campanello.evaluation.registry import FIGURES, INDICATORS
from tests.edges.staff.conftest import keep
from tests.edges.staff.evaluation_pages import DASHBOARD, card, charts, get, plain, summary_of
from tests.indicators.writing import write_csv
from tests.unit.evaluation.cubes import Someone

# None of these tests may touch the database: a page that looked something up there would fail.
PAGES = {
    "the list": "/valutazioni/",
    "the dashboard": DASHBOARD,
    "the dashboard, filtered": f"{DASHBOARD}?sex=F&province=MI",
    "the dashboard, refused": f"{DASHBOARD}?sex=F&project=PI-01&age_band=65%2B",
    "the dashboard, all lines sorted": f"{DASHBOARD}?sort=education&all=1",
    "the definitions": f"{DASHBOARD}definizioni/",
    "a definition of an indicator": f"{DASHBOARD}definizioni/plan_share/",
    "a definition of a figure": f"{DASHBOARD}definizioni/age_band/?sex=F",
    "the comparison": "/valutazioni/confronto/",
}
PLACEHOLDER = re.compile(r"%\(\w+\)|\{\{|\{%|blocktranslate")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_every_page_opens_in_every_language(client: Client, demo: Path, address: str, language: str) -> None:
    html = get(client, address, language)
    way = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    assert f'<html lang="{language}" dir="{way}">' in html
    assert not PLACEHOLDER.search(html)
    assert "<h1" in html


NUMBERS = {
    "it": ("7.827.051,51", "58,4"),
    "en": ("7,827,051.51", "58.4"),
    "fr": ("7\u202f827\u202f051,51", "58,4"),
}


@pytest.mark.parametrize(("language", "numbers"), NUMBERS.items(), ids=NUMBERS)
def test_numbers_are_written_as_the_language_does(
    client: Client, demo: Path, language: str, numbers: tuple[str, str]
) -> None:
    html = get(client, DASHBOARD, language)
    assert all(number in html for number in numbers)


def test_the_menu_leads_to_the_list(client: Client, demo: Path) -> None:
    assert reverse("staff:evaluation") == "/valutazioni/"
    assert 'href="/valutazioni/"' in get(client, DASHBOARD)


def test_the_list_names_each_evaluation_with_people_and_days(client: Client, demo: Path) -> None:
    words = plain(get(client, "/valutazioni/"))
    for title in ("Reading printed", "Reading swapped"):
        assert f"{title} Recipients 830 Data as of 30 November 2020 Evaluated on 1 March 2026, 10:30" in words


def test_an_empty_list_says_what_to_do(client: Client, home: Path) -> None:
    words = plain(get(client, "/valutazioni/"))
    assert "There is no evaluation yet" in words
    assert "campanello demo" in words


def test_a_long_list_can_be_searched(client: Client, home: Path) -> None:
    for number in range(10):
        keep(home, f"n{number}", summary_of([]), title=f"Quarter {number}")
    assert 'type="search"' in get(client, "/valutazioni/")
    found = plain(get(client, "/valutazioni/?q=quarter+7"))
    assert "Quarter 7" in found
    assert "Quarter 3" not in found
    assert "No evaluation has such a title" in plain(get(client, "/valutazioni/?q=nothing"))


CARDS = {
    "a count with its unit, population and day": (
        "Recipients in all",
        "Recipients in all 830 people All recipients as of 30 November 2020",
    ),
    "a share with its numerator and denominator": (
        "People with a plan among all recipients",
        "People with a plan among all recipients 58.4% 485 of 830 All recipients as of 30 November 2020",
    ),
    "a mean with the people it is over": (
        "Mean age of plan recipients",
        "Mean age of plan recipients 42.9 years over 485 people Personal plans (PIP) as of 30 November 2020",
    ),
    "money": (
        "Cost of the funded projects",
        "Cost of the funded projects 7,827,051.51 EUR as of 30 November 2020",
    ),
    "a withheld number, in words": (
        "Share of plans withdrawn",
        "Share of plans withdrawn cannot be shown (fewer than 5, or it would tell about so few)",
    ),
}


@pytest.mark.parametrize(("name", "text"), CARDS.values(), ids=CARDS)
def test_cards(client: Client, demo: Path, name: str, text: str) -> None:
    assert card(get(client, DASHBOARD), name).startswith(text)


def test_each_card_tells_its_definition_and_leads_to_it(client: Client, demo: Path) -> None:
    html = get(client, f"{DASHBOARD}?sex=F")
    assert "Of all recipients, those with at least one personal plan." in html
    assert 'href="/valutazioni/printed/definizioni/plan_share/?sex=F"' in html


def test_every_figure_has_finding_chart_table_and_definition(client: Client, demo: Path) -> None:
    html = get(client, DASHBOARD)
    assert set(charts(html)) >= {f"chart-{code.replace('_', '-')}" for code in FIGURES} | {"chart-mean-age"}
    words = plain(html)
    for number in [f"3.{place}" for place in range(1, 11)]:
        assert f"Figure {number}." in words
    for code in FIGURES:
        assert f'href="/valutazioni/printed/definizioni/{code}/?"' in html
        assert f'id="{code.replace("_", "-")}-table" open' in html
    assert "Women are" in words


def test_the_overlap_is_told(client: Client, demo: Path) -> None:
    words = plain(get(client, DASHBOARD))
    assert "179 were in a lab and had a plan, 345 were only in a lab, 306 only had a plan" in words


def test_a_chart_says_what_its_table_says(client: Client, demo: Path) -> None:
    html = get(client, DASHBOARD)
    bars = charts(html)["chart-citizenship"]["layer"][1]["data"]["values"]
    assert [(bar["category"], bar["label"]) for bar in bars[:3]] == [
        ("italian", "70.6% (586)"),
        ("italian", "76.0% (398)"),
        ("italian", "67.0% (325)"),
    ]
    assert "Italian citizens 586 70.6% 398 76.0% 325 67.0%" in plain(html)


def test_arabic_charts_are_mirrored(client: Client, demo: Path) -> None:
    range_of = {
        language: charts(get(client, DASHBOARD, language))["chart-sex"]["layer"][1]["encoding"]["x"]["scale"][
            "range"
        ]
        for language in ("it", "ar")
    }
    assert range_of["it"][0] == 0
    assert range_of["ar"][0] == {"expr": "width"}


NOWHERE = {
    "an unknown name": "/valutazioni/nothing/",
    "a way out of the folder": "/valutazioni/%2E%2E/",
    "a definition that there is not": f"{DASHBOARD}definizioni/nothing/",
    "definitions of nothing": "/valutazioni/nothing/definizioni/",
    "data of nothing": "/valutazioni/nothing/dati.csv",
    "a report of nothing": "/valutazioni/nothing/rapporto.pdf",
    "a report that there is not": f"{DASHBOARD}rapporto.pdf",
    "a format that there is not": f"{DASHBOARD}dati.exe",
}


@pytest.mark.parametrize("address", NOWHERE.values(), ids=NOWHERE)
def test_what_is_not_there_is_a_404(client: Client, demo: Path, address: str) -> None:
    assert client.get(address).status_code == 404


def test_pages_are_only_read(client: Client, demo: Path) -> None:
    assert client.post(DASHBOARD).status_code == 405


def test_an_evaluation_of_another_version_is_told(client: Client, home: Path) -> None:
    folder = keep(home, "old", summary_of([Someone()] * 9), title="Old one")
    content = json.loads((folder / "programme.json").read_text())
    (folder / "programme.json").write_text(json.dumps(content | {"version": 0}))
    words = plain(get(client, "/valutazioni/"))
    assert "Old one Can't be opened" in words
    assert "Evaluate its dataset again" in words
    assert client.get("/valutazioni/old/").status_code == 422


BROKEN = {
    "half a cube": ("cube.parquet", b"PAR1"),
    "no JSON": ("programme.json", b'{"version": 1, "titl'),
    "JSON without what it needs": ("programme.json", b'{"version": 1, "title": "Half"}'),
}


@pytest.mark.parametrize(("file", "content"), BROKEN.values(), ids=BROKEN)
def test_a_damaged_evaluation_is_told(client: Client, home: Path, file: str, content: bytes) -> None:
    folder = keep(home, "broken", summary_of([Someone()] * 9))
    (folder / file).write_bytes(content)
    assert "can't be read" in plain(get(client, "/valutazioni/"))
    assert client.get("/valutazioni/broken/").status_code == 422


def test_an_evaluation_that_is_made_again_is_read_again(client: Client, home: Path) -> None:
    folder = keep(home, "one", summary_of([Someone()] * 9))
    assert "Recipients in all 9 people" in card(get(client, "/valutazioni/one/"), "Recipients in all")
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    keep(home, "one", summary_of([Someone()] * 12))
    assert "Recipients in all 12 people" in card(get(client, "/valutazioni/one/"), "Recipients in all")


def test_a_dataset_of_nobody_has_a_page(client: Client, home: Path, tmp_path: Path) -> None:
    names = ("projects", "people", "lab_participations", "plans", "partners")
    dataset = write_csv({name: [] for name in names}, tmp_path / "dataset")
    keep(home, "nobody", runner.summarise(dataset, by_project=True))
    html = get(client, "/valutazioni/nobody/")
    assert "There is nobody in this evaluation yet" in html
    assert card(html, "Recipients in all").startswith("Recipients in all 0 people")
    assert card(html, "People with a plan among all recipients").startswith(
        "People with a plan among all recipients – 0 of 0"
    )


def test_quality_is_sorted_the_worst_first(client: Client, demo: Path) -> None:
    html = get(client, f"{DASHBOARD}?sort=disadvantages&all=1")
    table = re.search(r'aria-label="What is not recorded, by project".*?</table>', html, re.DOTALL)
    assert table
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in table[0].split("<tr>")[2:]]
    shares = [float(match[1]) for row in cells if (match := re.search(r"\(([\d.]+)%\)", row[5]))]
    assert len(cells) == 33
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]


def test_quality_shows_ten_lines_until_all_are_asked_for(client: Client, demo: Path) -> None:
    assert "Show 23 more lines" in plain(get(client, DASHBOARD))
    assert "more lines" not in plain(get(client, f"{DASHBOARD}?all=1"))


def test_definitions_are_complete_and_searched(client: Client, demo: Path) -> None:
    html = get(client, f"{DASHBOARD}definizioni/")
    for code in (*INDICATORS, *FIGURES):
        assert f"/definizioni/{code}/" in html
    found = get(client, f"{DASHBOARD}definizioni/?q=vulnerable+capacity")
    assert re.findall(r"/definizioni/([\w.]+)/", found) == ["vulnerable_share"]
    assert "No definition has these words" in get(client, f"{DASHBOARD}definizioni/?q=zebra")


def test_a_definition_says_everything(client: Client, demo: Path) -> None:
    words = plain(get(client, f"{DASHBOARD}definizioni/plan_share/"))
    for part in (
        "Of all recipients, those with at least one personal plan.",
        "58.4%",
        "Counted 485 of 830",
        "Population All recipients",
        "Numerator People with at least one plan",
        "Denominator All recipients",
        "Unit %",
        "Source Evaluation report, 3.3, Table 3.2",
        "Data as of 30 November 2020",
    ):
        assert part in words, part


def test_the_two_readings_are_compared(client: Client, demo: Path) -> None:
    words = plain(get(client, "/valutazioni/confronto/"))
    assert (
        "People with a plan among all recipients 58.4% 485 of 830 63.1% 524 of 830 differs +4.7 points"
        in words
    )
    assert "Recipients in all 830 people 830 people same" in words
    assert "Share of plans withdrawn cannot be shown cannot be shown –" in words


def test_a_comparison_can_be_turned_around(client: Client, demo: Path) -> None:
    words = plain(get(client, "/valutazioni/confronto/?a=swapped&b=printed"))
    assert "63.1% 524 of 830 58.4% 485 of 830 differs \N{MINUS SIGN}4.7 points" in words


def test_a_comparison_needs_two(client: Client, home: Path) -> None:
    keep(home, "one", summary_of([Someone()] * 9))
    assert "There are not two evaluations to compare" in get(client, "/valutazioni/confronto/")


def test_notes_on_the_data_are_told_in_words(client: Client, home: Path) -> None:
    folder = keep(home, "one", summary_of([Someone()] * 9))
    notes = [
        {"code": "x", "text": "No whole numbers give %(printed)s <b>", "facts": {"printed": "63.1"}},
        {"odd": 1},
    ]
    (folder / "notes.json").write_text(json.dumps(notes))
    html = get(client, "/valutazioni/one/")
    assert "No whole numbers give 63.1 &lt;b&gt;" in html


NOTE = {"text": "%(a)s, %(b)s, %(c)s: %(d)s.", "facts": {"a": 63.1, "b": 8.0, "c": 12000, "d": "printed"}}
WRITTEN = {
    "it": "63,1, 8,0, 12.000: printed.",
    "en": "63.1, 8.0, 12,000: printed.",
    "fr": "63,1, 8,0, 12\u202f000: printed.",
    "es": "63,1, 8,0, 12.000: printed.",
    "ar": "63.1, 8.0, 12,000: printed.",
    "ur": "63.1, 8.0, 12,000: printed.",
}


@pytest.mark.parametrize(("language", "told"), WRITTEN.items(), ids=WRITTEN)
def test_notes_write_numbers_as_the_language_does(
    client: Client, home: Path, language: str, told: str
) -> None:
    folder = keep(home, "one", summary_of([Someone()] * 9))
    (folder / "notes.json").write_text(json.dumps([NOTE]))
    assert told in get(client, "/valutazioni/one/", language)


def test_notes_without_named_facts_are_passed_over(client: Client, home: Path) -> None:
    folder = keep(home, "one", summary_of([Someone()] * 9))
    (folder / "notes.json").write_text(json.dumps([{"text": "Odd", "facts": [1]}, NOTE]))
    words = plain(get(client, "/valutazioni/one/"))
    assert "63.1, 8.0, 12,000: printed." in words
    assert "Odd" not in words
