"""Filtered numbers are those of a dataset of only these people; nothing withheld is on any page or in any file."""

import csv
import re
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import openpyxl
import pytest
from django.test import Client

from campanello.core.language import LANGUAGES
from campanello.evaluation import contract, publication, runner
from campanello.evaluation.cube import KEY, Cube
from campanello.evaluation.output import as_contract
from campanello.evaluation.report import numbers
from campanello.evaluation.runner import Summary
from campanello.evaluation.selection import Selection
from campanello.staff.evaluation import stored
from tests.edges.staff.conftest import MOMENT, keep
from tests.edges.staff.test_evaluation_pages import charts, get, plain
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


BIG = 500_000
MOST_SECONDS = 0.1


def big_cube() -> Cube:
    """Half a million combinations of descriptors in 400 sets of projects: a region's, or more."""
    chance = np.random.default_rng(2020)
    lab, plan = chance.integers(0, 7, BIG), chance.integers(0, 7, BIG)
    plan[(lab == 0) & (plan == 0)] = 2
    code = KEY.pack(
        sex=chance.integers(0, 3, BIG),
        citizenship=chance.integers(0, 8, BIG),
        education=chance.integers(0, 6, BIG),
        disadvantages=1 << chance.integers(0, 6, BIG),
        residence_province=chance.integers(0, len(contract.provinces()) + 1, BIG),
        occupational_status=np.where(lab > 0, chance.integers(0, 7, BIG), 0),
        band_lab=lab,
        band_plan=plan,
    )
    people = chance.integers(1, 60, BIG)
    measures = {"people": people, "years_all": people * 40}
    measures |= {"years_lab": people * 41 * (lab > 0), "years_plan": people * 39 * (plan > 0)}
    measures |= {f"plans_{status}": people * (plan > 0) // 3 for status in contract.PLAN_STATUSES}
    ids = [f"P{place}" for place in range(33)]
    sets = tuple(frozenset(chance.choice(ids, size=2, replace=False).tolist()) for _ in range(400))
    return Cube(code, measures, chance.integers(0, 400, BIG), sets)


VIEWS = {
    "everybody": Selection(),
    "women": Selection((("sex", ("F",)),)),
    "a project": Selection((("project", ("P3",)),)),
    "several values of four filters": Selection(
        (
            ("project", ("P1", "P2", "P3")),
            ("province", ("MI", "BG", "BS")),
            ("sex", ("F", "M")),
            ("age_band", ("18-35", "36-54")),
        )
    ),
}


@pytest.fixture(scope="module")
def big_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("big")
    ids = [f"P{place}" for place in range(33)]
    keep(home, "big", Summary(big_cube(), programme(*ids), {}, None, None))
    return home


@pytest.mark.parametrize("chosen", VIEWS.values(), ids=VIEWS)
def test_a_view_of_half_a_million_combinations_takes_less_than_a_tenth_of_a_second(
    big_home: Path, settings: Any, chosen: Selection
) -> None:
    settings.DATA_DIR = big_home
    stored.kept("big")
    times = []
    for threshold in (5, 6, 7, 8, 9):
        # Another threshold is another view, so that none is found in memory.
        settings.SUPPRESS = threshold
        stored.kept("big")
        started = time.thread_time()
        stored.seen("big", chosen)
        times.append(time.thread_time() - started)
    assert min(times) < MOST_SECONDS, times
