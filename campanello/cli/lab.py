"""`campanello lab report`: a month of a lab as PDF."""

from datetime import datetime
from pathlib import Path

import click
from django.conf import settings
from django.utils.module_loading import import_string

from campanello.core.edges import now
from campanello.core.language import LANGUAGES, terminal_language
from campanello.core.server import prepare

# Models can be imported only when the settings are read: the function is found by name then.
PAPER = "campanello.lab.services.figures.printed_month"


@click.group()
def lab() -> None:
    """Work on a social lab's figures."""


@lab.command()
@click.option("--project", "code", required=True, help="The project's code, such as PI-24.")
@click.option("--month", type=click.DateTime(["%Y-%m"]), required=True, help="As YYYY-MM.")
@click.option(
    "--out",
    "path",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    required=True,
    help="The PDF to write.",
)
@click.option("--language", type=click.Choice(LANGUAGES), help="The paper's; by default the terminal's.")
@click.option(
    "--suppress",
    type=click.IntRange(min=0),
    help="Counts below are withheld; 0 for none. By default what the installation says.",
)
def report(code: str, month: datetime, path: Path, language: str | None, suppress: int | None) -> None:
    """Write a month of a project's lab into a PDF file: every figure with its unit and how it is counted."""
    prepare()
    made = import_string(PAPER)(
        code=code,
        month=month.date(),
        language=language or terminal_language(),
        threshold=settings.SUPPRESS if suppress is None else suppress,
        at=now(),
    )
    # Beside the file first, so that whoever reads it meanwhile never has half of it.
    beside = path.with_name(f"{path.name}.part")
    beside.write_bytes(made)
    Path(beside).replace(path)
    click.echo(str(path))
