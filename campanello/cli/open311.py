"""`campanello open311`: make keys for programs, send public reports to another server, ask what became of them."""

import secrets
from typing import Any

import click
from django.conf import settings
from django.utils.module_loading import import_string

from campanello.core.edges import now
from campanello.core.errors import Refused, gettext_noop
from campanello.core.language import catalogue, terminal_language
from campanello.core.server import prepare
from campanello.lab.rules.open311 import caller, digest

# Models can be imported only when the settings are read: the functions are found by name then.
SENDING = "campanello.lab.services.open311_sending"
PEER = "campanello.lab.services.open311_peer.Peer"
KEY = gettext_noop("The key, shown this once. Give it to whoever runs the program: %(key)s")
LINE = gettext_noop("Add this to CAMPANELLO_OPEN311_KEYS, with a comma between several: %(line)s")
SENT = gettext_noop("%(number)s was sent, and has there the number %(there)s.")
HEARD = gettext_noop("%(number)s is %(status)s there. %(notes)s")
HEARD_NOTHING = gettext_noop("Nothing has changed there.")


class NoPeer(Refused):
    """No other server is named in the settings."""

    code = "open311.no-peer"
    text = gettext_noop(
        "No other server is set. Set CAMPANELLO_OPEN311_PEER_URL to the address of its GeoReport v2 interface."
    )


@click.group("open311")
def open311() -> None:
    """Exchange reports of public space with other programs (Open311 GeoReport v2)."""


@open311.command("key")
@click.argument("name")
@click.option("--project", default="", help="Code of the one project that the key is for; all, if left out.")
def make_key(name: str, project: str) -> None:
    """Make a key for the program NAME that sends reports. Of the key a digest is kept, in the settings."""
    key = secrets.token_urlsafe(32)
    line = f"{name}@{project}={digest(key)}" if project else f"{name}={digest(key)}"
    caller(line)  # refuses a name that the settings could not hold
    _say(KEY, key=key)
    _say(LINE, line=line)


@open311.command("send")
@click.argument("numbers", nargs=-1, required=True)
@click.option("--again", is_flag=True, help="Also those to which no answer came the last time.")
def send(numbers: tuple[str, ...], again: bool) -> None:
    """Send the public reports of these NUMBERS (S-2026-00012) to the other server, once each."""
    prepare()
    peer, send_on = _peer(), import_string(f"{SENDING}.send_on")
    for number in numbers:
        sent = send_on(number=number, peer=peer, at=now(), again=again)
        _say(SENT, number=sent.report.number, there=sent.number or sent.token)


@open311.command("pull")
def pull() -> None:
    """Ask the other server what became of what was sent there; to be run every hour."""
    prepare()
    changed = import_string(f"{SENDING}.pull")(peer=_peer(), at=now())
    for one in changed:
        _say(HEARD, number=one.report.number, status=one.status, notes=one.status_notes)
    if not changed:
        _say(HEARD_NOTHING)


def _peer() -> Any:
    """The other server, as the settings have it.

    Raises:
        NoPeer.
    """
    if not settings.OPEN311_PEER:
        raise NoPeer
    return import_string(PEER)(
        server=settings.OPEN311_PEER,
        key=settings.OPEN311_PEER_KEY,
        jurisdiction=settings.OPEN311_PEER_JURISDICTION,
        services=settings.OPEN311_PEER_SERVICES,
        form=settings.OPEN311_PEER_FORMAT,
    )


def _say(text: str, **facts: object) -> None:
    click.echo(catalogue(terminal_language()).gettext(text) % facts)
