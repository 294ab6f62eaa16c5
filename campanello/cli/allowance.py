"""`campanello allowance`: what is due to each person of a spreadsheet of sessions, by the rule of the payment runs."""

import csv
import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from campanello.cli import allowance_sessions as sessions
from campanello.cli.allowance_sums import COLUMNS, Sums
from campanello.cli.saving import Writer, save
from campanello.core import params
from campanello.core.edges import today
from campanello.core.errors import Refused, gettext_noop
from campanello.core.importing import Outcome, Problem, detail
from campanello.core.language import catalogue as words
from campanello.core.language import terminal_language
from campanello.core.sheets import opened
from campanello.plans.rules import allowance_reading as reading
from campanello.plans.rules.allowance import Terms
from campanello.plans.rules.allowance_reading import CATALOGUE_COLUMNS, Offered

MONEY = frozenset({"services_value", "allowance", "to_arrears", "to_person"})
MOST_SHOWN = 200
# Of what is not a terminal: its columns stand beside each other.
WIDTH = 120
# What a spreadsheet takes for the beginning of a formula.
FORMULA_SIGNS = ("=", "+", "-", "@")
SUMMED = ("people", *COLUMNS[1:7])
MORE = gettext_noop("and %(people)s people more: write them all with --csv FILE or --json FILE.")
TOTAL = gettext_noop(
    "%(people)s people: services worth %(services)s EUR, allowance %(allowance)s EUR, of it %(arrears)s EUR against "
    "arrears and %(person)s EUR to the people."
)
OVER = gettext_noop("%(person)s: %(minutes)s minutes over the limit of the block %(block)s.")


class CellsWrong(Refused):
    """A spreadsheet has cells that can't be read; nothing was written."""

    code = "cli.cells-wrong"
    text = gettext_noop("%(file)s: %(count)s cells must be corrected first. Nothing was computed or written.")


@click.command("allowance")
@click.argument("file", metavar="SESSIONS", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--catalogue",
    "catalogue_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    metavar="CATALOGUE",
    help="Table of the services: block, hourly value, whether it bears an allowance, limit of the block.",
)
@click.option(
    "--arrears-share",
    metavar="PART",
    help="Part of the allowance against arrears, as 1/3 or 0.5; by default what the parameters say, a third.",
)
@click.option("--json", "json_file", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.")
@click.option("--csv", "csv_file", type=click.Path(path_type=Path), metavar="FILE", help="Write it there.")
def allowance(
    file: Path,
    catalogue_file: Path,
    arrears_share: str | None,
    json_file: Path | None,
    csv_file: Path | None,
) -> None:
    """Compute what is due to each person for the SESSIONS attended (CSV or XLSX)."""
    share = _agreed_share() if arrears_share is None else reading.share(arrears_share)
    services = _catalogue(catalogue_file)
    table, found = sessions.read(file, services)
    _require_sound(file, found)
    sums = Sums(table, services, reading.terms(services.values(), _caps()), share)
    targets: dict[Path, Writer] = {}
    if json_file:
        targets[json_file] = lambda stream: _write_json(stream, sums)
    if csv_file:
        targets[csv_file] = lambda stream: _write_csv(stream, sums)
    save(targets)
    _print(sums)


def _agreed_share() -> Fraction:
    top, bottom = (params.value(f"plans.share_{name}", today()) for name in ("numerator", "denominator"))
    return Fraction(top, bottom)


def _caps() -> Terms:
    services, allowance = (params.value(f"plans.{name}_cap", today()) for name in ("services", "allowance"))
    return Terms(services, allowance)


def _catalogue(path: Path) -> dict[str, Offered]:
    found = Outcome()
    with opened(path) as sheet:
        places = sessions.places_of(sheet, path, CATALOGUE_COLUMNS)
        rows = []
        for row in sheet.rows:
            for place, text, facts in row.problems:
                column = sheet.columns[place] if place < len(sheet.columns) else str(place + 1)
                found.tell(Problem(row.number, column, text, facts))
            rows.append((row.number, {name: row.cells[place] for name, place in places.items()}))
    services, wrong = reading.catalogue(rows)
    for one in wrong:
        found.tell(Problem(one.row, one.column, one.why.text, one.why.facts))
    _require_sound(path, found)
    return services


def _require_sound(path: Path, found: Outcome) -> None:
    if found.problem_count:
        told = sorted(found.problems, key=lambda one: one.row)
        raise CellsWrong(file=path.name, count=found.problem_count, details=[detail(one) for one in told])


def _told(row: tuple[Any, ...]) -> dict[str, Any]:
    return {name: _money(value) if name in MONEY else value for name, value in zip(COLUMNS, row, strict=True)}


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def _write_json(stream: IO[str], sums: Sums) -> None:
    stream.write('{"rows": [')
    for number, row in enumerate(sums.rows()):
        stream.write((",\n" if number else "\n") + json.dumps(_told(row), ensure_ascii=False))
    over = [dict(zip(("person_id", "block", "minutes"), one, strict=True)) for one in sums.over()]
    totals = dict(zip(SUMMED, sums.totals(), strict=True))
    summary = {name: _money(value) if name in MONEY else value for name, value in totals.items()}
    stream.write(f'\n], "over": {json.dumps(over, ensure_ascii=False)}, "summary": {json.dumps(summary)}}}\n')


def _write_csv(stream: IO[str], sums: Sums) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for person, *rest in map(_cells, sums.rows()):
        # As all our files: no spreadsheet takes a person's code for a formula, and we read it back as it was.
        writer.writerow([f"'{person}" if person.startswith(FORMULA_SIGNS) else person, *rest])


def _cells(row: tuple[Any, ...]) -> Iterator[str]:
    for name, value in _told(row).items():
        yield ";".join(value) if name == "capped" else str(value)


def _print(sums: Sums) -> None:
    translate = words(terminal_language()).gettext
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal that has no accented letters still gets its answer.
        sys.stdout.reconfigure(errors="replace")
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = WIDTH
    is_plain = not console.is_terminal or "utf" not in console.encoding.lower()
    table = Table(box=box.ASCII if is_plain else box.ROUNDED)
    for name in COLUMNS:
        table.add_column(
            name, justify="left" if name in {"person_id", "capped"} else "right", overflow="fold"
        )
    for row in sums.rows(MOST_SHOWN):
        table.add_row(*(Text(cell) for cell in _cells(row)))
    console.print(table)
    totals = dict(zip(SUMMED, sums.totals(), strict=True))
    if totals["people"] > MOST_SHOWN:
        console.print(Text(translate(MORE) % {"people": totals["people"] - MOST_SHOWN}))
    for person, block, minutes in sums.over()[:MOST_SHOWN]:
        console.print(Text(translate(OVER) % {"person": person, "block": block, "minutes": minutes}))
    facts = {
        "people": totals["people"],
        "services": _money(totals["services_value"]),
        "allowance": _money(totals["allowance"]),
        "arrears": _money(totals["to_arrears"]),
        "person": _money(totals["to_person"]),
    }
    console.print(Text(translate(TOTAL) % facts))
