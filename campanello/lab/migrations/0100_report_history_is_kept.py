"""Triggers that keep the steps of a report's history as they were written; written by hand.

A step is changed or deleted only while a row of `ReportRelease` names its report, for one transaction of retention or
of a person's erasure. A later migration that makes the table of steps anew on SQLite must put the triggers up again.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAYS = "the history of a report is neither changed nor deleted"
RELEASED = "SELECT 1 FROM lab_reportrelease WHERE report = OLD.report_id"
UP = {
    "sqlite": tuple(
        f"""
        CREATE TRIGGER report_step_{name} BEFORE {deed} ON lab_reportstep WHEN NOT EXISTS ({RELEASED})
        BEGIN SELECT RAISE(ABORT, '{SAYS}'); END
        """
        for name, deed in (("not_changed", "UPDATE"), ("not_deleted", "DELETE"))
    ),
    "postgresql": (
        f"""
        CREATE FUNCTION report_history_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS ({RELEASED}) THEN
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        """
        CREATE TRIGGER report_step_kept BEFORE UPDATE OR DELETE ON lab_reportstep
        FOR EACH ROW EXECUTE FUNCTION report_history_is_kept()
        """,
    ),
}
DOWN = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS report_step_not_changed",
        "DROP TRIGGER IF EXISTS report_step_not_deleted",
    ),
    "postgresql": ("DROP FUNCTION IF EXISTS report_history_is_kept() CASCADE",),
}


def put_up(apps: Any, schema: BaseDatabaseSchemaEditor) -> None:
    run(schema, UP)


def take_down(apps: Any, schema: BaseDatabaseSchemaEditor) -> None:
    run(schema, DOWN)


def run(schema: BaseDatabaseSchemaEditor, statements: dict[str, tuple[str, ...]]) -> None:
    with schema.connection.cursor() as cursor:
        for statement in statements[schema.connection.vendor]:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("lab", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
