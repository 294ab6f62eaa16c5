"""Awards many signed registers, each by itself: one that is refused leaves the others as they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from campanello.core.actor import Actor
from campanello.core.errors import DomainError
from campanello.points.services.register_awards import award

MOST = 40


@dataclass
class Done:
    """What became of several registers: figures, and the refusals of those that were not awarded."""

    registers: int = 0
    people: int = 0
    points: int = 0
    withheld: int = 0
    refused: list[tuple[UUID, DomainError]] = field(default_factory=list)


def award_all(*, actor: Actor, sessions: Sequence[UUID], at: datetime) -> Done:
    """Award registers one after the other, in the order given, at most `MOST`; each in a transaction of its own."""
    done = Done()
    for uid in sessions[:MOST]:
        try:
            with transaction.atomic():
                made = award(actor=actor, session=uid, at=at)
        except DomainError as refusal:
            done.refused.append((uid, refusal))
            continue
        done.registers += 1
        done.people += made.people
        done.points += made.points
        done.withheld += made.withheld
    return done
