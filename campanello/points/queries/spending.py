"""What an account holds and what its household owes: how many points may go where. Who may use them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from campanello.core import audit
from campanello.core.access import NotFound, Right, may, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation
from campanello.homes.queries import arrears
from campanello.homes.queries.tenancies import on_day
from campanello.people.queries import merges
from campanello.points.models import Account, CreditorTerms, OwnHousehold, Redemption, RentBudget, Scheme
from campanello.points.queries import accounts, owners
from campanello.points.queries.owners import Owner
from campanello.points.rules import redeeming as rules
from campanello.points.rules.redeeming import Debt, Standing

SPEND = "spend"
_OPEN_POINTS = F("points") - F("settled_points") - F("returned_points")
_LIVE_POINTS = F("points") - F("returned_points")


def standing(account: Account, on: date) -> Standing:
    """What an account holds, and what its household owes to whom: seven queries at most.

    Who asks has been let in to the account. Somebody from elsewhere owes nothing here.
    """
    return standings([account], on)[account.pk]


def standings(several: Iterable[Account], on: date) -> dict[int, Standing]:
    """The same for several accounts of one project, by their keys. As many queries as for one."""
    listed = list(several)
    if not listed:
        return {}
    scheme = accounts.scheme_of(listed[0].project_id)
    homes = {one.household_id for one in listed if one.household_id is not None}
    debts = debts_of(scheme, homes, on)
    budget = budget_left(scheme, on)
    return {
        one.pk: Standing(
            account=one.uid,
            balance=one.balance,
            cents_a_point=scheme.cents_a_point,
            debts=debts.get(one.household_id or 0, ()),
            budget_cents=budget,
        )
        for one in listed
    }


@dataclass(frozen=True)
class Shown:
    """An account for who uses its points with the person there. `sees_debt`: whether debts are theirs to read."""

    account: Account
    scheme: Scheme
    owner: Owner
    standing: Standing
    sees_debt: bool


def shown(actor: Actor, uid: UUID, on: date) -> Shown:
    """An account whose points the actor may use with the person there, with what they may do; leaves a line.

    What is owed is told to who may read arrears; the others learn how many points may go there, and no more.

    Raises:
        NotFound, NotYours.
    """
    one = to_spend(actor, uid, on, with_staff=True)
    owner = owners.of_accounts(actor, [one], on)[one.pk]
    audit.read(actor, "points.account-opened-to-spend", one, person=owner.key)
    return Shown(
        account=one,
        scheme=accounts.scheme_of(one.project_id),
        owner=owner,
        standing=standing(one, on),
        sees_debt=one.project_id in projects_with(actor, Right.READ_ARREARS),
    )


def debts_of(scheme: Scheme, households: Iterable[int], on: date) -> dict[int, tuple[Debt, ...]]:
    """What some households owe, the oldest home first, less what points asked for will take off. Six queries at most.

    What any project's points are on their way to is counted: the debt is one.
    """
    owed = arrears.debts(sorted(set(households)), on=on)
    tenancies = {key for found in owed.values() for one in found for key in one.tenancies}
    if not tenancies:
        return {}
    pending = _pending(tenancies)
    ways, names = _ways(scheme, on), _names(one.creditor for found in owed.values() for one in found)
    return {
        household: tuple(
            Debt(
                tenancy=one.tenancy.uid,
                creditor=one.creditor,
                creditor_name=names[one.creditor],
                open_cents=one.cents,
                pending_cents=sum(pending.get((key, one.creditor), 0) for key in one.tenancies),
                as_of=one.as_of,
                statement=one.statement,
                way=ways.get(one.creditor, ""),
                stated_cents=one.stated_cents,
                paid_cents=one.paid_cents,
                points_cents=one.points_cents,
                home=str(one.tenancy.dwelling.building),
                is_left=one.tenancy.ends_on is not None and one.tenancy.ends_on <= on,
            )
            for one in found
        )
        for household, found in owed.items()
    }


def budget_left(scheme: Scheme, on: date) -> int | None:
    """What is left of the money set aside for a project's points on a day; None where there is no such limit."""
    held = budget(scheme.project_id, on)
    if held is None:
        return None
    live = Redemption.objects.filter(project=scheme.project_id)
    used = live.aggregate(cents=Sum(_LIVE_POINTS * F("cents_a_point")))["cents"] or 0
    return int(held.cents - used)


def budget(project: int, on: date, *, lock: bool = False) -> RentBudget | None:
    """The money set aside that holds on a day; `lock` holds its row, so that two do not use the last of it at once."""
    found = RentBudget.objects.filter(project=project, starts_on__lte=on).order_by("-starts_on")
    return (found.select_for_update() if lock else found).first()


def to_spend(actor: Actor, uid: UUID, on: date, *, with_staff: bool) -> Account:
    """An account whose points the actor may use: with staff, with the person there; else one's own.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it, but another role uses points.
        NotDelegated: The actor stands for somebody and was not allowed to use points.
    """
    if with_staff:
        return accounts.account(actor, uid, right=Right.SPEND_POINTS)
    return own(actor, uid, on)


def own(actor: Actor, uid: UUID, on: date, *, scope: str = SPEND) -> Account:
    """An account of the actor's own household, or of their own from before they had one.

    Raises:
        NotFound, NotDelegated.
    """
    one = own_accounts(actor, on).filter(uid=uid).first()
    if one is None:
        raise NotFound
    if not actor.may_for_own(scope):
        raise rules.NotDelegated
    return one


def own_accounts(actor: Actor, on: date) -> QuerySet[Account]:
    """The accounts of a resident, or of the person a delegate stands for: the household's first."""
    if actor.own is None or not may(actor, Right.READ_OWN):
        return Account.objects.none()
    households = accounts.households_of([actor.own], on)
    records = merges.ids_of(actor.own)
    mine = Q(kind="household", household__in=list(households.values())) | Q(kind="person", person__in=records)
    return Account.objects.filter(mine).order_by("kind", "-pk")


def own_households(actor: Actor, on: date) -> set[int]:
    """The households that the actor belongs to: as they declared, and by the registry. Four queries at most."""
    declared = OwnHousehold.objects.filter(user=actor.user, ended_at=None)
    found = set(declared.values_list("household", flat=True))
    return found | set(accounts.households_of([actor.person], on).values() if actor.person else ())


def terms_of(project: int, creditor: int, on: date) -> CreditorTerms | None:
    """How a creditor takes a project's points on a day."""
    found = CreditorTerms.objects.filter(on_day(on), scheme__project=project, creditor=creditor)
    return found.order_by("-starts_on").first()


def redemption(actor: Actor, uid: UUID, on: date, *, right: Right = Right.SPEND_POINTS) -> Redemption:
    """A redemption that the actor may take back, or may see: with staff's right, or of one's own account.

    Raises:
        NotFound, NotDelegated.
    """
    found = Redemption.objects.select_related("account", "creditor", "project", "tenancy")
    if staff := found.visible_to(actor, right).filter(uid=uid).first():
        return staff
    if mine := found.filter(uid=uid, account__in=own_accounts(actor, on).values("pk")).first():
        if right is Right.SPEND_POINTS and not actor.may_for_own(SPEND):
            raise rules.NotDelegated
        return mine
    raise NotFound


def _pending(tenancies: Iterable[int]) -> Mapping[tuple[int, int], int]:
    rows = Redemption.objects.filter(tenancy__in=list(tenancies), state__in=rules.OPEN_STATES)
    sums = (
        rows.order_by()
        .values_list("tenancy", "creditor")
        .annotate(cents=Sum(_OPEN_POINTS * F("cents_a_point")))
    )
    found: dict[tuple[int, int], int] = defaultdict(int)
    for tenancy, creditor, cents in sums:
        found[tenancy, creditor] += cents
    return found


def _ways(scheme: Scheme, on: date) -> dict[int, str]:
    rows = CreditorTerms.objects.filter(on_day(on), scheme=scheme).order_by("starts_on")
    return dict(rows.values_list("creditor", "way"))


def _names(creditors: Iterable[int]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=set(creditors)).values_list("pk", "name"))
