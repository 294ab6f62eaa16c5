"""Triggers that keep what was noted of an applicant and what was found, on both databases; written by hand.

Of a check nothing changes, of a fact nothing but that another replaces it and that its document goes; when their person
is erased, what the check looked at and what the fact says are emptied. Neither is deleted once the application was decided. A later migration that makes these tables anew on SQLite must put the
triggers up again.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAYS = "what was found of an applicant is neither changed nor deleted"
CHECK = (
    "application_id",
    "occasion",
    "on",
    "requirement_set",
    "set_starts_on",
    "outcome",
    "priority",
    "at",
    "by_id",
)
FACT = ("application_id", "name", "evidence", "on", "recorded_at", "recorded_by_id")
DECIDED = "EXISTS (SELECT 1 FROM plans_application WHERE id = OLD.application_id AND decided_at IS NOT NULL)"


def _changed(columns: tuple[str, ...], unlike: str, cast: str = "") -> str:
    return " OR ".join(f'OLD."{one}"{cast} {unlike} NEW."{one}"{cast}' for one in columns)


def _rewritten(column: str, unlike: str) -> str:
    """A text that was replaced by another one; emptied, it was erased."""
    return f"""(OLD."{column}" {unlike} NEW."{column}" AND NEW."{column}" <> '')"""


def _fact(unlike: str, is_null: str) -> str:
    document = f"(OLD.document_id {unlike} NEW.document_id AND NEW.document_id {is_null})"
    texts = " OR ".join(_rewritten(one, unlike) for one in ("value", "source"))
    return f"{_changed(FACT, unlike)} OR {texts} OR {document} OR (OLD.is_replaced AND NOT NEW.is_replaced)"


def _sqlite() -> list[str]:
    looked_at = "(OLD.results IS NOT NEW.results AND NEW.results <> '[]')"
    refused = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    return [
        (
            f"CREATE TRIGGER check_not_changed BEFORE UPDATE ON plans_requirementcheck "
            f"WHEN {_changed(CHECK, 'IS NOT')} OR {looked_at} {refused}"
        ),
        f"CREATE TRIGGER check_not_deleted BEFORE DELETE ON plans_requirementcheck WHEN {DECIDED} {refused}",
        (
            f"CREATE TRIGGER fact_not_changed BEFORE UPDATE ON plans_fact "
            f"WHEN {_fact('IS NOT', 'IS NOT NULL')} {refused}"
        ),
        f"CREATE TRIGGER fact_not_deleted BEFORE DELETE ON plans_fact WHEN {DECIDED} {refused}",
    ]


def _kept(table: str, name: str, changed: str) -> list[str]:
    raises = f"RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'"
    return [
        f"""
        CREATE FUNCTION {name}_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                IF {DECIDED} THEN {raises}; END IF;
                RETURN OLD;
            END IF;
            IF {changed} THEN {raises}; END IF;
            RETURN NEW;
        END $$
        """,
        (
            f"CREATE TRIGGER {name}_kept BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}_is_kept()"
        ),
    ]


def _postgresql() -> list[str]:
    looked_at = "(OLD.results IS DISTINCT FROM NEW.results AND NEW.results <> '[]'::jsonb)"
    check = f"{_changed(CHECK, 'IS DISTINCT FROM', '::text')} OR {looked_at}"
    return [
        *_kept("plans_requirementcheck", "requirement_check", check),
        *_kept("plans_fact", "applicant_fact", _fact("IS DISTINCT FROM", "IS NOT NULL")),
    ]


DOWN = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {name}"
        for name in ("check_not_changed", "check_not_deleted", "fact_not_changed", "fact_not_deleted")
    ],
    "postgresql": [
        "DROP FUNCTION IF EXISTS requirement_check_is_kept() CASCADE",
        "DROP FUNCTION IF EXISTS applicant_fact_is_kept() CASCADE",
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
    dependencies = [("plans", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
