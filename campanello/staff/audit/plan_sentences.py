"""The audit trail of plans in words, a section a topic."""

_ELIGIBILITY: dict[str, str] = {}
_APPLICATIONS: dict[str, str] = {}
_PLANS: dict[str, str] = {}
_REGISTERS: dict[str, str] = {}
_PAYMENTS: dict[str, str] = {}
_ASSESSMENTS: dict[str, str] = {}
_RESULTS: dict[str, str] = {}
_PACTS: dict[str, str] = {}
_PLACEMENTS: dict[str, str] = {}
_PAPERS: dict[str, str] = {}

PLAN_SENTENCES = _ELIGIBILITY | _APPLICATIONS | _PLANS | _REGISTERS | _PAYMENTS
PLAN_SENTENCES |= _ASSESSMENTS | _RESULTS | _PACTS | _PLACEMENTS | _PAPERS
