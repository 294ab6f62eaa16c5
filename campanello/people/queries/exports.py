"""What leaves of people as a table: the columns of the import, so that it can be corrected and brought in again.

Never STP and ENI codes, never facts of special categories, never people whose record is restricted.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.people.models import (
    Citizenship,
    ContactWay,
    EmploymentStatus,
    IdentityCode,
    Involvement,
    Language,
    Person,
)
from campanello.people.queries import merges

AT_ONCE = 2_000
# What a list may show, the one to prefer last. STP and ENI codes tell that somebody has no permit: they stay here.
CODES = ("local", "cf_provisional", "cf")


@dataclass(frozen=True)
class Row:
    """A person in a list; codes of the value lists, to be put into words by who writes the file."""

    code: str
    family_name: str
    given_name: str
    sex: str
    born_on: date | None
    birth_place: str
    citizenship: str
    education: str
    employment: str
    language: str
    phone: str
    email: str
    address: str
    province: str
    projects: tuple[str, ...]


def projects(actor: Actor) -> list[Project]:
    """The projects whose people the actor may take along."""
    return list(Project.objects.filter(pk__in=projects_with(actor, Right.EXPORT_PEOPLE)))


@transaction.atomic
def people(actor: Actor, *, on: date, project: int | None = None) -> list[Row]:
    """The people of the actor's projects, or of one of them, by name. A line on each, and one on the file.

    Raises:
        NotFound: The actor does not take people along, or not those of the project.
    """
    mine = projects_with(actor, Right.EXPORT_PEOPLE)
    if not mine or (project is not None and project not in mine):
        raise NotFound
    wanted = {project} if project is not None else mine
    known = Q(involvements__project__in=wanted) | Q(absorbed__involvements__project__in=wanted)
    found = Person.objects.current().visible_to(actor, Right.EXPORT_PEOPLE).filter(known, restricted_at=None)
    ordered = list(found.distinct().order_by("family_name", "given_name", "pk"))
    audit.read_many(actor, "people.person-exported", [person.pk for person in ordered])
    audit.exported(actor, "people.people-exported", rows=len(ordered), project=project)
    names = {one.pk: one.code for one in Project.objects.filter(pk__in=mine)}
    return [row for some in _some(ordered) for row in _rows(some, names, on)]


def _some(people: list[Person]) -> Iterator[list[Person]]:
    for at in range(0, len(people), AT_ONCE):
        yield people[at : at + AT_ONCE]


def _rows(people: list[Person], projects: Mapping[int, str], on: date) -> Iterator[Row]:
    standing = merges.records_of(person.pk for person in people)
    held = IdentityCode.objects.filter(person__in=standing, ends_on=None, kind__in=CODES)
    codes = {
        standing[person]: value
        for person, _kind, value in sorted(
            held.values_list("person", "kind", "value"), key=lambda row: CODES.index(row[1])
        )
    }
    citizenships = Citizenship.objects.filter(person__in=standing).order_by("is_first", "pk")
    countries = _last(standing, citizenships, "country")
    work = EmploymentStatus.objects.filter(person__in=standing, starts_on__lte=on).order_by("starts_on", "pk")
    statuses = _last(standing, work, "status")
    spoken = _last(
        standing, Language.objects.filter(person__in=standing).order_by("is_preferred", "-pk"), "code"
    )
    ways = ContactWay.objects.filter(person__in=standing, ends_on=None).order_by("-pk")
    phones = _last(standing, ways.filter(kind="phone"), "value")
    mails = _last(standing, ways.filter(kind="email"), "value")
    known: dict[int, set[str]] = defaultdict(set)
    for person, project in Involvement.objects.filter(person__in=standing, project__in=projects).values_list(
        "person", "project"
    ):
        known[standing[person]].add(projects[project])
    for one in people:
        yield Row(
            code=codes.get(one.pk, ""),
            family_name=one.family_name,
            given_name=one.given_name,
            sex=one.sex,
            born_on=one.born_on,
            birth_place=one.birth_place,
            citizenship=countries.get(one.pk, ""),
            education=one.education,
            employment=statuses.get(one.pk, ""),
            language=spoken.get(one.pk, ""),
            phone=phones.get(one.pk, ""),
            email=mails.get(one.pk, ""),
            address=one.residence_address,
            province=one.residence_province,
            projects=tuple(sorted(known[one.pk])),
        )


def _last(standing: Mapping[int, int], rows: QuerySet[Any], column: str) -> dict[int, str]:
    """The last row's value for each standing person."""
    return {standing[person]: value for person, value in rows.values_list("person", column)}
