"""What is paid to a landlord for points, what is given back, and from which step to which. Knows no table."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from campanello.core.errors import Conflict, Denied, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import day_of

OPEN = ("proposed", "approved", "ordered")
LONGEST_REASON = 200
# From which states a settlement comes to another; an offset is never ordered of a bank.
FROM: Mapping[str, Mapping[str, frozenset[str]]] = {
    "payment": {
        "approved": frozenset({"proposed"}),
        "ordered": frozenset({"approved"}),
        "confirmed": frozenset({"ordered"}),
        "void": frozenset(OPEN),
    },
    "offset": {
        "approved": frozenset({"proposed"}),
        "ordered": frozenset(),
        "confirmed": frozenset({"approved"}),
        "void": frozenset(OPEN),
    },
}


class NothingToSettle(Refused):
    """Nobody has asked for anything towards this landlord."""

    code = "points.nothing-to-settle"
    text = _("No points wait to go to this landlord. Propose a settlement when somebody has asked for it.")


class NoPayer(Refused):
    """The scheme does not say who pays."""

    code = "points.no-payer"
    text = _("The scheme does not say from which account landlords are paid. Write it down there first.")


class NoCreditorAccount(Refused):
    """The landlord's terms name no account."""

    code = "points.no-creditor-account"
    text = _("The landlord's terms name no account to pay to. Write it down with the terms first.")


class SettlementMoved(Conflict):
    """It is not as the actor read it."""

    code = "points.settlement-moved"
    text = _("The settlement changed meanwhile. Load the page again and read it before you decide.")


class SettlementNotReady(Conflict):
    """It stands at another step."""

    code = "points.settlement-not-ready"
    text = _("This can't be done now: the settlement stands at “%(state)s”. Load the page again.")


class ConfirmedAlready(Conflict):
    """It was confirmed before."""

    code = "points.settlement-confirmed-already"
    text = _("This settlement was confirmed before, with %(euros)s EUR paid on %(day)s. Nothing was changed.")


class LinesBroken(Conflict):
    """The lines are not those that were proposed."""

    code = "points.settlement-lines-broken"
    text = _("The lines are not those that were proposed. Make the settlement void, and propose it anew.")


class SameApprover(Denied):
    """Whoever proposed it approves it."""

    code = "points.settlement-same-approver"
    text = _("You proposed this settlement of %(euros)s EUR: somebody else approves it.")


class SameHuman(Denied):
    """Both accounts are one human's, as far as can be told."""

    code = "points.settlement-same-human"
    text = _(
        "Your account and the proposer's have the same %(what)s. Somebody else approves this settlement."
    )


class RolesTogether(Denied):
    """Whoever may propose here does not approve here."""

    code = "points.settlement-roles-together"
    text = _("You propose settlements in this project, so you can't approve one there. Ask somebody else.")


class PaysTooSoon(Refused):
    """The bank is asked to pay on a day that can't be."""

    code = "points.pays-too-soon"
    text = _("The bank can pay between %(first)s and %(last)s, not on %(day)s.")


class ValueDay(Refused):
    """The money is said to have arrived on a day on which it can't have."""

    code = "points.value-day"
    text = _(
        "The money can have arrived between %(first)s and %(last)s, not on %(day)s. "
        "Write the value date that the bank's statement has."
    )


class ActDay(Refused):
    """The act is of a day on which it can't have been made."""

    code = "points.act-day"
    text = _("The act can be of a day between %(first)s and %(last)s, not of %(day)s. Check its day.")


class NoProof(Refused):
    """Nothing says how it is known."""

    code = "points.no-proof"
    text = _("Write the bank's reference, or the number of the act: without it the debt does not go down.")


class NoSuchLine(Refused):
    """An amount is given for a line that is not there."""

    code = "points.no-such-line"
    text = _("The settlement has no line %(number)s: its lines go from 1 to %(last)s.")


class AcceptedWrong(Refused):
    """An accepted amount is more than was paid, or parts a point."""

    code = "points.accepted-wrong"
    text = _(
        "Of line %(number)s %(euros)s EUR can't be accepted. It is of %(most)s EUR, and a point is worth "
        "%(worth)s EUR: accept a whole number of points, no more than the line has."
    )


class NoReason(Refused):
    """Something is undone without saying why."""

    code = "points.settlement-no-reason"
    text = _("Say in a few words why. It stays on record.")


@dataclass(frozen=True)
class Asked:
    """Points that wait to be settled, in the order of asking. `home` is None where no debt is stated any more."""

    redemption: int
    home: int | None
    points: int
    cents_a_point: int


@dataclass(frozen=True)
class Line:
    """A redemption as it is settled: `debt_cents` is what is owed before this line takes off its `cents`."""

    number: int
    redemption: int
    points: int
    cents: int
    debt_cents: int


@dataclass(frozen=True)
class Back:
    """Points that go back to their household, of which `debt_cents` could still have been met, and why."""

    redemption: int
    points: int
    cents: int
    debt_cents: int
    why: str


@dataclass(frozen=True)
class Frozen:
    """A line as it was approved."""

    number: int
    redemption: int
    home: int | None
    points: int
    cents: int

    @property
    def cents_a_point(self) -> int:
        """What a point of it is worth."""
        return self.cents // self.points


@dataclass(frozen=True)
class Settled:
    """What becomes of a line: what is taken off the debt of `before_cents`, and what goes back."""

    number: int
    redemption: int
    points: int
    cents: int
    before_cents: int
    back: Back | None


def proposed(asked: Iterable[Asked], owed: Mapping[int, int]) -> tuple[list[Line], list[Back]]:
    """What is settled of points asked for, given what each home owes; whoever asked first is served first.

    A debt is met in whole points, never beyond what is owed: what is above goes back, with the reason.

    Args:
        asked: In the order of asking.
        owed: Cents by home, less what is on its way in other settlements.

    Source: docs/rules/settlements.md, "A debt that falls".
    """
    left = dict(owed)
    lines: list[Line] = []
    backs: list[Back] = []
    for one in asked:
        room = left.get(one.home, 0) if one.home is not None else 0
        points = min(one.points, room // one.cents_a_point)
        cents = points * one.cents_a_point
        if points:
            lines.append(Line(len(lines) + 1, one.redemption, points, cents, room))
        if rest := one.points - points:
            why = _why_back(one.home, room)
            backs.append(Back(one.redemption, rest, rest * one.cents_a_point, room - cents, why))
        if one.home is not None:
            left[one.home] = room - cents
    return lines, backs


def confirmed(lines: Iterable[Frozen], owed: Mapping[int, int], accepted: Mapping[int, int]) -> list[Settled]:
    """What becomes of each line: what the landlord accepted, as far as the debt of the payment's day reaches.

    Args:
        lines: As approved, in their order.
        owed: Cents by home on the day of the payment.
        accepted: Cents by the line's number, where the landlord did not accept all of it.
    """
    left = dict(owed)
    found = []
    for one in lines:
        room = left.get(one.home, 0) if one.home is not None else 0
        taken = min(one.points, accepted.get(one.number, one.cents) // one.cents_a_point)
        points = min(taken, room // one.cents_a_point)
        cents, back = points * one.cents_a_point, None
        if rest := one.points - points:
            why = _why_back(one.home, room) if points < taken else "not_accepted"
            back = Back(one.redemption, rest, rest * one.cents_a_point, room - cents, why)
        found.append(Settled(one.number, one.redemption, points, cents, room, back))
        if one.home is not None:
            left[one.home] = room - cents
    return found


def _why_back(home: int | None, room: int) -> str:
    if home is None:
        return "not_stated"
    return "debt_fell" if room else "nothing_left"


def seal(lines: Iterable[Line]) -> str:
    """SHA-256 of lines, in their order."""
    made = hashlib.sha256()
    for one in lines:
        told = (one.number, one.redemption, one.points, one.cents, one.debt_cents)
        made.update((";".join(map(str, told)) + "\n").encode())
    return made.hexdigest()


def why_not_move(way: str, state: str, wanted: str, *, words: Mapping[str, str]) -> Conflict | None:
    """Why a settlement can't come from one state to another; None when it can. `words` names the states."""
    if state in FROM[way][wanted]:
        return None
    return SettlementNotReady(state=(words[state], {}))


def why_not_order(pays_on: date, *, on: date, last: date) -> Refused | None:
    """Why the bank can't be asked to pay on a day; None when it can."""
    if on <= pays_on <= last:
        return None
    return PaysTooSoon(day=_day(pays_on), first=_day(on), last=_day(last))


def why_not_confirm(way: str, *, paid_on: date, since: datetime, proof: str, on: date) -> Refused | None:
    """Why money can't have arrived on a day, or an act have been made; None when it can.

    Args:
        way: Payment or offset.
        paid_on: The bank's value date, or the act's day.
        since: When it was ordered, or approved where it is an offset.
        proof: The bank's reference, or the act's number.
        on: Today.
    """
    first = day_of(since)
    if not first <= paid_on <= on:
        wrong = ValueDay if way == "payment" else ActDay
        return wrong(day=_day(paid_on), first=_day(first), last=_day(on))
    return None if proof.strip() else NoProof()


def why_not_accept(lines: Sequence[Frozen], accepted: Mapping[int, int]) -> Refused | None:
    """Why amounts can't have been accepted; None when they can."""
    by_number = {one.number: one for one in lines}
    for number, cents in sorted(accepted.items()):
        one = by_number.get(number)
        if one is None:
            return NoSuchLine(number=number, last=len(lines))
        if not 0 <= cents <= one.cents or cents % one.cents_a_point:
            told = (euros(cents), euros(one.cents), euros(one.cents_a_point))
            return AcceptedWrong(number=number, euros=told[0], most=told[1], worth=told[2])
    return None


def euros(cents: int) -> str:
    """An amount as people here write it."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
