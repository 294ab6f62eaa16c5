"""Finds payment runs, their lines and payments. Who approves reads codes and figures; names are for who proposes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet, Sum

from campanello.accounts.models import User
from campanello.core import audit, jobs
from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.jobs import Seen
from campanello.core.models import Project
from campanello.core.reach import reach
from campanello.core.single import single
from campanello.people.models import Person
from campanello.people.rules.humans import Account
from campanello.plans.models import Payment, PaymentLine, PaymentRun, Plan
from campanello.plans.queries.payment_facts import live
from campanello.plans.rules import payments as rules
from campanello.plans.rules.funds import Sums

MOST_ROWS = 20_000
SORTS = {
    "plan": ("plan__code",),
    "-due": ("-due_cents", "plan__code"),
    "-minutes": ("-counted_minutes", "plan__code"),
    "number": ("pk",),
}
WHICH = ("paid", "held", "changed", "over")


@dataclass(frozen=True)
class Wanted:
    """What a list of lines is asked for: text of a plan's code, which lines, for which reason, in which order."""

    text: str = ""
    which: str = ""
    why: str = ""
    change: str = ""
    sort: str = "number"


@dataclass(frozen=True)
class Shown:
    """A line as a page shows it; `name` for who proposes in the project alone, `uid` to open the plan."""

    line: PaymentLine
    name: str
    uid: UUID | None
    payments: tuple[Payment, ...]


@dataclass(frozen=True)
class Figures:
    """A run in figures: lines, of them held by reason and changed by what; cents by state of the payment."""

    lines: int
    held: dict[str, int]
    changed: dict[str, int]
    over: int
    held_cents: int
    states: dict[str, tuple[int, int]]
    before: "PaymentRun | None"


def runs(actor: Actor, *, state: str = "", project: int | None = None) -> QuerySet[PaymentRun]:
    """The runs of the projects whose payments the actor reads, latest first."""
    found = PaymentRun.objects.filter(project__in=reach(actor, Right.READ_PAYMENTS))
    found = found.select_related("project", "proposed_by", "approved_by")
    if state:
        found = found.filter(state=state)
    return found.filter(project=project) if project is not None else found


def run(actor: Actor, uid: UUID, *, right: Right = Right.READ_PAYMENTS, lock: bool = False) -> PaymentRun:
    """A run of one of the actor's projects.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = PaymentRun.objects.filter(uid=uid).select_related(
        "project", "proposed_by", "approved_by", "ordered_by"
    )
    seen = found.filter(project__in=reach(actor, Right.READ_PAYMENTS))
    return single(found.filter(project__in=reach(actor, right)), seen, lock=lock)


def projects(actor: Actor, right: Right = Right.PROPOSE_PAYMENTS) -> list[Project]:
    """The projects in which the actor has a right over payments, by code."""
    return list(Project.objects.filter(pk__in=projects_with(actor, right)).order_by("code"))


def open_run(project: int) -> PaymentRun | None:
    """The run of a project that is neither approved nor void, if there is one."""
    return PaymentRun.objects.filter(project=project, state__in=("computing", "proposed")).first()


def next_number(project: int) -> int:
    """The number of a project's next run."""
    return (PaymentRun.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0) + 1


def job_of(actor: Actor, held: PaymentRun) -> Seen | None:
    """The job that computes a run, as far as the actor may see it."""
    found = jobs.jobs(actor).filter(subject=held.uid).first()
    return jobs.seen(found) if found else None


def figures(held: PaymentRun) -> Figures:
    """A run in figures. Five queries, however many lines; for who let the actor in to it."""
    lines = PaymentLine.objects.filter(run=held).order_by()
    whys = lines.exclude(held_why="").values_list("held_why").annotate(all=Count("pk"))
    states = Payment.objects.filter(run=held).order_by().values_list("state")
    told = lines.aggregate(
        all=Count("pk"),
        over=Count("pk", filter=~Q(capped="")),
        **{code: Count("pk", filter=Q(changed__contains=code)) for code in rules.CHANGES},
    )
    held_cents = sum(one.get("held", 0) for one in _held_frozen(held))
    return Figures(
        lines=told["all"],
        held=dict(whys),
        changed={code: told[code] for code in rules.CHANGES if told[code]},
        over=told["over"],
        held_cents=held_cents,
        states={state: (count, cents) for state, count, cents in states.annotate(Count("pk"), Sum("cents"))},
        before=_before(held),
    )


def _held_frozen(held: PaymentRun) -> Iterable[dict[str, Any]]:
    rows = PaymentLine.objects.filter(run=held).exclude(held_why="")
    return rows.values_list("frozen", flat=True).iterator(2_000)


def _before(held: PaymentRun) -> PaymentRun | None:
    earlier = PaymentRun.objects.filter(
        project=held.project_id, number__lt=held.number, state__in=rules.COUNTING
    )
    return earlier.order_by("-number").first()


def lines(held: PaymentRun, wanted: Wanted) -> QuerySet[PaymentLine]:
    """The lines of a run that are asked for; names nobody by itself."""
    found = PaymentLine.objects.filter(run=held).select_related("plan", "plan__measure")
    if wanted.text:
        found = found.filter(plan__code__icontains=wanted.text)
    which = {
        "paid": Q(due_cents__gt=0),
        "held": ~Q(held_why=""),
        "changed": ~Q(changed__in=("", rules.FIRST)),
        "over": ~Q(capped=""),
    }
    if wanted.which in which:
        found = found.filter(which[wanted.which])
    if wanted.why:
        found = found.filter(held_why=wanted.why)
    if wanted.change:
        found = found.filter(changed__contains=wanted.change)
    return found.order_by(*SORTS.get(wanted.sort, ("pk",)))


@transaction.atomic
def shown(actor: Actor, held: PaymentRun, page: Iterable[PaymentLine]) -> list[Shown]:
    """Lines for a page, with their payments; leaves a line on everybody whose name is told. Two queries at most."""
    listed = list(page)
    paid: dict[int, list[Payment]] = {}
    for one in Payment.objects.filter(line__in=listed).select_related("creditor", "account").order_by("pk"):
        paid.setdefault(one.line_id, []).append(one)
    people = _named(actor, held, listed)
    audit.read_many(actor, "plans.payment-lines-read", sorted(people))
    return [
        Shown(
            line,
            people[line.person_id].name if line.person_id in people else "",
            line.plan.uid if line.person_id in people else None,
            tuple(paid.get(line.pk, ())),
        )
        for line in listed
    ]


@transaction.atomic
def exported(actor: Actor, uid: UUID, wanted: Wanted) -> tuple[PaymentRun, list[PaymentLine]]:
    """The lines of a run for a file, without names; leaves a line. At most MOST_ROWS.

    Raises:
        NotFound.
    """
    held = run(actor, uid)
    rows = list(lines(held, wanted)[:MOST_ROWS])
    audit.exported(actor, "plans.payment-lines-exported", held, rows=len(rows))
    return held, rows


def _named(actor: Actor, held: PaymentRun, listed: list[PaymentLine]) -> dict[int, Person]:
    if not may_name(actor, held.project_id):
        return {}
    keys = {one.person_id for one in listed}
    return Person.objects.current().visible_to(actor).filter(pk__in=keys).in_bulk()


def may_name(actor: Actor, project: int) -> bool:
    """Whether the actor reads names and accounts of who is paid in a project."""
    return project in projects_with(actor, Right.PROPOSE_PAYMENTS)


def payment(actor: Actor, uid: UUID, *, right: Right = Right.PROPOSE_PAYMENTS, lock: bool = False) -> Payment:
    """A payment of one of the actor's projects; its run is held with it where it is to be changed.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = Payment.objects.filter(uid=uid).select_related(
        "run__project", "line__plan", "creditor", "account"
    )
    mine = found.filter(run__project__in=reach(actor, right))
    seen = found.filter(run__project__in=reach(actor, Right.READ_PAYMENTS))
    one = single(mine, seen)
    if not lock:
        return one
    PaymentRun.objects.select_for_update().get(pk=one.run_id)
    return single(mine, seen, lock=True)


@transaction.atomic
def payment_read(actor: Actor, uid: UUID) -> Payment:
    """A payment for its own page; leaves a line.

    Raises:
        NotFound, NotYours.
    """
    one = payment(actor, uid)
    audit.read(actor, "plans.payment-read", one, person=one.line.person_id)
    return one


def account_of(user: int) -> Account:
    """Who an account is, as far as it tells whose hand it is."""
    found = User.objects.get(pk=user)
    return Account(found.pk, found.name, found.email, found.person)


def set_aside(plans: Iterable[int]) -> dict[int, int]:
    """Cents that runs have set aside or paid, by plan: what was committed for a plan can't be given back below it."""
    return dict(live(list(plans)).values_list("line__plan").annotate(all=Sum("cents")))


def used_of(plan: int) -> Sums:
    """What of a plan's funds is used: services that runs have counted, allowance that they set aside or paid."""
    counted = PaymentLine.objects.filter(plan=plan, run__state__in=rules.COUNTING)
    services = counted.aggregate(most=Max("services_cents"))["most"] or 0
    return Sums(services, set_aside([plan]).get(plan, 0))


@dataclass(frozen=True)
class LineOfPlan:
    """A run's line for a plan, with its payments; `why` nothing was paid, in words."""

    line: PaymentLine
    payments: tuple[Payment, ...]

    @property
    def why(self) -> str:
        """The reason, to be translated."""
        return rules.HOLDS.get(self.line.held_why, "")


@dataclass(frozen=True)
class OfPlan:
    """What a plan's page tells of payments: cents paid, to come, lost and not paid again; the lines, latest first."""

    paid_cents: int
    coming_cents: int
    lost_cents: int
    rows: tuple[LineOfPlan, ...]
    may_read_account: bool


def of_plan(actor: Actor, plan: Plan, _on: date) -> OfPlan:
    """A plan's payments, the latest first; for who let the actor in to the plan. Two queries."""
    found = PaymentLine.objects.filter(plan=plan, run__state__in=rules.COUNTING).select_related("run")
    lines = list(found.order_by("-pk"))
    paid: dict[int, list[Payment]] = {}
    sums = dict.fromkeys(("paid", "coming", "lost", "again"), 0)
    for one in Payment.objects.filter(line__in=lines).select_related("creditor").order_by("pk"):
        paid.setdefault(one.line_id, []).append(one)
        sums[_sum_of(one)] += one.cents
    return OfPlan(
        paid_cents=sums["paid"],
        coming_cents=sums["coming"],
        lost_cents=sums["lost"],
        rows=tuple(LineOfPlan(one, tuple(paid.get(one.pk, ()))) for one in lines),
        may_read_account=plan.project_id in projects_with(actor, Right.WRITE_PLANS),
    )


def _sum_of(payment: Payment) -> str:
    if payment.state == "paid":
        return "paid"
    if payment.state in rules.LIVE:
        return "coming"
    return "lost" if payment.again_in_id is None else "again"
