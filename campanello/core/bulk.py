"""Writes many rows at once, past the models: keys and imports of hundreds of thousands. Constraints hold as ever."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any, TypeAlias

from django.db import connection, models
from django.utils import timezone

Column: TypeAlias = "models.Field[Any, Any]"
_AT_ONCE = 20_000


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
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
    # What a row is given is the same for each, unless the model makes it anew.
    defaults = [_default(field) for field in others]
    prepare = [_prepared(field) for field in fields]
    ready = (
        [*(make(value) for make, value in zip(prepare, row, strict=True)), *(make() for make in defaults)]
        for row in rows
    )
    names = [str(field.column) for field in [*fields, *others]]
    # The first is made before the connection is taken, for rows that begin by reading something.
    first = next(ready, None)
    if first is None:
        return
    write = _copy if connection.vendor == "postgresql" else _insert
    write(model._meta.db_table, names, chain([first], ready))


def _field(model: type[models.Model], name: str) -> Column:
    return next(one for one in model._meta.concrete_fields if one.name == name)


def _is_given_by_database(field: Column) -> bool:
    return isinstance(field, models.AutoField | models.CompositePrimaryKey)


def _default(field: Column) -> Callable[[], Any]:
    if field.has_default() and callable(field.default):
        return lambda: field.get_db_prep_save(field.get_default(), connection)
    same = field.get_db_prep_save(_moment(field) or field.get_default(), connection)
    return lambda: same


def _moment(field: Column) -> datetime | None:
    return timezone.now() if getattr(field, "auto_now_add", False) else None


def _prepared(field: Column) -> Callable[[Any], Any]:
    """How a field's values are made ready; whole numbers and texts are as they are."""
    plain = (models.IntegerField, models.CharField, models.TextField, models.ForeignKey)
    if isinstance(field, plain):
        return lambda value: value
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
