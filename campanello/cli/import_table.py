"""`campanello import`: bring a table of people, homes or applications in from a file, all of it or nothing of it."""

from pathlib import Path

import click
from django.utils import timezone
from django.utils.module_loading import import_string

from campanello.core.edges import today
from campanello.core.errors import Refused, gettext_noop
from campanello.core.importing import Incoming, Outcome, Shape, detail, proposed
from campanello.core.language import catalogue, terminal_language
from campanello.core.server import prepare
from campanello.core.sheets import Sheet, opened

NAMES = ("people", "tenancies", "arrears", "applications")
# Models can be imported only when the settings are read: what needs them is found by name then.
TABLES = "campanello.homes.services.tables.TABLES"
COORDINATING = "campanello.core.machine.coordinating"
FOR_LANDLORD = "campanello.core.machine.for_landlord"
STORED = gettext_noop("%(rows)s rows: %(new)s new, %(changed)s changed, %(unchanged)s as they were.")
TRIAL = gettext_noop(
    "Tried out, nothing stored. %(rows)s rows: %(new)s new, %(changed)s changed, %(unchanged)s as they were."
)
MATCHED = gettext_noop("%(column)s: taken for %(title)s")
IGNORED = gettext_noop("%(column)s: not used")


class WhoseTable(Refused):
    """Neither a project nor a landlord was named."""

    code = "cli.whose-table"
    text = gettext_noop(
        "Say for whom the table is: --project CODE, or --landlord NAME for tenancies and arrears."
    )


class RowsDoubtful(Refused):
    """Rows may be people who are there already."""

    code = "cli.rows-doubtful"
    text = gettext_noop(
        "Nothing was stored: %(count)s rows may be people who are there already. "
        "Correct them, or register them as new with --new-doubtful."
    )


@click.command("import")
@click.argument("table", type=click.Choice(NAMES))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--project", metavar="CODE", default="", help="Code of the project that the rows belong to.")
@click.option("--landlord", metavar="NAME", default="", help="Instead: whose dwellings the rows speak of.")
@click.option("--sheet", default="", help="Sheet of the workbook; the only one with content by default.")
@click.option("--dry-run", "is_trial", is_flag=True, help="Say what would happen, and store nothing.")
@click.option("--new-doubtful", is_flag=True, help="Register also who may be somebody that is there already.")
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the installation's data; by default CAMPANELLO_DATA_DIR, or else var/demo.",
)
def import_table(
    table: str,
    file: Path,
    project: str,
    landlord: str,
    sheet: str,
    is_trial: bool,
    new_doubtful: bool,
    data_dir: Path | None,
) -> None:
    """Bring FILE (CSV or XLSX) in as a TABLE. Rows of what is known by its code update it; a wrong row stops all."""
    if bool(project) == bool(landlord):
        raise WhoseTable
    prepare(data_dir)
    actor = import_string(FOR_LANDLORD)(landlord) if landlord else import_string(COORDINATING)(project)
    kind = import_string(TABLES)[table]
    with opened(file, sheet=sheet) as read:
        matching = proposed(read.columns, kind.shape)
        _tell_columns(read, matching, kind.shape)
        outcome = kind.bring(
            actor=actor,
            project=actor.grants[0].project,
            incoming=Incoming(read.columns, matching, read.rows),
            on=today(),
            at=timezone.now(),
            is_trial=is_trial,
            takes_doubtful=new_doubtful,
        )
    _tell(outcome, is_trial=is_trial, takes_doubtful=new_doubtful)


def _tell_columns(read: Sheet, matching: dict[str, int], shape: Shape) -> None:
    translate = catalogue(terminal_language()).gettext
    titles = {matching[one.name]: one.title for one in shape.columns if one.name in matching}
    for text, facts in read.notes:
        click.echo(translate(text) % facts, err=True)
    for place, column in enumerate(read.columns):
        told = (MATCHED, {"title": translate(titles[place])}) if place in titles else (IGNORED, {})
        click.echo(translate(told[0]) % {"column": column, **told[1]}, err=True)


def _tell(outcome: Outcome, *, is_trial: bool, takes_doubtful: bool) -> None:
    outcome.require_sound()
    if outcome.doubtful and not takes_doubtful:
        raise RowsDoubtful(count=outcome.doubtful, details=[detail(one) for one in outcome.doubts])
    counts = {name: getattr(outcome, name) for name in ("rows", "new", "changed", "unchanged")}
    click.echo(catalogue(terminal_language()).gettext(TRIAL if is_trial else STORED) % counts)
