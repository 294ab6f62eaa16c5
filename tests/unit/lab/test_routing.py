"""Who has to answer a report, and by which rule."""

import pytest

from campanello.lab.rules.routing import WHYS, Body, Place, PlaceNotOurs, Route, Share, route

ALER, COMUNE, COOP, LEAD = Body(1, "ALER"), Body(2, "Comune"), Body(3, "Coop"), Body(4, "Lead")
SOLD = Share(None, 5)
CASES = {
    "the dwelling's owner repairs it": (
        "maintenance",
        Place(dwelling_owner=ALER, building=(Share(COMUNE, 9),)),
        None,
        Route(ALER, "dwelling"),
    ),
    "of a stair, who owns most of it, though the house is mostly another's": (
        "maintenance",
        Place(stair=(Share(COMUNE, 2), Share(ALER, 1)), building=(Share(ALER, 9), Share(COMUNE, 2))),
        None,
        Route(COMUNE, "stair"),
    ),
    "a stair that was sold goes by the house": (
        "maintenance",
        Place(stair=(SOLD,), building=(SOLD, Share(ALER, 1))),
        None,
        Route(ALER, "building"),
    ),
    "of two with as many, the first by name": (
        "maintenance",
        Place(building=(Share(COMUNE, 3), Share(ALER, 3))),
        None,
        Route(ALER, "building"),
    ),
    "a street goes to whom the project named": ("maintenance", Place(), COOP, Route(COOP, "route")),
    "what nobody was named for goes to the lead": ("maintenance", Place(), None, Route(LEAD, "lead")),
    "a house without dwellings on record too": ("maintenance", Place(), None, Route(LEAD, "lead")),
    "a conflict never goes to the landlord": (
        "conflict",
        Place(dwelling_owner=ALER),
        None,
        Route(LEAD, "lead"),
    ),
    "a need goes to whom the project named for it": (
        "personal",
        Place(dwelling_owner=ALER),
        COOP,
        Route(COOP, "route"),
    ),
    "a private owner's neighbours may tell of a need": (
        "social",
        Place(is_private=True),
        None,
        Route(LEAD, "lead"),
    ),
}


@pytest.mark.parametrize(("kind", "place", "named", "wanted"), CASES.values(), ids=CASES)
def test_who_has_to_answer(kind: str, place: Place, named: Body | None, wanted: Route) -> None:
    assert route(kind, place, lead=LEAD, named=named) == wanted
    assert WHYS[wanted.why] % {"owner": wanted.owner.name}


@pytest.mark.parametrize(
    "place", [Place(is_private=True), Place(building=(SOLD,)), Place(stair=(SOLD,), building=(SOLD,))]
)
def test_maintenance_of_a_private_place_is_not_ours_even_where_somebody_is_named(place: Place) -> None:
    with pytest.raises(PlaceNotOurs) as refused:
        route("maintenance", place, lead=LEAD, named=COOP)
    assert "ask" in str(refused.value)
