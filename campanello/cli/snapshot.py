"""`campanello snapshot`: the live database's people as a pseudonymised dataset. Also what `evaluate live` reads."""

from pathlib import Path

import click
from django.utils.module_loading import import_string

from campanello.core.edges import today
from campanello.core.errors import gettext_noop
from campanello.core.language import catalogue, terminal_language
from campanello.core.server import prepare

# Models can be imported only when the settings are read: the function is found by name then.
WRITE = "campanello.evaluation.snapshot.write_snapshot"
WRITTEN = gettext_noop("%(rows)s rows of %(table)s")


@click.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the installation's data; by default CAMPANELLO_DATA_DIR, or else var/demo.",
)
def snapshot(directory: Path, data_dir: Path | None) -> None:
    """Write the people of the live database into DIRECTORY as a dataset, with pseudonyms for names and codes."""
    translate = catalogue(terminal_language()).gettext
    for table, rows in write(directory, data_dir).items():
        click.echo(translate(WRITTEN) % {"rows": rows, "table": table})
    click.echo(str(directory))


def write(directory: Path, data_dir: Path | None = None) -> dict[str, int]:
    """Write a snapshot of every project into a folder; answers the rows of each table."""
    prepare(data_dir)
    rows: dict[str, int] = import_string(WRITE)(None, directory, on=today())
    return rows
