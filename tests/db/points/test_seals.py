"""Seals and the check: what is sealed is kept, and a row changed past all doors is named."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from campanello.core.actor import NOBODY
from campanello.points.models import Account, Seal, Transfer
from campanello.points.queries import checking as checking_queries
from campanello.points.queries import receipts, sealed_rows
from campanello.points.queries.checking import check
from campanello.points.rules import checking
from campanello.points.rules.canonical import row_text
from campanello.points.rules.issuing import AwardLine
from campanello.points.rules.ledger import Move
from campanello.points.rules.receipts import Verdict
from campanello.points.services import issuing, ledger, sealing
from tests import factories, factories_points

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAYS = 3


def world() -> Any:
    """A scheme whose three days have five awards each, sealed the day after."""
    scheme = factories_points.scheme()
    homes = [factories_points.account(scheme.project) for _ in range(5)]
    for day in range(DAYS):
        at = AT + timedelta(days=day, microseconds=day)
        lines = [AwardLine(one.pk, 10 + place, uid=uuid4()) for place, one in enumerate(homes)]
        issuing.award(actor=NOBODY, project=scheme.project_id, lines=lines, at=at)
    return scheme


def by_hand(statement: str, values: list[Any]) -> None:
    """What somebody with the database's own password could do: the triggers are off while they do it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement, values)
            cursor.execute("SET session_replication_role = origin")
            return
        triggers = list(
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'points%%'"
            )
        )
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(statement, values)
        for _name, sql in triggers:
            cursor.execute(sql.replace("%", "%%"))


def told(checked: checking.Checked) -> list[str]:
    return [one.text for one in checked.in_order()]


def test_the_database_and_the_program_write_a_row_alike() -> None:
    scheme = world()
    row = Transfer.objects.filter(project=scheme.project).latest("pk")
    *_, (key, points, text) = sealed_rows.of_day(scheme.project_id, row.on)
    assert (key, points, text) == (row.pk, row.points, row_text(row))


def test_each_day_is_sealed_once_with_the_seal_before_in_it_and_stays_closed() -> None:
    scheme = world()
    later = AT + timedelta(days=DAYS)
    assert sealing.seal_all(later) == DAYS
    assert sealing.seal_all(later) == 0
    first, second, _third = Seal.objects.filter(project=scheme.project).order_by("on")
    assert (first.previous_sha256, second.previous_sha256) == ("", first.sha256)
    assert (first.transfers, first.points, len(first.rows)) == (5, 60, 40)
    with pytest.raises(sealing.DayNotOver):
        sealing.seal(scheme.project_id, later.date(), later)
    home = Account.objects.filter(kind="household").earliest("pk")
    line = AwardLine(home.pk, 1, uid=uuid4())
    for closed in (AT, AT - timedelta(days=9)):
        with pytest.raises(DatabaseError), transaction.atomic():
            issuing.award(actor=NOBODY, project=scheme.project_id, lines=[line], at=closed)
    issuing.award(actor=NOBODY, project=scheme.project_id, lines=[line], at=later)
    assert check().is_whole


KEPT = {
    "a transfer's points": ("UPDATE points_transfer SET points = 1", "transfers are neither"),
    "a transfer as a whole": ("DELETE FROM points_transfer", "transfers are neither"),
    "a seal": ("UPDATE points_seal SET points = 1", "seals are neither"),
    "a seal as a whole": ("DELETE FROM points_seal", "seals are neither"),
    "whose an account is": (
        "UPDATE points_account SET strip = strip + 1 WHERE kind = 'issuer'",
        "an account stays",
    ),
    "a rate that earned points": ("UPDATE points_rate SET points = 9", "a rate that earned"),
}


@pytest.mark.parametrize(("statement", "says"), KEPT.values(), ids=KEPT)
def test_the_database_itself_keeps(statement: str, says: str) -> None:
    scheme = world()
    rate = scheme.tariffs.get().rates.first()
    home = Account.objects.filter(kind="household").earliest("pk")
    line = AwardLine(home.pk, 1, uid=uuid4(), rate=rate.pk)
    issuing.award(actor=NOBODY, project=scheme.project_id, lines=[line], at=AT)
    sealing.seal_all(AT + timedelta(days=DAYS))
    with pytest.raises(DatabaseError, match=says), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_rate_that_nobody_earned_by_may_still_be_put_right() -> None:
    scheme = factories_points.scheme()
    assert scheme.tariffs.get().rates.update(points=9)


def test_a_row_changed_by_hand_is_named_with_what_it_was_and_by_its_receipt() -> None:
    scheme = world()
    sealing.seal_all(AT + timedelta(days=DAYS))
    row = Transfer.objects.filter(project=scheme.project, on=date(2026, 3, 3)).order_by("pk")[1]
    code = receipts.code_of(row)
    assert receipts.receipt(code).verdict is Verdict.TRUE
    by_hand("UPDATE points_transfer SET points = 911 WHERE id = %s", [row.pk])

    found = check(scheme.project.code).in_order()
    assert (found[0].text, found[0].on) == (checking.BROKEN, date(2026, 3, 3))
    assert found[1].facts == {
        "transfer": row.pk, "day": "2026-03-03", "field": "points", "now": "911", "was": "11",
    }  # fmt: skip
    assert [one.text for one in found[2:]].count(checking.BALANCE) == 2
    assert receipts.receipt(code).verdict is Verdict.CHANGED


def test_a_row_taken_out_or_put_in_by_hand_is_named() -> None:
    scheme = world()
    sealing.seal_all(AT + timedelta(days=DAYS))
    rows = list(Transfer.objects.filter(project=scheme.project, on=date(2026, 3, 4)).order_by("pk"))
    code = receipts.code_of(rows[2])
    by_hand("DELETE FROM points_transfer WHERE id = %s", [rows[2].pk])
    gone = next(one for one in check().findings if one.text == checking.GONE)
    assert gone.facts == {"transfer": rows[1].pk, "count": 1, "day": "2026-03-04"}
    assert receipts.receipt(code).verdict is Verdict.CHANGED

    by_hand('UPDATE points_transfer SET "on" = %s WHERE id = %s', ["2026-03-04", rows[3].pk - 5])
    assert (
        next(one for one in check().findings if one.text == checking.ADDED).facts["transfer"]
        == rows[3].pk - 5
    )


def test_a_seal_or_a_balance_changed_by_hand_is_found() -> None:
    world()
    sealing.seal_all(AT + timedelta(days=DAYS))
    by_hand("UPDATE points_account SET balance = balance + 5 WHERE kind = %s", ["household"])
    checked = check()
    assert told(checked).count(checking.BALANCE) == 5
    assert told(checked).count(checking.SUMS) == 1
    by_hand("UPDATE points_account SET balance = balance - 5 WHERE kind = %s", ["household"])
    assert check().is_whole
    by_hand('UPDATE points_seal SET sha256 = %s WHERE "on" = %s', ["0" * 64, "2026-03-03"])
    assert told(check()) == [checking.BROKEN, checking.SEAL_ITSELF, checking.CHAIN]


def test_a_row_in_a_day_that_was_never_sealed_is_found() -> None:
    scheme = world()
    sealing.seal_all(AT + timedelta(days=DAYS))
    row = Transfer.objects.filter(project=scheme.project).earliest("pk")
    by_hand('UPDATE points_transfer SET "on" = %s WHERE id = %s', ["2026-02-01", row.pk])
    assert told(check())[0] == checking.UNSEALED


def test_two_projects_have_seals_of_their_own() -> None:
    one, other = world(), factories_points.scheme()
    home = factories_points.account(other.project, factories.household())
    (strip,) = Account.objects.filter(project=other.project, kind="issuer")
    ledger.post(
        actor=NOBODY, project=other.project_id, moves=[Move(uuid4(), strip.pk, home.pk, 3, "award")], at=AT
    )
    sealing.seal_all(AT + timedelta(days=DAYS))
    assert Seal.objects.get(project=other.project).previous_sha256 == ""
    assert set(check(other.project.code).totals) == {other.project_id}
    assert {t.code for t in check().totals.values()} == {one.project.code, other.project.code}


@pytest.mark.django_db(transaction=True)
def test_days_that_are_computed_side_by_side_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking_queries, "_ROWS_AT_ONCE", 5)
    scheme = world()
    sealing.seal_all(AT + timedelta(days=DAYS))
    done: list[tuple[int, int]] = []
    assert check(report=lambda *rows: done.append(rows)).is_whole
    assert done == [(5, 15), (10, 15), (15, 15)]
    row = Transfer.objects.filter(project=scheme.project, on=AT.date() + timedelta(days=1)).latest("pk")
    by_hand("UPDATE points_transfer SET minutes = 61 WHERE id = %s", [row.pk])
    broken = {one.on for one in check().findings}
    assert broken == {row.on}
