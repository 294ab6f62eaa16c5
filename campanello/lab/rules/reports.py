"""What a report may say, the states it goes through and by when somebody must answer. Knows no table and no clock.

Source: FEATURES, data dictionary, "Report (segnalazione)"; docs/rules/reports.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.lab.rules import values

LONGEST_TEXT, LONGEST_NOTE = 4000, 200
SOURCES = ("staff", "antenna", "resident", "open311")
DEFAULT_PRIORITY = "normal"
RECEIVED, PROGRESS, PLANNED = "received", "progress", "planned"
SOLVED, NOT_OURS, DUPLICATE, NO_ACTION = "solved", "not_ours", "duplicate", "no_action"
_CLOSING = (SOLVED, NOT_OURS, DUPLICATE, NO_ACTION)
# What may follow what. A planned report may get another day; a closed one is opened again, as if it had just come in.
TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    RECEIVED: (PROGRESS, PLANNED, *_CLOSING),
    PROGRESS: (PLANNED, *_CLOSING),
    PLANNED: (PROGRESS, PLANNED, *_CLOSING),
    SOLVED: (RECEIVED,),
    NOT_OURS: (RECEIVED,),
    DUPLICATE: (RECEIVED,),
    NO_ACTION: (RECEIVED,),
}


class EmptyReport(Refused):
    """Nothing was told."""

    code = "reports.empty"
    text = _("Write in a few words what was told: a report without text helps nobody.")


class TooLong(Refused):
    """More was written than is kept."""

    code = "reports.too-long"
    text = _("This text has %(length)s characters, and %(most)s are kept. Shorten it.")


class NoSuchValue(Refused):
    """A word that is none of those that are known."""

    code = "reports.no-such-value"
    text = _("%(value)s is none of the known values here. Choose one of: %(known)s.")


class ToldInTheFuture(Refused):
    """It was told later than now."""

    code = "reports.told-in-the-future"
    text = _("The report is dated %(told)s, which is later than now. Correct the day and hour.")


class ToldLongAgo(Refused):
    """It was told so long ago that the day must be a slip."""

    code = "reports.told-long-ago"
    text = _(
        "The report is dated %(told)s, more than %(days)s days ago. Correct the day, or record what is wrong today."
    )


class PersonalInPublic(Refused):
    """What concerns a person was to be shown to everybody."""

    code = "reports.personal-in-public"
    text = _(
        "A report of this kind concerns somebody and is never public. Choose maintenance or other, or leave it private."
    )


class NotInLombardy(Refused):
    """A point on the map far from where any project works."""

    code = "reports.not-in-lombardy"
    text = _(
        "The point %(latitude)s, %(longitude)s is outside Lombardy, where nobody of ours works. Tell the municipality "
        "of that place, or correct the point."
    )


class HalfAPoint(Refused):
    """Latitude without longitude, or the other way round."""

    code = "reports.half-a-point"
    text = _("A point on the map has a latitude and a longitude. Send both, or none.")


class ReportCannotMove(Refused):
    """A step that may not follow the state that a report is in."""

    code = "reports.cannot-move"
    text = _(
        "Report %(number)s can't go from “%(old)s” to “%(new)s”. Reload the page to see what may be done with it now."
    )


class ReasonMissing(Refused):
    """A report is closed or opened again without a word why."""

    code = "reports.reason-missing"
    text = _("Write why: whoever reported it is told, and colleagues read it later.")


class DayMissing(Refused):
    """Something is planned for no day."""

    code = "reports.day-missing"
    text = _("Give the day for which the work is planned, from today to %(last)s.")


class WhomMissing(Refused):
    """It is not ours, but whose it is was not said."""

    code = "reports.whom-missing"
    text = _("Write whom to ask instead: “not ours” alone leaves the resident with nothing.")


class OtherMissing(Refused):
    """A duplicate of nothing."""

    code = "reports.other-missing"
    text = _(
        "Give the number of the report that says the same, like S-2026-00012; it can't be a duplicate itself."
    )


class UidTaken(Conflict):
    """The report was sent with a key that stands for somebody else's."""

    code = "reports.uid-taken"
    text = _("This report bears the key of another one. Open a new form and send it from there.")


class NotClosed(Refused):
    """Whether it is truly solved is asked about what was said to be solved."""

    code = "reports.not-solved"
    text = _("Report %(number)s is not solved: there is nothing to ask yet.")


class NothingToRemind(Refused):
    """A closed report needs no reminder."""

    code = "reports.nothing-to-remind"
    text = _("Report %(number)s is closed: nobody has to be reminded of it.")


class ReportClosed(Refused):
    """A word is added to what is closed."""

    code = "reports.closed"
    text = _("Report %(number)s is closed. If it is not well yet, send a new one and name this number.")


class TooManyToday(Refused):
    """A resident sends more reports than somebody could have seen."""

    code = "reports.too-many-today"
    text = _("You sent %(most)s reports within a day. If there is danger, call 112; else go to the lab.")


@dataclass(frozen=True)
class NewReport:
    """A report as it was told. `project` is its code; `stair` the stair's label in the building.

    `ask_whom` says whom to ask about a place that is not ours: the report is then recorded and closed at once.
    """

    project: str
    kind: str
    text: str
    made_at: datetime
    building: UUID | None = None
    stair: str = ""
    dwelling: UUID | None = None
    neighbourhood: UUID | None = None
    place_note: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    is_public_space: bool = False
    reporter: UUID | None = None
    visit: UUID | None = None
    priority: str = DEFAULT_PRIORITY
    source: str = "staff"
    ask_whom: str = ""


@dataclass(frozen=True)
class Limits:
    """The dated parameters of a day: how far back, how early, how long. The area is in millionths of a degree."""

    oldest_days: int
    clock_minutes: int
    planned_days: int
    follow_up_days: int
    reminder_days: Mapping[str, int]
    south: int
    north: int
    west: int
    east: int


@dataclass(frozen=True)
class Move:
    """A step that somebody wants to take: the new state and what it needs. `other` is a duplicate's number."""

    state: str
    reason: str = ""
    planned_on: date | None = None
    ask_whom: str = ""
    other: str = ""


def why_not_make(report: NewReport, limits: Limits, *, at: datetime) -> Refused | None:
    """Why a report can't be recorded as it was told, or None.

    Args:
        report: What was told.
        limits: The figures of the day.
        at: Now.
    """
    for value, known in (
        (report.kind, tuple(values.REPORT_KINDS)),
        (report.priority, tuple(values.PRIORITIES)),
        (report.source, SOURCES),
    ):
        if value not in known:
            return NoSuchValue(value=value[:40], known=", ".join(known))
    return _why_not_text(report) or _why_not_told(report, limits, at) or _why_not_there(report, limits)


def _why_not_text(report: NewReport) -> Refused | None:
    if not report.text.strip():
        return EmptyReport()
    for text, most in (
        (report.text, LONGEST_TEXT),
        (report.place_note, LONGEST_NOTE),
        (report.ask_whom, LONGEST_NOTE),
    ):
        if refusal := why_too_long(text, most):
            return refusal
    if report.is_public_space and report.kind in values.PERSONAL_REPORT_KINDS:
        return PersonalInPublic()
    return None


def why_too_long(text: str, most: int = LONGEST_TEXT) -> TooLong | None:
    """Why a text can't be kept, or None."""
    return TooLong(length=len(text), most=most) if len(text) > most else None


def _why_not_told(report: NewReport, limits: Limits, at: datetime) -> Refused | None:
    told = f"{report.made_at:%d/%m/%Y %H:%M}"
    if report.made_at > at + timedelta(minutes=limits.clock_minutes):
        return ToldInTheFuture(told=told)
    if report.made_at < at - timedelta(days=limits.oldest_days):
        return ToldLongAgo(told=told, days=limits.oldest_days)
    return None


def _why_not_there(report: NewReport, limits: Limits) -> Refused | None:
    latitude, longitude = report.latitude, report.longitude
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        return HalfAPoint()
    is_finite = latitude.is_finite() and longitude.is_finite()
    if (
        is_finite
        and limits.south <= latitude * 1_000_000 <= limits.north
        and limits.west <= longitude * 1_000_000 <= limits.east
    ):
        return None
    return NotInLombardy(latitude=str(latitude)[:12], longitude=str(longitude)[:12])


def moves(state: str) -> tuple[str, ...]:
    """The states that may follow one."""
    return TRANSITIONS[state]


def is_open(state: str) -> bool:
    """Whether somebody still has to do something."""
    return state in values.OPEN_STATES


def why_not_move(old: str, move: Move, limits: Limits, *, number: str, on: date) -> Refused | None:
    """Why a report can't take a step, or None. Whether `move.other` is there is the service's to see.

    Closing and opening again need a reason, *planned* a day, *not ours* whom to ask, *duplicate* another report.
    """
    if move.state not in TRANSITIONS[old]:
        new = values.REPORT_STATES.get(move.state, move.state[:20])
        return ReportCannotMove(number=number, old=(values.REPORT_STATES[old], {}), new=(new, {}))
    if refusal := why_too_long(move.reason) or why_too_long(move.ask_whom, LONGEST_NOTE):
        return refusal
    needs_reason = move.state in values.CLOSED_STATES or not is_open(old)
    if needs_reason and not move.reason.strip():
        return ReasonMissing()
    return _why_not_complete(move, limits, on)


def _why_not_complete(move: Move, limits: Limits, on: date) -> Refused | None:
    last = on + timedelta(days=limits.planned_days)
    if move.state == PLANNED and not (move.planned_on and on <= move.planned_on <= last):
        return DayMissing(last=f"{last:%d/%m/%Y}")
    if move.state == NOT_OURS and not move.ask_whom.strip():
        return WhomMissing()
    if move.state == DUPLICATE and not move.other.strip():
        return OtherMissing()
    return None


def remind_on(
    state: str, priority: str, limits: Limits, *, on: date, planned_on: date | None = None
) -> date | None:
    """The day from which a report is overdue: some days after the last step by priority, or after the planned day."""
    if not is_open(state):
        return None
    if state == PLANNED and planned_on:
        return planned_on + timedelta(days=1)
    return on + timedelta(days=limits.reminder_days[priority])


def follow_up_on(state: str, limits: Limits, *, on: date) -> date | None:
    """The day on which whoever reported it is asked whether it is truly solved; None unless it is said to be."""
    return on + timedelta(days=limits.follow_up_days) if state == SOLVED else None


def number(year: int, count: int) -> str:
    """The number that people are told: the year and five digits, more when a year has more reports."""
    return f"S-{year:04}-{count:05}"
