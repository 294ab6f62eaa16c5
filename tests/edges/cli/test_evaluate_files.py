"""Files and folders as they come: those that are read, and those of which the command says what is wrong."""

import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from campanello.evaluation import contract
from tests.edges.cli.evaluating import Answer, earlier, evaluate, is_as_it_was
from tests.indicators import oracle
from tests.indicators.comparing import differences, parsed
from tests.indicators.oracle import Tables
from tests.indicators.worked import WORKED
from tests.indicators.writing import write_csv, write_typed_parquet

COLUMNS = [(table.name, column.name) for table in contract.tables().values() for column in table.columns]
BIG = 50 * 2**20


def refused(folder: Path, *options: str) -> Answer:
    """The command's answer to a dataset that can't be evaluated; it leaves an earlier output as it was."""
    out = earlier(folder.parent / "out")
    answer = evaluate(folder, out, *options)
    assert (answer.code, answer.out) == (2, "")
    assert is_as_it_was(out)
    assert not any("Traceback" in line for line in answer.errors)
    return answer


def written(tmp_path: Path, tables: Tables = WORKED) -> Path:
    return write_csv(tables, tmp_path / "in")


def replace(folder: Path, table: str, content: bytes) -> Path:
    (folder / f"{table}.csv").write_bytes(content)
    return folder


@pytest.mark.parametrize("table", [table.name for table in contract.tables().values() if table.required])
def test_a_table_that_is_not_there_is_named(tmp_path: Path, table: str) -> None:
    folder = written(tmp_path)
    (folder / f"{table}.csv").unlink()
    (line,) = refused(folder).errors[1:]
    assert table in line


@pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{column} of {table}" for table, column in COLUMNS]
)
def test_a_column_that_is_not_there_is_named(tmp_path: Path, table: str, column: str) -> None:
    folder = written(tmp_path)
    lines = (folder / f"{table}.csv").read_text("utf-8").splitlines()
    lines[0] = ",".join(name if name != column else f"old_{name}" for name in lines[0].split(","))
    (line,) = refused(replace(folder, table, "\n".join(lines).encode())).errors[1:]
    assert table in line
    assert column in line


def test_a_table_in_two_formats_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path)
    write_typed_parquet({"plans": WORKED["plans"]}, folder)
    (line,) = refused(folder).errors[1:]
    assert "plans.csv" in line
    assert "plans.parquet" in line


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    answer = refused(tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in answer.errors[0]


def latin(text: str) -> bytes:
    return text.encode("latin-1")


# What stands in projects.csv, and the row that is named; None where the whole file is of no use.
PROJECTS = "project_id,title,lead,lead_type,province,cost_eur,funding_round\n"
UNREADABLE: dict[str, tuple[bytes, int | None]] = {
    "written in Latin-1": (latin(PROJECTS + "P9,a,b,aler,MI,1,1\nP10,Città,b,aler,MI,1,1\n"), 3),
    "written in UTF-16": ((PROJECTS + "P9,a,b,aler,MI,1,1\nP10,a,b,aler,MI,1,1\n").encode("utf-16"), None),
    "with semicolons for commas": (PROJECTS.replace(",", ";").encode() + b"P9;a;b;aler;MI;1;1\n", None),
    "of no bytes": (b"", None),
    "with a cell too few": ((PROJECTS + "P9,a,b,aler,MI,1,1\nP10,a,b,aler,MI,1\n").encode(), 3),
    "with a cell too many": ((PROJECTS + "P9,a,b,aler,MI,1,1\nP10,a,b,aler,MI,1,1,1\n").encode(), 3),
    "with a quote that is never closed": (
        (PROJECTS + 'P9,a,b,aler,MI,1,1\nP10,"a,b,aler,MI,1,1\n').encode(),
        3,
    ),
    "with a column twice": (
        (PROJECTS.replace("title", "project_id") + "P9,P9,b,aler,MI,1,1\n").encode(),
        None,
    ),
    "with a NUL in a key": ((PROJECTS + "P9,a,b,aler,MI,1,1\nP10\0,a,b,aler,MI,1,1\n").encode(), 3),
    "of random bytes": (random.Random(1).randbytes(200_000), None),
}


@pytest.mark.parametrize(("content", "row"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_can_not_be_read_is_named(tmp_path: Path, content: bytes, row: int | None) -> None:
    answer = refused(replace(written(tmp_path), "projects", content))
    about = [line for line in answer.errors if "projects" in line]
    assert about
    if row:
        assert any(f"row {row}" in line for line in about)


def holding(content: Callable[[], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content())


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


LARGE: dict[str, Callable[[Path], object]] = {
    "one endless line": holding(lambda: b"a" * BIG),
    "a header, then one endless line": holding(lambda: b"person_id,sex\n" + b"a" * BIG),
    "random bytes": holding(lambda: random.Random(2).randbytes(BIG)),
    "nothing but line ends": holding(lambda: b"\n" * BIG),
    "two gigabytes of zeros": lambda path: os.truncate(path, 2 * 2**30),
}


@pytest.mark.parametrize("fill", LARGE.values(), ids=LARGE)
def test_a_large_file_that_is_no_table_is_named(tmp_path: Path, fill: Callable[[Path], object]) -> None:
    folder = written(tmp_path)
    fill(folder / "people.csv")
    answer = refused(folder)
    assert any("people" in line for line in answer.errors)
    assert max(map(len, answer.errors)) < 1_000, "the file itself is poured over the terminal"


NO_PARQUET: dict[str, Callable[[Path], object]] = {
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "CSV by another name": holding(lambda: b"person_id,sex\n1,F\n"),
    "of no bytes": lambda path: os.truncate(path, 0),
    "a folder": a_folder,
}


@pytest.mark.parametrize("spoil", NO_PARQUET.values(), ids=NO_PARQUET)
def test_a_parquet_file_that_is_none_is_named(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    folder = write_typed_parquet(WORKED, tmp_path / "in")
    spoil(folder / "people.parquet")
    assert any("people" in line for line in refused(folder).errors)


def test_a_folder_in_place_of_a_csv_file_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path)
    a_folder(folder / "people.csv")
    assert any("people" in line for line in refused(folder).errors)


@pytest.mark.parametrize(("errors", "listed"), [(100, 100), (101, 100), (130, 100)])
def test_after_a_hundred_errors_of_a_table_only_their_number_is_told(
    tmp_path: Path, errors: int, listed: int
) -> None:
    tables = deepcopy(WORKED)
    blank = dict.fromkeys(tables["people"][0], "")
    tables["people"] += [blank | {"person_id": f"x{n}", "sex": "?"} for n in range(errors)]
    tables["projects"][0]["cost_eur"] = "much"
    answer = refused(written(tmp_path, tables))
    assert sum("column sex" in line for line in answer.errors) == listed
    assert any("cost_eur" in line for line in answer.errors)
    more = [line for line in answer.errors if "more" in line and "people" in line]
    assert [str(errors - listed) in line for line in more] == ([True] if errors > listed else [])
    assert str(errors + 1) in answer.errors[0]


def accepted(folder: Path, tables: Tables = WORKED) -> list[str]:
    """How the evaluation of a folder differs from the oracle's, after it succeeded."""
    out = folder.parent / "out"
    answer = evaluate(folder, out, "--suppress", "0")
    assert (answer.code, answer.errors) == (0, [])
    return differences(parsed((out / "evaluation.json").read_text("utf-8")), oracle.evaluate(tables))


FORMS: dict[str, dict[str, str]] = {
    "line feeds alone": {"line_end": "\n"},
    "Windows line ends": {"line_end": "\r\n"},
    "a byte-order mark": {"encoding": "utf-8-sig"},
    "a byte-order mark and line feeds": {"encoding": "utf-8-sig", "line_end": "\n"},
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_csv_is_read_with(tmp_path: Path, form: dict[str, str]) -> None:
    assert accepted(write_csv(WORKED, tmp_path / "in", **form)) == []


def awkward() -> Tables:
    tables = deepcopy(WORKED)
    tables["projects"][0] |= {"title": 'Il "cortile",\r\ninsieme\n', "lead": "Cà d'Esempio, «Comune»"}
    tables["partners"][1]["organisation"] = 'Scuola "Uno", Milano'
    return tables


def test_quotes_commas_and_line_ends_in_cells_are_read(tmp_path: Path) -> None:
    assert accepted(written(tmp_path, awkward()), awkward()) == []


def test_a_record_of_several_lines_counts_as_one_row(tmp_path: Path) -> None:
    tables = awkward()
    tables["projects"][1]["lead_type"] = "region"
    assert any(
        "projects, row 3, column lead_type" in line for line in refused(written(tmp_path, tables)).errors
    )


def test_more_columns_and_another_order_of_them_do_not_matter(tmp_path: Path) -> None:
    folder = written(tmp_path)
    lines = [",".join(f'"{row[name]}"' for name in reversed(row)) for row in WORKED["people"]]
    header = ",".join(reversed(WORKED["people"][0]))
    text = "\n".join([f"notes,{header}", *(f'"a;b",{line}' for line in lines)])
    assert accepted(replace(folder, "people", text.encode())) == []


def test_empty_tables_are_evaluated_to_nothing(tmp_path: Path) -> None:
    empty: Tables = {name: [] for name in WORKED}
    assert accepted(written(tmp_path, empty), empty) == []


# The contract does not say how Parquet types what it calls text and date: what is not read as meant must be refused.
UNFORESEEN: dict[str, tuple[str, pa.DataType]] = {
    "days that a data frame wrote as moments": ("_date", pa.timestamp("us")),
    "days that a data frame wrote as finer moments": ("_date", pa.timestamp("ns")),
    "keys that are whole numbers": ("_id", pa.int64()),
    "money as floating point": ("cost_eur", pa.float64()),
}


@pytest.mark.parametrize(("columns", "as_type"), UNFORESEEN.values(), ids=UNFORESEEN)
def test_unforeseen_types_are_read_as_meant_or_refused(
    tmp_path: Path, columns: str, as_type: pa.DataType
) -> None:
    keys = {row[name]: str(n) for name in ("person_id", "project_id") for n, row in enumerate(keyed(name))}
    tables = {
        name: [{k: keys.get(v, v) for k, v in row.items()} for row in rows] for name, rows in WORKED.items()
    }
    folder = write_typed_parquet(tables, tmp_path / "in")
    for path in folder.iterdir():
        table = pq.read_table(path)
        schema = [
            field.with_type(as_type) if field.name.endswith(columns) else field for field in table.schema
        ]
        pq.write_table(table.cast(pa.schema(schema)), path)
    answer = evaluate(folder, tmp_path / "out", "--suppress", "0")
    if answer.code:
        assert answer.code == 2
        assert any(f"{columns}:" in line for line in answer.errors)
    else:
        found = parsed((tmp_path / "out" / "evaluation.json").read_text("utf-8"))
        assert differences(found, oracle.evaluate(tables)) == []


def keyed(name: str) -> list[dict[str, str]]:
    return WORKED["people" if name == "person_id" else "projects"]


def test_an_output_folder_that_is_there_keeps_what_else_is_in_it(tmp_path: Path) -> None:
    out = earlier(tmp_path / "out")
    assert accepted(written(tmp_path)) == []
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert json.loads((out / "evaluation.json").read_text("utf-8"))["schema"] == "1"


NOT_WRITABLE: dict[str, Callable[[Path], Path]] = {
    "below a file": lambda folder: folder / "in" / "people.csv" / "out",
    "a file": lambda folder: folder / "in" / "people.csv",
    "below the kernel's files": lambda _: Path("/proc/campanello/out"),
    "the kernel's files": lambda _: Path("/proc"),
}


@pytest.mark.parametrize("place", NOT_WRITABLE.values(), ids=NOT_WRITABLE)
def test_an_output_folder_that_can_not_be_written_is_named(
    tmp_path: Path, place: Callable[[Path], Path]
) -> None:
    folder = written(tmp_path)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    out = place(tmp_path)
    answer = evaluate(folder, out)
    assert (answer.code, answer.out) == (2, "")
    assert str(out) in answer.errors[0]
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.fixture
def full_disk(tmp_path: Path) -> Path:
    """A file system with no more than a page free; only root may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() or not mount:
        pytest.skip("only root can mount a small file system")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=False).returncode:
        pytest.skip("no file system may be mounted here")
    return folder


@pytest.mark.parametrize("free", [0, 8_192], ids=["no room at all", "room for a part"])
def test_a_full_disk_is_told_and_nothing_is_left_on_it(tmp_path: Path, full_disk: Path, free: int) -> None:
    try:
        out = earlier(full_disk / "out")
        room = os.statvfs(full_disk)
        (full_disk / "filler").write_bytes(b"." * (room.f_bavail * room.f_bsize - free))
        answer = evaluate(written(tmp_path), out)
        assert answer.code == 2
        assert str(out) in answer.errors[0]
        assert is_as_it_was(out)
    finally:
        subprocess.run(["umount", full_disk], check=True)
