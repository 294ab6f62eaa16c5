"""`campanello serve` as a process: it starts, answers, says where it is, stops at once, and refuses in plain words."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from campanello.core.server import PortTaken, address, require_free

COMMAND = str(Path(sys.executable).with_name("campanello"))
OWN = ("DATABASE_URL", "CAMPANELLO_", "DJANGO_", "SECRET_KEY", "ALLOWED_HOSTS")
PATIENCE = 60.0


def environment(**settings: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
    return kept | {"CAMPANELLO_LANG": "en"} | settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def refused(*arguments: str, **settings: str) -> str:
    done = subprocess.run(
        [COMMAND, "serve", *arguments],
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@contextmanager
def serving(data_dir: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    command = [COMMAND, "serve", "--port", str(port), "--data-dir", str(data_dir), *arguments]
    # A session of its own, as a terminal gives one: Ctrl-C is a signal to all processes in it.
    process = subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(timeout=PATIENCE)


def wait_for(url: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended before it answered"
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} did not answer within {PATIENCE} s")


def fetched(url: str, **headers: str) -> tuple[bytes, dict[str, str]]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that the first server fills."""
    return tmp_path_factory.mktemp("house") / "new"


def test_from_nothing_to_a_page_and_back(house: Path) -> None:
    with serving(house) as (process, site):
        health, _ = fetched(f"{site}/healthz")
        assert json.loads(health)["status"] == "ok"
        page, headers = fetched(f"{site}/", **{"Accept-Language": "ar"})
        assert b'dir="rtl"' in page
        assert "content-security-policy" in headers
        sheet = page.decode().split('<link rel="stylesheet" href="')[1].split('"')[0]
        content, headers = fetched(f"{site}{sheet}", **{"Accept-Encoding": "br"})
        assert headers["content-encoding"] == "br"
        assert "immutable" in headers["cache-control"]
        assert len(content) < 60_000
        os.killpg(process.pid, signal.SIGINT)
        started = time.monotonic()
        output, _ = process.communicate(timeout=PATIENCE)
        assert time.monotonic() - started < 5
        assert process.returncode == 0
        assert output.splitlines() == [f"The site is at {site}/. Ctrl-C stops it.", "The site has stopped."]
    assert (house / "campanello.sqlite3").exists()
    assert (house / "secret-key").stat().st_mode & 0o077 == 0


def has_worker(folder: Path) -> bool:
    """Whether a process that does long work holds its place."""
    try:
        with (folder / "jobs" / "worker").open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def test_long_work_is_done_beside_the_site_and_ends_with_it(house: Path) -> None:
    with serving(house) as (process, _):
        deadline = time.monotonic() + PATIENCE
        while not has_worker(house):
            assert time.monotonic() < deadline, "no worker was started"
            time.sleep(0.05)
        process.terminate()
        started = time.monotonic()
        process.wait(timeout=PATIENCE)
        assert time.monotonic() - started < 5
        assert not has_worker(house)


def test_two_workers_stop_at_once_when_the_service_is_stopped(house: Path) -> None:
    with serving(house, "--workers", "2", "--no-jobs") as (process, _):
        assert not has_worker(house)
        process.terminate()
        started = time.monotonic()
        process.wait(timeout=PATIENCE)
        assert time.monotonic() - started < 5
        assert process.returncode == 0


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"port {port}" in refused("--port", str(port))
        with pytest.raises(PortTaken):
            require_free("127.0.0.1", port)


SETTINGS = {
    "a mode that does not exist": ({"CAMPANELLO_MODE": "prod"}, "CAMPANELLO_MODE is 'prod'"),
    "production without a key": ({"CAMPANELLO_MODE": "production"}, "SECRET_KEY is missing"),
    "production without host names": (
        {"CAMPANELLO_MODE": "production", "SECRET_KEY": "k" * 50},
        "ALLOWED_HOSTS is missing",
    ),
    "a threshold in words": ({"CAMPANELLO_SUPPRESS": "few"}, "CAMPANELLO_SUPPRESS is 'few'"),
    "an owner's address without a scheme": (
        {"CAMPANELLO_OWNER_URL": "comune.example"},
        "CAMPANELLO_OWNER_URL is 'comune.example'",
    ),
    "a log level that does not exist": ({"CAMPANELLO_LOG_LEVEL": "loud"}, "CAMPANELLO_LOG_LEVEL is 'loud'"),
    "a contact that is no address": ({"CAMPANELLO_CONTACT": "desk"}, "CAMPANELLO_CONTACT is 'desk'"),
}


@pytest.mark.parametrize(("settings", "words"), SETTINGS.values(), ids=SETTINGS)
def test_a_bad_setting_stops_it_before_it_starts(
    tmp_path: Path, settings: dict[str, str], words: str
) -> None:
    said = refused("--port", str(free_port()), "--data-dir", str(tmp_path), **settings)
    assert words in said
    assert said.startswith("The site can't start with these settings.")


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = refused("--port", str(free_port()), "--data-dir", str(tmp_path / "file" / "below"))
    assert "can't be written to" in said


def test_a_database_that_is_away_is_named(tmp_path: Path) -> None:
    url = f"postgresql://nobody:secret@127.0.0.1:{free_port()}/none"
    said = refused("--port", str(free_port()), "--data-dir", str(tmp_path), DATABASE_URL=url)
    assert said.startswith("The database does not answer:")
    assert "secret" not in said


ADDRESSES = {
    "this machine": ("127.0.0.1", "http://127.0.0.1:8000/"),
    "every address, told as this machine's": ("0.0.0.0", "http://127.0.0.1:8000/"),
    "every address of the newer kind": ("::", "http://[::1]:8000/"),
    "one of the newer kind": ("fe80::1", "http://[fe80::1]:8000/"),
    "a name": ("lab.example", "http://lab.example:8000/"),
}


@pytest.mark.parametrize(("host", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_address(host: str, expected: str) -> None:
    assert address(host, 8000) == expected


def test_the_command_is_installed() -> None:
    assert shutil.which(COMMAND)
