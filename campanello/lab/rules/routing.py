"""Who has to answer a report: whoever owns the place for maintenance, the project's body for all else. Knows no table.

Source: FEATURES, data dictionary, "Report (segnalazione): place, owner routed"; docs/rules/reports.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

MAINTENANCE = "maintenance"
PRIVATE = "private"
# By which rule an owner was found, in words for the history. `%(owner)s` is who has to answer.
WHYS = {
    "dwelling": _("because the dwelling belongs to %(owner)s"),
    "stair": _("because most dwellings on the stair belong to %(owner)s"),
    "building": _("because most dwellings of the building belong to %(owner)s"),
    "route": _("because %(owner)s answers reports of this kind in this project"),
    "lead": _("because %(owner)s leads the project, and nobody else is named for this kind"),
    "told": _("because the office that had it handed it on to %(owner)s"),
}


class PlaceNotOurs(Refused):
    """Maintenance of a place that no public landlord of the project owns."""

    code = "reports.place-not-ours"
    text = _(
        "This place belongs to a private owner: neither the Comune nor ALER repairs it. Tell the resident to ask the "
        "owner or the building's administrator. To keep a record all the same, write whom to ask."
    )


@dataclass(frozen=True)
class Body:
    """An organisation that may have to answer."""

    key: int
    name: str


@dataclass(frozen=True)
class Share:
    """How many dwellings of a place have an owner of a kind; `body` is None for private owners."""

    body: Body | None
    dwellings: int


@dataclass(frozen=True)
class Place:
    """What decides who answers for a place: the dwelling's owner, else the shares in its stair and its building.

    `is_private` says that the dwelling itself is a private owner's.
    """

    dwelling_owner: Body | None = None
    is_private: bool = False
    stair: tuple[Share, ...] = ()
    building: tuple[Share, ...] = ()


@dataclass(frozen=True)
class Route:
    """Who answers, and by which of `WHYS`."""

    owner: Body
    why: str


def route(kind: str, place: Place, *, lead: Body, named: Body | None) -> Route:
    """Who has to answer a report.

    Maintenance goes to the owner of the dwelling; without one to the public owner of most dwellings of the stair, then
    of the building. Everything else, and maintenance of a place that nobody owns, goes to the body that the project
    named for the kind, else to the project's lead.

    Args:
        kind: One of `REPORT_KINDS`.
        place: Who owns it.
        lead: The project's lead.
        named: Whom the project named for this kind, if anybody.

    Raises:
        PlaceNotOurs: Maintenance where private owners alone own the place.
    """
    if kind == MAINTENANCE and (found := _owner(place)):
        return found
    return Route(named, "route") if named else Route(lead, "lead")


def _owner(place: Place) -> Route | None:
    if place.dwelling_owner:
        return Route(place.dwelling_owner, "dwelling")
    if place.is_private:
        raise PlaceNotOurs
    for why, shares in (("stair", place.stair), ("building", place.building)):
        if found := _most(shares):
            return Route(found, why)
    if place.stair or place.building:
        raise PlaceNotOurs
    return None


def _most(shares: Iterable[Share]) -> Body | None:
    """The public owner of most dwellings; of two with as many, the first by name."""
    public = sorted((-one.dwellings, one.body.name, one.body.key) for one in shares if one.body)
    return Body(public[0][2], public[0][1]) if public else None
