"""`campanello retention`: end what was kept for long enough, or say first what that would be."""

import click
from django.utils.module_loading import import_string

from campanello.core.edges import now, today
from campanello.core.errors import gettext_noop
from campanello.core.language import catalogue, terminal_language
from campanello.core.server import prepare

# Models can be imported only when the settings are read: the functions are found by name then.
SERVICE = "campanello.people.services.retention"
REPORTS = "campanello.lab.services.reports_retention"
LINES = {
    "case_files": gettext_noop("People whose case file is over: %(count)s"),
    "contacts": gettext_noop("People who only came by, long ago: %(count)s"),
    "audit_entries": gettext_noop("Lines of the audit trail before %(day)s: %(count)s"),
    "answers": gettext_noop("Answers kept for programs that ask twice: %(count)s"),
}
DRAFTS = "campanello.plans.services.applying_retention"
OLD_REPORTS = gettext_noop("Reports that were closed long ago, with their photos: %(count)s")
OLD_DRAFTS = gettext_noop("Applications that nobody finished, with their documents: %(count)s")
WOULD = gettext_noop("Nothing was changed. This is due:")
DID = gettext_noop("Erased or deleted:")


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what is due and change nothing.")
def retention(dry_run: bool) -> None:
    """Erase people and delete traces whose period of retention is over; to be run every night."""
    prepare()
    if dry_run:
        done = import_string(f"{SERVICE}.due")(on=today())
        reports = import_string(f"{REPORTS}.due")(on=today())
        drafts = import_string(f"{DRAFTS}.due")(at=now())
    else:
        done = import_string(f"{SERVICE}.apply")(on=today(), at=now())
        reports = import_string(f"{REPORTS}.remove_old_reports")(on=today())
        drafts = import_string(f"{DRAFTS}.remove_old_drafts")(at=now())
    words = catalogue(terminal_language())
    click.echo(words.gettext(WOULD if dry_run else DID))
    for name, text in LINES.items():
        facts = {"count": getattr(done, name), "day": done.audit_before.isoformat()}
        click.echo(f"  {words.gettext(text) % facts}")
    click.echo(f"  {words.gettext(OLD_REPORTS) % {'count': reports}}")
    click.echo(f"  {words.gettext(OLD_DRAFTS) % {'count': drafts}}")
