"""Finds what a signed register earns: who was present, by which rate, and what the rules look at beside.

The page that shows it beforehand and the service that awards ask the same; neither can drift from the other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from campanello.core import audit, bulk
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.errors import DomainError
from campanello.lab.models import Attendance, Session
from campanello.lab.queries import activities, naming
from campanello.lab.rules.registers import Presence as Presences
from campanello.people.models import Person
from campanello.people.queries.merges import records_of, stays_in_records
from campanello.points.models import AwardedSession, OwnHousehold, Rate, Scheme
from campanello.points.queries import accounts, caps, schemes, tariffs, worths
from campanello.points.rules import register_awards as rules
from campanello.points.rules.caps import Caps
from campanello.points.rules.overlaps import Presence
from campanello.points.rules.register_awards import Came, Facts, Line, Register, Totals
from campanello.points.rules.tariffs import NoTariff

DAY = timedelta(days=1)
_WHO = ("uid", "given_name", "family_name", "restricted_at", "erased_at")
_COLUMNS = (
    *("uid", "session", "person", "minutes"),
    *(f"person__{name}" for name in (*_WHO, "merged_into")),
    *(f"person__merged_into__{name}" for name in _WHO),
)


@dataclass(frozen=True)
class Sheet:
    """Who was present at a session, by who stands for them: rows of the register, households, all their records."""

    session: Session
    rows: Mapping[int, Attendance]
    households: Mapping[int, int]
    records: Mapping[int, int]

    @property
    def people(self) -> dict[int, Person]:
        """The people themselves, by key."""
        return {one.pk: one for one in map(stands, self.rows.values())}


@dataclass(frozen=True)
class Shown:
    """A line of a preview with whom it is of; without name where the reader may not see them."""

    line: Line
    person: UUID
    name: str
    household: str


@dataclass(frozen=True)
class Preview:
    """What a register would earn now, or earned; `refusal` says why it earns nothing whoever came."""

    session: Session
    scheme: Scheme | None
    rate: Rate | None
    refusal: DomainError | None
    awarded: AwardedSession | None
    lines: tuple[Shown, ...] = ()
    totals: Totals = field(default_factory=Totals)
    caps: Caps | None = None
    left: int = 0
    is_corrected: bool = False


def session(actor: Actor, uid: UUID, *, right: Right = Right.AWARD_POINTS, lock: bool = False) -> Session:
    """A session whose register the actor may award; `lock` holds its row, and with it its award.

    Raises:
        NotFound, NotYours.
    """
    return activities.session(actor, uid, right=right, lock=lock)


def awarded(session: Session) -> AwardedSession | None:
    """A session's award, if it has one. One query."""
    return AwardedSession.objects.filter(session=session).first()


def rate_of(session: Session, scheme: Scheme) -> Rate:
    """By which rate a session earns. Two queries.

    Raises:
        RegisterNotSigned, BeforeScheme, AfterScheme, NoWorthYet, EarnsNothing, NoTariff.
    """
    worth = worths.worth_on(session.activity_id, session.on)
    told = Register(
        on=session.on,
        is_signed=session.signed_at is not None,
        is_cancelled=session.cancelled_at is not None,
        starts_on=scheme.starts_on,
        ends_on=scheme.ends_on,
        worth=worth.code if worth else None,
        worth_since=worth.starts_on if worth else None,
    )
    if refusal := rules.why_not_award(told):
        raise refusal
    assert worth is not None  # without, it was refused
    return tariffs.rate_on(scheme, worth.code, session.on)


def sheet(session: Session, only: Collection[int] | None = None) -> Sheet:
    """Who was present at a session, or those of some rows of its register. Three queries, or four, however many.

    A person of whom two records were marked present counts once, by the row that was marked last.
    """
    held = Attendance.objects.filter(session=session, is_replaced=False, presence=Presences.PRESENT)
    chosen = held if only is None else held.filter(pk__in=list(only))
    found = chosen.select_related("person__merged_into").only(*_COLUMNS).order_by("pk")
    rows = {stands(one).pk: one for one in found}
    records = records_of(rows)
    return Sheet(session, rows, accounts.households_in(stays_in_records(records), session.on), records)


def stands(row: Attendance) -> Person:
    """Who stands for the person of a row, whose record came with it."""
    return row.person.merged_into or row.person


def lines(
    sheet: Sheet, scheme: Scheme, rate: Rate, deciding: Iterable[int | None], without: Collection[int] = ()
) -> list[Line]:
    """What each person of a sheet earns. Seven queries, however many people.

    Args:
        sheet: Who was present.
        scheme: Of the session's project.
        rate: By which it earns.
        deciding: Users who award or who signed: what their own households would earn is withheld.
        without: Attendances whose awards are about to be taken back: they count against nothing.
    """
    one = sheet.session
    found = caps.earned(
        one.project_id,
        sheet.rows,
        sheet.households.values(),
        one.on,
        records=sheet.records,
        without=without,
    )
    facts = Facts(
        rate=tariffs.facts(rate),
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        caps=caps.caps_on(one.on),
        left=schemes.left(one.project_id),
        day=found.day,
        week=found.week,
        month=found.month,
    )
    return rules.lines(_came(sheet, own_households(deciding), without), facts)


def _came(sheet: Sheet, own: Collection[int], without: Collection[int]) -> list[Came]:
    elsewhere = _elsewhere(sheet, without)
    people = sheet.people
    return [
        Came(
            attendance=row.pk,
            person=person,
            record=row.person_id,
            minutes=row.minutes,
            household=sheet.households.get(person),
            is_untold=is_untold(people[person]),
            is_own=sheet.households.get(person) in own,
            elsewhere=tuple(elsewhere.get(person, ())),
        )
        for person, row in sorted(sheet.rows.items(), key=lambda one: one[1].pk)
    ]


def is_untold(person: Person) -> bool:
    """Whether a person's data may not be used: restricted on request, or erased."""
    return person.restricted_at is not None or person.erased_at is not None


def own_households(users: Iterable[int | None]) -> frozenset[int]:
    """The households that some users said are their own. One query."""
    found = OwnHousehold.objects.filter(user__in=[one for one in users if one is not None], ended_at=None)
    return frozenset(found.values_list("household", flat=True))


def _elsewhere(sheet: Sheet, without: Collection[int]) -> dict[int, list[Presence]]:
    """What the people of a sheet earned at sessions that were held at the same hours. One query."""
    one = sheet.session
    rows = caps.awards(one.project_id, without).filter(
        earned_by__in=bulk.among(sheet.records),
        earned_on__range=(one.on - DAY, one.on + DAY),
        attendance__session__starts_at__lt=one.ends_at,
        attendance__session__ends_at__gt=one.starts_at,
        minutes__gt=0,
    )
    found: dict[int, list[Presence]] = {}
    told = rows.exclude(attendance__session=one).values_list(
        *("earned_by", "attendance", "minutes"),
        *("attendance__session__starts_at", "attendance__session__ends_at"),
    )
    for who, attendance, minutes, starts_at, ends_at in told:
        there = Presence(attendance, starts_at, ends_at, minutes)
        found.setdefault(sheet.records[who], []).append(there)
    return found


@transaction.atomic
def preview(actor: Actor, uid: UUID) -> Preview:
    """What a register would earn if it were awarded now; each person named leaves a line. A constant number of queries.

    Raises:
        NotFound, NotYours.
    """
    one = session(actor, uid)
    there, is_corrected = awarded(one), False
    if there is not None:
        is_corrected = Attendance.objects.filter(session=one, pk__gt=there.last_row).exists()
    scheme = Scheme.objects.filter(project=one.project_id).first()
    if scheme is None:
        return Preview(one, None, None, None, there)
    try:
        rate = rate_of(one, scheme)
    except (NoTariff, *REFUSALS) as refusal:
        return Preview(one, scheme, None, refusal, there, is_corrected=is_corrected)
    if there is not None:
        return Preview(one, scheme, rate, None, there, is_corrected=is_corrected)
    found = sheet(one)
    told = lines(found, scheme, rate, (actor.user, one.signed_by_id))
    shown = named(actor, found, told)
    return Preview(
        one,
        scheme,
        rate,
        None,
        None,
        lines=tuple(sorted(shown, key=lambda one: (one.name.casefold(), one.person))),
        totals=rules.totals(told),
        caps=caps.caps_on(one.on),
        left=schemes.left(one.project_id),
    )


REFUSALS = (
    rules.RegisterNotSigned,
    rules.BeforeScheme,
    rules.AfterScheme,
    rules.NoWorthYet,
    rules.EarnsNothing,
)


def named(actor: Actor, sheet: Sheet, told: Iterable[Line]) -> list[Shown]:
    """Lines with names, as far as the actor may see them; each person named leaves a line. Four queries."""
    people = sheet.people
    seen = seen_by(actor, people)
    labels = naming.household_labels(actor, set(sheet.households.values()), sheet.session.on)
    audit.read_many(actor, "points.register-previewed", sorted(seen))
    return [
        Shown(
            line,
            people[line.came.person].uid,
            people[line.came.person].name if line.came.person in seen else "",
            _label(labels, line, seen),
        )
        for line in told
    ]


def _label(labels: Mapping[int, naming.Label], line: Line, seen: Collection[int]) -> str:
    label = labels.get(line.came.household or 0)
    return label.text if label and line.came.person in seen else ""


def seen_by(actor: Actor, people: Iterable[int]) -> frozenset[int]:
    """Of some standing people, those whose names the actor may read. One query."""
    found = Person.objects.current().visible_to(actor).filter(pk__in=bulk.among(list(people)))
    return frozenset(found.values_list("pk", flat=True))
