"""What a hand-over pack holds: its tables, in the order in which who takes over reads them. Knows no table of ours.

Source: FEATURES, section D (a project ends and its people are handed to the social service); GDPR art. 5(1)(c);
docs/rules/neighbours.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from campanello.core.errors import gettext_noop as _

KNOWN_ELSEWHERE = _("Somebody known elsewhere")


class Part(StrEnum):
    """A table of a pack, by its file's name."""

    PEOPLE = "people"
    CONTACTS = "contacts"
    RELATIONSHIPS = "relationships"
    STEPS = "next-steps"
    REPORTS = "open-reports"
    REFERRALS = "open-referrals"
    ANTENNAS = "antennas"
    VISITS = "visits"
    CONSENTS = "consents"
    SPECIAL = "special"


@dataclass(frozen=True)
class Shape:
    """A table's title and its columns, to be translated."""

    title: str
    columns: tuple[str, ...]


SHAPES: Mapping[Part, Shape] = {
    Part.PEOPLE: Shape(
        _("People in touch"),
        (
            _("Person"),
            _("Birth date"),
            _("Language"),
            _("Doorbell"),
            _("Address"),
            _("May be contacted"),
            _("Last contact"),
            _("Note for colleagues"),
        ),
    ),
    Part.CONTACTS: Shape(
        _("How to reach them"),
        (_("Person"), _("Way"), _("Number or address"), _("Agreed"), _("Preferred"), _("Note")),
    ),
    Part.RELATIONSHIPS: Shape(
        _("Who lives with whom"), (_("Household"), _("Kind"), _("Person"), _("Role"), _("Since"))
    ),
    Part.STEPS: Shape(_("Next steps"), (_("By"), _("Person"), _("What"), _("Agreed on"), _("Operator"))),
    Part.REPORTS: Shape(
        _("Open reports"),
        (
            _("Number"),
            _("Kind"),
            _("State"),
            _("Told on"),
            _("Place"),
            _("Text"),
            _("Must answer"),
            _("Told by"),
        ),
    ),
    Part.REFERRALS: Shape(
        _("Open referrals"), (_("Sent on"), _("Person"), _("To"), _("State"), _("What it is about"))
    ),
    Part.ANTENNAS: Shape(
        _("Antennas"), (_("Person"), _("What they watch and tell"), _("Area"), _("From"), _("Until"))
    ),
    Part.VISITS: Shape(_("Visits"), (_("Day"), _("Channel"), _("Outcome"), _("Note"), _("Operator"))),
    Part.CONSENTS: Shape(_("Consents"), (_("Purpose"), _("Given on"), _("Withdrawn on"))),
    Part.SPECIAL: Shape(_("Facts of special categories"), (_("Person"), _("Kind"), _("Detail"), _("Since"))),
}
OF_A_LAB = (
    Part.PEOPLE,
    Part.CONTACTS,
    Part.RELATIONSHIPS,
    Part.STEPS,
    Part.REPORTS,
    Part.REFERRALS,
    Part.ANTENNAS,
    Part.SPECIAL,
)
OF_A_PERSON = (
    Part.PEOPLE,
    Part.CONTACTS,
    Part.RELATIONSHIPS,
    Part.STEPS,
    Part.REPORTS,
    Part.REFERRALS,
    Part.ANTENNAS,
    Part.VISITS,
    Part.CONSENTS,
    Part.SPECIAL,
)


@dataclass(frozen=True)
class Word:
    """A word of one of our lists, to be translated by who writes the file."""

    text: str


@dataclass(frozen=True)
class Spoken:
    """A language by its code, to be named by who writes the file; nothing where none is known."""

    code: str


Row = tuple[Any, ...]


@dataclass(frozen=True)
class Pack:
    """All that is handed over: the tables that the actor may take along, and who was left out of them.

    `hides_special` says that facts of special categories and confidential notes are not inside, because the actor's
    role does not read them.
    """

    title: str
    on: date
    tables: Mapping[Part, list[Row]] = field(default_factory=dict)
    restricted: int = 0
    hides_special: bool = False
    is_of_lab: bool = False

    @property
    def figures(self) -> dict[Part, int]:
        """How many rows each table has."""
        return {part: len(rows) for part, rows in self.tables.items()}
