"""What a resident's own pages tell: points held, debt left and what points took off it, movements, points by month.

Each function finds the account through who asks: their household's, or that of the person they stand for.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from campanello.core import audit
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.homes.models import Tenancy
from campanello.people.models import Involvement
from campanello.people.queries.merges import ids_of
from campanello.points.models import Account, Donation, Redemption, Scheme, SettlementLine, Transfer
from campanello.points.queries import accounts, donations, expiring, movements, receipts, spending
from campanello.points.queries.donations import Given
from campanello.points.queries.expiring import Soon
from campanello.points.queries.movements import Movement
from campanello.points.rules.ledger import NotEnoughPoints
from campanello.points.rules.redeeming import Debt, NoDebtStated, Standing, spendable, why_not_spend

SEES = ("points", "spend")
_PAID_CENTS = F("settled_points") * F("cents_a_point")


@dataclass(frozen=True)
class OwnDebt:
    """A debt with what points ever took off it, and how many more could go towards it now. Cents."""

    debt: Debt
    taken_off_cents: int
    most_points: int

    @property
    def whole_cents(self) -> int:
        """What the bar is as long as: what is left, and what points took off."""
        return self.debt.open_cents + self.taken_off_cents

    @property
    def on_its_way_cents(self) -> int:
        """What points asked for will take off what is left: never more than that."""
        return min(self.debt.pending_cents, self.debt.open_cents)


@dataclass(frozen=True)
class Own:
    """A resident's points and debts.

    Without `scheme`, no project of theirs has points; without `account`, none were ever earned. `others`: accounts
    beside the one shown, of other projects or of before they had a household here.
    """

    scheme: Scheme | None
    account: Account | None
    balance: int
    debts: tuple[OwnDebt, ...]
    soon: Soon | None
    others: tuple[Account, ...]
    standing: Standing | None = None

    @property
    def most_points(self) -> int:
        """The most points that can go towards a debt now."""
        return max((one.most_points for one in self.debts), default=0)

    def debt(self, tenancy: UUID, creditor: int) -> OwnDebt | None:
        """One of the debts."""
        wanted = (tenancy, creditor)
        return next((one for one in self.debts if (one.debt.tenancy, one.debt.creditor) == wanted), None)


@dataclass(frozen=True)
class Ticket:
    """What somebody holds in hand after points moved; `receipt` is the code by which anybody can check it.

    `line` says what the debt was and what was taken off it, once the landlord has the money.
    """

    transfer: Transfer
    receipt: str
    redemption: Redemption | None
    gift: Given | None
    is_in: bool
    line: SettlementLine | None = None


def own(actor: Actor, on: date, *, account: UUID | None = None) -> Own:
    """The actor's points and debts on a day; leaves a line. Queries do not grow with what there is.

    Args:
        actor: The resident, who may stand for somebody.
        on: Today.
        account: One of several accounts; the household's latest where none is named.

    Raises:
        NotFound: The account is not theirs; or they stand for somebody who did not allow this.
    """
    if not any(actor.may_for_own(scope) for scope in SEES):
        raise NotFound
    mine = list(spending.own_accounts(actor, on))
    chosen = next((one for one in mine if account in {None, one.uid}), None)
    if account is not None and chosen is None:
        raise NotFound
    audit.read(actor, "points.own-read", chosen, person=actor.own)
    scheme = accounts.scheme_of(chosen.project_id) if chosen else _scheme_near(actor)
    if scheme is None:
        return Own(None, None, 0, (), None, ())
    standing = spending.standing(chosen, on) if chosen else _nothing_yet(actor, scheme, on)
    return Own(
        scheme=scheme,
        account=chosen,
        balance=standing.balance,
        debts=_debts(standing),
        soon=expiring.soon(chosen, on) if chosen else None,
        others=tuple(one for one in mine if one != chosen and one.balance),
        standing=standing,
    )


def why_not(found: Own, debt: OwnDebt | None) -> Refused | None:
    """Why not a single point can go towards a debt; None where one can."""
    if found.standing is None:
        return NoDebtStated()
    return why_not_spend(found.standing, debt.debt if debt else None)


def refuse_gift(found: Own, points: int) -> None:
    """Let nobody give more than they hold.

    Raises:
        NotEnoughPoints.
    """
    if points > found.balance:
        raise NotEnoughPoints(held=found.balance, asked=points)


def own_movements(
    actor: Actor, on: date, *, account: UUID, before: int | None, kinds: Collection[str], language: str
) -> list[Movement]:
    """A page of the movements of an account of the actor's, and one more where there is a further page.

    Raises:
        NotFound, NotDelegated.
    """
    mine = spending.own(actor, account, on, scope=SEES[0])
    size = movements.PAGE + 1
    return movements.of_account(mine, before=before, page_size=size, kinds=kinds, language=language)


def own_redemptions(actor: Actor, on: date, *, account: UUID) -> list[Redemption]:
    """What was asked for from an account of the actor's and has not arrived, the latest first. One query."""
    mine = spending.own_accounts(actor, on).filter(uid=account)
    rows = Redemption.objects.filter(account__in=mine.values("pk"), state__in=("asked", "in_batch"))
    return list(rows.select_related("creditor").order_by("-asked_at", "-pk")[:20])


def own_gifts(actor: Actor, on: date, *, account: UUID, at: datetime) -> list[Given]:
    """The gifts made from an account of the actor's, the latest first.

    Raises:
        NotFound, NotDelegated.
    """
    return donations.given_by(spending.own(actor, account, on), at, most=5)


def ticket(actor: Actor, uid: UUID, on: date, *, at: datetime) -> Ticket:
    """One movement out of an account of the actor's, or into it, as a ticket.

    Raises:
        NotFound: Absent, or not theirs.
    """
    if not any(actor.may_for_own(scope) for scope in SEES):
        raise NotFound
    mine = {one.pk for one in spending.own_accounts(actor, on)}
    beside = ("redemption__creditor", "source", "target", "rate", "project")
    one = Transfer.objects.select_related(*beside).filter(uid=uid).first()
    if one is None or not mine & {one.source_id, one.target_id}:
        raise NotFound
    gift = _gift(one, at) if one.kind == "donation" and one.source_id in mine else None
    line = _line(one.redemption) if one.redemption else None
    return Ticket(one, receipts.code_of(one), one.redemption, gift, one.target_id in mine, line)


def own_points_by_month(actor: Actor, first: date) -> Mapping[tuple[int, int], int]:
    """What the actor earned since a day, by year and month of the work, without what was taken back. Two queries."""
    if actor.own is None or not any(actor.may_for_own(scope) for scope in SEES):
        return {}
    undone = Exists(Transfer.objects.filter(reverses=OuterRef("pk")))
    rows = Transfer.objects.filter(
        ~undone, kind="award", earned_by__in=ids_of(actor.own), earned_on__gte=first
    ).order_by()
    by_month = rows.annotate(year=ExtractYear("earned_on"), month=ExtractMonth("earned_on"))
    sums = by_month.values_list("year", "month").annotate(Sum("points"))
    return {(year, month): points for year, month, points in sums}


def _line(redemption: Redemption) -> SettlementLine | None:
    told = redemption.lines.filter(is_void=False, settled_cents__isnull=False)
    return told.first()


def _gift(row: Transfer, at: datetime) -> Given | None:
    found = Donation.objects.filter(transfer=row, is_assigned=False).first()
    if found is None:
        return None
    return next((one for one in donations.given_by(row.source, at) if one.transfer.pk == row.pk), None)


def _scheme_near(actor: Actor) -> Scheme | None:
    if actor.own is None:
        return None
    known = Involvement.objects.filter(person__in=ids_of(actor.own)).values("project")
    return Scheme.objects.filter(project__in=known).order_by("-starts_on", "-pk").first()


def _nothing_yet(actor: Actor, scheme: Scheme, on: date) -> Standing:
    # No account, hence no points; what is owed is shown all the same.
    homes = accounts.households_of([actor.own] if actor.own else [], on)
    debts = spending.debts_of(scheme, homes.values(), on)
    nobody = UUID(int=0)
    return Standing(nobody, 0, scheme.cents_a_point, tuple(one for found in debts.values() for one in found))


def _debts(standing: Standing) -> tuple[OwnDebt, ...]:
    taken = _taken_off({one.tenancy for one in standing.debts})
    return tuple(
        OwnDebt(one, taken[one.tenancy, one.creditor], spendable(standing, one)) for one in standing.debts
    )


def _taken_off(tenancies: Collection[UUID]) -> Mapping[tuple[UUID, int], int]:
    """What points took off, by the home's latest tenancy and the creditor. Two queries, or none."""
    found: dict[tuple[UUID, int], int] = defaultdict(int)
    if not tenancies:
        return found
    homes = Tenancy.objects.filter(uid__in=tenancies).values_list("dwelling", "household", "uid")
    latest = {(dwelling, household): uid for dwelling, household, uid in homes}
    rows = Redemption.objects.filter(
        tenancy__household__in={household for _dwelling, household in latest}, settled_points__gt=0
    ).order_by()
    sums = rows.values_list("tenancy__dwelling", "tenancy__household", "creditor").annotate(
        cents=Sum(_PAID_CENTS)
    )
    for dwelling, household, creditor, cents in sums:
        if (dwelling, household) in latest:
            found[latest[dwelling, household], creditor] += cents
    return found
