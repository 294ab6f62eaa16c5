"""Awards by hand: one, lists of them, and what must be known before somebody gives one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.errors import DomainError
from campanello.core.period import Period
from campanello.core.single import single
from campanello.people.models import Involvement, Person
from campanello.people.queries import households as people_households
from campanello.people.queries import merges, records
from campanello.points.models import Award, OwnHousehold, Rate, Scheme, Transfer
from campanello.points.queries import caps, owners, receipts, tariffs
from campanello.points.queries.accounts import households_of
from campanello.points.queries.owners import Owner
from campanello.points.rules import hand_awards as rules
from campanello.points.rules.hand_awards import Days, Figures, NewAward
from campanello.points.rules.tariffs import points_for

SORTS = {
    "new": ("-proposed_at", "-pk"),
    "old": ("proposed_at", "pk"),
    "points": ("-points", "-pk"),
    "done": ("-done_on", "-pk"),
}


@dataclass(frozen=True)
class Wanted:
    """What a list of awards is asked for; each that is empty leaves all."""

    state: str = ""
    words: str = ""
    project: int | None = None
    mine: bool = False
    sort: str = "new"


@dataclass(frozen=True)
class Line:
    """An award as a list shows it; `person` is who stands for them, without a name where they are not the reader's."""

    award: Award
    uid: UUID | None
    name: str
    household: int | None


@dataclass(frozen=True)
class Shown:
    """An award with what its page shows: whom it is for, the figures as they are now, the receipt once it is given."""

    award: Award
    person: Person
    household: int | None
    figures: Figures
    transfer: Transfer | None
    receipt: str
    is_reversed: bool


@dataclass(frozen=True)
class _Work:
    """What is awarded: in which project, to which household, how many points, for which day."""

    project: int
    household: int | None
    points: int
    done_on: date


def award(actor: Actor, uid: UUID, *, right: Right = Right.READ_POINTS, lock: bool = False) -> Award:
    """An award of the actor's projects.

    Raises:
        NotFound, NotYours.
    """
    one = Award.objects.filter(uid=uid).select_related("rate__tariff", "project", "person")
    return single(one.visible_to(actor, right), one.visible_to(actor), lock=lock)


def schemes(actor: Actor, person: Person) -> list[Scheme]:
    """The schemes in which the actor may award somebody: of the projects that know the person, by name. One query."""
    keys = merges.ids_of(person)
    known = Involvement.objects.filter(person__in=keys, project=OuterRef("project"))
    mine = Scheme.objects.filter(Exists(known), project__in=projects_with(actor, Right.AWARD_POINTS))
    return list(mine.select_related("project").order_by("project__title"))


def scheme(actor: Actor, uid: UUID) -> Scheme:
    """A scheme in which the actor may award.

    Raises:
        NotFound, NotYours.
    """
    one = Scheme.objects.filter(uid=uid).select_related("project")
    return single(one.visible_to(actor, Right.AWARD_POINTS), one.visible_to(actor))


def rates(schemes: Iterable[Scheme], on: date) -> list[Rate]:
    """The rates of some schemes that hold on a day, the lowest first, each code once. One query a scheme."""
    found: dict[str, Rate] = {}
    for scheme in schemes:
        for one in tariffs.rates_on(scheme, on):
            found.setdefault(one.code, one)
    return sorted(found.values(), key=lambda one: (one.points, one.code))


def days(scheme: Scheme, on: date) -> Days:
    """The days whose work can be awarded in a scheme on a day."""
    return Days(
        Period(scheme.starts_on, scheme.ends_on), back_days=params.value("points.hand_award_days", on)
    )


def figures(
    actor: Actor, scheme: Scheme, person: Person, new: NewAward, on: date
) -> tuple[Figures, Rate, int | None]:
    """An award's figures before it is given, the rate that it earns by, and the household that gets the points.

    Raises:
        NotMeasured, NoTariff.
    """
    rate = tariffs.rate_on(scheme, new.rate, new.done_on)
    minutes, times = rules.measured(rate.unit, new)
    points = points_for(tariffs.facts(rate), minutes, times)
    household = household_of(person, new.done_on)
    work = _Work(scheme.project_id, household, points, new.done_on)
    return _figures(actor, person, work, on), rate, household


@dataclass(frozen=True)
class Preview:
    """An award before it is sent: its figures, who gets the points, and why it can't be given, if so."""

    figures: Figures
    rate: Rate
    owner: Owner | None
    refusal: DomainError | None


def preview(actor: Actor, scheme_uid: UUID, person: UUID, new: NewAward, on: date) -> Preview:
    """What an award would be, with nothing done; leaves no line, since the page's own is there.

    Raises:
        NotFound, NotYours, NotMeasured, NoTariff.
    """
    one = scheme(actor, scheme_uid)
    who = records.person(actor, person, right=Right.AWARD_POINTS)
    told, rate, household = figures(actor, one, who, new, on)
    homes = owners.of_households(actor, [household] if household is not None else [], on)
    fresh = replace(new, shown=None)
    refusal = rules.why_not_day(new.done_on, days(one, on), on) or rules.why_not_award(fresh, told)
    return Preview(told, rate, homes.get(household or 0), refusal)


def figures_of(actor: Actor, award: Award, person: Person, on: date) -> tuple[Figures, int | None]:
    """The same of an award that is written down, with its points as they were then."""
    household = household_of(person, award.done_on)
    work = _Work(award.project_id, household, award.points, award.done_on)
    return _figures(actor, person, work, on), household


def household_of(person: Person, done_on: date) -> int | None:
    """The household that somebody was in on the day of the work: what they earned is its, wherever they are now."""
    return households_of([person.pk], done_on).get(person.pk)


def _figures(actor: Actor, person: Person, work: _Work, on: date) -> Figures:
    return Figures(
        points=work.points,
        room=caps.room(work.project, person.pk, work.household, work.done_on),
        second_above=params.value("points.second_approval_above", on),
        is_own=is_own(actor, [person.pk], work.household, work.done_on),
    )


def is_own(actor: Actor, people: Collection[int], household: int | None, on: date) -> bool:
    """Whether an actor would decide on points of their own household: as a member, or as they declared."""
    declared = OwnHousehold.objects.filter(user=actor.user, ended_at=None).values_list("household", flat=True)
    inside = set(people)
    if actor.person is not None and household is not None:
        inside |= {stay.person for stay in people_households.members_on([household], on)[household]}
    own = merges.ids_of(actor.person)[0] if actor.person is not None else None
    return rules.is_own(own, set(declared), inside, household)


def listed(actor: Actor, wanted: Wanted, right: Right = Right.READ_POINTS) -> QuerySet[Award]:
    """The awards by hand of the actor's projects, as a list asks for them."""
    found = Award.objects.visible_to(actor, right)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.project is not None:
        found = found.filter(project=wanted.project)
    if wanted.mine:
        found = found.filter(proposed_by=actor.user)
    for word in wanted.words.split()[:6]:
        people = Person.objects.visible_to(actor).filter(
            Q(family_name__icontains=word) | Q(given_name__icontains=word)
        )
        whose = Q(person__in=people.values("pk")) | Q(person__merged_into__in=people.values("pk"))
        found = found.filter(whose | Q(what__icontains=word))
    ordered = found.order_by(*SORTS.get(wanted.sort, SORTS["new"]))
    return ordered.select_related("person__merged_into", "rate", "project", "proposed_by", "decided_by")


def lines(actor: Actor, rows: Iterable[Award], verb: str = "points.hand-awards-listed") -> list[Line]:
    """Awards as a list shows them; leaves a line for each person named. Two queries for any number."""
    found = list(rows)
    standing = {one.pk: one.person.merged_into or one.person for one in found}
    keys = {one.pk for one in standing.values()}
    seen = set(Person.objects.current().visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    audit.read_many(actor, verb, sorted(seen))
    told = []
    for one in found:
        who = standing[one.pk]
        is_seen = who.pk in seen
        told.append(Line(one, who.uid if is_seen else None, who.name if is_seen else "", None))
    return told


def exported(actor: Actor, wanted: Wanted) -> list[Line]:
    """A list for who takes people along, without restricted people; leaves lines.

    Raises:
        NotFound: The actor may not take people along.
    """
    mine = projects_with(actor, Right.EXPORT_PEOPLE)
    if not mine:
        raise NotFound
    rows = listed(actor, wanted).filter(project__in=mine, person__restricted_at=None)
    found = lines(actor, rows, "points.hand-award-exported")
    audit.exported(actor, "points.hand-awards-exported", rows=len(found))
    return found


def shown(actor: Actor, uid: UUID, on: date) -> Shown:
    """One award as its page shows it; leaves a line.

    Raises:
        NotFound: Absent, not the actor's, or of somebody whom the actor may not see.
    """
    one = award(actor, uid)
    root = merges.ids_of(one.person_id)[0]
    person = Person.objects.visible_to(actor).filter(pk=root).first()
    if person is None:
        raise NotFound
    audit.read(actor, "points.hand-award-read", one, person=root)
    told, household = figures_of(actor, one, person, on)
    transfer = Transfer.objects.filter(award=one, kind="award").select_related("target").first()
    reversal = transfer and Transfer.objects.filter(reverses=transfer).exists()
    return Shown(
        award=one,
        person=person,
        household=household,
        figures=told,
        transfer=transfer,
        receipt=receipts.code_of(transfer) if transfer else "",
        is_reversed=bool(reversal),
    )


def to_take_back(actor: Actor, uid: UUID) -> Transfer:
    """An award that the actor may take back, with the account that it went to.

    Raises:
        NotFound: Absent, no award, or not the actor's.
    """
    mine = Transfer.objects.filter(project__in=projects_with(actor, Right.APPROVE_POINTS), kind="award")
    found = mine.filter(uid=uid).select_related("target").first()
    if found is None:
        raise NotFound
    return found


def waiting(actor: Actor) -> QuerySet[Award]:
    """The awards that the actor could sign: those of others, in projects where they approve."""
    found = Award.objects.visible_to(actor, Right.APPROVE_POINTS).filter(state=rules.WAITING)
    return found.exclude(proposed_by=actor.user)


def waiting_of(people: Collection[int], project: int) -> list[Award]:
    """The awards of some people in a project that wait for a second signature, the oldest first. One query."""
    found: Any = Award.objects.filter(
        merges.of_people("person", people), project=project, state=rules.WAITING
    )
    return list(found.select_related("person", "rate").order_by("proposed_at"))
