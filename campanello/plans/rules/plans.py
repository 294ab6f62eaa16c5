"""In which states a plan is, which dated acts lead from one to another, and what becomes of its days.

Source: FEATURES, sections E and P; STANDARDS 4 (PIP states, blocks of 18 and 124 hours); docs/rules/plans.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.people.rules.names import tidy
from campanello.people.rules.person import TooLong
from campanello.people.rules.retention import months_before
from campanello.plans.rules.values import APPLICATION_STATES, PLAN_ACTS, PLAN_STATES

LONGEST = {"goal": 500, "number": 60, "reason": 500, "amend_reason": 300, "calendar": 200, "code": 40}
FIELD_NAMES = {
    "goal": _("What the person wants to reach"),
    "number": _("Number of the act"),
    "reason": _("Why"),
    "amend_reason": _("Why it changes"),
    "calendar": _("Days and hours"),
    "code": _("Code"),
}
MINUTES_AN_HOUR = 60


class State(StrEnum):
    """How far a plan is."""

    DRAFT = "draft"
    SIGNED = "signed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    EXTENDED = "extended"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class Act(StrEnum):
    """What changes a plan's state, its end or what it contains."""

    SIGN = "sign"
    START = "start"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
    AMEND = "amend"
    COMPLETE = "complete"
    WITHDRAW = "withdraw"
    REVOKE = "revoke"


CLOSED = frozenset({State.COMPLETED, State.WITHDRAWN, State.REVOKED})
# Closed from one of these, a plan used nothing of what was committed to it.
NOT_BEGUN = frozenset({State.DRAFT, State.SIGNED})
# Where each act leads from a state; an amendment leaves the state as it is.
TRANSITIONS: Mapping[State, Mapping[Act, State]] = {
    State.DRAFT: {Act.SIGN: State.SIGNED, Act.WITHDRAW: State.WITHDRAWN},
    State.SIGNED: {
        Act.START: State.ACTIVE,
        Act.AMEND: State.SIGNED,
        Act.WITHDRAW: State.WITHDRAWN,
        Act.REVOKE: State.REVOKED,
    },
    State.ACTIVE: {
        Act.SUSPEND: State.SUSPENDED,
        Act.EXTEND: State.EXTENDED,
        Act.AMEND: State.ACTIVE,
        Act.COMPLETE: State.COMPLETED,
        Act.WITHDRAW: State.WITHDRAWN,
        Act.REVOKE: State.REVOKED,
    },
    # Where it goes on is told by `after`: a plan that was extended is so again.
    State.SUSPENDED: {
        Act.RESUME: State.ACTIVE,
        Act.AMEND: State.SUSPENDED,
        Act.WITHDRAW: State.WITHDRAWN,
        Act.REVOKE: State.REVOKED,
    },
    State.EXTENDED: {
        Act.SUSPEND: State.SUSPENDED,
        Act.EXTEND: State.EXTENDED,
        Act.AMEND: State.EXTENDED,
        Act.COMPLETE: State.COMPLETED,
        Act.WITHDRAW: State.WITHDRAWN,
        Act.REVOKE: State.REVOKED,
    },
    State.COMPLETED: {},
    State.WITHDRAWN: {},
    State.REVOKED: {},
}
NEEDS_REASON = frozenset({Act.SUSPEND, Act.EXTEND, Act.WITHDRAW, Act.REVOKE})
# They come of signatures, not of an act that somebody writes down.
BY_SIGNATURE = frozenset({Act.SIGN, Act.AMEND})
# As the evaluation counts: it knows no revocation, which ends a plan before its time as a withdrawal does.
COUNTED_AS = {
    State.COMPLETED: "completed",
    State.WITHDRAWN: "withdrawn",
    State.REVOKED: "withdrawn",
}


class PlanClosed(Refused):
    """Nothing more is done with a plan that is over."""

    code = "plans.closed"
    text = _("This plan was closed on %(day)s (%(state)s). Nothing more is done with it; draft a new one.")


class ActNotNow(Refused):
    """An act does not fit the state."""

    code = "plans.act-not-now"
    text = _(
        "%(act)s: the plan is in the state “%(state)s”, in which this can't be done. Look which acts can."
    )


class ActOutOfOrder(Refused):
    """Acts follow one another."""

    code = "plans.act-out-of-order"
    text = _("The last act of this plan is of %(last)s, so one of %(day)s comes too early. Check the day.")


class ActInTheFuture(Refused):
    """An act is dated when it is made."""

    code = "plans.act-in-the-future"
    text = _("%(day)s has not come yet. Write today's day or an earlier one.")


class NoActReason(Refused):
    """An act that takes or gives something says why."""

    code = "plans.act-without-reason"
    text = _("%(act)s: say why in a few words. The person and the office read it.")


class StartsLater(Refused):
    """A plan does not start before its first day."""

    code = "plans.starts-later"
    text = _("By its text the plan starts on %(starts)s. Write that day or a later one; you wrote %(day)s.")


class EndNotLater(Refused):
    """An extension makes a plan longer."""

    code = "plans.end-not-later"
    text = _("The plan's last day is %(last)s already. Write a last day after it.")


class PlanTooLong(Refused):
    """More months than a plan has: mostly a mistyped year."""

    code = "plans.too-long"
    text = _(
        "From %(starts)s to %(last)s is more than the %(most)s months that a plan may last. Check the year."
    )


class EndsBeforeItStarts(Refused):
    """A span of days is empty."""

    code = "plans.ends-before-it-starts"
    text = _("The last day, %(last)s, is before the first, %(first)s. Check the two days.")


class NoServices(Refused):
    """A plan that holds nothing."""

    code = "plans.no-services"
    text = _("This plan holds no service yet. Put in what the person will do, then sign.")


class PlanOpenAlready(Refused):
    """One plan at a time under a measure."""

    code = "plans.plan-open-already"
    text = _(
        "This person has a plan under the same measure that is still open: %(plan)s. Go on with that one."
    )


class NotEligible(Refused):
    """A plan follows an application that was found eligible."""

    code = "plans.application-not-eligible"
    text = _("This application is not decided as eligible of a known person (%(state)s). Decide it first.")


class PlanMoved(Conflict):
    """Somebody else changed the plan since the page was opened."""

    code = "plans.moved"
    text = _(
        "Somebody else changed this plan meanwhile; it is %(state)s now. Look at it again before you go on."
    )


@dataclass(frozen=True)
class Standing:
    """How far a plan is, its days, the day of its last act, and whether it was extended."""

    state: State
    starts_on: date
    ends_on: date
    signed_on: date | None = None
    closed_on: date | None = None
    last_act_on: date | None = None
    was_extended: bool = False


@dataclass(frozen=True)
class NewAct:
    """An act to write down. `ends_on` is the plan's new end (excluded), of an extension alone."""

    kind: Act
    on: date
    number: str = ""
    reason: str = ""
    ends_on: date | None = None


@dataclass(frozen=True)
class Limits:
    """What a plan may hold: minutes by block, where there is a limit, and hours of one service; its months at most."""

    block_minutes: Mapping[str, int] = field(default_factory=dict)
    service_hours: int = 0
    months: int = 0


def possible_acts(standing: Standing) -> tuple[Act, ...]:
    """The acts that may be written down of a plan as it stands, in the order of their list."""
    return tuple(act for act in Act if act in TRANSITIONS[standing.state] and act not in BY_SIGNATURE)


def after(standing: Standing, kind: Act) -> State:
    """The state in which an act leaves a plan.

    Raises:
        KeyError: The act does not fit the state; ask `why_not_act` first.
    """
    to = TRANSITIONS[standing.state][kind]
    return State.EXTENDED if kind is Act.RESUME and standing.was_extended else to


def why_not_act(standing: Standing, act: NewAct, *, today: date, limits: Limits) -> Refused | None:
    """Why an act can't be written down of a plan; None when it can. Acts are made in order, not before they are."""
    return (
        why_not_kind(standing, act.kind)
        or why_not_day(standing, act.on, today=today)
        or _why_not_reason(act)
        or _why_not_start(standing, act)
        or _why_not_extend(standing, act, limits)
    )


def why_not_change(standing: Standing) -> PlanClosed | None:
    """Why nothing of a plan is changed any more; None until it is closed."""
    if standing.state in CLOSED and standing.closed_on:
        return PlanClosed(day=shown(standing.closed_on), state=(PLAN_STATES[standing.state], {}))
    return None


def why_not_kind(standing: Standing, kind: Act) -> Refused | None:
    """Why no act of a kind is made in a plan's state; None when one may be."""
    if refused := why_not_change(standing):
        return refused
    if kind not in TRANSITIONS[standing.state]:
        return ActNotNow(act=(PLAN_ACTS[kind], {}), state=(PLAN_STATES[standing.state], {}))
    return None


def why_not_day(standing: Standing, on: date, *, today: date) -> Refused | None:
    """Why an act can't be of a day; None when it can: not to come, and not before the act that went before."""
    if on > today:
        return ActInTheFuture(day=shown(on))
    if standing.last_act_on and on < standing.last_act_on:
        return ActOutOfOrder(last=shown(standing.last_act_on), day=shown(on))
    return None


def why_not_days(starts_on: date, ends_on: date, limits: Limits) -> Refused | None:
    """Why a plan can't run from one day up to another (excluded); None when it can."""
    if ends_on <= starts_on:
        return EndsBeforeItStarts(first=shown(starts_on), last=shown(last_day(ends_on)))
    if months_before(ends_on, limits.months) > starts_on:
        return PlanTooLong(starts=shown(starts_on), last=shown(last_day(ends_on)), most=limits.months)
    return None


def why_not_draft(state: str, has_person: bool) -> NotEligible | None:
    """Why no plan follows an application; None when one may: it is eligible, and of a person who is known."""
    if state == "eligible" and has_person:
        return None
    return NotEligible(state=(APPLICATION_STATES[state], {}))


def fitting(name: str, text: str) -> str:
    """A text made tidy, if it fits its field.

    Raises:
        TooLong.
    """
    told = tidy(text)
    if len(told) > LONGEST[name]:
        raise TooLong(field=(FIELD_NAMES[name], {}), found=len(told), most=LONGEST[name])
    return told


def hours(minutes: int) -> str:
    """Minutes as hours and minutes, the same in every language: 18:00."""
    return f"{minutes // MINUTES_AN_HOUR}:{minutes % MINUTES_AN_HOUR:02}"


def shown(day: date) -> str:
    """A day as everybody here writes it."""
    return f"{day:%d/%m/%Y}"


def last_day(ends_on: date) -> date:
    """The last day of a span whose end is excluded."""
    return ends_on - timedelta(days=1)


def _why_not_reason(act: NewAct) -> Refused | None:
    if act.kind in NEEDS_REASON and not tidy(act.reason):
        return NoActReason(act=(PLAN_ACTS[act.kind], {}))
    return None


def _why_not_start(standing: Standing, act: NewAct) -> Refused | None:
    if act.kind is Act.START and act.on < standing.starts_on:
        return StartsLater(starts=shown(standing.starts_on), day=shown(act.on))
    return None


def _why_not_extend(standing: Standing, act: NewAct, limits: Limits) -> Refused | None:
    if act.kind is not Act.EXTEND:
        return None
    if act.ends_on is None or act.ends_on <= standing.ends_on:
        return EndNotLater(last=shown(last_day(standing.ends_on)))
    return why_not_days(standing.starts_on, act.ends_on, limits)
