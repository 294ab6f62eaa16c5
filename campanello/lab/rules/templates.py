"""Replies written once, with gaps for what differs: what may stand in a gap, and in which languages. Knows no table."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.lab.rules import reports, values

LONGEST_TITLE, LONGEST_TEXT = 80, 4000
FIRST_LANGUAGE = "it"
# What may stand in curly brackets, with the words for it.
GAPS = {
    "number": _("the report's number"),
    "place": _("the place"),
    "owner": _("who has to answer"),
    "day": _("the day for which it is planned"),
    "ask": _("whom to ask instead"),
}


class UnknownGap(Refused):
    """Curly brackets around a word that nothing stands for."""

    code = "reports.unknown-gap"
    text = _("Nothing is known that “%(gap)s” could stand for. In curly brackets may stand: %(known)s.")


class BrokenGap(Refused):
    """A curly bracket without its other half."""

    code = "reports.broken-gap"
    text = _("A curly bracket is open or closed without the other. Write both around a word, or none.")


class NoItalian(Refused):
    """A reply that has no Italian text."""

    code = "reports.no-italian"
    text = _("Write the reply in Italian at least: it is used where the resident's language is missing.")


class NoTitle(Refused):
    """A reply that cannot be found in a list."""

    code = "reports.no-title"
    text = _("Give the reply a title of at most %(most)s characters, by which colleagues find it.")


class TitleTaken(Refused):
    """Two replies of an organisation with one title."""

    code = "reports.title-taken"
    text = _("There is a reply called “%(title)s” already. Give this one another title, or change that one.")


@dataclass(frozen=True)
class Reply:
    """A reply: its title, the state it goes with ("" for any), its text by language. `key` is 0 where it is shipped."""

    title: str
    texts: Mapping[str, str]
    state: str = ""
    key: int = 0
    is_own: bool = False

    def text(self, language: str) -> str:
        """The text in a language, else in Italian."""
        return self.texts.get(language) or self.texts.get(FIRST_LANGUAGE, "")


def why_not_keep(reply: Reply) -> Refused | None:
    """Why a reply can't be kept, or None."""
    if not 0 < len(reply.title.strip()) <= LONGEST_TITLE:
        return NoTitle(most=LONGEST_TITLE)
    if not reply.texts.get(FIRST_LANGUAGE, "").strip():
        return NoItalian()
    for text in reply.texts.values():
        if refusal := reports.why_too_long(text, LONGEST_TEXT) or _why_not_fill(text):
            return refusal
    return None


def _why_not_fill(text: str) -> Refused | None:
    try:
        gaps = [gap for _text, gap, _spec, _conversion in Formatter().parse(text) if gap is not None]
    except ValueError:
        return BrokenGap()
    unknown = next((gap for gap in gaps if gap not in GAPS), None)
    if unknown is None:
        return None
    return UnknownGap(gap=unknown[:40], known=", ".join(GAPS))


def filled(text: str, facts: Mapping[str, str]) -> str:
    """A text with its gaps filled; a gap for which nothing is known stays as an ellipsis."""
    parts = []
    for before, gap, _spec, _conversion in Formatter().parse(text):
        parts.append(before)
        if gap is not None:
            parts.append(facts.get(gap) or "…")
    return "".join(parts)


def languages_of(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts in the languages of the programme that say something."""
    return {
        language: texts[language].strip() for language in values.LANGUAGES if texts.get(language, "").strip()
    }
