"""What a version of a plan may hold, when it may be changed and a new one begun, how plans are numbered. No table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.plans.rules.plans import (
    MINUTES_AN_HOUR,
    Act,
    EndsBeforeItStarts,
    Limits,
    Standing,
    State,
    hours,
    last_day,
    shown,
    why_not_kind,
)
from campanello.plans.rules.values import BLOCKS

# In which a plan's text can be set beside the Italian one.
LANGUAGES = ("it", "en", "fr", "ar", "ur", "es")
LONGEST_PREFIX = 32


class VersionSigned(Refused):
    """What somebody signed stays as it is."""

    code = "plans.version-signed"
    text = _("Version %(number)s bears a signature and stays as it is. Make a new version, and change that.")


class VersionOpen(Refused):
    """A version that nobody signed can be changed as it is."""

    code = "plans.version-open"
    text = _("Nobody has signed version %(number)s yet: change that one, without a new version.")


class NoAmendReason(Refused):
    """A new version says why."""

    code = "plans.amendment-without-reason"
    text = _("Say in a few words why the plan changes. Both sides sign it with the reason.")


class CodeTaken(Refused):
    """Two plans have two codes."""

    code = "plans.code-taken"
    text = _("There is a plan %(code)s already. Write another code, or none: then it gets the next number.")


class OutsideThePlan(Refused):
    """A service is to be held when the plan does not run."""

    code = "plans.service-outside-the-plan"
    text = _(
        "The service's days must lie within the plan's, from %(first)s to %(last)s. Change one or the other."
    )


class BlockFull(Refused):
    """The services of a block are longer than it may be."""

    code = "plans.block-full"
    text = _(
        "%(block)s: a plan may have %(most)s hours of it, and would have %(planned)s. "
        "Write at most %(left)s here, or shorten another service of the block."
    )


class TooManyHours(Refused):
    """More hours of one service than anybody plans, or none."""

    code = "plans.too-many-hours"
    text = _(
        "%(hours)s hours are not what one service of a plan takes. Write up to %(most)s, and more than none."
    )


@dataclass(frozen=True)
class Planned:
    """A service in a version: of which block, how long, on which days."""

    service: int
    block: str
    minutes: int
    starts_on: date | None = None
    ends_on: date | None = None


def why_not_edit(number: int, *, has_signature: bool) -> VersionSigned | None:
    """Why a version can't be changed; None while nobody has signed it."""
    return VersionSigned(number=number) if has_signature else None


def why_not_amend(
    standing: Standing, number: int, *, has_signature: bool, reason: str, starts_on: date
) -> Refused | None:
    """Why no new version can be begun after the last one; None when it can.

    A draft that one side has signed is amended as a signed plan is: a signature stays under what it was given for.

    Args:
        standing: The plan, as its acts left it.
        number: Of the last version.
        has_signature: Whether anybody signed that one.
        reason: Why the plan changes.
        starts_on: From which day the new version is to hold.
    """
    if standing.state is not State.DRAFT and (refused := why_not_kind(standing, Act.AMEND)):
        return refused
    if not has_signature:
        return VersionOpen(number=number)
    if not reason:
        return NoAmendReason()
    if not standing.starts_on <= starts_on < standing.ends_on:
        return OutsideThePlan(first=shown(standing.starts_on), last=shown(last_day(standing.ends_on)))
    return None


def block_minutes(services: Iterable[Planned]) -> dict[str, int]:
    """The planned minutes of each block, none left out."""
    sums = dict.fromkeys(BLOCKS, 0)
    for one in services:
        sums[one.block] += one.minutes
    return sums


def why_not_contain(others: Iterable[Planned], new: Planned, limits: Limits) -> Refused | None:
    """Why a service can't be put beside the others of a version; None when it can.

    Source: STANDARDS 4: 18 hours of orientation, 124 of consolidation, at most, in one plan.
    """
    if not 0 < new.minutes <= limits.service_hours * MINUTES_AN_HOUR:
        return TooManyHours(hours=hours(new.minutes), most=limits.service_hours)
    most = limits.block_minutes.get(new.block)
    held = block_minutes(others)[new.block]
    if most is not None and held + new.minutes > most:
        return BlockFull(
            block=(BLOCKS[new.block], {}),
            most=hours(most),
            planned=hours(held + new.minutes),
            left=hours(max(0, most - held)),
        )
    return None


def why_not_service_days(new: Planned, starts_on: date, ends_on: date) -> Refused | None:
    """Why a service can't be held on its days in a plan that runs on others; None when it can, or has none."""
    first, end = new.starts_on or starts_on, new.ends_on or ends_on
    if end <= first:
        return EndsBeforeItStarts(first=shown(first), last=shown(last_day(end)))
    if first < starts_on or end > ends_on:
        return OutsideThePlan(first=shown(starts_on), last=shown(last_day(ends_on)))
    return None


@dataclass(frozen=True)
class Held:
    """A service in a version, as two versions are compared: its code, how long, by whom, when."""

    code: str
    minutes: int
    deliverer: str = ""
    days: tuple[date | None, date | None] = (None, None)
    calendar: str = ""


@dataclass(frozen=True)
class Change:
    """What a version changed of a service; `before` is None where it came, `after` where it went."""

    code: str
    before: Held | None
    after: Held | None


def changes(before: Iterable[Held], after: Iterable[Held]) -> tuple[Change, ...]:
    """What differs between two versions, service by service in the order of their codes."""
    old, new = {one.code: one for one in before}, {one.code: one for one in after}
    return tuple(
        Change(code, old.get(code), new.get(code))
        for code in sorted(old.keys() | new.keys())
        if old.get(code) != new.get(code)
    )


def plan_code(measure: str, number: int) -> str:
    """The code of the nth plan under a measure: PIP-LORENTEGGIO-00012."""
    return f"PIP-{measure.upper()[: LONGEST_PREFIX - 4]}-{number:05}"
