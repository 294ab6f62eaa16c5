"""Tables of people, households, consents, history and search keys."""

from campanello.people.models.consent import Consent, Notice, NoticeGiven, Skill
from campanello.people.models.delegations import DelegateCode, Delegation
from campanello.people.models.history import DoubtfulPair, Merge, Revision
from campanello.people.models.household import Household, Membership
from campanello.people.models.person import (
    Citizenship,
    ContactWay,
    EmploymentStatus,
    IdentityCode,
    Involvement,
    Language,
    Participation,
    Person,
    PersonSet,
    ResidencePermit,
    SpecialFact,
)
from campanello.people.models.rights import RightsRequest
from campanello.people.models.search import NameWord, NameWordKey, PersonKey, PersonWord

__all__ = [
    "Citizenship",
    "Consent",
    "ContactWay",
    "DelegateCode",
    "Delegation",
    "DoubtfulPair",
    "EmploymentStatus",
    "Household",
    "IdentityCode",
    "Involvement",
    "Language",
    "Membership",
    "Merge",
    "NameWord",
    "NameWordKey",
    "Notice",
    "NoticeGiven",
    "Participation",
    "Person",
    "PersonKey",
    "PersonSet",
    "PersonWord",
    "ResidencePermit",
    "Revision",
    "RightsRequest",
    "Skill",
    "SpecialFact",
]
