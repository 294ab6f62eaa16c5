"""Plans in words and drawings: the stepper of states, bars of hours and euros, acts and changes as sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from campanello.evaluation.report import numbers
from campanello.plans.queries.plan_shown import Bar, Euros, Shown, Version
from campanello.plans.rules.catalogue import in_language
from campanello.plans.rules.plans import CLOSED, Act, State, hours, last_day, shown
from campanello.plans.rules.values import BLOCKS, PLAN_ACTS, PLAN_STATES

TONES = {
    State.DRAFT: "neutral",
    State.SIGNED: "info",
    State.ACTIVE: "success",
    State.SUSPENDED: "warning",
    State.EXTENDED: "success",
    State.COMPLETED: "success",
    State.WITHDRAWN: "danger",
    State.REVOKED: "danger",
}
ACT_ICONS = {
    Act.SIGN: "pencil",
    Act.START: "arrow-right-circle",
    Act.SUSPEND: "minus-circle",
    Act.RESUME: "refresh",
    Act.EXTEND: "calendar",
    Act.AMEND: "note",
    Act.COMPLETE: "check-circle",
    Act.WITHDRAW: "close-circle",
    Act.REVOKE: "error",
}
# The word in an address, what the button says, what is told afterwards.
DEEDS: dict[str, tuple[Act, str, str]] = {
    "avvia": (Act.START, _("Start the plan"), _("The plan is under way.")),
    "sospendi": (Act.SUSPEND, _("Suspend"), _("The plan is suspended.")),
    "riprendi": (Act.RESUME, _("Resume"), _("The plan goes on.")),
    "proroga": (Act.EXTEND, _("Extend"), _("The plan is extended.")),
    "concludi": (Act.COMPLETE, _("Complete"), _("The plan is completed.")),
    "rinuncia": (Act.WITHDRAW, _("Withdrawal by the person"), _("The withdrawal is written down.")),
    "revoca": (Act.REVOKE, _("Revoke"), _("The plan is revoked.")),
}
GRAVE = frozenset({Act.WITHDRAW, Act.REVOKE})
_MAIN = (State.DRAFT, State.SIGNED, State.ACTIVE)


@dataclass(frozen=True)
class Step:
    """One step of the stepper: past, here, or still to come."""

    label: str
    is_done: bool
    is_here: bool


@dataclass(frozen=True)
class Drawn:
    """A bar: its name, what is told beside, and how far it goes, in hundredths of its whole length."""

    name: str
    told: str
    done: int
    planned: int
    is_over: bool


def tone(state: str) -> str:
    """The tone of a state."""
    return TONES[State(state)]


def steps(found: Shown) -> list[Step]:
    """The way of a plan through its states: those that it went through, where it is, and what is to come."""
    here = found.standing.state
    way = list(_MAIN)
    if here in CLOSED and not any(act.kind == Act.START for act in found.acts):
        way = [State.DRAFT, State.SIGNED] if found.plan.signed_on else [State.DRAFT]
    if found.standing.was_extended:
        way.append(State.EXTENDED)
    if here is State.SUSPENDED:
        way.append(State.SUSPENDED)
    way.append(here if here in CLOSED else State.COMPLETED)
    at = way.index(here)
    return [Step(gettext(PLAN_STATES[state]), place < at, place == at) for place, state in enumerate(way)]


def hour_bars(bars: Iterable[Bar]) -> list[Drawn]:
    """Hours by block: attended, planned, at most."""
    return [_hour_bar(one) for one in bars]


def euro_bars(euros: Euros) -> list[Drawn]:
    """What a person's attended hours are worth over all plans, against the two caps."""
    found = (
        (_("Services"), euros.services_cents, euros.services_cap_cents, euros.own_services_cents),
        (_("Allowance"), euros.allowance_cents, euros.allowance_cap_cents, euros.own_allowance_cents),
    )
    return [_euro_bar(*one) for one in found]


def money(cents: int) -> str:
    """An amount in the reader's language."""
    return numbers.money(Decimal(cents) / 100, get_language() or "it")


def act_line(act: Any) -> dict[str, Any]:
    """An act as the timeline tells it."""
    told = gettext(PLAN_ACTS[act.kind])
    if act.kind == Act.EXTEND and act.ends_on:
        told = gettext("Extension to %(day)s") % {"day": shown(last_day(act.ends_on))}
    elif act.kind == Act.AMEND and act.number:
        told = gettext("Amendment: version %(number)s holds") % {"number": act.number}
    return {
        "icon": ACT_ICONS[act.kind],
        "on": act.on,
        "text": told,
        "number": act.number if act.kind != Act.AMEND else "",
        "reason": act.reason,
        "by": (act.by.name or act.by.username) if act.by else "",
    }


def change_lines(version: Version, names: dict[str, str]) -> list[str]:
    """What a version changed of the one before, a sentence a service."""
    return [_change_line(one, names.get(one.code, one.code)) for one in version.changes]


def names_of(found: Shown) -> dict[str, str]:
    """The names of all services of a plan by their codes, in the reader's language."""
    language = get_language() or "it"
    return {
        row.service.code: in_language(row.service.names, language)
        for version in found.versions
        for row in version.services
    }


def blocks_of(version: Version) -> list[tuple[str, str, list[Any]]]:
    """The services of a version by block: the block's name, its hours, its rows."""
    held: dict[str, list[Any]] = {}
    for row in version.services:
        held.setdefault(row.service.block, []).append(row)
    return [
        (gettext(BLOCKS[block]), hours(sum(row.minutes for row in rows)), rows)
        for block, rows in held.items()
    ]


def _hour_bar(one: Bar) -> Drawn:
    whole = max(one.most or 0, one.planned, one.done, 1)
    facts = {"done": hours(one.done), "planned": hours(one.planned), "most": hours(one.most or 0)}
    told = gettext("%(done)s attended of %(planned)s planned; up to %(most)s in a plan")
    if one.most is None:
        told = gettext("%(done)s attended of %(planned)s planned")
    return Drawn(
        gettext(BLOCKS[one.name]),
        told % facts,
        100 * one.done // whole,
        100 * one.planned // whole,
        is_over=one.done > (one.most or one.done),
    )


def _euro_bar(name: str, cents: int, cap: int, own: int) -> Drawn:
    told = gettext("%(sum)s of up to %(cap)s") % {"sum": money(cents), "cap": money(cap)}
    if own != cents:
        told += "; " + gettext("%(own)s of it by this plan") % {"own": money(own)}
    part = min(100, 100 * cents // cap) if cap else 0
    return Drawn(gettext(name), told, part, part, is_over=cents >= cap)


def _change_line(one: Any, name: str) -> str:
    if one.before is None:
        return gettext("%(service)s comes in: %(hours)s hours") % {
            "service": name,
            "hours": hours(one.after.minutes),
        }
    if one.after is None:
        return gettext("%(service)s goes: it was %(hours)s hours") % {
            "service": name,
            "hours": hours(one.before.minutes),
        }
    if one.before.minutes != one.after.minutes:
        return gettext("%(service)s: %(after)s hours instead of %(before)s") % {
            "service": name,
            "before": hours(one.before.minutes),
            "after": hours(one.after.minutes),
        }
    return gettext("%(service)s: other days, or somebody else delivers it") % {"service": name}
