"""What erasing a person does to points: what was written of them goes; points, days and the ledger's rows stay."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q

from campanello.people.models import Membership
from campanello.points.models import Account, Award, Donation, Redemption, Reversal, Withheld

# Where a text must stand, and none may.
GONE = "…"


def forget(keys: Collection[int], words: frozenset[str]) -> None:
    """Empty the words about erased people, and about households in which nobody is left who is not erased."""
    mine = Award.objects.filter(person__in=keys)
    mine.filter(state="waiting").update(
        state="withdrawn", decided_at=F("proposed_at"), version=F("version") + 1
    )
    mine.update(what=GONE, evidence=GONE)
    mine.exclude(why_not="").update(why_not=GONE)
    Withheld.objects.filter(attendance__person__in=keys).exclude(settled_how="").update(settled_how=GONE)
    accounts = _accounts(keys)
    either_side = Q(transfer__source__in=accounts) | Q(transfer__target__in=accounts)
    Donation.objects.filter(either_side).exclude(why="").update(why=GONE)
    Reversal.objects.filter(either_side | Q(transfer__reverses__earned_by__in=keys)).update(why=GONE)
    Redemption.objects.filter(account__in=accounts).exclude(returned_why="").update(returned_why=GONE)
    Account.objects.filter(pk__in=accounts).update(gift_code="")


def _accounts(keys: Collection[int]) -> list[int]:
    """Their own accounts, and those of households in which all others are erased too."""
    homes = Membership.objects.filter(person__in=keys).values("household")
    others = Membership.objects.filter(household=OuterRef("household"), person__erased_at=None)
    alone = Account.objects.filter(household__in=homes).exclude(Exists(others.exclude(person__in=keys)))
    own = Account.objects.filter(person__in=keys)
    return [*alone.values_list("pk", flat=True), *own.values_list("pk", flat=True)]
