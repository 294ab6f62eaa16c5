"""The register of who is to be asked how they are after a plan, and one moment of one plan with its tries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, may, projects_with
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.core.single import single
from campanello.people.models import Person
from campanello.plans.models import ContactTry, Plan, Result
from campanello.plans.queries.meant import meant
from campanello.plans.queries.plans import OPEN
from campanello.plans.queries.seen import seen, standing
from campanello.plans.rules import results as rules
from campanello.plans.rules.results import Asked, Due, Limits, Status, Tried, Window

SORTS = {"due": ("due_on", "pk"), "new": ("-opens_on", "-pk")}
MOST_ROWS = 10_000
_PARTS = ("plan__person__merged_into", "plan__measure", "plan__project", "recorded_by")


@dataclass(frozen=True)
class Wanted:
    """What the register holds: how urgent, at which moment, with which status, under which measure, in which order.

    `again`: only those whom somebody wanted to try again by today. `words`: of the person or the plan's code.
    """

    due: str = Due.OPEN
    moment: str = ""
    status: str = ""
    measure: str = ""
    again: str = ""
    sort: str = "due"
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One to be asked, or asked: the moment, the person, how urgent it is, how often somebody tried."""

    result: Result
    person: Person
    due: Due
    tries: int
    again_on: date | None
    overdue_days: int


def limits(on: date) -> Limits:
    """The dated parameters of asking whoever's plan ended on a day."""
    return Limits(
        exit_days=params.value("plans.exit_days", on),
        months_after=params.value("plans.six_months", on),
        window_days=params.value("plans.six_months_window", on),
        tries=params.value("plans.result_tries", on),
    )


def result(
    actor: Actor, plan: UUID, moment: str, *, right: Right = Right.READ_PLANS, lock: bool = False
) -> Result:
    """A moment of a plan, with its tries.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    tries = Prefetch("tries", ContactTry.objects.select_related("by"))
    found = Result.objects.filter(plan__uid=plan, moment=moment).select_related(*_PARTS)
    found = found.prefetch_related(tries)
    return single(
        seen(found, actor, right, "plan__"), seen(found, actor, Right.READ_PLANS, "plan__"), lock=lock
    )


def shown(actor: Actor, plan: UUID, moment: str) -> Result:
    """The same for its page; leaves a line.

    Raises:
        NotFound.
    """
    found = result(actor, plan, moment)
    audit.read(actor, "plans.result-read", found, person=standing(found.plan.person).pk)
    return found


def asked(held: Result) -> Asked:
    """A moment as the rules look at it."""
    known = Status(held.status, held.status_on, held.source, held.qualification) if held.status_on else None
    tries = tuple(Tried(day_of(one.at), one.outcome) for one in held.tries.all())
    ended_on = held.plan.closed_on or held.opens_on
    return Asked(held.moment, Window(held.opens_on, held.due_on), limits(ended_on), known, tries)


def register(actor: Actor, wanted: Wanted, on: date) -> Any:
    """Moments of the actor's plans, those overdue first; names nobody by itself."""
    found = _told(Result.objects.all())
    if wanted.due:
        found = found.filter(_due(wanted.due, on))
    for name, path in (("moment", "moment"), ("status", "status"), ("measure", "plan__measure__code")):
        if value := getattr(wanted, name):
            found = found.filter(**{path: value})
    if wanted.again:
        found = found.filter(again_on__lte=on, status="")
    if wanted.words:
        found = found.filter(meant(actor, wanted.words, on, person="plan__person", code="plan__code"))
    order = SORTS.get(wanted.sort, SORTS["due"])
    return seen(found, actor, Right.READ_PLANS, "plan__").order_by(*order)


def lines(actor: Actor, rows: Iterable[Any], on: date) -> list[Line]:
    """Moments out of `register` for a page; leaves a line on everybody named."""
    found = [_line(one, on) for one in rows]
    audit.read_many(actor, "plans.results-read", sorted({one.person.pk for one in found}))
    return found


@transaction.atomic
def exported(actor: Actor, wanted: Wanted, on: date) -> list[Line]:
    """The register for who takes people along; leaves lines. At most MOST_ROWS, in the order asked.

    Raises:
        NotFound: The actor may not take people along.
    """
    if not may(actor, Right.EXPORT_PEOPLE):
        raise NotFound
    rows = register(actor, wanted, on).filter(plan__project__in=projects_with(actor, Right.EXPORT_PEOPLE))
    found = lines(actor, rows[:MOST_ROWS], on)
    audit.exported(actor, "plans.results-exported", rows=len(found))
    return found


def counts(actor: Actor, on: date) -> dict[str, int]:
    """How many wait, and how many of them for too long; how many are to be tried again today. One query."""
    waits = _told(Result.objects.filter(status="", opens_on__lte=on))
    rows = seen(waits.select_related(None), actor, Right.READ_PLANS, "plan__")
    found: dict[str, int] = rows.order_by().aggregate(
        open=Count("pk"),
        overdue=Count("pk", filter=Q(due_on__lt=on)),
        again=Count("pk", filter=Q(again_on__lte=on)),
    )
    return found


def past_end(actor: Actor, on: date) -> QuerySet[Plan]:
    """Plans whose last day is over and that nobody has closed: their people are not in the register yet."""
    held = Plan.objects.filter(state__in=OPEN, ends_on__lte=on).exclude(signed_on=None)
    return seen(held, actor, Right.READ_PLANS)


def unopened(actor: Actor) -> QuerySet[Plan]:
    """Plans that are over, of people who had begun, and of which nobody is asked for yet."""
    over = Plan.objects.filter(closed_on__isnull=False, signed_on__isnull=False, results=None)
    return over.filter(project__in=projects_with(actor, Right.READ_PLANS))


def of_plan(actor: Actor, plan: Plan, on: date) -> dict[str, Any]:
    """What a plan's page shows of how its person was afterwards. The page leaves the line."""
    found = seen(_told(Result.objects.filter(plan=plan)), actor, Right.READ_PLANS, "plan__")
    return {
        "results": [_line(one, on) for one in found],
        "may_write": plan.project_id in projects_with(actor, Right.WRITE_PLANS),
        "is_over": plan.closed_on is not None,
    }


def _told(rows: QuerySet[Result]) -> Any:
    """Moments with how often somebody tried, and when the last one wanted to try again."""
    tries = ContactTry.objects.filter(result=OuterRef("pk")).order_by()
    many = tries.values("result").annotate(many=Count("pk")).values("many")
    last = tries.order_by("-at", "-pk").values("again_on")[:1]
    return rows.select_related(*_PARTS).annotate(tried=Coalesce(Subquery(many), 0), again_on=Subquery(last))


def _line(one: Any, on: date) -> Line:
    due = rules.due(Window(one.opens_on, one.due_on), one.status, on)
    late = (on - one.due_on).days if due is Due.OVERDUE else 0
    again_on = None if one.status else one.again_on
    return Line(one, standing(one.plan.person), due, one.tried, again_on, late)


def _due(due: str, on: date) -> Q:
    waits = Q(status="")
    return {
        Due.OVERDUE: waits & Q(due_on__lt=on),
        Due.OPEN: waits & Q(opens_on__lte=on),
        Due.NOT_YET: waits & Q(opens_on__gt=on),
        Due.KNOWN: ~waits,
    }[Due(due)]
