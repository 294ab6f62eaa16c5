"""Finds the replies that somebody may use: those of the package, and those that their organisations wrote instead."""

import json
from functools import cache
from pathlib import Path

from django.db.models import Q

from campanello.core.access import NotFound, Right, grants_with, require
from campanello.core.actor import Actor
from campanello.lab.models import ReplyTemplate
from campanello.lab.rules.templates import Reply

SHIPPED = Path(__file__).parent.parent / "reference" / "replies.json"


@cache
def shipped() -> tuple[Reply, ...]:
    """The replies of the package."""
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return tuple(Reply(row["title"], row["texts"], row["state"]) for row in rows)


def replies(actor: Actor) -> list[Reply]:
    """The replies that the actor may use, by title: of the package, of the installation, and one's own before those.

    Raises:
        NotFound: The actor answers no reports.
    """
    require(actor, Right.ANSWER_REPORTS)
    rows = ReplyTemplate.objects.filter(Q(owner__in=organisations(actor)) | Q(owner=None))
    held = {one.title: one for one in shipped()}
    # One's own come last, and stand for those before them.
    for row in sorted(rows, key=lambda row: row.owner_id is not None):
        held[row.title] = _reply(row)
    return [held[title] for title in sorted(held)]


def template(actor: Actor, key: int, *, lock: bool = False) -> ReplyTemplate:
    """A reply that one of the actor's organisations wrote.

    Raises:
        NotFound: Absent, or somebody else's.
    """
    found = ReplyTemplate.objects.filter(pk=key, owner__in=organisations(actor))
    one = (found.select_for_update(of=("self",)) if lock else found).first()
    if one is None:
        raise NotFound
    return one


def organisations(actor: Actor) -> list[int]:
    """The organisations for which the actor answers reports, the first being the one whose replies they write."""
    return sorted({grant.organisation for grant in grants_with(actor, Right.ANSWER_REPORTS)})


def _reply(row: ReplyTemplate) -> Reply:
    return Reply(row.title, row.texts, row.state, key=row.pk, is_own=row.owner_id is not None)
