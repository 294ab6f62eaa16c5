"""What became of Lunetta's points: gifts, the pool, rent paid off in three settlements, a fourth that waits.

The landlord's statement at the end of last month already knows the first two; the third came after it, so that debts
are seen to be less than it says. Who gave and who redeemed is invented.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid5

from django.db.models import Sum

from campanello.accounts.models import User
from campanello.accounts.queries import actor_of
from campanello.core.actor import Actor, Role
from campanello.core.models import Organisation, Project
from campanello.core.period import day_of
from campanello.demo.live.labs import at
from campanello.demo.live.points import awarded, set_up
from campanello.demo.live.prolorenteggio import NAMES, Team
from campanello.homes.models import ArrearsPayment, ArrearsStatement, Tenancy
from campanello.points.models import Account, Settlement
from campanello.points.queries import spending
from campanello.points.services import (
    donating,
    pool,
    redeeming,
    sealing,
    settlement_letters,
    settlements,
    settlements_confirming,
)

# How many days before today households put points towards the rent; the settlement is paid a week later.
EARLY, LATE, WAITING = (230, 120), 4, 2
SHARE, PAID_AFTER = 0.7, 7
GIFT_EVERY, ASKED_LAST = 4, 5
POOL_WHY = "Deciso nell'incontro di quartiere"


@dataclass(frozen=True)
class Round:
    """Gifts, redemptions and a settlement: asked for at a moment, paid on a day, or waiting where that is None."""

    number: int
    at: datetime
    paid_on: date | None


@dataclass(frozen=True)
class Place:
    """Where it happens: whose points, who is owed, who works there."""

    project: Project
    landlord: Organisation
    team: Team


def fill_points(project: Project, landlord: Organisation, team: Team, *, on: date) -> None:
    """Bring in the scheme, a year of awards, and what the points were used for; seal every day before today."""
    here = Place(project, landlord, team)
    _state_a_year_ago(project, on=on)
    scheme = set_up(project, landlord, team, on=on)
    todo = _rounds(on)
    for moment in awarded(scheme, team, on=on):
        while todo and todo[0].at < moment:
            _round(here, todo.pop(0))
    for one in todo:
        _round(here, one)
    _ask(here, at(on - timedelta(days=1), 10), 0.3, ASKED_LAST, salt="last")
    sealing.seal_all(at(on, 8), project=project.pk)


def _rounds(on: date) -> list[Round]:
    early = [on - timedelta(days=days) for days in EARLY]
    # After the landlord's statement of the last day of the month before, so that it does not know of it.
    late = max(on.replace(day=1), on - timedelta(days=LATE))
    paid = [*(day + timedelta(days=PAID_AFTER) for day in early), late]
    found = [
        Round(number, at(day - timedelta(days=PAID_AFTER), 16), day) for number, day in enumerate(paid, 1)
    ]
    return [*found, Round(len(found) + 1, at(on - timedelta(days=WAITING), 16), None)]


def _state_a_year_ago(project: Project, *, on: date) -> None:
    """What everybody owed a year ago: the same; what is paid with points is taken off the latest statement."""
    latest = ArrearsStatement.objects.filter(tenancy__dwelling__building__neighbourhood__projects=project)
    ArrearsStatement.objects.bulk_create(
        [
            ArrearsStatement(
                tenancy=one.tenancy,
                creditor=one.creditor,
                as_of=max(on - timedelta(days=390), one.tenancy.starts_on),
                amount_cents=one.amount_cents,
                source="landlord",
            )
            for one in latest.select_related("tenancy")
        ],
        batch_size=500,
    )


def _round(here: Place, told: Round) -> None:
    _give(here, told.at, told.number)
    _ask(here, told.at + timedelta(hours=1), SHARE, 0, salt=str(told.number))
    made = settlements.propose(
        actor=here.team.coordinator,
        uid=uuid5(NAMES, f"settlement {here.project.code} {told.number}"),
        project=here.project.pk,
        creditor=here.landlord.pk,
        on=day_of(told.at),
        at=told.at + timedelta(hours=2),
    )
    if told.paid_on:
        _pay(made, here.team, told.at, told.paid_on)
    if told.number == len(EARLY):
        _restate(here.project)


def _restate(project: Project) -> None:
    """The landlord's latest statement knows what the early settlements paid; of one household it does not."""
    paid = ArrearsPayment.objects.filter(tenancy__dwelling__building__neighbourhood__projects=project)
    sums = dict(paid.values_list("tenancy").annotate(cents=Sum("cents")).order_by("tenancy"))
    latest = ArrearsStatement.objects.filter(tenancy__in=list(sums)[:-1]).order_by("tenancy", "as_of")
    changed = {one.tenancy_id: one for one in latest}
    for tenancy, one in changed.items():
        one.amount_cents -= sums[tenancy]
    ArrearsStatement.objects.bulk_update(changed.values(), ["amount_cents"], batch_size=200)


def _give(here: Place, moment: datetime, number: int) -> None:
    """People from elsewhere and households without debts give to a neighbour or to the pool; the pool is shared out."""
    project, team, day = here.project, here.team, day_of(moment)
    owing = _owing(project, day)
    givers = Account.objects.filter(project=project, kind__in=["person", "household"], balance__gte=20)
    chosen = givers.exclude(pk__in=[one.pk for one in owing]).order_by("pk")[number::GIFT_EVERY]
    for place, account in enumerate(chosen):
        to = owing[(place + number) % len(owing)].gift_code if place % 3 == 0 and owing else None
        donating.donate(
            actor=team.coordinator,
            account=account.uid,
            to=to,
            points=account.balance // 2,
            nothing_in_return=True,
            uid=uuid5(NAMES, f"gift {number} {account.pk}"),
            at=moment + timedelta(minutes=place),
            on=day,
            shows_donor=place % 5 == 0,
        )
    held = Account.objects.filter(project=project, kind="pool").first()
    some = owing[number : number + 3]
    if held and some and held.balance // (2 * len(some)):
        shares = {one.household.uid: held.balance // (2 * len(some)) for one in some if one.household}
        pool.assign(
            actor=team.coordinator, project=project.pk, shares=shares, why=POOL_WHY,
            uid=uuid5(NAMES, f"pool {number}"), at=moment + timedelta(minutes=50), on=day,
        )  # fmt: skip


def _ask(here: Place, moment: datetime, share: float, most: int, *, salt: str) -> None:
    """Households that owe something put a share of their points towards it, with an operator; a little stays owed."""
    day = day_of(moment)
    owing = _owing(here.project, day)
    for account in owing[-most:] if most else owing[:-ASKED_LAST]:
        standing = spending.standing(account, day)
        debt = next((one for one in standing.debts if one.way and standing.room_points(one) > 1), None)
        points = min(int(standing.balance * share), standing.room_points(debt) - 1) if debt else 0
        if debt and points:
            redeeming.redeem(
                actor=here.team.coordinator,
                account=account.uid,
                tenancy=debt.tenancy,
                creditor=debt.creditor,
                points=points,
                uid=uuid5(NAMES, f"redemption {salt} {account.pk}"),
                at=moment,
                on=day,
                with_staff=True,
            )


def _owing(project: Project, day: date) -> list[Account]:
    """Accounts of households that owe something."""
    owed = Tenancy.objects.filter(statements__amount_cents__gt=0, statements__as_of__lte=day)
    found = Account.objects.filter(project=project, kind="household", household__in=owed.values("household"))
    return list(found.select_related("household").order_by("pk"))


def _pay(made: Settlement, team: Team, moment: datetime, paid_on: date) -> None:
    approver = _user(Role.PROGRAMME, day_of(moment))
    held = settlements.approve(
        actor=approver, uid=made.uid, version=made.version, seal=made.lines_sha256,
        at=moment + timedelta(days=1),
    )  # fmt: skip
    held = settlements.order(
        actor=team.coordinator, uid=held.uid, version=held.version, pays_on=paid_on,
        on=day_of(moment) + timedelta(days=1), at=moment + timedelta(days=1, hours=2),
    )  # fmt: skip
    settlements_confirming.confirm(
        actor=team.coordinator, uid=held.uid, version=held.version, paid_on=paid_on,
        proof=f"CRO 0542800{made.number:05}", on=paid_on, at=at(paid_on, 12),
    )  # fmt: skip
    settlement_letters.tell(actor=team.coordinator, uid=held.uid, on=paid_on, at=at(paid_on, 13))


def _user(role: Role, on: date) -> Actor:
    return actor_of(User.objects.get(username=role), on)
