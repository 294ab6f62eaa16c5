"""Finds pacts, who makes them, what holds of them, and the share of a plan's allowance that goes to arrears."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from campanello.core import bulk, params
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project
from campanello.core.single import single
from campanello.homes.models import ArrearsStatement, Tenancy
from campanello.homes.queries.tenancies import on_day
from campanello.people.models import Household, Involvement, Membership, Person
from campanello.people.queries import households, merges
from campanello.plans.models import Pact, PactParty, PactTerms, Plan, Signature
from campanello.plans.rules import pacts as rules
from campanello.plans.rules.pacts import Holding, Share, Terms


@dataclass(frozen=True)
class Party:
    """Somebody who makes a pact; without a name where the reader may not see the person."""

    key: int
    uid: UUID | None
    name: str


def share_on(plan: int, day: date) -> Share | None:
    """The share of a plan's allowance that goes to arrears on a day, and to whom; None where nothing does.

    For the services and rules that pay; whoever asks was let in to the plan before. Two queries.
    """
    return rules.share_on(shares([plan]).get(plan, ()), day)


def shares(plans: Iterable[int]) -> dict[int, tuple[Holding, ...]]:
    """The pacts on arrears of some plans by plan, for `rules.pacts.share_on` on any day. Two queries for any number.

    A plan without one is left out. A pact that has ended is told too, since what was earned before is paid after.
    """
    found = Pact.objects.filter(plan__in=bulk.among(plans), creditor__isnull=False).exclude(state="draft")
    signed = PactTerms.objects.filter(signed_on__isnull=False)
    by_plan: dict[int, list[Holding]] = {}
    for pact in found.order_by("pk").prefetch_related(Prefetch("terms", signed)):
        by_plan.setdefault(pact.plan_id or 0, []).append(holding(pact))
    return {plan: tuple(held) for plan, held in by_plan.items()}


def holding(pact: Pact) -> Holding:
    """A pact as the rules of shares look at it; its terms are to be loaded with it."""
    terms = tuple(terms_of(one) for one in pact.terms.all())
    return Holding(pact.starts_on, pact.ends_on, pact.creditor_id, terms)


def terms_of(row: PactTerms) -> Terms:
    """Stored terms as the rules see them."""
    return Terms(
        number=row.number,
        gets=row.gets,
        gives=row.gives,
        starts_on=row.starts_on,
        minutes_to_give=row.minutes_to_give,
        numerator=row.share_numerator,
        denominator=row.share_denominator,
        signed_on=row.signed_on,
    )


def pact(actor: Actor, uid: UUID, *, right: Right = Right.READ_PLANS, lock: bool = False) -> Pact:
    """A pact of one of the actor's projects.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = Pact.objects.filter(uid=uid)
    joined = found.visible_to(actor, right).select_related("project", "plan", "household", "creditor")
    return single(joined, found.visible_to(actor), lock=lock)


def parties(actor: Actor, pact: int) -> list[Party]:
    """Who makes a pact, by name as far as the actor may see them; of merged records who stands for them."""
    rows = PactParty.objects.filter(pact=pact).select_related("person__merged_into").order_by("pk")
    people = {one.pk: one for row in rows for one in (row.person.merged_into or row.person,)}
    seen = set(Person.objects.current().visible_to(actor).filter(pk__in=people).values_list("pk", flat=True))
    return [
        Party(key, one.uid if key in seen else None, one.name if key in seen else "")
        for key, one in people.items()
    ]


def party_keys(pact: int) -> list[int]:
    """The keys of who makes a pact, in the order they were added; of merged records who stands for them."""
    rows = PactParty.objects.filter(pact=pact).order_by("pk").annotate(root=merges.standing_for("person"))
    return list(dict.fromkeys(rows.values_list("root", flat=True)))


def signed_by(terms: int) -> list[int | None]:
    """Whose signatures stand under some terms; None is the team's."""
    rows = Signature.objects.filter(pact_terms=terms).annotate(root=merges.standing_for("person"))
    return [None if by == rules.TEAM else root for by, root in rows.values_list("by", "root")]


def terms(pact: int) -> list[PactTerms]:
    """All terms of a pact, the first first."""
    return list(PactTerms.objects.filter(pact=pact).order_by("number"))


def other_share_on(pact: Pact, day: date) -> bool:
    """Whether another pact of the same plan, signed, pays arrears on a day or later."""
    held = Pact.objects.filter(plan=pact.plan_id, creditor__isnull=False).exclude(pk=pact.pk)
    runs = held.filter(Q(ends_on=None) | Q(ends_on__gt=day), state="signed")
    return bool(pact.plan_id) and runs.exists()


def project_of(actor: Actor, person: Person, wanted: int | None = None) -> Project:
    """The project of the actor's that knows a person, the wanted one where several do.

    Raises:
        NotFound: None does in which the actor writes plans.
    """
    mine = projects_with(actor, Right.WRITE_PLANS)
    known = Involvement.objects.filter(merges.of_people("person", [person.pk]), project__in=mine)
    there = Project.objects.filter(pk__in=known.values("project"))
    found = (there.filter(pk=wanted) if wanted is not None else there).order_by("code").first()
    if found is None:
        raise NotFound
    return found


def household_of(person: int, on: date) -> Household | None:
    """The household in which a person lives on a day."""
    stays = merges.stays_of([person]).get(person, [])
    there = [stay.household for stay in stays if on in stay.period]
    return Household.objects.filter(pk__in=there, kind="registry").first()


def adults(actor: Actor, household: Household, on: date) -> list[Person]:
    """The members of age of a household on a day whom the actor may see: who makes its pact."""
    inside = households.members_on([household.pk], on)[household.pk]
    keys = [stay.person for stay in inside]
    people = Person.objects.current().visible_to(actor).filter(pk__in=keys).in_bulk()
    age = params.value("plans.adult_age", on)
    born_by = on.replace(year=on.year - age, day=min(on.day, 28))
    return [people[key] for key in keys if key in people and not (people[key].born_on or date.min) > born_by]


def creditor_of(person: int, on: date) -> Organisation | None:
    """Whom rent is owed: who last stated arrears of the person's home on a day, else the home's owner; None unknown."""
    homes = Membership.objects.filter(on_day(on), merges.of_people("person", [person]), kind="registry")
    tenancies = Tenancy.objects.filter(on_day(on), household__in=homes.values("household")).exclude(
        tenure="shopkeeper"
    )
    stated = ArrearsStatement.objects.filter(
        tenancy__in=tenancies.values("pk"), as_of__lte=on, is_replaced=False, amount_cents__gt=0
    )
    owed = stated.select_related("creditor").order_by("-as_of", "-pk").first()
    if owed:
        return owed.creditor
    home = tenancies.select_related("dwelling__owner").first()
    return home.dwelling.owner if home else None


def creditors() -> QuerySet[Organisation]:
    """Whom rent may be owed: the public landlords and the other bodies, by name."""
    return Organisation.objects.order_by("name")


def plans_of(actor: Actor, person: int) -> QuerySet[Plan]:
    """A person's plans that are not closed, where the actor writes plans."""
    mine = Plan.objects.visible_to(actor, Right.WRITE_PLANS).filter(merges.of_people("person", [person]))
    return mine.filter(closed_on=None).order_by("-starts_on", "-pk")
