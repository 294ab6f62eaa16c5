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
}
# One's own account: whoever is logged in.
OWN = (
    "own-account",
    "account_change_password",
    "account_set_password",
    "usersessions_list",
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
ACCOUNTS = {
    "staff:users": only(ADMIN),
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
    "api:audit": only(READS_AUDIT),
    "api:keys": only(EVERY_ROLE),
    "api:key-make": only(EVERY_ROLE, "POST"),
    "api:key-revoke": only(frozenset(), "DELETE", key="<token>"),  # a key is its own user's alone
}
TABLE = PUBLIC | PEOPLE | HOMES | ACCOUNTS | AUDIT | IMPORTS | INTERFACE
# What a request to the interface must at least say to be looked at.
BODIES = {
    "api:person-register": {"project": "<project>", "facts": {"family_name": "Nuovi", "given_name": "Nina"}},
    "api:person-edit": {"version": 1, "facts": {"education": "upper_secondary"}},
    "api:key-make": {"name": "night job", "days": 1},
}
QUESTIONS = {"api:people": "?q=Nessuna"}
