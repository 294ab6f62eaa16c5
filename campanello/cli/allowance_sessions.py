"""Reads a table of sessions into numbers: at once where all is plainly sound, otherwise row by row with what is wrong.

Both ways read each cell by the same rules. The quick way reads every distinct text once; it gives up at the first thing
that is out of the ordinary, and the careful way then says what it is.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pyarrow.compute
import pyarrow.csv

from campanello.core.errors import Refused
from campanello.core.importing import ColumnsMissing, Outcome, Problem
from campanello.core.sheets import DELIMITERS, UTF16_BOMS, ZIP, Row, Sheet, opened
from campanello.plans.rules import allowance_reading as reading
from campanello.plans.rules.allowance_reading import SESSION_COLUMNS, Offered
from campanello.plans.rules.eligibility_reading import NotGiven

MOST_BYTES = 1 << 40
BLOCK_BYTES = 8 << 20
PERSON, NUMBERS = SESSION_COLUMNS[0], SESSION_COLUMNS[1:]


def read(path: Path, services: Mapping[str, Offered]) -> tuple[pyarrow.Table, Outcome]:
    """The sessions of a file in the order of its rows, as numbers, and what is wrong with it.

    Returns:
        Columns person_id (text), service (its place in the catalogue), held_on (days since year 1), planned_minutes,
        attended_minutes, presence (1: present).
    """
    with opened(path, most_bytes=MOST_BYTES) as sheet:
        places = places_of(sheet, path, SESSION_COLUMNS)
        readers = _readers(services)
        table = _at_once(path, readers)
        return (table, Outcome()) if table is not None else _row_by_row(sheet, places, readers)


def places_of(sheet: Sheet, path: Path, wanted: tuple[str, ...]) -> dict[str, int]:
    """Where the columns of a table stand in a file.

    Raises:
        ColumnsMissing.
    """
    missing = [name for name in wanted if name not in sheet.columns]
    if missing:
        raise ColumnsMissing(missing=", ".join(missing), found=", ".join(sheet.columns))
    return {name: sheet.columns.index(name) for name in wanted}


def _readers(services: Mapping[str, Offered]) -> dict[str, Callable[[str], int]]:
    places = {code: place for place, code in enumerate(services)}

    def service(text: str) -> int:
        if reading.given(text) not in places:
            raise reading.NoSuchService(found=text[:40])
        return places[text]

    def attended(text: str) -> int:
        # Who did not come may have no minutes; whoever came has.
        return reading.minutes(text) if text else -1

    return {
        "service": service,
        "held_on": lambda text: reading.held_on(text).toordinal(),
        "planned_minutes": reading.minutes,
        "attended_minutes": attended,
        "presence": lambda text: int(reading.presence(text)),
    }


def _at_once(path: Path, readers: Mapping[str, Callable[[str], int]]) -> pyarrow.Table | None:
    """The sessions of a plain file; None where anything is not as it should be."""
    with path.open("rb") as file:
        start, has_quotes = file.read(1 << 16), False
        file.seek(0)
        while not has_quotes and (piece := file.read(BLOCK_BYTES)):
            has_quotes = b'"' in piece
    if start.startswith((ZIP, *UTF16_BOMS)):
        return None
    first = start.splitlines()[0].decode("utf-8-sig", errors="replace") if start.strip() else ""
    try:
        found = pyarrow.csv.read_csv(
            path,
            pyarrow.csv.ReadOptions(block_size=BLOCK_BYTES),
            pyarrow.csv.ParseOptions(
                delimiter=max(DELIMITERS, key=first.count),
                ignore_empty_lines=False,
                # Where nothing is quoted no cell holds a line's end: the file is cut anywhere, and read sooner.
                newlines_in_values=has_quotes,
            ),
            pyarrow.csv.ConvertOptions(
                column_types={
                    name: pyarrow.dictionary(pyarrow.int32(), pyarrow.string()) for name in SESSION_COLUMNS
                },
                strings_can_be_null=False,
                include_columns=list(SESSION_COLUMNS),
            ),
        )
        columns = {name: _numbers(found[name].unify_dictionaries(), readers[name]) for name in NUMBERS}
    except (pyarrow.ArrowException, Refused):
        return None
    people = found[PERSON].unify_dictionaries()
    if not _are_plain(people) or np.any((columns["presence"] == 1) & (columns["attended_minutes"] < 0)):
        return None
    return pyarrow.table({PERSON: people, **columns})


def _numbers(column: pyarrow.ChunkedArray, read: Callable[[str], int]) -> np.ndarray[Any, Any]:
    if not column.num_chunks:
        return np.empty(0, np.int32)
    texts = column.chunk(0).dictionary.to_pylist()
    values = np.fromiter((read(text) for text in texts), np.int32, len(texts))
    return np.concatenate([values[chunk.indices.to_numpy()] for chunk in column.chunks])


def _are_plain(people: pyarrow.ChunkedArray) -> bool:
    """Whether every person's code is there, and as the careful way would read it."""
    if not people.num_chunks:
        return True
    texts = people.chunk(0).dictionary
    compute = pyarrow.compute
    odd = compute.match_substring_regex(texts, r"^$|^\s|\s$|^'|^#|\x{00A0}")
    return not compute.any(odd).as_py()


def _row_by_row(
    sheet: Sheet, places: Mapping[str, int], readers: Mapping[str, Callable[[str], int]]
) -> tuple[pyarrow.Table, Outcome]:
    found = Outcome()
    people: list[str] = []
    numbers: dict[str, list[int]] = {name: [] for name in NUMBERS}
    remembered: dict[tuple[str, str], int] = {}
    for row in sheet.rows:
        values = dict(_cells(row, places, readers, remembered, found))
        if found.problem_count:
            continue
        people.append(row.cells[places[PERSON]])
        for name in NUMBERS:
            numbers[name].append(values[name])
    columns = {name: np.array(values, np.int32) for name, values in numbers.items()}
    return pyarrow.table({PERSON: pyarrow.array(people, pyarrow.string()), **columns}), found


def _cells(
    row: Row,
    places: Mapping[str, int],
    readers: Mapping[str, Callable[[str], int]],
    remembered: dict[tuple[str, str], int],
    found: Outcome,
) -> Iterator[tuple[str, int]]:
    """The numbers of a row's cells; what can't be read is told."""
    unread = {place: (text, facts) for place, text, facts in row.problems}
    is_present = False
    # Whether somebody was present decides on what the minutes may be.
    for name in ("presence", *(one for one in SESSION_COLUMNS if one != "presence")):
        cell = row.cells[places[name]]
        try:
            if places[name] in unread:
                found.tell(Problem(row.number, name, *unread[places[name]]))
                continue
            if name == PERSON:
                reading.given(cell)
                continue
            key = name, cell
            if key not in remembered:
                remembered[key] = readers[name](cell)
            if name == "presence":
                is_present = remembered[key] == 1
            if name == "attended_minutes" and is_present and remembered[key] < 0:
                raise NotGiven
            yield name, remembered[key]
        except Refused as refusal:
            found.tell(Problem(row.number, name, refusal.text, refusal.facts))
    if len(row.cells) in unread:
        found.tell(Problem(row.number, str(len(row.cells) + 1), *unread[len(row.cells)]))
