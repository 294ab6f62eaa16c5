"""Which payments to landlords are not booked as arrears paid yet, and for which home each is."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from campanello.homes.models import ArrearsPayment, ArrearsStatement, Tenancy
from campanello.people.queries import merges
from campanello.plans.models import Payment, PaymentRun

REGISTRY, SHOPKEEPER = "registry", "shopkeeper"


def unbooked(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Those that were paid to a landlord and are not booked as a payment of arrears."""
    booked = ArrearsPayment.objects.filter(reference=OuterRef("uid"))
    found = payments.filter(~Exists(booked), payee="landlord", state="paid", value_on__isnull=False)
    return found.select_related("pact", "line__person", "line__plan").order_by("pk")


def of_run(run: PaymentRun) -> list[Payment]:
    """What of a run could not be booked, for who let the actor in to it."""
    return list(unbooked(Payment.objects.filter(run=run)))


def tenancies_of(payments: Iterable[Payment]) -> dict[int, int]:
    """For which tenancy each payment is, by its key; those of nobody's known home are left out. Constant queries.

    The home of the pact's household, else of the person's on the value date: where the creditor has stated a debt
    first, else the one lived in on that day, else the latest.
    """
    listed = list(payments)
    households = _households(listed)
    tenancies: dict[int, list[Tenancy]] = {}
    wanted = {key for keys in households.values() for key in keys}
    for one in (
        Tenancy.objects.filter(household__in=wanted).exclude(tenure=SHOPKEEPER).order_by("starts_on", "pk")
    ):
        tenancies.setdefault(one.household_id, []).append(one)
    owing = _owing(wanted)
    found = {}
    for payment in listed:
        there = [one for key in households[payment.pk] for one in tenancies.get(key, [])]
        if there and payment.value_on is not None:
            creditor, day = payment.creditor_id, payment.value_on
            best = max(
                there,
                key=lambda one: (
                    (one.dwelling_id, one.household_id, creditor) in owing,
                    _lives(one, day),
                    one.starts_on,
                ),
            )
            found[payment.pk] = best.pk
    return found


def _lives(one: Tenancy, day: date) -> bool:
    return one.starts_on <= day and (one.ends_on is None or day < one.ends_on)


def _owing(households: Iterable[int]) -> set[tuple[int, int, int]]:
    rows = ArrearsStatement.objects.filter(
        tenancy__household__in=list(households), is_replaced=False, amount_cents__gt=0
    )
    return set(rows.values_list("tenancy__dwelling", "tenancy__household", "creditor"))


def _households(payments: Iterable[Payment]) -> dict[int, list[int]]:
    """The households whose homes a payment may be for: the pact's own, else the registry's of the person."""
    listed = list(payments)
    people = {one.line.person.merged_into_id or one.line.person_id for one in listed}
    stays = merges.stays_of(people)
    found = {}
    for one in listed:
        if one.pact is not None and one.pact.household_id is not None:
            found[one.pk] = [one.pact.household_id]
            continue
        person, day = one.line.person.merged_into_id or one.line.person_id, one.value_on
        own = [stay for stay in stays.get(person, []) if stay.kind == REGISTRY]
        on_day = [stay.household for stay in own if day is not None and day in stay.period]
        found[one.pk] = on_day or [own[-1].household] if own else []
    return found
