"""Triggers that keep a signed register of a plan's session as it was signed, on both databases; written by hand.

Of a row of a signed register nothing changes but that another replaces it; a row that comes later says why, until its
person is erased. A later
migration that makes these tables anew on SQLite must put the triggers up again.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAYS = "a signed register of a plan is neither changed nor deleted"
OF_ROW = (
    "uid", "session_id", "plan_id", "service_id", "on", "planned_minutes", "is_signed", "presence", "minutes",
    "corrects_id", "recorded_at", "recorded_by_id",
)  # fmt: skip
OF_SESSION = (
    "project_id",
    "service_id",
    "on",
    "starts_at",
    "ends_at",
    "cancelled_at",
    "signed_at",
    "signed_by_id",
)
SIGNED = "EXISTS (SELECT 1 FROM plans_session WHERE id = {row}.session_id AND signed_at IS NOT NULL)"
# What is added to a signed register is a correction, which counts at once.
LATER = "NEW.reason = '' OR NOT NEW.is_signed"


def _changed(columns: tuple[str, ...], unlike: str) -> str:
    return " OR ".join(f'OLD."{one}" {unlike} NEW."{one}"' for one in columns)


def _row(unlike: str) -> str:
    """A row has other facts, or another reason; when its person is erased, an ellipsis stands for that."""
    reason = f"OLD.reason {unlike} NEW.reason AND NEW.reason NOT IN ('', '…')"
    return f"{_changed(OF_ROW, unlike)} OR ({reason})"


def _sqlite() -> list[str]:
    refused = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    row, session = _row("IS NOT"), _changed(OF_SESSION, "IS NOT")
    signed, later = SIGNED.format(row="OLD"), SIGNED.format(row="NEW")
    return [
        (
            f"CREATE TRIGGER plan_mark_not_added BEFORE INSERT ON plans_attendance "
            f"WHEN {later} AND ({LATER}) {refused}"
        ),
        (
            f"CREATE TRIGGER plan_mark_not_changed BEFORE UPDATE ON plans_attendance "
            f"WHEN {signed} AND ({row} OR (OLD.is_replaced AND NOT NEW.is_replaced)) {refused}"
        ),
        f"CREATE TRIGGER plan_mark_not_deleted BEFORE DELETE ON plans_attendance WHEN {signed} {refused}",
        (
            f"CREATE TRIGGER plan_register_not_changed BEFORE UPDATE ON plans_session "
            f"WHEN OLD.signed_at IS NOT NULL AND ({session}) {refused}"
        ),
        (
            f"CREATE TRIGGER plan_register_not_deleted BEFORE DELETE ON plans_session "
            f"WHEN OLD.signed_at IS NOT NULL {refused}"
        ),
    ]


def _postgresql() -> list[str]:
    raises = f"RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'"
    row, session = _row("IS DISTINCT FROM"), _changed(OF_SESSION, "IS DISTINCT FROM")
    signed, later = SIGNED.format(row="OLD"), SIGNED.format(row="NEW")
    return [
        f"""
        CREATE FUNCTION plan_mark_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF {later} AND ({LATER}) THEN {raises}; END IF;
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
            "CREATE TRIGGER plan_mark_kept BEFORE INSERT OR UPDATE OR DELETE ON plans_attendance "
            "FOR EACH ROW EXECUTE FUNCTION plan_mark_is_kept()"
        ),
        f"""
        CREATE FUNCTION plan_register_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN {raises}; END IF;
            IF {session} THEN {raises}; END IF;
            RETURN NEW;
        END $$
        """,
        (
            "CREATE TRIGGER plan_register_kept BEFORE UPDATE OR DELETE ON plans_session "
            "FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION plan_register_is_kept()"
        ),
    ]


DOWN = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {name}"
        for name in (
            "plan_mark_not_added",
            "plan_mark_not_changed",
            "plan_mark_not_deleted",
            "plan_register_not_changed",
            "plan_register_not_deleted",
        )
    ],
    "postgresql": [
        "DROP FUNCTION IF EXISTS plan_mark_is_kept() CASCADE",
        "DROP FUNCTION IF EXISTS plan_register_is_kept() CASCADE",
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
    dependencies = [("plans", "0102_plans_are_kept")]
    operations = [migrations.RunPython(put_up, take_down)]
