"""Loads the notices that the package ships, a file a version. What was once loaded is never edited, only followed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.db import router, transaction

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.models import Notice

SHIPPED = Path(__file__).parent.parent / "reference" / "notices"


class EditedNotice(Refused):
    """A notice that people were given was changed afterwards."""

    code = "people.edited-notice"
    text = _(
        "The file of notice %(kind)s, version %(version)s, differs from what people were given under that version. "
        "Restore it, and put the new text in a file of the next version."
    )


def after_migrating(*, using: str, apps: Apps | None = None, **rest: Any) -> None:
    """What Django calls when the tables are as they should be, or were emptied; not where they were taken away."""
    is_there = apps is None or "notice" in apps.all_models["people"]
    if is_there and router.allow_migrate_model(using, Notice):
        load_notices(using=using)


def load_notices(folder: Path = SHIPPED, *, using: str = "default") -> int:
    """Store the notices of a folder that are not there yet; answers how many were new.

    Raises:
        EditedNotice: A stored version has another text than its file.
    """
    held = {(notice.kind, notice.version): notice for notice in Notice.objects.using(using).all()}
    new = []
    for file in sorted(folder.glob("*.json")):
        told = json.loads(file.read_text(encoding="utf-8"))
        before = held.get((told["kind"], told["version"]))
        if before and before.texts != told["texts"]:
            raise EditedNotice(kind=told["kind"], version=told["version"])
        if not before:
            starts_on = date.fromisoformat(told["starts_on"])
            new.append(
                Notice(kind=told["kind"], version=told["version"], starts_on=starts_on, texts=told["texts"])
            )
    with transaction.atomic(using=using):
        Notice.objects.using(using).bulk_create(new)
    return len(new)
