"""What would follow from a deed, in figures, told before it is done."""

from dataclasses import dataclass
from datetime import date

from campanello.core.actor import Actor
from campanello.homes.models import Tenancy
from campanello.homes.queries import arrears
from campanello.homes.rules.arrears import Standing
from campanello.people.queries import households


@dataclass(frozen=True)
class Ending:
    """What ending a tenancy leaves behind: people without a home on record, statements kept, the debt that stays.

    `statements` and `standing` are None where nothing was stated that the reader may see.
    """

    people: int
    since: date
    statements: int | None
    standing: Standing | None


def of_ending(actor: Actor, tenancy: Tenancy, *, on: date) -> Ending:
    """What would follow if the household moved out."""
    people = len(households.members_on([tenancy.household_id], on)[tenancy.household_id])
    readable = arrears.statements(actor).filter(tenancy=tenancy).count()
    return Ending(
        people=people,
        since=tenancy.starts_on,
        statements=readable or None,
        standing=arrears.standing_of(actor, tenancy, on=on) if readable else None,
    )
