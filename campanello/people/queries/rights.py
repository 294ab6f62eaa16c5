"""All data of one person, for who asks for them under GDPR art. 15 and 20: every table that has rows of theirs."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from campanello.accounts.models import User
from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.models import AuditEntry
from campanello.people.models import Membership, Participation, Person
from campanello.people.queries import records
from campanello.people.queries.merges import ids_of
from campanello.people.rules import retention
from campanello.people.rules.retention import Plan

FORMAT = "campanello-person-data/1"
ONESELF, ANOTHER_PERSON, TEAM = "this person", "another person", "a member of the team"
# Tables that neither point at a person nor at a row that does, each with its ways there: features add theirs.
FURTHER: dict[type[models.Model], tuple[str, ...]] = {}
# Rows that no way alone says, as a household's of the days on which somebody was in it: features add theirs.
WITHIN: dict[type[models.Model], Callable[[Collection[int]], Q]] = {}
OWN_ACCOUNT = ("username", "email", "name", "language", "is_active", "joined_at", "last_login")

Row = dict[str, Any]


def asked(actor: Actor, uid: UUID) -> Person:
    """The person whose rights are answered; leaves a line that their page was opened.

    Raises:
        NotFound: Absent, erased, or not the actor's to answer.
    """
    person = records.person(actor, uid, right=Right.ANSWER_RIGHTS)
    audit.read(actor, "people.rights-read", person, person=person.pk)
    return person


@transaction.atomic
def all_data(actor: Actor, uid: UUID, *, at: datetime, format: str) -> Row:
    """Everything that is kept of a person, merged records included, as plain values; leaves the line of an export.

    By table: each row's columns. Other people and members of the team in them are not named. `audit` says when a
    record was looked at, changed or handed out, in which role, and not by whom by name.

    Raises:
        NotFound: Absent, erased, or not the actor's to answer.
    """
    person = records.person(actor, uid, right=Right.ANSWER_RIGHTS)
    leave = partial(audit.exported, actor, "people.data-exported", person, person=person.pk, format=format)
    return told(person, at=at, leave=leave)


def told(person: Person, *, at: datetime, leave: Callable[..., None]) -> Row:
    """What `all_data` answers of a person. For who has come to the person already; `leave` leaves their line."""
    keys = ids_of(person)
    tables = {name: rows for name, rows in _tables(keys).items() if rows}
    leave(tables=len(tables))
    return {
        "format": FORMAT,
        "made_at": at.isoformat(timespec="seconds"),
        "name": person.name,
        "tables": tables,
        "audit": _trail(keys),
    }


def plans_of(keys: Collection[int]) -> list[Plan]:
    """The paid plans of a person's records."""
    rows = Participation.objects.filter(person__in=keys, strand="plan").values_list("entry_on", "exit_on")
    return [Plan(entry, left) for entry, left in rows]


def held_back(
    keys: Collection[int], *, has_tenancy: bool, years: int, on: date
) -> tuple[retention.Hold, ...]:
    """What law and accounts hold back from erasure on a day."""
    return retention.holds(plans_of(keys), has_tenancy=has_tenancy, years=years, on=on)


def _tables(keys: Collection[int]) -> dict[str, list[Row]]:
    found = {"people.person": _rows(Person.objects.filter(pk__in=keys), keys)}
    for model, ways in _ways().items():
        theirs = Q(*((f"{way}__in", keys) for way in sorted(ways)), _connector=Q.OR)
        if model in WITHIN:
            theirs |= WITHIN[model](keys)
        # Apart, so that who gets there on two ways is there once.
        rows = model._base_manager.filter(pk__in=model._base_manager.filter(theirs).values("pk"))
        found[model._meta.label_lower] = _rows(rows, keys)
    inside = Membership.objects.filter(person__in=keys).select_related("household")
    found["people.household"] = [
        {"uid": str(one.uid), "kind": one.kind, "is_in_charge": one.is_in_charge}
        for one in {row.household_id: row.household for row in inside}.values()
    ]
    found["accounts.user"] = [
        {name: _plain(value) for name, value in row.items()}
        for row in User.objects.filter(person__in=keys).values(*OWN_ACCOUNT)
    ]
    return found


def _ways() -> dict[type[models.Model], set[str]]:
    """The tables with rows of a person's, each with the ways from a row to the person."""
    ways: dict[type[models.Model], set[str]] = defaultdict(set)
    for relation in _pointing_at(Person):
        model, column = relation.related_model, relation.field.name
        if model is Person:
            continue
        ways[model].add(column)
        if model._meta.app_label != Person._meta.app_label:
            # What hangs on a row of another feature's, as statements of arrears do on a tenancy.
            for below in _pointing_at(model):
                if below.related_model is not model:
                    ways[below.related_model].add(f"{below.field.name}__{column}")
    for model, further in FURTHER.items():
        ways[model].update(further)
    return ways


def _pointing_at(model: type[models.Model]) -> list[Any]:
    """The foreign keys to a table, those without a way back included."""
    every = model._meta.get_fields(include_hidden=True)
    return [
        one for one in every if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)
    ]


def _rows(rows: models.QuerySet[Any], keys: Collection[int]) -> list[Row]:
    told = [one.name for one in rows.model._meta.concrete_fields if isinstance(one, models.ForeignKey)]
    beside = rows.select_related(*told) if told else rows
    return [_row(one, keys) for one in beside.order_by("pk")]


def _row(row: models.Model, keys: Collection[int]) -> Row:
    told: Row = {}
    for column in row._meta.concrete_fields:
        value = getattr(row, column.attname)
        if value in (None, ""):
            continue
        if isinstance(column, models.ForeignKey):
            told[column.name] = _referred(row, column, value, keys)
        elif not column.primary_key:
            told[column.name] = _plain(value)
    return told


def _referred(
    row: models.Model, column: "models.ForeignKey[Any, Any]", key: Any, keys: Collection[int]
) -> str:
    if column.related_model is User:
        return TEAM
    if column.related_model is Person:
        return ONESELF if key in keys else ANOTHER_PERSON
    return str(getattr(row, column.name))


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, bool | int | float | str | list | dict) else str(value)


def _trail(keys: Collection[int]) -> list[Row]:
    entries = AuditEntry.objects.filter(person__in=keys).order_by("at", "pk")
    return [
        {"at": at.isoformat(timespec="seconds"), "roles": roles, "sort": sort, "deed": verb}
        for at, roles, sort, verb in entries.values_list("at", "roles", "sort", "verb")
    ]
