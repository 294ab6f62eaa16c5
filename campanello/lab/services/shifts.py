"""Starts and ends shifts at the desk, corrects one's own, and sets a project's opening hours from a day on."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.period import ROME, day_of, in_rome
from campanello.homes.rules.editing import ChangedMeanwhile, Difference
from campanello.lab.models import OpeningHours, Shift
from campanello.lab.queries import shifts as queries
from campanello.lab.queries import visits
from campanello.lab.rules import shifts as rules
from campanello.lab.rules.shifts import Opening, Worked


def start_shift(*, actor: Actor, project: str, at: datetime) -> Shift:
    """The actor is at a project's desk from now on. Started there already, nothing is done.

    Raises:
        NotFound: The project is absent or its lab not the actor's.
        ShiftOpen: They are at another project's desk.
        ShiftsOverlap: They wrote down hours that are not over yet.
    """
    there = visits.project(actor, project)
    assert actor.user is not None  # nobody in particular has no project
    try:
        with transaction.atomic():
            if (running := queries.open_shift(actor)) is not None:
                return _running(running, there)
            made = Shift(project=there, operator_id=actor.user, starts_at=at, on=day_of(at))
            others = queries.around(actor, Worked(at, None))
            if over := next((one for one in others if one.ends_at and one.ends_at > at), None):
                raise rules.ShiftsOverlap(starts=_hour(over.starts_at), ends=_hour(over.ends_at or at))
            made.save(force_insert=True)
            audit.record(actor, "lab.shift-started", made, project=there.pk)
            return made
    except IntegrityError:
        # The button was pressed twice at one moment: the other one is there now.
        if (running := queries.open_shift(actor)) is not None:
            return _running(running, there)
        raise


def _running(running: Shift, there: Project) -> Shift:
    if running.project_id != there.pk:
        raise rules.ShiftOpen(since=_hour(running.starts_at))
    return running


@transaction.atomic
def end_shift(*, actor: Actor, at: datetime, ended_at: datetime | None = None) -> Shift:
    """End the shift that the actor is in; `ended_at` is when it ended if that is over a while.

    Raises:
        NoShiftOpen, ShiftForgotten, ShiftEndsTooSoon, ShiftInTheFuture, ShiftTooLongAgo, ShiftsOverlap.
    """
    held = queries.open_shift(actor, lock=True)
    if held is None:
        raise rules.NoShiftOpen
    return _keep(actor, held, Worked(held.starts_at, ended_at or at), at, "lab.shift-ended")


@transaction.atomic
def add_shift(*, actor: Actor, project: str, worked: Worked, at: datetime) -> Shift:
    """Write down a shift that is over and that nobody started. The same again is answered alike.

    Raises:
        NotFound, ShiftForgotten, ShiftEndsTooSoon, ShiftInTheFuture, ShiftTooLongAgo, ShiftsOverlap.
    """
    there = visits.project(actor, project)
    assert actor.user is not None  # nobody in particular has no project
    starts, ends = in_rome(worked.starts_at), in_rome(worked.ends_at or at)
    same = Shift.objects.filter(operator=actor.user, project=there, starts_at=starts, ends_at=ends).first()
    made = Shift(project=there, operator_id=actor.user)
    return same or _keep(actor, made, Worked(starts, ends), at, "lab.shift-added")


@transaction.atomic
def correct_shift(*, actor: Actor, uid: UUID, version: int, worked: Worked, at: datetime) -> Shift:
    """Set one's own shift's hours right.

    Raises:
        NotFound: Absent, or not the actor's own.
        ChangedMeanwhile: It was saved elsewhere since `version`.
        ShiftForgotten, ShiftEndsTooSoon, ShiftInTheFuture, ShiftTooLongAgo, ShiftsOverlap.
    """
    held = queries.own_shift(actor, uid, lock=True)
    if held.version != version:
        wanted = {"starts_at": worked.starts_at, "ends_at": worked.ends_at}
        differences = tuple(
            Difference(name, getattr(held, name), value)
            for name, value in wanted.items()
            if getattr(held, name) != value
        )
        raise ChangedMeanwhile(version=held.version, differences=differences)
    return _keep(actor, held, worked, at, "lab.shift-corrected")


@transaction.atomic
def strike_shift(*, actor: Actor, uid: UUID) -> Worked:
    """Take one's own shift out, as if it had not been; answers its hours.

    Raises:
        NotFound: Absent, or not the actor's own.
    """
    held = queries.own_shift(actor, uid, lock=True)
    audit.record(actor, "lab.shift-struck", held)
    told = Worked(held.starts_at, held.ends_at)
    held.delete()
    return told


def _keep(actor: Actor, held: Shift, worked: Worked, at: datetime, verb: str) -> Shift:
    limits = queries.limits(day_of(at))
    others = queries.around(actor, worked, without=held.pk)
    if refused := rules.why_not_shift(worked, others, limits, at=at):
        raise refused
    if held.pk is not None:
        held.version += 1
    held.starts_at = in_rome(worked.starts_at)
    held.ends_at = in_rome(worked.ends_at) if worked.ends_at else None
    held.on = day_of(held.starts_at)
    held.save()
    audit.record(actor, verb, held, project=held.project_id)
    return held


@transaction.atomic
def set_opening_hours(
    *, actor: Actor, project: str, hours: Sequence[Opening], starts_on: date, mark: str
) -> None:
    """A project's desk is open at these hours from a day on; what was planned after that day is replaced.

    Args:
        actor: Who sets them.
        project: The project's code.
        hours: The whole week.
        starts_on: The first day; the hours before stay as they were.
        mark: Of the hours that the actor saw.

    Raises:
        NotFound: The project is absent or its lab not the actor's.
        HoursChangedMeanwhile: They were saved by somebody else since.
        HoursEndTooSoon, HoursOverlap.
    """
    there = visits.project(actor, project, Right.WRITE_LAB)
    wanted = set(rules.checked_hours(hours))
    Project.objects.select_for_update().get(pk=there.pk)
    rows = queries.hours_of(there.pk)
    if queries.mark_of(rows) != mark:
        raise rules.HoursChangedMeanwhile
    for row in rows:
        if row.ends_on is not None and row.ends_on <= starts_on:
            continue
        told = queries.dated(row).opening
        if row.starts_on <= starts_on and told in wanted:
            wanted.discard(told)
            OpeningHours.objects.filter(pk=row.pk).update(ends_on=None)
        elif row.starts_on < starts_on:
            OpeningHours.objects.filter(pk=row.pk).update(ends_on=starts_on)
        else:
            row.delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            project=there,
            weekday=one.weekday,
            opens_at=one.opens_at,
            closes_at=one.closes_at,
            starts_on=starts_on,
        )
        for one in sorted(wanted)
    )
    audit.record(actor, "lab.opening-hours-set", there, starts_on=starts_on.isoformat(), hours=len(hours))


def _hour(moment: datetime) -> str:
    return f"{moment.astimezone(ROME):%d/%m/%Y %H:%M}"
