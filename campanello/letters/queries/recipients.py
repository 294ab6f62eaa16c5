"""Whom a batch is for: one letter a home or a participant, each with what its places say and how it arrives."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from campanello.core import params
from campanello.core.access import Right, landlords_with, may
from campanello.core.actor import Actor
from campanello.homes.models import Building, Dwelling, Tenancy
from campanello.homes.queries import arrears
from campanello.homes.queries.tenancies import on_day
from campanello.homes.rules.arrears import Standing
from campanello.lab.models import Activity, Attendance, SignUp
from campanello.letters.models import Template
from campanello.letters.queries import balances, readers
from campanello.letters.queries.readers import Reader
from campanello.letters.queries.templates import texts_of
from campanello.letters.rules import batches, places, writing
from campanello.letters.rules.batches import Chosen
from campanello.people.models import Person
from campanello.people.queries import households, merges

_NOTHING = Standing()


@dataclass(frozen=True)
class Recipient:
    """A reader with the home that the letter goes to, and what stands in its places."""

    reader: Reader
    household: int | None
    home: Dwelling | None
    facts: Mapping[str, str]
    address: tuple[str, ...]
    language: str
    is_fallback: bool
    is_left_out: bool = False


@dataclass(frozen=True)
class Audience:
    """All whom a batch would go to, with those left out; how many could not be written to and why."""

    everybody: tuple[Recipient, ...] = ()
    restricted: int = 0
    unknown: int = 0

    @property
    def chosen(self) -> list[Recipient]:
        """Those who get a letter."""
        return [one for one in self.everybody if not one.is_left_out]


@dataclass
class _Homes:
    """The homes that are meant: who is written to there, of which household, and what is owed."""

    of_person: dict[int, tuple[int | None, Dwelling | None, Standing]] = field(default_factory=dict)
    nobody: int = 0


def audience(
    actor: Actor, template: Template, chosen: Chosen, *, on: date, dated_on: date, protocol: str
) -> Audience:
    """Whom a batch is for on a day. A constant number of queries.

    Raises:
        DebtNotYours: It asks for debts or tells of them, and the actor may not read any.
        TooManyLetters.
    """
    texts = texts_of(template)
    used = places.used_in([part for text in texts.values() for part in text])
    if batches.speaks_of_debt(chosen, used) and not may(actor, Right.READ_ARREARS):
        raise batches.DebtNotYours
    found = (
        _of_activity(actor, template, chosen, on)
        if chosen.whom == "activity"
        else _of_homes(actor, template, chosen, on)
    )
    most = params.value("letters.at_once", on)
    if len(found.of_person) > most:
        raise batches.TooManyLetters(found=len(found.of_person), most=most)
    people = _seen(actor, found.of_person)
    shown = readers.readers([one for one in people if one.restricted_at is None], on)
    kept = [(key, *found.of_person[key]) for key in found.of_person if key in shown]
    points = (
        balances.of_households(template.project_id, {one[1] for one in kept if one[1]})
        if "punti" in used
        else {}
    )
    same = {
        "data": f"{dated_on:%d/%m/%Y}",
        "protocollo": protocol,
        "mittente": template.sender.name,
        **chosen.said,
    }
    everybody = [
        _recipient(
            shown[key], (household, home), same | _own(owed, points.get(household or 0)), texts, chosen
        )
        for key, household, home, owed in kept
    ]
    restricted = sum(one.restricted_at is not None for one in people)
    unknown = found.nobody + len(found.of_person) - len(people)
    return Audience(tuple(sorted(everybody, key=_order)), restricted, unknown)


def _recipient(
    reader: Reader,
    lives: tuple[int | None, Dwelling | None],
    facts: Mapping[str, str],
    texts: Mapping[str, writing.Text],
    chosen: Chosen,
) -> Recipient:
    household, home = lives
    lines = readers.address(home)
    told = {**facts, "nome": reader.name, "indirizzo": ", ".join(lines[:2])}
    gets = writing.chosen(texts, reader.spoken)
    left_out = reader.key in chosen.without
    return Recipient(reader, household, home, told, tuple(lines), gets.language, gets.is_fallback, left_out)


def _own(standing: Standing, points: int | None) -> dict[str, str]:
    told = {}
    if standing.as_of is not None:
        told = {"debito": places.euros(standing.cents), "data_debito": f"{standing.as_of:%d/%m/%Y}"}
    return told if points is None else told | {"punti": str(points)}


def _order(one: Recipient) -> tuple[str, str, int, str]:
    home = one.home
    return (
        (str(home.building), home.stair.label, home.floor, one.reader.name)
        if home
        else ("~", "", 0, one.reader.name)
    )


def _of_homes(actor: Actor, template: Template, chosen: Chosen, on: date) -> _Homes:
    dwellings = homes(actor, template)
    if chosen.buildings:
        dwellings = dwellings.filter(building__in=chosen.buildings)
    held = Tenancy.objects.filter(on_day(on), dwelling__in=dwellings.values("pk")).exclude(
        tenure="shopkeeper"
    )
    rows = list(
        held.select_related("dwelling__building__neighbourhood__municipality", "dwelling__stair").order_by(
            "pk"
        )
    )
    owed = arrears.standings(actor, dwellings, on=on) if may(actor, Right.READ_ARREARS) else {}
    meant = [
        (row, standing)
        for row in rows
        if batches.is_meant(
            (standing := owed.get((row.dwelling_id, row.household_id), _NOTHING)).cents, chosen
        )
    ]
    return _addressed(meant, on)


def homes(actor: Actor, template: Template) -> QuerySet[Dwelling]:
    """The dwellings whose households a template's sender may write to: of a landlord's officer, their own alone."""
    mine = Dwelling.objects.visible_to(actor, Right.WRITE_LETTERS)
    near = mine.filter(building__neighbourhood__projects=template.project_id)
    own = landlords_with(actor, Right.WRITE_LETTERS)
    return near.filter(owner=template.sender_id) if template.sender_id in own else near


def _addressed(meant: Iterable[tuple[Tenancy, Standing]], on: date) -> _Homes:
    """The holder, or the reference person where the contract names nobody; each once."""
    rows = list(meant)
    heads = {
        household: stays[0].person
        for household, stays in households.members_on(
            {row.household_id for row, _owed in rows if not row.holder_id}, on
        ).items()
        if stays
    }
    keys = [(row.holder_id or heads.get(row.household_id), row, standing) for row, standing in rows]
    roots = merges.ids_of_many(key for key, _row, _owed in keys if key)
    found = _Homes(nobody=sum(key is None for key, _row, _owed in keys))
    for key, row, standing in keys:
        if key in roots:
            found.of_person.setdefault(roots[key][0], (row.household_id, row.dwelling, standing))
    return found


def _of_activity(actor: Actor, template: Template, chosen: Chosen, on: date) -> _Homes:
    """Who has a place in an activity of the project, or came to it."""
    mine = Activity.objects.visible_to(actor).filter(pk=chosen.activity or 0, project=template.project_id)
    signed = SignUp.objects.filter(session__activity__in=mine).exclude(state="cancelled")
    came = Attendance.objects.filter(session__activity__in=mine, is_replaced=False, presence="present")
    keys = set(signed.values_list("person", flat=True)) | set(came.values_list("person", flat=True))
    roots = sorted({ids[0] for ids in merges.ids_of_many(keys).values()})
    lives = {
        person: stay.household
        for person, stays in merges.stays_of(roots).items()
        for stay in stays
        if stay.kind == "registry" and on in stay.period
    }
    held = Tenancy.objects.filter(on_day(on), household__in=set(lives.values())).exclude(tenure="shopkeeper")
    rows = held.select_related("dwelling__building__neighbourhood__municipality", "dwelling__stair")
    home_of = {row.household_id: row.dwelling for row in rows}
    dwellings = Dwelling.objects.filter(pk__in=[one.pk for one in home_of.values()])
    owed = arrears.standings(actor, dwellings, on=on) if may(actor, Right.READ_ARREARS) and home_of else {}
    found = _Homes()
    for root in roots:
        household = lives.get(root)
        home = home_of.get(household) if household else None
        standing = owed.get((home.pk, household), _NOTHING) if home and household else _NOTHING
        if batches.is_meant(standing.cents, chosen):
            found.of_person[root] = (household, home, standing)
    return found


def _seen(actor: Actor, keys: Collection[int]) -> list[Person]:
    """Of some standing people those whom the actor may write to, restricted ones among them; erased ones never."""
    people = Person.objects.current().filter(pk__in=list(keys))
    if landlords_with(actor, Right.WRITE_LETTERS):
        return list(people)
    known = Person.objects.visible_to(actor).values("pk")
    return list(people.filter(Q(pk__in=known) | Q(restricted_at__isnull=False)))


def buildings(actor: Actor, template: Template) -> QuerySet[Building]:
    """The houses in which a template's sender may write to somebody."""
    mine = homes(actor, template).values("building")
    return Building.objects.filter(pk__in=mine).order_by("street", "number", "pk")


def activities(actor: Actor, template: Template) -> QuerySet[Activity]:
    """The activities of a template's project that the actor reads, the latest first; none for a landlord's officer."""
    return Activity.objects.visible_to(actor).filter(project=template.project_id)
