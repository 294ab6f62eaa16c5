"""Who may open the pages and routes of points, letters and the residents' app: a section a topic."""

from typing import Any

from campanello.core.actor import Role
from tests.edges.access_lines import CASEWORK, Line, only

RESIDENT = frozenset({Role.RESIDENT})
SEES_SETTLEMENTS = frozenset({Role.COORDINATOR, Role.LANDLORD, Role.PROGRAMME})
SEES_LETTERS = CASEWORK | {Role.LANDLORD}

FIRST: dict[str, Line] = {"staff:points": only(CASEWORK | SEES_SETTLEMENTS)}
LEDGER: dict[str, Line] = {}
AWARDS: dict[str, Line] = {}
HAND_AWARDS: dict[str, Line] = {}
SPENDING: dict[str, Line] = {}
SETTLEMENTS: dict[str, Line] = {}
DOORS: dict[str, Line] = {}
LETTERS: dict[str, Line] = {}
APP: dict[str, Line] = {}
PUBLIC: dict[str, Line] = {}
POINTS = FIRST | LEDGER | AWARDS | HAND_AWARDS | SPENDING | SETTLEMENTS | DOORS | LETTERS | APP | PUBLIC
# What a route's body must be to come as far as its rights, and what is asked for in an address's query.
POINT_BODIES: dict[str, dict[str, Any]] = {}
POINT_QUESTIONS: dict[str, str] = {}
