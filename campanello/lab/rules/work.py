"""What indirect work must be to be recorded: which kind, how long, on which day. Knows no table and no clock."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.lab.rules.values import WORK_KINDS
from campanello.lab.rules.visits import MinutesOutOfRange
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy
from campanello.people.rules.person import TooLong

LONGEST_NOTE = 200
MINUTES_OF_A_DAY = 24 * 60


class WorkDayOutOfRange(Refused):
    """Work of a day that is still to come, or was reported long ago."""

    code = "lab.work-day-out-of-range"
    text = _("The work is dated %(day)s; days from %(earliest)s to %(latest)s are taken. Correct the day.")


class WorkDayTooFull(Refused):
    """More minutes in all than a day has."""

    code = "lab.work-day-too-full"
    text = _(
        "With these %(minutes)s minutes your %(day)s would have %(total)s minutes of indirect work; a day has "
        "%(most)s. Correct the minutes or the day."
    )


@dataclass(frozen=True)
class NewWork:
    """Time without a user in front, as an operator writes it down. `project` is the project's code."""

    project: str
    kind: str
    minutes: int
    on: date
    person: UUID | None = None
    note: str = ""


@dataclass(frozen=True)
class WorkLimits:
    """The dated parameters that work is checked against."""

    back_days: int


def checked(work: NewWork, limits: WorkLimits, *, others: int, today: date) -> NewWork:
    """Indirect work as it is stored.

    Args:
        work: As it was written.
        limits: The dated parameters.
        others: Minutes of indirect work that the operator has on that day already.
        today: The day it is.

    Raises:
        NotInTheList, MinutesOutOfRange, WorkDayOutOfRange, WorkDayTooFull, TooLong.
    """
    if work.kind not in WORK_KINDS:
        raise NotInTheList(value=work.kind[:40])
    if not 1 <= work.minutes <= MINUTES_OF_A_DAY:
        raise MinutesOutOfRange(minutes=work.minutes, least=1, most=MINUTES_OF_A_DAY)
    earliest = today - timedelta(days=limits.back_days)
    if not earliest <= work.on <= today:
        raise WorkDayOutOfRange(
            day=f"{work.on:%d/%m/%Y}", earliest=f"{earliest:%d/%m/%Y}", latest=f"{today:%d/%m/%Y}"
        )
    if others + work.minutes > MINUTES_OF_A_DAY:
        raise WorkDayTooFull(
            day=f"{work.on:%d/%m/%Y}",
            minutes=work.minutes,
            total=others + work.minutes,
            most=MINUTES_OF_A_DAY,
        )
    note = tidy(work.note)
    if len(note) > LONGEST_NOTE:
        raise TooLong(field=(_("Note"), {}), found=len(note), most=LONGEST_NOTE)
    return replace(work, note=note)
