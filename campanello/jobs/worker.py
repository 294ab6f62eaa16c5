"""The process that does long work: takes what waits, one at a time, until it is told to stop."""

import logging
import os
import signal
import time
from datetime import date
from types import FrameType

from django.db import OperationalError, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as Queue

from campanello.core import job_runs, job_signs, uploads
from campanello.core.edges import now, today
from campanello.points.services import expiring, sealing

logger = logging.getLogger(__name__)
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_BETWEEN_TIDYINGS = 3600.0


class Worker:
    """Works jobs off. Several may do so at once, in processes of their own."""

    def __init__(self) -> None:
        """Take from the one queue there is."""
        self._queue = Queue(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self._tidied_at = float("-inf")
        self._sealed_on: date | None = None

    def stop_on(self, *signals: int) -> None:
        """Stop when the process gets any of the signals: what is under way is taken back."""
        for number in signals:
            signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._queue.running = False
        raise KeyboardInterrupt

    def once(self) -> None:
        """Do what waits, and end."""
        try:
            with job_signs.worker_here():
                self._round()
        except KeyboardInterrupt:
            if self._queue.running:
                raise

    def until_stopped(self, *, beside: int | None = None) -> None:
        """Do what waits and what is asked for later.

        Args:
            beside: The process whose child this is, without which it ends; None where nobody is to be watched.
        """
        try:
            with job_signs.worker_here():
                while self._queue.running and beside in {None, os.getppid()}:
                    self._round()
                    time.sleep(SECONDS_BETWEEN_LOOKS)
        except KeyboardInterrupt:
            if self._queue.running:
                raise

    def _round(self) -> None:
        try:
            if time.monotonic() - self._tidied_at > SECONDS_BETWEEN_TIDYINGS:
                self._tidied_at = time.monotonic()
                uploads.delete_old()
                job_runs.tidy(on=today(), at=now())
            if self._sealed_on != (day := today()):
                # In the night after, or when the worker starts: whatever is over and not sealed yet;
                # who is to be told of points that lapse, and what lapses today.
                sealing.seal_all(now())
                expiring.run(on=day, at=now())
                self._sealed_on = day
            self._queue.run()
        except OperationalError:
            # Another process stores something long, or the database is away: it is looked for again.
            logger.warning("The database does not answer; trying again", exc_info=True)
            connections.close_all()
