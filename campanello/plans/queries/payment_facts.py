"""Gathers what a payment run looks at, for some hundred people at a time: the memory it takes does not grow with plans.

For the service that computes a run, which has asked who acts. Names nobody; accounts are told by their keys alone.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet, Sum

from campanello.core import bulk
from campanello.people.models import Person
from campanello.people.queries.merges import records_of, standing_for
from campanello.plans.models import (
    Application,
    BankAccount,
    Pact,
    Payment,
    PaymentLine,
    Plan,
    Purse,
)
from campanello.plans.queries import pacts
from campanello.plans.queries.allowance import counting
from campanello.plans.rules import pacts as pact_rules
from campanello.plans.rules import payments as rules
from campanello.plans.rules.payments import Before, Share

LANDLORD = "landlord"


@dataclass(frozen=True)
class PlanRow:
    """A plan as a run needs it; `committed` is what its application has of the fund, None without an application."""

    plan: int
    state: str
    measure: int
    application: int | None
    committed: int | None


@dataclass(frozen=True)
class Lost:
    """Payments of a plan that failed or came back and were not paid again yet."""

    payments: tuple[int, ...] = ()
    person: int = 0
    landlord: int = 0
    creditor: int | None = None


@dataclass
class PurseRow:
    """What a person has had, over all records that are the same person; what is added goes to `key`."""

    key: int
    services: int
    allowance: int
    more_services: int = 0
    more_allowance: int = 0


@dataclass(frozen=True)
class Gathered:
    """What there is about some people and their plans in the run's project, each by its key."""

    plans: Mapping[int, PlanRow]
    before: Mapping[int, int]
    last: Mapping[int, Before]
    lost: Mapping[int, Lost]
    minutes: Mapping[int, dict[str, int]]
    shares: Mapping[int, Share]
    pacts: Mapping[tuple[int, int], int]
    purses: Mapping[int, PurseRow]
    accounts: Mapping[int, int]
    restricted: Collection[int]
    requirements: Mapping[int, str] = field(default_factory=dict)


def gathered(people: Collection[int], plans: Collection[int], *, before: date) -> Gathered:
    """What a run looks at for some standing people and their plans in its project; holds purses and applications.

    A dozen queries, however many they are. Each of the people has a purse; purses are held in the order of people's
    keys, as by every run.
    """
    standing = records_of(people)
    purses = _purses(standing)
    rows = _plans(plans)
    shares = _shares(plans, before - timedelta(days=1))
    return Gathered(
        plans=rows,
        before=_set_aside(plans),
        last=_last(plans),
        lost=_lost(plans),
        minutes=_minutes(plans, before),
        shares=shares,
        pacts=_pacts(shares),
        purses=purses,
        accounts=_accounts(standing),
        restricted=_restricted(standing),
    )


def people_of(project: int) -> int:
    """How many people have a plan in a project: what the progress of a run is told of."""
    found = Plan.objects.filter(project=project).exclude(state="draft").order_by()
    return int(found.aggregate(all=Count(standing_for("person"), distinct=True))["all"])


def _purses(standing: Mapping[int, int]) -> dict[int, PurseRow]:
    held = Purse.objects.select_for_update().filter(person__in=bulk.among(standing)).order_by("person_id")
    found: dict[int, PurseRow] = {}
    own: dict[int, int] = {}
    for key, person, services, allowance in held.values_list(
        "pk", "person_id", "services_cents", "allowance_cents"
    ):
        root = standing[person]
        if person == root:
            own[root] = key
        row = found.setdefault(root, PurseRow(key, 0, 0))
        row.services += services
        row.allowance += allowance
    for root, row in found.items():
        row.key = own[root]
    return found


def _plans(plans: Iterable[int]) -> dict[int, PlanRow]:
    wanted = bulk.among(plans)
    found: list[tuple[int, str, int, int | None]] = list(
        Plan.objects.filter(pk__in=wanted)
        .order_by()
        .values_list("pk", "state", "measure_id", "application_id")
    )
    asked = [one for *_, one in found if one is not None]
    held = Application.objects.select_for_update().filter(pk__in=bulk.among(asked)).order_by("pk")
    committed: dict[int, int] = dict(held.values_list("pk", "allowance_cents"))
    return {
        plan: PlanRow(plan, state, measure, application, committed.get(application or 0))
        for plan, state, measure, application in found
    }


def _set_aside(plans: Iterable[int]) -> dict[int, int]:
    return dict(live(plans).values("line__plan").annotate(all=Sum("cents")).values_list("line__plan", "all"))


def live(plans: Iterable[int]) -> QuerySet[Payment]:
    """The payments of some plans that are set aside or gone."""
    counts = {"state__in": rules.LIVE, "run__state__in": rules.COUNTING}
    return Payment.objects.filter(line__plan__in=bulk.among(plans), **counts).order_by()


def _last(plans: Iterable[int]) -> dict[int, Before]:
    counts = PaymentLine.objects.filter(plan__in=bulk.among(plans), run__state__in=rules.COUNTING).order_by()
    newest = counts.values("plan").annotate(newest=Max("pk")).values_list("newest", flat=True)
    rows = PaymentLine.objects.filter(pk__in=bulk.among(list(newest))).order_by()
    return {
        plan: Before(allowance, services, frozen.get("account"), tuple(frozen.get("share", ())))
        for plan, allowance, services, frozen in rows.values_list(
            "plan", "allowance_cents", "services_cents", "frozen"
        )
    }


def _lost(plans: Iterable[int]) -> dict[int, Lost]:
    gone = Payment.objects.filter(
        line__plan__in=bulk.among(plans),
        state__in=rules.LOST,
        again_in=None,
        run__state__in=("approved", "ordered", "closed"),
    ).order_by("pk")
    found: dict[int, Lost] = {}
    for key, plan, payee, cents, creditor in gone.values_list(
        "pk", "line__plan", "payee", "cents", "creditor"
    ):
        had = found.get(plan, Lost())
        is_landlord = payee == LANDLORD
        found[plan] = Lost(
            (*had.payments, key),
            had.person + (0 if is_landlord else cents),
            had.landlord + (cents if is_landlord else 0),
            creditor or had.creditor,
        )
    return found


def _minutes(plans: Iterable[int], before: date) -> dict[int, dict[str, int]]:
    rows = counting().filter(plan__in=bulk.among(plans), on__lt=before).order_by()
    found: dict[int, dict[str, int]] = {}
    for plan, service, minutes in rows.values_list("plan", "service").annotate(all=Sum("minutes")):
        found.setdefault(plan, {})[str(service)] = minutes
    return found


def _shares(plans: Iterable[int], day: date) -> dict[int, Share]:
    found = {plan: pact_rules.share_on(held, day) for plan, held in pacts.shares(plans).items()}
    return {plan: Share(*one) for plan, one in found.items() if one}


def _pacts(shares: Mapping[int, Share]) -> dict[tuple[int, int], int]:
    if not shares:
        return {}
    rows = Pact.objects.filter(plan__in=bulk.among(shares), creditor__isnull=False).exclude(state="draft")
    return {
        (plan, creditor): key
        for plan, creditor, key in rows.order_by("pk").values_list("plan", "creditor", "pk")
    }


def _accounts(standing: Mapping[int, int]) -> dict[int, int]:
    rows = BankAccount.objects.filter(person__in=bulk.among(standing), ends_on=None).order_by("pk")
    found: dict[int, int] = {}
    for key, person in rows.values_list("pk", "person_id"):
        # The account under the record that stands goes before one under a record that it absorbed.
        if standing[person] == person or standing[person] not in found:
            found[standing[person]] = key
    return found


def creditor_accounts(creditors: Collection[int]) -> dict[int, int]:
    """The account to which each of some bodies is paid now."""
    rows = BankAccount.objects.filter(organisation__in=creditors, ends_on=None)
    return dict(rows.values_list("organisation_id", "pk"))


def _restricted(standing: Mapping[int, int]) -> set[int]:
    hidden = Q(restricted_at__isnull=False) | Q(erased_at__isnull=False)
    return {
        standing[key]
        for key in Person.objects.filter(hidden, pk__in=bulk.among(standing)).values_list("pk", flat=True)
    }
