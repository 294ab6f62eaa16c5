"""Triggers that keep a signed assessment as it was signed, on both databases; written by hand.

Nothing of it changes but that its texts may be emptied, when its person is erased. It is signed with every score that
it has, and each with its reason. A later migration that makes these tables anew on SQLite must put the triggers up again.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAYS = "a signed assessment is neither changed nor deleted"
UNFIT = "an assessment is signed with a score and a reason for each dimension"
KEPT = ("uid", "project_id", "person_id", "plan_id", "kind", "on", "needs_team", "signed_at", "signed_by_id")
OF_SCORE = ("assessment_id", "dimension", "score")
SIGNED = "EXISTS (SELECT 1 FROM plans_assessment WHERE id = {row}.assessment_id AND signed_at IS NOT NULL)"
UNFINISHED = "EXISTS (SELECT 1 FROM plans_dimensionscore WHERE assessment_id = NEW.id AND (score IS NULL OR reason = ''))"


def _changed(columns: tuple[str, ...], unlike: str) -> str:
    return " OR ".join(f'OLD."{one}" {unlike} NEW."{one}"' for one in columns)


def _rewritten(column: str, unlike: str) -> str:
    """A text that was replaced by another one; emptied, it was erased."""
    return f'(OLD."{column}" {unlike} NEW."{column}" AND NEW."{column}" <> \'\')'


def _sqlite() -> list[str]:
    refused = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    unlike = "IS NOT"
    row = f"{_changed(KEPT, unlike)} OR {_rewritten('summary', unlike)}"
    score = f"{_changed(OF_SCORE, unlike)} OR {_rewritten('reason', unlike)}"
    old, new = SIGNED.format(row="OLD"), SIGNED.format(row="NEW")
    return [
        (
            f"CREATE TRIGGER assessment_not_changed BEFORE UPDATE ON plans_assessment "
            f"WHEN OLD.signed_at IS NOT NULL AND ({row}) {refused}"
        ),
        (
            f"CREATE TRIGGER assessment_not_deleted BEFORE DELETE ON plans_assessment "
            f"WHEN OLD.signed_at IS NOT NULL {refused}"
        ),
        (
            f"CREATE TRIGGER assessment_signed_whole BEFORE UPDATE ON plans_assessment "
            f"WHEN OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL AND {UNFINISHED} "
            f"BEGIN SELECT RAISE(ABORT, '{UNFIT}'); END"
        ),
        f"CREATE TRIGGER score_not_added BEFORE INSERT ON plans_dimensionscore WHEN {new} {refused}",
        (
            f"CREATE TRIGGER score_not_changed BEFORE UPDATE ON plans_dimensionscore "
            f"WHEN ({old} OR {new}) AND ({score}) {refused}"
        ),
        f"CREATE TRIGGER score_not_deleted BEFORE DELETE ON plans_dimensionscore WHEN {old} {refused}",
    ]


def _postgresql() -> list[str]:
    coded = "USING ERRCODE = 'integrity_constraint_violation'"
    raises, unfit = f"RAISE EXCEPTION '{SAYS}' {coded}", f"RAISE EXCEPTION '{UNFIT}' {coded}"
    unlike = "IS DISTINCT FROM"
    row = f"{_changed(KEPT, unlike)} OR {_rewritten('summary', unlike)}"
    score = f"{_changed(OF_SCORE, unlike)} OR {_rewritten('reason', unlike)}"
    old, new = SIGNED.format(row="OLD"), SIGNED.format(row="NEW")
    return [
        f"""
        CREATE FUNCTION assessment_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                IF OLD.signed_at IS NOT NULL THEN {raises}; END IF;
                RETURN OLD;
            END IF;
            IF OLD.signed_at IS NOT NULL AND ({row}) THEN {raises}; END IF;
            IF OLD.signed_at IS NULL AND NEW.signed_at IS NOT NULL AND {UNFINISHED} THEN {unfit}; END IF;
            RETURN NEW;
        END $$
        """,
        (
            "CREATE TRIGGER assessment_kept BEFORE UPDATE OR DELETE ON plans_assessment "
            "FOR EACH ROW EXECUTE FUNCTION assessment_is_kept()"
        ),
        f"""
        CREATE FUNCTION score_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                IF {new} THEN {raises}; END IF;
                RETURN NEW;
            ELSIF TG_OP = 'UPDATE' THEN
                IF ({old} OR {new}) AND ({score}) THEN {raises}; END IF;
                RETURN NEW;
            END IF;
            IF {old} THEN {raises}; END IF;
            RETURN OLD;
        END $$
        """,
        (
            "CREATE TRIGGER score_kept BEFORE INSERT OR UPDATE OR DELETE ON plans_dimensionscore "
            "FOR EACH ROW EXECUTE FUNCTION score_is_kept()"
        ),
    ]


DOWN = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {name}"
        for name in (
            "assessment_not_changed",
            "assessment_not_deleted",
            "assessment_signed_whole",
            "score_not_added",
            "score_not_changed",
            "score_not_deleted",
        )
    ],
    "postgresql": [
        "DROP FUNCTION IF EXISTS assessment_is_kept() CASCADE",
        "DROP FUNCTION IF EXISTS score_is_kept() CASCADE",
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
    dependencies = [("plans", "0104_payments_are_kept")]
    operations = [migrations.RunPython(put_up, take_down)]
