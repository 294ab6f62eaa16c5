"""Lists neighbourhoods and buildings in figures, without anybody's name."""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Length

from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.core.models import Organisation
from campanello.homes.models import (
    ArrearsPayment,
    ArrearsStatement,
    Building,
    Dwelling,
    Municipality,
    Tenancy,
)
from campanello.homes.queries.arrears import payments, statements
from campanello.homes.queries.tenancies import on_day
from campanello.homes.rules.values import SOURCE_ORDER
from campanello.people.rules.keys import plain

SORTS = {
    "address": ("street", Length("number"), "number"),
    "place": (
        "neighbourhood__municipality__name",
        "neighbourhood__name",
        "street",
        Length("number"),
        "number",
    ),
    "dwellings": ("-dwelling_count", "street", Length("number"), "number"),
    "empty": ("-empty_count", "street", Length("number"), "number"),
    "arrears": ("-arrears_count", "street", Length("number"), "number"),
}


@dataclass(frozen=True)
class Wanted:
    """What a list of buildings is asked for; each that is empty leaves all."""

    words: str = ""
    municipality: str = ""
    neighbourhood: str = ""
    owner: int | None = None
    in_arrears: bool = False
    sort: str = "address"


def buildings(actor: Actor, wanted: Wanted, *, on: date) -> QuerySet[Building]:
    """The buildings that the actor may see, with figures of those dwellings there that are the actor's to see.

    Each has `dwelling_count`, `let_count`, `empty_count` and, for who may read arrears, `arrears_count`: households
    that owe something for their home there on the day.
    """
    found = Building.objects.visible_to(actor).select_related("neighbourhood__municipality")
    seen = Dwelling.objects.visible_to(actor).filter(building=OuterRef("pk"))
    taken = Tenancy.objects.filter(on_day(on), dwelling=OuterRef("pk"))
    found = found.annotate(
        dwelling_count=_count(seen, "building"),
        let_count=_count(seen.filter(Exists(taken)), "building"),
        empty_count=_count(seen.filter(~Exists(taken), ~Q(owner_kind="private")), "building"),
    )
    sees_arrears = may(actor, Right.READ_ARREARS)
    if sees_arrears:
        counted = found.annotate(arrears_count=_in_arrears(actor, on))
        found = counted.filter(arrears_count__gt=0) if wanted.in_arrears else counted
    sort = wanted.sort if wanted.sort in SORTS and (sees_arrears or wanted.sort != "arrears") else "address"
    return _filtered(found, actor, wanted).order_by(*SORTS[sort], "pk")


def municipalities(actor: Actor) -> QuerySet[Municipality]:
    """Those with a building that the actor may see."""
    there = Building.objects.visible_to(actor).values("neighbourhood__municipality")
    return Municipality.objects.filter(pk__in=there)


def owners(actor: Actor) -> QuerySet[Organisation]:
    """Those of a dwelling that the actor may see."""
    return Organisation.objects.filter(pk__in=Dwelling.objects.visible_to(actor).values("owner"))


def _filtered(found: QuerySet[Building], actor: Actor, wanted: Wanted) -> QuerySet[Building]:
    for word in plain(wanted.words).split():
        by_name = Q(name__icontains=word) | Q(neighbourhood__name__icontains=word)
        found = found.filter(Q(search__contains=word) | by_name)
    if wanted.municipality:
        found = found.filter(neighbourhood__municipality=wanted.municipality)
    if wanted.neighbourhood:
        found = found.filter(neighbourhood__uid=wanted.neighbourhood)
    if wanted.owner:
        theirs = Dwelling.objects.visible_to(actor).filter(owner=wanted.owner)
        found = found.filter(pk__in=theirs.values("building"))
    return found


def _count(rows: QuerySet[Dwelling], of: str) -> Coalesce:
    counted = rows.order_by().values(of).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _in_arrears(actor: Actor, on: date) -> Coalesce:
    """Households of a building that owe something on a day, as `rules.arrears.standing` would say."""
    rank = Case(
        *(When(source=source, then=Value(place)) for place, source in enumerate(SOURCE_ORDER)),
        output_field=IntegerField(),
    )
    stated = ArrearsStatement.objects.filter(as_of__lte=on, is_replaced=False)
    readable = statements(actor).values("pk")
    # The key plus nothing: SQLite then goes by the home, and looks whether a row found there may be read. By the key
    # alone it goes through all that may be read, once for each statement of each building.
    stated = stated.annotate(key=F("pk") + 0)
    later = stated.annotate(other_rank=rank).filter(
        Q(as_of__gt=OuterRef("as_of"))
        | Q(as_of=OuterRef("as_of"), other_rank__gt=OuterRef("rank"))
        | Q(as_of=OuterRef("as_of"), other_rank=OuterRef("rank"), pk__gt=OuterRef("pk")),
        key__in=readable,
        creditor=OuterRef("creditor"),
        tenancy__dwelling=OuterRef("tenancy__dwelling"),
        tenancy__household=OuterRef("tenancy__household"),
    )
    living = Tenancy.objects.filter(
        on_day(on),
        dwelling=OuterRef("tenancy__dwelling"),
        household=OuterRef("tenancy__household"),
    )
    owing = (
        stated.annotate(rank=rank)
        .filter(key__in=readable, amount_cents__gt=0, tenancy__dwelling__building=OuterRef("pk"))
        .filter(~Exists(later), Exists(living))
        .filter(amount_cents__gt=_paid_since(actor, on))
    )
    counted = (
        owing.order_by()
        .annotate(building=F("tenancy__dwelling__building"))
        .values("building")
        .annotate(number=Count("tenancy__dwelling", distinct=True))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _paid_since(actor: Actor, on: date) -> Coalesce:
    """What was paid of a statement's debt after it, as `rules.arrears.counts` would say."""
    after = Q(paid_on__gt=OuterRef("as_of")) | Q(
        paid_on=OuterRef("as_of"), recorded_at__gt=OuterRef("recorded_at")
    )
    same = ArrearsPayment.objects.annotate(key=F("pk") + 0).filter(
        after,
        key__in=payments(actor).values("pk"),
        paid_on__lte=on,
        creditor=OuterRef("creditor"),
        tenancy__dwelling=OuterRef("tenancy__dwelling"),
        tenancy__household=OuterRef("tenancy__household"),
    )
    summed = same.order_by().values("creditor").annotate(all=Sum("cents")).values("all")
    return Coalesce(Subquery(summed, output_field=BigIntegerField()), 0)
