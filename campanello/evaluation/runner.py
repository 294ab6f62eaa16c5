"""From a dataset on disk to what an evaluation publishes: validate, reduce, count, withhold."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import ibis
import numpy as np
import pyarrow

# The indicators register themselves when they are imported.
from campanello.evaluation import contract, engines, indicators, programme, publication, validation  # noqa: F401
from campanello.evaluation.checks import date_of
from campanello.evaluation.cube import Cube, Integers, Programme
from campanello.evaluation.dataset import DatasetInvalid, Problem, Source, sources
from campanello.evaluation.engines import Engine
from campanello.evaluation.reduction import LAB_ROWS, PLAN_ROWS, SUMS, Tables, cube_rows
from campanello.evaluation.result import Evaluation

KEYS = {"people": ("person_id",), "lab_participations": ("person_id", "project_id"), "plans": ("plan_id",)}


@dataclass(frozen=True)
class Summary:
    """All that is kept of a dataset: its cube, its programme, rows by table, and the first and last date in it."""

    cube: Cube
    programme: Programme
    rows: dict[str, int]
    first_date: date | None
    last_date: date | None


def evaluate_folder(
    folder: Path,
    *,
    generated_at: datetime,
    engine: str = "duckdb",
    threshold: int = 0,
    as_of: date | None = None,
    threads: int | None = None,
    memory_limit: str | None = None,
) -> Evaluation:
    """Evaluate the dataset in a folder.

    Args:
        folder: Holds the tables of the contract.
        generated_at: The moment to print; given, since nothing here reads the clock.
        engine: `duckdb` or `spark`.
        threshold: Cells of fewer people are withheld; 0 withholds nothing.
        as_of: The day the data describe; the last date in them when None.
        threads: Cores to use; all when None.
        memory_limit: Like `4GB`; the engine's own when None.

    Raises:
        NoDataset, DatasetInvalid, EngineFailed, NoSuchSetting.
    """
    summary = summarise(folder, engine=engine, threads=threads, memory_limit=memory_limit)
    return published(summary, engine=engine, generated_at=generated_at, threshold=threshold, as_of=as_of)


def published(
    summary: Summary, *, engine: str, generated_at: datetime, threshold: int, as_of: date | None = None
) -> Evaluation:
    """What is printed of a summary; `as_of` is the last date in the data when None."""
    return publication.evaluation(
        summary.cube,
        summary.programme,
        engine=engine,
        generated_at=generated_at,
        threshold=threshold,
        as_of=as_of or summary.last_date,
        source=_source(summary, as_of or summary.last_date),
    )


def _source(summary: Summary, as_of: date | None) -> dict[str, object]:
    """What the figures were computed from, alike for every file format and engine."""
    first, last = summary.first_date, summary.last_date
    return {
        "contract": contract.VERSION,
        "areas": contract.AREAS_VERSION,
        "as_of": as_of.isoformat() if as_of else None,
        "first_date": first.isoformat() if first else None,
        "last_date": last.isoformat() if last else None,
        "rows": summary.rows,
        "cube_sha256": summary.cube.digest(),
    }


def summarise(
    folder: Path,
    *,
    by_project: bool = False,
    engine: str = "duckdb",
    threads: int | None = None,
    memory_limit: str | None = None,
) -> Summary:
    """Validate a dataset and reduce it to its cube; `by_project` keeps who takes part in which projects.

    Raises:
        NoDataset, DatasetInvalid, EngineFailed, NoSuchSetting.
    """
    files = sources(folder)
    with engines.opened(engine, threads=threads, memory_limit=memory_limit) as opened:
        return _summary(opened, files, by_project=by_project)


def _summary(engine: Engine, files: dict[str, Source], *, by_project: bool) -> Summary:
    # Keys are checked beside all the rest: what one leaves idle of the machine the other takes.
    with ThreadPoolExecutor(1) as beside:
        repeated = beside.submit(_has_duplicates, engine, files)
        found, problems = programme.read(engine, files)
        ids = tuple(project.project_id for project in found.projects)
        people, labs, plans, projects = (engine.table(files[name]) for name in (*KEYS, "projects"))
        data = Tables(engine, people, labs, plans, projects, len(ids))
        spans = _spans(engine, data)
        rows = engine.fetch(cube_rows(data, by_project=by_project))
        cube = _cube(rows, ids)
        broken = repeated.result() or _is_broken(cube, rows, spans)
    if problems or broken:
        raise _invalid(engine, files, problems)
    dates = [date.fromisoformat(day) for span in spans.values() for day in span[1:] if day is not None]
    counts = {"projects": len(found.projects), "people": cube.total()}
    counts |= {name: span[0] for name, span in spans.items()}
    if found.partners is not None:
        counts["partners"] = len(found.partners)
    return Summary(_taking_part(cube), found, counts, min(dates, default=None), max(dates, default=None))


def _has_duplicates(engine: Engine, files: dict[str, Source]) -> bool:
    return any(engine.has_duplicates(files[name], key) for name, key in KEYS.items())


Span = tuple[int, str | None, str | None]


def _spans(engine: Engine, data: Tables) -> dict[str, Span]:
    """Rows, first and last date of the labs' and the plans' table; as text, for what breaks a check is no date."""
    spans = {}
    for name, table in (("lab_participations", data.labs), ("plans", data.plans)):
        entry = date_of(table, "entry_date")
        last = entry.max()
        if name == "plans":
            last = ibis.greatest(last, date_of(table, "end_date").max())
        asked = table.agg(rows=table.count(), first=entry.min().cast("string"), last=last.cast("string"))
        row = engine.fetch(asked).to_pylist()[0]
        spans[name] = (row["rows"], row["first"], row["last"])
    return spans


def _cube(rows: pyarrow.Table, ids: tuple[str, ...]) -> Cube:
    # By DLPack, because Arrow's own way to NumPy loads pandas.
    columns: dict[str, Integers] = {
        name: np.from_dlpack(rows[name].combine_chunks()).astype(np.int64)
        for name in ("code", "people", *SUMS)
    }
    code, plans = columns.pop("code"), columns.pop(PLAN_ROWS)
    columns["plans_in_progress"] = plans - columns["plans_completed"] - columns["plans_withdrawn"]
    del columns[LAB_ROWS]
    if "projects" not in rows.column_names:
        order = np.argsort(code)
        return Cube(code[order], {name: values[order] for name, values in columns.items()})
    texts = rows["projects"].to_numpy(zero_copy_only=False).astype(str)
    sets, groups = np.unique(texts, return_inverse=True)
    order = np.lexsort((groups, code))
    members = tuple(frozenset(ids[int(one) - 1] for one in text.split(",") if one) for text in sets)
    return Cube(
        code[order], {name: values[order] for name, values in columns.items()}, groups[order], members
    )


def _is_broken(cube: Cube, rows: pyarrow.Table, spans: dict[str, Span]) -> bool:
    """Whether a row is marked, or a lab's or plan's row found no person, or more than one."""
    marked = bool((cube.fields["marks"] != 0).any())
    found = {name: sum(rows[column].to_pylist()) for name, column in FOUND.items()}
    return marked or any(found[name] != spans[name][0] for name in FOUND)


FOUND = {"lab_participations": LAB_ROWS, "plans": PLAN_ROWS}


def _taking_part(cube: Cube) -> Cube:
    return cube.where(cube.inside("all"))


def _invalid(engine: Engine, files: dict[str, Source], problems: list[Problem]) -> DatasetInvalid:
    small, small_total = validation.told(problems)
    big, big_total = validation.problems(engine, files)
    if not small and not big:
        raise AssertionError("rows are marked as broken, and no check says which")
    return DatasetInvalid(small + big, small_total + big_total)
