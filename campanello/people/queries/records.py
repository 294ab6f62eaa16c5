"""One person and their whole record. Absent and not-yours answer alike; every reading of a record leaves a line."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast, get_type_hints
from uuid import UUID

from django.db.models import CharField, Exists, Model, Q, QuerySet, Value
from django.db.models.functions import JSONObject

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.period import day_of
from campanello.people.models import (
    Citizenship,
    Consent,
    ContactWay,
    EmploymentStatus,
    IdentityCode,
    Involvement,
    Language,
    Membership,
    Merge,
    Participation,
    Person,
    ResidencePermit,
    SpecialFact,
)
from campanello.people.rules import record as record_rules
from campanello.people.rules.person import FIELDS, PersonFacts
from campanello.people.rules.record import Held, Limits, PersonRecord

Row = TypeVar("Row", bound=Held)


def person(actor: Actor, uid: UUID, *, right: Right = Right.READ_PERSON, lock: bool = False) -> Person:
    """The person of an address, if the actor may see them with a right; of a merged record, the one that stands for it.

    Args:
        actor: Who asks.
        uid: The person's, or a merged record's.
        right: What the actor wants to do.
        lock: Hold the row for writing.

    Raises:
        NotFound: Absent, erased, or not the actor's; they are not told apart.
    """
    absorbed = Person.objects.filter(uid=uid, merged_into__isnull=False).values("merged_into")
    people = Person.objects.current().visible_to(actor, right).filter(Q(uid=uid) | Q(pk__in=absorbed))
    if lock:
        people = people.select_for_update(of=["self"])
    found = people.first()
    if found is None:
        raise NotFound
    return found


def facts_of(person: Person) -> PersonFacts:
    """A person's own fields, as rules take them."""
    return PersonFacts(**{name: getattr(person, name) for name in FIELDS})


def may_see_special(actor: Actor, person: Person) -> bool:
    """Whether the actor may read this person's facts of special categories."""
    return bool(projects_with(actor, Right.READ_SPECIAL)) and (
        Person.objects.filter(pk=person.pk).visible_to(actor, Right.READ_SPECIAL).exists()
    )


def person_record(actor: Actor, uid: UUID, on: date) -> PersonRecord:
    """Everything of one person that the actor may see on a day, merged records' rows included; leaves a line.

    Two queries whatever the size of the record, and one for the line.

    Raises:
        NotFound: Absent, erased, or not the actor's.
    """
    found = person(actor, uid)
    rows = _rows(actor, found)
    read = _record(found, on, rows, actor)
    audit.read(actor, "people.person-read", found, person=found.pk, special=read.special is not None)
    return read


def limits(on: date) -> Limits:
    """The dated parameters that a record's warnings depend on."""
    return Limits(
        permit_warning_days=params.value("people.permit_warning_days", on),
        permit_grace_days=params.value("people.permit_grace_days", on),
        provisional_months=params.value("people.provisional_code_months", on),
    )


def _record(person: Person, on: date, rows: dict[str, list[dict[str, Any]]], actor: Actor) -> PersonRecord:
    def all_of(part: str, sort: type[Row]) -> tuple[Row, ...]:
        return tuple(_parsed(sort, row) for row in rows.get(part, ()))

    projects = all_of("projects", record_rules.KnownBy)
    sees_special = bool({one.project for one in projects} & projects_with(actor, Right.READ_SPECIAL))
    mine = projects_with(actor, Right.READ_PERSON)
    return PersonRecord(
        person=person.pk,
        uid=person.uid,
        version=person.version,
        on=on,
        registered_on=day_of(person.registered_at),
        is_restricted=person.restricted_at is not None,
        facts=facts_of(person),
        special=all_of("special", record_rules.HeldSpecial) if sees_special else None,
        codes=_latest_first(all_of("codes", record_rules.HeldCode)),
        citizenships=_by(all_of("citizenships", record_rules.HeldCitizenship), lambda one: not one.is_first),
        languages=_by(all_of("languages", record_rules.HeldLanguage), lambda one: not one.is_preferred),
        contacts=_by(all_of("contacts", record_rules.HeldContact), lambda one: not one.is_preferred),
        employment=_latest_first(all_of("employment", record_rules.HeldEmployment)),
        permits=all_of("permits", record_rules.HeldPermit),
        consents=all_of("consents", record_rules.HeldConsent),
        participations=all_of("participations", record_rules.HeldParticipation),
        memberships=all_of("memberships", record_rules.HeldMembership),
        projects=tuple(one for one in projects if one.project in mine),
        absorbed=all_of("absorbed", record_rules.Absorbed),
        merges=all_of("merges", record_rules.HeldMerge),
    )


_D = TypeVar("_D", record_rules.HeldCode, record_rules.HeldEmployment)


def _latest_first(rows: tuple[_D, ...]) -> tuple[_D, ...]:
    return tuple(sorted(rows, key=lambda one: (one.starts_on, one.row), reverse=True))


def _by(rows: tuple[Row, ...], key: Callable[[Row], bool]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda one: (key(one), one.row)))


def _columns(*names: str, **others: str) -> dict[str, str]:
    return {name: name for name in names} | others


# Each part of a record: its table, and the columns of its row, named as the row's fields are.
PARTS: dict[str, tuple[type[Model], dict[str, str]]] = {
    "codes": (IdentityCode, _columns("kind", "value", "normal", "reason", "basis", "starts_on", "ends_on")),
    "citizenships": (Citizenship, _columns("country", "is_first", "basis")),
    "languages": (Language, _columns("code", "is_spoken", "is_read", "is_preferred")),
    "contacts": (
        ContactWay,
        _columns(
            *("kind", "value", "normal", "note"), *("is_preferred", "has_consent", "starts_on", "ends_on")
        ),
    ),
    "employment": (EmploymentStatus, _columns("status", "starts_on", "basis")),
    "permits": (
        ResidencePermit,
        _columns("kind", "number", "issued_on", "expires_on", "renewal_asked_on"),
    ),
    "consents": (Consent, _columns("purpose", "given_on", "withdrawn_on")),
    "participations": (
        Participation,
        _columns("strand", "entry_on", "exit_on", "plan_status", project="project__title"),
    ),
    "memberships": (
        Membership,
        _columns(
            "kind",
            *("role", "starts_on", "ends_on"),
            household="household__uid",
            key="household_id",
            is_in_charge="household__is_in_charge",
        ),
    ),
}
_SPECIAL = _columns("kind", "detail", "basis", "starts_on", "ends_on")
_PROJECT = _columns("starts_on", project="project_id", title="project__title")
_MERGES = _columns("registry_until", "isee_until", kept="kept_id")
_ABSORBED = _columns("uid", "family_name", "given_name")


def _rows(actor: Actor, person: Person) -> dict[str, list[dict[str, Any]]]:
    """The rows of all parts of a record by part: one query, since a page has few to spend."""
    of_them = Q(person=person.pk) | Q(person__merged_into=person.pk)
    branches = [
        _branch(part, cast(Any, model).objects.filter(of_them), columns)
        for part, (model, columns) in PARTS.items()
    ]
    seen_in = projects_with(actor, Right.READ_PERSON) | projects_with(actor, Right.READ_SPECIAL)
    known = Involvement.objects.filter(of_them, project__in=seen_in)
    branches.append(_branch("projects", known, _PROJECT))
    branches.append(_branch("absorbed", Person.objects.filter(merged_into=person.pk), _ABSORBED, owner="pk"))
    below = Merge.objects.filter(undone_at=None, absorbed__merged_into=person.pk)
    branches.append(_branch("merges", below, _MERGES, owner="absorbed_id"))
    if stricter := projects_with(actor, Right.READ_SPECIAL):
        entitled = Involvement.objects.filter(
            Q(person=person.pk) | Q(person__merged_into=person.pk), project__in=stricter
        )
        special = SpecialFact.objects.filter(of_them).filter(Exists(entitled))
        branches.append(_branch("special", special, _SPECIAL))
    found: dict[str, list[dict[str, Any]]] = {}
    for part, data in branches[0].union(*branches[1:], all=True):
        found.setdefault(part, []).append(data)
    for rows in found.values():
        rows.sort(key=lambda row: int(row["row"]))
    return found


def _branch(part: str, rows: Any, columns: dict[str, str], owner: str = "person_id") -> Any:
    # Without the tables' own order: a union has none inside.
    return (
        rows.order_by()
        .annotate(
            _part=Value(part, output_field=CharField()),
            _data=JSONObject(row="pk", person=owner, **columns),
        )
        .values_list("_part", "_data")
    )


def _parsed(sort: type[Row], data: dict[str, Any]) -> Row:
    readers = _readers(cast(Any, sort))
    return sort(**{name: readers[name](data[name]) for name in readers})


@cache
def _readers(sort: type[Held]) -> dict[str, Callable[[Any], Any]]:
    """How each field comes back from JSON; SQLite writes yes as 1, and a number of rows as text nowhere."""
    hints = get_type_hints(sort)
    readers: dict[Any, Callable[[Any], Any]] = {
        date: date.fromisoformat,
        date | None: lambda value: date.fromisoformat(value) if value else None,
        UUID: lambda value: UUID(str(value)),
    }
    return {field.name: readers.get(hints[field.name], hints[field.name]) for field in fields(sort)}


def projects(actor: Actor, right: Right = Right.WRITE_PERSON) -> QuerySet[Project]:
    """The projects in which the actor has a right, by name."""
    return Project.objects.filter(pk__in=projects_with(actor, right)).order_by("title")


def candidates_shown(actor: Actor, people: Sequence[int]) -> None:
    """Leave a line for each person who was shown as perhaps the one to be registered."""
    audit.read_many(actor, "people.candidate-shown", people)
