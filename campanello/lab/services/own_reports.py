"""What a resident reports from the app, for themselves or as a delegate, and what they add to it later."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from campanello.core import audit, idempotency, params
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.lab.models import Report
from campanello.lab.queries import own_reports as queries
from campanello.lab.queries.photos import limits
from campanello.lab.rules import reports as rules
from campanello.lab.rules.reports import NewReport
from campanello.lab.services import photos
from campanello.lab.services.reports import make_report, step


@dataclass(frozen=True)
class Told:
    """What a resident tells: of their home, of a house, or of neither."""

    kind: str
    text: str
    place_note: str = ""
    dwelling: UUID | None = None
    building: UUID | None = None


def tell(*, actor: Actor, uid: UUID, told: Told, photo: bytes | None, at: datetime) -> Report:
    """Record what a resident tells, with a photograph if there is one. Sent twice with one `uid`, it is recorded once.

    A photograph that can't be taken is refused before anything is recorded.

    Raises:
        NotFound: The actor is no resident, a delegate who was not allowed this, or the place is none of theirs.
        TooManyToday, UidTaken, PlaceNotOurs, EmptyReport, TooLong, NoSuchValue.
        PhotoTooLarge, NotAPhoto, TooManyPixels, TooManyPhotos.
    """
    reporter = queries.reporter(actor)
    house = _house(actor, told, at)
    most = params.value("reports.resident_a_day", day_of(at))
    is_new = not Report.objects.filter(uid=uid).exists()
    if is_new and queries.since(actor, at - timedelta(days=1)) >= most:
        raise rules.TooManyToday(most=most)
    if photo is not None:
        photos.cleaned(photo, limits(day_of(at)))
    report = NewReport(
        project=queries.project(actor, house).code,
        kind=told.kind,
        text=told.text,
        made_at=at,
        building=house,
        dwelling=told.dwelling,
        place_note=told.place_note,
        reporter=reporter.uid,
        source=queries.SOURCE,
    )
    made = make_report(actor=actor, uid=uid, report=report, at=at)
    if photo is not None:
        photos.add_photo(actor=actor, uid=uid, content=photo, at=at)
    return made


def _house(actor: Actor, told: Told, at: datetime) -> UUID | None:
    """The house of the place told; a home is the resident's own or none."""
    if told.dwelling is None:
        return told.building
    homes = queries.places(actor, day_of(at)).homes
    return next((one.building.uid for one in homes if one.uid == told.dwelling), told.dwelling)


@transaction.atomic
def add_word(*, actor: Actor, uid: UUID, word: UUID, text: str, at: datetime) -> Report:
    """Add a word to a report of one's own that is open; the lab and whoever answers read it.

    Args:
        actor: The resident, or a delegate.
        uid: The report.
        word: Made in the form: sent twice, it is said once.
        text: The word.
        at: Now.

    Raises:
        NotFound: Absent, or another's.
        ReportClosed, EmptyReport, TooLong.
    """
    held = queries.one(actor, uid, lock=True)
    said = text.strip()
    if held.closed_at is not None:
        raise rules.ReportClosed(number=held.number)
    if not said:
        raise rules.EmptyReport
    if refusal := rules.why_too_long(said):
        raise refusal

    def add() -> dict[str, int]:
        made = step(held, actor, at, "word", text=said, is_for_resident=True)
        audit.record(actor, "lab.report-word-added", held, person=held.reporter_id)
        return {"step": made.pk}

    idempotency.once(actor=actor, key=f"word:{word}", request=f"{uid} {said}".encode(), at=at, do=add)
    return held


@transaction.atomic
def read(*, actor: Actor, uid: UUID) -> queries.OwnReport:
    """A report of one's own with its story; leaves a line, since a delegate may be who reads it.

    Raises:
        NotFound: Absent, or another's.
    """
    found = queries.shown(actor, uid)
    audit.read(actor, "lab.own-report-read", found.report, person=found.report.reporter_id)
    return found
