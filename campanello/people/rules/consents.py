"""Whether a person agreed to a purpose, which text they were told, and which skills a consent lets others see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _

PRIVACY, SKILLS_MAP = "privacy", "skills_map"
OFFICIAL = "it"


class NoNotice(Refused):
    """There is no text to agree to."""

    code = "people.no-notice"
    text = _("There is no notice for this purpose on %(day)s. Add one before you ask people to agree.")


class AlreadyAgreed(Refused):
    """The person agreed to just this text before."""

    code = "people.already-agreed"
    text = _("The person already agreed to this text on %(given_on)s. Nothing needs to be done.")


class NotAgreed(Refused):
    """What was never given can't be withdrawn."""

    code = "people.not-agreed"
    text = _("There is no consent to this purpose that could be withdrawn. Load the page again.")


class WrongDay(Refused):
    """A consent is neither from the future nor withdrawn before it was given."""

    code = "people.consent-on-a-wrong-day"
    text = _("%(day)s can't be: choose a day from %(earliest)s to %(latest)s.")


class NoSkill(Refused):
    """A skill is a few words."""

    code = "people.no-skill"
    text = _("Say in a few words what the person offers or looks for: up to %(longest)s characters.")


class SameSkill(Refused):
    """Twice the same is once."""

    code = "people.same-skill"
    text = _("This is already on the person's list. Nothing needs to be done.")


class Answer(StrEnum):
    """Where a person stands on a purpose: the three that are no yes are told apart."""

    NOT_ASKED = "not_asked"
    AGREED = "agreed"
    ASK_AGAIN = "ask_again"  # agreed to an earlier text: holds for what it said, and is to be asked again
    WITHDRAWN = "withdrawn"


ANSWERS = {
    Answer.NOT_ASKED: _("Not asked yet, or no answer"),
    Answer.AGREED: _("Agreed"),
    Answer.ASK_AGAIN: _("Agreed to an earlier text: ask again"),
    Answer.WITHDRAWN: _("Withdrawn by the person"),
}
# What follows from taking a consent back; said before it is done.
FOLLOWS = {
    "contact": _(
        "Nobody telephones or writes any more. The person is still found at the door or at the lab."
    ),
    "skills_map": _("The person's skills are no longer seen on the building's map, from this moment on."),
    "referral": _("No detail is handed to another service any more. What was handed on before stays there."),
    "photo": _("No new photograph is taken or published. Published ones are taken down where we can."),
    "research": _("The person is no longer asked to take part in studies."),
}
LONGEST_SKILL = 120


@dataclass(frozen=True)
class Given:
    """One consent as it was recorded: under which version of the text, on which day, until when."""

    row: int
    person: int
    version: int
    given_on: date
    withdrawn_on: date | None


@dataclass(frozen=True)
class Standing:
    """Where a person stands on a purpose on a day, and the recorded consent that says so."""

    answer: Answer
    last: Given | None = None

    @property
    def is_yes(self) -> bool:
        """Whether the purpose may be pursued."""
        return self.answer in {Answer.AGREED, Answer.ASK_AGAIN}


def standing(given: Iterable[Given], current_version: int | None, on: date) -> Standing:
    """Where a person stands on one purpose on a day.

    The latest word counts, whichever of the person's merged records has it; said on one day, a no counts more
    than another record's yes. A yes to an earlier text holds for what that text said, and is to be asked again.

    Args:
        given: All consents to the purpose, of the person and of those merged into theirs.
        current_version: The version of the notice that holds on the day; None where there is none.
        on: The day, included.
    """
    words = [_last_word(several, on) for several in _by_person(given, on).values()]
    if not words:
        return Standing(Answer.NOT_ASKED)
    last = max(words, key=lambda one: (_said_on(one, on), not _is_yes(one, on), one.row))
    if not _is_yes(last, on):
        return Standing(Answer.WITHDRAWN, last)
    is_old = current_version is not None and last.version < current_version
    return Standing(Answer.ASK_AGAIN if is_old else Answer.AGREED, last)


def _by_person(given: Iterable[Given], on: date) -> dict[int, list[Given]]:
    found: dict[int, list[Given]] = {}
    for one in given:
        if one.given_on <= on:
            found.setdefault(one.person, []).append(one)
    return found


def _last_word(given: Iterable[Given], on: date) -> Given:
    """Of one record's consents the one that says where it stands: an open one, else the last withdrawn."""
    return max(given, key=lambda one: (_is_yes(one, on), _said_on(one, on), one.row))


def _is_yes(one: Given, on: date) -> bool:
    return one.withdrawn_on is None or one.withdrawn_on > on


def _said_on(one: Given, on: date) -> date:
    return one.given_on if _is_yes(one, on) or one.withdrawn_on is None else one.withdrawn_on


def why_not_agree(now: Standing, version: int, on: date, today: date) -> Refused | None:
    """Why a yes can't be recorded; None when it can: to a first text, a newer one, or after a no."""
    earliest = (now.last.withdrawn_on or now.last.given_on) if now.last else date.min
    if not earliest <= on <= today:
        return WrongDay(day=on, earliest=max(earliest, date(1900, 1, 1)), latest=today)
    if now.is_yes and now.last and now.last.version >= version:
        return AlreadyAgreed(given_on=now.last.given_on)
    return None


def why_not_withdraw(now: Standing, on: date, today: date) -> Refused | None:
    """Why a consent can't be taken back on a day; None when it can."""
    if not now.is_yes or now.last is None:
        return NotAgreed()
    if not now.last.given_on <= on <= today:
        return WrongDay(day=on, earliest=now.last.given_on, latest=today)
    return None


@dataclass(frozen=True)
class SkillShown:
    """A skill as the map shows it."""

    row: int
    person: int
    direction: str
    text: str
    ends_on: date | None = None


def skills_said(own: Iterable[SkillShown], absorbed: Iterable[SkillShown], on: date) -> list[SkillShown]:
    """A person's skills on a day, each once: what their own record says of a skill goes before a merged one's.

    An own record that ended a skill ends it, though a merged one still has it.
    """
    said = _latest(own)
    for key, one in _latest(absorbed).items():
        said.setdefault(key, one)
    held = (one for one in said.values() if one.ends_on is None or one.ends_on > on)
    return sorted(held, key=lambda one: (one.direction, one.text.casefold(), one.row))


def _latest(skills: Iterable[SkillShown]) -> dict[tuple[str, str], SkillShown]:
    ordered = sorted(skills, key=lambda one: (one.ends_on is None, one.ends_on or date.max, one.row))
    return {same_skill(one.direction, one.text): one for one in ordered}


def same_skill(direction: str, text: str) -> tuple[str, str]:
    """What makes two skills one: direction and words, whatever the spacing and the case."""
    return direction, " ".join(text.split()).casefold()


def notice_text(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """A notice in a language, with the language it is in: the official one where there is no translation."""
    return (texts[language], language) if texts.get(language) else (texts[OFFICIAL], OFFICIAL)
