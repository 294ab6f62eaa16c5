"""Bank accounts: what is an IBAN, whose bank it names, when somebody must look twice. Knows no table.

Source: ISO 13616; the Italian CIN and the register of banks as schwifty ships it; EPC list of SEPA countries
(STANDARDS 3.3). A bank that closed or was merged away is no longer in the register.
"""

import re
from dataclasses import dataclass
from datetime import date

from schwifty import IBAN
from schwifty.exceptions import (
    InvalidBBANChecksum,
    InvalidChecksumDigits,
    InvalidCountryCode,
    InvalidLength,
    SchwiftyException,
)

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _

HOME = "IT"
LONGEST = 34
MASK = "…"


class NoIban(Refused):
    """What was written is no IBAN."""

    code = "plans.no-iban"
    text = _(
        "“%(written)s” is no IBAN. An Italian one has 27 letters and digits and begins with IT: copy it anew."
    )


class WrongLength(Refused):
    """An IBAN has letters or digits too few or too many."""

    code = "plans.iban-length"
    text = _("This IBAN has %(found)s letters and digits; one of %(country)s has %(wanted)s. Copy it anew.")


class WrongCheckDigits(Refused):
    """The check digits, or the Italian CIN, do not fit the rest."""

    code = "plans.iban-check-digits"
    text = _(
        "The check digits of this IBAN do not fit: a digit is wrong or two are exchanged. Compare it with the bank's "
        "paper, group by group."
    )


class NotPayable(Refused):
    """The account lies where the treasury's transfers do not reach."""

    code = "plans.iban-outside-sepa"
    text = _("Accounts of %(country)s can't be paid by SEPA transfer. Ask for an account of a SEPA country.")


class BankToConfirm(Refused):
    """An account is sound in form, but its bank is abroad or in no register."""

    code = "plans.bank-to-confirm"
    text = _(
        "The bank of this account is abroad or in no register. Check with the person, then tick that you did and save "
        "again."
    )


class BankUnknown(BankToConfirm):
    """No bank of the register has this code: it closed, was merged away, or the code is wrong."""

    code = "plans.bank-unknown"
    text = _(
        "No bank with the code %(bank)s is in the register: it may have closed or been merged. Check with the "
        "person, then tick that you did and save again."
    )


class BankAbroad(BankToConfirm):
    """The account is not an Italian one."""

    code = "plans.bank-abroad"
    text = _(
        "This account is in %(country)s, not in Italy. It can be paid; check with the person that it is theirs, then "
        "tick that you did and save again."
    )


class NoBic(Refused):
    """What was written is no BIC."""

    code = "plans.no-bic"
    text = _("“%(written)s” is no BIC: it has 8 or 11 letters and digits. Leave it empty to have it found.")


class NoHolder(Refused):
    """An account without whose it is."""

    code = "plans.no-holder"
    text = _("Write whose account it is, in up to %(most)s letters, as the bank has it.")


class AccountChanged(Conflict):
    """Another account was recorded since the form was opened."""

    code = "plans.account-changed"
    text = _(
        "Meanwhile somebody recorded another account, ending in %(ending)s. Look which one is right, then save again."
    )


class AccountInFuture(Refused):
    """An account that holds only later."""

    code = "plans.account-in-future"
    text = _("%(day)s is still to come. Write the day from which the account holds, at the latest today.")


@dataclass(frozen=True)
class NewAccount:
    """An account as a form has it. `replaces` is the key of the one that the form showed, None for none."""

    iban: str
    holder: str
    starts_on: date
    is_confirmed: bool = False
    replaces: int | None = None


@dataclass(frozen=True)
class Bank:
    """Where an account is: country, the bank's code there, its name and BIC where the register has them."""

    country: str
    code: str
    name: str
    bic: str

    @property
    def is_known(self) -> bool:
        """Whether the register has it."""
        return bool(self.name)


def iban(written: str) -> str:
    """An IBAN in the one form that is stored: capitals, no spaces.

    Raises:
        NoIban, WrongLength, WrongCheckDigits, NotPayable.
    """
    neat = "".join(written.split()).upper()
    # People copy the word with the number.
    neat = neat.removeprefix("IBAN").lstrip(":")
    if not (neat.isascii() and neat.isalnum() and 5 <= len(neat) <= LONGEST):
        raise NoIban(written=written.strip()[:40])
    try:
        found = IBAN(neat, allow_invalid=True)
        found.validate(validate_bban=True)
    except InvalidCountryCode:
        raise NoIban(written=written.strip()[:40]) from None
    except InvalidLength:
        raise WrongLength(found=len(neat), country=neat[:2], wanted=found.spec.iban_length) from None
    except (InvalidChecksumDigits, InvalidBBANChecksum):
        raise WrongCheckDigits from None
    except SchwiftyException:
        raise NoIban(written=written.strip()[:40]) from None
    if not found.in_sepa_zone:
        raise NotPayable(country=found.country_code)
    return neat


def bic(written: str) -> str:
    """A BIC in capitals without spaces; nothing stays nothing.

    Raises:
        NoBic.
    """
    neat = "".join(written.split()).upper()
    if neat and not re.fullmatch(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", neat, re.ASCII):
        raise NoBic(written=written.strip()[:20])
    return neat


def bank_of(number: str) -> Bank:
    """The bank of a sound IBAN."""
    found = IBAN(number, allow_invalid=True)
    bank = found.bank
    return Bank(
        found.country_code,
        found.bank_code or "",
        (bank.name if bank else ""),
        str(found.bic) if bank and found.bic else "",
    )


def why_not_record(number: str) -> BankToConfirm | None:
    """Why somebody must confirm a sound IBAN before it is recorded: its bank is unknown, or abroad."""
    bank = bank_of(number)
    if bank.country != HOME:
        return BankAbroad(country=bank.country)
    return None if bank.is_known else BankUnknown(bank=bank.code)


def masked(number: str) -> str:
    """An IBAN for lists: country and check digits, and its last four."""
    return f"{number[:4]} {MASK} {number[-4:]}"


def grouped(number: str) -> str:
    """An IBAN as papers print it: in groups of four."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))
