"""Triggers that keep a signed register as it was signed, on both databases; written by hand.

Of a row of a signed register nothing changes but that another replaces it; a row that comes later says why. A later
migration that makes these tables anew on SQLite must put the triggers up again.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAYS = "a signed register is neither changed nor deleted"
ROW = ("uid", "session_id", "person_id", "presence", "minutes", "how", "corrects_id", "reason", "recorded_at")
SESSION = ("activity_id", "project_id", "on", "starts_at", "ends_at", "guests", "signed_at", "signed_by_id")
OF_ROW = (*ROW, "recorded_by_id")
SIGNED = "EXISTS (SELECT 1 FROM lab_session WHERE id = {row}.session_id AND signed_at IS NOT NULL)"


def _changed(columns: tuple[str, ...], unlike: str) -> str:
    return " OR ".join(f'OLD."{one}" {unlike} NEW."{one}"' for one in columns)


def _sqlite() -> list[str]:
    refused = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    row, session = _changed(OF_ROW, "IS NOT"), _changed(SESSION, "IS NOT")
    signed, later = SIGNED.format(row="OLD"), SIGNED.format(row="NEW")
    return [
        (
            f"CREATE TRIGGER register_row_not_added BEFORE INSERT ON lab_attendance "
            f"WHEN {later} AND NEW.reason = '' {refused}"
        ),
        (
            f"CREATE TRIGGER register_row_not_changed BEFORE UPDATE ON lab_attendance "
            f"WHEN {signed} AND ({row} OR (OLD.is_replaced AND NOT NEW.is_replaced)) {refused}"
        ),
        f"CREATE TRIGGER register_row_not_deleted BEFORE DELETE ON lab_attendance WHEN {signed} {refused}",
        (
            f"CREATE TRIGGER register_not_changed BEFORE UPDATE ON lab_session "
            f"WHEN OLD.signed_at IS NOT NULL AND ({session}) {refused}"
        ),
        (
            f"CREATE TRIGGER register_not_deleted BEFORE DELETE ON lab_session "
            f"WHEN OLD.signed_at IS NOT NULL {refused}"
        ),
    ]


def _postgresql() -> list[str]:
    raises = f"RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'"
    row, session = _changed(OF_ROW, "IS DISTINCT FROM"), _changed(SESSION, "IS DISTINCT FROM")
    signed, later = SIGNED.format(row="OLD"), SIGNED.format(row="NEW")
    return [
        f"""
        CREATE FUNCTION register_row_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF {later} AND NEW.reason = '' THEN {raises}; END IF;
                RETURN NEW;
            ELSIF TG_OP = 'UPDATE' THEN
                IF {signed} AND ({row} OR (OLD.is_replaced AND NOT NEW.is_replaced)) THEN {raises}; END IF;
                RETURN NEW;
            END IF;
            IF {signed} THEN {raises}; END IF;
            RETURN OLD;
        END $$
        """,
        (
            "CREATE TRIGGER register_row_kept BEFORE INSERT OR UPDATE OR DELETE ON lab_attendance "
            "FOR EACH ROW EXECUTE FUNCTION register_row_is_kept()"
        ),
        f"""
        CREATE FUNCTION register_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN {raises}; END IF;
            IF {session} THEN {raises}; END IF;
            RETURN NEW;
        END $$
        """,
        (
            "CREATE TRIGGER register_kept BEFORE UPDATE OR DELETE ON lab_session "
            "FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION register_is_kept()"
        ),
    ]


DOWN = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {name}"
        for name in (
            "register_row_not_added",
            "register_row_not_changed",
            "register_row_not_deleted",
            "register_not_changed",
            "register_not_deleted",
        )
    ],
    "postgresql": [
        "DROP FUNCTION IF EXISTS register_row_is_kept() CASCADE",
        "DROP FUNCTION IF EXISTS register_is_kept() CASCADE",
    ],
}


def put_up(apps: Any, schema: BaseDatabaseSchemaEditor) -> None:
    _run(schema, _sqlite() if schema.connection.vendor == "sqlite" else _postgresql())


def take_down(apps: Any, schema: BaseDatabaseSchemaEditor) -> None:
    _run(schema, DOWN[schema.connection.vendor])


def _run(schema: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    with schema.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("lab", "0100_report_history_is_kept")]
    operations = [migrations.RunPython(put_up, take_down)]
