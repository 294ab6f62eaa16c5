"""Writes many rows at once, past the models: keys and imports of hundreds of thousands. Constraints hold as ever."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain, islice
from typing import Any, TypeAlias

from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.utils import timezone

Column: TypeAlias = "models.Field[Any, Any]"
Row: TypeAlias = Sequence[Any]
_AT_ONCE = 20_000
_DAYS_KEPT = 10_000


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows within the transaction that is open; a row that breaks a constraint stops all.

    Fields that are not named get their default, as a model would give it.

    Args:
        model: Whose table it is.
        columns: Names of fields; a foreign key by its own name, its values being keys.
        rows: The values of those fields, in their order, one row after the other, as a model takes them. They may be
            made on the way, but must not ask the database: its connection is taken.
    """
    fields = [_field(model, name) for name in columns]
    others = [
        one for one in model._meta.concrete_fields if one not in fields and not _is_given_by_database(one)
    ]
    same = [one for one in others if not _is_made_anew(one)]
    anew = [one for one in others if _is_made_anew(one)]
    ready = _ready(rows, fields, same, anew)
    names = [str(field.column) for field in [*fields, *same, *anew]]
    # The first is made before the connection is taken, for rows that begin by reading something.
    first = next(ready, None)
    if first is None:
        return
    write = _copy if connection.vendor == "postgresql" else _insert
    write(model._meta.db_table, names, chain([first], ready))


def add(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Insert rows as `insert` does, and answer the key that each of them got, in their order."""
    keys = _reserved(model, len(rows))
    if keys:
        insert(
            model, [_key(model).name, *columns], ((one, *row) for one, row in zip(keys, rows, strict=True))
        )
    return keys


class Written(str):
    """JSON that is text already, for a field of JSON: what many rows have in common is written once for all."""

    __slots__ = ()


def written(value: Any) -> Written:
    """A value of a field of JSON, as `insert` takes it for many rows."""
    return Written(json.dumps(value))


def among(values: Iterable[int] | Iterable[str]) -> Any:
    """Many values for a lookup by `__in`: in SQLite they take a single place of the query, however many they are.

    PostgreSQL gets a list: of a sub-query it would guess too few rows, and go through them for each row of the table.
    """
    listed = list(values)
    if connection.vendor == "postgresql":
        return listed
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(listed)])


def _reserved(model: type[models.Model], number: int) -> list[int]:
    """Keys for new rows. Of SQLite, whose one writer this transaction is, those that come next."""
    if not number:
        return []
    table, key = model._meta.db_table, str(_key(model).column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), key, number],
            )
            return [one for (one,) in cursor.fetchall()]
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone()
        return list(range(last + 1, last + 1 + number))


def _key(model: type[models.Model]) -> Column:
    return next(one for one in model._meta.concrete_fields if one.primary_key)


def _field(model: type[models.Model], name: str) -> Column:
    return next(one for one in model._meta.concrete_fields if one.name == name)


def _is_given_by_database(field: Column) -> bool:
    return isinstance(field, models.AutoField | models.CompositePrimaryKey)


def _is_made_anew(field: Column) -> bool:
    """Whether each row gets a default of its own; an empty dictionary or list is one like the other."""
    return callable(field.default) and field.default not in (models.NOT_PROVIDED, dict, list)


def _ready(
    rows: Iterable[Row], fields: Sequence[Column], same: Sequence[Column], anew: Sequence[Column]
) -> Iterator[Row]:
    """Each row as the database takes it: its own values, what is the same for all, what the model makes anew."""
    shaped = [(place, make) for place, field in enumerate(fields) if (make := _prepared(field))]
    tail = [_default(field) for field in same]
    if not (shaped or same or anew):
        yield from rows
        return
    for row in rows:
        made = list(row)
        for place, make in shaped:
            made[place] = make(made[place])
        made += tail
        made += [_default(field) for field in anew]
        yield made


def _default(field: Column) -> Any:
    return field.get_db_prep_save(_moment(field) or field.get_default(), connection)


def _moment(field: Column) -> datetime | None:
    return timezone.now() if getattr(field, "auto_now_add", False) else None


def _prepared(field: Column) -> Callable[[Any], Any] | None:
    """How a field's values are made ready; whole numbers and texts are as they are."""
    plain = (models.IntegerField, models.CharField, models.TextField, models.ForeignKey)
    if isinstance(field, plain):
        return None
    if isinstance(field, models.DateField | models.BooleanField):
        # Few days stand in many rows.
        return lru_cache(_DAYS_KEPT)(lambda value: field.get_db_prep_save(value, connection))
    if type(field) is models.JSONField and field.encoder is None:
        # Both databases take the text of it; the field's own way goes through several layers for each row.
        return lambda value: value if value is None or type(value) is Written else json.dumps(value)
    return lambda value: field.get_db_prep_save(value, connection)


def _copy(table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    quoted = ", ".join(map(connection.ops.quote_name, names))
    statement = f"COPY {connection.ops.quote_name(table)} ({quoted}) FROM STDIN"
    # Django's cursor does not know of copying: its errors are made Django's here.
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _insert(table: str, names: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    quoted = ", ".join(map(connection.ops.quote_name, names))
    marks = ", ".join(["%s"] * len(names))
    # Names of tables and columns are the models' own; values go by the marks.
    statement = f"INSERT INTO {connection.ops.quote_name(table)} ({quoted}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        while some := list(islice(rows, _AT_ONCE)):
            cursor.executemany(statement, some)
