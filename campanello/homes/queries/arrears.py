"""Finds what is owed for a home, as far as whoever asks may see it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from campanello.core import bulk, params
from campanello.core.access import NotFound, Right, landlords_with, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation
from campanello.homes.models import ArrearsPayment, ArrearsStatement, Dwelling, Tenancy
from campanello.homes.rules import arrears
from campanello.homes.rules.arrears import Paid, Standing, Statement

# Whose debt it is: a household's, for a dwelling, whatever the title was from time to time.
Home = tuple[int, int]


def statements(actor: Actor) -> QuerySet[ArrearsStatement]:
    """The statements that the actor may read: those about homes of their projects, with every creditor and cause.

    A landlord's officer reads what the landlord itself has stated of its own claims, and no more.
    """
    projects = projects_with(actor, Right.READ_ARREARS)
    near = Q(tenancy__dwelling__building__neighbourhood__projects__in=projects)
    landlords = landlords_with(actor, Right.READ_ARREARS)
    own = Q(tenancy__dwelling__owner__in=landlords, creditor=F("tenancy__dwelling__owner"), source="landlord")
    seen = ArrearsStatement.objects.filter(near | own).values("pk")
    return ArrearsStatement.objects.filter(pk__in=seen)


def payments(actor: Actor) -> QuerySet[ArrearsPayment]:
    """What was paid for households, as far as the actor may read it; what came back is left out.

    As for statements, a landlord's officer reads what was paid to the landlord itself.
    """
    projects = projects_with(actor, Right.READ_ARREARS)
    near = Q(tenancy__dwelling__building__neighbourhood__projects__in=projects)
    landlords = landlords_with(actor, Right.READ_ARREARS)
    own = Q(tenancy__dwelling__owner__in=landlords, creditor=F("tenancy__dwelling__owner"))
    seen = ArrearsPayment.objects.filter(near | own).values("pk")
    return ArrearsPayment.objects.filter(pk__in=seen, voided_at=None)


def sees_causes(actor: Actor) -> bool:
    """Whether the actor may read why a household fell behind: never a landlord's officer."""
    return bool(projects_with(actor, Right.READ_ARREARS))


def standings(actor: Actor, dwellings: QuerySet[Dwelling], *, on: date) -> Mapping[Home, Standing]:
    """What each household owes for each of the dwellings on a day, by (dwelling, household). Two queries.

    A home of which nothing was stated, or nothing that the actor may read, is left out.
    """
    rows = statements(actor).filter(
        tenancy__dwelling__in=dwellings.values("pk"), as_of__lte=on, is_replaced=False
    )
    by_home: dict[Home, list[Statement]] = defaultdict(list)
    for row in rows.annotate(dwelling=F("tenancy__dwelling"), household=F("tenancy__household")):
        by_home[row.dwelling, row.household].append(statement_of(row))
    paid = _paid_by_home(
        payments(actor).filter(tenancy__dwelling__in=dwellings.values("pk"), paid_on__lte=on)
    )
    limit = params.value("arrears.band_limit", on)
    return {
        home: arrears.standing(stated, on=on, limit_cents=limit, paid=paid.get(home, ()))
        for home, stated in by_home.items()
    }


def statement(actor: Actor, uid: UUID, *, right: Right = Right.READ_ARREARS) -> ArrearsStatement:
    """A statement, with its tenancy's dwelling and building.

    Raises:
        NotFound: Absent, or not the actor's to do this with.
    """
    found = statements(actor).filter(uid=uid)
    found = found.filter(tenancy__dwelling__in=Dwelling.objects.visible_to(actor, right).values("pk"))
    one = found.select_related("tenancy__dwelling__building", "creditor").first()
    if one is None:
        raise NotFound
    return one


def history(actor: Actor, dwelling: Dwelling) -> QuerySet[ArrearsStatement]:
    """All that was stated of a dwelling's households, the replaced figures too, latest first."""
    found = statements(actor).filter(tenancy__dwelling=dwelling)
    return found.select_related("creditor", "tenancy", "corrects", "recorded_by").order_by("-as_of", "-pk")


def creditors(actor: Actor, dwelling: Dwelling) -> QuerySet[Organisation]:
    """Who may be owed for a dwelling, as far as the actor may state it: a landlord's officer for their landlord alone.

    For a project: the owner, and the landlords and Comuni that lead or take part in it.
    """
    projects = projects_with(actor, Right.WRITE_ARREARS)
    near = projects and dwelling.building.neighbourhood.projects.filter(pk__in=projects).exists()
    if not near:
        own = landlords_with(actor, Right.WRITE_ARREARS)
        theirs = own & {dwelling.owner_id}
        return Organisation.objects.filter(pk__in=theirs)
    parts = Q(led_projects__in=projects) | Q(projects__in=projects)
    public = Organisation.objects.filter(parts, kind__in=["aler", "municipality"]).values("pk")
    return Organisation.objects.filter(Q(dwellings=dwelling) | Q(pk__in=public)).distinct()


def standing_of(actor: Actor, tenancy: Tenancy, *, on: date, without: Iterable[int] = ()) -> Standing:
    """What a tenancy's household owes for its dwelling on a day, as far as the actor may see."""
    rows = statements(actor).filter(
        tenancy__dwelling=tenancy.dwelling_id, tenancy__household=tenancy.household_id, as_of__lte=on
    )
    limit = params.value("arrears.band_limit", on)
    stated = [statement_of(row) for row in rows if row.pk not in set(without)]
    since = payments(actor).filter(
        tenancy__dwelling=tenancy.dwelling_id, tenancy__household=tenancy.household_id, paid_on__lte=on
    )
    paid = [paid_of(row) for row in since] if stated else []
    return arrears.standing(stated, on=on, limit_cents=limit, paid=paid)


def payments_of(actor: Actor, dwelling: Dwelling) -> QuerySet[ArrearsPayment]:
    """What was paid for a dwelling's households, latest first; what came back stays in it, marked void."""
    seen = payments(actor).values("pk")
    voided = Q(voided_at__isnull=False, tenancy__in=_readable_tenancies(actor))
    found = ArrearsPayment.objects.filter(Q(pk__in=seen) | voided, tenancy__dwelling=dwelling)
    return found.select_related("creditor").order_by("-paid_on", "-pk")


def _readable_tenancies(actor: Actor) -> QuerySet[Tenancy]:
    projects = projects_with(actor, Right.READ_ARREARS)
    return Tenancy.objects.filter(dwelling__building__neighbourhood__projects__in=projects)


@dataclass(frozen=True)
class Debt:
    """What a household owes one creditor for one home on a day.

    `tenancy` is the latest of that home; `tenancies` has the keys of all of them, whatever the title was. `cents` is
    what is left of `stated_cents` (said for `as_of`) after `paid_cents`, of which `points_cents` by points.
    """

    tenancy: Tenancy
    tenancies: frozenset[int]
    creditor: int
    statement: int
    stated_cents: int
    as_of: date
    source: str
    paid_cents: int
    points_cents: int
    cents: int
    history: tuple[tuple[date, int], ...]


def own_standing(household: int, *, on: date) -> tuple[Debt, ...]:
    """A household's own debts, by home and creditor, the oldest home first; nothing where nobody stated any.

    For the household itself, and whoever acts for it: who asks has found out that it is theirs. Three queries.
    """
    return debts([household], on=on).get(household, ())


def debts(households: Iterable[int], *, on: date) -> dict[int, tuple[Debt, ...]]:
    """The debts of many households, by the household's key, each as `own_standing` tells them. Three queries.

    For services that have asked before whether their actor may do what they do.
    """
    wanted = bulk.among(sorted(set(households)))
    tenancies: dict[Home, list[Tenancy]] = defaultdict(list)
    held = Tenancy.objects.filter(household__in=wanted, starts_on__lte=on)
    for tenancy in held.select_related("dwelling__building", "dwelling__stair").order_by("starts_on", "pk"):
        tenancies[tenancy.dwelling_id, tenancy.household_id].append(tenancy)
    stated: dict[Home, list[Statement]] = defaultdict(list)
    rows = ArrearsStatement.objects.filter(tenancy__household__in=wanted, as_of__lte=on, is_replaced=False)
    for row in rows.annotate(dwelling=F("tenancy__dwelling"), household=F("tenancy__household")):
        stated[row.dwelling, row.household].append(statement_of(row))
    paid = _paid_by_home(
        ArrearsPayment.objects.filter(tenancy__household__in=wanted, paid_on__lte=on, voided_at=None)
    )
    found: dict[int, tuple[Debt, ...]] = defaultdict(tuple)
    for home, there in tenancies.items():
        found[home[1]] += tuple(_debts(there, stated.get(home, []), paid.get(home, []), on))
    return dict(found)


def _debts(tenancies: list[Tenancy], stated: list[Statement], paid: list[Paid], on: date) -> Iterable[Debt]:
    now = arrears.standing(stated, on=on, limit_cents=0, paid=paid)
    keys = frozenset(one.pk for one in tenancies)
    for one in sorted(now.holding, key=lambda one: one.creditor):
        since = [p for p in paid if p.creditor == one.creditor and arrears.counts(p, one)]
        yield Debt(
            tenancy=tenancies[-1],
            tenancies=keys,
            creditor=one.creditor,
            statement=one.number,
            stated_cents=one.cents,
            as_of=one.as_of,
            source=one.source,
            paid_cents=sum(p.cents for p in since),
            points_cents=sum(p.cents for p in since if p.source == "points"),
            cents=now.owed[one.creditor],
            history=arrears.history(stated, paid, creditor=one.creditor, on=on),
        )


def _paid_by_home(rows: QuerySet[ArrearsPayment]) -> dict[Home, list[Paid]]:
    found: dict[Home, list[Paid]] = defaultdict(list)
    for row in rows.annotate(dwelling=F("tenancy__dwelling"), household=F("tenancy__household")):
        found[row.dwelling, row.household].append(paid_of(row))
    return found


def paid_of(row: ArrearsPayment) -> Paid:
    """A stored payment as the rules see it."""
    return Paid(row.creditor_id, row.paid_on, row.cents, row.recorded_at, row.source)


def statement_of(row: ArrearsStatement) -> Statement:
    """A stored statement as the rules see it."""
    return Statement(
        creditor=row.creditor_id,
        as_of=row.as_of,
        cents=row.amount_cents,
        source=row.source,
        number=row.pk,
        cause=row.no_fault_cause,
        is_replaced=row.is_replaced,
        recorded_at=row.recorded_at,
    )
