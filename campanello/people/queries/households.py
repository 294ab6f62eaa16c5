"""Finds households, who is in them on a day, and where a person was. Merged records are followed throughout."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from campanello.core import audit, params
from campanello.core.access import NotFound, Right
from campanello.core.actor import NOBODY, Actor
from campanello.core.period import completed_years
from campanello.people.models import Household, Membership, Person
from campanello.people.queries import merges, records
from campanello.people.rules import values
from campanello.people.rules.households import HEAD, Ages, Difference, Stay, ages, differences


@dataclass(frozen=True)
class Member:
    """Somebody in a household on a day; without name, birth date and address where the actor may not see them."""

    person: int
    uid: UUID | None
    name: str
    role: str
    starts_on: date
    ends_on: date | None
    age: int | None
    is_visible: bool = True

    @property
    def role_name(self) -> str:
        """The role in words, to be translated."""
        return values.MEMBER_ROLES[self.role]

    @property
    def is_head(self) -> bool:
        """Whether they are the reference person."""
        return self.role == HEAD


@dataclass(frozen=True)
class Composition:
    """A household on a day: its members as the actor may see them, and figures over all of them."""

    household: Household
    on: date
    members: tuple[Member, ...]
    ages: Ages

    @property
    def has_head(self) -> bool:
        """Whether there is a reference person, or nobody who would need one."""
        return not self.members or any(member.is_head for member in self.members)

    @property
    def hidden(self) -> int:
        """How many members the actor may not see by name."""
        return sum(not member.is_visible for member in self.members)


@dataclass(frozen=True)
class _Known:
    """People who were ever in some households: who they are, who of them is seen, and everywhere they were."""

    people: dict[int, Person]
    seen: frozenset[int]
    stays: dict[int, list[Stay]]
    households: dict[int, Household]

    def within(self, households: Collection[int]) -> list[Stay]:
        """The stays in some of the households, by day."""
        found = (stay for stays in self.stays.values() for stay in stays if stay.household in households)
        return sorted(found, key=lambda stay: (stay.starts_on, stay.role != HEAD, stay.row))

    def and_of(self, other: "_Known") -> "_Known":
        """Both together."""
        return _Known(
            self.people | other.people,
            self.seen | other.seen,
            self.stays | other.stays,
            self.households | other.households,
        )


def _known(households: Collection[int], actor: Actor = NOBODY) -> _Known:
    """Two queries for any number of households; up to four when there are merged records among their members'."""
    inside = Membership.objects.filter(household__in=households).values("person")
    seen = Person.objects.visible_to(actor).filter(pk=OuterRef("pk"))
    records = Person.objects.annotate(is_seen=Exists(seen)) if actor.user else Person.objects.all()
    found = {
        one.pk: one for one in records.filter(pk__in=inside).union(records.filter(merged_into__in=inside))
    }
    if missing := {one.merged_into_id for one in found.values()} - found.keys() - {None}:
        found |= {one.pk: one for one in records.filter(Q(pk__in=missing) | Q(merged_into__in=missing))}
    standing = {one.pk: one.merged_into_id or one.pk for one in found.values()}
    people = {key: found[key] for key in standing.values()}
    visible = frozenset(key for key, one in people.items() if getattr(one, "is_seen", False))
    met: dict[int, Household] = {}
    return _Known(people, visible, merges.stays_in_records(standing, met), met)


def stays_in(households: Iterable[int]) -> list[Stay]:
    """All stays in some households, over merged records, by day. Two to four queries, however many households."""
    wanted = set(households)
    return _known(wanted).within(wanted)


def members_on(households: Iterable[int], on: date) -> dict[int, list[Stay]]:
    """Who is in each of some households on a day, the reference person first. Two to four queries for any number."""
    wanted = set(households)
    return _inside(_known(wanted), wanted, on)


def ages_on(households: Iterable[int], on: date) -> dict[int, Ages]:
    """Each household in figures on a day: members, children, elderly, elderly alone. Two to four queries."""
    wanted = set(households)
    known = _known(wanted)
    return {
        household: in_figures((known.people[stay.person].born_on for stay in stays), on)
        for household, stays in _inside(known, wanted, on).items()
    }


def _inside(known: _Known, households: Collection[int], on: date) -> dict[int, list[Stay]]:
    found: dict[int, list[Stay]] = {household: [] for household in households}
    for stay in known.within(households):
        if on in stay.period:
            found[stay.household].append(stay)
    for stays in found.values():
        stays.sort(key=lambda stay: (stay.role != HEAD, stay.starts_on, stay.row))
    return found


def in_figures(births: Iterable[date | None], on: date) -> Ages:
    """Members' birth dates as figures on a day, with the ages that count as child and as elderly then."""
    return ages(
        births,
        on,
        adult_age=params.value("households.adult_age", on),
        elderly_age=params.value("households.elderly_age", on),
    )


def household(actor: Actor, uid: UUID, right: Right = Right.READ_PERSON, *, lock: bool = False) -> Household:
    """A household of which the actor may see somebody, now or earlier; `lock` holds the row.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    mine = Person.objects.visible_to(actor, right)
    inside = Membership.objects.filter(household=OuterRef("pk"))
    known = Q(Exists(inside.filter(person__in=mine))) | Q(Exists(inside.filter(person__merged_into__in=mine)))
    found = Household.objects.filter(known, uid=uid)
    try:
        return (found.select_for_update(of=("self",)) if lock else found).get()
    except Household.DoesNotExist:
        raise NotFound from None


def compositions(actor: Actor, households: Iterable[Household], on: date) -> list[Composition]:
    """Households on a day as the actor may see them. Two to four queries for any number.

    Figures count everybody; a member known to other projects alone stands there without name and age.
    """
    several = list(households)
    return _composed(_known({one.pk for one in several}, actor), several, on)


def _composed(known: _Known, households: Sequence[Household], on: date) -> list[Composition]:
    inside = _inside(known, {one.pk for one in households}, on)
    return [
        Composition(
            household=one,
            on=on,
            members=tuple(_member(stay, known, on) for stay in inside[one.pk]),
            ages=in_figures((known.people[stay.person].born_on for stay in inside[one.pk]), on),
        )
        for one in households
    ]


def _member(stay: Stay, known: _Known, on: date) -> Member:
    if stay.person not in known.seen:
        return Member(stay.person, None, "", stay.role, stay.starts_on, stay.ends_on, None, is_visible=False)
    who = known.people[stay.person]
    age = completed_years(who.born_on, on) if who.born_on and who.born_on <= on else None
    return Member(stay.person, who.uid, who.name, stay.role, stay.starts_on, stay.ends_on, age)


def current(actor: Actor, person: Person, on: date) -> list[Composition]:
    """The households that a person is in on a day, the registry's first. Eight queries at most.

    For cards on other pages: who asks has been let in to the person.
    """
    root = person.merged_into_id or person.pk
    holding = [stay for stay in merges.stays_of([root])[root] if on in stay.period]
    found = Household.objects.in_bulk([stay.household for stay in holding])
    ordered = sorted(found.values(), key=lambda one: (one.kind != "registry", one.pk))
    return compositions(actor, ordered, on)


def current_of(actor: Actor, uid: UUID, on: date) -> list[Composition]:
    """The households in which a person is on a day, by the person's address; leaves a line on whose name it shows.

    Raises:
        NotFound.
    """
    return _read(actor, current(actor, records.person(actor, uid), on))


def shown(actor: Actor, households: Iterable[Household], on: date) -> list[Composition]:
    """Households on a day for a page that shows who is in them: leaves a line on everybody named."""
    return _read(actor, compositions(actor, households, on))


def _read(actor: Actor, found: list[Composition]) -> list[Composition]:
    people = sorted({one.person for part in found for one in part.members if one.is_visible})
    audit.read_many(actor, "people.household-read", people)
    return found


@dataclass(frozen=True)
class Event:
    """Somebody came into a household, got another role there, or left it."""

    on: date
    what: str  # in, out, role
    member: Member


@dataclass(frozen=True)
class DifferenceLine:
    """A difference between the registry's and the ISEE's household, with the member it is about."""

    member: Member
    difference: Difference


@dataclass(frozen=True)
class HouseholdRecord:
    """All that a household's page shows: who is there on a day, the other household beside it, what happened."""

    composition: Composition
    beside: tuple[Composition, ...]
    differences: tuple[DifferenceLine, ...]
    events: tuple[Event, ...]


def household_record(actor: Actor, household: Household, on: date) -> HouseholdRecord:
    """A household's record on a day as the actor may see it; leaves a line on everybody whose name it shows.

    Five queries at any size, up to nine with merged records.
    """
    known = _known([household.pk], actor)
    past = known.within([household.pk])
    present = {stay.person for stay in past if on in stay.period}
    other = sorted(
        {
            stay.household
            for person in present
            for stay in known.stays[person]
            if stay.kind != household.kind and on in stay.period
        }
    )
    if other:
        known = known.and_of(_known(other, actor))
    own, *beside = _composed(known, [household, *(known.households[key] for key in other)], on)
    shown = {stay.person for stay in past} | {one.person for part in beside for one in part.members}
    audit.read_many(actor, "people.household-read", sorted(shown & known.seen), household=household.pk)
    return HouseholdRecord(own, tuple(beside), _differences(own, beside), _events(past, known))


def _differences(own: Composition, beside: list[Composition]) -> tuple[DifferenceLine, ...]:
    members = {m.person: m for one in (*beside, own) for m in one.members}
    roles = [{m.person: m.role for m in one.members} for one in beside]
    mine = {m.person: m.role for m in own.members}
    if own.household.kind == "registry":
        found = differences(mine, roles)
    else:
        found = [line for registry in roles[:1] for line in differences(registry, [mine])]
    return tuple(DifferenceLine(members[line.person], line) for line in found)


def _events(stays: list[Stay], known: _Known) -> tuple[Event, ...]:
    begins = {(stay.person, stay.starts_on) for stay in stays}
    ends = {(stay.person, stay.ends_on) for stay in stays}
    found = []
    for stay in stays:
        arrived = "role" if (stay.person, stay.starts_on) in ends else "in"
        found.append(Event(stay.starts_on, arrived, _member(stay, known, stay.starts_on)))
        if stay.ends_on and (stay.person, stay.ends_on) not in begins:
            found.append(Event(stay.ends_on, "out", _member(stay, known, stay.ends_on)))
    return tuple(sorted(found, key=lambda event: event.on, reverse=True))
