"""`manage.py flush`: empties the database, the audit trail with it. For tests alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import flush
from django.db import connections, transaction

from campanello.core.models import AuditEntry, AuditRelease

END_OF_TIME = datetime(9000, 1, 1, tzinfo=UTC)


class Command(flush.Command):
    """Django's, after the triggers that keep rows as they are were told to let go."""

    def handle(self, **options: Any) -> None:
        """Empty a test's database.

        Raises:
            CommandError: This is not the database of a test.
        """
        if settings.MODE != "test":
            raise CommandError(
                "This would delete the audit trail. Remove the data folder or the database instead."
            )
        alias = options["database"]
        if AuditRelease._meta.db_table in connections[alias].introspection.table_names():
            with transaction.atomic(using=alias):
                AuditRelease.objects.using(alias).create(before=END_OF_TIME)
                AuditEntry.objects.using(alias).all()._raw_delete(alias)
        with _without_triggers(alias):
            super().handle(**options)


@contextmanager
def _without_triggers(alias: str) -> Iterator[None]:
    """SQLite empties a table row by row, past each trigger; PostgreSQL truncates, which triggers of rows do not see."""
    if connections[alias].vendor != "sqlite":
        yield
        return
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {connections[alias].ops.quote_name(name)}")
    try:
        yield
    finally:
        with connections[alias].cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)
