"""Who acts: their roles, each with an organisation and, for most roles, a project. Knows no feature and no table."""

from dataclasses import dataclass
from enum import StrEnum

from campanello.core.errors import gettext_noop


class Role(StrEnum):
    """What somebody is in an organisation; the values are also the demonstration's user names."""

    DESK = "desk"
    CASE = "case"
    EMPLOYMENT = "employment"
    COORDINATOR = "coordinator"
    LANDLORD = "landlord"
    PROGRAMME = "programme"
    EVALUATOR = "evaluator"
    ADMIN = "admin"
    RESIDENT = "resident"


ROLE_NAMES = {
    Role.DESK: gettext_noop("Desk operator"),
    Role.CASE: gettext_noop("Case manager"),
    Role.EMPLOYMENT: gettext_noop("Employment operator"),
    Role.COORDINATOR: gettext_noop("Coordinator"),
    Role.LANDLORD: gettext_noop("Landlord's officer"),
    Role.PROGRAMME: gettext_noop("Programme manager"),
    Role.EVALUATOR: gettext_noop("Evaluator"),
    Role.ADMIN: gettext_noop("Administrator"),
    Role.RESIDENT: gettext_noop("Resident"),
}


@dataclass(frozen=True)
class Grant:
    """One role somebody holds; `project` is None where the role holds for all that the organisation is in."""

    role: Role
    organisation: int
    project: int | None = None


@dataclass(frozen=True)
class Actor:
    """Whoever asks or changes something. Nobody in particular holds no grants and is refused everything.

    `person` is the person that a resident is, `reference` the number of the request that is being answered.
    A delegate who looks for somebody else stands for that person (`stands_for`), within `scopes` alone.
    """

    user: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    person: int | None = None
    language: str = "it"
    reference: str = "-"
    stands_for: int | None = None
    scopes: frozenset[str] = frozenset()

    @property
    def own(self) -> int | None:
        """The person whose matters are the actor's own: themselves, or whoever they stand for."""
        return self.person if self.stands_for is None else self.stands_for

    def may_for_own(self, scope: str) -> bool:
        """Whether the actor may do this for whoever `own` is: a resident everything, a delegate what was said."""
        return self.stands_for is None or scope in self.scopes

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held, wherever."""
        return frozenset(grant.role for grant in self.grants)


NOBODY = Actor(user=None, name="")
