"""Finds what was corrected in a register since it was awarded: the rows that hold now beside the awards of old ones."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from campanello.core.access import NotFound
from campanello.lab.models import Attendance, Session
from campanello.lab.rules.registers import Presence
from campanello.points.models import AwardedSession, Transfer, Withheld
from campanello.points.queries import caps
from campanello.points.queries.register_awards import stands

# A row of a session's register that came after those that are in its points.
SINCE = Exists(Attendance.objects.filter(session=OuterRef("session"), pk__gt=OuterRef("last_row")))


@dataclass
class Correction:
    """One person whose row was corrected: awards of rows that were replaced, and the row that earns now."""

    person: int
    new: Attendance | None = None
    old: list[Transfer] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    why: str = ""


def awarded(session: Session) -> AwardedSession:
    """The award of a session.

    Raises:
        NotFound: It was not awarded.
    """
    found = AwardedSession.objects.filter(session=session).first()
    if found is None:
        raise NotFound
    return found


def of_session(session: Session, award: AwardedSession) -> list[Correction]:
    """The people of a register that was corrected since its award, in the order of their keys. Three queries.

    People whose new row has its points already are left out, unless an old award of theirs still holds.
    """
    rows = list(
        Attendance.objects.filter(session=session).select_related("person__merged_into").order_by("pk")
    )
    done = set(Withheld.objects.filter(attendance__session=session).values_list("attendance", flat=True))
    moves: dict[int, list[Transfer]] = {}
    for move in moves_of(session):
        moves.setdefault(move.attendance_id or 0, []).append(move)
    found: dict[int, Correction] = {}
    for row in rows:
        person = stands(row).pk
        if row.is_replaced:
            one = found.setdefault(person, Correction(person))
            one.replaced.append(row.pk)
            one.old += moves.get(row.pk, [])
        elif row.pk > award.last_row:
            one = found.setdefault(person, Correction(person))
            one.why = row.reason
            if row.presence == Presence.PRESENT and row.pk not in moves and row.pk not in done:
                one.new = row
    return sorted((one for one in found.values() if one.new or one.old), key=lambda one: one.person)


def moves_of(session: Session) -> QuerySet[Transfer]:
    """The awards of a session that hold: those that were not taken back."""
    return caps.awards(session.project_id).filter(attendance__session=session)
