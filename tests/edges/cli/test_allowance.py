"""`campanello allowance`: the contract's table, that its sums are those of the one rule, cells that can't be read."""

import csv
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from campanello.cli import allowance_sessions as sessions
from campanello.cli import main as command
from campanello.cli.allowance_sums import Sums
from campanello.plans.rules import allowance_reading as reading
from campanello.plans.rules.allowance import Attended, Terms, due, split
from campanello.plans.rules.allowance_reading import CATALOGUE_COLUMNS, SESSION_COLUMNS, hourly_parts

CAPS = Terms(300_000, 200_000)
CATALOGUE = [
    ("welcome", "base", "30", "no", ""),
    ("balance", "orientation", "35.00", "yes", "18"),
    ("coaching", "consolidation", "20.125", "yes", "124"),
    ("course", "other", "60", "yes", ""),
]
SESSIONS: list[tuple[Any, ...]] = [
    ("P2", "coaching", "2026-01-02", 90, "50.0", "present"),
    ("P1", "balance", "2026-01-03", 600, 600, "present"),
    ("P1", "balance", "2026-01-02", 600, 700, "present"),
    ("P1", "welcome", "2026-01-02", 60, 60, "present"),
    ("P1", "balance", "2026-01-04", 60, "", "excused"),
    ("P3", "course", "2026-01-02", 600, 600, "unexcused"),
    ("P4", "course", "2026-01-02", 1440, 1440, "present"),
    ("P4", "course", "2026-01-03", 1440, 1440, "present"),
    ("P4", "course", "2026-01-04", 1440, 1440, "present"),
]
DUE = [
    ("P1", 1360, 1140, "660.00", "630.00", "210.00", "420.00", ["hours"]),
    ("P2", 50, 50, "16.77", "16.77", "5.59", "11.18", []),
    ("P3", 0, 0, "0.00", "0.00", "0.00", "0.00", []),
    ("P4", 4320, 4320, "3000.00", "2000.00", "666.67", "1333.33", ["services", "allowance"]),
]
COLUMNS = ("person_id", "attended_minutes", "counted_minutes", "services_value", "allowance")
COLUMNS += ("to_arrears", "to_person", "capped")


@dataclass(frozen=True)
class Answer:
    """What the command did."""

    code: int
    out: str
    error: str


Ask = Callable[..., Answer]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Ask:
    """Runs the command as a terminal would, in a folder of its own that has a catalogue."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CAMPANELLO_LANG", "en")
    monkeypatch.setenv("COLUMNS", "120")
    written("catalogue.csv", CATALOGUE_COLUMNS, CATALOGUE)

    def run(*arguments: str, file: str = "sessions.csv", catalogue: str = "catalogue.csv") -> Answer:
        words = ["campanello", "allowance", file, "--catalogue", catalogue, *arguments]
        monkeypatch.setattr("sys.argv", words)
        try:
            command.main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return run


def written(name: str, head: Any, rows: Any, delimiter: str = ",", encoding: str = "utf-8") -> None:
    with Path(name).open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([head, *rows])


def answered(path: str = "due.json") -> list[tuple[Any, ...]]:
    rows = json.loads(Path(path).read_text(encoding="utf-8"))["rows"]
    assert all(tuple(row) == COLUMNS for row in rows)
    return [tuple(row.values()) for row in rows]


@pytest.mark.parametrize("kind", ["csv", "semicolons", "windows", "xlsx"])
def test_what_is_due_is_written_whatever_the_table_is(ask: Ask, kind: str) -> None:
    rows = [*SESSIONS, ("Zoë", "welcome", "2026-01-02", 60, 0, "present")]
    rows.append(("'-1+1", "welcome", "2026-01-02", 60, 0, "excused"))
    if kind == "xlsx":
        with xlsxwriter.Workbook("sessions.xlsx") as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([SESSION_COLUMNS, *rows]):
                sheet.write_row(number, 0, row)
    else:
        delimiter = "," if kind == "csv" else ";"
        written(
            "sessions.csv", SESSION_COLUMNS, rows, delimiter, "cp1252" if kind == "windows" else "utf-8-sig"
        )
    answer = ask(
        "--json", "due.json", "--csv", "due.csv", file="sessions.xlsx" if kind == "xlsx" else "sessions.csv"
    )
    assert answer.code == 0, answer.error
    nothing = (0, 0, "0.00", "0.00", "0.00", "0.00", [])
    assert answered() == [("-1+1", *nothing), *DUE, ("Zoë", *nothing)]
    with Path("due.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert [line[0] for line in lines] == ["person_id", "'-1+1", "P1", "P2", "P3", "P4", "Zoë"]
    assert lines[0] == list(COLUMNS)
    assert lines[2] == ["P1", "1360", "1140", "660.00", "630.00", "210.00", "420.00", "hours"]
    assert lines[5][-1] == "services;allowance"
    assert "P1: 120 minutes over the limit of the block orientation." in answer.out


SHARES = {
    "a quarter": ("1/4", "157.50", "472.50"),
    "half": ("0.5", "315.00", "315.00"),
    "nothing": ("0", "0.00", "630.00"),
    "all": ("1", "630.00", "0.00"),
}


@pytest.mark.parametrize(("share", "arrears", "person"), SHARES.values(), ids=SHARES)
def test_the_share_against_arrears_is_free(ask: Ask, share: str, arrears: str, person: str) -> None:
    written("sessions.csv", SESSION_COLUMNS, SESSIONS)
    assert ask("--json", "due.json", "--arrears-share", share).code == 0
    assert answered()[0][5:7] == (arrears, person)


@pytest.mark.parametrize("share", ["4/3", "-1/3", "1/0", "a third", "1.1", "1/3/3", ""])
def test_a_share_that_is_none_is_refused(ask: Ask, share: str) -> None:
    written("sessions.csv", SESSION_COLUMNS, SESSIONS)
    answer = ask("--json", "due.json", f"--arrears-share={share}")
    assert (answer.code, Path("due.json").exists()) == (2, False)
    assert "no share" in answer.error


BAD_CELLS = {
    "nobody": (("", "balance", "2026-01-02", 60, 60, "present"), "person_id"),
    "a service that is not in the catalogue": (("P", "x", "2026-01-02", 60, 60, "present"), "service"),
    "no day": (("P", "balance", "2026-02-30", 60, 60, "present"), "held_on"),
    "a day as Italians write it": (("P", "balance", "02/01/2026", 60, 60, "present"), "held_on"),
    "no service": (("P", "", "2026-01-02", 60, 60, "present"), "service"),
    "no day at all": (("P", "balance", "", 60, 60, "present"), "held_on"),
    "no planned minutes": (("P", "balance", "2026-01-02", "", 60, "present"), "planned_minutes"),
    "more cells than columns": (("P", "balance", "2026-01-02", 60, 60, "present", "x"), "7"),
    "negative minutes": (("P", "balance", "2026-01-02", -60, 60, "present"), "planned_minutes"),
    "a session of 25 hours": (("P", "balance", "2026-01-02", 1_500, 60, "present"), "planned_minutes"),
    "half a minute": (("P", "balance", "2026-01-02", 60, "30.5", "present"), "attended_minutes"),
    "present, and nobody wrote how long": (
        ("P", "balance", "2026-01-02", 60, "", "present"),
        "attended_minutes",
    ),
    "a presence that is none": (("P", "balance", "2026-01-02", 60, 60, "here"), "presence"),
    "no presence": (("P", "balance", "2026-01-02", 60, 60, ""), "presence"),
    "an error of the spreadsheet": (("P", "balance", "#REF!", 60, 60, "present"), "held_on"),
}


@pytest.mark.parametrize(("row", "column"), BAD_CELLS.values(), ids=BAD_CELLS)
def test_a_cell_that_can_t_be_read_is_named_and_nothing_is_written(
    ask: Ask, row: tuple[Any, ...], column: str
) -> None:
    written("sessions.csv", SESSION_COLUMNS, [SESSIONS[0], row, SESSIONS[1]])
    Path("due.json").write_text("before", encoding="utf-8")
    answer = ask("--json", "due.json", "--csv", "due.csv")
    assert answer.code == 2
    assert f"Row 3, {column}:" in answer.error
    assert "sessions.csv: 1 cells must be corrected" in answer.error
    assert (Path("due.json").read_text(encoding="utf-8"), Path("due.csv").exists()) == ("before", False)


BAD_CATALOGUES = {
    "a base service that bears an allowance": (("x", "base", "30", "yes", ""), "bears_allowance"),
    "a service twice": (("balance", "orientation", "35", "yes", "18"), "service"),
    "a block with two limits": (("x", "orientation", "35", "yes", "20"), "block_max_hours"),
    "a block with a limit and none": (("x", "orientation", "35", "yes", ""), "block_max_hours"),
    "a block that is none": (("x", "advanced", "35", "yes", ""), "block"),
    "a negative value": (("x", "other", "-1", "yes", ""), "hourly_value_eur"),
    "no value": (("x", "other", "", "yes", ""), "hourly_value_eur"),
    "no service": (("", "other", "1", "yes", ""), "service"),
    "no block": (("x", "", "1", "yes", ""), "block"),
    "hours of words": (("x", "other", "1", "yes", "many"), "block_max_hours"),
    "an error of the spreadsheet": (("x", "other", "#REF!", "yes", ""), "hourly_value_eur"),
    "hours of seconds": (("x", "other", "1", "yes", "0.001"), "block_max_hours"),
    "a perhaps": (("x", "other", "1", "perhaps", ""), "bears_allowance"),
}


@pytest.mark.parametrize(("row", "column"), BAD_CATALOGUES.values(), ids=BAD_CATALOGUES)
def test_a_catalogue_that_is_wrong_is_refused(ask: Ask, row: tuple[str, ...], column: str) -> None:
    written("sessions.csv", SESSION_COLUMNS, SESSIONS)
    written("catalogue.csv", CATALOGUE_COLUMNS, [*CATALOGUE, row])
    answer = ask("--json", "due.json")
    assert (answer.code, Path("due.json").exists()) == (2, False)
    assert f"Row 6, {column}:" in answer.error


def test_a_missing_column_is_named(ask: Ask) -> None:
    written("sessions.csv", SESSION_COLUMNS[:-1], [row[:-1] for row in SESSIONS])
    answer = ask()
    assert (answer.code, "presence" in answer.error) == (2, True)


def test_a_table_without_rows_is_nobody_s_due(ask: Ask) -> None:
    written("sessions.csv", SESSION_COLUMNS, [])
    assert ask("--json", "due.json").code == 0
    assert answered() == []


CODES = [row[0] for row in CATALOGUE]
SESSION = st.tuples(
    st.sampled_from(["A", "B", "ß", "C 3"]),
    st.sampled_from(CODES),
    st.sampled_from(["2026-01-01", "2026-01-02", "2026-03-01"]),
    st.integers(0, 1_440),
    st.integers(0, 1_440),
    st.sampled_from(["present", "present", "present", "excused", "unexcused"]),
)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(SESSION, max_size=40),
    st.fractions(0, 1, max_denominator=7),
    st.sampled_from(["", "0", "0.5", "18", "124"]),
    st.sampled_from(["0.01", "12.345678", "35", "99999.999999"]),
)
def test_sums_over_columns_are_what_the_one_rule_says(
    rows: list[tuple[Any, ...]], share: Fraction, limit: str, hourly: str
) -> None:
    offered = [*CATALOGUE[:3], ("course", "other", hourly, "yes", limit)]
    cells = [dict(zip(CATALOGUE_COLUMNS, row, strict=True)) for row in offered]
    services, wrong = reading.catalogue(enumerate(cells, start=2))
    assert not wrong
    held_to = reading.terms(services.values(), CAPS)
    with tempfile.TemporaryDirectory() as folder:
        # The second file has a line that only the careful way reads: a code in quotes with a line in it.
        plain, odd = Path(folder) / "plain.csv", Path(folder) / "odd.csv"
        written(str(plain), SESSION_COLUMNS, rows)
        written(str(odd), (*SESSION_COLUMNS, "note"), [(*row, "two\nlines") for row in rows])
        (table, found), (other, other_found) = (sessions.read(path, services) for path in (plain, odd))
    assert not found.problem_count + other_found.problem_count
    assert table.to_pylist() == other.to_pylist()
    answer = list(Sums(table, services, held_to, share).rows())
    assert answer == _by_the_rule(rows, services, held_to, share)


def _by_the_rule(rows: Any, services: Any, held_to: Terms, share: Fraction) -> list[tuple[Any, ...]]:
    mine: dict[str, list[tuple[Any, ...]]] = {}
    for row in sorted(rows, key=lambda row: row[2]):
        mine.setdefault(row[0], []).append(row)
    answer = []
    for person in sorted(mine):
        marks = [
            Attended(
                1,
                services[service].block,
                hourly_parts(services[service], held_to),
                services[service].bears,
                planned,
                attended if presence == "present" else 0,
            )
            for _person, service, _on, planned, attended, presence in mine[person]
        ]
        found = due(marks, held_to)
        parts = split(found.allowance_cents, share.numerator, share.denominator)
        figures = (found.attended_minutes, found.counted_minutes, found.services_cents, found.allowance_cents)
        answer.append((person, *figures, *parts, list(found.capped)))
    return answer
