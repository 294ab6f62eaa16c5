"""The `campanello` command itself: finds sub-commands, turns domain errors into a message and an exit code."""

import importlib
import signal
import sys
from types import FrameType

import click

from campanello.core.edges import EXIT_CODES, say
from campanello.core.errors import DomainError

# Each sub-command lives in a module of its own that is imported only when it is called: the reports' and
# the web's libraries take longer to load than a small evaluation takes to compute.
COMMANDS = {
    "administrator": "campanello.cli.administrator:administrator",
    "allowance": "campanello.cli.allowance:allowance",
    "demo": "campanello.cli.demo:demo",
    "eligibility": "campanello.cli.eligibility:eligibility",
    "evaluate": "campanello.cli.evaluate:evaluate",
    "import": "campanello.cli.import_table:import_table",
    "jobs": "campanello.cli.jobs:jobs",
    "lab": "campanello.cli.lab:lab",
    "link": "campanello.cli.link:link",
    "open311": "campanello.cli.open311:open311",
    "points": "campanello.cli.points:points",
    "retention": "campanello.cli.retention:retention",
    "search-keys": "campanello.cli.search_keys:search_keys",
    "serve": "campanello.cli.serve:serve",
    "snapshot": "campanello.cli.snapshot:snapshot",
    "verify": "campanello.cli.verify:verify",
}


class LazyGroup(click.Group):
    """A group whose commands are imported by name when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=LazyGroup)
@click.version_option(package_name="campanello")
def cli() -> None:
    """Run and evaluate a neighbourhood social-inclusion programme."""


def main() -> None:
    """Run the command; a domain error is printed to standard error and becomes its kind's exit code."""
    asked_to_stop: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        asked_to_stop.append(number)
        raise KeyboardInterrupt

    # Who ends the command gets it tidied up, as after Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        cli()
    except DomainError as error:
        for line in say(error):
            click.echo(line, err=True)
        sys.exit(EXIT_CODES[error.kind])
    except (Exception, KeyboardInterrupt):
        # Libraries turn an interruption into errors of their own.
        if not asked_to_stop:
            raise
        sys.exit(128 + asked_to_stop[0])


if __name__ == "__main__":
    main()
