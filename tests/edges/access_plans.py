"""Who may open the pages and routes of plans: a part of the access table, a section a topic."""

from typing import Any

from campanello.core.actor import Role
from tests.edges.access_lines import CASEWORK, Line, only

WITH_PLANS = frozenset({Role.CASE, Role.EMPLOYMENT, Role.COORDINATOR})
ASSESSES = frozenset({Role.CASE, Role.COORDINATOR})
SEES_PAYMENTS = frozenset({Role.COORDINATOR, Role.PROGRAMME})

FIRST = {"staff:plans": only(CASEWORK | SEES_PAYMENTS)}
ELIGIBILITY: dict[str, Line] = {}
APPLYING: dict[str, Line] = {}
APPLICATIONS: dict[str, Line] = {}
PLAN_PAGES: dict[str, Line] = {}
REGISTERS: dict[str, Line] = {}
PAYMENTS: dict[str, Line] = {}
ASSESSMENTS: dict[str, Line] = {}
RESULTS: dict[str, Line] = {}
PACTS: dict[str, Line] = {}
PLACEMENTS: dict[str, Line] = {}
PAPERS: dict[str, Line] = {}

PLANS = FIRST | ELIGIBILITY | APPLYING | APPLICATIONS | PLAN_PAGES | REGISTERS | PAYMENTS | ASSESSMENTS
PLANS |= RESULTS | PACTS | PLACEMENTS | PAPERS
# What a request to the interface must at least say to be looked at, by address.
PLAN_BODIES: dict[str, dict[str, Any]] = {}
PLAN_QUESTIONS: dict[str, str] = {}
