"""Issues points: awards out of a project's budget, which stands in several accounts, and what that budget is."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Sum

from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.points.models import Account, Scheme
from campanello.points.rules import issuing as rules
from campanello.points.rules.issuing import AwardLine, Strip
from campanello.points.rules.ledger import BudgetUsedUp, Move, NoPoints
from campanello.points.services import ledger

_ATTEMPTS = 5


def award(*, actor: Actor, project: int, lines: Sequence[AwardLine], at: datetime) -> list[int]:
    """Give points to accounts out of the project's budget: all lines or none. Sent twice, they are given once.

    Who calls asks the rules of awards before, and leaves the line in the audit trail.

    Returns:
        The keys of the transfers, in the order of the lines.

    Raises:
        NotFound: The project issues no points, or an account is none of its own.
        NoPoints, BudgetUsedUp, AwardedAlready, MovedOtherwise.
    """
    if not lines:
        return []
    if (least := min(one.points for one in lines)) < 1:
        raise NoPoints(points=least)
    if connection.vendor == "postgresql":
        # The usual case is one round trip: the database looks for the room itself.
        with suppress(BudgetUsedUp):
            return _posted(actor, project, ledger.ANY_ISSUER, lines, at)
    with transaction.atomic():
        return _searched(actor, project, lines, at)


def _searched(actor: Actor, project: int, lines: Sequence[AwardLine], at: datetime) -> list[int]:
    """Award out of the account that has room, which is moved there from the others where none has enough."""
    total = sum(one.points for one in lines)
    for attempt in range(_ATTEMPTS):
        strips = _strips(project)
        strip = rules.chosen(strips, lines[0].account, total)
        is_last = attempt == _ATTEMPTS - 1
        try:
            # Locks of an attempt that finds too little are let go with its savepoint, before others are taken.
            with transaction.atomic():
                source = strip.key if strip and not is_last else _made_room(project, lines, total)
                return _posted(actor, project, source, lines, at)
        except BudgetUsedUp:
            if strip is None or is_last:
                return _known_or_refused(actor, project, lines, at)
    raise AssertionError("the last attempt answers or raises")


def budget_left(project: int) -> int:
    """How many points a project may still issue. One query."""
    found = Account.objects.filter(project=project, kind="issuer").aggregate(
        left=Sum(F("balance") - F("floor"))
    )
    return found["left"] or 0


def open_issuer(scheme: Scheme, at: datetime) -> None:
    """The accounts out of which a scheme's budget is issued, each with its part; those that are there stay."""
    shares = rules.parts(scheme.budget_points, rules.STRIPS)
    if not Account.objects.filter(project=scheme.project_id, kind="issuer").exists():
        Account.objects.bulk_create(
            [
                Account(project_id=scheme.project_id, kind="issuer", strip=number, floor=-share, opened_at=at)
                for number, share in enumerate(shares)
            ],
            ignore_conflicts=True,  # somebody else opened them meanwhile
        )


@transaction.atomic
def set_budget(scheme: Scheme, points: int) -> None:
    """Give a scheme another budget, never below what is out; whoever calls leaves the line in the audit trail.

    Raises:
        NotFound: The project issues no points yet.
        BudgetBelowIssued.
    """
    _set_floors(rules.new_floors(_strips(scheme.project_id, lock=True), points))
    scheme.budget_points = points
    scheme.save(update_fields=["budget_points"])


def _posted(actor: Actor, project: int, source: int, lines: Sequence[AwardLine], at: datetime) -> list[int]:
    moves = [
        Move(
            uid=one.known_by,
            source=source,
            target=one.account,
            points=one.points,
            kind="award",
            earned_by=one.earned_by,
            earned_on=one.earned_on,
            minutes=one.minutes,
            rate=one.rate,
            attendance=one.attendance,
            award=one.award,
        )
        for one in lines
    ]
    return ledger.post(actor=actor, project=project, moves=moves, at=at)


def _made_room(project: int, lines: Sequence[AwardLine], total: int) -> int:
    strips = _strips(project, lock=True)
    to = strips[lines[0].account % len(strips)].key
    floors = rules.moved_room(strips, to, total)
    if floors is None:
        raise BudgetUsedUp(held=sum(one.room for one in strips), asked=total)
    _set_floors(floors)
    return to


def _known_or_refused(actor: Actor, project: int, lines: Sequence[AwardLine], at: datetime) -> list[int]:
    """What was awarded before is answered though the budget is used up since; anything new is refused for all of it."""
    try:
        return _posted(actor, project, _strips(project)[0].key, lines, at)
    except BudgetUsedUp as refusal:
        raise BudgetUsedUp(held=budget_left(project), asked=refusal.facts["asked"]) from None


def _strips(project: int, *, lock: bool = False) -> list[Strip]:
    rows = Account.objects.filter(project=project, kind="issuer").order_by("pk")
    if lock:
        # Awards look at their accounts' keys meanwhile; those do not change.
        rows = rows.select_for_update(no_key=True)
    found = [Strip(*one) for one in rows.values_list("pk", "balance", "floor")]
    if not found:
        raise NotFound
    return found


def _set_floors(floors: Mapping[int, int]) -> None:
    for key, floor in sorted(floors.items()):
        Account.objects.filter(pk=key).update(floor=floor)
