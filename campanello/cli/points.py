"""`campanello points`: check the whole ledger, seal the days that are over, let old points lapse."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import click
from django.utils.module_loading import import_string
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from campanello.cli.points_expiring import expire
from campanello.core.edges import now
from campanello.core.errors import gettext_noop
from campanello.core.language import catalogue, terminal_language
from campanello.core.server import prepare
from campanello.points.rules.checking import MOST_TOLD, Checked, LedgerBroken, Totals

# Models can be imported only when the settings are read: what is asked is found by name then.
CHECK = "campanello.points.queries.checking.check"
SEAL = "campanello.points.services.sealing.seal_all"
COLUMNS = (
    ("code", gettext_noop("Project")),
    ("transfers", gettext_noop("Transfers")),
    ("accounts", gettext_noop("Accounts")),
    ("seals", gettext_noop("Seals")),
    ("issued", gettext_noop("Issued")),
    ("held", gettext_noop("Held")),
    ("pending", gettext_noop("On their way")),
    ("settled", gettext_noop("Settled")),
    ("expired", gettext_noop("Expired")),
)
WHOLE = gettext_noop("The ledger is whole: %(transfers)s transfers, %(seals)s seals, in %(seconds)s s.")
SEALED = gettext_noop("Days sealed: %(count)s")
PROGRESS = gettext_noop("Sealed rows read anew: %(done)s of %(total)s")
# Of what is not a terminal: its columns stand beside each other.
WIDTH = 120


@click.group("points")
def points() -> None:
    """Check and seal the ledger of points; let lapse what grew old."""


points.add_command(expire)


@points.command("check")
@click.option("--project", metavar="CODE", help="Of this project alone.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def check(project: str | None, as_json: bool) -> None:
    """Recompute every balance, seal and sum; name the first broken day and row. Changes nothing."""
    prepare()
    begun = time.monotonic()
    checked: Checked = import_string(CHECK)(project, _progress() if sys.stderr.isatty() else _silent)
    if as_json:
        click.echo(json.dumps(_plain(checked), ensure_ascii=False, indent=1))
    else:
        _print(checked, time.monotonic() - begun)
    if not checked.is_whole:
        found = checked.in_order()
        details = [(one.text, one.facts) for one in found[:MOST_TOLD]]
        raise LedgerBroken(count=len(found), details=details)


@points.command("seal")
@click.option("--project", metavar="CODE", help="Of this project alone.")
def seal(project: str | None) -> None:
    """Seal every day that is over; to be run every night, soon after midnight."""
    prepare()
    key = import_string("campanello.points.queries.seals.project_key")(project) if project else None
    count = import_string(SEAL)(now(), project=key)
    click.echo(_words(SEALED) % {"count": count})


def _plain(checked: Checked) -> dict[str, Any]:
    return {
        "whole": checked.is_whole,
        "projects": [asdict(one) for one in checked.totals.values()],
        "findings": [
            {
                "project": checked.totals[one.project].code,
                "day": one.on.isoformat() if one.on else None,
                "says": one.text % one.facts,
                **one.facts,
            }
            for one in checked.in_order()
        ],
    }


def _print(checked: Checked, seconds: float) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = WIDTH
    is_plain = not console.is_terminal or "utf" not in console.encoding.lower()
    table = Table(box=box.ASCII if is_plain else box.ROUNDED)
    for name, title in COLUMNS:
        table.add_column(_words(title), justify="left" if name == "code" else "right")
    for one in checked.totals.values():
        table.add_row(*(Text(_cell(one, name)) for name, _title in COLUMNS))
    console.print(table)
    if checked.is_whole:
        facts = {
            "transfers": f"{sum(one.transfers for one in checked.totals.values()):,}",
            "seals": sum(one.seals for one in checked.totals.values()),
            "seconds": f"{seconds:.1f}",
        }
        console.print(Text(_words(WHOLE) % facts))


def _cell(totals: Totals, name: str) -> str:
    value = getattr(totals, name)
    return value if isinstance(value, str) else f"{value:,}"


def _progress() -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        click.echo(
            f"\r{_words(PROGRESS) % {'done': f'{done:,}', 'total': f'{total:,}'}}", nl=done == total, err=True
        )

    return told


def _silent(done: int, total: int) -> None:
    """Nobody looks on."""


def _words(text: str) -> str:
    return catalogue(terminal_language()).gettext(text)
