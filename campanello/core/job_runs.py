"""Long work as the process does that works it off: begun once, ended once, tidied up. For `campanello.jobs` alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from campanello.core import audit, job_signs, jobs, params
from campanello.core.actor import Actor
from campanello.core.errors import DomainError, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.models import Job

State = Job.State
# Between being taken from the queue and being begun lies a moment; who died in it is told by this time.
LOST_AFTER = timedelta(minutes=5)
HIDDEN = "…"


class JobBroke(Refused):
    """A job met an error of the program's own."""

    code = "core.job-broke"
    text = _(
        "The program failed, and nothing was stored. Tell whoever runs the site the number %(reference)s, "
        "and begin again when it is mended."
    )


@dataclass(frozen=True)
class Run:
    """A job that this process does: which one, what of, for which user, with which choices, under which number."""

    uid: UUID
    kind: str
    subject: UUID
    user: int
    given: Mapping[str, Any]
    reference: str


def begin(uid: UUID, *, at: datetime, reference: str) -> Run | None:
    """Begin a job; None when it does not wait any more. Of several who try, one gets it."""
    waiting = Job.objects.filter(uid=uid, state=State.WAITING)
    if not waiting.update(state=State.RUNNING, started_at=at, reference=reference):
        return None
    job = Job.objects.get(uid=uid)
    return Run(uid, job.kind, job.subject, job.asked_by_id, job.given, reference)


def finish(run: Run, *, facts: Mapping[str, int], at: datetime) -> None:
    """A job is done, with what came of it in figures. To be called in the transaction of the work itself."""
    done = max(job_signs.told(run.uid))
    _end(run, State.DONE, at, done=done, total=done, facts=dict(facts))


@transaction.atomic
def fail(run: Run, error: DomainError, *, actor: Actor, at: datetime) -> None:
    """A job was refused: which error it was, and of its facts those that are numbers; others may quote a person."""
    facts = {name: fact if isinstance(fact, int) else HIDDEN for name, fact in error.facts.items()}
    if isinstance(error, JobBroke):
        facts = dict(error.facts)
    done, total = job_signs.told(run.uid)
    said: dict[str, Any] = {"error_code": error.code, "error_text": error.text, "error_facts": facts}
    job = _end(run, State.FAILED, at, done=done, total=total, **said)
    audit.record(actor, "core.job-failed", job, kind=run.kind, code=error.code)


@transaction.atomic
def stop(run: Run, *, at: datetime) -> None:
    """A job has stopped because somebody asked for it."""
    done, total = job_signs.told(run.uid)
    job = _end(run, State.CANCELLED, at, done=done, total=total)
    by = Actor(user=job_signs.asked_to_stop(run.uid), name="")
    audit.record(by, "core.job-cancelled", job, kind=run.kind)


def _end(run: Run, state: str, at: datetime, **said: Any) -> Job:
    Job.objects.filter(uid=run.uid).update(state=state, finished_at=at, **said)
    return Job.objects.get(uid=run.uid)


def tidy(*, on: date, at: datetime) -> None:
    """Queue again what was taken from the queue and never begun; delete what is kept for long enough."""
    waiting = DBTaskResult.objects.ready()
    for lost in Job.objects.filter(state=State.WAITING, asked_at__lt=at - LOST_AFTER):
        if lost.task is None or not waiting.filter(pk=lost.task).exists():
            jobs.enqueue(lost)
    DBTaskResult.objects.finished().filter(finished_at__lt=at - timedelta(days=1)).delete()
    DBTaskResult.objects.running().filter(started_at__lt=at - timedelta(days=1)).delete()
    old = at - timedelta(days=params.value("retention.job_days", on))
    Job.objects.filter(finished_at__lt=old).delete()
    running = set(Job.objects.filter(state=State.RUNNING).values_list("uid", flat=True))
    for uid in set(job_signs.known()) - running:
        if not job_signs.is_held(uid):
            job_signs.clear(uid)
