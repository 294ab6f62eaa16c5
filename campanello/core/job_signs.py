"""How far a job is, whether a process lives that does it, whether it was asked to stop: files in the data folder.

The database can't tell: work that stores all or nothing shows nothing of itself until it ends, and SQLite lets nobody
else write meanwhile. A lock on a file is let go by the system itself when the process that holds it dies.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

FOLDER, LOCK, FAR, STOP, WORKER = "jobs", "lock", "far", "stop", "worker"


class Stopped(Exception):
    """Somebody asked for the work to stop; what it has stored is to be taken back."""


@contextmanager
def held(uid: UUID) -> Iterator[None]:
    """Be the process that does a job: others see that it lives until this ends, or dies."""
    folder = _folder(uid)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_held(uid: UUID) -> bool:
    """Whether a process lives that does the job."""
    return _is_locked(_folder(uid) / LOCK, fcntl.LOCK_SH)


@contextmanager
def worker_here() -> Iterator[None]:
    """Be a process that waits for jobs, with others or alone."""
    path = _folder(None) / WORKER
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def has_worker() -> bool:
    """Whether any process waits for jobs."""
    return _is_locked(_folder(None) / WORKER, fcntl.LOCK_EX)


def tell(uid: UUID, done: int, total: int) -> None:
    """Say how far a job is.

    Raises:
        Stopped: It was asked to stop.
    """
    folder = _folder(uid)
    if (folder / STOP).exists():
        raise Stopped
    draft = folder / f"{FAR}.part"
    draft.write_text(f"{done} {total}", encoding="ascii")
    draft.replace(folder / FAR)


def told(uid: UUID) -> tuple[int, int]:
    """How far a job is: done, and of how many; nought where nothing was said yet."""
    with suppress(FileNotFoundError, ValueError):
        done, total = (_folder(uid) / FAR).read_text(encoding="ascii").split()
        return int(done), int(total)
    return 0, 0


def ask_to_stop(uid: UUID, user: int) -> None:
    """Ask whoever does a job to stop; it does so at its next step. Nothing happens where nobody does it."""
    with suppress(FileNotFoundError):
        (_folder(uid) / STOP).write_text(str(user), encoding="ascii")


def asked_to_stop(uid: UUID) -> int | None:
    """The key of the user who asked for a job to stop; None where nobody did."""
    try:
        return int((_folder(uid) / STOP).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


def clear(uid: UUID) -> None:
    """Forget all that was said of a job: it is over, or begins anew."""
    shutil.rmtree(_folder(uid), ignore_errors=True)


def known() -> Iterator[UUID]:
    """The jobs of which anything is said."""
    with suppress(FileNotFoundError):
        for folder in _folder(None).iterdir():
            with suppress(ValueError):
                yield UUID(folder.name)


def _folder(uid: UUID | None) -> Path:
    folder = Path(settings.DATA_DIR) / FOLDER
    return folder / str(uid) if uid else folder


def _is_locked(path: Path, probe: int) -> bool:
    try:
        with path.open("r+") as file:
            fcntl.flock(file, probe | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False
