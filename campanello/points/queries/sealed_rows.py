"""A day's transfers as the canonical text has them, written by the database itself: to seal it, and to check it."""

from collections.abc import Iterator
from datetime import date

from django.db import connection

from campanello.points.rules.canonical import FIELDS, attribute

_AT_ONCE = 5_000
_NEVER_EMPTY = frozenset(FIELDS[:9])
_POSTGRESQL = {"recorded_at": "(extract(epoch FROM {0}) * 1000000)::bigint::text"}
# SQLite keeps a uid without its lines, and a moment as a text that may lack its microseconds.
_SQLITE = {
    "uid": "substr({0}, 1, 8) || '-' || substr({0}, 9, 4) || '-' || substr({0}, 13, 4) || '-' || substr({0}, 17, 4) "
    "|| '-' || substr({0}, 21)",
    "recorded_at": "strftime('%s', {0}) || substr(substr({0}, 21) || '000000', 1, 6)",
}


def row_sql(alias: str = "t") -> str:
    """The canonical text of a row, as an expression of the database that is open; per cent signs stand once."""
    is_postgresql = connection.vendor == "postgresql"
    special, plain = (_POSTGRESQL, "{0}::text") if is_postgresql else (_SQLITE, "{0}")
    parts = []
    for name in FIELDS:
        text = special.get(name, plain).format(f'{alias}."{attribute(name)}"')
        parts.append(text if name in _NEVER_EMPTY else f"coalesce({text}, '')")
    return " || '|' || ".join(parts)


def write_days_as_iso() -> None:
    """Let PostgreSQL write days as 2026-03-02 from now on, however its server is set up."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET datestyle = 'ISO, YMD'")


def of_day(project: int, on: date) -> Iterator[tuple[int, int, str]]:
    """A day's rows in the order of their keys: key, points, canonical text."""
    write_days_as_iso()
    # Names of columns are the models' own; values go by the marks.
    statement = (
        f"SELECT t.id, t.points, {row_sql().replace('%', '%%')} FROM points_transfer t "  # noqa: S608
        'WHERE t.project_id = %s AND t."on" = %s ORDER BY t.id'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [project, on])
        while some := cursor.fetchmany(_AT_ONCE):
            yield from some
