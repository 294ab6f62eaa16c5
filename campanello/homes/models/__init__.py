"""Tables of places, tenancies and arrears."""

from campanello.homes.models.places import (
    Building,
    BuildingSet,
    Dwelling,
    DwellingSet,
    Municipality,
    Neighbourhood,
    Stair,
)
from campanello.homes.models.tenancies import ArrearsPayment, ArrearsStatement, Tenancy

__all__ = [
    "ArrearsPayment",
    "ArrearsStatement",
    "Building",
    "BuildingSet",
    "Dwelling",
    "DwellingSet",
    "Municipality",
    "Neighbourhood",
    "Stair",
    "Tenancy",
]
