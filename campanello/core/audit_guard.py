"""Keeps audit entries as they were written: triggers on both databases refuse to change or delete one.

Entries older than the period of retention are deleted by `campanello retention` alone, which says so first with a row
of `AuditRelease` in the same transaction. A later migration that makes the table of entries anew on SQLite must put
the triggers up again.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

_SAYS = "audit entries are neither changed nor deleted"
_RELEASED = "SELECT 1 FROM core_auditrelease WHERE before > OLD.at"
_SQLITE = (
    f"""
    CREATE TRIGGER audit_not_changed BEFORE UPDATE ON core_auditentry
    BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END
    """,
    f"""
    CREATE TRIGGER audit_not_deleted BEFORE DELETE ON core_auditentry WHEN NOT EXISTS ({_RELEASED})
    BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END
    """,
)
_POSTGRESQL = (
    f"""
    CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF EXISTS ({_RELEASED}) THEN RETURN OLD; END IF;
        ELSIF TG_OP = 'TRUNCATE' THEN
            IF EXISTS (SELECT 1 FROM core_auditrelease) THEN RETURN NULL; END IF;
        END IF;
        RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,  # noqa: S608 (put together of our own words)
    """
    CREATE TRIGGER audit_not_changed BEFORE UPDATE OR DELETE ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_is_kept()
    """,
    """
    CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON core_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()
    """,
)
_DOWN = {
    "sqlite": ("DROP TRIGGER IF EXISTS audit_not_changed", "DROP TRIGGER IF EXISTS audit_not_deleted"),
    "postgresql": ("DROP FUNCTION IF EXISTS audit_is_kept() CASCADE",),
}


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Refuse changes from now on."""
    for statement in _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL:
        _run(connection, statement)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Undo `put_up`, for a migration backwards."""
    for statement in _DOWN[connection.vendor]:
        _run(connection, statement)


def _run(connection: BaseDatabaseWrapper, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
