"""The code of a receipt: short enough to be typed, and two proofs, one of its number and one of what stands there.

The first proof says that the code was given out by this installation, the second that the row is what it was then. So
the page can tell a forged receipt from a true one whose record was changed since.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from campanello.core.errors import Missing, Refused
from campanello.core.errors import gettext_noop as _

# Without I, L, O and U, which look like others or make words.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GIVEN_SIGNS = 4  # 20 bits: that we gave the number out
ROW_SIGNS = 6  # 30 bits: that the row is as it was
_BITS = 5
_LEAST_NUMBER = 4
_MOST = 13 + GIVEN_SIGNS + ROW_SIGNS  # a number of 64 bits
_GROUP = 4
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_KEY, _GIVEN, _ROW = b"campanello.points.receipt", b"number\0", b"row\0"


class Verdict(StrEnum):
    """What a code says about the record."""

    TRUE = "true"
    CHANGED = "changed"


class ReceiptIncomplete(Refused):
    """What was typed is no code of a receipt."""

    code = "points.receipt-incomplete"
    text = _(
        "A code has at least %(signs)s letters and figures, and you wrote %(found)s. "
        "Look at the receipt again and write all of it."
    )


class ReceiptUnknown(Missing):
    """No such code was ever given out."""

    code = "points.receipt-unknown"
    text = _(
        "We know no such receipt. Compare the code with the paper, four signs at a time; "
        "if it is the same, bring the paper to the lab."
    )


class ReceiptTriedTooOften(Refused):
    """Somebody seems to guess codes."""

    code = "points.receipt-tried-too-often"
    text = _(
        "From here %(most)s wrong codes were tried within an hour. "
        "Wait %(minutes)s minutes, or bring the paper to the lab."
    )


@dataclass(frozen=True)
class Typed:
    """A code taken apart: the transfer's number and the two proofs."""

    number: int
    given: str
    row: str


def code_of(number: int, row: str, secret: str) -> str:
    """The code of the receipt of a transfer, in groups of four signs.

    Args:
        number: The transfer's key.
        row: Its canonical text.
        secret: The installation's.
    """
    return shown(number_signs(number) + _given(number, secret) + _proof(row, secret))


def read(typed: str) -> Typed:
    """A code as somebody typed it: small letters, spaces, look-alikes and figures of any script are all right.

    Raises:
        ReceiptIncomplete.
    """
    signs = "".join(filter(SIGNS.__contains__, map(_sign, typed[:100])))
    least = _LEAST_NUMBER + GIVEN_SIGNS + ROW_SIGNS
    if not least <= len(signs) <= _MOST:
        raise ReceiptIncomplete(signs=least, found=len(signs))
    number = 0
    for sign in signs[: -GIVEN_SIGNS - ROW_SIGNS]:
        number = number << _BITS | SIGNS.index(sign)
    return Typed(number, signs[-GIVEN_SIGNS - ROW_SIGNS : -ROW_SIGNS], signs[-ROW_SIGNS:])


def why_not_know(typed: Typed, secrets: Sequence[str]) -> ReceiptUnknown | None:
    """Why a code is none of ours; None where one of the secrets, the present or an earlier one, gave it out."""
    if any(_same(typed.given, _given(typed.number, one)) for one in secrets):
        return None
    return ReceiptUnknown()


def verdict(typed: Typed, row: str | None, secrets: Sequence[str]) -> Verdict:
    """Whether the record is as it was when a code of ours was given out; a record that is gone is not."""
    if row is not None and any(_same(typed.row, _proof(row, one)) for one in secrets):
        return Verdict.TRUE
    return Verdict.CHANGED


def shown(signs: str) -> str:
    """Signs in groups of four: 0A3F-K7QX-9MTB-2W."""
    return "-".join(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))


def _sign(typed: str) -> str:
    figure = unicodedata.digit(typed, None)
    return str(figure) if figure is not None else typed.upper().translate(_LOOK_ALIKES)


def number_signs(number: int) -> str:
    """A transfer's number in the signs of a code, at least four of them."""
    signs = ""
    while number:
        number, rest = divmod(number, len(SIGNS))
        signs = SIGNS[rest] + signs
    return signs.rjust(_LEAST_NUMBER, SIGNS[0])


def _given(number: int, secret: str) -> str:
    return _signs(_mac(secret, _GIVEN + str(number).encode()), GIVEN_SIGNS)


def _proof(row: str, secret: str) -> str:
    return _signs(_mac(secret, _ROW + row.encode()), ROW_SIGNS)


def _mac(secret: str, message: bytes) -> bytes:
    key = hmac.digest(secret.encode(), _KEY, "sha256")
    return hmac.digest(key, message, hashlib.sha256)


def _signs(digest: bytes, number: int) -> str:
    value = int.from_bytes(digest[:8], "big")
    return "".join(SIGNS[value >> _BITS * place & len(SIGNS) - 1] for place in range(number))


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
