"""What may be awarded by hand, who signs it, and how it goes on. Whole points, with evidence, never to oneself.

Source: FEATURES, section H; docs/rules/points-by-hand.md.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from campanello.core.errors import Conflict, Denied, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import Period
from campanello.points.rules.tariffs import HOUR

WAITING, GIVEN, REFUSED, WITHDRAWN = "waiting", "given", "refused", "withdrawn"
MOST_MINUTES, MOST_TIMES = 24 * 60, 100


class NotDoneYet(Refused):
    """What is to come earns nothing."""

    code = "points.not-done-yet"
    text = _("%(day)s has not come yet. Award it when it is done.")


class TooLongAgo(Refused):
    """It was done so long ago that nobody can vouch for it."""

    code = "points.too-long-ago"
    text = _(
        "%(day)s is more than %(days)s days ago. Award by hand what was done since %(first)s, "
        "or correct the day."
    )


class OutsideScheme(Refused):
    """The project gave no points on that day."""

    code = "points.outside-scheme"
    text = _("The project gives points from %(starts_on)s to %(last)s, and %(day)s is not among those days.")


class NothingEarned(Refused):
    """Less than a whole point."""

    code = "points.nothing-earned"
    text = _("This earns less than one whole point. Write down more minutes, or choose another rate.")


class NotMeasured(Refused):
    """Time without minutes, or times that can't be."""

    code = "points.not-measured"
    text = _(
        "Write how long it took, from 1 to %(minutes)s minutes, or how often it was done, up to %(times)s times."
    )


class WithoutEvidence(Refused):
    """Nobody says what was done, or who saw it."""

    code = "points.without-evidence"
    text = _("Write what was done, and who saw it or what shows it.")


class OwnAward(Refused):
    """Somebody would award their own household."""

    code = "points.own-award"
    text = _("You belong to this household, so you can't decide on its points. Ask a colleague to do it.")


class SecondNeeded(Refused):
    """Who proposed an award would sign it, too."""

    code = "points.second-needed"
    text = _(
        "You proposed these %(points)s points; above %(most)s a second person signs. Ask a coordinator to do it."
    )


class AboveCap(Refused):
    """More than the caps let through."""

    code = "points.above-cap"
    text = _(
        "These are %(points)s points, and the caps of the day, the week and the household leave room for "
        "%(room)s. Award %(room)s at most, or choose the day on which it was done."
    )


class FiguresChanged(Conflict):
    """The figures are not those that were shown."""

    code = "points.figures-changed"
    text = _("It earns %(points)s points now, not %(shown)s as shown before. Look at the figures again.")


class DecidedAlready(Conflict):
    """Somebody decided on it meanwhile."""

    code = "points.decided-already"
    text = _(
        "Somebody decided on this award already, or changed it. Load the page again to see how it stands."
    )


class NotProposed(Denied):
    """Somebody else proposed it."""

    code = "points.not-proposed"
    text = _("A colleague proposed this award. Only they can withdraw it; a coordinator can refuse it.")


class WithoutReason(Refused):
    """A no needs a reason."""

    code = "points.without-reason"
    text = _("Write why, in a sentence that you would say to the person.")


@dataclass(frozen=True)
class NewAward:
    """An award as it is written down. `shown` is how many points the writer was shown; None where nobody was."""

    rate: str
    what: str
    done_on: date
    evidence: str
    minutes: int | None = None
    times: int = 1
    shown: int | None = None


@dataclass(frozen=True)
class Figures:
    """An award before it is given: its points, how many the caps let through, and whether a second person signs."""

    points: int
    room: int
    second_above: int
    is_own: bool = False

    @property
    def needs_second(self) -> bool:
        """Whether somebody else signs it."""
        return needs_second(self.points, self.second_above)


@dataclass(frozen=True)
class Days:
    """The days whose work can be awarded: those of the scheme, and how long back."""

    scheme: Period
    back_days: int


def needs_second(points: int, above: int) -> bool:
    """Whether a second person signs an award: above the threshold, not at it.

    Source: parameter points.second_approval_above (house rule).
    """
    return points > above


def is_own(
    own_person: int | None, declared: Collection[int], people: Collection[int], household: int | None
) -> bool:
    """Whether whoever acts is among the people awarded, or said that they belong to the household.

    Args:
        own_person: The person that the actor is, if any.
        declared: The households to which the actor said they belong.
        people: The person awarded with all that stand for them, and who lives with them.
        household: Whose points they become.

    Source: FEATURES, section H: nobody awards themselves.
    """
    return (own_person is not None and own_person in people) or (
        household is not None and household in declared
    )


def measured(unit: str, award: NewAward) -> tuple[int, int]:
    """The minutes and the times that a rate of a unit counts.

    Raises:
        NotMeasured: Neither is there in the bounds of a day's work, or of a hundred times.
    """
    if unit == HOUR:
        minutes = award.minutes or 0
        if not 0 < minutes <= MOST_MINUTES:
            raise NotMeasured(minutes=MOST_MINUTES, times=MOST_TIMES)
        return minutes, 1
    if not 0 < award.times <= MOST_TIMES:
        raise NotMeasured(minutes=MOST_MINUTES, times=MOST_TIMES)
    return award.minutes or 1, award.times


def why_not_day(done_on: date, days: Days, on: date) -> Refused | None:
    """Why the work of a day can't be awarded on another: it is to come, too long ago, or outside the scheme.

    Source: parameter points.hand_award_days (house rule); the scheme's own act.
    """
    if done_on > on:
        return NotDoneYet(day=_day(done_on))
    first = on - timedelta(days=days.back_days)
    if done_on < first:
        return TooLongAgo(day=_day(done_on), days=days.back_days, first=_day(first))
    if done_on not in days.scheme:
        ends_on = days.scheme.ends_on
        last = _day(ends_on - timedelta(days=1)) if ends_on else "…"
        starts_on = _day(days.scheme.starts_on) if days.scheme.starts_on else "…"
        return OutsideScheme(day=_day(done_on), starts_on=starts_on, last=last)
    return None


def why_not_award(award: NewAward, figures: Figures) -> Refused | Conflict | None:
    """Why an award can't be given or proposed, once its figures are known."""
    if not award.what.strip() or not award.evidence.strip():
        return WithoutEvidence()
    if figures.is_own:
        return OwnAward()
    if figures.points < 1:
        return NothingEarned()
    if award.shown is not None and award.shown != figures.points:
        return FiguresChanged(points=figures.points, shown=award.shown)
    if figures.points > figures.room:
        return AboveCap(points=figures.points, room=figures.room)
    return None


def why_not_sign(
    *, proposed_by: int | None, user: int | None, figures: Figures, state: str
) -> Refused | Conflict | None:
    """Why somebody can't put the second signature under an award."""
    if state != WAITING:
        return DecidedAlready()
    if figures.is_own:
        return OwnAward()
    if user is None or user == proposed_by:
        return SecondNeeded(points=figures.points, most=figures.second_above)
    if figures.points > figures.room:
        return AboveCap(points=figures.points, room=figures.room)
    return None


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
