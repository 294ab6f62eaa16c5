"""Who may open the pages and routes of points, letters and the residents' app: a section a topic."""

from typing import Any

from campanello.core.actor import Role
from tests.edges.access_lines import CASEWORK, COORDINATOR, Line, everybody, only

RESIDENT = frozenset({Role.RESIDENT})
SEES_SETTLEMENTS = frozenset({Role.COORDINATOR, Role.LANDLORD, Role.PROGRAMME})
SEES_LETTERS = CASEWORK | {Role.LANDLORD}

FIRST: dict[str, Line] = {"staff:points": only(CASEWORK | SEES_SETTLEMENTS)}
LEDGER: dict[str, Line] = {
    "staff:seals": only(SEES_SETTLEMENTS),
    "public:receipt-check": everybody(),
    "public:receipt": Line(None, {"code": "receipt"}),
    "public:receipt-pdf": Line(None, {"code": "receipt"}),
    "public:seals": everybody(),
}
AWARDS: dict[str, Line] = {
    "staff:awards": only(CASEWORK),
    "staff:awards-csv": only(CASEWORK),
    "staff:awards-ready": only(CASEWORK),
    "staff:register-award": only(CASEWORK, uid="<signed_session>"),
    "staff:register-follow": only(COORDINATOR, "POST", uid="<awarded_session>"),
    "staff:withheld": only(CASEWORK),
    "staff:withheld-csv": only(COORDINATOR),
    "staff:withheld-settle": only(COORDINATOR, key="<withheld>"),
    "staff:own-households": only(CASEWORK),
    "staff:point-schemes": only(COORDINATOR),
    "staff:point-scheme-new": only(COORDINATOR, project="<project>"),
    "staff:point-scheme": only(COORDINATOR, uid="<scheme>"),
    "staff:point-scheme-edit": only(COORDINATOR, uid="<scheme>"),
    "staff:tariff-new": only(COORDINATOR, uid="<scheme>"),
    "staff:creditor-terms-new": only(COORDINATOR, uid="<scheme>"),
    "staff:creditor-terms-edit": only(COORDINATOR, uid="<scheme>", key="<creditor_terms>"),
    "staff:activities-without-worth": only(COORDINATOR),
    "staff:activity-worth": only(COORDINATOR, uid="<signed_activity>"),
    "api:points-registers": only(CASEWORK),
    "api:points-register-award": only(CASEWORK, "POST", uid="<signed_session>"),
    "api:points-tariff": only(CASEWORK, project="<project_code>"),
}
HAND_AWARDS: dict[str, Line] = {
    "staff:hand-awards": only(CASEWORK),
    "staff:hand-awards-csv": only(COORDINATOR),
    "staff:hand-award-new": only(CASEWORK),
    "staff:hand-award": only(CASEWORK, uid="<hand_award>"),
    "staff:hand-award-approve": only(COORDINATOR, "POST", uid="<hand_award>"),
    "staff:hand-award-refuse": only(COORDINATOR, uid="<hand_award>"),
    "staff:hand-award-withdraw": only(CASEWORK, uid="<hand_award>"),
    "staff:points-take-back": only(COORDINATOR, uid="<award_transfer>"),
    "staff:point-accounts": only(CASEWORK),
    "staff:point-accounts-csv": only(COORDINATOR),
    "staff:points-lapsing": only(CASEWORK),
    "staff:points-lapsing-csv": only(COORDINATOR),
    "staff:point-account": only(CASEWORK, uid="<point_account>"),
    "staff:point-statement": only(CASEWORK, uid="<point_account>"),
    "api:point-accounts": only(CASEWORK),
    "api:point-account": only(CASEWORK, uid="<point_account>"),
    "api:point-movements": only(CASEWORK, uid="<point_account>"),
    "api:point-award": only(CASEWORK, uid="<hand_award>"),
    "api:point-award-give": only(CASEWORK, "POST"),
}
SPENDING: dict[str, Line] = {
    "staff:redemptions": only(CASEWORK),
    "staff:redemptions-csv": only(COORDINATOR),
    "staff:redeem": only(CASEWORK, uid="<spender>"),
    "staff:redemption": only(CASEWORK, uid="<redemption>"),
    "staff:redemption-take-back": only(CASEWORK, uid="<redemption>"),
    "staff:rent-budget": only(COORDINATOR, code="<points_project>"),
    "staff:donations": only(CASEWORK),
    "staff:donations-csv": only(COORDINATOR),
    "staff:donate": only(CASEWORK, uid="<spender>"),
    "staff:donation": only(CASEWORK, uid="<gift>"),
    "staff:donation-take-back": only(CASEWORK, "POST", uid="<gift>"),
    "staff:pool-assign": only(COORDINATOR, code="<points_project>"),
    "api:point-standing": only(CASEWORK, uid="<spender>"),
    "api:point-redeem": only(CASEWORK, "POST", uid="<spender>"),
    "api:point-gift": only(CASEWORK, "POST", uid="<spender>"),
}
_ONE = "<settlement>"
_PROPOSES = COORDINATOR
_CONFIRMS = COORDINATOR | {Role.LANDLORD}
SETTLEMENTS: dict[str, Line] = {
    "staff:settlements": only(SEES_SETTLEMENTS),
    "staff:settlement-new": only(_PROPOSES),
    "staff:settlement-propose": only(
        _PROPOSES, project="<settlement_project>", creditor="<settlement_creditor>"
    ),
    "staff:settlement": only(SEES_SETTLEMENTS, uid=_ONE),
    "staff:settlement-approve": only(frozenset({Role.PROGRAMME}), "POST", uid=_ONE),
    "staff:settlement-order": only(_PROPOSES, uid=_ONE),
    "staff:settlement-confirm": only(_CONFIRMS, uid=_ONE),
    "staff:settlement-void": only(COORDINATOR | {Role.PROGRAMME}, uid=_ONE),
    "staff:settlement-order-file": only(_PROPOSES, uid=_ONE),
    "staff:settlement-office": only(_PROPOSES, uid=_ONE),
    "staff:settlement-statement-csv": only(SEES_SETTLEMENTS, uid=_ONE),
    "staff:settlement-statement-pdf": only(SEES_SETTLEMENTS, uid=_ONE),
    "staff:settlement-differences": only(SEES_SETTLEMENTS, uid=_ONE),
    "staff:settlement-differences-csv": only(SEES_SETTLEMENTS, uid=_ONE),
    "staff:settlement-difference": only(_CONFIRMS, uid=_ONE, tenancy="<settlement_tenancy>"),
    "staff:payment-run-book": only(_PROPOSES, "POST", uid="<payment_run>"),
    "api:point-settlements": only(SEES_SETTLEMENTS),
    "api:point-settlement": only(SEES_SETTLEMENTS, uid=_ONE),
    "api:point-settlement-statement": only(SEES_SETTLEMENTS, uid=_ONE),
    "api:point-settlement-confirm": only(_CONFIRMS, "POST", uid=_ONE),
}
DOORS: dict[str, Line] = {
    "staff:person-access": only(CASEWORK, uid="<person>"),
    "staff:access-letter": only(CASEWORK, "POST", uid="<person>"),
    "staff:access-present": only(CASEWORK, "POST", uid="<person>"),
    "staff:access-revoke": only(CASEWORK, "POST", uid="<door_person>", key="<door>"),
    "staff:delegation-new": only(CASEWORK, "POST", uid="<person>"),
    "staff:delegation-end": only(CASEWORK, "POST", uid="<delegation>"),
    "resident:reports": only(RESIDENT),
    "resident:report-new": only(RESIDENT),
    "resident:report": only(RESIDENT, uid="<report>"),
    "resident:report-photo": only(RESIDENT, uid="<photo>"),
    "resident:delegates": only(RESIDENT),
    "resident:delegate-code": only(RESIDENT, "POST"),
    "resident:delegate-give": only(RESIDENT),
    "resident:delegation-end": only(RESIDENT, "POST", uid="<held_delegation>"),
    "resident:stand-for": only(RESIDENT, "POST", uid="<held_delegation>"),
    "resident:data": only(RESIDENT),
    "resident:data-copy": only(RESIDENT),
    "resident:data-ask": only(RESIDENT, "POST"),
    "resident:data-language": only(RESIDENT, "POST"),
    "resident:data-telephone": only(RESIDENT, "POST"),
    "resident:looked": only(RESIDENT),
    "resident:access": only(RESIDENT),
    "resident:new-pin": only(RESIDENT, "POST"),
    "resident:door-end": only(RESIDENT, "POST", key="<own_door>"),
    "resident:end-others": only(RESIDENT, "POST"),
}
LETTERS: dict[str, Line] = {
    "staff:letters": only(SEES_LETTERS),
    "staff:letters-sent": only(SEES_LETTERS),
    "staff:letters-csv": only(SEES_LETTERS),
    "staff:letter": only(SEES_LETTERS, uid="<letter>"),
    "staff:letter-pdf": only(SEES_LETTERS, uid="<letter>"),
    "staff:letter-tell": only(SEES_LETTERS, "POST", uid="<letter>"),
    "staff:letter-texts": only(SEES_LETTERS),
    "staff:letter-text-new": only(SEES_LETTERS),
    "staff:letter-text": only(SEES_LETTERS, uid="<letter_text>"),
    "staff:letter-text-change": only(SEES_LETTERS, uid="<letter_text>"),
    "staff:letter-text-example": only(SEES_LETTERS, uid="<letter_text>"),
    "staff:letter-batch-new": only(SEES_LETTERS, uid="<letter_text>"),
    "staff:letter-batch": only(SEES_LETTERS, uid="<letter_batch>"),
    "staff:letter-batch-leave-out": only(SEES_LETTERS, "POST", uid="<letter_draft>"),
    "staff:letter-batch-send": only(SEES_LETTERS, "POST", uid="<letter_draft>"),
    "staff:letter-batch-give-up": only(SEES_LETTERS, "POST", uid="<letter_draft>"),
    "staff:letter-batch-printed": only(SEES_LETTERS, "POST", uid="<letter_batch>"),
    "staff:letter-batch-mail": only(SEES_LETTERS, "POST", uid="<letter_batch>"),
    "staff:letter-batch-pdf": only(SEES_LETTERS, uid="<letter_batch>", part="1"),
    "resident:letters": only(RESIDENT),
    "resident:letter": only(RESIDENT, uid="<letter>"),
    "resident:letter-pdf": only(RESIDENT, uid="<letter>"),
    "api:letters": only(SEES_LETTERS),
    "api:letter": only(SEES_LETTERS, uid="<letter>"),
    "api:letter-batch": only(SEES_LETTERS, uid="<letter_batch>"),
}
APP: dict[str, Line] = {
    "resident:home": only(RESIDENT),
    "resident:more": only(RESIDENT),
    "resident:stand-down": only(RESIDENT, "POST"),
    "resident:manifest": everybody(),
    "resident:worker": everybody(),
    "resident:nothing-kept": everybody(),
    "resident:not-sent": everybody(),
    "resident:movements": only(RESIDENT),
    "resident:redeem": only(RESIDENT),
    "resident:donate": only(RESIDENT),
    "resident:gift-code": only(RESIDENT),
    "resident:activities": only(RESIDENT),
    "resident:hours": only(RESIDENT),
    "resident:ticket": only(RESIDENT, uid="<award_transfer>"),
    "resident:redeem-back": only(RESIDENT, "POST", uid="<redemption>"),
    "resident:gift-back": only(RESIDENT, "POST", uid="<gift>"),
    "resident:activity": only(RESIDENT, uid="<signed_session>"),
    "resident:sign-up": only(RESIDENT, "POST", uid="<signed_session>"),
    "resident:sign-off": only(RESIDENT, "POST", uid="<signed_session>"),
}
PUBLIC: dict[str, Line] = {
    "public:lab-what": everybody(),
    "public:labs": everybody(),
    "public:lab": everybody(code="LAB"),
    "public:points": everybody(),
    "public:results": everybody(),
    "public:sitemap": everybody(),
    "staff:lab-place": only(COORDINATOR),
}
POINTS = FIRST | LEDGER | AWARDS | HAND_AWARDS | SPENDING | SETTLEMENTS | DOORS | LETTERS | APP | PUBLIC
# What a route's body must be to come as far as its rights, and what is asked for in an address's query.
POINT_BODIES: dict[str, dict[str, Any]] = {
    "api:point-redeem": {"tenancy": "<tenancy>", "creditor": 1, "points": 1},
    "api:point-settlement-confirm": {"version": 1, "paid_on": "2026-03-02", "proof": "x"},
    "api:point-gift": {"points": 1, "nothing_in_return": True},
    "api:point-award-give": {
        "scheme": "<scheme>",
        "person": "<person>",
        "rate": "base",
        "what": "x",
        "done_on": "2026-03-02",
        "evidence": "x",
        "minutes": 60,
    },
}
POINT_QUESTIONS: dict[str, str] = {}
