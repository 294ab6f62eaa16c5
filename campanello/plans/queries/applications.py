"""Finds applications: lists with the funnel above, and one application's row for who changes it.

A name is told of a person on record to who may see them, and of who is not linked yet from their own answers. Whoever
is named leaves a line.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.single import single
from campanello.lab.queries import naming
from campanello.people.models import Person
from campanello.people.queries import merges, search
from campanello.people.rules.asking import read as read_question
from campanello.plans.models import Application, ApplicationSet, RequirementCheck
from campanello.plans.queries import measures
from campanello.plans.queries.seen import seen
from campanello.plans.rules.applications import Funnel, Limits, late_days

READ = Right.READ_APPLICATIONS
MOST_ROWS = 50_000
_MEANT = 50  # people who may be meant by what was typed
SORTS = {
    "new": ("-received_at", "-pk"),
    "old": ("received_at", "pk"),
    "number": ("measure__code", "number"),
    "due": (F("due_on").asc(nulls_last=True), "received_at", "pk"),
}
LAPSING, LATE, DECIDABLE, FUNDS, UNTOLD, UNKNOWN_WHO = (
    "lapsing",
    "late",
    "decidable",
    "funds",
    "untold",
    "who",
)
DUES = (DECIDABLE, LAPSING, LATE, FUNDS, UNTOLD, UNKNOWN_WHO)


class TooManyApplications(Refused):
    """A file would have more rows than a spreadsheet is comfortable with."""

    code = "plans.too-many-applications"
    text = _("The list has more than %(most)s applications. Narrow the filters, and take it in parts.")


@dataclass(frozen=True)
class Wanted:
    """What a list of applications is asked for; each that is empty leaves all.

    `missing` is a requirement that is not known yet, `due` one of `DUES`, `measure` a code.
    """

    measure: str = ""
    state: str = ""
    channel: str = ""
    through: str = ""
    missing: str = ""
    due: str = ""
    wants_call: bool = False
    words: str = ""
    sort: str = "new"


@dataclass(frozen=True)
class Line:
    """An application as a list shows it. `person` is None where nobody is linked, or the reader may not see them.

    `is_untold` where somebody is linked whose name is not the reader's to see; `late_days` of one that waits.
    """

    application: Application
    person: Person | None
    name: str
    is_untold: bool
    missing: tuple[str, ...]
    late_days: int


def application(actor: Actor, uid: UUID, *, right: Right = READ, lock: bool = False) -> Application:
    """An application that was received by one of the actor's projects.

    Raises:
        NotFound: Absent, a draft, not the actor's, or of somebody whose data are restricted.
        NotYours: The actor may see it but has not the right.
    """
    wanted, known = seen_applications(actor, right), seen_applications(actor)
    return single(joined(wanted.filter(uid=uid)), known.filter(uid=uid), lock=lock)


def seen_applications(actor: Actor, right: Right = READ) -> QuerySet[Application]:
    """The applications of the actor's projects, without those of people whose data are restricted."""
    found: QuerySet[Application] = seen(Application.objects.exclude(state="draft"), actor, right)
    return found


def applications(actor: Actor, wanted: Wanted, on: date, right: Right = READ) -> QuerySet[Application]:
    """The applications of the actor's projects that a list asks for, each with its last check's `results`."""
    found = Application.objects.visible_to(actor, right)
    exact = {
        "measure__code": wanted.measure,
        "state": wanted.state,
        "channel": wanted.channel,
        "came_through": wanted.through,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.wants_call:
        found = found.filter(TO_CALL)
    if wanted.due:
        found = found.filter(due(wanted.due, on))
    if wanted.missing:
        found = found.filter(pk__in=_lacking(found, wanted.missing))
    if wanted.words:
        found = found.filter(_meant(actor, wanted.words, on))
    order = SORTS.get(wanted.sort, SORTS["new"])
    return joined(found).annotate(results=_last_check("results")).order_by(*order)


def lines(actor: Actor, rows: Iterable[Any], on: date, verb: str = "plans.applications-listed") -> list[Line]:
    """Applications out of `applications` as a list shows them; leaves a line for each person who is named."""
    limits = measures.limits(on)
    found = [line_of(actor, row, on, limits) for row in rows]
    audit.read_many(actor, verb, sorted({line.person.pk for line in found if line.person}))
    return found


def line_of(actor: Actor, row: Any, on: date, limits: Limits) -> Line:
    """One application as a list shows it; the caller leaves the line of who is named."""
    person = naming.standing(row.person)
    is_untold = person is not None and not naming.may_name(actor, person, row.project_id)
    is_waiting = row.state == "pending"
    return Line(
        row,
        None if is_untold else person,
        "" if is_untold else (person.name if person else name_in(row.answers)),
        is_untold,
        lacking(row.results) if is_waiting else (),
        late_days(row.received_on, row.due_on, on, limits) if is_waiting else 0,
    )


def name_in(answers: dict[str, Any]) -> str:
    """The name that somebody gave in the form."""
    return f"{answers.get('given_name') or ''} {answers.get('family_name') or ''}".strip()


def lacking(results: Sequence[dict[str, Any]] | None) -> tuple[str, ...]:
    """The requirements that a check did not know the answer to."""
    return tuple(one["code"] for one in results or () if one["verdict"] == "unknown")


def funnel(actor: Actor, measure: str = "") -> Funnel:
    """What became of the applications that were received, under a measure or all of the actor's. One query."""
    found = Application.objects.visible_to(actor)
    if measure:
        found = found.filter(measure__code=measure)
    return Funnel(**found.order_by().aggregate(**measures.counts()))


def ways(actor: Actor) -> list[str]:
    """The labs and bodies through which people came, for the filter."""
    found = Application.objects.visible_to(actor).exclude(came_through="").order_by("came_through")
    return list(found.values_list("came_through", flat=True).distinct()[:100])


@transaction.atomic
def exported(actor: Actor, wanted: Wanted, on: date) -> list[Line]:
    """The applications of a list for who takes people along, without those whose use is restricted; leaves lines.

    Raises:
        NotFound: The actor may not take people along.
        TooManyApplications.
    """
    if not projects_with(actor, Right.EXPORT_PEOPLE):
        raise NotFound
    rows = applications(actor, wanted, on, Right.EXPORT_PEOPLE).filter(
        Q(person=None) | Q(person__restricted_at=None)
    )
    found = list(rows[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        raise TooManyApplications(most=MOST_ROWS)
    told = lines(actor, found, on, "plans.application-exported")
    audit.exported(actor, "plans.applications-exported", rows=len(told))
    return told


def due(which: str, on: date) -> Q:
    """The applications that wait for one thing: see `DUES`."""
    limits = measures.limits(on)
    pending = Q(state="pending")
    return {
        DECIDABLE: pending & Q(pk__in=decidable()),
        LAPSING: pending & Q(due_on__lt=on),
        LATE: pending & Q(due_on=None, received_on__lt=on - timedelta(days=limits.decision_days)),
        FUNDS: measures.WAITS_FOR_FUNDS,
        UNTOLD: Q(state__in=["eligible", "ineligible", "lapsed"], told_at=None),
        UNKNOWN_WHO: Q(person=None, state__in=["pending", "eligible"]),
    }[which]


def decidable() -> QuerySet[Application, Any]:
    """The applications that wait though their last check answers all: they can be decided. By key."""
    answered = Application.objects.filter(state="pending").annotate(answer=_last_check("outcome"))
    return answered.filter(answer__in=["eligible", "ineligible"]).order_by().values("pk")


def earlier_waiting(row: Application) -> tuple[int, int]:
    """How many with a lower number wait under the same measure for a decision or for funds, and the first number.

    One query; 0 and 0 where nobody does.
    """
    before = Application.objects.filter(measure=row.measure_id, number__lt=row.number).order_by()
    waiting = before.filter(Q(state="pending") | measures.WAITS_FOR_FUNDS)
    found = waiting.aggregate(count=Count("pk"), first=Min("number"))
    return found["count"], found["first"] or 0


def open_one(measure: int, person: int, without: int | None = None) -> Application | None:
    """A person's application under a measure that is still open, whichever of their records it is of."""
    theirs = Application.objects.filter(merges.of_people("person", [person]), measure=measure)
    still = theirs.filter(state__in=["pending", "eligible"])
    return (still if without is None else still.exclude(pk=without)).first()


def joined(found: QuerySet[Application]) -> QuerySet[Application]:
    """Rows with what lists and pages show beside them."""
    return found.select_related("person__merged_into", "measure", "project")


# Who withdrew, or whose application came to nothing, is called no more.
TO_CALL = Q(wants_call=True, called_at=None) & ~Q(state__in=["withdrawn", "lapsed"])


def _last_check(field: str) -> Subquery:
    last = RequirementCheck.objects.filter(application=OuterRef("pk"))
    return Subquery(last.order_by("-at", "-pk").values(field)[:1])


def _lacking(found: ApplicationSet, code: str) -> list[int]:
    # What a check answered lies in JSON, which the two databases search differently; those that wait are few.
    rows = found.filter(state="pending").order_by().annotate(results=_last_check("results"))
    return [key for key, results in rows.values_list("pk", "results") if code in lacking(results)]


def _meant(actor: Actor, words: str, on: date) -> Q:
    """Applications of the people who may be meant by a text, of those who gave such a name, or with that number."""
    meant = Q(number=int(words)) if words.isascii() and words.isdigit() and len(words) < 8 else Q(pk__in=())
    asked = read_question(words, on)
    if not asked.is_empty:
        people = [one.person.pk for one in search.people(actor, asked, on=on).found[:_MEANT]]
        meant |= merges.of_people("person", people)
    named = Q(person=None)
    for word in words.split()[:5]:
        named &= Q(answers__given_name__icontains=word) | Q(answers__family_name__icontains=word)
    return meant | named
