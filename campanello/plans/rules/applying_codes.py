"""The code by which an applicant comes back: sixteen digits in fours, the last one of which proves the others.

Easy to write down, to read out on the telephone and to type in any script's digits. Only its digest is ever stored.
"""

import hashlib
import hmac
import unicodedata

from campanello.core.errors import Missing, Refused
from campanello.core.errors import gettext_noop as _

DIGITS = 16
_GROUP = 4
_PURPOSE = b"campanello.plans.applying"


class CodeIncomplete(Refused):
    """What was typed has more or fewer digits than a code."""

    code = "plans.code-incomplete"
    text = _(
        "A code has %(digits)s digits, and you wrote %(found)s. Look at the code again and write all of it."
    )


class CodeMistyped(Refused):
    """The digits do not prove one another."""

    code = "plans.code-mistyped"
    text = _(
        "One of the digits is wrong, or two have changed places. Compare them with your code, four at a time."
    )


class CodeUnknown(Missing):
    """No application has this code, or it is over."""

    code = "plans.code-unknown"
    text = _(
        "There is no application with this code. If you did not finish in time it was deleted: start again, "
        "or ask at the desk."
    )


class CodeTriedTooOften(Refused):
    """Somebody seems to guess."""

    code = "plans.code-tried-too-often"
    text = _(
        "From here %(most)s wrong codes were tried within an hour. Wait %(minutes)s minutes, or ask at the desk."
    )


def code_of(key: str, secret: str) -> str:
    """The code of an application that is begun with a key of the form's: pressed twice, it is the same code.

    Args:
        key: Random, known to the form alone and never stored.
        secret: The installation's.
    """
    digest = hmac.new(secret.encode(), _PURPOSE + key.encode(), hashlib.sha256).digest()
    body = f"{int.from_bytes(digest[:16], 'big') % 10 ** (DIGITS - 1):0{DIGITS - 1}}"
    return body + str(-_luhn(body + "0") % 10)


def read_code(typed: str) -> str:
    """The sixteen digits of what was typed, whatever stands between them, in the digits of any script.

    Raises:
        CodeIncomplete, CodeMistyped.
    """
    digits = "".join(str(value) for one in typed[:100] if (value := unicodedata.digit(one, None)) is not None)
    if len(digits) != DIGITS:
        raise CodeIncomplete(digits=DIGITS, found=len(digits))
    if _luhn(digits) % 10:
        raise CodeMistyped
    return digits


def shown_code(code: str) -> str:
    """A code in fours."""
    return " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def digest_of(code: str) -> str:
    """What is stored of a code."""
    return hashlib.sha256(code.encode()).hexdigest()


def _luhn(digits: str) -> int:
    """Luhn's sum: every second digit from the right counts double. It finds each single slip."""
    doubled = [sum(divmod(int(one) * 2, 10)) for one in digits[-2::-2]]
    return sum(doubled) + sum(int(one) for one in digits[-1::-2])
