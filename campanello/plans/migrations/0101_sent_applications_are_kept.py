"""Triggers that keep an application as it was sent, and its steps, on both databases; written by hand.

What was answered is never changed, only emptied when its person is erased; so are a step's words. A number, once given,
stays. A later migration that makes these tables anew on SQLite must put the triggers up again.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAYS = "what was sent with an application is not changed"
SENT = ("uid", "measure_id", "project_id", "number", "channel", "started_at", "received_at", "received_on")
STEP = ("application_id", "before", "after", "at", "by_id", "reasons")


def _changed(columns: tuple[str, ...], unlike: str) -> str:
    return " OR ".join(f'OLD."{one}" {unlike} NEW."{one}"' for one in columns)


def _reworded(unlike: str) -> str:
    """Words of a step were replaced by others; emptied, they were erased."""
    columns = ("note", "out_of_turn")
    return " OR ".join(f"""(OLD.{one} {unlike} NEW.{one} AND NEW.{one} <> '')""" for one in columns)


def _sqlite() -> list[str]:
    refused = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    answers = "OLD.answers IS NOT NEW.answers AND NEW.answers <> '{}'"
    words = _reworded("IS NOT")
    return [
        (
            f"CREATE TRIGGER application_sent_not_changed BEFORE UPDATE ON plans_application "
            f"WHEN OLD.state <> 'draft' AND ({_changed(SENT, 'IS NOT')} OR NEW.state = 'draft' OR ({answers})) {refused}"
        ),
        (
            f"CREATE TRIGGER application_step_not_changed BEFORE UPDATE ON plans_applicationstep "
            f"WHEN {_changed(STEP, 'IS NOT')} OR {words} {refused}"
        ),
    ]


def _postgresql() -> list[str]:
    raises = f"RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'"
    answers = "OLD.answers IS DISTINCT FROM NEW.answers AND NEW.answers <> '{}'::jsonb"
    words = _reworded("IS DISTINCT FROM")
    sent = f"{_changed(SENT, 'IS DISTINCT FROM')} OR NEW.state = 'draft' OR ({answers})"
    step = f"{_changed(STEP, 'IS DISTINCT FROM')} OR {words}"
    return [
        f"""
        CREATE FUNCTION application_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN {raises}; END $$
        """,
        (
            "CREATE TRIGGER application_sent_not_changed BEFORE UPDATE ON plans_application FOR EACH ROW "
            f"WHEN (OLD.state <> 'draft' AND ({sent})) EXECUTE FUNCTION application_is_kept()"
        ),
        (
            "CREATE TRIGGER application_step_not_changed BEFORE UPDATE ON plans_applicationstep FOR EACH ROW "
            f"WHEN ({step}) EXECUTE FUNCTION application_is_kept()"
        ),
    ]


DOWN = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS application_sent_not_changed",
        "DROP TRIGGER IF EXISTS application_step_not_changed",
    ],
    "postgresql": ["DROP FUNCTION IF EXISTS application_is_kept() CASCADE"],
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
    dependencies = [("plans", "0100_checks_are_kept")]
    operations = [migrations.RunPython(put_up, take_down)]
