"""Checks the whole ledger, or a project's: every balance, every seal, every sum. For whoever runs the installation.

Sums and seals are computed where the rows are, on PostgreSQL; SQLite hands the rows of a day out to be sealed anew.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from django.db import connection

from campanello.core.access import NotFound
from campanello.core.models import Project
from campanello.points.models import Account, Seal
from campanello.points.queries import sealed_rows
from campanello.points.rules import canonical
from campanello.points.rules import checking as rules
from campanello.points.rules.checking import Checked, Finding, Totals

Report = Callable[[int, int], None]
_ROWS_AT_ONCE = 200_000
_SIDE_BY_SIDE = 2
_PARTS = {"issuer": "issued", "expired": "expired", "pending": "pending", "settled": "settled"}
_SHOWN = 16
_BALANCES = """
    SELECT a.project_id, a.id, a.kind, a.balance, a.floor, coalesce(i.points, 0) - coalesce(o.points, 0),
        coalesce(o.transfers, 0), coalesce(i.last, 0), coalesce(o.last, 0)
    FROM points_account a
    LEFT JOIN (SELECT source_id, sum(points) AS points, count(*) AS transfers, max(id) AS last
        FROM points_transfer GROUP BY source_id) o ON o.source_id = a.id
    LEFT JOIN (SELECT target_id, sum(points) AS points, max(id) AS last
        FROM points_transfer GROUP BY target_id) i ON i.target_id = a.id
    WHERE {project}
"""
_STRANGE = """
    SELECT DISTINCT s.project_id, s.account FROM (
        SELECT project_id, source_id AS account FROM points_transfer GROUP BY project_id, source_id
        UNION ALL SELECT project_id, target_id FROM points_transfer GROUP BY project_id, target_id
    ) s JOIN points_account a ON a.id = s.account AND a.project_id <> s.project_id
"""
# The inner part reads an index alone.
_TWICE = """
    SELECT min(t.project_id), t.{column}, count(*), max(t.id) FROM points_transfer t JOIN (
        SELECT {column} FROM points_transfer WHERE {column} IS NOT NULL AND {kind}
        GROUP BY {column} HAVING count(*) > 1
    ) twice ON twice.{column} = t.{column} WHERE {kind} GROUP BY t.{column}
"""
_ONCE = (
    ("attendance_id", "kind = 'award' AND award_id IS NULL", rules.ATTENDED),
    ("award_id", "kind = 'award'", rules.BY_HAND),
    ("reverses_id", "kind = 'reversal'", rules.REVERSED),
)
_UNLIKE = """
    SELECT r.project_id, r.id, o.id FROM points_transfer r JOIN points_transfer o ON o.id = r.reverses_id
    WHERE r.points <> o.points OR r.source_id <> o.target_id OR r.target_id <> o.source_id OR o.kind = 'reversal'
"""
_DAYS = 'SELECT project_id, "on", count(*) FROM points_transfer GROUP BY project_id, "on"'
_SEALS = """
    SELECT s.id, encode(sha256(convert_to(%s || s.project_id || '|' || s."on" || '|' || s.transfers || '|' || s.points
        || '|' || s.previous_sha256 || E'\n' || coalesce(d.rows, ''), 'UTF8')), 'hex')
    FROM points_seal s, LATERAL (
        SELECT string_agg(r.text, E'\n') AS rows FROM (
            SELECT {row} AS text FROM points_transfer t
            WHERE t.project_id = s.project_id AND t."on" = s."on" ORDER BY t.id
        ) r
    ) d WHERE s.id = ANY(%s)
"""


def check(code: str | None = None, report: Report = lambda done, total: None) -> Checked:
    """Recompute every balance, every seal and the chain of seals, and what must have happened once.

    Args:
        code: Of a project; None checks all.
        report: Told how many sealed rows are done, of how many.

    Raises:
        NotFound: There is no such project, or it has no accounts.
    """
    wanted = Project.objects.filter(pk__in=Account.objects.values("project"))
    codes = dict((wanted.filter(code=code) if code else wanted).values_list("pk", "code"))
    if code and not codes:
        raise NotFound
    checked = Checked({key: Totals(name) for key, name in sorted(codes.items())})
    _balances(checked, next(iter(codes)) if code else None)
    _once(checked)
    _seals(checked, report)
    return checked


def _balances(checked: Checked, project: int | None) -> None:
    where = "true" if project is None else f"a.project_id = {int(project)}"
    for one, account, kind, balance, floor, should, transfers, came, went in _rows(
        _BALANCES.format(project=where)
    ):
        totals = checked.totals[one]
        totals.accounts += 1
        totals.transfers += transfers
        part = _PARTS.get(kind, "held")
        setattr(totals, part, getattr(totals, part) + (-int(should) if part == "issued" else balance))
        facts = {"account": account, "kind": kind, "says": balance}
        if balance != should:
            last = max(came, went)
            checked.findings.append(
                Finding(one, rules.BALANCE, {**facts, "should": int(should), "last": last})
            )
        if balance < floor:
            checked.findings.append(Finding(one, rules.BELOW, {**facts, "floor": floor}))
    for key, totals in checked.totals.items():
        both = totals.held + totals.pending + totals.settled + totals.expired
        if both != totals.issued:
            checked.findings.append(Finding(key, rules.SUMS, {"issued": totals.issued, "sum": both}))


def _once(checked: Checked) -> None:
    def found(statement: str) -> Iterator[tuple[Any, ...]]:
        return (row for row in _rows(statement) if row[0] in checked.totals)

    for project, account in found(_STRANGE):
        code = checked.totals[project].code
        checked.findings.append(Finding(project, rules.STRANGE, {"project": code, "account": account}))
    for column, kind, text in _ONCE:
        for project, record, times, last in found(_TWICE.format(column=column, kind=kind)):
            facts = {"record": record, "times": times, "transfer": last}
            checked.findings.append(Finding(project, text, facts))
    for project, transfer, record in found(_UNLIKE):
        checked.findings.append(Finding(project, rules.UNLIKE, {"transfer": transfer, "record": record}))


def _seals(checked: Checked, report: Report) -> None:
    seals = list(Seal.objects.filter(project__in=checked.totals).defer("rows").order_by("project", "on"))
    days = {(project, on): count for project, on, count in _days() if project in checked.totals}
    last: dict[int, Seal] = {}
    for one in seals:
        before = last.get(one.project_id)
        if one.previous_sha256 != (before.sha256 if before else ""):
            checked.findings.append(_of_day(one, rules.CHAIN, {}))
        last[one.project_id] = one
        checked.totals[one.project_id].seals += 1
        days.pop((one.project_id, one.on), None)
    for (project, on), count in days.items():
        if project in last and on < last[project].on:
            facts = {"day": on.isoformat(), "count": count}
            checked.findings.append(Finding(project, rules.UNSEALED, facts, on))
    _digests(checked, seals, report)


def _digests(checked: Checked, seals: list[Seal], report: Report) -> None:
    total, done = sum(one.transfers for one in seals), 0
    shares = list(_shares(seals))
    for some, digests in zip(shares, _computed(shares), strict=True):
        for one in some:
            if digests[one.pk] != one.sha256:
                checked.findings += _broken(one, digests[one.pk])
        done += sum(one.transfers for one in some)
        report(done, total)


def _computed(shares: list[list[Seal]]) -> Iterator[dict[int, str]]:
    """Each share's digests as they should be, in their order; PostgreSQL computes two shares at a time."""
    if connection.vendor != "postgresql":
        yield from map(_handed_out, shares)
    elif len(shares) == 1 or connection.in_atomic_block:
        # Another connection would not see what this transaction wrote.
        yield from map(_at_once, shares)
    else:
        with ThreadPoolExecutor(_SIDE_BY_SIDE) as threads:
            yield from threads.map(_beside, shares)


def _beside(seals: list[Seal]) -> dict[int, str]:
    try:
        return _at_once(seals)
    finally:
        connection.close()  # this thread's own


def _shares(seals: list[Seal]) -> Iterator[list[Seal]]:
    some: list[Seal] = []
    rows = 0
    for one in seals:
        if some and rows + one.transfers > _ROWS_AT_ONCE:
            yield some
            some, rows = [], 0
        some.append(one)
        rows += one.transfers
    if some:
        yield some


def _at_once(seals: list[Seal]) -> dict[int, str]:
    if seals[0].transfers > _ROWS_AT_ONCE:
        return _handed_out(seals)  # a text has its limits in the database
    sealed_rows.write_days_as_iso()
    with connection.cursor() as cursor:
        statement = _SEALS.format(row=sealed_rows.row_sql())
        cursor.execute(statement, [f"{canonical.TITLE}|", [one.pk for one in seals]])
        return dict(cursor.fetchall())


def _handed_out(seals: list[Seal]) -> dict[int, str]:
    return {
        one.pk: canonical.seal_of(
            canonical.header(one.project_id, one.on, one.transfers, one.points, one.previous_sha256),
            (text for _key, _points, text in sealed_rows.of_day(one.project_id, one.on)),
        )
        for one in seals
    }


def _broken(seal: Seal, digest: str) -> Iterator[Finding]:
    yield _of_day(seal, rules.BROKEN, {"says": seal.sha256[:_SHOWN], "should": digest[:_SHOWN]})
    rows = [(key, text) for key, _points, text in sealed_rows.of_day(seal.project_id, seal.on)]
    accounts = Account.objects.filter(project=seal.project_id).order_by("pk").values_list("pk", flat=True)
    # Its rows were left out until it was known to be broken.
    sealed = bytes(Seal.objects.values_list("rows", flat=True).get(pk=seal.pk))
    for text, facts in rules.broken_rows(sealed, rows, seal.on, accounts):
        yield Finding(seal.project_id, text, facts, seal.on)


def _of_day(seal: Seal, text: str, facts: dict[str, Any]) -> Finding:
    return Finding(seal.project_id, text, {"day": seal.on.isoformat(), **facts}, seal.on)


def _days() -> Iterator[tuple[Any, ...]]:
    for project, on, count in _rows(_DAYS):
        # SQLite answers days as texts.
        yield project, on if isinstance(on, date) else date.fromisoformat(on), count


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
