"""`campanello eligibility`: a spreadsheet in, a table and files out; a bad cell stops all and is named."""

import csv
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from campanello.cli.eligibility import eligibility
from campanello.core.edges import say
from campanello.core.errors import DomainError

HEAD = (
    "case_id,birth_date,applied_on,citizenship,permit_expires_on,resident_in_area,employment_status,"
    "economic_hardship,housing_hardship,receives_naspi,other_public_policy,lab_participation,disadvantages,sex"
)
ROWS = (
    "K1,1985-05-04,2020-03-02,MA,2020-03-02,yes,unemployed,no,yes,no,no,yes,migrant;other,F",
    "K2,2002-03-03,2020-03-02,XX,2020-03-01,no,employed,no,no,yes,yes,no,none,M",
    "K3,,2020-03-02,,,,,,,,,,,",
    "K4,1979-03-02,2020-03-02,IT,,yes,first_job_seeker,yes,,no,no,,disability,M",
)
ANSWERS = {
    "regional": (
        ("eligible", "", ""),
        ("ineligible", "residence;hardship;lab", ""),
        ("pending", "", "residence;hardship;lab"),
        ("pending", "", "lab"),
    ),
    "prolorenteggio": (
        ("eligible", "", ""),
        ("ineligible", "age;residence;employment;housing;naspi;other_policy;permit", ""),
        ("pending", "", "age;residence;employment;housing;naspi;other_policy;permit"),
        ("pending", "", "housing"),
    ),
    "bollate": (
        ("eligible", "", ""),
        ("ineligible", "age;residence;disadvantage;other_policy;permit", ""),
        ("pending", "", "age;residence;disadvantage;other_policy;permit"),
        ("eligible", "", ""),
    ),
}
FLAGS = ("woman;disadvantage;hardship", "age", "", "age;disadvantage;hardship")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPANELLO_LANG", "en")


def written(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "cases.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return path


def run(path: Path, measure: str, *options: object) -> Result:
    asked = [str(path), "--measure", measure, *map(str, options)]
    return CliRunner().invoke(eligibility, asked)


def refusal(result: Result) -> list[str]:
    assert isinstance(result.exception, DomainError), result.exception
    assert result.exception.kind == "refused"  # which the command answers with exit code 2
    return say(result.exception, "en")


@pytest.mark.parametrize("measure", ANSWERS)
def test_each_case_is_answered_in_both_files_and_on_the_terminal(measure: str, tmp_path: Path) -> None:
    table, tree = tmp_path / "out.csv", tmp_path / "out.json"
    done = run(written(tmp_path, *ROWS), measure, "--csv", table, "--json", tree)
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert [(one["outcome"], one["not_met"], one["unknown"]) for one in rows] == list(ANSWERS[measure])
    assert [one["priority"] for one in rows] == list(FLAGS if measure == "bollate" else [""] * 4)
    told = json.loads(tree.read_text(encoding="utf-8"))
    assert [
        [";".join(cell) if isinstance(cell, list) else cell for cell in one.values()] for one in told["rows"]
    ] == [list(one.values()) for one in rows]
    assert list(told["rows"][0]) == ["case_id", "outcome", "not_met", "unknown", "priority"]
    outcomes = [one["outcome"] for one in rows]
    assert told["summary"] == {
        "cases": 4,
        **{name: outcomes.count(name) for name in ("eligible", "pending", "ineligible")},
    }
    assert "K1" in done.output
    assert f"4 cases: {outcomes.count('eligible')} eligible" in done.output


def test_a_workbook_is_read_with_its_own_dates(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.split(","))
    cells: list[object] = list(ROWS[0].split(","))
    cells[1:3] = [date(1985, 5, 4), date(2020, 3, 2)]
    sheet.append(cells)
    book.save(tmp_path / "cases.xlsx")
    done = run(tmp_path / "cases.xlsx", "bollate", "--csv", tmp_path / "out.csv")
    assert done.exit_code == 0, done.output
    assert "K1,eligible,,,woman;disadvantage;hardship" in (tmp_path / "out.csv").read_text()


WRONG = {
    "no day of application": ("K1,,,,,,,,,,,,,", ["Row 2, applied_on: It is empty, and must be filled."]),
    "no case": (",,2020-03-02,,,,,,,,,,,", ["Row 2, case_id: It is empty, and must be filled."]),
    "a word for yes": (
        "K1,,2020-03-02,,,perhaps,,,,,,,,",
        ["Row 2, resident_in_area: “perhaps” is not known here. Use one of: yes, no."],
    ),
    "a child of the future": (
        "K1,2020-03-03,2020-03-02,,,,,,,,,,,",
        ["Row 2, birth_date: 2020-03-03 can't be the birth date of somebody who applied on 2020-03-02."],
    ),
    "a day that is not there": (
        "K1,1985-02-30,2020-03-02,,,,,,,,,,,",
        ["Row 2, birth_date: “1985-02-30” is no date. Write it as 1990-12-31."],
    ),
    "several cells at once": (
        "K1,,2020-03-02,Italy,soon,,busy,,,,,,x,",
        [
            "Row 2, citizenship",
            "Row 2, permit_expires_on",
            "Row 2, employment_status",
            "Row 2, disadvantages",
        ],
    ),
    "more cells than columns": ("K1,,2020-03-02,,,,,,,,,,,,more", ["Row 2, 15: more cells than"]),
}


@pytest.mark.parametrize(("row", "lines"), WRONG.values(), ids=WRONG)
def test_a_bad_cell_is_named_and_nothing_is_written(row: str, lines: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("as before")
    told = refusal(run(written(tmp_path, row, ROWS[1]), "bollate", "--json", out))
    assert told[0].startswith(f"cases.csv: {len(lines)} cells must be corrected")
    assert [one.strip()[: len(line)] for one, line in zip(told[1:], lines, strict=True)] == lines
    assert out.read_text() == "as before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["cases.csv", "out.json"]


def test_the_same_case_twice_is_refused_with_both_rows(tmp_path: Path) -> None:
    told = refusal(run(written(tmp_path, *ROWS[:2], ROWS[0]), "regional"))
    assert told[1].strip() == "Row 4, case_id: “K1” stands in row 2 already. Each case has one row."


def test_a_missing_column_is_named_and_sex_is_needed_for_bollate_alone(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS[0].rsplit(",", 1)[0], head=HEAD.rsplit(",", 1)[0])
    assert run(path, "prolorenteggio").exit_code == 0
    assert "These columns are missing: sex." in refusal(run(path, "bollate"))[0]


def test_the_table_that_is_read_is_never_written_over(tmp_path: Path) -> None:
    path = written(tmp_path, *ROWS)
    before = path.read_bytes()
    assert "Write the answer elsewhere" in refusal(run(path, "regional", "--csv", path))[0]
    assert path.read_bytes() == before


def test_a_cell_gives_no_orders_to_the_terminal(tmp_path: Path) -> None:
    done = run(written(tmp_path, ROWS[0].replace("K1", "\x1b[2JK1")), "regional")
    assert done.exit_code == 0
    assert "\x1b" not in done.output
    assert "\N{REPLACEMENT CHARACTER}[2JK1" in done.output


def test_an_unknown_measure_is_refused(tmp_path: Path) -> None:
    assert run(written(tmp_path, *ROWS), "pass").exit_code == 2


def test_no_case_at_all_is_a_table_of_none(tmp_path: Path) -> None:
    done = run(written(tmp_path), "regional", "--json", tmp_path / "out.json")
    assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "out.json").read_text()) == {
        "rows": [],
        "summary": {"cases": 0, "eligible": 0, "pending": 0, "ineligible": 0},
    }
