"""`campanello points expire`: tell households of points that will lapse, and let lapse what was told of in time."""

import click
from django.utils.module_loading import import_string

from campanello.core.edges import now, today
from campanello.core.errors import gettext_noop
from campanello.core.language import catalogue, terminal_language
from campanello.core.server import prepare

# Models can be imported only when the settings are read: the functions are found by name then.
SERVICE = "campanello.points.services.expiring"
LINES = {
    "notices": gettext_noop("Households told of points that will lapse: %(count)s"),
    "told_points": gettext_noop("Points that they were told of: %(count)s"),
    "lapsed_accounts": gettext_noop("Households whose points lapsed: %(count)s"),
    "lapsed_points": gettext_noop("Points that lapsed: %(count)s"),
    "untold": gettext_noop("Accounts with old points where nobody can be told, so nothing lapses: %(count)s"),
}
WOULD = gettext_noop("Nothing was changed. This is due:")
DID = gettext_noop("Done:")


@click.command("expire")
@click.option("--dry-run", is_flag=True, help="Say what is due and change nothing.")
def expire(dry_run: bool) -> None:
    """Tell households of points that will lapse, and let lapse what was told of; to be run every night."""
    prepare()
    if dry_run:
        done = import_string(f"{SERVICE}.would")(on=today())
    else:
        done = import_string(f"{SERVICE}.run")(on=today(), at=now())
    words = catalogue(terminal_language())
    click.echo(words.gettext(WOULD if dry_run else DID))
    for name, text in LINES.items():
        click.echo(f"  {words.gettext(text) % {'count': getattr(done, name)}}")
