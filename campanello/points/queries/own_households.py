"""Finds the households that an operator said are their own."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from campanello.core.access import NotFound, Right, require
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import day_of
from campanello.lab.queries import naming
from campanello.people.queries import records
from campanello.points.models import OwnHousehold
from campanello.points.queries import accounts


class NoHousehold(Refused):
    """Somebody who is in no household can't be declared to share one."""

    code = "points.no-household"
    text = _("This person is in no household today. Record it on the person's page first.")


@dataclass(frozen=True)
class Line:
    """A household that the reader declared, as lists name it."""

    own: OwnHousehold
    label: str


def lines(actor: Actor, on: date) -> list[Line]:
    """The households that the actor says are theirs, the latest first. Three queries."""
    require(actor, Right.AWARD_POINTS)
    rows = list(OwnHousehold.objects.filter(user=actor.user, ended_at=None).order_by("-declared_at"))
    labels = naming.household_labels(actor, {one.household_id for one in rows}, on)
    return [Line(one, labels[one.household_id].text if one.household_id in labels else "") for one in rows]


def own(actor: Actor, key: int, *, lock: bool = False) -> OwnHousehold:
    """One that the actor declared.

    Raises:
        NotFound.
    """
    rows = OwnHousehold.objects.filter(pk=key, user=actor.user)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NotFound
    return found


def household_of(actor: Actor, person: UUID, at: datetime) -> int:
    """The household in which a person is today.

    Raises:
        NotFound, NoHousehold.
    """
    require(actor, Right.AWARD_POINTS)
    who = records.person(actor, person)
    found = accounts.households_of([who.pk], day_of(at)).get(who.pk)
    if found is None:
        raise NoHousehold
    return found
