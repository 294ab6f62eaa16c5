"""What an activity and its sessions must be, and how a weekly one is repeated. Knows no table and no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import ROME, day_of
from campanello.lab.rules.values import LANGUAGES

TITLE_LENGTH, TEXT_LENGTH = 120, 2_000
MOST_PLACES = 100_000
LONGEST = timedelta(hours=24)
WEEK = timedelta(days=7)
MAIN_LANGUAGE = "it"


class NoItalianTitle(Refused):
    """An activity without a title in Italian: every other language falls back on it."""

    code = "lab.no-italian-title"
    text = _("Write the title in Italian: it is shown wherever there is no translation.")


class TextTooLong(Refused):
    """A title or a description is longer than a page or a poster can hold."""

    code = "lab.text-too-long"
    text = _("One of the texts has %(length)s characters; there is room for %(most)s. Shorten it.")


class UnknownLanguage(Refused):
    """A text is in a language that the public pages are not in."""

    code = "lab.unknown-language"
    text = _("The public pages are in %(known)s. Leave out the text in %(language)s.")


class TooManyPlaces(Refused):
    """A capacity that is none."""

    code = "lab.too-many-places"
    text = _("%(places)s places are not a number of places. Write 1 to %(most)s, or nothing for no limit.")


class EndsBeforeItStarts(Refused):
    """A session's end is not after its start."""

    code = "lab.ends-before-it-starts"
    text = _("The session ends before it starts. Check the two hours.")


class SessionTooLong(Refused):
    """A session of more than a day."""

    code = "lab.session-too-long"
    text = _("A session lasts %(hours)s hours at most. Make one session for each day.")


class DayOutOfReach(Refused):
    """A session long ago or far away, which is mostly a mistyped year."""

    code = "lab.day-out-of-reach"
    text = _("The session is on %(day)s. Sessions are from %(first)s to %(last)s; check the year.")


class TooManyWeeks(Refused):
    """More repetitions than anybody plans."""

    code = "lab.too-many-weeks"
    text = _("You asked for %(times)s weeks; make 1 to %(most)s at once.")


class NoPlace(Refused):
    """Nobody would know where to go."""

    code = "lab.no-place"
    text = _("Choose a building, or write where it is.")


class NoReason(Refused):
    """Something that others read later needs a reason."""

    code = "lab.reason-missing"
    text = _("Write why: whoever reads it later will ask.")


class SessionCancelled(Refused):
    """The session does not take place."""

    code = "lab.session-cancelled"
    text = _("This session was cancelled. Choose another date, or take the cancellation back first.")


class NotCancelled(Refused):
    """There is no cancellation to take back."""

    code = "lab.session-not-cancelled"
    text = _("This session takes place: there is nothing to take back.")


class SessionSigned(Conflict):
    """The register is signed: what took place is on record."""

    code = "lab.session-signed"
    text = _("The register of this session is signed. It can be corrected with a reason, and not changed.")


class FewerPlacesThanBooked(Refused):
    """The capacity would be below the places that people hold."""

    code = "lab.fewer-places-than-booked"
    text = _(
        "%(booked)s people hold a place; you wrote %(places)s. Cancel sign-ups first, or write more places."
    )


@dataclass(frozen=True)
class ActivityFacts:
    """What is recorded of an activity; texts by language code, `languages` with commas."""

    kind: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str] = field(default_factory=dict)
    host: int | None = None
    languages: str = ""
    has_childcare: bool = False
    capacity: int | None = None
    is_public: bool = True


@dataclass(frozen=True)
class SessionFacts:
    """When and where a session is, in instants; `building` by its uid's key, else `place` in words."""

    starts_at: datetime
    ends_at: datetime
    building: int | None = None
    place: str = ""
    capacity: int | None = None


@dataclass(frozen=True)
class Reach:
    """How far sessions are recorded: days back and ahead of a day, and weeks at once."""

    on: date
    days_back: int
    days_ahead: int
    most_weeks: int

    @property
    def first(self) -> date:
        """The earliest day."""
        return self.on - timedelta(days=self.days_back)

    @property
    def last(self) -> date:
        """The latest day."""
        return self.on + timedelta(days=self.days_ahead)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """A text in a language, else in Italian, else in whatever there is; "" where there is none."""
    return texts.get(language) or texts.get(MAIN_LANGUAGE) or next((one for one in texts.values() if one), "")


def language_of(texts: Mapping[str, str], language: str) -> str:
    """The language in which `in_language` answers: what a page says of the words it shows."""
    if texts.get(language):
        return language
    return next((code for code in (MAIN_LANGUAGE, *texts) if texts.get(code)), language)


def without_empty(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts without those that say nothing, trimmed, in the order of the languages."""
    trimmed = {code: text.strip() for code, text in texts.items()}
    ordered = [*LANGUAGES, *(code for code in trimmed if code not in LANGUAGES)]
    return {code: trimmed[code] for code in ordered if trimmed.get(code)}


def why_not_record(facts: ActivityFacts) -> Refused | None:
    """Why an activity can't be as it is written."""
    if not facts.titles.get(MAIN_LANGUAGE, "").strip():
        return NoItalianTitle()
    for texts, most in ((facts.titles, TITLE_LENGTH), (facts.descriptions, TEXT_LENGTH)):
        for language, text in texts.items():
            if language not in LANGUAGES:
                return UnknownLanguage(language=language, known=", ".join(LANGUAGES))
            if len(text) > most:
                return TextTooLong(length=len(text), most=most)
    return why_not_hold(facts.capacity)


def why_not_hold(places: int | None, booked: int = 0) -> Refused | None:
    """Why a session can't have so many places; None is no limit."""
    if places is None:
        return None
    if not 1 <= places <= MOST_PLACES:
        return TooManyPlaces(places=places, most=MOST_PLACES)
    return FewerPlacesThanBooked(booked=booked, places=places) if places < booked else None


def why_not_schedule(facts: SessionFacts, *, times: int, reach: Reach) -> Refused | None:
    """Why sessions can't be so, week after week. The last one must be within reach too."""
    if facts.ends_at <= facts.starts_at:
        return EndsBeforeItStarts()
    if facts.ends_at - facts.starts_at > LONGEST:
        return SessionTooLong(hours=LONGEST // timedelta(hours=1))
    if not 1 <= times <= reach.most_weeks:
        return TooManyWeeks(times=times, most=reach.most_weeks)
    first = day_of(facts.starts_at)
    for day in (first, first + (times - 1) * WEEK):
        if not reach.first <= day <= reach.last:
            return DayOutOfReach(day=_shown(day), first=_shown(reach.first), last=_shown(reach.last))
    if facts.building is None and not facts.place.strip():
        return NoPlace()
    return why_not_hold(facts.capacity)


def why_not_cancel(*, is_cancelled: bool, is_signed: bool, reason: str) -> Refused | Conflict | None:
    """Why a session can't be cancelled."""
    if is_signed:
        return SessionSigned()
    if is_cancelled:
        return SessionCancelled()
    return None if reason.strip() else NoReason()


def weekly(starts_at: datetime, ends_at: datetime, times: int) -> list[tuple[datetime, datetime]]:
    """Start and end of a session and of those of the following weeks, at the same hours by the clocks of Rome.

    In the night in which the clocks change a session keeps its length where its end would come before its start.
    """
    found = []
    for number in range(times):
        start, end = _later(starts_at, number), _later(ends_at, number)
        found.append((start, end if end > start else start + (ends_at - starts_at)))
    return found


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _later(at: datetime, weeks: int) -> datetime:
    local = at.astimezone(ROME).replace(tzinfo=None) + weeks * WEEK
    return local.replace(tzinfo=ROME).astimezone(UTC)
