"""Whether this installation can do its work: one check a thing that it needs."""

import os
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from campanello.core.assets import are_built

Words = str | Promise


@dataclass(frozen=True)
class Finding:
    """One check's result: what was looked at, whether it is well, and what to do when it isn't."""

    code: str
    name: Words
    remedy: Words
    is_well: bool


def findings() -> list[Finding]:
    """All checks, in the order in which one would repair them."""
    return [Finding(code, name, remedy, check()) for code, name, remedy, check in CHECKS]


def _data_dir_is_writable() -> bool:
    return settings.DATA_DIR.is_dir() and os.access(settings.DATA_DIR, os.W_OK | os.X_OK)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except (DatabaseError, ImproperlyConfigured):
        return False


def _migrations_are_applied() -> bool:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


Check = tuple[str, Words, Words, Callable[[], bool]]
CHECKS: tuple[Check, ...] = (
    (
        "data-dir",
        gettext_lazy("The data folder can be written to"),
        gettext_lazy("Create the folder, or let the program's user write to it."),
        _data_dir_is_writable,
    ),
    (
        "database",
        gettext_lazy("The database answers"),
        gettext_lazy("Start the database and check its address in DATABASE_URL."),
        _database_answers,
    ),
    (
        "migrations",
        gettext_lazy("The database has the tables of this version"),
        gettext_lazy("Restart with the campanello serve command, which brings them up to date."),
        _migrations_are_applied,
    ),
    (
        "assets",
        gettext_lazy("Style sheets, scripts and fonts are there"),
        gettext_lazy("Run make assets and restart."),
        are_built,
    ),
)
