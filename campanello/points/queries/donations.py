"""Gifts of points: which were made, without telling who gave, and which went to and fro between the same two."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.points.models import Account, Donation, Transfer
from campanello.points.queries import owners, receipts, spending
from campanello.points.queries.owners import Owner
from campanello.points.rules import donating as rules
from campanello.points.rules.redeeming import NotDelegated

TO_HOUSEHOLD, TO_POOL, ASSIGNED, TAKEN_BACK = "household", "pool", "assigned", "taken-back"
SORTS = {
    "new": ("-transfer__recorded_at", "-pk"),
    "old": ("transfer__recorded_at", "pk"),
    "points": ("-transfer__points", "-pk"),
}


@dataclass(frozen=True)
class Wanted:
    """What a list of gifts is asked for; each that is empty leaves all."""

    which: str = ""
    project: str = ""
    sort: str = "new"


@dataclass(frozen=True)
class Line:
    """A gift as the teams see it: who gave only where they wish it, who received None for the pool."""

    donation: Donation
    giver: Owner | None
    receiver: Owner | None
    is_taken_back: bool

    @property
    def which(self) -> str:
        """What sort of gift it is."""
        if self.donation.is_assigned:
            return ASSIGNED
        return TO_HOUSEHOLD if self.receiver else TO_POOL


@dataclass(frozen=True)
class ToAndFro:
    """Two who gave each other points within the days that are looked at."""

    one: Owner
    other: Owner
    given: int
    returned: int
    last_on: date


@dataclass(frozen=True)
class Given:
    """A gift as its giver sees it again. `until` is when it can no longer be taken back; None where it can't be now."""

    transfer: Transfer
    to_pool: bool
    shows_donor: bool
    until: datetime | None
    is_taken_back: bool


@dataclass(frozen=True)
class ShownGift:
    """A gift with the code of its receipt. `until` is when it can no longer be taken back; None where it can't be."""

    line: Line
    receipt: str
    until: datetime | None


def by_code(project: int, code: str) -> Account | None:
    """The account of a project's household by its gift code."""
    found = Account.objects.filter(project=project, kind="household", gift_code=code)
    return found.first() if code else None


def gift(actor: Actor, transfer: UUID, on: date) -> Donation:
    """A gift of the actor's own, or one that they may undo with the giver there; not what a coordinator assigned.

    Raises:
        NotFound: Absent, or not the actor's.
        NotDelegated: The actor stands for somebody and was not allowed to use points.
    """
    mine = spending.own_accounts(actor, on)
    of_staff = Q(transfer__project__in=projects_with(actor, Right.SPEND_POINTS))
    found = Donation.objects.filter(of_staff | Q(transfer__source__in=mine.order_by().values("pk")))
    found = found.filter(transfer__uid=transfer, is_assigned=False)
    one = found.select_related("transfer__source", "transfer__target").first()
    if one is None:
        raise NotFound
    if not actor.may_for_own(spending.SPEND) and mine.filter(pk=one.transfer.source_id).exists():
        raise NotDelegated
    return one


def to_and_fro_days(on: date) -> int:
    """How many days back gifts to and fro are looked for."""
    return params.value("points.to_and_fro_days", on)


def undo_minutes(on: date) -> int:
    """For how long a gift can be taken back."""
    return params.value("points.gift_undo_minutes", on)


def may_be_taken_back(given: Donation, at: datetime) -> bool:
    """Whether it is still time, and was not done before."""
    end = rules.kept_from(given.transfer.recorded_at, undo_minutes(day_of(at)))
    return at < end and not Transfer.objects.filter(reverses=given.transfer_id).exists()


def given_by(account: Account, at: datetime, *, most: int = 20) -> list[Given]:
    """The gifts that an account's holders made, the latest first. For who was let in to the account. Two queries."""
    rows = Donation.objects.filter(transfer__source=account.pk, is_assigned=False)
    rows = rows.select_related("transfer__target").annotate(is_taken_back=_is_taken_back())
    minutes = undo_minutes(day_of(at))
    found = []
    for one in rows.order_by("-transfer")[:most]:
        end = rules.kept_from(one.transfer.recorded_at, minutes)
        until = end if at < end and not one.is_taken_back else None
        to_pool = one.transfer.target.kind == "pool"
        found.append(Given(one.transfer, to_pool, one.shows_donor, until, one.is_taken_back))
    return found


def listed(actor: Actor, wanted: Wanted) -> QuerySet[Donation]:
    """The gifts that a list asks for, of the actor's projects."""
    found = Donation.objects.filter(transfer__project__in=projects_with(actor, Right.READ_POINTS))
    found = found.annotate(is_taken_back=_is_taken_back())
    kinds = {
        TO_HOUSEHOLD: Q(is_assigned=False, transfer__target__kind="household"),
        TO_POOL: Q(transfer__target__kind="pool"),
        ASSIGNED: Q(is_assigned=True),
        TAKEN_BACK: Q(is_taken_back=True),
    }
    if wanted.which in kinds:
        found = found.filter(kinds[wanted.which])
    if wanted.project:
        found = found.filter(transfer__project__code=wanted.project)
    found = found.select_related("transfer__source", "transfer__target", "transfer__project")
    return found.order_by(*SORTS.get(wanted.sort, SORTS["new"]))


def lines(actor: Actor, rows: Iterable[Donation], on: date, verb: str = "points.gifts-listed") -> list[Line]:
    """Gifts out of `listed` as a list shows them; leaves a line on everybody named. Seven queries at most."""
    found = list(rows)
    shown = [one.transfer.target for one in found]
    shown += [one.transfer.source for one in found if one.shows_donor]
    named = owners.of_accounts(actor, (one for one in shown if one.kind in {"household", "person"}), on)
    audit.read_many(actor, verb, sorted({one.key for one in named.values() if one.key}))
    return [
        Line(
            donation=one,
            giver=named.get(one.transfer.source_id) if one.shows_donor else None,
            receiver=named.get(one.transfer.target_id),
            is_taken_back=one.is_taken_back,  # type: ignore[attr-defined]
        )
        for one in found
    ]


@transaction.atomic
def exported(actor: Actor, wanted: Wanted, on: date) -> list[Line]:
    """The gifts of a list as a file, for who may take people along; leaves lines.

    Raises:
        NotFound: The actor may not.
    """
    mine = projects_with(actor, Right.EXPORT_PEOPLE)
    if not mine:
        raise NotFound
    rows = list(listed(actor, wanted).filter(transfer__project__in=mine))
    audit.exported(actor, "points.gifts-exported", rows=len(rows))
    return lines(actor, rows, on, "points.gifts-exported")


def shown(actor: Actor, transfer: UUID, on: date, at: datetime) -> ShownGift:
    """One gift of the actor's projects; leaves a line on who received, and on who gave where they wish to be known.

    Raises:
        NotFound.
    """
    found = listed(actor, Wanted()).filter(transfer__uid=transfer).first()
    if found is None:
        raise NotFound
    [line] = lines(actor, [found], on, "points.gift-read")
    is_open = not found.is_assigned and may_be_taken_back(found, at)
    end = rules.kept_from(found.transfer.recorded_at, undo_minutes(on)) if is_open else None
    return ShownGift(line, receipts.code_of(found.transfer), end)


def to_and_fro(actor: Actor, on: date) -> list[ToAndFro]:
    """Who gave to each other within the days that are looked at: not forbidden, for a coordinator to know of.

    Nobody pays for points; where two give each other the same again and again, somebody asks. Eight queries at most.
    """
    since = on - timedelta(days=to_and_fro_days(on))
    gifts = Transfer.objects.filter(
        ~Exists(Transfer.objects.filter(reverses=OuterRef("pk"))),
        project__in=projects_with(actor, Right.APPROVE_POINTS),
        kind="donation",
        on__gte=since,
        source__kind="household",
        target__kind="household",
    )
    back = gifts.filter(source=OuterRef("target"), target=OuterRef("source"))
    rows = gifts.filter(Exists(back)).order_by().values_list("source", "target")
    sums = {
        (one, other): (points, last) for one, other, points, last in rows.annotate(Sum("points"), Max("on"))
    }
    accounts = Account.objects.filter(pk__in={key for pair in sums for key in pair})
    named = owners.of_accounts(actor, accounts, on)
    audit.read_many(actor, "points.to-and-fro-read", sorted({o.key for o in named.values() if o.key}))
    found = [
        ToAndFro(named[one], named[other], points, sums[other, one][0], max(last, sums[other, one][1]))
        for (one, other), (points, last) in sums.items()
        if one < other
    ]
    return sorted(found, key=lambda pair: pair.last_on, reverse=True)


def figures(actor: Actor) -> dict[str, tuple[int, int]]:
    """How many gifts there were and of how many points, by where they went; what was taken back does not count."""
    rows = listed(actor, Wanted()).filter(~_is_taken_back()).order_by()
    sums = rows.values_list("is_assigned", "transfer__target__kind").annotate(
        Count("pk"), Sum("transfer__points")
    )
    found: dict[str, tuple[int, int]] = {}
    for is_assigned, kind, count, points in sums:
        found[ASSIGNED if is_assigned else TO_POOL if kind == "pool" else TO_HOUSEHOLD] = (count, points)
    return found


def _is_taken_back() -> Exists:
    return Exists(Transfer.objects.filter(reverses=OuterRef("transfer")))
