"""`campanello serve`: the site, until Ctrl-C."""

from pathlib import Path

import click

from campanello.core.errors import gettext_noop
from campanello.core.language import catalogue, terminal_language
from campanello.core.server import HOST, PORT
from campanello.core.server import serve as run

READY = gettext_noop("The site is at %(address)s. Ctrl-C stops it.")
STOPPED = gettext_noop("The site has stopped.")


@click.command("serve")
@click.option("--host", default=HOST, show_default=True, help="Address to listen on; 0.0.0.0 is every one.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="Port to listen on."
)
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the installation's data; by default CAMPANELLO_DATA_DIR, or else var/demo.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that answer; use more than one only with PostgreSQL.",
)
@click.option(
    "--jobs/--no-jobs",
    "has_jobs",
    default=True,
    show_default=True,
    help="Do long work too, in a process beside the site; without it `campanello jobs` is to run by itself.",
)
def serve(host: str, port: int, data_dir: Path | None, workers: int, has_jobs: bool) -> None:
    """Bring the database up to date and serve the site."""
    run(host=host, port=port, data_dir=data_dir, workers=workers, has_jobs=has_jobs, on_ready=_ready)
    _tell(STOPPED)


def _ready(address: str) -> None:
    _tell(READY, address=address)


def _tell(text: str, **facts: str) -> None:
    click.echo(catalogue(terminal_language()).gettext(text) % facts)
