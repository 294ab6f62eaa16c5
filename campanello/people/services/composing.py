"""The steps that changes of households are made of: hold, let in, let out, check, leave a line.

People are held before households, each in the order of their keys, so that two who write never wait for each other.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import F, Model

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.period import Period
from campanello.people.models import Household, Membership, Merge, Person
from campanello.people.queries import households as queries
from campanello.people.queries import merges, records
from campanello.people.rules import households as rules
from campanello.people.rules.households import HEAD, Stay

FIELDS = ("note", "is_in_charge", "code")


def people(actor: Actor, uids: Sequence[UUID]) -> dict[UUID, Person]:
    """The people who stand for the given records, if the actor may write on them; held.

    Raises:
        NotFound, SamePersonTwice.
    """
    found = {uid: records.person(actor, uid, right=Right.WRITE_PERSON) for uid in dict.fromkeys(uids)}
    if len({person.pk for person in found.values()}) < len(uids):
        raise rules.SamePersonTwice
    _hold_people(person.pk for person in found.values())
    return found


def members_to_write(actor: Actor, household: Household, on: date) -> dict[int, Person]:
    """All members of a household on a day, if the actor may write on every one of them; held.

    Raises:
        MembersOfOthers: Some of them are known to other projects alone.
    """
    keys = {stay.person for stay in queries.members_on([household.pk], on)[household.pk]}
    found = Person.objects.visible_to(actor, Right.WRITE_PERSON).in_bulk(keys)
    if len(found) < len(keys):
        raise rules.MembersOfOthers(hidden=len(keys) - len(found), members=len(keys))
    _hold_people(keys)
    return found


def _hold_people(keys: Iterable[int]) -> None:
    list(Person.objects.select_for_update().filter(pk__in=set(keys)).order_by("pk"))


def hold(households: Iterable[int]) -> None:
    """Hold households for writing, all that a change needs at once."""
    list(Household.objects.select_for_update().filter(pk__in=set(households)).order_by("pk"))


def locked(actor: Actor, uid: UUID, version: int, *, along: Iterable[int] = ()) -> Household:
    """A household at the version that the actor saw, held together with those that change along with it.

    Raises:
        NotFound, StaleHousehold.
    """
    hold([queries.household(actor, uid, Right.WRITE_PERSON).pk, *along])
    household = queries.household(actor, uid, Right.WRITE_PERSON)
    if household.version != version:
        theirs = {name: getattr(household, name) for name in FIELDS}
        raise rules.StaleHousehold(yours=version, now=household.version, theirs=theirs)
    return household


def still_open(actor: Actor, uid: UUID, version: int, *, along: Iterable[int] = ()) -> Household:
    """The same, of a household in which something may still happen.

    Raises:
        NotFound, StaleHousehold, ClosedHousehold.
    """
    household = locked(actor, uid, version, along=along)
    if household.closed_on:
        raise rules.ClosedHousehold(closed_on=household.closed_on)
    return household


def homes_on(keys: Iterable[int], kind: str, on: date) -> dict[int, Stay]:
    """Where people are on a day, in households of a kind."""
    return {
        person: stay
        for person, stays in merges.stays_of(keys).items()
        for stay in stays
        if stay.kind == kind and on in stay.period
    }


def enter(
    household: Household,
    newcomers: Sequence[tuple[Person, str]],
    days: Period,
    today: date,
    leaving: dict[int, Stay],
) -> None:
    """Let people in, out of where they were before (`leaving`, by person).

    Raises:
        AlreadyInHousehold, LaterEntries, NotYet, EndsBeforeStart, BeforeBirth, NotInHousehold.
    """
    on = days.starts_on or today
    for person, _role in newcomers:
        if stay := leaving.get(person.pk):
            leave(person, Household(pk=stay.household, kind=stay.kind), on, today)
    stays = merges.stays_of(person.pk for person, _role in newcomers)
    for person, role in newcomers:
        refusal = rules.why_not_enter(stays[person.pk], household.kind, days, person.born_on, today)
        if refusal:
            raise refusal
        write(person.pk, household, role, on, days.ends_on)


def leave(person: Person, household: Household, on: date, today: date) -> Stay:
    """End the stay that holds on a day, and answer it; a stay that began that day is struck out.

    Raises:
        NotInHousehold, LaterEntries, NotYet.
    """
    stays = merges.stays_of([person.pk])[person.pk]
    if refusal := rules.why_not_leave(stays, household.pk, household.kind, on, today):
        raise refusal
    stay = next(one for one in stays if one.household == household.pk and on in one.period)
    rows = Membership.objects.filter(pk=stay.row)
    if stay.is_own and stay.starts_on < on:
        rows.update(ends_on=on)
    elif stay.is_own:
        rows.delete()
    elif stay.starts_on < on:
        write(person.pk, household, stay.role, stay.starts_on, on)
    _silence_merged(person.pk, household.kind, on)
    return stay


def write(person: int, household: Household, role: str, on: date, until: date | None = None) -> None:
    """Store a stay on the person's own record.

    Raises:
        TwoHeads: The household has another reference person, who goes first.
    """
    leading = Membership.objects.filter(household=household.pk, role=HEAD, ends_on=None, is_merged=False)
    if role == HEAD and until is None and leading.exists():
        raise rules.TwoHeads(day=on, heads=2)
    Membership.objects.create(
        household_id=household.pk,
        person_id=person,
        kind=household.kind,
        role=role,
        starts_on=on,
        ends_on=until,
    )


def _silence_merged(person: int, kind: str, on: date) -> None:
    """From a day on the person's own record alone says where they are: merged ones count up to it."""
    field = f"{kind}_until"
    held = Merge.objects.filter(kept=person, undone_at=None)
    held.filter(**{f"{field}__isnull": True}).update(**{field: on})
    held.filter(**{f"{field}__gt": on}).update(**{field: on})


def check(households: Iterable[int], on: date) -> None:
    """Refuse what would leave a household without, or with two, reference persons from a day on.

    Raises:
        NoHead, TwoHeads.
    """
    wanted = list(households)
    stays = queries.stays_in(wanted)
    refusals = (rules.why_not_composed(stays, household, on) for household in wanted)
    if refusal := rules.first_refusal(refusals):
        raise refusal


def touch(household: Household, **fields: object) -> None:
    """Count a household's version up and store fields of it."""
    for name, value in fields.items():
        setattr(household, name, value)
    household.version += 1
    household.save(update_fields=["version", *fields])


def touch_all(households: Iterable[int]) -> None:
    """Count up the versions of households that changed along with another."""
    Household.objects.filter(pk__in=set(households)).update(version=F("version") + 1)


def record(actor: Actor, verb: str, target: Model, concerned: Iterable[Person], **facts: object) -> None:
    """Leave an audit line on each person concerned."""
    for person in concerned:
        audit.record(actor, verb, target, person=person.pk, **facts)
