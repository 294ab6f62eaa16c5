"""Gathers what is handed over: one person's open matters, or a whole lab's. Nothing that the actor may not read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.homes.queries.tenancies import on_day
from campanello.lab.models import Antenna, Referral, Report, Visit
from campanello.lab.queries import naming, outreach
from campanello.lab.queries.referrals import destination
from campanello.lab.rules import values
from campanello.lab.rules.handover import (
    KNOWN_ELSEWHERE,
    OF_A_LAB,
    OF_A_PERSON,
    Pack,
    Part,
    Row,
    Spoken,
    Word,
)
from campanello.people.models import (
    Consent,
    ContactWay,
    Involvement,
    Language,
    Membership,
    Person,
    SpecialFact,
)
from campanello.people.queries import consents, records
from campanello.people.rules import values as people_values

AT_ONCE = 2_000


@dataclass(frozen=True)
class Scope:
    """Whose matters are gathered: people with all their records, of which projects, for a lab or for one person."""

    people: Sequence[Person]
    records: QuerySet[Person, Any]
    root_of: dict[int, int]
    names: dict[int, str]
    projects: frozenset[int]
    special_in: frozenset[int]
    is_of_lab: bool
    on: date

    def name(self, person: int | None) -> str:
        """What somebody is called; nothing for who is not inside."""
        return self.names.get(self.root_of.get(person or 0, 0), "")


def of_person(actor: Actor, uid: UUID, on: date) -> Pack:
    """What is handed over of one person; to look at its figures. Constant queries.

    Raises:
        NotFound: Absent, restricted for the actor, or not theirs.
    """
    person = records.person(actor, uid)
    mine = projects_with(actor, Right.READ_LAB)
    special = projects_with(actor, Right.READ_SPECIAL)
    sees_special = bool(special) and records.may_see_special(actor, person)
    inside = Person.objects.filter(pk=person.pk)
    scope = _scope(inside, mine, special if sees_special else frozenset(), on, is_of_lab=False)
    return _pack(actor, scope, person.name, OF_A_PERSON)


def of_lab(actor: Actor, project: int, on: date) -> Pack:
    """What is handed over of a whole lab; to look at its figures. Constant queries.

    Raises:
        NotFound: The project is absent, or the actor does not hand it over.
    """
    lab = lab_to_hand_over(actor, project)
    found = _known_to(lab)
    special = projects_with(actor, Right.READ_SPECIAL) & {lab.pk}
    inside = found.filter(restricted_at=None)
    scope = _scope(inside, frozenset({lab.pk}), special, on, is_of_lab=True)
    restricted = found.exclude(restricted_at=None).count()
    return _pack(actor, scope, lab.title, OF_A_LAB, restricted=restricted)


@transaction.atomic
def taken_of_person(actor: Actor, uid: UUID, on: date) -> Pack:
    """The same to be taken along; leaves a line.

    Raises:
        NotFound.
    """
    pack, person = of_person(actor, uid, on), records.person(actor, uid)
    facts = {part.value: rows for part, rows in pack.figures.items()}
    audit.exported(actor, "lab.person-handed-over", person, person=person.pk, **facts)
    return pack


@transaction.atomic
def taken_of_lab(actor: Actor, project: int, on: date) -> Pack:
    """The same to be taken along; leaves a line, and one for each person inside.

    Raises:
        NotFound.
    """
    lab = lab_to_hand_over(actor, project)
    pack = of_lab(actor, project, on)
    inside = _known_to(lab).filter(restricted_at=None)
    audit.read_many(actor, "lab.person-handed-over", inside.values_list("pk", flat=True))
    facts = {part.value: rows for part, rows in pack.figures.items()}
    audit.exported(actor, "lab.lab-handed-over", lab, restricted=pack.restricted, **facts)
    return pack


def labs(actor: Actor) -> QuerySet[Project]:
    """The projects that the actor hands over."""
    return Project.objects.filter(pk__in=projects_with(actor, Right.HAND_OVER)).order_by("title")


def lab_to_hand_over(actor: Actor, key: int) -> Project:
    """A project that the actor hands over.

    Raises:
        NotFound.
    """
    one = labs(actor).filter(pk=key).first()
    if one is None:
        raise NotFound
    return one


def _known_to(lab: Project) -> QuerySet[Person]:
    known = Involvement.objects.filter(project=lab).values("person")
    standing = Q(pk__in=known) | Q(pk__in=Person.objects.filter(pk__in=known).values("merged_into"))
    return Person.objects.current().filter(standing)


def _scope(
    inside: QuerySet[Person], projects: frozenset[int], special: frozenset[int], on: date, *, is_of_lab: bool
) -> Scope:
    # By subqueries, since a lab has more people than a query has room for keys.
    keys = inside.order_by().values("pk")
    of_them = Person.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys)).order_by()
    root_of = {key: merged_into or key for key, merged_into in of_them.values_list("pk", "merged_into")}
    people = list(inside.order_by("family_name", "given_name", "pk"))
    names = {one.pk: one.name for one in people}
    return Scope(people, of_them.values("pk"), root_of, names, projects, special, is_of_lab, on)


def _pack(actor: Actor, scope: Scope, title: str, parts: Iterable[Part], *, restricted: int = 0) -> Pack:
    gather = {
        Part.PEOPLE: lambda: _people(actor, scope),
        Part.CONTACTS: lambda: _contacts(scope),
        Part.RELATIONSHIPS: lambda: _relationships(actor, scope),
        Part.STEPS: lambda: _steps(scope),
        Part.REPORTS: lambda: _reports(scope),
        Part.REFERRALS: lambda: _referrals(scope),
        Part.ANTENNAS: lambda: _antennas(scope),
        Part.VISITS: lambda: _visits(scope),
        Part.CONSENTS: lambda: _consents(scope),
        Part.SPECIAL: lambda: _special(scope),
    }
    hides = not scope.special_in
    tables = {part: gather[part]() for part in parts if part is not Part.SPECIAL or not hides}
    return Pack(title, scope.on, tables, restricted, hides, scope.is_of_lab)


def _people(actor: Actor, scope: Scope) -> list[Row]:
    spoken: dict[int, str] = {}
    held = Language.objects.filter(person__in=scope.records).order_by("-is_preferred", "pk")
    for person, code in held.values_list("person", "code"):
        spoken.setdefault(scope.root_of[person], code)
    return [
        row
        for at in range(0, len(scope.people), AT_ONCE)
        for row in _some_people(actor, scope, scope.people[at : at + AT_ONCE], spoken)
    ]


def _some_people(actor: Actor, scope: Scope, some: Sequence[Person], spoken: Mapping[int, str]) -> list[Row]:
    keys = [one.pk for one in some]
    places, last = naming.places_of(keys, scope.on), outreach.last_contacts(actor, keys)
    agreed = consents.agreed(keys, "contact", scope.on)
    rows: list[Row] = []
    for one in some:
        place = places.get(one.pk)
        where = (place.doorbell, place.address) if place else ("", one.residence_address)
        yes = Word(people_values.CONSENT_PURPOSES["contact"]) if one.pk in agreed else ""
        day = last[one.pk][0] if one.pk in last else None
        rows.append((one.name, one.born_on, Spoken(spoken.get(one.pk, "")), *where, yes, day, one.note))
    return rows


def _contacts(scope: Scope) -> list[Row]:
    held = ContactWay.objects.filter(on_day(scope.on), person__in=scope.records)
    return [
        (
            scope.name(one.person_id),
            Word(people_values.CONTACT_KINDS[one.kind]),
            one.value,
            _yes(one.has_consent),
            _yes(one.is_preferred),
            one.note,
        )
        for one in held.order_by("person", "-is_preferred", "pk")
    ]


def _relationships(actor: Actor, scope: Scope) -> list[Row]:
    """Those who live with the people inside; by name only who may be named."""
    own = Membership.objects.filter(on_day(scope.on), person__in=scope.records)
    there = Membership.objects.filter(
        on_day(scope.on), household__in=own.values("household"), is_merged=False
    )
    visible = set(
        Person.objects.current()
        .visible_to(actor)
        .filter(memberships__in=there, restricted_at=None)
        .values_list("pk", flat=True)
    )
    return [
        (
            str(one.household.uid)[:8],
            Word(people_values.HOUSEHOLD_KINDS[one.kind]),
            one.person.name if one.person_id in visible else Word(KNOWN_ELSEWHERE),
            Word(people_values.MEMBER_ROLES[one.role]),
            one.starts_on,
        )
        for one in there.select_related("household", "person").order_by("household", "pk")
    ]


def _steps(scope: Scope) -> list[Row]:
    waiting = _own_visits(scope).filter(next_step_on__isnull=False, next_step_done_at=None)
    return [
        (one.next_step_on, scope.name(one.person_id), one.next_step, one.on, one.operator.name)
        for one in waiting.select_related("operator").order_by("next_step_on", "pk")
    ]


def _reports(scope: Scope) -> list[Row]:
    own = Q(reporter__in=scope.records)
    found = Report.objects.filter(project__in=scope.projects, closed_at=None)
    found = found.filter(own | Q(reporter=None) if scope.is_of_lab else own)
    joined = found.select_related("owner", "building", "neighbourhood").order_by("made_at", "pk")
    return [
        (
            one.number,
            Word(values.REPORT_KINDS[one.kind]),
            Word(values.REPORT_STATES[one.state]),
            one.made_on,
            str(one.building or one.neighbourhood or one.place_note),
            one.text,
            one.owner.name,
            scope.name(one.reporter_id),
        )
        for one in joined
    ]


def _referrals(scope: Scope) -> list[Row]:
    found = Referral.objects.filter(
        Q(project__in=scope.projects) | Q(to_project__in=scope.projects, state="accepted"),
        person__in=scope.records,
        state__in=["sent", "accepted"],
    ).select_related("to_project", "to_organisation")
    return [
        (
            one.sent_on,
            scope.name(one.person_id),
            destination(one),
            Word(values.REFERRAL_STATES[one.state]),
            one.reason,
        )
        for one in found.order_by("sent_on", "pk")
    ]


def _antennas(scope: Scope) -> list[Row]:
    found = Antenna.objects.filter(
        on_day(scope.on), project__in=scope.projects, person__in=scope.records
    ).select_related("building", "neighbourhood", "project")
    return [
        (
            scope.name(one.person_id),
            one.mandate,
            str(one.building or one.neighbourhood or one.project.title),
            one.starts_on,
            one.ends_on,
        )
        for one in found.order_by("starts_on", "pk")
    ]


def _visits(scope: Scope) -> list[Row]:
    return [
        (
            one.on,
            Word(values.CHANNELS[one.channel]),
            Word(values.VISIT_OUTCOMES[one.outcome]) if one.outcome else "",
            one.note if not one.is_confidential or one.project_id in scope.special_in else "",
            one.operator.name,
        )
        for one in _own_visits(scope).select_related("operator").order_by("on", "at", "pk")
    ]


def _own_visits(scope: Scope) -> QuerySet[Visit]:
    """A lab's visits that are not cancelled; of one person, their own and those of their households now."""
    found = Visit.objects.filter(project__in=scope.projects, cancelled_at=None)
    if scope.is_of_lab:
        return found.filter(Q(person=None) | Q(person__in=scope.records))
    homes = Membership.objects.filter(on_day(scope.on), person__in=scope.records).values("household")
    return found.filter(Q(person__in=scope.records) | Q(household__in=homes))


def _consents(scope: Scope) -> list[Row]:
    found = Consent.objects.filter(person__in=scope.records).order_by("given_on", "pk")
    return [
        (Word(people_values.CONSENT_PURPOSES[one.purpose]), one.given_on, one.withdrawn_on) for one in found
    ]


def _special(scope: Scope) -> list[Row]:
    found = SpecialFact.objects.filter(on_day(scope.on), person__in=scope.records).order_by("person", "pk")
    kinds: dict[str, Any] = people_values.SPECIAL_KINDS
    return [(scope.name(one.person_id), Word(kinds[one.kind]), one.detail, one.starts_on) for one in found]


def _yes(value: bool) -> str:
    return "✓" if value else ""
