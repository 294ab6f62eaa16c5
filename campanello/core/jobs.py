"""Long work as those see it who ask for it: asked for, looked at, stopped, begun again. Knows no kind of work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from campanello.core import audit, job_signs
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.errors import Conflict
from campanello.core.errors import gettext_noop as _
from campanello.core.models import Job

State = Job.State


class Standing(StrEnum):
    """What a job is for its reader: its state, or that the process which did it is gone."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    INTERRUPTED = "interrupted"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


STANDING_NAMES = {
    Standing.WAITING: _("Waiting"),
    Standing.RUNNING: _("Under way"),
    Standing.STOPPING: _("Stopping"),
    Standing.INTERRUPTED: _("Interrupted"),
    Standing.DONE: _("Done"),
    Standing.FAILED: _("Failed"),
    Standing.CANCELLED: _("Cancelled"),
}
UNDER_WAY = frozenset({Standing.WAITING, Standing.RUNNING, Standing.STOPPING})
MAY_BEGIN_AGAIN = frozenset({Standing.INTERRUPTED, Standing.FAILED, Standing.CANCELLED})


class JobOver(Conflict):
    """A job is to be stopped that has ended."""

    code = "core.job-over"
    text = _("This work has ended already and can't be stopped. Look at what came of it.")


class JobUnderWay(Conflict):
    """A job is to begin again that waits, runs or is done, or whose table another job works on."""

    code = "core.job-under-way"
    text = _("This work waits, is under way or is done. Look at how far it is before you ask for it again.")


@dataclass(frozen=True)
class Seen:
    """A job as its reader sees it now: how it stands, and how far it is."""

    job: Job
    standing: Standing
    done: int
    total: int

    @property
    def is_under_way(self) -> bool:
        """Whether it may still come to something by itself."""
        return self.standing in UNDER_WAY

    @property
    def may_be_cancelled(self) -> bool:
        """Whether anybody may still stop it."""
        return self.standing in {Standing.WAITING, Standing.RUNNING, Standing.INTERRUPTED}


def seen(job: Job) -> Seen:
    """How a job stands. One more query when nobody lives who does it: it may have ended just now."""
    if job.state == State.RUNNING and not job_signs.is_held(job.uid):
        job.refresh_from_db()
        if job.state == State.RUNNING:
            return Seen(job, Standing.INTERRUPTED, *job_signs.told(job.uid))
    if job.state != State.RUNNING:
        return Seen(job, Standing(job.state), job.done, job.total)
    is_stopping = job_signs.asked_to_stop(job.uid) is not None
    standing = Standing.STOPPING if is_stopping else Standing.RUNNING
    return Seen(job, standing, *job_signs.told(job.uid))


def jobs(actor: Actor) -> QuerySet[Job]:
    """The jobs that an actor asked for, and those of the projects that they coordinate; the newest first."""
    overseen = projects_with(actor, Right.IMPORT_PEOPLE)
    found = Job.objects.select_related("asked_by", "project")
    return found.filter(Q(asked_by=actor.user) | Q(project__in=overseen))


def job(actor: Actor, uid: UUID) -> Seen:
    """One job of theirs, as it stands.

    Raises:
        NotFound: Absent, or not the actor's to see.
    """
    found = jobs(actor).filter(uid=uid).first()
    if found is None:
        raise NotFound
    return seen(found)


def job_on(actor: Actor, subject: UUID) -> Seen | None:
    """The newest of the actor's own jobs on a subject; None where there is none."""
    found = Job.objects.filter(asked_by=actor.user, subject=subject).first()
    return seen(found) if found else None


def to_look_at(actor: Actor, *, at: datetime, days: int) -> list[Seen]:
    """The actor's own jobs that are under way, and those of the last days that came to nothing. One query."""
    recent = Q(state=State.FAILED, finished_at__gte=at - timedelta(days=days))
    found = Job.objects.filter(Q(state__in=Job.OPEN) | recent, asked_by=actor.user)
    return everything_seen(found.select_related("project")[:20])


def everything_seen(found: Iterable[Job]) -> list[Seen]:
    """Several jobs as they stand."""
    return [seen(one) for one in found]


def hold_others_up() -> bool:
    """Whether nobody else can save while a job stores: SQLite has one writer at a time."""
    return connection.vendor == "sqlite"


@transaction.atomic
def ask(
    *,
    actor: Actor,
    kind: str,
    subject: UUID,
    project: int | None,
    given: Mapping[str, Any],
    at: datetime,
) -> Job:
    """Ask for long work. Asked twice on one subject, it is the job that waits or runs already.

    Raises:
        NotFound: Nobody in particular asks.
        JobUnderWay: Somebody else's work on it is under way.
    """
    if actor.user is None:
        raise NotFound
    asked = Job(
        kind=kind, asked_by_id=actor.user, project_id=project, subject=subject, given=dict(given), asked_at=at
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError:
        there = Job.objects.filter(subject=subject, state__in=Job.OPEN, asked_by=actor.user).first()
        if there is None:
            raise JobUnderWay from None
        return there
    enqueue(asked)
    audit.record(actor, "core.job-asked", asked, kind=kind, project=project)
    return asked


def cancel(*, actor: Actor, uid: UUID, at: datetime) -> None:
    """Stop a job. One that waits is over at once; one that runs takes back what it has stored at its next step.

    Nothing is written to the database while it runs, for whose end a writer would have to wait on SQLite: who stopped
    it is in the audit trail when it has stopped.

    Raises:
        NotFound: Absent, or not the actor's to see.
        JobOver: It has ended.
    """
    found = job(actor, uid)
    if found.standing in {Standing.RUNNING, Standing.STOPPING}:
        job_signs.ask_to_stop(uid, actor.user or 0)
        return
    with transaction.atomic():
        still = Job.objects.filter(uid=uid, state=found.job.state)
        if not found.may_be_cancelled or not still.update(state=State.CANCELLED, finished_at=at):
            raise JobOver
        job_signs.clear(uid)
        audit.record(actor, "core.job-cancelled", found.job, kind=found.job.kind)


@transaction.atomic
def begin_again(*, actor: Actor, uid: UUID, at: datetime) -> None:
    """Let a job that came to nothing begin anew, by whoever asked for it.

    Raises:
        NotFound: Absent, or asked for by somebody else.
        JobUnderWay: It waits, runs or is done, or another job works on its subject.
    """
    found = job(actor, uid)
    if found.job.asked_by_id != actor.user:
        raise NotFound
    if found.standing not in MAY_BEGIN_AGAIN:
        raise JobUnderWay
    anew = {"state": State.WAITING, "asked_at": at, "started_at": None, "finished_at": None}
    nothing_yet = {"done": 0, "total": 0, "facts": {}, "error_code": "", "error_text": "", "error_facts": {}}
    try:
        with transaction.atomic():
            still = Job.objects.filter(uid=uid, state=found.job.state)
            if not still.update(**anew, **nothing_yet):
                raise JobUnderWay
    except IntegrityError:
        raise JobUnderWay from None
    job_signs.clear(uid)
    enqueue(found.job)
    audit.record(actor, "core.job-begun-again", found.job, kind=found.job.kind)


def enqueue(job: Job) -> None:
    """Put a job at the end of the queue, in the caller's transaction."""
    # The task lies above the core, which finds it by name.
    queued = import_string(settings.JOB_TASK).enqueue(str(job.uid))
    job.task = UUID(str(queued.id))
    job.save(update_fields=["task"])
