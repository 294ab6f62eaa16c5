"""Finds the register of a session: who was expected, who came, and what was corrected since it was signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, may
from campanello.core.actor import Actor
from campanello.core.idempotency import KeyReused
from campanello.core.period import ROME
from campanello.lab.models import Attendance, Session, SignUp
from campanello.lab.queries import activities, sign_ups
from campanello.lab.rules import registers as rules
from campanello.lab.rules.registers import NOTHING, Mark, Presence, Told, Totals, Window
from campanello.lab.rules.sign_ups import State
from campanello.people.models import Person
from campanello.people.queries.merges import of_people, records_of


@dataclass(frozen=True)
class Row:
    """One person of a register. `person` is who stands for the record; without name where the actor may not see it."""

    person: UUID
    name: str
    family_name: str
    is_visible: bool
    is_signed_up: bool
    needs_childcare: bool
    mark: Mark
    attendance: Attendance | None
    corrected: tuple[Attendance, ...] = ()


@dataclass(frozen=True)
class Register:
    """A session with its people, by name, and in figures."""

    session: Session
    rows: tuple[Row, ...]
    totals: Totals
    waiting: int

    @property
    def length(self) -> int:
        """Minutes that the session lasts."""
        return rules.length_of(self.session.starts_at, self.session.ends_at)


@transaction.atomic
def register(actor: Actor, uid: UUID, *, is_export: bool = False) -> Register:
    """The register of a session; each person named leaves a line. As many queries for two people as for thousands.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    session = activities.session(actor, uid)
    booked, waiting = [], 0
    for one in _sign_ups(session):
        if one.state == State.BOOKED:
            booked.append(one)
        else:
            waiting += 1
    rows = Attendance.objects.filter(session=session).select_related("person__merged_into", "recorded_by")
    found = _rows(actor, booked, list(rows))
    named = sorted(key for key, row in found.items() if row.is_visible)
    audit.read_many(actor, "lab.register-read", named)
    if is_export:
        audit.exported(actor, "lab.register-exported", session, people=len(found))
    ordered = sorted(found.values(), key=lambda row: (row.family_name.casefold(), row.name, row.person))
    totals = rules.totals((row.mark for row in ordered), session.guests)
    return Register(session, tuple(ordered), totals, waiting)


def _sign_ups(session: Session) -> Iterable[SignUp]:
    kept = SignUp.objects.filter(session=session).exclude(state=State.CANCELLED)
    return kept.select_related("person__merged_into").order_by("pk")


def _rows(actor: Actor, booked: list[SignUp], rows: list[Attendance]) -> dict[int, Row]:
    people = [*(one.person for one in booked), *(one.person for one in rows)]
    whose = {who.pk: who for who in (one.merged_into or one for one in people)}
    seen = sign_ups.visible(actor, set(whose))
    sign_up_of = {one.person.merged_into_id or one.person_id: one for one in booked}
    current, replaced = _by_person(rows)
    return {
        key: _row(who, key in seen, sign_up_of.get(key), current.get(key), tuple(replaced.get(key, ())))
        for key, who in whose.items()
    }


def _by_person(rows: list[Attendance]) -> tuple[dict[int, Attendance], dict[int, list[Attendance]]]:
    current: dict[int, Attendance] = {}
    replaced: dict[int, list[Attendance]] = {}
    for one in rows:
        key = one.person.merged_into_id or one.person_id
        if one.is_replaced:
            replaced.setdefault(key, []).append(one)
        else:
            current[key] = one
    return current, replaced


def _row(
    who: Person,
    is_seen: bool,
    sign_up: SignUp | None,
    attendance: Attendance | None,
    corrected: tuple[Attendance, ...],
) -> Row:
    return Row(
        person=who.uid,
        name=who.name if is_seen else "",
        family_name=who.family_name if is_seen else "",
        is_visible=is_seen,
        is_signed_up=sign_up is not None,
        needs_childcare=bool(sign_up and sign_up.needs_childcare),
        mark=mark_of(attendance),
        attendance=attendance,
        corrected=corrected,
    )


def mark_of(attendance: Attendance | None) -> Mark:
    """What a row says of a person."""
    return Mark(attendance.presence, attendance.minutes) if attendance else NOTHING


def standing(session: int, people: Iterable[int]) -> dict[int, Attendance]:
    """The rows of a session that hold, by the standing person, of some of them. Two queries."""
    records = records_of(people)
    found = Attendance.objects.filter(session=session, person__in=list(records), is_replaced=False)
    return {records[one.person_id]: one for one in found}


def before(uid: UUID, person: int, session: int) -> Attendance | None:
    """The row that was recorded for the same request.

    Raises:
        KeyReused: The uid is that of somebody else's row.
    """
    sent = Attendance.objects.filter(uid=uid).select_related("person").first()
    if sent and (sent.session_id != session or person not in {sent.person_id, sent.person.merged_into_id}):
        raise KeyReused
    return sent


def unmarked(session: int) -> list[int]:
    """The people with a place in a session of whom nothing is marked: the records that signed up. Two queries."""
    booked = SignUp.objects.filter(session=session, state=State.BOOKED).select_related("person")
    marked = Attendance.objects.filter(session=session, is_replaced=False).values_list(
        "person", "person__merged_into"
    )
    there = {standing or key for key, standing in marked}
    return [one.person_id for one in booked if (one.person.merged_into_id or one.person_id) not in there]


def people_of(actor: Actor, session: Session, uids: Iterable[UUID]) -> dict[UUID, int]:
    """The keys of people by their uids, of those whom the session's project may mark. Two queries.

    Raises:
        NotFound: One of them is not the actor's, and is not in the session.
    """
    wanted = set(uids)
    found = dict(Person.objects.current().filter(uid__in=wanted).values_list("uid", "pk"))
    keys = set(found.values())
    inside = set(
        SignUp.objects.filter(of_people("person", keys), session=session).values_list("person", flat=True)
    )
    if found.keys() != wanted or keys - inside - sign_ups.visible(actor, keys):
        raise NotFound
    return found


def window(session: Session) -> tuple[Window, Told]:
    """When people are checked in to a session, and the same in words."""
    before, after = (
        timedelta(minutes=params.value(f"lab.check_in_{name}_minutes", session.on))
        for name in ("before", "after")
    )
    opens, closes = session.starts_at - before, session.ends_at + after
    told = Told(*(in_rome(at) for at in (session.starts_at, opens, closes)))
    return Window(opens, closes), told


def in_rome(at: datetime) -> str:
    """A moment in figures, by the clocks of Rome."""
    return f"{at.astimezone(ROME):%d/%m/%Y %H:%M}"


def door(actor: Actor, uid: UUID) -> Session:
    """A session at whose door the actor may check in: themselves as a resident, others where they write.

    Raises:
        NotFound, NotYours.
    """
    if not may(actor, Right.WRITE_LAB) and not may(actor, Right.READ_OWN):
        raise NotFound
    return sign_ups.open_session(actor, uid)


def present(session: Session) -> int:
    """How many people are marked as present in a session that was found before."""
    return Attendance.objects.filter(session=session, is_replaced=False, presence=Presence.PRESENT).count()
