"""Finds vacancies and short courses, who was put forward for them, and the jobs that people found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Avg, Count, Q, QuerySet

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.single import single
from campanello.homes.models import Municipality
from campanello.people.models import Person
from campanello.people.queries import merges
from campanello.plans.models import Candidacy, JobFound, Plan, Vacancy
from campanello.plans.queries.matching import open_on

SORTS = {"new": ("-opens_on", "-pk"), "closing": ("closes_on", "pk"), "title": ("title", "pk")}
OPEN, CLOSED, TO_COME = "open", "closed", "to_come"


@dataclass(frozen=True)
class Wanted:
    """What a list of vacancies is asked for; each that is empty leaves all."""

    words: str = ""
    kind: str = ""
    state: str = OPEN
    municipality: str = ""
    language: str = ""
    sort: str = "new"


@dataclass(frozen=True)
class Put:
    """Somebody put forward; without a name where the reader may not see the person."""

    row: Candidacy
    person: UUID | None
    name: str


@dataclass(frozen=True)
class Job:
    """A job that somebody found; without a name where the reader may not see the person."""

    row: JobFound
    person: UUID | None
    name: str


@dataclass(frozen=True)
class JobFigures:
    """Jobs found in figures."""

    jobs: int
    people: int
    through_vacancies: int
    weekly_minutes: int | None


def vacancy(actor: Actor, uid: UUID, *, right: Right = Right.READ_PLANS, lock: bool = False) -> Vacancy:
    """A vacancy of one of the actor's projects.

    Raises:
        NotFound, NotYours.
    """
    found = Vacancy.objects.filter(uid=uid)
    return single(
        found.filter(project__in=projects_with(actor, right)).select_related("project"),
        found.filter(project__in=projects_with(actor, Right.READ_PLANS)),
        lock=lock,
    )


def vacancies(actor: Actor, wanted: Wanted, on: date) -> QuerySet[Any]:
    """The vacancies of the actor's projects; each with `put` and `hired`, how many people."""
    found: Any = Vacancy.objects.filter(project__in=projects_with(actor, Right.READ_PLANS))
    if wanted.state == OPEN:
        found = found.filter(open_on(on))
    elif wanted.state == CLOSED:
        found = found.filter(closes_on__lte=on)
    elif wanted.state == TO_COME:
        found = found.filter(opens_on__gt=on)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.municipality:
        found = found.filter(municipality=wanted.municipality)
    if wanted.language:
        found = found.filter(languages__contains=wanted.language)
    for word in wanted.words.split()[:6]:
        found = found.filter(
            Q(title__icontains=word) | Q(employer__icontains=word) | Q(skills__icontains=word)
        )
    counted: QuerySet[Any] = found.annotate(
        put=Count("candidacies"), hired=Count("candidacies", filter=Q(candidacies__state="hired"))
    )
    return counted.order_by(*SORTS.get(wanted.sort, SORTS["new"]))


def municipalities(actor: Actor) -> QuerySet[Municipality]:
    """The municipalities in which the actor's projects have vacancies, by name."""
    mine = Vacancy.objects.filter(project__in=projects_with(actor, Right.READ_PLANS)).exclude(municipality="")
    return Municipality.objects.filter(pk__in=mine.values("municipality")).order_by("name")


def towns(codes: Iterable[str]) -> dict[str, str]:
    """The names of municipalities by their ISTAT codes. One query."""
    return {one.istat: one.name for one in Municipality.objects.filter(pk__in={*codes} - {""})}


def candidacy(actor: Actor, uid: UUID, *, right: Right = Right.READ_PLANS, lock: bool = False) -> Candidacy:
    """Somebody put forward, of one of the actor's projects.

    Raises:
        NotFound, NotYours.
    """
    found = Candidacy.objects.filter(uid=uid)
    return single(
        found.filter(vacancy__project__in=projects_with(actor, right)).select_related(
            "person__merged_into", "vacancy"
        ),
        found.filter(vacancy__project__in=projects_with(actor, Right.READ_PLANS)),
        lock=lock,
    )


@transaction.atomic
def put_forward(actor: Actor, vacancy: Vacancy) -> list[Put]:
    """Who was put forward for a vacancy; leaves a line for each who is named."""
    rows = list(Candidacy.objects.filter(vacancy=vacancy).select_related("person__merged_into"))
    seen = _seen(actor, [row.person.merged_into_id or row.person_id for row in rows])
    audit.read_many(actor, "plans.candidates-read", sorted(seen), vacancy=vacancy.pk)
    return [Put(row, *_named(row, seen)) for row in rows]


def candidacies_of(actor: Actor, person: int) -> list[Candidacy]:
    """For what a person who is the actor's to see was put forward, the latest first."""
    found = Candidacy.objects.filter(merges.of_people("person", [person]))
    mine = found.filter(vacancy__project__in=projects_with(actor, Right.READ_PLANS))
    return list(mine.select_related("vacancy"))


def jobs(actor: Actor, words: str = "", year: int | None = None, right: Right = Right.READ_PLANS) -> Any:
    """The jobs found by people of the actor's projects, the latest first."""
    found: Any = JobFound.objects.filter(project__in=projects_with(actor, right))
    if year:
        found = found.filter(starts_on__year=year)
    for word in words.split()[:6]:
        people = Person.objects.visible_to(actor).filter(
            Q(family_name__icontains=word) | Q(given_name__icontains=word)
        )
        named = Q(person__in=people.values("pk")) | Q(person__merged_into__in=people.values("pk"))
        found = found.filter(named | Q(employer__icontains=word) | Q(contract__icontains=word))
    return found.select_related("person__merged_into", "vacancy", "plan")


def job_figures(found: Any) -> JobFigures:
    """Some jobs in figures. One query."""
    told = found.order_by().aggregate(
        jobs=Count("pk"),
        people=Count(merges.standing_for("person"), distinct=True),
        through=Count("pk", filter=Q(vacancy__isnull=False)),
        minutes=Avg("weekly_minutes"),
    )
    minutes = round(told["minutes"]) if told["minutes"] is not None else None
    return JobFigures(told["jobs"], told["people"], told["through"], minutes)


def job_years(actor: Actor) -> list[int]:
    """The years in which jobs were found, the latest first."""
    return [day.year for day in jobs(actor).order_by().dates("starts_on", "year", order="DESC")]


def job_lines(actor: Actor, rows: Iterable[Any], verb: str = "plans.jobs-listed") -> list[Job]:
    """Jobs as a list shows them; leaves a line for each person named."""
    found = list(rows)
    seen = _seen(actor, [row.person.merged_into_id or row.person_id for row in found])
    audit.read_many(actor, verb, sorted(seen))
    return [Job(row, *_named(row, seen)) for row in found]


@transaction.atomic
def jobs_exported(actor: Actor, words: str, year: int | None) -> list[Job]:
    """The jobs of a list for who takes people along, without restricted people's; leaves lines.

    Raises:
        NotFound: The actor may not take people along.
    """
    if not projects_with(actor, Right.EXPORT_PEOPLE):
        raise NotFound
    rows = jobs(actor, words, year, Right.EXPORT_PEOPLE).filter(person__restricted_at=None)
    found = job_lines(actor, rows, "plans.job-exported")
    audit.exported(actor, "plans.jobs-exported", rows=len(found))
    return found


def jobs_of_plan(actor: Actor, plan: Plan) -> list[Job]:
    """The jobs that a plan's person found, for the plan's page."""
    person = plan.person.merged_into_id or plan.person_id
    return job_lines(actor, jobs(actor).filter(merges.of_people("person", [person])), "plans.job-read")


def _seen(actor: Actor, keys: Iterable[int]) -> set[int]:
    people = Person.objects.current().visible_to(actor).filter(pk__in=set(keys))
    return set(people.values_list("pk", flat=True))


def _named(row: Any, seen: set[int]) -> tuple[UUID | None, str]:
    person = row.person.merged_into or row.person
    return (person.uid, person.name) if person.pk in seen else (None, "")
