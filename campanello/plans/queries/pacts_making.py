"""What a new pact starts from: the person, their plans and household, whom rent is owed, who else may join."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from campanello.core import audit, params
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.models import Organisation
from campanello.people.models import Household, Person
from campanello.people.queries import merges, records
from campanello.plans.models import Plan
from campanello.plans.queries import pacts
from campanello.plans.rules.pacts import Part

MOST_COMPANIONS = 100


@dataclass(frozen=True)
class Ground:
    """From what a pact is made. `companions` are given for a group alone, `adults` for a household."""

    person: Person
    plans: tuple[Plan, ...]
    household: Household | None
    adults: tuple[Person, ...]
    companions: tuple[Person, ...]
    creditor: Organisation | None
    creditors: tuple[Organisation, ...]
    share: Part


@transaction.atomic
def ground(actor: Actor, person: UUID, scope: str, on: date) -> Ground:
    """From what a pact with a person is made; leaves a line for each person who is named.

    Raises:
        NotFound: The person is absent, or not the actor's to write a pact with.
    """
    one = records.person(actor, person, right=Right.WRITE_PLANS)
    plans = tuple(pacts.plans_of(actor, one.pk))
    home = pacts.household_of(one.pk, on)
    adults = tuple(pacts.adults(actor, home, on)) if home and scope == "household" else ()
    companions = _companions(actor, one) if scope == "group" else ()
    audit.read_many(actor, "plans.pact-prepared", {one.pk} | {other.pk for other in (*adults, *companions)})
    default = [params.value(f"plans.share_{part}", on) for part in ("numerator", "denominator")]
    return Ground(
        person=one,
        plans=plans,
        household=home,
        adults=adults,
        companions=companions,
        creditor=pacts.creditor_of(one.pk, on),
        creditors=tuple(pacts.creditors()),
        share=Part(*default) if plans else Part(0, 1),
    )


def person_of_plan(actor: Actor, plan: UUID) -> UUID:
    """Whose plan it is.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    found = Plan.objects.visible_to(actor, Right.WRITE_PLANS).filter(uid=plan).select_related("person")
    one = found.first()
    if one is None:
        raise NotFound
    return one.person.uid


def _companions(actor: Actor, person: Person) -> tuple[Person, ...]:
    """Who else has a plan that runs in the actor's projects, by name."""
    plans = Plan.objects.visible_to(actor, Right.WRITE_PLANS).filter(closed_on=None)
    keys = plans.annotate(root=merges.standing_for("person")).values("root")
    people = Person.objects.current().visible_to(actor, Right.WRITE_PLANS).filter(pk__in=keys)
    ordered = people.exclude(pk=person.pk).order_by("family_name", "given_name", "pk")
    return tuple(ordered[:MOST_COMPANIONS])
