"""Puts the package's table of municipalities into the database; done at every migration, so that an update arrives."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.db import router

from campanello.homes.models import Municipality

FILE = Path(__file__).resolve().parent.parent / "reference" / "municipalities.csv"
COLUMNS = ("istat", "name", "province", "cadastral_code")


def shipped() -> Iterator[Municipality]:
    """The municipalities of Lombardy as the package has them."""
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Municipality(**{column: row[column] for column in COLUMNS})


def load_municipalities(using: str = "default") -> int:
    """Add and update the municipalities; one that is no longer shipped stays. Answers how many were written."""
    known = {row.istat: row for row in Municipality.objects.using(using).all()}
    changed = [row for row in shipped() if _values(row) != _values(known.get(row.istat))]
    Municipality.objects.using(using).bulk_create(
        changed, update_conflicts=True, unique_fields=["istat"], update_fields=list(COLUMNS[1:])
    )
    return len(changed)


def after_migrating(*, using: str, apps: Apps | None = None, **rest: Any) -> None:
    """What Django calls when the tables are as they should be, or were emptied; not where they were taken away."""
    is_there = apps is None or "municipality" in apps.all_models["homes"]
    if is_there and router.allow_migrate_model(using, Municipality):
        load_municipalities(using)


def _values(row: Municipality | None) -> tuple[str, ...] | None:
    return tuple(getattr(row, column) for column in COLUMNS) if row else None
