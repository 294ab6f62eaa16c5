"""Who may open which page or route: read it as a specification. `test_access_table` tries every line of it.

A line: the address's name, who is let in, and what stands in the address: the name of a record of the small world of
`access_world` (which is then also asked for in somebody else's project and under a key that nobody has), or a word.
"""

from dataclasses import dataclass, field

from campanello.core.actor import Role
from campanello.evaluation.registry import INDICATORS

ANONYMOUS = "anonymous"
EVERY_ROLE = frozenset(Role)
TEAM = frozenset(Role) - {Role.RESIDENT}
COORDINATOR = frozenset({Role.COORDINATOR})
ADMIN = frozenset({Role.ADMIN})
CASEWORK = frozenset({Role.DESK, Role.CASE, Role.EMPLOYMENT, Role.COORDINATOR})
SEES_HOMES = CASEWORK | {Role.LANDLORD}
WRITES_HOMES = frozenset({Role.DESK, Role.CASE, Role.COORDINATOR, Role.LANDLORD})
ADDS_HOUSES = WRITES_HOMES - {Role.LANDLORD}  # a house stands in a quarter of a project's
SEES_ARREARS = frozenset({Role.CASE, Role.COORDINATOR, Role.LANDLORD})
WRITES_ARREARS = frozenset({Role.COORDINATOR, Role.LANDLORD})
TAKES_TABLES = frozenset({Role.COORDINATOR, Role.LANDLORD})
READS_AUDIT = frozenset({Role.COORDINATOR, Role.ADMIN})
# Whom no page may tell a name.
NAMELESS = (Role.PROGRAMME, Role.EVALUATOR, Role.ADMIN)


@dataclass(frozen=True)
class Line:
    """One address: who is let in (`None` for everybody, logged in or not), and what stands in it."""

    who: frozenset[Role] | None
    records: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    method: str = "GET"


def everybody(**words: str) -> Line:
    return Line(None, words=words)


def only(who: frozenset[Role], method: str = "GET", **address: str) -> Line:
    """Keys of `address` are what stands in the address; a value in <> names a record of the world."""
    records = {name: value[1:-1] for name, value in address.items() if value.startswith("<")}
    words = {name: value for name, value in address.items() if name not in records}
    return Line(who, records, words, method)


PUBLIC = {
    "set-language": everybody(),
    "public:home": everybody(),
    "public:privacy": everybody(),
    "public:legal": everybody(),
    "public:accessibility": everybody(),
    "public:health": everybody(),
    "public:probe": everybody(),
    "public:robots": everybody(),
    "public:manifest": everybody(),
    # Evaluations hold figures alone, small ones withheld.
    "staff:reconciliation": everybody(),
    "staff:reconciliation-result": everybody(),
    "staff:reconciliation-figures": everybody(),
    "staff:evaluation": everybody(),
    "staff:evaluation-comparison": everybody(),
    "staff:evaluation-dashboard": everybody(name="demo"),
    "staff:evaluation-definitions": everybody(name="demo"),
    "staff:evaluation-definition": everybody(name="demo", code=next(iter(INDICATORS))),
    "staff:evaluation-data": everybody(name="demo", extension="csv"),
    "staff:evaluation-report": everybody(name="demo", extension="html"),
}
# The ways in: what they answer depends on how far somebody is with logging in; they show nobody's record.
WAYS_IN = {
    "account_login": {},
    "mfa_login_webauthn": {},
    "mfa_authenticate": {},
    "account_reauthenticate": {},
    "mfa_reauthenticate": {},
    "mfa_reauthenticate_webauthn": {},
    "account_inactive": {},
    "after-log-in": {},
    "account_reset_password": {},
    "account_reset_password_done": {},
    "account_reset_password_from_key_done": {},
    "account_reset_password_from_key": {"uidb36": "1", "key": "none"},
    "openid_connect_login": {"provider_id": "gateway"},
    "openid_connect_callback": {"provider_id": "gateway"},
    "accept-invitation": {"secret": "n" * 40},
    "account_logout": {},
    "api:api-root": {},  # nothing is there, for anybody
    "open311:nothing": {},
}
# One's own account: whoever is logged in.
OWN = (
    "own-account",
    "account_change_password",
    "account_set_password",
    "usersessions_list",
    "own-keys",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
)
PEOPLE = {
    "staff:home": only(TEAM),
    "staff:search": only(SEES_HOMES),
    "staff:person-register": only(CASEWORK),
    "staff:person": only(CASEWORK, uid="<person>"),
    "staff:person-history": only(CASEWORK, uid="<person>"),
    "staff:person-edit": only(CASEWORK, uid="<person>", part="basic"),
    "staff:person-consents": only(CASEWORK, uid="<person>"),
    "staff:consent-withdraw": only(CASEWORK, uid="<person>", purpose="contact"),
    "staff:consent-form": only(CASEWORK, uid="<person>", purpose="contact"),
    "staff:person-skills": only(CASEWORK, uid="<person>"),
    "staff:person-merge": only(COORDINATOR, uid="<person>"),
    "staff:person-unmerge": only(COORDINATOR, merge="<merge>"),
    "staff:pairs": only(COORDINATOR),
    "staff:pair": only(COORDINATOR, pair="<pair>"),
    "staff:pair-chart": only(COORDINATOR, pair="<pair>"),
    "staff:household-open": only(CASEWORK, uid="<person>"),
    "staff:household": only(CASEWORK, uid="<household>"),
    "staff:household-edit": only(CASEWORK, uid="<household>"),
    "staff:household-move-in": only(CASEWORK, uid="<household>"),
    "staff:household-move-out": only(CASEWORK, uid="<household>"),
    "staff:household-roles": only(CASEWORK, uid="<household>"),
    "staff:household-split": only(CASEWORK, uid="<household>"),
    "staff:household-join": only(CASEWORK, uid="<household>"),
    "staff:household-close": only(CASEWORK, uid="<household>"),
}
HOMES = {
    "staff:buildings": only(SEES_HOMES),
    "staff:buildings-csv": only(TAKES_TABLES),
    "staff:building-add": only(ADDS_HOUSES),
    "staff:neighbourhood-add": only(ADDS_HOUSES),
    "staff:building": only(SEES_HOMES, uid="<building>"),
    "staff:building-skills": only(CASEWORK, uid="<building>"),
    "staff:building-csv": only(TAKES_TABLES, uid="<building>"),
    "staff:building-edit": only(WRITES_HOMES, uid="<building>"),
    "staff:dwelling": only(SEES_HOMES, uid="<dwelling>"),
    "staff:dwelling-add": only(WRITES_HOMES, uid="<building>"),
    "staff:dwelling-edit": only(WRITES_HOMES, uid="<dwelling>"),
    "staff:tenancy-start": only(WRITES_HOMES, uid="<empty>"),
    "staff:tenancy-end": only(WRITES_HOMES, uid="<tenancy>"),
    "staff:tenancy-tenure": only(WRITES_HOMES, uid="<tenancy>"),
    "staff:tenancy-transfer": only(WRITES_HOMES, uid="<tenancy>"),
    "staff:statement-add": only(WRITES_ARREARS, uid="<tenancy>"),
    "staff:statement-correct": only(WRITES_ARREARS, uid="<statement>"),
}
LAB = {
    "staff:lab": only(CASEWORK),
    "staff:offline": only(CASEWORK),
    "staff:offline-worker": only(CASEWORK),
    "staff:manifest": everybody(),
    "staff:visits": only(CASEWORK),
    "staff:visits-csv": only(CASEWORK),
    "staff:visit-new": only(CASEWORK),
    "staff:visit-who": only(CASEWORK),
    "staff:visit": only(CASEWORK, uid="<visit>"),
    "staff:visit-edit": only(CASEWORK, uid="<visit>"),
    "staff:visit-cancel": only(CASEWORK, uid="<visit>"),
    "staff:visit-restore": only(CASEWORK, "POST", uid="<visit>"),
    "staff:visit-step": only(CASEWORK, "POST", uid="<visit>"),
    "staff:person-story": only(CASEWORK, uid="<person>"),
    "staff:shifts": only(CASEWORK),
    "staff:shift-start": only(CASEWORK, "POST"),
    "staff:shift-end": only(CASEWORK),
    "staff:shift-add": only(CASEWORK),
    # A shift and an entry of indirect work are their operator's alone.
    "staff:shift-correct": only(frozenset(), uid="<shift>"),
    "staff:shift-strike": only(frozenset(), uid="<shift>"),
    "staff:opening-hours": only(CASEWORK),
    "staff:work": only(CASEWORK),
    "staff:work-list": only(CASEWORK),
    "staff:work-csv": only(CASEWORK),
    "staff:work-edit": only(frozenset(), uid="<work>"),
    "staff:work-strike": only(frozenset(), uid="<work>"),
    # Figures alone; small ones are withheld from who works in none of the labs.
    "staff:lab-dashboard": only(CASEWORK | {Role.PROGRAMME, Role.EVALUATOR}),
    "staff:lab-dashboard-csv": only(CASEWORK | {Role.PROGRAMME, Role.EVALUATOR}),
    "staff:lab-month": only(CASEWORK | {Role.PROGRAMME, Role.EVALUATOR}),
}
ACCOUNTS = {
    "staff:users": only(ADMIN),
    "staff:users-csv": only(ADMIN),
    "staff:keys": only(ADMIN),
    "staff:key-end": only(ADMIN, "POST", key="<token>"),
    "own-key-end": only(frozenset(), "POST", key="<token>"),  # a key is its own user's alone
    "staff:user-invite": only(ADMIN),
    "staff:user": only(ADMIN, key="<user>"),
    "staff:user-assign": only(ADMIN, "POST", key="<user>"),
    "staff:user-invite-again": only(ADMIN, "POST", key="<user>"),
    "staff:user-deactivate": only(ADMIN, key="<user>"),
    "staff:user-reactivate": only(ADMIN, "POST", key="<user>"),
    "staff:user-end-sessions": only(ADMIN, "POST", key="<user>"),
    "staff:user-unlock": only(ADMIN, "POST", key="<user>"),
    "staff:user-remove-second-factor": only(ADMIN, "POST", key="<user>"),
    "staff:assignment-end": only(ADMIN, "POST", key="<assignment>"),
    "staff:invitation-revoke": only(ADMIN, "POST", key="<invitation>"),
}
AUDIT = {
    "staff:audit": only(READS_AUDIT),
    "staff:audit-csv": only(READS_AUDIT),
    "staff:person-audit": only(COORDINATOR, uid="<person>"),
    "staff:person-rights": only(COORDINATOR, uid="<person>"),
    "staff:person-data": only(COORDINATOR, uid="<person>", extension="json"),
    "staff:person-restrict": only(COORDINATOR, "POST", uid="<person>"),
    "staff:person-erase": only(COORDINATOR, "POST", uid="<person>"),
    "staff:rights-request": only(COORDINATOR, "POST", uid="<person>"),
    "staff:rights-answer": only(COORDINATOR, "POST", uid="<request>"),
}
IMPORTS = {
    "staff:imports": only(TAKES_TABLES | {Role.EVALUATOR}),
    "staff:people-table": only(COORDINATOR, extension="csv"),
    "staff:import-template": only(TAKES_TABLES, table="people", extension="csv"),
    "staff:dataset": only(frozenset({Role.EVALUATOR}), "POST"),
    # A table that was sent is its sender's alone.
    "staff:import-match": only(frozenset(), uid="<import>"),
    "staff:import-check": only(frozenset(), uid="<import>"),
    "staff:import-problems": only(frozenset(), uid="<import>"),
    "staff:import-discard": only(frozenset(), "POST", uid="<import>"),
    # The work on one is followed by who asked for it and by who coordinates the project.
    "staff:jobs": only(TAKES_TABLES),
    "staff:job": only(COORDINATOR, uid="<job>"),
    "staff:job-problems": only(COORDINATOR, uid="<job>"),
    "staff:job-cancel": only(COORDINATOR, "POST", uid="<job>"),
    "staff:job-begin-again": only(frozenset(), "POST", uid="<job>"),
}
# For programs. Names are those of the interface's documentation.
INTERFACE = {
    "api:openapi-json": everybody(),
    "api:people": only(CASEWORK),
    "api:person-register": only(CASEWORK, "POST"),
    "api:person": only(CASEWORK, uid="<person>"),
    "api:person-edit": only(CASEWORK, "PATCH", uid="<person>"),
    "api:person-audit": only(COORDINATOR, uid="<person>"),
    "api:household": only(CASEWORK, uid="<household>"),
    "api:buildings": only(SEES_HOMES),
    "api:building": only(SEES_HOMES, uid="<building>"),
    "api:dwelling": only(SEES_HOMES, uid="<dwelling>"),
    "api:arrears": only(SEES_ARREARS, uid="<dwelling>"),
    "api:entries": only(CASEWORK, "POST"),
    "api:entries-session": only(CASEWORK),
    "api:entries-kit": only(CASEWORK),
    "api:visits": only(CASEWORK),
    "api:visit-record": only(CASEWORK, "POST"),
    "api:audit": only(READS_AUDIT),
    "api:keys": only(EVERY_ROLE),
    "api:key-make": only(EVERY_ROLE, "POST"),
    "api:key-revoke": only(frozenset(), "DELETE", key="<token>"),  # a key is its own user's alone
}
NEIGHBOURS = {
    "staff:findings": only(CASEWORK),
    "staff:findings-csv": only(CASEWORK),
    "staff:findings-map": only(CASEWORK, uid="<neighbourhood>"),
    "staff:findings-designers": only(CASEWORK, uid="<neighbourhood>"),
    "staff:building-findings": only(CASEWORK, uid="<building>"),
    "staff:findings-sheet": only(CASEWORK, uid="<building>"),
    "staff:finding-add": only(CASEWORK, uid="<building>"),
    "staff:finding-vote": only(CASEWORK, "POST", uid="<finding>"),
    "staff:finding-edit": only(CASEWORK, uid="<finding>"),
    "staff:finding-withdraw": only(CASEWORK, uid="<finding>"),
    "staff:finding-restore": only(CASEWORK, "POST", uid="<finding>"),
    "staff:referrals": only(CASEWORK),
    "staff:referrals-csv": only(COORDINATOR),
    "staff:person-referrals": only(CASEWORK, uid="<person>"),
    "staff:referral-new": only(CASEWORK, uid="<person>"),
    "staff:referral": only(CASEWORK, uid="<referral>"),
    "staff:referral-move": only(CASEWORK, uid="<referral>", deed="accetta"),
    "staff:antennas": only(CASEWORK),
    "staff:antennas-csv": only(COORDINATOR),
    "staff:antenna-new": only(CASEWORK, uid="<person>"),
    "staff:antenna-edit": only(CASEWORK, uid="<antenna>"),
    "staff:antenna-end": only(CASEWORK, uid="<antenna>"),
    "staff:calls": only(CASEWORK),
    "staff:call-new": only(CASEWORK),
    "staff:call-answer": only(CASEWORK, uid="<call>"),
    "staff:call-reopen": only(CASEWORK, "POST", uid="<call>"),
    "staff:outreach": only(CASEWORK),
    "staff:outreach-csv": only(COORDINATOR),
    "staff:messages": only(CASEWORK),
    "staff:messages-csv": only(COORDINATOR),
    "staff:message-compose": only(CASEWORK),
    "staff:messages-send": only(CASEWORK, "POST"),
    "staff:message": only(CASEWORK, uid="<message>"),
    "staff:message-mark": only(CASEWORK, "POST", uid="<message>"),
    "staff:message-templates": only(CASEWORK),
    "staff:message-template-new": only(CASEWORK),
    "staff:message-template": only(CASEWORK, key="<template>"),
    "staff:message-template-delete": only(CASEWORK, key="<template>"),
    "staff:hand-over": only(COORDINATOR),
    "staff:hand-over-lab": only(COORDINATOR, key="<project>"),
    "staff:hand-over-person": only(CASEWORK, uid="<person>"),
    "resident:home": only(frozenset({Role.RESIDENT})),
    "resident:tell": only(frozenset({Role.RESIDENT})),
    "resident:call": only(frozenset({Role.RESIDENT})),
}
ANSWERS = CASEWORK | {Role.LANDLORD}  # reports: a landlord's officer those that their own has to answer
REPORTS = {
    "staff:reports": only(ANSWERS),
    "staff:reports-csv": only(TAKES_TABLES),
    "staff:report-board": only(ANSWERS),
    "staff:report-new": only(CASEWORK),
    "staff:report": only(ANSWERS, uid="<report>"),
    "staff:report-move": only(ANSWERS, "POST", uid="<report>"),
    "staff:report-answer": only(ANSWERS, "POST", uid="<report>"),
    "staff:report-join": only(CASEWORK, "POST", uid="<report>"),
    "staff:report-hand-on": only(ANSWERS, "POST", uid="<report>"),
    "staff:report-remind": only(ANSWERS, "POST", uid="<report>"),
    "staff:report-follow-up": only(ANSWERS, "POST", uid="<report>"),
    "staff:report-edit": only(CASEWORK, "POST", uid="<report>"),
    "staff:report-photo": only(ANSWERS, uid="<photo>"),
    "staff:report-photo-add": only(ANSWERS, "POST", uid="<report>"),
    "staff:report-photo-remove": only(CASEWORK, "POST", uid="<photo>"),
    "staff:reply-templates": only(ANSWERS),
    "staff:reply-template-add": only(ANSWERS),
    "staff:reply-template": only(ANSWERS, key="<reply>"),
    "staff:reply-template-delete": only(ANSWERS, "POST", key="<reply>"),
    "api:reports": only(ANSWERS),
    "api:report": only(ANSWERS, uid="<report>"),
    "api:report-make": only(CASEWORK, "POST"),
}
ACTIVITIES = {
    "public:activities": everybody(),
    "public:activities-ics": everybody(),
    "public:activities-rss": everybody(),
    "public:activities-atom": everybody(),
    "public:activity": everybody(uid="00000000-0000-4000-8000-0000000000ac"),
    "staff:activities": only(CASEWORK),
    "staff:activity-list": only(CASEWORK),
    "staff:activity-list-csv": only(CASEWORK),  # figures alone
    "staff:activity-add": only(CASEWORK),
    "staff:activity": only(CASEWORK, uid="<activity>"),
    "staff:activity-edit": only(CASEWORK, uid="<activity>"),
    "staff:activity-poster": only(CASEWORK, uid="<activity>"),
    "staff:session-add": only(CASEWORK, uid="<activity>"),
    "staff:session": only(CASEWORK, uid="<session>"),
    "staff:session-edit": only(CASEWORK, uid="<session>"),
    "staff:session-cancel": only(CASEWORK, uid="<session>"),
    "staff:session-restore": only(CASEWORK, "POST", uid="<session>"),
    "staff:sign-up-add": only(CASEWORK, "POST", uid="<session>"),
    "staff:sign-up-cancel": only(CASEWORK, "POST", uid="<sign-up>"),
    "staff:sign-up-undo": only(CASEWORK, "POST", uid="<sign-up>"),
    "staff:register": only(CASEWORK, uid="<session>"),
    "staff:register-add": only(CASEWORK, uid="<session>"),
    "staff:register-sign": only(CASEWORK, "POST", uid="<session>"),
    "staff:register-correct": only(CASEWORK, uid="<session>", person="<person>"),
    "staff:register-csv": only(COORDINATOR, uid="<session>"),
    "staff:register-paper": only(CASEWORK, uid="<session>"),
    "staff:door": only(CASEWORK, uid="<session>"),
    "staff:door-code": only(CASEWORK, uid="<session>"),
    "staff:check-in": only(CASEWORK | {Role.RESIDENT}, uid="<session>", code="0123456789abcdef"),
    "api:activities": only(CASEWORK),
    "api:sign-up": only(CASEWORK | {Role.RESIDENT}, "POST", uid="<session>"),
}
# What is public is there for all; what is not is answered as what is nowhere (tests/edges/api/test_open311.py).
OPEN311 = {
    "open311:discovery": everybody(form="json"),
    "open311:discovery-v2": everybody(form="xml"),
    "open311:services": everybody(form="json"),
    "open311:service": everybody(code="maintenance", form="json"),
    "open311:requests": everybody(form="json"),
    "open311:request": everybody(number="S-2026-00001", form="json"),
    "open311:token": everybody(token="none", form="json"),
}
TABLE = PUBLIC | PEOPLE | HOMES | ACCOUNTS | AUDIT | IMPORTS | INTERFACE
TABLE |= LAB | ACTIVITIES | REPORTS | NEIGHBOURS | OPEN311
# What a request to the interface must at least say to be looked at.
BODIES = {
    "api:sign-up": {"person": "<person>"},
    "api:report-make": {"project": "<project>", "kind": "social", "text": "Nobody greets anybody"},
    "api:visit-record": {
        "uid": "00000000-0000-4000-8000-000000000001",
        "project": "<project>",
        "happened_at": "2020-01-01T10:00:00Z",
        "channel": "desk",
    },
    "api:person-register": {"project": "<project>", "facts": {"family_name": "Nuovi", "given_name": "Nina"}},
    "api:person-edit": {"version": 1, "facts": {"education": "upper_secondary"}},
    "api:key-make": {"name": "night job", "days": 1},
    "api:entries": {"now": "2026-03-02T12:00:00Z", "entries": [{"kind": "poem"}]},
}
QUESTIONS = {"api:people": "?q=Nessuna", "staff:message-compose": "?rule=elderly"}
