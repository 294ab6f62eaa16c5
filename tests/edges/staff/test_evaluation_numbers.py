"""Filtered numbers are those of a dataset of only these people; nothing withheld is on any page or in any file."""

import csv
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from django.test import Client

from campanello.core.language import LANGUAGES
from campanello.evaluation import contract, publication, runner
from campanello.evaluation.output import as_contract
from campanello.evaluation.report import numbers
from campanello.evaluation.runner import Summary
from campanello.evaluation.selection import Selection
from campanello.staff.evaluation import stored
from tests.edges.staff.conftest import MOMENT, keep
from tests.edges.staff.evaluation_pages import charts, get, plain
from tests.unit.evaluation.cubes import Someone, cube_of, programme

Rows = list[dict[str, str]]
PRINTED = "/valutazioni/printed/"


def read(dataset: Path, table: str) -> Rows:
    with (dataset / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(folder: Path, table: str, rows: Rows, columns: list[str]) -> None:
    with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def only(dataset: Path, folder: Path, wanted: set[str]) -> Path:
    """The dataset of only these people, with all that they took part in."""
    folder.mkdir()
    for table in ("people", "lab_participations", "plans"):
        rows = read(dataset, table)
        write(folder, table, [row for row in rows if row["person_id"] in wanted], list(rows[0]))
    for table in ("projects", "partners"):
        rows = read(dataset, table)
        write(folder, table, rows, list(rows[0]))
    return folder


def people_in(dataset: Path, table: str, *projects: str) -> set[str]:
    return {row["person_id"] for row in read(dataset, table) if not projects or row["project_id"] in projects}


def those(dataset: Path, **values: tuple[str, ...]) -> set[str]:
    """People by their row: any of the values of each column; disadvantages by any of their codes."""
    return {
        row["person_id"]
        for row in read(dataset, "people")
        if all(set(row[column].split(";")) & set(wanted) for column, wanted in values.items())
    }


Choice = Callable[[Path], set[str]]
SELECTIONS: dict[str, tuple[dict[str, list[str]], Choice]] = {
    "no filter": ({}, those),
    "women": ({"sex": ["F"]}, lambda data: those(data, sex=("F",))),
    "two provinces": ({"province": ["MI", "BG"]}, lambda data: those(data, residence_province=("MI", "BG"))),
    "foreign people": (
        {"citizenship": ["foreign"]},
        lambda data: those(data) - those(data, citizenship=("IT", "")),
    ),
    "an area of origin": (
        {"origin_area": ["asia"]},
        lambda data: those(
            data, citizenship=tuple(code for code, one in contract.countries().items() if one.area == "asia")
        ),
    ),
    "no disadvantage recorded, or another": (
        {"disadvantage": ["unknown", "other"]},
        lambda data: those(data, disadvantages=("", "other")),
    ),
    "education not recorded": ({"education": ["unknown"]}, lambda data: those(data, education=("",))),
    "in a lab and with a plan": (
        {"population": ["both"]},
        lambda data: people_in(data, "lab_participations") & people_in(data, "plans"),
    ),
    "two projects": (
        {"project": ["PI-01", "PI-07"]},
        lambda data: (
            people_in(data, "plans", "PI-01", "PI-07")
            | people_in(data, "lab_participations", "PI-01", "PI-07")
        ),
    ),
    "women of a province with a plan": (
        {"sex": ["F"], "province": ["MI"], "population": ["plan"]},
        lambda data: those(data, sex=("F",), residence_province=("MI",)) & people_in(data, "plans"),
    ),
}
OF_PROJECTS = ("projects.", "partners.")


def without_projects(document: dict[str, Any]) -> dict[str, Any]:
    """What a document says of people."""
    of_people = [one for one in document["indicators"] if not one["code"].startswith(OF_PROJECTS)]
    return {"indicators": of_people, "figures": document["figures"]}


@pytest.mark.parametrize(("filters", "choice"), SELECTIONS.values(), ids=SELECTIONS)
def test_a_filter_gives_the_numbers_of_a_dataset_of_only_these_people(
    client: Client,
    demo: Path,
    demo_datasets: dict[str, Path],
    settings: Any,
    tmp_path: Path,
    filters: dict[str, list[str]],
    choice: Choice,
) -> None:
    settings.SUPPRESS = 0
    dataset = demo_datasets["printed"]
    wanted = choice(dataset)
    alone = runner.evaluate_folder(only(dataset, tmp_path / "alone", wanted), generated_at=MOMENT)
    answer = client.get(f"{PRINTED}dati.json?{urlencode(filters, doseq=True)}").json()
    assert without_projects(answer) == without_projects(as_contract(alone))
    assert (
        next(one["value"] for one in answer["indicators"] if one["code"] == "recipients.total")
        == len(wanted)
        > 0
    )


def test_a_project_counts_its_own_partners_and_cost(
    client: Client, demo: Path, demo_datasets: dict[str, Path]
) -> None:
    answer = client.get(f"{PRINTED}dati.json?project=PI-01").json()
    values = {one["code"]: one["value"] for one in answer["indicators"]}
    partners = [row for row in read(demo_datasets["printed"], "partners") if row["project_id"] == "PI-01"]
    assert values["projects.funded"] == 1
    assert values["partners.non_lead"] == sum(row["is_lead"] == "false" for row in partners)


# Counts that occur nowhere else, of which those under 1,000 are too small to show.
TELLING = {"none": 771, "primary": 1013, "lower_secondary": 1021, "upper_secondary": 883, "tertiary": 1319}


@pytest.fixture
def telling(home: Path, settings: Any) -> Path:
    """An evaluation whose small cells, and those withheld beside them, have counts that nothing else has."""
    settings.SUPPRESS = 1000
    crowd = [
        Someone(education=education, plan=True, sex="F" if place % 3 else "M")
        for education, count in TELLING.items()
        for place in range(count)
    ]
    keep(home, "telling", Summary(cube_of(crowd), programme("P1"), {}, None, None))
    return home


ADDRESSES = {
    "the dashboard": "/valutazioni/telling/",
    "the dashboard, filtered": "/valutazioni/telling/?sex=F",
    "the figure's definition": "/valutazioni/telling/definizioni/education/",
    "the definitions": "/valutazioni/telling/definizioni/",
    "CSV": "/valutazioni/telling/dati.csv",
    "CSV of the figure": "/valutazioni/telling/dati.csv?figure=education",
    "JSON": "/valutazioni/telling/dati.json",
    "JSON, filtered": "/valutazioni/telling/dati.json?sex=F",
}


def spellings(count: int, base: int) -> Iterator[str]:
    """A count and its share as any language may write them."""
    share = publication.share(count, base)
    for language in LANGUAGES:
        yield numbers.count(count, language)
        yield numbers.decimal(share or 0, language)
    yield str(count)
    yield str(share)


@pytest.mark.parametrize("language", ["it", "en", "ar"])
@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_no_withheld_number_is_anywhere(client: Client, telling: Path, address: str, language: str) -> None:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 200
    # A nonce is chance, and may hold any number.
    text = re.sub(r'nonce="[^"]*"', "", response.content.decode("utf-8-sig"))
    for education in ("none", "upper_secondary"):
        for spelling in spellings(TELLING[education], sum(TELLING.values())):
            assert spelling not in text, (education, spelling)
    if "sex" not in address and "definizioni" not in address:
        assert any(spelling in text for spelling in spellings(TELLING["tertiary"], sum(TELLING.values())))


def test_no_withheld_number_is_in_the_workbook(client: Client, telling: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(client.get("/valutazioni/telling/dati.xlsx").content))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not cells & {TELLING["none"], TELLING["upper_secondary"]}
    assert TELLING["tertiary"] in cells


def test_a_chart_holds_no_length_for_what_is_withheld(client: Client, telling: Path) -> None:
    bars = charts(get(client, "/valutazioni/telling/"))["chart-education"]["layer"][1]["data"]["values"]
    withheld = [bar for bar in bars if bar["category"] in {"none", "upper_secondary"}]
    assert withheld
    assert {(bar["length"], bar["label"]) for bar in withheld} == {(0, "cannot be shown")}


def test_quality_withholds_small_numbers_and_says_so(client: Client, demo: Path) -> None:
    words = plain(get(client, f"{PRINTED}?all=1"))
    quality = stored.kept("printed").quality
    assert any(count is None for one in quality for count in one.missing.values())
    assert "* cannot be shown" in words


def test_the_second_look_at_a_view_computes_nothing(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = Selection((("sex", ("F",)), ("education", ("primary",))))
    first = stored.seen("printed", chosen)
    monkeypatch.setattr(publication, "evaluation", None)
    assert stored.seen("printed", chosen) is first
