"""Finds tenancies, and the households and people that may be their holders."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from campanello.core.access import NotFound, NotYours, Right, landlords_with
from campanello.core.actor import Actor
from campanello.core.period import Period
from campanello.homes.models import Dwelling, Tenancy
from campanello.homes.rules.tenancies import Span
from campanello.people.models import Household, Membership, Person
from campanello.people.queries import households


def on_day(day: date) -> Q:
    """What holds on a day, of rows with `starts_on` and an excluded `ends_on`."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gt=day))


def of_people(people: QuerySet[Person]) -> Q:
    """Memberships of people, and of the records that were merged into theirs."""
    keys = people.order_by().values("pk")
    # Two searches put together: with an OR across two indexes the whole table is read row by row.
    return Q(person__in=keys.union(Person.objects.filter(merged_into__in=keys).order_by().values("pk")))


def current(dwellings: QuerySet[Dwelling], *, on: date) -> QuerySet[Tenancy]:
    """The tenancies of dwellings that hold on a day."""
    return Tenancy.objects.filter(on_day(on), dwelling__in=dwellings.values("pk"))


def tenancy(actor: Actor, uid: UUID, *, right: Right = Right.READ_HOMES) -> Tenancy:
    """A tenancy with its dwelling, building and holder.

    Raises:
        NotFound: Absent, or its dwelling is not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = Tenancy.objects.filter(uid=uid).select_related(
        "dwelling__building__neighbourhood__municipality",
        "dwelling__stair",
        "dwelling__owner",
        "household",
        "holder",
    )
    one = found.filter(dwelling__in=Dwelling.objects.visible_to(actor, right)).first()
    if one is None:
        seen = found.filter(dwelling__in=Dwelling.objects.visible_to(actor)).exists()
        raise NotYours if seen else NotFound
    return one


def history(dwelling: Dwelling) -> QuerySet[Tenancy]:
    """A dwelling's tenancies, the latest first."""
    return Tenancy.objects.filter(dwelling=dwelling).select_related("household", "holder")


def visible_households(actor: Actor, right: Right = Right.READ_PERSON) -> QuerySet[Household]:
    """Households with a member whom the actor may see, or that a landlord's officer houses."""
    people = Person.objects.current().visible_to(actor, right)
    members = Membership.objects.filter(of_people(people), household=OuterRef("pk"))
    landlords = landlords_with(actor, Right.READ_HOMES)
    housed = Tenancy.objects.filter(household=OuterRef("pk"), dwelling__owner__in=landlords)
    return Household.objects.filter(Exists(members) | Exists(housed))


def household(actor: Actor, uid: UUID, *, for_update: bool = False) -> Household:
    """A household that the actor may house; `for_update` holds its row, and with it its tenancies.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    found = visible_households(actor).filter(uid=uid)
    one = (found.select_for_update(of=("self",)) if for_update else found).first()
    if one is None:
        raise NotFound
    return one


def members(actor: Actor, household: Household, *, on: date) -> QuerySet[Person]:
    """The members of a household on a day whom the actor may see."""
    there = households.members_on([household.pk], on)[household.pk]
    return Person.objects.current().visible_to(actor).filter(pk__in=[stay.person for stay in there])


def spans_in(dwelling: Dwelling, *, without: Tenancy | None = None) -> list[Span]:
    """The days on which households live in a dwelling, one tenancy left out where it is the one that changes."""
    return _spans(Tenancy.objects.filter(dwelling=dwelling), without)


def spans_of(household: Household, *, without: Tenancy | None = None) -> list[Span]:
    """The days on which a household has homes and shops."""
    return _spans(Tenancy.objects.filter(household=household), without)


def is_code_taken(code: str) -> bool:
    """Whether a tenancy bears the contract's code."""
    return bool(code) and Tenancy.objects.filter(code=code).exists()


def _spans(found: QuerySet[Tenancy], without: Tenancy | None) -> list[Span]:
    rows = found.exclude(pk=without.pk) if without else found
    return [
        Span(Period(starts_on, ends_on), tenure)
        for starts_on, ends_on, tenure in rows.values_list("starts_on", "ends_on", "tenure")
    ]
