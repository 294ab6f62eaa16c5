"""The municipalities of Lombardy to choose from, out of the package's table: no database is asked for them."""

from functools import cache

from campanello.homes.services.reference import shipped


@cache
def by_name() -> dict[str, str]:
    """Each municipality's name with its province, to its ISTAT code: `Mantova (MN)` to `020030`."""
    return {f"{one.name} ({one.province})": one.istat for one in shipped()}


@cache
def by_istat() -> dict[str, str]:
    """Each ISTAT code to the municipality's name with its province."""
    return {istat: name for name, istat in by_name().items()}
