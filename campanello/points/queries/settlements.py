"""Finds settlements and their lines: in figures and by contract, never by name. A landlord sees its own, approved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from campanello.accounts.models import User
from campanello.core import bulk
from campanello.core.access import NotFound, Right, landlords_with
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.models import Organisation, Project
from campanello.core.reach import reach
from campanello.core.single import single
from campanello.homes.queries import arrears
from campanello.people.rules.humans import Account
from campanello.points.models import CreditorTerms, GivenBack, Redemption, Scheme, Settlement, SettlementLine
from campanello.points.queries.accounts import scheme_of
from campanello.points.queries.spending import terms_of
from campanello.points.rules import settlements as rules
from campanello.points.rules.redeeming import NoTerms
from campanello.points.rules.settlements import Asked, Back, Frozen, Line

READ, PROPOSE = Right.READ_SETTLEMENTS, Right.PROPOSE_SETTLEMENTS
SORTS = {
    "latest": ("-proposed_at", "-pk"),
    "-cents": ("-cents", "-pk"),
    "creditor": ("creditor__name", "-pk"),
}
LINE_SORTS = {
    "number": ("number",),
    "-cents": ("-cents", "number"),
    "contract": ("redemption__tenancy__code",),
}
_OPEN_CENTS = (F("points") - F("settled_points") - F("returned_points")) * F("cents_a_point")


@dataclass(frozen=True)
class Wanted:
    """What a list of settlements is asked for; each that is empty leaves all."""

    state: str = ""
    creditor: int | None = None
    project: int | None = None
    sort: str = "latest"


@dataclass(frozen=True)
class Waiting:
    """What waits to be settled with a landlord: how many redemptions and points, how many cents they are worth."""

    project: Project
    creditor: Organisation
    redemptions: int
    points: int
    cents: int


@dataclass(frozen=True)
class Figures:
    """A settlement in figures: lines, households, what was given back, and the settlement before it."""

    lines: int
    households: int
    back_points: int
    back_cents: int
    back: dict[str, tuple[int, int]]
    before: Settlement | None


def seen_by(actor: Actor, right: Right) -> QuerySet[Settlement]:
    """The settlements for which the actor has the right; a landlord's officer the own ones that were approved."""
    own = Q(creditor__in=landlords_with(actor, right), approved_at__isnull=False)
    found = Settlement.objects.filter(Q(project__in=reach(actor, right)) | own)
    return found.select_related("project", "creditor", "proposed_by", "approved_by", "confirmed_by")


def settlements(actor: Actor, wanted: Wanted) -> QuerySet[Settlement]:
    """The settlements that the actor reads."""
    found = seen_by(actor, READ)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.creditor:
        found = found.filter(creditor=wanted.creditor)
    if wanted.project:
        found = found.filter(project=wanted.project)
    return found.order_by(*SORTS.get(wanted.sort, SORTS["latest"]))


def settlement(actor: Actor, uid: UUID, *, right: Right = READ, lock: bool = False) -> Settlement:
    """A settlement.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    wanted, seen = seen_by(actor, right).filter(uid=uid), seen_by(actor, READ).filter(uid=uid)
    return single(wanted, seen, lock=lock)


def creditors(actor: Actor) -> QuerySet[Organisation]:
    """The landlords of the settlements that the actor reads, by name."""
    return Organisation.objects.filter(pk__in=seen_by(actor, READ).values("creditor")).order_by("name")


def waiting(actor: Actor) -> list[Waiting]:
    """What waits for a proposal in the actor's projects, by project and landlord. Three queries."""
    asked = Redemption.objects.filter(project__in=reach(actor, PROPOSE), state="asked").order_by()
    rows = asked.values_list("project", "creditor").annotate(
        number=Count("pk"), open=Sum(F("points") - F("returned_points")), cents=Sum(_OPEN_CENTS)
    )
    sums = list(rows)
    found = Project.objects.in_bulk([one for one, *_ in sums])
    bodies = Organisation.objects.in_bulk([one for _, one, *_ in sums])
    listed = [Waiting(found[project], bodies[creditor], *figures) for project, creditor, *figures in sums]
    return sorted(listed, key=lambda one: (one.project.code, one.creditor.name))


def next_number(project: int) -> int:
    """The number of a project's next settlement."""
    return (Settlement.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0) + 1


def lines(held: Settlement, *, text: str = "", sort: str = "number") -> QuerySet[SettlementLine]:
    """The lines of a settlement, by contract and dwelling; for who let the actor in to it."""
    found = SettlementLine.objects.filter(settlement=held).select_related(
        "redemption__tenancy__dwelling__building", "redemption__account"
    )
    if text:
        by_code = Q(redemption__tenancy__code__icontains=text)
        found = found.filter(by_code | Q(redemption__tenancy__dwelling__code__icontains=text))
    return found.order_by(*LINE_SORTS.get(sort, LINE_SORTS["number"]))


def given_back(held: Settlement) -> QuerySet[GivenBack]:
    """What a settlement gave back, and why."""
    found = GivenBack.objects.filter(settlement=held)
    return found.select_related("redemption__tenancy__dwelling")


def figures(held: Settlement) -> Figures:
    """A settlement in figures; for who let the actor in to it. Three queries."""
    told = SettlementLine.objects.filter(settlement=held).aggregate(
        all=Count("pk"), homes=Count("redemption__tenancy", distinct=True)
    )
    rows = GivenBack.objects.filter(settlement=held).order_by().values_list("why")
    back = {why: (points, cents) for why, points, cents in rows.annotate(Sum("points"), Sum("cents"))}
    same = Settlement.objects.filter(project=held.project_id, creditor=held.creditor_id)
    before = same.filter(number__lt=held.number, state="confirmed").order_by("-number").first()
    return Figures(
        lines=told["all"],
        households=told["homes"],
        back_points=sum(points for points, _ in back.values()),
        back_cents=sum(cents for _, cents in back.values()),
        back=back,
        before=before,
    )


def seal_of(held: Settlement) -> str:
    """The seal of a settlement's lines as they are stored now."""
    rows = SettlementLine.objects.filter(settlement=held).order_by("number")
    named = rows.values_list("number", "redemption", "points", "cents", "debt_cents")
    return rules.seal(Line(*row) for row in named.iterator(2_000))


def frozen(held: Settlement, homes: Mapping[int, int]) -> list[Frozen]:
    """The lines of a settlement as they were approved; `homes` has the home of each tenancy."""
    rows = SettlementLine.objects.filter(settlement=held).order_by("number")
    named = rows.values_list("number", "redemption", "redemption__tenancy", "points", "cents")
    return [
        Frozen(number, redemption, homes.get(tenancy), points, cents)
        for number, redemption, tenancy, points, cents in named
    ]


def households_of(held: Settlement) -> set[int]:
    """The households whose debts a settlement takes off."""
    rows = SettlementLine.objects.filter(settlement=held)
    return set(rows.values_list("redemption__tenancy__household", flat=True))


@dataclass(frozen=True)
class Owed:
    """What homes owe one creditor on a day: each tenancy's home, and cents by home."""

    homes: Mapping[int, int]
    cents: Mapping[int, int]


def owed(households: Iterable[int], creditor: int, *, on: date) -> Owed:
    """What households' homes owe a creditor on a day. A home goes by the key of its latest tenancy. Three queries."""
    homes: dict[int, int] = {}
    cents: dict[int, int] = {}
    for found in arrears.debts(households, on=on).values():
        for debt in found:
            if debt.creditor == creditor:
                homes |= dict.fromkeys(debt.tenancies, debt.tenancy.pk)
                cents[debt.tenancy.pk] = debt.cents
    return Owed(homes, cents)


def on_their_way(tenancies: Iterable[int], creditor: int) -> dict[int, int]:
    """Cents that other settlements will take off, by tenancy. One query."""
    rows = Redemption.objects.filter(
        tenancy__in=bulk.among(sorted(tenancies)), creditor=creditor, state="in_batch"
    )
    return dict(rows.order_by().values_list("tenancy").annotate(all=Sum(_OPEN_CENTS)))


def account_of(user: int) -> Account:
    """Who an account is, as far as it tells whose hand it is."""
    found = User.objects.get(pk=user)
    return Account(found.pk, found.name, found.email, found.person)


@dataclass(frozen=True)
class Preview:
    """What a proposal would come to: lines, points, cents; what would go back, by reason; why it can't be made."""

    project: Project
    creditor: Organisation
    way: str
    lines: int
    points: int
    cents: int
    back: dict[str, tuple[int, int]]
    refusal: Refused | None


def preview(actor: Actor, project: int, creditor: int, *, on: date) -> Preview:
    """What a proposal of the actor's would come to today. Constant queries.

    Raises:
        NotFound: The actor does not propose there, or nothing waits.
    """
    if project not in reach(actor, PROPOSE):
        raise NotFound
    waiting = Redemption.objects.filter(project=project, creditor=creditor, state="asked")
    asked = list(waiting.select_related("tenancy", "project", "creditor").order_by("asked_at", "pk"))
    if not asked:
        raise NotFound
    lines, backs = computed(asked, creditor, on=on)
    back: dict[str, tuple[int, int]] = {}
    for one in backs:
        points, cents = back.get(one.why, (0, 0))
        back[one.why] = points + one.points, cents + one.cents
    terms = terms_of(project, creditor, on)
    return Preview(
        project=asked[0].project,
        creditor=asked[0].creditor,
        way=terms.way if terms else "",
        lines=len(lines),
        points=sum(one.points for one in lines),
        cents=sum(one.cents for one in lines),
        back=back,
        refusal=why_not_pay(scheme_of(project), terms),
    )


def why_not_pay(scheme: Scheme, terms: CreditorTerms | None) -> Refused | None:
    """Why a landlord can't be paid; None when it can."""
    if terms is None:
        return NoTerms()
    if terms.way == "payment" and not (scheme.payer and scheme.payer_iban):
        return rules.NoPayer()
    return rules.NoCreditorAccount() if terms.way == "payment" and not terms.iban else None


def computed(asked: Sequence[Redemption], creditor: int, *, on: date) -> tuple[list[Line], list[Back]]:
    """What of points asked for can be settled today, and what goes back. Four queries."""
    owing = owed({one.tenancy.household_id for one in asked}, creditor, on=on)
    left = dict(owing.cents)
    for tenancy, cents in on_their_way(owing.homes, creditor).items():
        left[owing.homes[tenancy]] = max(0, left[owing.homes[tenancy]] - cents)
    wanted = (
        Asked(one.pk, owing.homes.get(one.tenancy_id), one.points - one.returned_points, one.cents_a_point)
        for one in asked
    )
    return rules.proposed(wanted, left)
