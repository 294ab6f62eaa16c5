"""Every table that can be brought in, by its name: its columns, who may bring it, and what brings it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Protocol

from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.importing import Incoming, Outcome, Progress, Shape, untold
from campanello.homes.rules.imports import ARREARS, TENANCIES
from campanello.homes.services.arrears_import import import_arrears
from campanello.homes.services.imports import import_tenancies
from campanello.people.rules.imports import PEOPLE
from campanello.people.services.imports import import_people


class Import(Protocol):
    """A service that brings a table in."""

    def __call__(
        self,
        *,
        actor: Actor,
        project: int | None,
        incoming: Incoming,
        on: date,
        at: datetime,
        is_trial: bool = False,
        takes_doubtful: bool = False,
        progress: Progress = untold,
    ) -> Outcome:
        """What was done, or would be."""


def _people(*, project: int | None, **given: object) -> Outcome:
    if project is None:
        raise NotFound
    return import_people(project=project, **given)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Table:
    """A table that can be brought in. `is_for_landlords`: also without a project, into a landlord's own dwellings."""

    shape: Shape
    right: Right
    bring: Import
    is_for_landlords: bool = False


_TABLES = {
    PEOPLE.name: Table(PEOPLE, Right.IMPORT_PEOPLE, _people),
    TENANCIES.name: Table(TENANCIES, Right.IMPORT_HOMES, import_tenancies, is_for_landlords=True),
    ARREARS.name: Table(ARREARS, Right.IMPORT_HOMES, import_arrears, is_for_landlords=True),
}
TABLES: Mapping[str, Table] = MappingProxyType(_TABLES)


def add(table: Table) -> None:
    """Take on a table of a feature that knows homes, and that homes do not know."""
    _TABLES[table.shape.name] = table
