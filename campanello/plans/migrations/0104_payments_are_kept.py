"""Triggers that keep what a payment run proposed as it was, on both databases; written by hand.

Lines and payments come while their run is computed, and stay; of a payment only what became of it changes, and what is
over stays over. An account's number and holder never change, but are emptied when its person is erased: another account
is another row. A later migration that makes these tables anew on SQLite must put the triggers up again.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAYS = "what a payment run proposed is neither changed nor deleted"
RUN = (
    *(
        "uid",
        "project_id",
        "number",
        "through_on",
        "parameters",
        "plans",
        "to_person_cents",
        "to_arrears_cents",
    ),
    *("lines_sha256", "proposed_by_id", "proposed_at"),
)
PAYMENT = ("uid", "line_id", "run_id", "payee", "creditor_id", "pact_id", "cents", "account_id")
ACCOUNT = (
    "uid",
    "person_id",
    "organisation_id",
    "starts_on",
    "recorded_at",
    "recorded_by_id",
)
COMPUTED = "NOT EXISTS (SELECT 1 FROM plans_paymentrun WHERE id = {row}.run_id AND state = 'computing')"
RUN_OVER = "(OLD.state IN ('closed', 'void') AND NEW.state <> OLD.state)"
APPROVED = "(OLD.approved_by_id IS NOT NULL AND ({changed}))"
PAYMENT_OVER = (
    "(OLD.state IN ('failed', 'returned', 'void') AND NEW.state <> OLD.state) "
    "OR (OLD.state = 'paid' AND NEW.state NOT IN ('paid', 'returned'))"
)


def _changed(columns: tuple[str, ...], unlike: str) -> str:
    return " OR ".join(f'OLD."{one}" {unlike} NEW."{one}"' for one in columns)


def _wrong(unlike: str) -> dict[str, str]:
    """When a change of a row is refused, by table."""
    run, approved = _changed(RUN, unlike), _changed(("approved_by_id", "approved_at"), unlike)
    moved = f"{RUN_OVER} OR {APPROVED.format(changed=approved)}"
    # With its number or its holder gone, an account was erased; then nothing may be written into it again.
    emptied = " OR ".join(f"(OLD.{one} {unlike} NEW.{one} AND NEW.{one} <> '')" for one in ("iban", "holder"))
    return {
        "paymentrun": f"OLD.state <> 'computing' AND ({run} OR {moved} OR NEW.state = 'computing')",
        "paymentline": COMPUTED.format(row="OLD"),
        "payment": f"{_changed(PAYMENT, unlike)} OR {PAYMENT_OVER}",
        "bankaccount": f"{_changed(ACCOUNT, unlike)} OR {emptied}",
    }


def _sqlite() -> list[str]:
    refused = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    made = [
        f"CREATE TRIGGER {table}_not_changed BEFORE UPDATE ON plans_{table} WHEN {wrong} {refused}"
        for table, wrong in _wrong("IS NOT").items()
    ]
    for table in ("paymentline", "payment"):
        new, old = COMPUTED.format(row="NEW"), COMPUTED.format(row="OLD")
        made += [
            f"CREATE TRIGGER {table}_not_added BEFORE INSERT ON plans_{table} WHEN {new} {refused}",
            f"CREATE TRIGGER {table}_not_deleted BEFORE DELETE ON plans_{table} WHEN {old} {refused}",
        ]
    return [
        *made,
        (
            f"CREATE TRIGGER paymentrun_not_deleted BEFORE DELETE ON plans_paymentrun "
            f"WHEN OLD.state <> 'computing' {refused}"
        ),
    ]


def _postgresql() -> list[str]:
    raises = f"RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'"
    made = []
    for table, wrong in _wrong("IS DISTINCT FROM").items():
        with_rows = table in {"paymentline", "payment"}
        added = f"IF {COMPUTED.format(row='NEW')} THEN {raises}; END IF;" if with_rows else ""
        deleted = {
            "paymentrun": f"IF OLD.state <> 'computing' THEN {raises}; END IF;",
            "bankaccount": "",
        }.get(table, f"IF {COMPUTED.format(row='OLD')} THEN {raises}; END IF;")
        made += [
            f"""
            CREATE FUNCTION {table}_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'INSERT' THEN {added} RETURN NEW; END IF;
                IF TG_OP = 'DELETE' THEN {deleted} RETURN OLD; END IF;
                IF {wrong} THEN {raises}; END IF;
                RETURN NEW;
            END $$
            """,
            (
                f"CREATE TRIGGER {table}_kept BEFORE INSERT OR UPDATE OR DELETE ON plans_{table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_is_kept()"
            ),
        ]
    return made


TABLES = ("paymentrun", "paymentline", "payment", "bankaccount")
DOWN = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {table}_not_{deed}"
        for table in TABLES
        for deed in ("added", "changed", "deleted")
    ],
    "postgresql": [f"DROP FUNCTION IF EXISTS {table}_is_kept() CASCADE" for table in TABLES],
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
    dependencies = [("plans", "0103_plan_registers_are_kept")]
    operations = [migrations.RunPython(put_up, take_down)]
