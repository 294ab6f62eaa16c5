"""Lists of plans: filtered, searched, sorted, and as a file. Whoever is named on a page leaves a line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from campanello.accounts.models import User
from campanello.core import audit, params
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation
from campanello.people.queries import search
from campanello.people.queries.merges import of_people
from campanello.people.rules.asking import read as read_question
from campanello.plans.models import Measure, Plan, PlanService, PlanVersion
from campanello.plans.queries.plans import joined
from campanello.plans.queries.seen import seen, standing
from campanello.plans.rules.plans import State, last_day

SORTS = {
    "new": ("-starts_on", "-pk"),
    "end": ("ends_on", "pk"),
    "name": ("person__family_name", "person__given_name", "pk"),
    "code": ("code",),
}
SOON, OVER = "soon", "over"
# A version with services that both sides have not signed yet: no state of the plan, but asked for like one.
UNSIGNED = "unsigned"
RUNNING = (State.SIGNED, State.ACTIVE, State.SUSPENDED, State.EXTENDED)
_MEANT = 50  # people who may be meant by what was typed


@dataclass(frozen=True)
class Wanted:
    """What a list of plans is asked for; each that is empty leaves all. `ends`: soon, or over and not closed."""

    state: str = ""
    measure: str = ""
    manager: int | None = None
    deliverer: int | None = None
    ends: str = ""
    words: str = ""
    sort: str = "new"


@dataclass(frozen=True)
class Line:
    """A plan as a list shows it, with the name of the record that stands for its person."""

    plan: Plan
    person: UUID
    name: str
    planned_minutes: int
    last_day: date


@dataclass(frozen=True)
class Choices:
    """What a list may be narrowed to."""

    measures: tuple[Measure, ...]
    managers: tuple[User, ...]
    deliverers: tuple[Organisation, ...]


def plans(actor: Actor, wanted: Wanted, on: date, right: Right = Right.READ_PLANS) -> QuerySet[Plan]:
    """The plans that a list asks for, of the projects where the actor has a right; each has `planned_minutes`."""
    found: Any = seen(Plan.objects.all(), actor, right)
    if wanted.state == UNSIGNED:
        found = found.filter(_unsigned())
    exact = {
        "state": "" if wanted.state == UNSIGNED else wanted.state,
        "measure__code": wanted.measure,
        "case_manager": wanted.manager,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.deliverer:
        delivered = PlanService.objects.filter(plan_version__plan=OuterRef("pk"), deliverer=wanted.deliverer)
        found = found.filter(Exists(delivered))
    if wanted.ends:
        found = found.filter(_ends(wanted.ends, on))
    if wanted.words:
        found = found.filter(_meant(actor, wanted.words, on))
    order = SORTS.get(wanted.sort, SORTS["new"])
    return _with_minutes(joined(found)).order_by(*order)  # type: ignore[no-any-return]


def lines(actor: Actor, rows: Iterable[Any], on: date, verb: str = "plans.plans-listed") -> list[Line]:
    """Plans out of `plans` as a list shows them; leaves a line for each person who is named."""
    found = [_line(row) for row in rows]
    audit.read_many(actor, verb, sorted({standing(line.plan.person).pk for line in found}))
    return found


@transaction.atomic
def exported(actor: Actor, wanted: Wanted, on: date) -> list[Line]:
    """The plans of a list for who takes people along, without those whose use is restricted; leaves lines.

    Raises:
        NotFound: The actor may not take people along.
    """
    mine = projects_with(actor, Right.EXPORT_PEOPLE)
    if not mine:
        raise NotFound
    rows = plans(actor, wanted, on).filter(project__in=mine)
    free = rows.filter(person__restricted_at=None, person__merged_into__restricted_at=None)
    found = lines(actor, free, on, "plans.plan-exported")
    audit.exported(actor, "plans.plans-exported", rows=len(found))
    return found


def choices(actor: Actor) -> Choices:
    """What the actor's list may be narrowed to: three queries."""
    mine = projects_with(actor, Right.READ_PLANS)
    led = Plan.objects.filter(project__in=mine, case_manager__isnull=False)
    delivered = PlanService.objects.filter(plan_version__plan__project__in=mine, deliverer__isnull=False)
    return Choices(
        measures=tuple(Measure.objects.filter(project__in=mine).order_by("code")),
        managers=tuple(User.objects.filter(pk__in=led.values("case_manager")).order_by("name", "username")),
        deliverers=tuple(Organisation.objects.filter(pk__in=delivered.values("deliverer")).order_by("name")),
    )


def ending_soon(actor: Actor, on: date) -> int:
    """How many plans that run end soon. One query."""
    return int(seen(Plan.objects.filter(_ends(SOON, on)), actor, Right.READ_PLANS).count())


def past_end(actor: Actor, on: date) -> int:
    """How many plans are over by their days and not closed by an act. One query."""
    return int(seen(Plan.objects.filter(_ends(OVER, on)), actor, Right.READ_PLANS).count())


def _unsigned() -> Q:
    """Plans that are open, with services in a version that waits for a signature."""
    waiting = PlanVersion.objects.filter(plan=OuterRef("pk"), signed_on=None)
    filled = PlanService.objects.filter(plan_version__plan=OuterRef("pk"), plan_version__signed_on=None)
    return Q(Exists(waiting), Exists(filled), state__in=[State.DRAFT, *RUNNING])


def _ends(which: str, on: date) -> Q:
    if which == OVER:
        return Q(state__in=RUNNING, ends_on__lte=on)
    until = on + timedelta(days=params.value("plans.ends_soon_days", on))
    return Q(state__in=RUNNING, ends_on__gt=on, ends_on__lte=until)


def _meant(actor: Actor, words: str, on: date) -> Q:
    """Plans with a code like that, and those of the people who may be meant by a text."""
    coded = Q(code__icontains=words.strip())
    asked = read_question(words, on)
    if asked.is_empty:
        return coded
    people = [one.person.pk for one in search.people(actor, asked, on=on).found[:_MEANT]]
    return coded | of_people("person", people)


def _with_minutes(found: Any) -> Any:
    latest = (
        PlanVersion.objects.filter(plan=OuterRef("plan_version__plan")).order_by("-number").values("pk")[:1]
    )
    rows = PlanService.objects.filter(plan_version__plan=OuterRef("pk"), plan_version=Subquery(latest))
    summed = rows.order_by().values("plan_version__plan").annotate(n=Sum(F("minutes"))).values("n")
    minutes = Coalesce(Subquery(summed, output_field=IntegerField()), 0)
    return found.annotate(planned_minutes=minutes)


def _line(row: Any) -> Line:
    person = standing(row.person)
    return Line(row, person.uid, person.name, row.planned_minutes, last_day(row.ends_on))
