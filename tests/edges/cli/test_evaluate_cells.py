"""Every kind of bad cell, one a row of one large dataset: each is named by table, row and column, and only it."""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.edges.cli.evaluating import Answer, earlier, evaluate, is_as_it_was
from tests.indicators.oracle import Record, Tables
from tests.indicators.worked import WORKED
from tests.indicators.writing import write_csv, write_text_parquet

VALID: dict[str, Record] = {
    "projects": {
        "title": "T",
        "lead": "L",
        "lead_type": "aler",
        "province": "MI",
        "cost_eur": "1",
        "funding_round": "1",
    },
    "partners": {"project_id": "P9", "category": "other", "is_lead": "false"},
    "people": dict.fromkeys(WORKED["people"][0], ""),
    "lab_participations": {"project_id": "P9", "entry_date": "2019-01-01", "occupational_status": ""},
    "plans": {"project_id": "P9", "entry_date": "2019-01-01", "status": "completed", "end_date": ""},
}
OWN_KEY = {"projects": "project_id", "partners": "organisation", "people": "person_id", "plans": "plan_id"}


@dataclass(frozen=True)
class Bad:
    """A row that is valid but for `cells`; the error is told of `column`. `also`: further rows of the same person."""

    table: str
    column: str
    cells: Record
    also: tuple[tuple[str, Record], ...] = field(default=())


def cell(table: str, column: str, text: str) -> Bad:
    return Bad(table, column, {column: text})


def plan_with(**cells: str) -> Bad:
    return Bad("plans", "end_date", cells)


CASES: dict[str, Bad] = {
    "a code that there is not": cell("people", "sex", "X"),
    "a code in lower case": cell("people", "sex", "f"),
    "a code with a space after it": cell("people", "sex", "F "),
    "a code with a space before it": cell("people", "sex", " F"),
    "the word unknown instead of an empty cell": cell("people", "sex", "unknown"),
    "a country in lower case": cell("people", "citizenship", "it"),
    "a country that there is not": cell("people", "citizenship", "ZZ"),
    "a country by three letters": cell("people", "citizenship", "ITA"),
    "an education by another name": cell("people", "education", "laurea"),
    "a province by its name": cell("people", "residence_province", "Milano"),
    "a province that there is not": cell("people", "residence_province", "ZZ"),
    "no disadvantage together with one": cell("people", "disadvantages", "none;migrant"),
    "a disadvantage together with none": cell("people", "disadvantages", "migrant;none"),
    "declined together with a disadvantage": cell("people", "disadvantages", "declined;other"),
    "declined together with none": cell("people", "disadvantages", "declined;none"),
    "disadvantages parted by a comma": cell("people", "disadvantages", "migrant,other"),
    "disadvantages parted by semicolon and space": cell("people", "disadvantages", "migrant; other"),
    "a semicolon too many": cell("people", "disadvantages", "migrant;"),
    "nothing but a semicolon": cell("people", "disadvantages", ";"),
    "a disadvantage that there is not": cell("people", "disadvantages", "migrant;poor"),
    "a day that there is not": cell("people", "birth_date", "2020-02-30"),
    "29 February of a common year": cell("people", "birth_date", "1900-02-29"),
    "a month that there is not": cell("people", "birth_date", "1980-13-01"),
    "a date that may be April or March": cell("people", "birth_date", "03/04/1980"),
    "a date without dashes": cell("people", "birth_date", "19800403"),
    "a date without zeros": cell("people", "birth_date", "1980-4-3"),
    "a date with a time": cell("people", "birth_date", "1980-04-03 00:00:00"),
    "a date with a space after it": cell("people", "birth_date", "1980-04-03 "),
    "a year alone": cell("people", "birth_date", "1980"),
    "a date of words": cell("people", "birth_date", "infinity"),
    "a birth before 1900": cell("people", "birth_date", "1899-12-31"),
    "a birth after the person came to a lab": Bad(
        "people",
        "birth_date",
        {"birth_date": "2019-01-02"},
        (("lab_participations", {"entry_date": "2019-01-01"}), ("plans", {"entry_date": "2019-01-02"})),
    ),
    "a birth after the person's second plan began": Bad(
        "people",
        "birth_date",
        {"birth_date": "2019-01-02"},
        (("plans", {"entry_date": "2019-01-02"}), ("plans", {"entry_date": "2019-01-01"})),
    ),
    "a person without a key": cell("people", "person_id", ""),
    "the same person twice": cell("people", "person_id", "ada"),
    "an entry into a lab on no day": cell("lab_participations", "entry_date", ""),
    "an entry into a lab on a day that there is not": cell("lab_participations", "entry_date", "2019-02-29"),
    "an occupation that there is not": cell("lab_participations", "occupational_status", "working"),
    "an entry of a person who is not among the people": cell("lab_participations", "person_id", "nobody"),
    "an entry of a person whose key differs in a space": cell("lab_participations", "person_id", "ada "),
    "an entry of a person whose key differs in case": cell("lab_participations", "person_id", "Ada"),
    "an entry of no person": cell("lab_participations", "person_id", ""),
    "an entry into a lab of a project that there is not": cell("lab_participations", "project_id", "P1"),
    "an entry into a lab of no project": cell("lab_participations", "project_id", ""),
    "the same person in the same lab twice": Bad(
        "lab_participations", "project_id", {"person_id": "ada", "project_id": "P9"}
    ),
    "a plan without a key": cell("plans", "plan_id", ""),
    "the same plan twice": cell("plans", "plan_id", "1"),
    "a plan of a person who is not among the people": cell("plans", "person_id", "nobody"),
    "a plan of a project that there is not": cell("plans", "project_id", "p9"),
    "a plan that begins on no day": cell("plans", "entry_date", ""),
    "a plan without a status": cell("plans", "status", ""),
    "a plan with a status that there is not": cell("plans", "status", "done"),
    "a plan that ends a day before it begins": plan_with(end_date="2018-12-31"),
    "a plan in progress that has ended": plan_with(status="in_progress", end_date="2019-02-01"),
    "a plan that ends on a day that there is not": plan_with(end_date="2019-06-31"),
    "a project without a key": cell("projects", "project_id", ""),
    "the same project twice": cell("projects", "project_id", "P9"),
    "a project of a province outside Lombardy": cell("projects", "province", "TO"),
    "a project with a lead that may not lead": cell("projects", "lead_type", "third_sector"),
    "a cost below nothing": cell("projects", "cost_eur", "-0.01"),
    "a cost with a decimal comma": cell("projects", "cost_eur", "1000,50"),
    "a cost with points between thousands": cell("projects", "cost_eur", "1.000.000"),
    "a cost with the currency": cell("projects", "cost_eur", "10 EUR"),
    "a cost that is no number": cell("projects", "cost_eur", "NaN"),
    "a cost without end": cell("projects", "cost_eur", "inf"),
    "half a round": cell("projects", "funding_round", "1.5"),
    "a round before the first": cell("projects", "funding_round", "0"),
    "a partner of a project that there is not": cell("partners", "project_id", "P0"),
    "a partner of no kind": cell("partners", "category", ""),
    "a partner of a kind that there is not": cell("partners", "category", "school"),
    "a partner who leads in other words": cell("partners", "is_lead", "yes"),
    "a partner who leads by a number": cell("partners", "is_lead", "1"),
    "the same partner twice": Bad("partners", "organisation", {"project_id": "P9", "organisation": "Coop"}),
}
ROWS = {"CSV": (write_csv, 2), "Parquet": (write_text_parquet, 1)}
LINE = re.compile(r"^  (\w+), row (\d+), column (\w+): .+\.$")


def dataset() -> tuple[Tables, dict[str, int]]:
    """The worked example with a row more a case, and where in its table that row stands."""
    tables, places = deepcopy(WORKED), {}
    for number, (sentence, bad) in enumerate(CASES.items()):
        places[sentence] = _add(tables, bad.table, f"new{number}", bad.cells)
        for count, (table, cells) in enumerate(bad.also):
            _add(tables, table, f"new{number}.{count}", {"person_id": f"new{number}"} | cells)
    return tables, places


def _add(tables: Tables, table: str, key: str, cells: Record) -> int:
    """Append a row of its own person, and say at which place."""
    row = VALID[table] | ({OWN_KEY[table]: key} if table in OWN_KEY else {}) | cells
    if table in ("lab_participations", "plans") and "person_id" not in row:
        row["person_id"] = key
        tables["people"].append(VALID["people"] | {"person_id": key})
    tables[table].append(row)
    return len(tables[table]) - 1


@pytest.fixture(scope="module", params=list(ROWS.values()), ids=list(ROWS))
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Answer, Path, dict[str, int]]:
    """What the command says of the dataset, its output folder, and the row of every case as the file counts."""
    write: Callable[[Tables, Path], Path]
    write, first_row = request.param
    folder = tmp_path_factory.mktemp("cells")
    tables, places = dataset()
    out = earlier(folder / "out")
    answer = evaluate(write(tables, folder / "in"), out)
    return answer, out, {sentence: place + first_row for sentence, place in places.items()}


@pytest.mark.parametrize("sentence", CASES)
def test_a_bad_cell_is_named_by_table_row_and_column(
    told: tuple[Answer, Path, dict[str, int]], sentence: str
) -> None:
    answer, _, rows = told
    bad = CASES[sentence]
    named = [match.groups() for line in answer.errors if (match := LINE.match(line))]
    assert named.count((bad.table, str(rows[sentence]), bad.column)) == 1


def test_nothing_else_is_named(told: tuple[Answer, Path, dict[str, int]]) -> None:
    answer, _, rows = told
    expected = {(CASES[sentence].table, row) for sentence, row in rows.items()}
    named = [match for line in answer.errors[1:] if (match := LINE.match(line))]
    assert {(match[1], int(match[2])) for match in named} - expected == set()
    assert len(named) == len(answer.errors) - 1 == len(CASES)


def test_bad_cells_end_the_command_with_2_and_nothing_is_written(
    told: tuple[Answer, Path, dict[str, int]],
) -> None:
    answer, out, _ = told
    assert (answer.code, answer.out) == (2, "")
    assert str(len(CASES)) in answer.errors[0]
    assert is_as_it_was(out)
