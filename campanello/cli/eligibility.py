"""`campanello eligibility`: who of a spreadsheet may join a measure, by the rule of the applications."""

import csv
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from campanello.cli.saving import Writer, save
from campanello.core.errors import DomainError, Refused, gettext_noop
from campanello.core.importing import ColumnsMissing, Outcome, Problem, detail
from campanello.core.language import catalogue, terminal_language
from campanello.core.sheets import Row, Sheet, opened
from campanello.plans.queries.requirements import asked_of, known_sets, requirement_set
from campanello.plans.rules import eligibility as rules
from campanello.plans.rules import eligibility_reading as reading
from campanello.plans.rules.eligibility import Decision, Facts, Verdict

CASE, DAY = "case_id", "applied_on"
COLUMNS = ("case_id", "outcome", "not_met", "unknown", "priority")
LISTS = frozenset(COLUMNS[2:])
DECISIONS = tuple(one.value for one in Decision)
MOST_BYTES = 1 << 40
MOST_SHOWN = 200
MORE = gettext_noop("and %(cases)s cases more: write them all with --csv FILE or --json FILE.")
TOTAL = gettext_noop(
    "%(cases)s cases: %(eligible)s eligible, %(pending)s pending, %(ineligible)s not eligible."
)


class CasesWrong(Refused):
    """A spreadsheet of cases has cells that can't be read; nothing was written."""

    code = "cli.cases-wrong"
    text = gettext_noop("%(file)s: %(count)s cells must be corrected first. Nothing was answered or written.")


class CaseTwice(Refused):
    """Two rows have the same case."""

    code = "cli.case-twice"
    text = gettext_noop("“%(case)s” stands in row %(row)s already. Each case has one row.")


class OwnTable(Refused):
    """An answer would be written over the table that it comes from, or over the other answer."""

    code = "cli.own-table"
    text = gettext_noop("%(path)s is the table that is read, or is named twice. Write the answer elsewhere.")


@click.command("eligibility")
@click.argument("file", metavar="CASES", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--measure", type=click.Choice(known_sets()), required=True, help="Whose requirements.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.")
def eligibility(file: Path, measure: str, json_file: Path | None, csv_file: Path | None) -> None:
    """Answer for each of the CASES (CSV or XLSX) whether they may join a measure, and why not."""
    _refuse_own(file, json_file, csv_file)
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as answers:
        counts = _answer(file, measure, answers)
        targets: dict[Path, Writer] = {}
        if json_file:
            targets[json_file] = lambda stream: _write_json(stream, answers, counts)
        if csv_file:
            targets[csv_file] = lambda stream: _write_csv(stream, answers)
        save(targets)
        _print(answers, counts)


def _refuse_own(*paths: Path | None) -> None:
    seen: set[Path] = set()
    for path in paths:
        if path and path.resolve() in seen:
            raise OwnTable(path=str(path))
        if path:
            seen.add(path.resolve())


def _answer(file: Path, measure: str, answers: IO[str]) -> Counter[str]:
    """Answer every row into a file of our own: nobody is told anything before all could be read."""
    counts: Counter[str] = Counter()
    found, seen, writer = Outcome(), dict[str, int](), csv.writer(answers)
    with opened(file, most_bytes=MOST_BYTES) as sheet:
        places = _places(sheet, measure)
        for row in sheet.rows:
            facts = _facts(row, sheet, places, found)
            case = row.cells[places[CASE]]
            if case in seen:
                error = CaseTwice(case=case[: reading.LONGEST_FOUND], row=seen[case])
                found.tell(Problem(row.number, CASE, error.text, error.facts))
            seen[case] = row.number
            if facts is None or found.problem_count:
                continue
            told = rules.outcome(facts, requirement_set(measure, facts.applied_on))
            counts[told.outcome.value] += 1
            codes = (told.codes(Verdict.NOT_MET), told.codes(Verdict.UNKNOWN), told.priority)
            writer.writerow([case, told.outcome.value, *(";".join(one) for one in codes)])
    if found.problem_count:
        raise CasesWrong(
            file=file.name, count=found.problem_count, details=[detail(one) for one in found.problems]
        )
    return counts


def _places(sheet: Sheet, measure: str) -> dict[str, int]:
    wanted = (CASE, DAY, *(name for name in reading.NAMES if name != "sex" or "sex" in asked_of(measure)))
    missing = [name for name in wanted if name not in sheet.columns]
    if missing:
        raise ColumnsMissing(missing=", ".join(missing), found=", ".join(sheet.columns))
    return {name: sheet.columns.index(name) for name in wanted}


def _facts(row: Row, sheet: Sheet, places: dict[str, int], found: Outcome) -> Facts | None:
    """A row's facts; None where a cell of it can't be read, which is then told."""
    before = found.problem_count
    for place, text, facts in row.problems:
        if place in places.values() or place >= len(sheet.columns):
            column = sheet.columns[place] if place < len(sheet.columns) else str(place + 1)
            found.tell(Problem(row.number, column, text, facts))
    if not row.cells[places[CASE]]:
        found.tell(Problem(row.number, CASE, reading.NotGiven.text))
    applied_on = None
    read: dict[str, object] = {}
    for name, place in places.items():
        try:
            if name == DAY:
                applied_on = reading.applied(row.cells[place])
            elif name != CASE and applied_on and row.cells[place]:
                read[name] = reading.value(name, row.cells[place], applied_on)
        except DomainError as error:
            found.tell(Problem(row.number, name, error.text, error.facts))
    if applied_on is None or found.problem_count > before:
        return None
    return Facts(applied_on=applied_on, **read)  # type: ignore[arg-type]


def _rows(answers: IO[str]) -> Iterator[list[str]]:
    answers.seek(0)
    return csv.reader(answers)


def _write_json(stream: IO[str], answers: IO[str], counts: Counter[str]) -> None:
    stream.write('{"rows": [')
    for number, row in enumerate(_rows(answers)):
        told = {
            name: [one for one in cell.split(";") if one] if name in LISTS else cell
            for name, cell in zip(COLUMNS, row, strict=True)
        }
        stream.write((",\n" if number else "\n") + json.dumps(told, ensure_ascii=False))
    stream.write(f'\n], "summary": {json.dumps(_summary(counts))}}}\n')


def _write_csv(stream: IO[str], answers: IO[str]) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(answers))


def _summary(counts: Counter[str]) -> dict[str, int]:
    return {"cases": counts.total(), **{name: counts[name] for name in DECISIONS}}


def _print(answers: IO[str], counts: Counter[str]) -> None:
    translate = catalogue(terminal_language()).gettext
    console = Console(highlight=False, markup=False, emoji=False)
    table = Table()
    for name in COLUMNS:
        table.add_column(name, overflow="fold")
    for row in islice(_rows(answers), MOST_SHOWN):
        table.add_row(*(Text(_printable(cell)) for cell in row))
    console.print(table)
    if counts.total() > MOST_SHOWN:
        console.print(Text(translate(MORE) % {"cases": counts.total() - MOST_SHOWN}))
    console.print(Text(translate(TOTAL) % _summary(counts)))


def _printable(text: str) -> str:
    """A cell that can't give orders to a terminal."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)
