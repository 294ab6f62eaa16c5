"""Names as people write them: made tidy, checked for what no name holds, compared. No database."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

# Half-spaces and joiners are letters' business in Urdu and Persian; everything else that is invisible goes.
JOINERS = "\u200c\u200d"
BESIDE_LETTERS = " '’‘ʼ`´-‐‑.,/()·" + JOINERS
_PLAIN_NAME = re.compile("[A-Za-z '-]*")
# As alike as "Alaoui" and "Aloui"; "Rossi" and "Russo" are not.
ALIKE_PERCENT = 85


class NotAName(Refused):
    """A name holds a character that no name holds."""

    code = "people.not-a-name"
    text = _("A name holds letters, spaces, hyphens and apostrophes; “%(character)s” is none. Take it out.")


def tidy(text: str) -> str:
    """A text of one line: composed, without invisible characters, one space between words.

    Marks that turn the direction of a text are left out, since they make a line read as it is not stored.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if one.isspace() else one for one in composed)
    return " ".join("".join(one for one in spaced if _is_seen(one)).split())


def tidy_lines(text: str) -> str:
    """A text of several lines, each tidy; empty lines at the ends are left out."""
    return "\n".join(tidy(line) for line in text.splitlines()).strip()


def why_not_name(text: str) -> NotAName | None:
    """Why a tidy text is no name: the first character that no name holds; digits are none."""
    if _PLAIN_NAME.fullmatch(text):
        return None
    wrong = next((one for one in text if not _is_of_a_name(one)), None)
    return None if wrong is None else NotAName(character=wrong)


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """A name in small Latin letters without accents, its words in order of the alphabet: what two are compared by."""
    latin = anyascii(text).lower()
    return " ".join(sorted("".join(one if one.isalpha() else " " for one in latin).split()))


def is_alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: the same but for order, accents, a slip, or a name left out.

    An empty name is like none.
    """
    left, right = plain(one), plain(other)
    if not left or not right:
        return False
    words, others = set(left.split()), set(right.split())
    return words <= others or others <= words or ratio(left, right) >= ALIKE_PERCENT


def _is_seen(character: str) -> bool:
    return character in JOINERS or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _is_of_a_name(character: str) -> bool:
    return character in BESIDE_LETTERS or unicodedata.category(character)[0] in "LM"
