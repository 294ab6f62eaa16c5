"""Triggers that keep audit entries as they were written; written by hand, see `campanello.core.audit_guard`."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from campanello.core import audit_guard


def put_up(apps: Any, schema: BaseDatabaseSchemaEditor) -> None:
    audit_guard.put_up(schema.connection)


def take_down(apps: Any, schema: BaseDatabaseSchemaEditor) -> None:
    audit_guard.take_down(schema.connection)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
