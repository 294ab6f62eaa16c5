"""What a message may say and to whom it may go: placeholders, languages, channels, consents, links. Knows no table.

Source: FEATURES, section D (messages without a provider); GDPR art. 5 and 7; docs/rules/neighbours.md.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.lab.rules.values import LANGUAGES, MESSAGE_STATES
from campanello.people.rules.names import plain, tidy, tidy_lines

OFFICIAL = "it"
LONGEST_TEXT, LONGEST_SUBJECT, LONGEST_TITLE = 4000, 160, 80
# What is filled in; those that name a person stand in no subject.
PERSONAL = frozenset({"name", "first_name"})
PLACEHOLDERS = frozenset({*PERSONAL, "project", "operator", "activity", "day", "time", "place"})
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
# By which way of reaching somebody a channel goes, and the order in which channels are tried.
WAYS = {"whatsapp": "whatsapp", "sms": "phone", "email": "email"}
LANDLINE = "+390"  # no SMS arrives there


class NoText(Refused):
    """A message says something, at least in Italian."""

    code = "lab.message-without-text"
    text = _("Write the message in Italian: it is sent where there is no text in the person's language.")


class NoTitle(Refused):
    """A template has a title."""

    code = "lab.template-without-title"
    text = _("Give the template a title of up to %(most)s characters.")


class SameTitle(Refused):
    """A project has each title once."""

    code = "lab.template-title-taken"
    text = _("There is a template with this title already. Choose another title, or change that one.")


class UnknownPlaceholder(Refused):
    """A word in braces that nothing is filled in for."""

    code = "lab.unknown-placeholder"
    text = _("“{%(found)s}” is filled in by nothing. Use one of: %(known)s.")


class NothingToFillIn(Refused):
    """A placeholder that is known, but of which there is nothing here."""

    code = "lab.placeholder-without-value"
    text = _(
        "There is nothing to fill in for “{%(found)s}” here. Take it out, or write to a session's sign-ups."
    )


class MessageTooLong(Refused):
    """A text does not fit."""

    code = "lab.message-too-long"
    text = _("%(found)s characters were written and %(most)s fit. Shorten the text.")


class PersonalSubject(Refused):
    """A subject is read by whoever sees the telephone."""

    code = "lab.personal-subject"
    text = _("The subject names a person (“%(found)s”). Others read it on the way: say it in the text alone.")


class NoSubject(Refused):
    """An e-mail has a subject."""

    code = "lab.message-without-subject"
    text = _("Write a subject: an e-mail without one is taken for rubbish.")


class TooManyMessages(Refused):
    """More at once than somebody answers for."""

    code = "lab.too-many-messages"
    text = _(
        "The list has %(found)s people and %(most)s messages are prepared at once. Make the list smaller."
    )


class NobodyToWriteTo(Refused):
    """Nobody of a list may be written to."""

    code = "lab.nobody-to-write-to"
    text = _(
        "None of the %(found)s people may be written to: the page says why for each. Visit them, or ask them."
    )


class MessageMoved(Conflict):
    """A message is in another state."""

    code = "lab.message-moved"
    text = _("This message is in another state now: %(state)s. Load the page again.")


class Why(StrEnum):
    """Why somebody is left out."""

    NO_CONSENT = "no_consent"
    WITHDRAWN = "withdrawn"
    NO_WAY = "no_way"
    WAY_WITHOUT_CONSENT = "way_without_consent"
    OTHER_CHANNEL = "other_channel"
    RESTRICTED = "restricted"


WHYS = {
    Why.NO_CONSENT: _("Has not agreed to be contacted"),
    Why.WITHDRAWN: _("No longer wants to be contacted"),
    Why.NO_WAY: _("No number or address that can be written to"),
    Why.WAY_WITHOUT_CONSENT: _("Has not agreed to be written to at the number or address on record"),
    Why.OTHER_CHANNEL: _("Can't be reached by this channel"),
    Why.RESTRICTED: _("Asked that their data not be used"),
}


@dataclass(frozen=True)
class Way:
    """A way to reach somebody that holds: `normal` is E.164 or an address."""

    kind: str
    normal: str
    is_preferred: bool = False
    has_consent: bool = False


@dataclass(frozen=True)
class Reach:
    """By which channel somebody is written to and where; or why not."""

    channel: str = ""
    address: str = ""
    why_not: Why | None = None


@dataclass(frozen=True)
class Letter:
    """What is to be sent: the text by language, a subject for e-mails, one channel or each person's own."""

    texts: Mapping[str, str]
    subject: str = ""
    channel: str = ""


def reach(ways: Iterable[Way], *, has_agreed: bool | None, channel: str = "") -> Reach:
    """How somebody may be written to.

    Their preferred way goes first, then WhatsApp, SMS and e-mail. Both are needed: that they agreed to be contacted,
    and that they agreed to it for the number or address.

    Args:
        ways: Those that hold.
        has_agreed: To be contacted; None where they took it back.
        channel: The only one that is meant; empty for whichever suits them.
    """
    if has_agreed is not True:
        return Reach(why_not=Why.WITHDRAWN if has_agreed is None else Why.NO_CONSENT)
    written = [(name, way) for way in ways for name in WAYS if _serves(way, name)]
    if not written:
        return Reach(why_not=Why.NO_WAY)
    agreed = [(name, way) for name, way in written if way.has_consent]
    if not agreed:
        return Reach(why_not=Why.WAY_WITHOUT_CONSENT)
    meant = [(name, way) for name, way in agreed if channel in {"", name}]
    if not meant:
        return Reach(why_not=Why.OTHER_CHANNEL)
    order = list(WAYS)
    name, way = min(meant, key=lambda one: (not one[1].is_preferred, order.index(one[0])))
    return Reach(name, way.normal)


def _serves(way: Way, channel: str) -> bool:
    is_mobile = not (channel == "sms" and way.normal.startswith(LANDLINE))
    return bool(way.normal) and way.kind == WAYS[channel] and is_mobile


def checked(letter: Letter) -> Letter:
    """A letter with its texts made tidy, empty ones left out.

    Raises:
        NoText, MessageTooLong, UnknownPlaceholder, PersonalSubject.
    """
    texts = checked_texts(letter.texts)
    subject = tidy(letter.subject)
    if len(subject) > LONGEST_SUBJECT:
        raise MessageTooLong(found=len(subject), most=LONGEST_SUBJECT)
    used = placeholders(subject)
    if personal := sorted(used & PERSONAL):
        raise PersonalSubject(found=f"{{{personal[0]}}}")
    return Letter(texts, subject, letter.channel)


def checked_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts of a letter or a template made tidy, by language, empty ones left out.

    Raises:
        NoText, MessageTooLong, UnknownPlaceholder.
    """
    told = {code: tidy_lines(texts.get(code, "")) for code in LANGUAGES}
    told = {code: text for code, text in told.items() if text}
    if OFFICIAL not in told:
        raise NoText
    for text in told.values():
        placeholders(text)
        if len(text) > LONGEST_TEXT:
            raise MessageTooLong(found=len(text), most=LONGEST_TEXT)
    return told


def placeholders(text: str) -> set[str]:
    """The placeholders of a text.

    Raises:
        UnknownPlaceholder: One is filled in by nothing.
    """
    used = [one.strip() for one in _PLACEHOLDER.findall(text)]
    unknown = next((one for one in used if one not in PLACEHOLDERS), None)
    if unknown is not None:
        known = ", ".join(f"{{{one}}}" for one in sorted(PLACEHOLDERS))
        raise UnknownPlaceholder(found=unknown[:40], known=known)
    return set(used)


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled in; what is filled in is never read for placeholders again.

    Raises:
        NothingToFillIn: One has no value here.
        UnknownPlaceholder.
    """
    for name in sorted(placeholders(text)):
        if not values.get(name):
            raise NothingToFillIn(found=name)
    return _PLACEHOLDER.sub(lambda one: values[one.group(1).strip()], text)


def language_for(spoken: Iterable[str], texts: Collection[str]) -> str:
    """The language in which somebody is written to: the first of theirs that there is a text in, else Italian."""
    return next((one for one in spoken if one in texts), OFFICIAL)


def why_not_subject(subject: str, channel: str, names: Iterable[str]) -> Refused | None:
    """Why an e-mail can't go under a subject: there is none, or it tells one of these names; None when it can."""
    if channel != "email":
        return None
    if not subject:
        return NoSubject()
    words = set(plain(subject).split())
    for name in names:
        if shared := [one for one in plain(name).split() if len(one) > 2 and one in words]:
            return PersonalSubject(found=shared[0])
    return None


def link(channel: str, address: str, text: str) -> str:
    """The link that opens a message, ready to be sent, on the telephone of who sends it; e-mails have none."""
    if channel == "whatsapp":
        digits = "".join(one for one in address if one.isdigit())
        return f"https://wa.me/{digits}?text={quote(text, safe='')}"
    if channel == "sms":
        return f"sms:{address}?body={quote(text, safe='')}"
    return ""


# What is sent stays sent; what failed is tried again; what was opened by mistake waits again.
TRANSITIONS: Mapping[str, frozenset[str]] = {
    "prepared": frozenset({"opened", "sent", "failed"}),
    "opened": frozenset({"prepared", "sent", "failed"}),
    "failed": frozenset({"prepared", "sent", "failed"}),
    "sent": frozenset(),
}


def why_not_mark(now: str, to: str) -> MessageMoved | None:
    """Why a message does not get from a state to another; None when it does."""
    return None if to in TRANSITIONS[now] else MessageMoved(state=(MESSAGE_STATES[now], {}))
