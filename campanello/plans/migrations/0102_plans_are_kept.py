"""Triggers that keep plans as they were signed, on both databases; written by hand.

Acts and signatures are neither changed nor deleted. A version that bears a signature keeps its text, and its services
stay; when both sides have signed, the day is written once. A later migration that makes these tables anew on SQLite
must put the triggers up again.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ACT = "an act of a plan is neither changed nor deleted"
SIGNATURE = "a signature is neither changed nor deleted"
VERSION = "a signed version of a plan is neither changed nor deleted"
OF_ACT = ("plan_id", "kind", "on", "number", "before", "after", "ends_on", "at", "by_id")
OF_SIGNATURE = (
    "uid", "plan_version_id", "pact_terms_id", "person_id", "by", "how", "on", "text_sha256", "at", "recorded_by_id",
)  # fmt: skip
OF_SERVICE = ("id", "plan_version_id", "service_id", "minutes", "deliverer_id", "starts_on", "ends_on")
OF_VERSION = ("uid", "plan_id", "number", "starts_on", "made_at", "made_by_id")
BEARS = "EXISTS (SELECT 1 FROM plans_signature WHERE plan_version_id = {version})"
HOLDS = "EXISTS (SELECT 1 FROM plans_planversion WHERE id = {version} AND signed_on IS NOT NULL)"


def _changed(columns: tuple[str, ...], unlike: str) -> str:
    return " OR ".join(f'OLD."{one}" {unlike} NEW."{one}"' for one in columns)


def _rewritten(column: str, unlike: str) -> str:
    """A text that was replaced by another; when a person is erased it is emptied, or an ellipsis stands for it."""
    return f"""(OLD."{column}" {unlike} NEW."{column}" AND NEW."{column}" NOT IN ('', '…'))"""


def _signed(version: str) -> str:
    return f"({BEARS.format(version=version)} OR {HOLDS.format(version=version)})"


def _conditions(unlike: str) -> dict[str, tuple[str, str, str]]:
    """By trigger: the table and event, when it refuses, what it says."""
    version = f"{_changed(OF_VERSION, unlike)} OR {_rewritten('reason', unlike)}"
    bears = f"{BEARS.format(version='OLD.plan_version_id')} OR {BEARS.format(version='NEW.plan_version_id')}"
    drawn = f"(OLD.strokes {unlike} NEW.strokes AND NEW.strokes IS NOT NULL)"
    paper = f"(OLD.document_id {unlike} NEW.document_id AND NEW.document_id IS NOT NULL)"
    if unlike != "IS NOT":
        drawn = "(OLD.strokes::text IS DISTINCT FROM NEW.strokes::text AND NEW.strokes IS NOT NULL)"
    return {
        "plan_act_not_changed": (
            "UPDATE ON plans_planact",
            f"{_changed(OF_ACT, unlike)} OR {_rewritten('reason', unlike)}",
            ACT,
        ),
        "plan_act_not_deleted": ("DELETE ON plans_planact", "", ACT),
        "signature_not_changed": (
            "UPDATE ON plans_signature",
            f"{_changed(OF_SIGNATURE, unlike)} OR {drawn} OR {paper}",
            SIGNATURE,
        ),
        "signature_not_deleted": ("DELETE ON plans_signature", "", SIGNATURE),
        "plan_version_not_changed": (
            "UPDATE ON plans_planversion",
            (
                f"{_signed('OLD.id')} AND ({version} OR "
                f"(OLD.signed_on IS NOT NULL AND OLD.signed_on {unlike} NEW.signed_on))"
            ),
            VERSION,
        ),
        "plan_version_not_deleted": ("DELETE ON plans_planversion", _signed("OLD.id"), VERSION),
        "plan_service_not_added": (
            "INSERT ON plans_planservice",
            BEARS.format(version="NEW.plan_version_id"),
            VERSION,
        ),
        "plan_service_not_changed": (
            "UPDATE ON plans_planservice",
            f"({bears}) AND ({_changed(OF_SERVICE, unlike)} OR {_rewritten('calendar', unlike)})",
            VERSION,
        ),
        "plan_service_not_deleted": (
            "DELETE ON plans_planservice",
            BEARS.format(version="OLD.plan_version_id"),
            VERSION,
        ),
    }


def _sqlite() -> list[str]:
    made = []
    for name, (event, condition, says) in _conditions("IS NOT").items():
        when = f"WHEN {condition} " if condition else ""
        made.append(f"CREATE TRIGGER {name} BEFORE {event} {when}BEGIN SELECT RAISE(ABORT, '{says}'); END")
    return made


def _postgresql() -> list[str]:
    made = []
    for name, (event, condition, says) in _conditions("IS DISTINCT FROM").items():
        row = "OLD" if event.startswith("DELETE") else "NEW"
        raises = f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'"
        refuses = f"IF {condition} THEN {raises}; END IF; RETURN {row};" if condition else f"{raises};"
        made.append(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuses} END $$")
        made.append(f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW EXECUTE FUNCTION {name}()")
    return made


def put_up(apps: Any, schema: BaseDatabaseSchemaEditor) -> None:
    _run(schema, _sqlite() if schema.connection.vendor == "sqlite" else _postgresql())


def take_down(apps: Any, schema: BaseDatabaseSchemaEditor) -> None:
    names = _conditions("IS NOT")
    if schema.connection.vendor == "sqlite":
        _run(schema, [f"DROP TRIGGER IF EXISTS {name}" for name in names])
    else:
        _run(schema, [f"DROP FUNCTION IF EXISTS {name}() CASCADE" for name in names])


def _run(schema: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    with schema.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("plans", "0101_sent_applications_are_kept")]
    operations = [migrations.RunPython(put_up, take_down)]
