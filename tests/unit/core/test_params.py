"""Dated parameters: which row holds on a day, whose row wins, and what a wrong file is told."""

from datetime import date
from pathlib import Path

import pytest

from campanello.core.params import (
    COLUMNS,
    SHIPPED,
    BadParameters,
    NoSuchParameter,
    UnreadableParameters,
    parameter,
    read,
    value,
)

DAY = date(2026, 3, 2)
HEADER = ",".join(COLUMNS)


def own(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "own.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def test_every_shipped_parameter_has_a_source_and_a_unit() -> None:
    rows = read(SHIPPED)
    assert rows
    assert [row.name for row in rows if not (row.source and row.unit)] == []


def test_shipped_rows_of_one_name_do_not_overlap() -> None:
    rows = read(SHIPPED)
    clashes = [
        row.name
        for n, row in enumerate(rows)
        for other in rows[:n]
        if row.name == other.name and row.period.overlaps(other.period)
    ]
    assert clashes == []


def test_the_band_of_arrears_is_four_thousand_euro() -> None:
    found = parameter("arrears.band_limit", DAY)
    assert (found.value, found.unit) == (400_000, "cents")


def test_nothing_holds_before_the_first_day() -> None:
    with pytest.raises(NoSuchParameter) as caught:
        value("arrears.band_limit", date(2017, 11, 14))
    assert caught.value.facts == {"name": "arrears.band_limit", "day": "2017-11-14"}


def test_an_installation_s_own_row_wins_on_the_days_it_holds(tmp_path: Path) -> None:
    path = own(tmp_path, "arrears.band_limit,500000,cents,2026-01-01,2026-07-01,Delibera 1")
    assert value("arrears.band_limit", DAY, path) == 500_000
    assert value("arrears.band_limit", date(2026, 7, 1), path) == 400_000


def test_the_latest_of_two_own_rows_wins(tmp_path: Path) -> None:
    path = own(tmp_path, "a,1,days,2020-01-01,,One", "a,2,days,2025-01-01,,Two")
    assert (value("a", date(2024, 12, 31), path), value("a", date(2025, 1, 1), path)) == (1, 2)


WRONG = {
    "a value that is no number": "a,much,days,2020-01-01,,Source",
    "a day that is none": "a,1,days,2020-02-30,,Source",
    "too few columns": "a,1",
}


@pytest.mark.parametrize("row", WRONG.values(), ids=WRONG)
def test_a_wrong_row_is_named(row: str, tmp_path: Path) -> None:
    with pytest.raises(BadParameters) as caught:
        read(own(tmp_path, "b,1,days,2020-01-01,,Source", row))
    assert caught.value.facts["row"] == 3


def test_the_environment_names_the_installation_s_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = own(tmp_path, "arrears.band_limit,1,cents,2026-01-01,,Delibera 1")
    monkeypatch.setenv("CAMPANELLO_PARAMETERS", str(path))
    assert value("arrears.band_limit", DAY) == 1


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableParameters, match="not_there"):
        value("arrears.band_limit", DAY, tmp_path / "not_there.csv")
