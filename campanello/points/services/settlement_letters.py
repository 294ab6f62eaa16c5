"""Tells the households of a confirmed settlement that their debt has gone down: a letter each home, once."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from uuid import UUID, uuid5

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.homes.models import Tenancy
from campanello.letters.services.writing import send_one
from campanello.people.models import Person
from campanello.people.queries import households
from campanello.points.models import Settlement, SettlementLine
from campanello.points.queries import settlements as queries
from campanello.points.rules.settlements import SettlementNotReady, euros
from campanello.points.rules.values import SETTLEMENT_STATES

JOB = "settlement-letters"
KIND = "settled"


@dataclass
class Home:
    """A home whose debt has gone down: from what to what, by how many points."""

    tenancy: Tenancy
    before_cents: int
    taken_cents: int = 0
    points: int = 0


@transaction.atomic
def tell(
    *,
    actor: Actor,
    uid: UUID,
    on: date,
    at: datetime,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> int:
    """Write the letters of a confirmed settlement. What was written before is not written again.

    Args:
        actor: Who confirmed it.
        uid: The settlement's.
        on: Today.
        at: When.
        progress: Is told how many letters of how many are done.

    Returns:
        How many homes were written to. Who may not be written to by law, or is not known, is told in person.

    Raises:
        NotFound, NotYours, SettlementNotReady.
    """
    held = queries.settlement(actor, uid, right=Right.CONFIRM_SETTLEMENTS)
    if held.state != "confirmed":
        raise SettlementNotReady(state=(SETTLEMENT_STATES[held.state], {}))
    homes = _homes(held)
    readers = _readers(homes, on)
    written = 0
    for place, home in enumerate(homes, start=1):
        reader = readers.get(home.tenancy.pk)
        written += reader is not None and _write(actor, held, home, reader, at)
        progress(place, len(homes))
    audit.record(actor, "points.settlement-told", held, letters=written, homes=len(homes))
    return written


def _write(actor: Actor, held: Settlement, home: Home, reader: int, at: datetime) -> bool:
    facts = _facts(held, home)
    try:
        send_one(
            actor=actor,
            project=held.project_id,
            sender=held.creditor_id if held.way == "offset" else held.project.lead_id,
            person=reader,
            household=home.tenancy.household_id,
            kind=KIND,
            texts={code: (text["title"], text["body"] % facts) for code, text in _texts().items()},
            dated_on=day_of(at),
            at=at,
            uid=uuid5(held.uid, f"letter {home.tenancy.pk}"),
        )
    except NotFound:
        return False
    return True


def _facts(held: Settlement, home: Home) -> dict[str, str | int]:
    assert held.paid_on is not None  # of a confirmed settlement
    return {
        # A text's places are in braces; what somebody typed has none.
        "creditor": _plain(held.creditor.name),
        "before": f"{euros(home.before_cents)} EUR",
        "taken": f"{euros(home.taken_cents)} EUR",
        "after": f"{euros(home.before_cents - home.taken_cents)} EUR",
        "points": home.points,
        "day": f"{held.paid_on:%d/%m/%Y}",
        "proof": _plain(held.proof),
    }


def _plain(text: str) -> str:
    return text.replace("{", "(").replace("}", ")")


def _homes(held: Settlement) -> list[Home]:
    found: dict[tuple[int, int], Home] = {}
    rows = SettlementLine.objects.filter(settlement=held, settled_cents__gt=0).order_by("number")
    for row in rows.select_related("redemption__tenancy"):
        tenancy, cents = row.redemption.tenancy, row.settled_cents or 0
        key = tenancy.dwelling_id, tenancy.household_id
        home = found.setdefault(key, Home(tenancy, row.before_cents or 0))
        home.taken_cents += cents
        home.points += cents // row.redemption.cents_a_point
    return list(found.values())


def _readers(homes: Iterable[Home], on: date) -> dict[int, int]:
    """To whom each home's letter goes: who holds the contract, else the reference person. Two queries."""
    tenancies = [home.tenancy for home in homes]
    found = {one.pk: one.holder_id for one in tenancies if one.holder_id is not None}
    rest = [one for one in tenancies if one.holder_id is None]
    inside = households.members_on({one.household_id for one in rest}, on) if rest else {}
    for one in rest:
        stays = sorted(inside.get(one.household_id, []), key=lambda stay: (stay.role != "head", stay.person))
        if stays:
            found[one.pk] = stays[0].person
    known = set(Person.objects.filter(pk__in=found.values()).values_list("pk", flat=True))
    return {key: person for key, person in found.items() if person in known}


@cache
def _texts() -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = json.loads(
        (files("campanello.points") / "reference" / "settled.json").read_text(encoding="utf-8")
    )
    return told
