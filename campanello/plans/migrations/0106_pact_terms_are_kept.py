"""Triggers that keep the terms of pacts as they were signed, on both databases; written by hand.

Terms under which a signature stands say what they say, until the people who made the pact are erased: then an ellipsis
stands for the words. Once both sides have signed, the day of it stays too. A later
migration that makes these tables anew on SQLite must put the triggers up again.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAYS = "terms of a pact that are signed are neither changed nor deleted"
OF_ROW = ("pact_id", "number", "minutes_to_give", "share_numerator", "share_denominator", "starts_on")
WORDS = ("gets", "gives", "reason")
SIGNED = "EXISTS (SELECT 1 FROM plans_signature WHERE pact_terms_id = OLD.id)"


def _changed(unlike: str) -> str:
    facts = [f'OLD."{one}" {unlike} NEW."{one}"' for one in OF_ROW]
    words = [f"(OLD.{one} {unlike} NEW.{one} AND NEW.{one} NOT IN ('', '…'))" for one in WORDS]
    said = " OR ".join((*facts, *words))
    agreed = f"(OLD.signed_on IS NOT NULL AND OLD.signed_on {unlike} NEW.signed_on)"
    return f"(({SIGNED} OR OLD.signed_on IS NOT NULL) AND ({said})) OR {agreed}"


def _sqlite() -> list[str]:
    refused = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    return [
        (
            f"CREATE TRIGGER pact_terms_not_changed BEFORE UPDATE ON plans_pactterms "
            f"WHEN {_changed('IS NOT')} {refused}"
        ),
        (
            f"CREATE TRIGGER pact_terms_not_deleted BEFORE DELETE ON plans_pactterms "
            f"WHEN OLD.signed_on IS NOT NULL {refused}"
        ),
    ]


def _postgresql() -> list[str]:
    raises = f"RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'"
    return [
        f"""
        CREATE FUNCTION pact_terms_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                IF OLD.signed_on IS NOT NULL THEN {raises}; END IF;
                RETURN OLD;
            END IF;
            IF {_changed("IS DISTINCT FROM")} THEN {raises}; END IF;
            RETURN NEW;
        END $$
        """,
        (
            "CREATE TRIGGER pact_terms_kept BEFORE UPDATE OR DELETE ON plans_pactterms "
            "FOR EACH ROW EXECUTE FUNCTION pact_terms_are_kept()"
        ),
    ]


DOWN = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS pact_terms_not_changed",
        "DROP TRIGGER IF EXISTS pact_terms_not_deleted",
    ],
    "postgresql": ["DROP FUNCTION IF EXISTS pact_terms_are_kept() CASCADE"],
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
    dependencies = [("plans", "0105_assessments_are_kept")]
    operations = [migrations.RunPython(put_up, take_down)]
