"""What a scheme of points must say, and how a creditor is paid. Knows no table.

Source: FEATURES, section H; the creditor decides between offset and payment (issue 6); ISO 13616 for accounts.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules.names import tidy
from campanello.points.rules.tariffs import source_of

OFFSET, PAYMENT = "offset", "payment"
LONGEST_NAME, LONGEST_PAYER, MOST_BUDGET, MOST_CENTS = 40, 70, 1_000_000_000, 100_000
LONGEST_ACCOUNT = 34


class SchemeUnnamed(Refused):
    """A scheme that residents have no word for."""

    code = "points.scheme-unnamed"
    text = _("Write what residents call the points, in up to %(most)s letters.")


class SchemeDays(Refused):
    """A scheme that ends before it starts."""

    code = "points.scheme-days"
    text = _("The scheme starts on %(starts)s and can't end on %(ends)s. Correct one of the two days.")


class BudgetOutOfBounds(Refused):
    """A budget that is none."""

    code = "points.budget-out-of-bounds"
    text = _("The budget is %(points)s points. Write a whole number from 1 to %(most)s.")


class WorthChanges(Refused):
    """A point would be worth something else while points are out."""

    code = "points.worth-changes"
    text = _(
        "%(issued)s points are out: what a point is worth stays. Whoever earned one keeps what it was worth."
    )


class WorthOutOfBounds(Refused):
    """A point would be worth nothing, or a fortune."""

    code = "points.worth-out-of-bounds"
    text = _("A point can be worth 1 to %(most)s cents. Write such a number.")


class SchemeThere(Conflict):
    """A second scheme in a project."""

    code = "points.scheme-there"
    text = _("The project has a scheme of points already. Change that one.")


class NotAnAccount(Refused):
    """What was written is no account that can be paid."""

    code = "points.not-an-account"
    text = _(
        "“%(written)s” is no IBAN of a SEPA country: a letter or digit is wrong, missing or too much. Copy it anew, "
        "group by group."
    )


class NotABank(Refused):
    """What was written is no BIC."""

    code = "points.not-a-bank"
    text = _("“%(written)s” is no BIC: it has 8 or 11 letters and digits. Leave it empty to have it found.")


class NobodyPays(Refused):
    """An account without whose it is, or the other way round."""

    code = "points.nobody-pays"
    text = _("Write both the account and whose it is, as the bank has it, or neither.")


class NoWay(Refused):
    """A creditor that is paid in no known way."""

    code = "points.no-way"
    text = _("Choose whether the creditor is paid, or what is owed is offset.")


class PaidWhere(Refused):
    """A creditor that is to be paid, and nobody knows where."""

    code = "points.paid-where"
    text = _("This creditor is paid: write the IBAN and whose account it is, as its letter says.")


class TermsDays(Refused):
    """Terms that begin no later than those they follow, or on a day that is not theirs to begin."""

    code = "points.terms-days"
    text = _("The terms that hold began on %(starts)s. Let the new ones begin after that day.")


@dataclass(frozen=True)
class NewScheme:
    """A scheme as it is written down. `ends_on` is the first day on which nothing is earned any more."""

    name: str
    budget_points: int
    starts_on: date
    source: str
    ends_on: date | None = None
    cents_a_point: int = 100
    payer: str = ""
    payer_iban: str = ""
    payer_bic: str = ""


@dataclass(frozen=True)
class NewTerms:
    """How a creditor is paid, as it is written down."""

    way: str
    source: str
    starts_on: date
    holder: str = ""
    iban: str = ""


def checked(given: NewScheme) -> NewScheme:
    """A scheme made tidy, its account sound.

    Raises:
        SchemeUnnamed, SchemeDays, BudgetOutOfBounds, WorthOutOfBounds, NoSource, NotAnAccount, NotABank, NobodyPays.
    """
    name, payer = tidy(given.name), tidy(given.payer)
    if not 0 < len(name) <= LONGEST_NAME:
        raise SchemeUnnamed(most=LONGEST_NAME)
    if given.ends_on and given.ends_on <= given.starts_on:
        raise SchemeDays(starts=f"{given.starts_on:%d/%m/%Y}", ends=f"{given.ends_on:%d/%m/%Y}")
    if not 1 <= given.budget_points <= MOST_BUDGET:
        raise BudgetOutOfBounds(points=given.budget_points, most=MOST_BUDGET)
    if not 1 <= given.cents_a_point <= MOST_CENTS:
        raise WorthOutOfBounds(most=MOST_CENTS)
    number = account(given.payer_iban) if given.payer_iban.strip() else ""
    if bool(number) != bool(payer) or len(payer) > LONGEST_PAYER:
        raise NobodyPays
    bank = bic(given.payer_bic) or (bank_of(number) if number else "")
    whole = replace(given, name=name, payer=payer, payer_iban=number, payer_bic=bank if number else "")
    return replace(whole, source=source_of(given.source))


def checked_terms(given: NewTerms) -> NewTerms:
    """A creditor's terms made tidy: where it is paid, with a sound account; an offset has none.

    Raises:
        NoWay, PaidWhere, NoSource, NotAnAccount.
    """
    if given.way not in {OFFSET, PAYMENT}:
        raise NoWay
    source = source_of(given.source)
    if given.way == OFFSET:
        return replace(given, holder="", iban="", source=source)
    holder = tidy(given.holder)
    if not holder or len(holder) > LONGEST_PAYER or not given.iban.strip():
        raise PaidWhere
    return replace(given, holder=holder, iban=account(given.iban), source=source)


def why_not_change(*, issued: int, cents: tuple[int, int]) -> Refused | None:
    """Why a point can't be worth something else: points are out. Cents as they were, and as they are to be."""
    return WorthChanges(issued=issued) if issued and cents[0] != cents[1] else None


def account(written: str) -> str:
    """An IBAN of a SEPA country in the one form that is stored: capitals, no spaces.

    Raises:
        NotAnAccount.
    """
    neat = "".join(written.split()).upper().removeprefix("IBAN").lstrip(":")
    try:
        found = IBAN(neat if neat.isascii() else "", allow_invalid=True)
        found.validate(validate_bban=True)
    except SchwiftyException:
        raise NotAnAccount(written=written.strip()[:40]) from None
    if not found.in_sepa_zone or len(neat) > LONGEST_ACCOUNT:
        raise NotAnAccount(written=written.strip()[:40])
    return neat


def bic(written: str) -> str:
    """A BIC in capitals without spaces; nothing stays nothing.

    Raises:
        NotABank.
    """
    neat = "".join(written.split()).upper()
    if neat and not re.fullmatch(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", neat, re.ASCII):
        raise NotABank(written=written.strip()[:20])
    return neat


def bank_of(number: str) -> str:
    """The BIC of a sound account's bank; "" where the register of banks has none."""
    return str(IBAN(number, allow_invalid=True).bic or "")


def masked(number: str) -> str:
    """An IBAN for lists: country and check digits, and its last four."""
    return f"{number[:4]} … {number[-4:]}" if number else ""


def grouped(number: str) -> str:
    """An IBAN as papers print it: in groups of four."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))
