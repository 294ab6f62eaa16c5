"""What the records of people say towards the requirements: born, citizen, permit, work, home, lab. In few queries.

For plans' own queries alone, which let the actor in before. A restricted record (GDPR art. 18) says nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from campanello.core import bulk
from campanello.core.errors import gettext_noop as _
from campanello.core.period import day_of
from campanello.homes.models import Tenancy
from campanello.people.models import (
    Citizenship,
    EmploymentStatus,
    Participation,
    Person,
    ResidencePermit,
    SpecialFact,
)
from campanello.people.queries import records
from campanello.people.queries.merges import records_of
from campanello.people.rules.facts import Permit, PermitState, permit_state
from campanello.people.rules.values import DECLINED
from campanello.plans.queries.requirements import free_movement
from campanello.plans.rules.eligibility_reading import NAMES

RECORD = ""  # which the evidence says already
RENEWING = _("its renewal was asked for in time")
REGISTERED = _("taken from a register or document")
TENANCY = _("the home, by its tenancy")
LAB = _("the entry into the lab")
_DISADVANTAGE = {"detention": "detention_or_addiction", "addiction": "detention_or_addiction"}


@dataclass(frozen=True)
class Said:
    """What a record says: as the contract writes it, from where, of which day."""

    value: str
    source: str
    on: date


Sayings = dict[str, Said]


def said(people: Mapping[int, int], on: date, names: Collection[str] = tuple(NAMES)) -> dict[int, Sayings]:
    """What the records of standing people say on a day, by fact. Eight queries for any number of people, or fewer.

    Args:
        people: The keys of standing people, each with the project that asks.
        on: The day.
        names: The facts that are wanted; what says others is not read.
    """
    found = Person.objects.current().filter(pk__in=bulk.among(people), restricted_at=None).order_by()
    told = {
        key: _own(born_on, sex, registered_at, on)
        for key, born_on, sex, registered_at in found.values_list("pk", "born_on", "sex", "registered_at")
    }
    standing = records_of(told)
    for name, part in _PARTS.items():
        if name in names:
            for key, saying in part(standing, on):
                told[key][name] = saying
    if "lab_participation" in names:
        for key in _in_labs(standing, people, on):
            told[key].update(lab_participation=Said("yes", LAB, on))
    if "resident_in_area" in names:
        for key in _at_home(standing, people, on):
            told[key].update(resident_in_area=Said("yes", TENANCY, on))
    return told


Found = Iterable[tuple[int, Said]]


def _own(born_on: date | None, sex: str, registered_at: datetime, on: date) -> Sayings:
    registered = day_of(registered_at)
    told: Sayings = {}
    if born_on and born_on <= on:
        told["birth_date"] = Said(born_on.isoformat(), RECORD, registered)
    if sex in {"F", "M"}:
        told["sex"] = Said(sex, RECORD, registered)
    return told


def _by_person(
    rows: QuerySet[Any], names: Sequence[str], standing: Mapping[int, int]
) -> dict[int, list[tuple[Any, ...]]]:
    """Some fields of the rows of people's records, in their order, by who stands for them."""
    grouped: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for record, *row in rows.filter(person__in=bulk.among(standing)).values_list("person", *names):
        grouped[standing[record]].append(tuple(row))
    return grouped


def _citizenships(standing: Mapping[int, int], on: date) -> Found:
    rows = Citizenship.objects.order_by("-is_first", "pk")
    for key, own in _by_person(rows, ("country", "basis"), standing).items():
        # Whoever has one citizenship that needs no permit needs none.
        country, basis = next((one for one in own if one[0] in free_movement()), own[0])
        yield key, Said(country, REGISTERED if basis == "register" else RECORD, on)


def _permits(standing: Mapping[int, int], on: date) -> Found:
    limits = records.limits(on)
    rows = ResidencePermit.objects.order_by()
    for key, own in _by_person(rows, ("expires_on", "renewal_asked_on"), standing).items():
        permits = [Permit(*one) for one in own]
        until = max((one.expires_on for one in permits if one.expires_on), default=None)
        states = {
            permit_state(
                one, on, warning_days=limits.permit_warning_days, grace_days=limits.permit_grace_days
            )
            for one in permits
        }
        if PermitState.PENDING in states and (until is None or until < on):
            yield key, Said(on.isoformat(), RENEWING, on)
        elif until:
            yield key, Said(until.isoformat(), RECORD, on)


def _work(standing: Mapping[int, int], on: date) -> Found:
    rows = EmploymentStatus.objects.filter(starts_on__lte=on).order_by("starts_on", "pk")
    for key, own in _by_person(rows, ("status", "basis", "starts_on"), standing).items():
        status, basis, starts_on = own[-1]
        if status != DECLINED:
            yield key, Said(status, REGISTERED if basis == "register" else RECORD, starts_on)


def _disadvantages(standing: Mapping[int, int], on: date) -> Found:
    held = SpecialFact.objects.filter(starts_on__lte=on)
    rows = held.filter(Q(ends_on=None) | Q(ends_on__gt=on)).order_by("kind")
    for key, own in _by_person(rows, ("kind", "starts_on"), standing).items():
        codes = list(dict.fromkeys(_DISADVANTAGE.get(kind, kind) for kind, _starts_on in own))
        known = [code for code in codes if code not in {"none", DECLINED}]
        # Who was asked and declined is not known to have any: the team asks again, in private.
        if known or codes == ["none"]:
            yield key, Said(";".join(known) or "none", RECORD, own[-1][1])


_PARTS: Mapping[str, Callable[[Mapping[int, int], date], Found]] = {
    "citizenship": _citizenships,
    "permit_expires_on": _permits,
    "employment_status": _work,
    "disadvantages": _disadvantages,
}


def _in_labs(standing: Mapping[int, int], projects: Mapping[int, int], on: date) -> set[int]:
    entered = Participation.objects.filter(person__in=list(standing), strand="lab", entry_on__lte=on)
    return _own_projects(entered.values_list("person", "project"), standing, projects)


def _at_home(standing: Mapping[int, int], projects: Mapping[int, int], on: date) -> set[int]:
    people: Collection[int] = list(standing)
    held: QuerySet[Tenancy] = Tenancy.objects.filter(starts_on__lte=on).filter(
        Q(ends_on=None) | Q(ends_on__gt=on)
    )
    inside = held.filter(
        Q(household__memberships__ends_on=None) | Q(household__memberships__ends_on__gt=on),
        household__memberships__person__in=people,
        household__memberships__starts_on__lte=on,
    )
    pairs = inside.values_list(
        F("household__memberships__person"), F("dwelling__building__neighbourhood__projects")
    )
    return _own_projects(pairs, standing, projects)


def _own_projects(
    pairs: Iterable[tuple[int, int]], standing: Mapping[int, int], projects: Mapping[int, int]
) -> set[int]:
    return {standing[record] for record, project in pairs if projects[standing[record]] == project}
