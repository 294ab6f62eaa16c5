"""Who may be in the team around a person, and from when to when. Pure.

Source: D.lgs. 15 September 2017 n. 147, art. 5 c. 7 (a multidisciplinary team for complex needs).
"""

from dataclasses import dataclass, replace
from datetime import date

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules.facts import EndsBeforeItStarts
from campanello.people.rules.names import tidy
from campanello.people.rules.person import TooLong

LONGEST_WHO = 120


class NobodyNamed(Refused):
    """A member of a team is a colleague, or somebody of another body; one of the two."""

    code = "plans.team-member-is-one"
    text = _("A member is either a colleague or somebody of another body. Given: %(found)s. Give one.")


class AnotherLeads(Refused):
    """A team has one who leads it."""

    code = "plans.team-has-a-lead"
    text = _(
        "Somebody leads this team since %(day)s. End that first, or add the new member without the lead."
    )


class AlreadyInTeam(Refused):
    """A colleague is in the team once at a time."""

    code = "plans.team-already-in"
    text = _("This colleague is in the team since %(day)s. End that first if something changed.")


@dataclass(frozen=True)
class Member:
    """Somebody who joins: a colleague by key, or a role and body in words."""

    starts_on: date
    user: int | None = None
    who: str = ""
    is_lead: bool = False


def checked(member: Member) -> Member:
    """A member as it is stored.

    Raises:
        NobodyNamed, TooLong.
    """
    who = tidy(member.who)
    found = (member.user is not None) + bool(who)
    if found != 1:
        raise NobodyNamed(found=found)
    if len(who) > LONGEST_WHO:
        raise TooLong(field=(_("Role and body"), {}), found=len(who), most=LONGEST_WHO)
    return replace(member, who=who)


def why_not_end(starts_on: date, on: date) -> Refused | None:
    """Why a part in a team may not end on a day: it is before the first one."""
    return EndsBeforeItStarts(end=f"{on:%d/%m/%Y}", start=f"{starts_on:%d/%m/%Y}") if on < starts_on else None
