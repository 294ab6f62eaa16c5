"""`campanello search-keys`: make the keys by which people are found anew, after an update that changes how."""

import click
from django.utils.module_loading import import_string

from campanello.core.errors import gettext_noop
from campanello.core.language import catalogue, terminal_language
from campanello.core.server import prepare

SERVICE = "campanello.people.services.search_keys.rebuild"
DONE = gettext_noop("%(people)s people can be found.")


@click.command("search-keys")
def search_keys() -> None:
    """Make all search keys anew. The site may stay open meanwhile."""
    prepare()
    people = import_string(SERVICE)(report=lambda done: click.echo(f"{done}", err=True))
    click.echo(catalogue(terminal_language()).gettext(DONE) % {"people": people})
