"""`campanello administrator`: invite the first user of a new installation, who invites the others."""

import click
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from campanello.core.edges import today
from campanello.core.errors import gettext_noop
from campanello.core.language import catalogue, terminal_language
from campanello.core.server import prepare

SERVICES = "campanello.accounts.services"
INVITED = gettext_noop("Open this address within 30 days and choose a password; it works once:")


@click.command()
@click.argument("username")
@click.argument("name")
@click.option("--organisation", required=True, help="The body that runs the installation, as it is called.")
@click.option("--email", default="", help="Their e-mail address.")
@click.option(
    "--site",
    default="http://127.0.0.1:8000",
    show_default=True,
    help="Address of the site, to which the invitation leads.",
)
def administrator(username: str, name: str, organisation: str, email: str, site: str) -> None:
    """Invite USERNAME, called NAME, to manage accounts where nobody does yet."""
    prepare()
    newcomer = import_string(f"{SERVICES}.Newcomer")(username, name, email)
    sent = import_string(f"{SERVICES}.first_administrator")(
        newcomer=newcomer, organisation=organisation, at=timezone.now(), on=today()
    )
    path = reverse("accept-invitation", args=[sent.secret])
    click.echo(catalogue(terminal_language()).gettext(INVITED), err=True)
    click.echo(f"{site.rstrip('/')}{path}")
