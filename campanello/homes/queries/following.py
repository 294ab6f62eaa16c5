"""What was stated of homes, and paid for them, over time: to compare a landlord's statement with a payment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F

from campanello.core import bulk
from campanello.homes.models import ArrearsPayment, ArrearsStatement, Tenancy
from campanello.homes.queries.arrears import Home, paid_of, statement_of
from campanello.homes.rules.arrears import Paid, Statement


@dataclass
class Followed:
    """A home's statements and payments; who asks has found out that they are the actor's to compare."""

    stated: list[Statement] = field(default_factory=list)
    paid: list[Paid] = field(default_factory=list)


def followed(tenancies: Iterable[int], creditor: int) -> dict[int, Followed]:
    """What was stated and paid of the homes of some tenancies, to one creditor, by tenancy. Three queries."""
    homes: dict[int, Home] = {
        key: (dwelling, household)
        for key, dwelling, household in Tenancy.objects.filter(
            pk__in=bulk.among(sorted(tenancies))
        ).values_list("pk", "dwelling", "household")
    }
    households = bulk.among(sorted({household for _, household in homes.values()}))
    found: dict[Home, Followed] = defaultdict(Followed)
    stated = ArrearsStatement.objects.filter(
        tenancy__household__in=households, creditor=creditor, is_replaced=False
    )
    for one in stated.annotate(dwelling=F("tenancy__dwelling"), household=F("tenancy__household")):
        found[one.dwelling, one.household].stated.append(statement_of(one))
    paid = ArrearsPayment.objects.filter(tenancy__household__in=households, creditor=creditor, voided_at=None)
    for row in paid.annotate(dwelling=F("tenancy__dwelling"), household=F("tenancy__household")):
        found[row.dwelling, row.household].paid.append(paid_of(row))
    return {key: found[home] for key, home in homes.items()}
