"""Pacts: what they must say, which terms hold on a day, whose signatures are missing, what share goes to arrears.

Terms hold from their first day, and no sooner than both sides have signed them; until then the terms before hold.

Source: FEATURES I2 (PASS: do-ut-des, indicatively a third of the allowance to arrears, free to agree otherwise) and
J3 (GESTI: co-responsibility); contract spreadsheets.md, "What is due" (rounding of the share); docs/rules/pacts.md.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy, tidy_lines
from campanello.people.rules.person import TooLong
from campanello.plans.rules.allowance import NoShare
from campanello.plans.rules.values import PACT_KINDS, PACT_SCOPES

LONGEST = {"title": 160, "gets": 1000, "gives": 1000, "reason": 300, "note": 500}
FIELD_NAMES = {
    "title": _("Name of the pact"),
    "gets": _("What one gets"),
    "gives": _("What one gives"),
    "reason": _("Why"),
    "note": _("Note"),
}
MOST_MINUTES = 60 * 1000
TEAM = "staff"


class PactSaysNothing(Refused):
    """A pact has two sides."""

    code = "plans.pact-says-nothing"
    text = _("A pact says what one gets and what one gives. Write both, in words the person would use.")


class TooMuchToGive(Refused):
    """More time than anybody gives."""

    code = "plans.pact-too-much-to-give"
    text = _("%(hours)s hours are more than a pact may ask: up to %(most)s. Look at the figure again.")


class PactEndsBeforeStart(Refused):
    """A pact has a day at least."""

    code = "plans.pact-ends-before-start"
    text = _("The pact would end on %(ends)s, before it begins on %(starts)s. Correct one of the days.")


class ShareNeedsPlanAndCreditor(Refused):
    """A share of an allowance goes from a plan to somebody."""

    code = "plans.share-needs-plan-and-creditor"
    text = _(
        "A share of %(share)s goes from the allowance of a plan to somebody whom rent is owed. Choose the plan and "
        "the creditor, or agree on a share of 0."
    )


class SecondShare(Refused):
    """One plan pays arrears under one pact at a time."""

    code = "plans.second-share"
    text = _(
        "Another pact on arrears holds for this plan on %(day)s: a person has one open share at a time. "
        "End that pact first, or change its share by new terms."
    )


class NobodyInPact(Refused):
    """A pact without people."""

    code = "plans.nobody-in-pact"
    text = _("A pact needs %(least)s people at least; %(found)s were chosen. Choose who makes it.")


class PactMoved(Conflict):
    """The pact is not, or no longer, in the state that was looked at."""

    code = "plans.pact-moved"
    text = _(
        "This pact was changed meanwhile, or is in another state: %(state)s. Load the page again and look."
    )


class TermsNotOpen(Refused):
    """Terms that are signed, or replaced by newer ones, are not signed again."""

    code = "plans.terms-not-open"
    text = _(
        "Terms number %(number)s wait for no signature. Look at the pact's page: which terms are proposed?"
    )


class NothingNew(Refused):
    """New terms differ from the old."""

    code = "plans.terms-nothing-new"
    text = _(
        "These terms say what holds already. Change what is to be different, or leave the pact as it is."
    )


class NoReasonForTerms(Refused):
    """Terms are changed for a reason."""

    code = "plans.terms-without-reason"
    text = _("Say in a few words why the terms change: both sides read it before they sign.")


class NotAParty(Refused):
    """Only the parties sign, and give."""

    code = "plans.not-a-party"
    text = _("This person does not make the pact. Choose one of its people.")


class NoReasonForEnd(Refused):
    """A pact ends for a reason."""

    code = "plans.pact-end-without-reason"
    text = _("Say in a few words why the pact ends: the person reads it too.")


class Part(NamedTuple):
    """An exact part of the allowance, in its lowest terms."""

    numerator: int
    denominator: int

    def __str__(self) -> str:
        """As people write it."""
        return share_text(*self)


class Share(NamedTuple):
    """A part of the allowance, exact, and whose claim it goes to."""

    numerator: int
    denominator: int
    creditor: int


@dataclass(frozen=True)
class Terms:
    """What a pact says from a day on; `signed_on` is the day of the last signature of both sides."""

    number: int
    gets: str
    gives: str
    starts_on: date
    minutes_to_give: int = 0
    numerator: int = 0
    denominator: int = 1
    signed_on: date | None = None

    @property
    def share(self) -> str:
        """The part of the allowance to arrears, as people write it."""
        return share_text(self.numerator, self.denominator)

    @property
    def holds_from(self) -> date | None:
        """The first day on which they hold: no sooner than both have signed."""
        return max(self.starts_on, self.signed_on) if self.signed_on else None


@dataclass(frozen=True)
class NewPact:
    """A pact to be made: with whom (`person` for one, `household`, or `people` for a group), on which terms.

    A plan, where there is one, says the person. `project` is needed only where several of the actor's know them.
    """

    kind: str
    scope: str
    terms: Terms
    ends_on: date | None = None
    title: str = ""
    plan: UUID | None = None
    people: tuple[UUID, ...] = ()
    household: UUID | None = None
    creditor: int | None = None
    project: int | None = None


@dataclass(frozen=True)
class Holding:
    """A pact as a payment looks at it: the days it runs, whom it pays, its terms. A draft has none that are signed."""

    starts_on: date
    ends_on: date | None
    creditor: int | None
    terms: tuple[Terms, ...]


def share(written: str) -> Part:
    """The exact fraction that a share is written as, in its lowest terms: 1/3, 25%, 0,5, 0.

    Raises:
        NoShare.
    """
    text = "".join(written.split()).replace(",", ".")
    if found := re.fullmatch(r"(\d{1,4})/(\d{1,4})", text, re.ASCII):
        part = _fraction(found[1], found[2])
    elif found := re.fullmatch(r"(\d{1,3}(?:\.\d{1,3})?)(%?)", text, re.ASCII):
        part = _fraction(found[1], "100" if found[2] else "1")
    else:
        part = None
    if part is None or part > 1:
        raise NoShare(share=tidy(written)[:20] or "–")
    return Part(part.numerator, part.denominator)


def _fraction(top: str, bottom: str) -> Fraction | None:
    return Fraction(top) / int(bottom) if int(bottom) else None


def share_text(numerator: int, denominator: int) -> str:
    """A share as people write it."""
    return str(numerator) if denominator == 1 or not numerator else f"{numerator}/{denominator}"


def terms_on(terms: Iterable[Terms], day: date) -> Terms | None:
    """The terms that hold on a day: of those signed and begun, the last agreed."""
    begun = [one for one in terms if one.holds_from and one.holds_from <= day]
    return max(begun, key=lambda one: one.number, default=None)


def proposed(terms: Sequence[Terms]) -> Terms | None:
    """The terms that wait for signatures: the last ones, unless they are signed."""
    last = max(terms, key=lambda one: one.number, default=None)
    return last if last and last.signed_on is None else None


def share_on(pacts: Iterable[Holding], day: date) -> Share | None:
    """The share of a plan's allowance that goes to arrears on a day; None where nothing does."""
    for pact in pacts:
        runs = pact.starts_on <= day and (pact.ends_on is None or day < pact.ends_on)
        held = terms_on(pact.terms, day) if runs and pact.creditor is not None else None
        if held and held.numerator and pact.creditor is not None:
            return Share(held.numerator, held.denominator, pact.creditor)
    return None


def unsigned(parties: Iterable[int], signed: Iterable[int | None]) -> tuple[list[int], bool]:
    """Whose signatures are missing: of the people (in order), and whether the team's is.

    Args:
        parties: Who makes the pact.
        signed: Whose signatures there are; None is the team's.
    """
    there = set(signed)
    return [one for one in parties if one not in there], None not in there


def checked(terms: Terms) -> Terms:
    """Terms with their texts made tidy.

    Raises:
        PactSaysNothing, TooLong, TooMuchToGive.
    """
    told = replace(terms, gets=tidy_lines(terms.gets), gives=tidy_lines(terms.gives))
    if not told.gets or not told.gives:
        raise PactSaysNothing
    for name in ("gets", "gives"):
        fitting(name, getattr(told, name))
    if told.minutes_to_give > MOST_MINUTES:
        raise TooMuchToGive(hours=told.minutes_to_give // 60, most=MOST_MINUTES // 60)
    return told


def why_not_share(terms: Terms, *, has_plan: bool, has_creditor: bool) -> Refused | None:
    """Why a share can't be agreed on; None when it can."""
    if not terms.numerator or (has_plan and has_creditor):
        return None
    return ShareNeedsPlanAndCreditor(share=share_text(terms.numerator, terms.denominator))


def why_not_run(starts_on: date, ends_on: date | None) -> Refused | None:
    """Why a pact can't run over some days; None when it can."""
    if ends_on is None or starts_on < ends_on:
        return None
    return PactEndsBeforeStart(ends=f"{ends_on:%d/%m/%Y}", starts=f"{starts_on:%d/%m/%Y}")


def why_not_parties(scope: str, people: int) -> Refused | None:
    """Why so many people can't make a pact of a scope; None when they can."""
    least = 2 if scope == "group" else 1
    if people < least or (scope == "individual" and people > 1):
        return NobodyInPact(least=least, found=people)
    return None


def is_same(old: Terms, new: Terms) -> bool:
    """Whether new terms say what the old ones say, whatever their numbers and days."""
    return replace(old, number=0, starts_on=date.min, signed_on=None) == replace(
        new, number=0, starts_on=date.min, signed_on=None
    )


def kind_and_scope(kind: str, scope: str) -> None:
    """See that both are of the lists.

    Raises:
        NotInTheList.
    """
    for value, known in ((kind, PACT_KINDS), (scope, PACT_SCOPES)):
        if value not in known:
            raise NotInTheList(value=value[:40])


def fitting(name: str, text: str) -> str:
    """The text, if it fits its field.

    Raises:
        TooLong.
    """
    if len(text) > LONGEST[name]:
        raise TooLong(field=(FIELD_NAMES[name], {}), found=len(text), most=LONGEST[name])
    return text


def line(name: str, text: str) -> str:
    """A text of one line made tidy, if it fits its field.

    Raises:
        TooLong.
    """
    return fitting(name, tidy(text))
