"""A program that runs beside this one: begun with it, begun again when it dies, ended with it."""

import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType

SECONDS_BEFORE_NEXT = 5.0
SECONDS_TO_END = 3.0


class Beside:
    """Keeps a command running while the block lasts. The command gets the number of the process to end with."""

    def __init__(self, command: Sequence[str], process: int) -> None:
        """Know the command; it is started by `with`."""
        self._command = (*command, str(process))
        self._is_over = threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name="beside", daemon=True)

    def __enter__(self) -> None:
        """Start it."""
        self._keeper.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Tell it to end, and end it if it does not."""
        self._is_over.set()
        with self._lock:
            child = self._child
        if child is None:
            return
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(SECONDS_TO_END)
        child.kill()
        child.wait()

    def _keep(self) -> None:
        while not self._is_over.is_set():
            with self._lock:
                if self._is_over.is_set():
                    return
                # A session of its own: Ctrl-C is for this process, which then ends the other.
                self._child = subprocess.Popen(  # noqa: S603 (a command of our own, without a shell)
                    self._command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    start_new_session=True,
                )
            self._child.wait()
            self._is_over.wait(SECONDS_BEFORE_NEXT)
