"""Who may be given which role, and what an administrator can't undo; docs/rules/accounts.md has the cases."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from campanello.core.access import BY_ORGANISATION, RIGHTS, SECOND_FACTOR_ROLES, Right
from campanello.core.actor import ROLE_NAMES, Actor, Role
from campanello.core.errors import DomainError, Missing, Refused
from campanello.core.errors import gettext_noop as _

IN_A_PROJECT = (Role.DESK, Role.CASE, Role.EMPLOYMENT, Role.COORDINATOR)
WITHOUT_PROJECT = BY_ORGANISATION | {Role.ADMIN, Role.RESIDENT}
_CASE_RIGHTS = {
    Right.FIND_PEOPLE,
    Right.READ_PERSON,
    Right.READ_SPECIAL,
    Right.READ_HOMES,
    Right.READ_ARREARS,
    Right.READ_DATASET,
}
# Roles that see people, homes or debts, one by one: whoever hands roles out holds none of them.
CASE_ROLES = frozenset(role for role, rights in RIGHTS.items() if rights & _CASE_RIGHTS)
# A resident's account is opened with their record, by the team that knows them.
BY_HAND = tuple(role for role in Role if role is not Role.RESIDENT)


class KeyLastsTooLong(Refused):
    """A key for programs is made for a time, and then made anew."""

    code = "accounts.key-lasts-too-long"
    text = _("A key holds for %(most)s days at most, and %(days)s were asked for. Make a new one then.")


class State(StrEnum):
    """What a user can do now."""

    ACTIVE = "active"
    INVITED = "invited"
    LOCKED = "locked"
    ENDED = "ended"


STATE_NAMES = {
    State.ACTIVE: _("Active"),
    State.INVITED: _("Invited, not here yet"),
    State.LOCKED: _("Locked for a while"),
    State.ENDED: _("Deactivated"),
}


class NotToOneself(Refused):
    """An administrator gives themselves a role, or takes their own second proof away."""

    code = "accounts.not-to-oneself"
    text = _("Nobody does this to their own account. Ask another administrator for it.")


class AdministratorsSeeNoCases(Refused):
    """One user would hand out roles and see cases."""

    code = "accounts.administrators-see-no-cases"
    text = _(
        "Whoever manages accounts sees no people, homes or debts, so %(role)s can't be added to %(held)s. "
        "Make a second account for the other work, or end the other role first."
    )


class ResidentsHoldNoOther(Refused):
    """A resident's account would be an operator's."""

    code = "accounts.residents-hold-no-other"
    text = _("A resident's account holds no other role. Make a second account for the work in the programme.")


class ProjectMissing(Refused):
    """A role of a project is given in none."""

    code = "accounts.project-missing"
    text = _("%(role)s is a role in one project. Choose the project.")


class ProjectTooMuch(Refused):
    """A role that holds for a whole organisation is given in a project."""

    code = "accounts.project-too-much"
    text = _("%(role)s is a role in the whole organisation. Leave the project empty.")


class NotAPartner(Refused):
    """The organisation takes no part in the project."""

    code = "accounts.not-a-partner"
    text = _(
        "This organisation takes no part in this project. Choose one of its partners, or another project."
    )


class WrongDays(Refused):
    """A role would end before it begins, or has ended already."""

    code = "accounts.wrong-days"
    text = _("The role would end on %(ends_on)s, not after it begins on %(starts_on)s. Choose a later day.")


class HeldAlready(Refused):
    """The same role is held there on one of these days."""

    code = "accounts.held-already"
    text = _("This user has that role there already, from %(starts_on)s. End it first to change its days.")


class LastAdministrator(Refused):
    """Nobody would be left to manage accounts."""

    code = "accounts.last-administrator"
    text = _(
        "This is the only administrator, and nobody could manage accounts any more. Invite another one first."
    )


class AdministratorThere(Refused):
    """The command for the first administrator is called where there is one."""

    code = "accounts.administrator-there"
    text = _("Somebody manages accounts here already. Ask them for an invitation.")


class NameTaken(Refused):
    """Another user logs in with that name."""

    code = "accounts.name-taken"
    text = _("There is a user called %(name)s already. Choose another user name.")


class AddressTaken(Refused):
    """Another user has that e-mail address."""

    code = "accounts.address-taken"
    text = _(
        "Another user has this e-mail address. Give an address of their own, or leave it empty and print a letter."
    )


class AddressMissing(Refused):
    """An invitation is to go by e-mail to nowhere."""

    code = "accounts.address-missing"
    text = _("An invitation by e-mail needs an address. Write it, or print a letter.")


class NoMailHere(Refused):
    """The installation sends no e-mail."""

    code = "accounts.no-mail-here"
    text = _("This installation sends no e-mail. Print a letter, or set CAMPANELLO_EMAIL_HOST.")


class RoleMissing(Refused):
    """Somebody is invited to nothing."""

    code = "accounts.role-missing"
    text = _("Choose at least one role; without one the user could see nothing.")


class IsDeactivated(Refused):
    """A deactivated user is invited."""

    code = "accounts.is-deactivated"
    text = _("This user is deactivated. Reactivate them first, then invite them.")


class InvitationUnusable(Missing):
    """Unknown, used, revoked or too old; not told apart."""

    code = "accounts.invitation-unusable"
    text = _(
        "This invitation can't be used: it was used already, replaced, or is too old. Ask for a new one."
    )


@dataclass(frozen=True)
class Offer:
    """A role to be given: in an organisation, in a project where the role is a project's, from a day to another."""

    role: Role
    organisation: int
    project: int | None
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True)
class Receiver:
    """What a rule needs of whoever is to get a role: what they hold now or will, and whether they give it."""

    held: frozenset[Role]
    is_the_giver: bool
    is_partner: bool


def why_not_assign(offer: Offer, to: Receiver) -> DomainError | None:
    """The refusal of a role, or None where it may be given.

    Duties are kept apart: nobody gives themselves anything, and who manages accounts sees no case.
    """
    name: tuple[str, dict[str, str]] = (ROLE_NAMES[offer.role], {})
    if to.is_the_giver:
        return NotToOneself()
    if offer.role in IN_A_PROJECT and offer.project is None:
        return ProjectMissing(role=name)
    if offer.role in WITHOUT_PROJECT and offer.project is not None:
        return ProjectTooMuch(role=name)
    if not to.is_partner:
        return NotAPartner()
    if offer.ends_on is not None and offer.ends_on <= offer.starts_on:
        return WrongDays(starts_on=offer.starts_on.isoformat(), ends_on=offer.ends_on.isoformat())
    return _why_not_beside(offer.role, to.held)


def _why_not_beside(role: Role, held: AbstractSet[Role]) -> DomainError | None:
    others = held - {role}
    if Role.RESIDENT in others or (role is Role.RESIDENT and others):
        return ResidentsHoldNoOther()
    clashing = others & CASE_ROLES if role is Role.ADMIN else others & {Role.ADMIN}
    if clashing and (role is Role.ADMIN or role in CASE_ROLES):
        told = min(clashing)
        return AdministratorsSeeNoCases(role=(ROLE_NAMES[role], {}), held=(ROLE_NAMES[told], {}))
    return None


def needs_second_factor(actor: Actor) -> bool:
    """Whether one of the actor's roles asks for a second proof of who they are."""
    return bool(actor.roles & SECOND_FACTOR_ROLES)


def without_second_factor(actor: Actor) -> Actor:
    """The actor as long as they have no second factor: the roles that ask for one do not count."""
    return replace(
        actor, grants=tuple(grant for grant in actor.grants if grant.role not in SECOND_FACTOR_ROLES)
    )
