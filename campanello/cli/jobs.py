"""`campanello jobs`: do the long work that was asked for on the pages, until Ctrl-C."""

import signal
from pathlib import Path

import click
from django.utils.module_loading import import_string

from campanello.core.errors import gettext_noop
from campanello.core.language import catalogue, terminal_language
from campanello.core.server import prepare, read_settings

# Models can be imported only when the settings are read: the worker is found by name then.
WORKER = "campanello.jobs.worker.Worker"
READY = gettext_noop("Long work is done here. Ctrl-C stops it.")


@click.command("jobs")
@click.option("--once", is_flag=True, help="Do what waits, and end.")
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the installation's data; by default CAMPANELLO_DATA_DIR, or else var/demo.",
)
@click.option("--beside", type=int, hidden=True, help="The process that started this one, and ends it.")
def jobs(once: bool, data_dir: Path | None, beside: int | None) -> None:
    """Do long work, such as storing a large table. `campanello serve` starts one of these by itself."""
    if beside is None:
        prepare(data_dir)
    else:
        # Whoever started it has prepared everything.
        read_settings(data_dir)
    worker = import_string(WORKER)()
    worker.stop_on(signal.SIGINT, signal.SIGTERM)
    if once:
        worker.once()
        return
    if beside is None:
        click.echo(catalogue(terminal_language()).gettext(READY))
    worker.until_stopped(beside=beside)
