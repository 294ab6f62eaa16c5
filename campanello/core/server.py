"""Starts the site: brings the database up to date, collects the pages' files, serves until it is told to stop."""

import os
import socket
import sys
from collections.abc import Callable
from contextlib import nullcontext
from ipaddress import ip_address
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import OperationalError, connections
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from campanello.core.assets import require_built
from campanello.core.beside import Beside
from campanello.core.errors import Refused, gettext_noop
from campanello.core.static import collect

HOST = "127.0.0.1"
PORT = 8000
TARGET = "campanello.wsgi.application"
# A page waits for the database, not for the processor: a worker answers this many requests at once.
THREADS = 4
SECONDS_TO_FINISH = 10
JOBS = (sys.executable, "-m", "campanello.cli.main", "jobs", "--beside")


class PortTaken(Refused):
    """Another program listens there, or this one may not."""

    code = "core.port-taken"
    text = gettext_noop(
        "The site can't listen on %(host)s, port %(port)s: %(reason)s. Stop what listens there, or choose another port."
    )


class BadSetting(Refused):
    """A setting in the environment is missing or wrong."""

    code = "core.bad-setting"
    text = gettext_noop("The site can't start with these settings. %(reason)s")


class DatabaseAway(Refused):
    """The database of DATABASE_URL does not answer."""

    code = "core.database-away"
    text = gettext_noop("The database does not answer: %(reason)s. Start it, or correct DATABASE_URL.")


class FolderRefused(Refused):
    """The data folder can't be made or written to."""

    code = "core.folder-refused"
    text = gettext_noop(
        "%(folder)s can't be written to: %(reason)s. Choose another folder, or make room there."
    )


class PublicDemo(Refused):
    """A demonstration, whose password is printed and which asks for one proof, would be reachable by others."""

    code = "core.public-demo"
    text = gettext_noop(
        "A demonstration is for this machine alone and does not listen on %(host)s. Leave out --host; for others "
        "to reach it, set CAMPANELLO_MODE=production with a database of its own."
    )


def serve(
    host: str = HOST,
    port: int = PORT,
    data_dir: Path | None = None,
    *,
    workers: int = 1,
    has_jobs: bool = True,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the site until SIGINT or SIGTERM; what is under way is finished first, but long work is interrupted.

    Args:
        host: The address to listen on.
        port: The port to listen on.
        data_dir: Where the installation keeps its data; what CAMPANELLO_DATA_DIR says when None.
        workers: Processes that answer; more than one is for PostgreSQL.
        has_jobs: Do long work too, in a process beside the site that ends with it.
        on_ready: Told the site's address just before it answers there.

    Raises:
        AssetsNotBuilt: Style sheets and scripts are missing.
        BadSetting: The environment has a setting that can't be.
        DatabaseAway: The database does not answer.
        FolderRefused: The data folder can't be written to.
        PortTaken: The port isn't free.
        PublicDemo: A demonstration would listen on more than this machine's own address.
    """
    require_built()
    read_settings(data_dir)
    require_private(host)
    require_free(host, port)
    prepare(data_dir)
    server = Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        workers_kill_timeout=SECONDS_TO_FINISH,
        log_level=LogLevels.warning,
    )
    if on_ready:
        server.on_startup(lambda: on_ready(address(host, port)))
    with Beside(JOBS, os.getpid()) if has_jobs else nullcontext():
        server.serve(target_loader=_application, wrap_loader=False)


def _application() -> WSGIHandler:
    # Called in each worker. Ctrl-C reaches every process of the terminal's group at once, and a worker that is told
    # to stop twice, by it and by its parent, hangs until it is killed: workers leave the group.
    os.setsid()
    application: WSGIHandler = import_string(TARGET)
    return application


def read_settings(data_dir: Path | None = None) -> None:
    """Read the settings of the environment, for a data folder of its own if one is named.

    Raises:
        BadSetting, FolderRefused.
    """
    if data_dir is not None:
        os.environ["CAMPANELLO_DATA_DIR"] = str(data_dir.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campanello.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise BadSetting(reason=str(error)) from error
    except OSError as error:
        raise FolderRefused(
            folder=str(error.filename or data_dir), reason=error.strerror or str(error)
        ) from error


def require_private(host: str) -> None:
    """Raise PublicDemo when a demonstration would listen where others can reach it."""
    if settings.MODE == "demo" and not is_own(host):
        raise PublicDemo(host=host)


def is_own(host: str) -> bool:
    """Whether only this machine reaches what listens on a host; a name that is not localhost is not taken for one."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def prepare(data_dir: Path | None = None) -> None:
    """Make the data folder, bring the database's tables up to date, collect the pages' files."""
    read_settings(data_dir)
    try:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        collect()
    except OperationalError as error:
        raise DatabaseAway(reason=str(error).strip().rstrip(".")) from error
    except OSError as error:
        raise FolderRefused(
            folder=str(error.filename or data_dir), reason=error.strerror or str(error)
        ) from error
    # The workers are copies of this process: a connection must not be shared with them.
    connections.close_all()


def require_free(host: str, port: int) -> None:
    """Raise PortTaken unless the port can be listened on now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            # Binding alone succeeds beside a program that shares the port but listens on it already.
            probe.listen(1)
        except OSError as error:
            raise PortTaken(host=host, port=port, reason=error.strerror or str(error)) from error


def address(host: str, port: int) -> str:
    """What to type into a browser on this machine."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{name}:{port}/"
