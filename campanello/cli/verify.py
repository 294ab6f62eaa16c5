"""`campanello verify`: which of a report's printed figures can't be true together, as a table and as JSON."""

import json
import sys
from io import TextIOWrapper
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from campanello.cli.saving import save
from campanello.core.errors import Refused, gettext_noop
from campanello.core.language import catalogue, terminal_language
from campanello.evaluation import published
from campanello.evaluation.published.decoding import MOST_BYTES
from campanello.evaluation.published.report import (
    STATUS_WORDS,
    as_json,
    shown,
    spoken,
    suggestion_lines,
)
from campanello.evaluation.published.verdict import Checked, Status

MOST_OF_A_KIND = 3
COLUMNS = (gettext_noop("Printed"), gettext_noop("Computed"), gettext_noop("Verdict"))
STYLES = {Status.CONTRADICTION: "bold red", Status.WARNING: "yellow", Status.HOLDS: "green"}
SUMMARY = gettext_noop(
    "Contradictions: %(contradiction)s. Warnings: %(warning)s. Figures that hold: %(holds)s."
)


class CannotOpen(Refused):
    """The file isn't there, or may not be read."""

    code = "cli.cannot-open"
    text = gettext_noop("%(path)s can't be opened: %(reason)s. Check its name and who may read it.")


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--json", "target", type=click.Path(path_type=Path), metavar="FILE", help="Write the findings there."
)
@click.pass_context
def verify(ctx: click.Context, file: Path, target: Path | None) -> None:
    """Say which of the printed figures in FILE can't be true together.

    Exit code 0: nothing contradicts; 1: contradictions; 2: FILE can't be read.
    """
    language = terminal_language()
    verdict = published.verify(published.parse(_read(file)))
    if target is not None:
        answer = json.dumps(as_json(verdict, language), ensure_ascii=False, indent=2) + "\n"
        save({target: lambda stream: stream.write(answer)})
    _print(verdict, language)
    ctx.exit(1 if verdict.contradicts else 0)


def _read(file: Path) -> bytes:
    try:
        with click.open_file(str(file), "rb") as stream:
            content: bytes = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotOpen(path=str(file), reason=error.strerror or error) from None
    return content


def _print(verdict: published.Verdict, language: str) -> None:
    translate = catalogue(language).gettext
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal that has no accented letters still gets its answer.
        sys.stdout.reconfigure(errors="replace")
    console = Console(highlight=False, markup=False, emoji=False)
    for line in filter(None, (verdict.title, verdict.source)):
        console.print(Text(line))
    found = [checked for checked in verdict.checked if checked.findings]
    if found:
        is_plain = not console.is_terminal or "utf" not in console.encoding.lower()
        console.print(_table(found, language, box.ASCII if is_plain else box.ROUNDED))
    for checked in found:
        _print_finding(console, checked, language)
    console.print(Text(translate(SUMMARY) % {str(status): verdict.number(status) for status in Status}))
    if holding := [checked.figure.id for checked in verdict.checked if checked.status is Status.HOLDS]:
        console.print(_indented(Text(", ".join(holding), style="dim")))


def _table(found: list[Checked], language: str, frame: box.Box) -> Table:
    messages = catalogue(language)
    translate = messages.gettext
    table = Table(box=frame)
    table.add_column(messages.pgettext("number", "Figure"), overflow="fold")
    for column in COLUMNS:
        table.add_column(translate(column), overflow="fold")
    for checked in found:
        table.add_row(
            Text(checked.figure.id),
            shown(checked.printed, language),
            shown(checked.computed, language),
            Text(translate(STATUS_WORDS[checked.status]), style=STYLES[checked.status]),
        )
    return table


def _print_finding(console: Console, checked: Checked, language: str) -> None:
    console.print(Text(checked.figure.id, style=STYLES[checked.status]))
    for line in filter(None, (checked.figure.label, checked.figure.source)):
        console.print(_indented(Text(line, style="dim")))
    console.print(_indented(Text(spoken(checked.message, language))))
    for line in suggestion_lines(checked, language, most=MOST_OF_A_KIND):
        console.print(_indented(Text(line), "-"))


def _indented(text: Text, bullet: str = "") -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_row(f"  {bullet}", text)
    return grid
