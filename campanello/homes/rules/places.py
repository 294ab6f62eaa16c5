"""What a building, a stair and a dwelling must be. Knows no table."""

from dataclasses import dataclass
from datetime import date

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _

LOWEST_FLOOR, HIGHEST_FLOOR = -5, 60


class AddressTaken(Conflict):
    """A building of the neighbourhood has the street and number."""

    code = "homes.address-taken"
    text = _("%(address)s is in this neighbourhood already. Open that building instead.")


class NeighbourhoodTaken(Conflict):
    """The municipality has a neighbourhood of the name."""

    code = "homes.neighbourhood-taken"
    text = _("%(municipality)s has a neighbourhood of this name already. Choose another name.")


class StairTaken(Conflict):
    """The building has a stair of the name."""

    code = "homes.stair-taken"
    text = _("The building has a stair %(label)s already. Choose another name.")


class DoorTaken(Conflict):
    """The floor of the stair has a door of the name."""

    code = "homes.door-taken"
    text = _("Stair %(stair)s, floor %(floor)s has a door %(door)s already. Choose another name.")


class DwellingCodeTaken(Conflict):
    """The owner has another dwelling of the code."""

    code = "homes.dwelling-code-taken"
    text = _("The owner has another dwelling with the code %(dwelling)s. Check it in the owner's list.")


class NoOwner(Refused):
    """A public dwelling must have an owner."""

    code = "homes.no-owner"
    text = _("A dwelling of ALER or of the Comune needs its owner's name. Choose the organisation.")


class NotTheirDwelling(Refused):
    """A landlord's officer records a dwelling of somebody else."""

    code = "homes.not-their-dwelling"
    text = _("You can record dwellings of your own organisation only. Choose it as the owner.")


class NoSuchFloor(Refused):
    """A floor that no house has."""

    code = "homes.no-such-floor"
    text = _("Floors go from %(lowest)s to %(highest)s; 0 is the ground floor. Check the number.")


class BuiltInTheFuture(Refused):
    """A building was finished on a day that has not come."""

    code = "homes.built-in-the-future"
    text = _(
        "The building can't be finished on %(built_on)s, which has not come. Leave it out, or correct it."
    )


class BuiltAfterTenancy(Refused):
    """Somebody lived in the building before it is said to have been built."""

    code = "homes.built-after-tenancy"
    text = _(
        "A household has lived there since %(starts_on)s, before %(built_on)s. "
        "Check the day the building was finished."
    )


@dataclass(frozen=True)
class DwellingFacts:
    """What is to be recorded of a dwelling; `owner` is an organisation's key."""

    stair: str
    floor: int
    door: str
    owner_kind: str
    owner: int | None = None
    doorbell: str = ""
    code: str = ""
    is_sap: bool = False
    rooms: int | None = None
    state: str = "usable"


def why_not_record(facts: DwellingFacts) -> Refused | None:
    """Why a dwelling can't be as stated; None when it can.

    Source: FEATURES P, owner ALER, Comune or private.
    """
    if not LOWEST_FLOOR <= facts.floor <= HIGHEST_FLOOR:
        return NoSuchFloor(lowest=LOWEST_FLOOR, highest=HIGHEST_FLOOR)
    if facts.owner_kind != "private" and facts.owner is None:
        return NoOwner()
    return None


def why_not_built(built_on: date, *, first_tenancy_on: date | None, on: date) -> Refused | None:
    """Why a building can't have been finished on a day; None when it can.

    Source: issue 3, a tenancy before the building.
    """
    if built_on > on:
        return BuiltInTheFuture(built_on=f"{built_on:%d/%m/%Y}")
    if first_tenancy_on and first_tenancy_on < built_on:
        return BuiltAfterTenancy(built_on=f"{built_on:%d/%m/%Y}", starts_on=f"{first_tenancy_on:%d/%m/%Y}")
    return None
