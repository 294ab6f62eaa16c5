"""Finds what is owed for a home, as far as whoever asks may see it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from campanello.core import params
from campanello.core.access import NotFound, Right, landlords_with, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation
from campanello.homes.models import ArrearsStatement, Dwelling, Tenancy
from campanello.homes.rules import arrears
from campanello.homes.rules.arrears import Standing, Statement

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


def sees_causes(actor: Actor) -> bool:
    """Whether the actor may read why a household fell behind: never a landlord's officer."""
    return bool(projects_with(actor, Right.READ_ARREARS))


def standings(actor: Actor, dwellings: QuerySet[Dwelling], *, on: date) -> Mapping[Home, Standing]:
    """What each household owes for each of the dwellings on a day, by (dwelling, household). One query.

    A home of which nothing was stated, or nothing that the actor may read, is left out.
    """
    rows = statements(actor).filter(
        tenancy__dwelling__in=dwellings.values("pk"), as_of__lte=on, is_replaced=False
    )
    by_home: dict[Home, list[Statement]] = defaultdict(list)
    for row in rows.annotate(dwelling=F("tenancy__dwelling"), household=F("tenancy__household")):
        by_home[row.dwelling, row.household].append(_statement(row))
    limit = params.value("arrears.band_limit", on)
    return {home: arrears.standing(stated, on=on, limit_cents=limit) for home, stated in by_home.items()}


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
    stated = [_statement(row) for row in rows if row.pk not in set(without)]
    return arrears.standing(stated, on=on, limit_cents=limit)


def _statement(row: ArrearsStatement) -> Statement:
    return Statement(
        creditor=row.creditor_id,
        as_of=row.as_of,
        cents=row.amount_cents,
        source=row.source,
        number=row.pk,
        cause=row.no_fault_cause,
        is_replaced=row.is_replaced,
    )
