"""`campanello demo`: build the demonstration programme in a folder and serve it."""

from datetime import UTC, datetime
from pathlib import Path

import click
from django.utils.module_loading import import_string
from rich.console import Console
from rich.table import Table

from campanello.cli.serve import serve
from campanello.core.edges import today
from campanello.core.errors import gettext_noop
from campanello.core.language import catalogue, terminal_language
from campanello.core.server import HOST, PORT, prepare
from campanello.demo.build import DATASET, PEOPLE, build
from campanello.demo.notes import Facts
from campanello.demo.targets import READINGS

# Identifiers of people and plans are counted on forty bits; this is far below.
MOST_PEOPLE = 200_000_000
BUILT = gettext_noop("The demo is ready in %(folder)s.")
THERE = gettext_noop("The demo is in %(folder)s already; nothing had to be built.")
# Models can be imported only when the settings are read: the function is found by name then.
FILL = "campanello.demo.live.fill.fill"
OPEN_ACCOUNTS = "campanello.demo.accounts.open_accounts"
FILLED = gettext_noop("The people and houses are in the database.")
ACCOUNTS = gettext_noop("Log in with any of these user names and the password %(password)s")
COLUMNS = (gettext_noop("User name"), gettext_noop("Name"), gettext_noop("Role"))


@click.command()
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Folder to build in; an older demo in it is replaced.",
)
@click.option(
    "--reading",
    type=click.Choice(READINGS),
    default=READINGS[0],
    show_default=True,
    help="Table 3.1 as printed (524 in labs, 485 with a plan), or with the two numbers swapped.",
)
@click.option(
    "--people",
    type=click.IntRange(1, MOST_PEOPLE),
    default=PEOPLE,
    show_default=True,
    help="How many people to invent; the default gives the printed figures.",
)
@click.option("--serve/--no-serve", "is_served", default=True, help="Serve the demo when it is built.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="Port to serve on."
)
@click.option(
    "--password",
    metavar="WORDS",
    help="Password of the demonstration's accounts; made by chance and kept in the folder unless set.",
)
@click.pass_context
def demo(
    ctx: click.Context,
    data_dir: Path,
    reading: str,
    people: int,
    is_served: bool,
    port: int,
    password: str | None,
) -> None:
    """Build the demonstration programme, 33 projects and 830 invented people, and serve it."""
    is_new = build(data_dir, people=people, reading=reading, now=datetime.now(UTC), tell=_tell)
    _tell(BUILT if is_new else THERE, {"folder": str(data_dir)})
    prepare(data_dir)
    # The accounts first: one of the people gets the resident's.
    used, accounts = import_string(OPEN_ACCOUNTS)(data_dir, password)
    if people == PEOPLE and import_string(FILL)(data_dir / DATASET, on=today(), at=datetime.now(UTC)):
        _tell(FILLED, {})
    _print(used, accounts)
    if is_served:
        ctx.invoke(serve, host=HOST, port=port, data_dir=data_dir, workers=1, has_jobs=True)


def _print(used: str, accounts: list[tuple[str, str, str]]) -> None:
    translate = catalogue(terminal_language()).gettext
    table = Table(*map(translate, COLUMNS))
    for username, name, role in accounts:
        table.add_row(username, name, translate(role))
    Console(stderr=True).print(table)
    _tell(ACCOUNTS, {"password": used})


def _tell(text: str, facts: Facts) -> None:
    click.echo(catalogue(terminal_language()).gettext(text) % facts, err=True)
