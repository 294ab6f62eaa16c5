"""Long work, worked off within a test's own transaction."""

from unittest.mock import patch

from campanello.jobs.worker import Worker

CLOSING = "django_tasks_db.management.commands.db_worker.close_old_connections"


def work_off() -> None:
    """What `campanello jobs --once` does; the test's connection stays open, as Django's own test client leaves it."""
    with patch(CLOSING):
        Worker().once()
