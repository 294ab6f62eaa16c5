"""Who may open the pages and routes of plans: a part of the access table, a section a topic."""

from typing import Any

from campanello.core.actor import Role
from tests.edges.access_lines import CASEWORK, COORDINATOR, TEAM, Line, everybody, only

WITH_PLANS = frozenset({Role.CASE, Role.EMPLOYMENT, Role.COORDINATOR})
ASSESSES = frozenset({Role.CASE, Role.COORDINATOR})
SEES_PAYMENTS = frozenset({Role.COORDINATOR, Role.PROGRAMME})

FIRST = {"staff:plans": only(CASEWORK | SEES_PAYMENTS)}
ELIGIBILITY = {
    "staff:eligibility": only(CASEWORK, uid="<application>"),
    "staff:eligibility-again": only(CASEWORK, "POST", uid="<application>"),
    "staff:eligibility-fact": only(CASEWORK, uid="<application>", fact="birth_date"),
}
APPLYING: dict[str, Line] = {
    "public:apply": everybody(),
    "public:apply-start": everybody(measure="open-to-all"),
    "public:apply-code": everybody(),
    "public:apply-step": everybody(slug="nome"),
    "public:apply-document": everybody(),
    "public:apply-review": everybody(),
    "public:apply-sent": everybody(),
    "public:apply-return": everybody(),
    "public:apply-status": everybody(),
    "public:apply-withdraw": everybody(),
    "public:apply-leave": everybody(),
    "staff:document": only(CASEWORK, uid="<document>"),
}
APPLICATIONS: dict[str, Line] = {
    "staff:applications": only(CASEWORK),
    "staff:applications-csv": only(COORDINATOR),
    "staff:applications-calls": only(CASEWORK),
    "staff:applications-lapsing": only(WITH_PLANS),
    "staff:application-new": only(CASEWORK),
    "staff:application": only(CASEWORK, uid="<application>"),
    "staff:application-person": only(CASEWORK, uid="<application>"),
    "staff:application-try": only(CASEWORK, uid="<application>"),
    "staff:application-call": only(CASEWORK, "POST", uid="<application>"),
    "staff:application-document": only(CASEWORK, uid="<application>"),
    "staff:application-document-judge": only(CASEWORK, uid="<document>"),
    "staff:application-move": only(CASEWORK, uid="<application>", deed="integra"),
    "staff:measures": only(COORDINATOR),
    "staff:measure-new": only(COORDINATOR),
    "staff:measure-change": only(COORDINATOR, code="<measure>"),
    "api:applications": only(CASEWORK),
    "api:application": only(CASEWORK, uid="<application>"),
    "api:application-record": only(CASEWORK, "POST"),
}
PLAN_PAGES: dict[str, Line] = {
    "staff:plan-list": only(WITH_PLANS),
    "staff:plan-list-csv": only(COORDINATOR),
    "staff:plan-new": only(WITH_PLANS),
    "staff:plan": only(WITH_PLANS, uid="<plan>"),
    "staff:plan-edit": only(WITH_PLANS, uid="<plan>"),
    "staff:plan-service": only(WITH_PLANS, uid="<plan>"),
    "staff:plan-service-drop": only(WITH_PLANS, "POST", uid="<plan>", service="<service>"),
    "staff:plan-amend": only(WITH_PLANS, uid="<plan>"),
    "staff:plan-sign": only(WITH_PLANS, uid="<plan>", by="persona"),
    "staff:plan-pdf": only(WITH_PLANS, uid="<plan>"),
    "staff:plan-act": only(WITH_PLANS, uid="<plan>", deed="sospendi"),
    "resident:plan": only(frozenset({Role.RESIDENT})),
    "api:plans": only(WITH_PLANS),
    "api:plan": only(WITH_PLANS, uid="<plan>"),
    "staff:services": only(WITH_PLANS),
    "staff:service-add": only(COORDINATOR),
    "staff:services-start": only(COORDINATOR),
    "staff:service": only(WITH_PLANS, key="<service>"),
    "staff:service-edit": only(COORDINATOR, key="<service>"),
    "staff:service-offer": only(COORDINATOR, key="<service>"),
    "staff:service-value": only(COORDINATOR, key="<service>"),
    "staff:service-value-drop": only(COORDINATOR, "POST", key="<service>", value="<service_value>"),
}
REGISTERS: dict[str, Line] = {
    "staff:plan-sessions": only(WITH_PLANS),
    "staff:plan-sessions-csv": only(WITH_PLANS),
    "staff:plan-session-new": only(WITH_PLANS),
    "staff:plan-session-edit": only(WITH_PLANS, uid="<plan_session>"),
    "staff:plan-session-cancel": only(WITH_PLANS, uid="<plan_session>"),
    "staff:plan-session-restore": only(WITH_PLANS, "POST", uid="<plan_session>"),
    "staff:plan-register": only(WITH_PLANS, uid="<plan_session>"),
    "staff:plan-register-add": only(WITH_PLANS, uid="<plan_session>"),
    "staff:plan-register-leave-out": only(WITH_PLANS, "POST", uid="<plan_session>", plan="<plan>"),
    "staff:plan-register-sign": only(WITH_PLANS, "POST", uid="<plan_session>"),
    "staff:plan-register-correct": only(WITH_PLANS, uid="<plan_session>", plan="<plan>"),
    "staff:plan-register-csv": only(COORDINATOR, uid="<plan_session>"),
    "staff:plan-register-paper": only(WITH_PLANS, uid="<plan_session>"),
    "api:plan-register-send": only(WITH_PLANS, "POST"),
    "staff:near-caps": only(WITH_PLANS),
    "staff:near-caps-csv": only(COORDINATOR),
}
PAYMENTS: dict[str, Line] = {
    "staff:payment-runs": only(SEES_PAYMENTS),
    "staff:payment-run-new": only(COORDINATOR),
    "staff:payment-accounts": only(COORDINATOR),
    "staff:body-account": only(COORDINATOR, key="<landlord_body>"),
    "staff:treasury": only(COORDINATOR, key="<paying_project>"),
    "staff:person-account": only(WITH_PLANS, uid="<person>"),
    "staff:person-account-end": only(WITH_PLANS, uid="<person>"),
    "staff:payment": only(COORDINATOR, uid="<payment>"),
    "staff:payment-hold": only(COORDINATOR, uid="<payment>"),
    "staff:payment-release": only(COORDINATOR, "POST", uid="<payment>"),
    "staff:payment-run": only(SEES_PAYMENTS, uid="<payment_run>"),
    "staff:payment-lines-csv": only(SEES_PAYMENTS, uid="<payment_run>"),
    "staff:payment-run-approve": only(frozenset({Role.PROGRAMME}), "POST", uid="<payment_run>"),
    "staff:payment-run-void": only(SEES_PAYMENTS, uid="<payment_run>"),
    "staff:payment-run-order": only(COORDINATOR, uid="<payment_run>"),
    "staff:payment-run-close": only(COORDINATOR, uid="<payment_run>"),
    "staff:payment-outcomes": only(COORDINATOR, uid="<payment_run>"),
    "staff:payment-order-file": only(COORDINATOR, uid="<payment_run>", part="1"),
    "staff:payment-table": only(COORDINATOR, uid="<payment_run>"),
    "staff:landlord-statement": only(COORDINATOR, uid="<payment_run>", key="<landlord_body>"),
}
ASSESSMENTS: dict[str, Line] = {
    "staff:person-assessments": only(ASSESSES, uid="<person>"),
    "staff:assessment-new": only(ASSESSES, uid="<person>"),
    "staff:team-add": only(ASSESSES, uid="<person>"),
    "staff:team-end": only(ASSESSES, member="<team_member>"),
    "staff:assessment": only(ASSESSES, uid="<assessment>"),
    "staff:assessment-edit": only(ASSESSES, uid="<assessment>"),
    "staff:assessment-sign": only(ASSESSES, uid="<assessment>"),
    "staff:assessment-discard": only(ASSESSES, uid="<assessment>"),
    "staff:goals": only(WITH_PLANS),
    "staff:goals-csv": only(COORDINATOR),
    "staff:person-goals": only(WITH_PLANS, uid="<person>"),
    "staff:goal-new": only(WITH_PLANS, uid="<person>"),
    "staff:goal-edit": only(WITH_PLANS, uid="<goal>"),
    "staff:goal-close": only(WITH_PLANS, uid="<goal>"),
    "staff:goal-reopen": only(WITH_PLANS, uid="<goal>"),
    "staff:task-new": only(WITH_PLANS, uid="<goal>"),
    "staff:task-done": only(WITH_PLANS, "POST", uid="<task>"),
    "staff:task-undo": only(WITH_PLANS, "POST", uid="<task>"),
    "staff:common-good-new": only(WITH_PLANS, uid="<person>"),
    "staff:common-good-cancel": only(WITH_PLANS, uid="<common_good>"),
}
RESULTS: dict[str, Line] = {
    "staff:results": only(WITH_PLANS),
    "staff:results-csv": only(COORDINATOR),
    "staff:results-figures": only(TEAM - {Role.ADMIN}),
    "staff:result": only(WITH_PLANS, plan="<plan_over>", moment="exit"),
    "staff:result-try": only(WITH_PLANS, plan="<plan_over>", moment="exit"),
    "staff:result-status": only(WITH_PLANS, plan="<plan_over>", moment="exit"),
}
PACTS: dict[str, Line] = {
    "staff:pacts": only(WITH_PLANS),
    "staff:pacts-csv": only(COORDINATOR),
    "staff:pact-new": only(WITH_PLANS),
    "staff:pact": only(WITH_PLANS, uid="<pact>"),
    "staff:pact-paper": only(WITH_PLANS, uid="<pact>"),
    "staff:pact-edit": only(WITH_PLANS, uid="<pact>"),
    "staff:pact-terms": only(WITH_PLANS, uid="<pact>"),
    "staff:pact-sign": only(WITH_PLANS, uid="<pact>"),
    "staff:pact-end": only(WITH_PLANS, uid="<pact>"),
    "staff:pact-review": only(WITH_PLANS, uid="<pact>", review="<review>"),
    "staff:pact-give": only(WITH_PLANS, uid="<pact>"),
    "staff:pact-take-over": only(WITH_PLANS, uid="<pact>"),
    "staff:pact-given-cancel": only(WITH_PLANS, uid="<pact>", given="<given>"),
    "resident:pact": only(frozenset({Role.RESIDENT})),
}
PLACEMENTS: dict[str, Line] = {
    "staff:traineeships": only(WITH_PLANS),
    "staff:traineeships-csv": only(COORDINATOR),
    "staff:traineeship-new": only(WITH_PLANS),
    "staff:hosts": only(WITH_PLANS),
    "staff:host-new": only(WITH_PLANS),
    "staff:host-edit": only(WITH_PLANS, uid="<host>"),
    "staff:traineeship": only(WITH_PLANS, uid="<traineeship>"),
    "staff:traineeship-visit": only(WITH_PLANS, uid="<traineeship>"),
    "staff:traineeship-move": only(WITH_PLANS, uid="<traineeship>", deed="concludi"),
    "staff:vacancies": only(WITH_PLANS),
    "staff:vacancies-csv": only(WITH_PLANS),
    "staff:vacancy-new": only(WITH_PLANS),
    "staff:person-vacancies": only(WITH_PLANS, uid="<person>"),
    "staff:work-wish": only(WITH_PLANS, uid="<person>"),
    "staff:candidacy-move": only(WITH_PLANS, uid="<candidacy>"),
    "staff:vacancy": only(WITH_PLANS, uid="<vacancy>"),
    "staff:vacancy-edit": only(WITH_PLANS, uid="<vacancy>"),
    "staff:candidacy-new": only(WITH_PLANS, uid="<vacancy>", person="<person>"),
    "staff:jobs-found": only(WITH_PLANS),
    "staff:jobs-found-csv": only(COORDINATOR),
    "staff:job-found-new": only(WITH_PLANS, uid="<person>"),
}
PAPERS = {
    "staff:paper": only(WITH_PLANS, uid="<plan>", kind="allegato-2", extension="docx"),
    "staff:case-folder": only(WITH_PLANS, uid="<person>"),
}

PLANS = FIRST | ELIGIBILITY | APPLYING | APPLICATIONS | PLAN_PAGES | REGISTERS | PAYMENTS | ASSESSMENTS
PLANS |= RESULTS | PACTS | PLACEMENTS | PAPERS
# What a request to the interface must at least say to be looked at, by address.
PLAN_BODIES: dict[str, dict[str, Any]] = {
    "api:application-record": {"measure": "<measure>", "answers": {"given_name": "Prova"}},
    "api:plan-register-send": {
        "uid": "00000000-0000-4000-8000-000000000005",
        "project": "<project>",
        "service": "<service_code>",
        "starts_at": "2026-02-02T09:00",
        "ends_at": "2026-02-02T10:00",
        "marks": [{"plan": "<plan_code>", "presence": "excused"}],
    },
}
PLAN_QUESTIONS: dict[str, str] = {}
