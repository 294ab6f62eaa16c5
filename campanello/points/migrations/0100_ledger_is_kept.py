"""The ledger's own laws in both databases, and how PostgreSQL writes transfers in one round trip; written by hand.

Transfers and seals are neither changed nor deleted, and nothing comes into a day that is sealed, or before it. Accounts
stay whose they are; a rate that earned somebody points stays what it was. A later migration that makes these tables
anew on SQLite must put the triggers up again.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KEPT = {
    "points_transfer": "transfers are neither changed nor deleted",
    "points_seal": "seals are neither changed nor deleted",
}
# Why it was is all that a reversal says of anybody, and is emptied when they are erased.
UNSAID = "why a transfer was taken back is emptied, never changed"
OTHERWISE = "OLD.transfer_id <> NEW.transfer_id OR NEW.why <> '…'"
SEALED = "this day of the project is sealed"
OWNED = "an account stays of its kind, its project and whoever holds it"
USED = "a rate that earned points is not changed"
OWNER = ("uid", "project_id", "kind", "household_id", "person_id", "creditor_id", "strip")
RATE = ("tariff_id", "code", "unit", "points")
IS_SEALED = 'SELECT 1 FROM points_seal s WHERE s.project_id = {row}.project_id AND s."on" >= {row}."on"'
IS_USED = "SELECT 1 FROM points_transfer t WHERE t.rate_id = OLD.id"


def _changed(columns: tuple[str, ...], unlike: str) -> str:
    return " OR ".join(f'OLD."{one}" {unlike} NEW."{one}"' for one in columns)


def _sqlite() -> list[str]:
    def refused(says: str) -> str:
        return f"BEGIN SELECT RAISE(ABORT, '{says}'); END"

    kept = [
        f"CREATE TRIGGER {table}_not_{deed}d BEFORE {word} ON {table} {refused(says)}"
        for table, says in KEPT.items()
        for deed, word in (("change", "UPDATE"), ("delete", "DELETE"))
    ]
    return [
        *kept,
        (
            f"CREATE TRIGGER points_reversal_not_changed BEFORE UPDATE ON points_reversal WHEN {OTHERWISE} "
            f"{refused(UNSAID)}"
        ),
        f"CREATE TRIGGER points_reversal_not_deleted BEFORE DELETE ON points_reversal {refused(UNSAID)}",
        (
            "CREATE TRIGGER points_transfer_not_sealed BEFORE INSERT ON points_transfer "
            f"WHEN EXISTS ({IS_SEALED.format(row='NEW')}) {refused(SEALED)}"
        ),
        (
            "CREATE TRIGGER points_account_not_changed BEFORE UPDATE ON points_account "
            f"WHEN {_changed(OWNER, 'IS NOT')} {refused(OWNED)}"
        ),
        (
            "CREATE TRIGGER points_rate_not_changed BEFORE UPDATE ON points_rate "
            f"WHEN ({_changed(RATE, 'IS NOT')}) AND EXISTS ({IS_USED}) {refused(USED)}"
        ),
    ]


def _postgresql() -> list[str]:
    def function(name: str, condition: str, says: str) -> str:
        return f"""
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {condition} THEN
                    RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
            END $$
            """

    def trigger(name: str, when: str, table: str, then: str) -> str:
        return f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {then}()"

    kept = [
        statement
        for table, says in KEPT.items()
        for statement in (
            function(f"{table}_is_kept", "true", says),
            trigger(
                f"{table}_kept", "BEFORE UPDATE OR DELETE", table, f"ROW EXECUTE FUNCTION {table}_is_kept"
            ),
        )
    ]
    # Once a statement, however many rows it writes.
    sealed = f"EXISTS (SELECT 1 FROM written w WHERE EXISTS ({IS_SEALED.format(row='w')}))"  # noqa: S608 (our own words)
    owner = ", ".join(OWNER)
    return [
        *kept,
        function("points_reversal_is_kept", f"TG_OP = 'DELETE' OR {OTHERWISE}", UNSAID),
        trigger(
            "points_reversal_kept",
            "BEFORE UPDATE OR DELETE",
            "points_reversal",
            "ROW EXECUTE FUNCTION points_reversal_is_kept",
        ),
        function("points_transfer_is_open", sealed, SEALED),
        trigger(
            "points_transfer_open",
            "AFTER INSERT",
            "points_transfer REFERENCING NEW TABLE AS written",
            "STATEMENT EXECUTE FUNCTION points_transfer_is_open",
        ),
        function("points_account_is_kept", _changed(OWNER, "IS DISTINCT FROM"), OWNED),
        # A change of the balance alone does not call it.
        trigger(
            "points_account_kept",
            f"BEFORE UPDATE OF {owner}",
            "points_account",
            "ROW EXECUTE FUNCTION points_account_is_kept",
        ),
        function(
            "points_rate_is_kept", f"({_changed(RATE, 'IS DISTINCT FROM')}) AND EXISTS ({IS_USED})", USED
        ),
        trigger(
            "points_rate_kept", "BEFORE UPDATE", "points_rate", "ROW EXECUTE FUNCTION points_rate_is_kept"
        ),
        # Balances change in place: room for that is left beside each.
        "ALTER TABLE points_account SET (fillfactor = 60)",
        POST,
    ]


# Locks the accounts in the order of their keys, leaves out what was written before, refuses or writes, and changes the
# balances. What is asked of it is checked by `points/services/ledger.py`, which alone calls it.
POST = """
CREATE FUNCTION points_post(
    ledger bigint, day date, moment timestamptz, who bigint,
    uids uuid[], sources bigint[], targets bigint[], amounts integer[], kinds text[],
    earners bigint[], earned date[], worked integer[], rates bigint[], attendances bigint[], awards bigint[],
    redemptions bigint[], reversals bigint[],
    OUT keys bigint[], OUT why text, OUT held bigint, OUT asked bigint
) LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
    strip bigint;
    changes bigint[];
    found bigint;
    differs boolean;
BEGIN
    -- An award out of whichever issuer's account has room: where the household's key leads, or else the fullest.
    IF sources[1] = 0 THEN
        SELECT s.id INTO strip FROM (
            SELECT a.id, a.balance - a.floor AS room, row_number() OVER (ORDER BY a.id) - 1 AS n, count(*) OVER () AS all_of
            FROM points_account a WHERE a.project_id = ledger AND a.kind = 'issuer'
        ) s
        WHERE s.room >= (SELECT sum(m) FROM unnest(amounts) m)
        ORDER BY s.n <> targets[1] % s.all_of, s.room DESC LIMIT 1;
        IF strip IS NULL THEN
            why := 'budget';
            RETURN;
        END IF;
        sources := array_fill(strip, ARRAY[cardinality(uids)]);
    END IF;

    SELECT array_agg(c.account ORDER BY c.account) INTO touched
    FROM (SELECT DISTINCT unnest(sources || targets) AS account) c;
    SELECT count(*) INTO found FROM (
        SELECT 1 FROM points_account a WHERE a.id = ANY(touched) AND a.project_id = ledger
        ORDER BY a.id FOR NO KEY UPDATE
    ) locked;
    IF found < cardinality(touched) THEN
        why := 'missing';
        RETURN;
    END IF;

    SELECT array_agg(t.id ORDER BY m.n),
        bool_or(t.target_id <> m.target OR t.points <> m.amount OR t.kind <> m.kind
            OR t.source_id <> m.source AND m.kind <> 'award')
    INTO keys, differs
    FROM unnest(uids, sources, targets, amounts, kinds) WITH ORDINALITY AS m(uid, source, target, amount, kind, n)
    LEFT JOIN points_transfer t ON t.uid = m.uid;
    IF differs THEN
        why := 'otherwise';
        RETURN;
    END IF;
    IF array_position(keys, NULL) IS NULL THEN
        RETURN;
    END IF;

    SELECT array_agg(c.change ORDER BY c.account), array_agg(c.account ORDER BY c.account) INTO changes, touched
    FROM (
        SELECT both_sides.account, sum(both_sides.change) AS change
        FROM unnest(sources, targets, amounts) WITH ORDINALITY AS m(source, target, amount, n),
            LATERAL (VALUES (m.source, -m.amount), (m.target, m.amount)) AS both_sides(account, change)
        WHERE keys[m.n] IS NULL
        GROUP BY both_sides.account
    ) c;
    SELECT CASE a.kind WHEN 'issuer' THEN 'budget' ELSE 'points' END, a.balance - a.floor, -c.change
    INTO why, held, asked
    FROM unnest(touched, changes) AS c(account, change) JOIN points_account a ON a.id = c.account
    WHERE c.change < 0 AND a.balance + c.change < a.floor
    ORDER BY a.id LIMIT 1;
    IF why IS NOT NULL THEN
        RETURN;
    END IF;

    WITH written AS (
        INSERT INTO points_transfer (
            uid, source_id, target_id, points, kind, earned_by_id, earned_on, minutes, rate_id, attendance_id,
            award_id, redemption_id, reverses_id, project_id, "on", recorded_at, recorded_by_id
        )
        SELECT m.uid, m.source, m.target, m.amount, m.kind, m.earner, m.earned, m.worked, m.rate, m.attendance,
            m.award, m.redemption, m.reversal, ledger, day, moment, who
        FROM unnest(
            uids, sources, targets, amounts, kinds, earners, earned, worked, rates, attendances, awards,
            redemptions, reversals
        ) WITH ORDINALITY AS m(
            uid, source, target, amount, kind, earner, earned, worked, rate, attendance, award, redemption,
            reversal, n
        )
        WHERE keys[m.n] IS NULL ORDER BY m.n
        RETURNING id, uid
    )
    SELECT array_agg(coalesce(keys[m.n], w.id) ORDER BY m.n) INTO keys
    FROM unnest(uids) WITH ORDINALITY AS m(uid, n) LEFT JOIN written w ON w.uid = m.uid;

    UPDATE points_account a SET balance = a.balance + c.change
    FROM unnest(touched, changes) AS c(account, change) WHERE a.id = c.account;
END $$
"""

DOWN = {
    "sqlite": [
        f"DROP TRIGGER IF EXISTS {name}"
        for name in (
            *(
                f"{table}_not_{deed}"
                for table in (*KEPT, "points_reversal")
                for deed in ("changed", "deleted")
            ),
            "points_transfer_not_sealed",
            "points_account_not_changed",
            "points_rate_not_changed",
        )
    ],
    "postgresql": [
        *(f"DROP FUNCTION IF EXISTS {table}_is_kept() CASCADE" for table in (*KEPT, "points_reversal")),
        "DROP FUNCTION IF EXISTS points_transfer_is_open() CASCADE",
        "DROP FUNCTION IF EXISTS points_account_is_kept() CASCADE",
        "DROP FUNCTION IF EXISTS points_rate_is_kept() CASCADE",
        "DROP FUNCTION IF EXISTS points_post",
        "ALTER TABLE points_account RESET (fillfactor)",
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
    dependencies = [("points", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
