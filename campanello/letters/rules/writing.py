"""What a letter says in which language, and how it reaches its reader. Knows no table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.letters.rules import places
from campanello.letters.rules.values import LANGUAGES, OFFICIAL

LONGEST_TITLE, LONGEST_BODY = 200, 6000


class NoOfficialText(Refused):
    """A letter that has no Italian text."""

    code = "letters.no-official-text"
    text = _(
        "Write the title and the text in Italian: that is the official letter, the others stand beside it."
    )


class HalfAText(Refused):
    """A language with a title and no text, or the other way round."""

    code = "letters.half-a-text"
    text = _("In %(language)s there is a title or a text, but not both. Write the other, or empty both.")


class TooLong(Refused):
    """A title or text that no page holds."""

    code = "letters.too-long"
    text = _("This has %(found)s characters, and %(most)s are the most. Make it shorter.")


class Text(NamedTuple):
    """What a letter says in one language; paragraphs are apart by an empty line."""

    title: str
    body: str


@dataclass(frozen=True)
class Chosen:
    """What one reader gets: their language's text, the official one; whether theirs was missing."""

    language: str
    own: Text
    official: Text
    is_fallback: bool


def tidy(texts: Mapping[str, Sequence[str]]) -> dict[str, Text]:
    """The texts in the programme's languages that say something, without blank ends."""
    found = {
        code: Text(*(str(part).replace("\r\n", "\n").strip() for part in texts[code]))
        for code in LANGUAGES
        if code in texts
    }
    return {code: text for code, text in found.items() if any(text)}


def why_not_keep(texts: Mapping[str, Text], on: date | None) -> Refused | None:
    """Why texts can't be a letter's, or None.

    Args:
        texts: Those of `tidy`.
        on: The day of which the known places are; None where nothing is filled, and a brace is a brace.
    """
    if not all(texts.get(OFFICIAL, ("", ""))):
        return NoOfficialText()
    for code, text in texts.items():
        if not all(text):
            return HalfAText(language=code)
        for part, most in zip(text, (LONGEST_TITLE, LONGEST_BODY), strict=True):
            if len(part) > most:
                return TooLong(found=len(part), most=most)
            if on and (refusal := places.why_not_fill(part, on)):
                return refusal
    return None


def chosen(
    texts: Mapping[str, Text], spoken: Iterable[str], facts: Mapping[str, str] | None = None
) -> Chosen:
    """What a reader gets, by their languages in order: the first that the programme writes.

    Where the letter is not there in it, Italian goes, and the letter says so.
    """
    wanted = next((code for code in spoken if code in LANGUAGES), OFFICIAL)
    language = wanted if wanted in texts else OFFICIAL
    own, official = (_filled(texts[code], facts) for code in (language, OFFICIAL))
    return Chosen(language, own, official, is_fallback=language != wanted)


def way(*, wants_email: bool, has_app: bool) -> str:
    """How a letter reaches its reader first: by e-mail who wishes so, in the app who has it, else on paper."""
    return "email" if wants_email else "app" if has_app else "paper"


def _filled(text: Text, facts: Mapping[str, str] | None) -> Text:
    if facts is None:
        return text
    title = places.filled(text.title, facts)[:LONGEST_TITLE]
    return Text(title, places.filled(text.body, facts)[:LONGEST_BODY])
