"""What a courtyard finding may say, how many hands agree with it, and what a building's findings come to.

Source: FEATURES, section D (courtyard findings by street number); docs/rules/neighbours.md.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.lab.rules.values import FINDING_KINDS
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy
from campanello.people.rules.person import TooLong

LONGEST_TEXT, LONGEST_SPOT, MOST_HANDS = 300, 80, 500
STRONG, WEAK = "strong", "weak"
FIELD_NAMES = {
    "kind": _("Strong or weak point"),
    "text": _("What people say"),
    "spot": _("Where exactly"),
}
BALANCES = {
    "none": _("Nothing said yet"),
    "strong": _("More strong points"),
    "weak": _("More weak points"),
    "even": _("As many strong as weak points"),
}


class NoFinding(Refused):
    """A finding says something."""

    code = "lab.finding-without-words"
    text = _("Say in a few words what is good or bad there: up to %(most)s characters.")


class WrongHands(Refused):
    """Hands are counted from one to what a courtyard holds."""

    code = "lab.finding-hands"
    text = _("%(hands)s hands can't be. Count from 1 to %(most)s.")


class AlreadyVoted(Refused):
    """A person agrees once with a finding."""

    code = "lab.finding-voted-already"
    text = _("This person already agreed with this point. Nothing needs to be done.")


class FindingWithdrawn(Conflict):
    """What was withdrawn is neither voted nor edited."""

    code = "lab.finding-withdrawn"
    text = _("This point was withdrawn. Put it back first, then go on.")


class NoProjectThere(Refused):
    """A finding belongs to a project that works in the building's neighbourhood."""

    code = "lab.no-project-there"
    text = _(
        "None of your projects works at this street number. Ask your coordinator to add the neighbourhood."
    )


@dataclass(frozen=True)
class NewFinding:
    """A point as it was told in a courtyard. It names nobody.

    `building` is the building's number in addresses; `hands` are those that agreed at once; `project` is needed only
    where several of the actor's projects work in the neighbourhood, otherwise it is found.
    """

    building: UUID
    kind: str
    text: str
    spot: str = ""
    hands: int = 1
    project: int | None = None


def checked(finding: NewFinding) -> NewFinding:
    """A finding with its texts made tidy.

    Raises:
        NotInTheList, NoFinding, TooLong, WrongHands.
    """
    if finding.kind not in FINDING_KINDS:
        raise NotInTheList(value=finding.kind[:40])
    if refusal := why_not_hands(finding.hands):
        raise refusal
    text, spot = tidy(finding.text), tidy(finding.spot)
    if not text:
        raise NoFinding(most=LONGEST_TEXT)
    for name, value, most in (("text", text, LONGEST_TEXT), ("spot", spot, LONGEST_SPOT)):
        if len(value) > most:
            raise TooLong(field=(FIELD_NAMES[name], {}), found=len(value), most=most)
    return replace(finding, text=text, spot=spot)


def why_not_hands(hands: int) -> WrongHands | None:
    """Why a number of hands can't be; None when it can."""
    return None if 1 <= hands <= MOST_HANDS else WrongHands(hands=hands, most=MOST_HANDS)


@dataclass(frozen=True)
class Marks:
    """What a building's findings come to: points and hands for each kind."""

    strong: int = 0
    weak: int = 0
    strong_votes: int = 0
    weak_votes: int = 0

    @property
    def balance(self) -> str:
        """A key of `BALANCES`: which kind has more hands; points decide where nobody but the teller agreed."""
        if not self.strong and not self.weak:
            return "none"
        left, right = (self.strong_votes, self.strong), (self.weak_votes, self.weak)
        if left == right:
            return "even"
        return STRONG if left > right else WEAK

    @property
    def balance_name(self) -> str:
        """The balance in words, to be translated."""
        return BALANCES[self.balance]
