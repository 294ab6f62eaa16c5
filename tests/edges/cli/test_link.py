"""`campanello link`: what it writes and says, and of which files it says what is wrong."""

import contextlib
import csv
import io
import json
import os
import sys
from pathlib import Path
from unittest import mock

import pyarrow.csv
import pyarrow.parquet
import pytest

from bench import linkage_people
from campanello.cli import main
from campanello.people.models import DoubtfulPair
from tests import factories
from tests.edges.cli.evaluating import ENGLISH, Answer


def link(*arguments: object) -> Answer:
    """Run the command here."""
    printed, complained = io.StringIO(), io.StringIO()
    code = 0
    with (
        mock.patch.dict(os.environ, ENGLISH),
        mock.patch.object(sys, "argv", ["campanello", "link", *map(str, arguments)]),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(complained),
    ):
        try:
            main.main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Answer(code, printed.getvalue(), complained.getvalue().splitlines())


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    linkage_people.make(folder, 300, seed=3)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_pairs_clusters_and_summary_are_written(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = link(records, "--out", out)
    assert (answer.code, answer.errors) == (0, [])
    assert {path.name for path in out.iterdir()} == {"pairs.csv", "clusters.csv", "summary.json"}
    pairs, clusters, told = (
        rows(out / "pairs.csv"),
        rows(out / "clusters.csv"),
        json.loads((out / "summary.json").read_text()),
    )
    assert len(clusters) == told["records"] == 300
    assert len({row["cluster"] for row in clusters}) == told["people"] < 300
    assert len(pairs) == sum(told["pairs_by_probability"].values())
    assert (
        sum(size * count for size, count in ((int(s), c) for s, c in told["clusters_by_size"].items())) == 300
    )
    assert f"300 records of {told['people']} people" in answer.out


def test_no_name_is_in_pairs_summary_or_what_is_said(records: Path, tmp_path: Path) -> None:
    answer = link(records, "--out", tmp_path / "out", "--explain", "r00000000", "r00000001")
    said = (
        answer.out
        + (tmp_path / "out" / "summary.json").read_text()
        + (tmp_path / "out" / "pairs.csv").read_text()
    )
    said += (tmp_path / "out" / "pair-1.html").read_text()
    names = {
        row[name]
        for row in rows(records / "records.csv")
        for name in ("family_name", "code")
        if len(row[name]) > 5
    }
    assert names
    assert [name for name in names if name in said] == []


def test_parquet_in_and_out_gives_the_same(records: Path, tmp_path: Path) -> None:
    table = pyarrow.csv.read_csv(
        records / "records.csv",
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(("phone", "postcode"), pyarrow.string())
        ),
    )
    pyarrow.parquet.write_table(table, tmp_path / "records.parquet")
    assert link(records / "records.csv", "--out", tmp_path / "one").code == 0
    assert link(tmp_path / "records.parquet", "--out", tmp_path / "two", "--format", "parquet").code == 0
    found = pyarrow.parquet.read_table(tmp_path / "two" / "pairs.parquet").to_pylist()
    assert [row["record_id_a"] for row in found] == [
        row["record_id_a"] for row in rows(tmp_path / "one" / "pairs.csv")
    ]
    assert [row["probability"] for row in found] == [
        float(row["probability"]) for row in rows(tmp_path / "one" / "pairs.csv")
    ]


def test_a_pair_is_explained_in_a_page_that_needs_no_network(records: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = link(records, "--out", out, "--explain", "r00000001", "r00000000", "--lang", "ar")
    page = (out / "pair-1.html").read_text()
    assert answer.code == 0
    assert 'dir="rtl"' in page
    assert "<svg" in page
    assert "http://www.w3.org/" in page
    assert "src=" not in page
    assert "<script" not in page


def test_missing_columns_and_unread_dates_are_told(tmp_path: Path) -> None:
    (tmp_path / "records.csv").write_text(
        "record_id,family_name,given_name,birth_date\n1,Bianchi,Rosa,1980-02-03\n2,Bianchi,Rosa,spring\n"
    )
    answer = link(tmp_path, "--out", tmp_path / "out")
    assert answer.code == 0
    assert "phone" in answer.errors[0]
    assert answer.errors[1].startswith("Birth dates that can't be read, and are taken as not recorded: 1.")


BAD = {
    "no record_id": ("family_name\nBianchi\n", "column record_id: the column is missing"),
    "a column twice": ("record_id,phone,phone\n1,2,3\n", "the header names the column 2 times"),
    "an empty record_id": ("record_id,phone\n,333444555\n", "row 2, column record_id: the cell is empty"),
    "a record_id twice": ("record_id,phone\n1,2\n1,3\n", "“1” stands in row 2 too"),
    "nothing to compare": (
        "record_id,sex\n1,F\n",
        "there is nothing by which to tell one person from another",
    ),
    "a row with too many cells": ("record_id,phone\n1,2,3\n", "the row has 3 cells, the header 2"),
    "no text": ("\0\0", "is not a CSV file"),
}


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "records.csv").write_text(content)
    answer = link(tmp_path, "--out", tmp_path / "out")
    assert answer.code == 2
    assert said in "\n".join(answer.errors)
    assert not (tmp_path / "out").exists()


def test_a_folder_without_records_says_which_file_it_wants(tmp_path: Path) -> None:
    answer = link(tmp_path, "--out", tmp_path / "out")
    assert (answer.code, "records.csv" in answer.errors[1]) == (2, True)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert link(tmp_path / "nowhere", "--out", tmp_path / "out").code == 2


def test_an_unknown_record_to_explain_writes_nothing(records: Path, tmp_path: Path) -> None:
    answer = link(records, "--out", tmp_path / "out", "--explain", "r00000001", "nobody")
    assert answer.code == 3
    assert "There is no record nobody" in answer.errors[0]
    assert not (tmp_path / "out").exists()


def test_a_file_needs_a_folder_to_go_to(records: Path) -> None:
    answer = link(records)
    assert (answer.code, "--out" in answer.errors[0]) == (2, True)


def test_a_memory_limit_that_is_none_is_told(records: Path, tmp_path: Path) -> None:
    assert link(records, "--out", tmp_path / "out", "--memory-limit", "much").code == 2


@pytest.mark.django_db(transaction=True)
def test_live_people_are_paired_for_two_to_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campanello.cli.link.prepare", lambda _folder: None)
    project = factories.project()
    given = {"given_name": "Rosalba", "family_name": "Bianchetti", "residence_address": "Via Esempio 12"}
    one = factories.person(project, **given, born_on="1971-04-09")
    other = factories.person(project, **given | {"family_name": "Bianchetto"}, born_on="1971-09-04")
    for name in ("Ada Colli", "Berto Denti", "Ciro Erba", "Dina Forti"):
        factories.person(project, given_name=name[:4], family_name=name[4:])
    answer = link("live")
    assert answer.code == 0
    assert "6 people compared" in answer.out
    assert "pairs to decide: 1 new, 0 known before, 0 no longer found" in answer.out
    pair = DoubtfulPair.objects.get()
    assert (pair.one_id, pair.other_id) == (one.pk, other.pk)
    assert "Bianchett" not in json.dumps(pair.reasons) + answer.out
