"""Reads an amount of money as people write it, in Italian or English, or says why it can't be known what they meant."""

import re
import unicodedata

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

# More than any household's rent arrears: a slip of the keyboard, or cents read as euros.
MOST_CENTS = 100_000_000
LONGEST = 30
CURRENCY = re.compile(r"^(?:EUR|EURO|€)\s*|\s*(?:EUR|EURO|€)$", re.IGNORECASE)
GROUPED = re.compile(r"[1-9]\d{0,2}(?P<mark>[.,' ])\d{3}(?:(?P=mark)\d{3})*(?:(?!(?P=mark))[.,]\d{1,2})?")
PLAIN = re.compile(r"\d+(?:[.,]\d{1,2})?")
# One mark with three digits behind it: a thousand for some readers, a fraction for others.
AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


class NotAnAmount(Refused):
    """What was written is no amount of money."""

    code = "homes.not-an-amount"
    text = _("“%(written)s” is not an amount. Write it as 1234,50 or 1.234,50, without other signs.")


class AmbiguousAmount(Refused):
    """What was written may mean two amounts, a thousand times apart."""

    code = "homes.ambiguous-amount"
    text = _(
        "“%(written)s” may mean %(thousands)s or %(fraction)s EUR. Write %(thousands)s,00 for the first, "
        "or two digits after the comma for the second."
    )


class NegativeAmount(Refused):
    """A debt was stated below zero."""

    code = "homes.negative-amount"
    text = _("A debt can't be below zero. Where the landlord owes the tenant, write 0.")


class TooLargeAmount(Refused):
    """A debt was stated that no household can have."""

    code = "homes.too-large-amount"
    text = _("%(euros)s EUR is more than %(most)s EUR. Check the comma, and write the amount again.")


def amount_cents(written: str) -> int:
    """The cents that an amount in euros means.

    Thousands may be set apart by dots, commas, spaces or apostrophes; cents, one or two digits, by a comma or a dot.
    A single dot or comma before exactly three digits could be either and is refused.

    Raises:
        NotAnAmount, AmbiguousAmount, NegativeAmount, TooLargeAmount.

    Source: none is needed; the sign of thousands and of cents differ between Italian and English.
    """
    text = CURRENCY.sub("", _western(written).strip()).strip()
    if re.fullmatch(r"[-−–]\s*[\d.,' ]*[1-9][\d.,' ]*", text):
        raise NegativeAmount
    if len(written) > LONGEST or not (PLAIN.fullmatch(text) or GROUPED.fullmatch(text)):
        raise NotAnAmount(written=written[:LONGEST])
    if AMBIGUOUS.fullmatch(text):
        whole, fraction = re.split(r"[.,]", text)
        raise AmbiguousAmount(written=text, thousands=whole + fraction, fraction=f"{whole},{fraction}")
    cents = _cents(text)
    if cents > MOST_CENTS:
        raise TooLargeAmount(euros=cents // 100, most=MOST_CENTS // 100)
    return cents


def _western(written: str) -> str:
    """Any script's digits and signs as 0-9, dot, comma, space; anything else as it is."""
    signs = {"٫": ",", "٬": ".", "’": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
    return "".join(
        signs.get(
            letter, str(number) if (number := unicodedata.decimal(letter, None)) is not None else letter
        )
        for letter in written[: LONGEST + 1]
    )


def _cents(text: str) -> int:
    whole, _mark, fraction = re.fullmatch(r"(.*?)(?:([.,])(\d{1,2}))?", text).groups()  # type: ignore[union-attr]
    return int(re.sub(r"\D", "", whole)) * 100 + int((fraction or "").ljust(2, "0"))
