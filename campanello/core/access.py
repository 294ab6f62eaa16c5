"""The role table: which role may do what, and over which projects and organisations. Deny is the default."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from campanello.core.actor import Actor, Grant, Role
from campanello.core.errors import Denied, Missing
from campanello.core.errors import gettext_noop as _


class NotFound(Missing):
    """Absent, or not the actor's to see; the two are not told apart."""

    code = "core.not-found"
    text = _("This is not here, or it is not yours to see. Check the address, or ask your coordinator.")


class NotYours(Denied):
    """The actor may see it, but another role does this."""

    code = "core.not-yours"
    text = _("Your role can see this but not change it. Ask your coordinator.")


class Right(StrEnum):
    """One thing that a role may do."""

    FIND_PEOPLE = "find-people"
    READ_PERSON = "read-person"
    WRITE_PERSON = "write-person"
    READ_SPECIAL = "read-special"  # facts of special categories: GDPR art. 9 and 10
    WRITE_SPECIAL = "write-special"
    MERGE_PEOPLE = "merge-people"
    DECIDE_PAIRS = "decide-pairs"
    ANSWER_RIGHTS = "answer-rights"  # what a person asks for under GDPR art. 15 to 20
    READ_HOMES = "read-homes"
    WRITE_HOMES = "write-homes"
    READ_ARREARS = "read-arrears"
    WRITE_ARREARS = "write-arrears"
    IMPORT_PEOPLE = "import-people"
    IMPORT_HOMES = "import-homes"
    EXPORT_PEOPLE = "export-people"
    READ_FIGURES = "read-figures"
    READ_DATASET = "read-dataset"  # pseudonymised, one row a person
    READ_AUDIT = "read-audit"  # of the people of one's projects
    READ_ALL_AUDIT = "read-all-audit"  # of the installation, without names of people
    MANAGE_ACCOUNTS = "manage-accounts"
    READ_OWN = "read-own"  # a resident's own household
    READ_LAB = "read-lab"  # visits, reports, referrals, activities of one's projects
    WRITE_LAB = "write-lab"
    ANSWER_REPORTS = "answer-reports"  # that one's organisation must answer
    HAND_OVER = "hand-over"  # a whole lab's open cases as a pack
    TELL_AS_ANTENNA = "tell-as-antenna"  # with a mandate that holds: report, ask for a call
    READ_APPLICATIONS = "read-applications"
    WRITE_APPLICATIONS = "write-applications"  # on behalf of somebody, facts and documents, calls back
    DECIDE_APPLICATIONS = "decide-applications"  # and commit the funds
    READ_PLANS = "read-plans"  # plans, registers, pacts, traineeships, vacancies, results
    WRITE_PLANS = "write-plans"
    READ_ASSESSMENTS = "read-assessments"  # what a team thinks of a person's situation
    WRITE_ASSESSMENTS = "write-assessments"
    SET_MEASURES = "set-measures"  # funds, catalogue, hourly values, accounts that pay
    READ_PAYMENTS = "read-payments"  # runs in figures, without names
    PROPOSE_PAYMENTS = "propose-payments"  # and tell what became of them; with names and accounts
    APPROVE_PAYMENTS = "approve-payments"
    READ_POINTS = "read-points"  # accounts and movements with the names of households
    AWARD_POINTS = "award-points"  # what a signed register shows, and by hand
    APPROVE_POINTS = "approve-points"  # a second signature, reversals, what was withheld, the pool
    SPEND_POINTS = "spend-points"  # with the person there: towards the rent, or as a gift
    SET_POINTS = "set-points"  # schemes, tariffs, budgets, how creditors are paid
    READ_SETTLEMENTS = "read-settlements"  # in figures; a landlord's officer their own tenants' by contract
    PROPOSE_SETTLEMENTS = "propose-settlements"
    APPROVE_SETTLEMENTS = "approve-settlements"
    CONFIRM_SETTLEMENTS = "confirm-settlements"  # that the money came, or that the offset's act was made
    READ_LETTERS = "read-letters"
    WRITE_LETTERS = "write-letters"
    OPEN_DOORS = "open-doors"  # a resident's log-in by letter or telephone, and delegations


_AT_THE_DESK = {
    Right.FIND_PEOPLE,
    Right.READ_PERSON,
    Right.WRITE_PERSON,
    Right.READ_HOMES,
    Right.READ_FIGURES,
    Right.READ_LAB,
    Right.WRITE_LAB,
    Right.ANSWER_REPORTS,
    Right.READ_APPLICATIONS,
    Right.WRITE_APPLICATIONS,
    Right.READ_POINTS,
    Right.AWARD_POINTS,
    Right.SPEND_POINTS,
    Right.READ_LETTERS,
    Right.WRITE_LETTERS,
    Right.OPEN_DOORS,
}
_WITH_PLANS = {Right.READ_PLANS, Right.WRITE_PLANS, Right.DECIDE_APPLICATIONS}
_OF_A_CASE = {
    *_AT_THE_DESK,
    *_WITH_PLANS,
    Right.READ_ASSESSMENTS,
    Right.WRITE_ASSESSMENTS,
    Right.WRITE_HOMES,
    Right.READ_SPECIAL,
    Right.WRITE_SPECIAL,
    Right.READ_ARREARS,
}
RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.DESK: frozenset({*_AT_THE_DESK, Right.WRITE_HOMES}),
        Role.EMPLOYMENT: frozenset({*_AT_THE_DESK, *_WITH_PLANS}),
        Role.CASE: frozenset(_OF_A_CASE),
        Role.COORDINATOR: frozenset(
            {
                *_OF_A_CASE,
                Right.WRITE_ARREARS,
                Right.MERGE_PEOPLE,
                Right.DECIDE_PAIRS,
                Right.ANSWER_RIGHTS,
                Right.IMPORT_PEOPLE,
                Right.IMPORT_HOMES,
                Right.EXPORT_PEOPLE,
                Right.READ_AUDIT,
                Right.HAND_OVER,
                Right.SET_MEASURES,
                Right.READ_PAYMENTS,
                Right.PROPOSE_PAYMENTS,
                Right.APPROVE_POINTS,
                Right.SET_POINTS,
                Right.READ_SETTLEMENTS,
                Right.PROPOSE_SETTLEMENTS,
                Right.CONFIRM_SETTLEMENTS,
            }
        ),
        Role.LANDLORD: frozenset(
            {
                Right.READ_HOMES,
                Right.WRITE_HOMES,
                Right.READ_ARREARS,
                Right.WRITE_ARREARS,
                Right.IMPORT_HOMES,
                Right.READ_FIGURES,
                Right.ANSWER_REPORTS,
                Right.READ_SETTLEMENTS,
                Right.CONFIRM_SETTLEMENTS,
                Right.READ_LETTERS,
                Right.WRITE_LETTERS,
            }
        ),
        Role.PROGRAMME: frozenset(
            {
                Right.READ_FIGURES,
                Right.READ_PAYMENTS,
                Right.APPROVE_PAYMENTS,
                Right.READ_SETTLEMENTS,
                Right.APPROVE_SETTLEMENTS,
            }
        ),
        Role.EVALUATOR: frozenset({Right.READ_FIGURES, Right.READ_DATASET}),
        Role.ADMIN: frozenset({Right.MANAGE_ACCOUNTS, Right.READ_ALL_AUDIT}),
        Role.RESIDENT: frozenset({Right.READ_OWN, Right.TELL_AS_ANTENNA}),
    }
)
# Roles that see facts of special categories or hand out roles prove who they are by a second factor.
SECOND_FACTOR_ROLES = frozenset(
    role for role, rights in RIGHTS.items() if rights & {Right.READ_SPECIAL, Right.MANAGE_ACCOUNTS}
)
# A landlord's officer sees dwellings by who owns them, hence by organisation; other roles by project.
BY_ORGANISATION = frozenset({Role.LANDLORD})


def grants_with(actor: Actor, right: Right) -> tuple[Grant, ...]:
    """The actor's grants that carry a right."""
    return tuple(grant for grant in actor.grants if right in RIGHTS[grant.role])


def may(actor: Actor, right: Right) -> bool:
    """Whether the actor has a right anywhere."""
    return bool(grants_with(actor, right))


def projects_with(actor: Actor, right: Right) -> frozenset[int]:
    """The projects in which the actor has a right."""
    return frozenset(grant.project for grant in grants_with(actor, right) if grant.project is not None)


def landlords_with(actor: Actor, right: Right) -> frozenset[int]:
    """The organisations for whose dwellings the actor has a right, as their landlord's officer."""
    return frozenset(
        grant.organisation for grant in grants_with(actor, right) if grant.role in BY_ORGANISATION
    )


def require(actor: Actor, right: Right) -> None:
    """Let pass who has a right anywhere.

    Raises:
        NotFound: The actor has it nowhere: what it leads to does not exist for them.
    """
    if not may(actor, right):
        raise NotFound
