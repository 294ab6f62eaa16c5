"""Does one job: with the rights that whoever asked for it has now, in one transaction with the record of its end."""

import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import UUID

from django.db import transaction
from django_tasks import task

from campanello.accounts import queries
from campanello.accounts.middleware import lacks_second_factor
from campanello.accounts.rules import without_second_factor
from campanello.core import job_runs, job_signs
from campanello.core.actor import NOBODY, Actor
from campanello.core.edges import now, today
from campanello.core.errors import DomainError
from campanello.core.job_runs import Run
from campanello.core.journal import current_reference, new_reference
from campanello.jobs import imports, letters, payments, settlements
from campanello.jobs.outcome import Done

logger = logging.getLogger(__name__)
KINDS: Mapping[str, Callable[[Run, Actor], Done]] = MappingProxyType(
    {
        "import-trial": imports.try_out,
        "import": imports.store,
        "payment-run": payments.compute,
        "letters": letters.make,
        "settlement-letters": settlements.tell,
    }
)


@task()
def run(uid: str) -> None:
    """Do a job, unless somebody does or did it. What it raises is told in its record, never in the queue's."""
    key, reference = UUID(uid), new_reference()
    token = current_reference.set(reference)
    try:
        with job_signs.held(key):
            begun = job_runs.begin(key, at=now(), reference=reference)
            if begun is not None:
                _do(begun)
                job_signs.clear(key)
    except KeyboardInterrupt:
        # The process is told to end: what was done is taken back, and the job is seen to be interrupted.
        logger.warning("A job was interrupted")
    finally:
        current_reference.reset(token)


def _do(begun: Run) -> None:
    actor = NOBODY
    try:
        actor = _actor(begun.user)
        with transaction.atomic():
            done = KINDS[begun.kind](begun, actor)
            # Whoever asked it to stop in its last step is heard too: nothing is stored before this block ends.
            job_signs.tell(begun.uid, *job_signs.told(begun.uid))
            job_runs.finish(begun, facts=done.figures, at=now())
    except job_signs.Stopped:
        job_runs.stop(begun, at=now())
    except DomainError as error:
        job_runs.fail(begun, error, actor=actor, at=now())
    except Exception:
        # The outermost edge: nobody above could tell whoever asked.
        logger.exception("A job failed")
        job_runs.fail(begun, job_runs.JobBroke(reference=begun.reference), actor=actor, at=now())
    else:
        _afterwards(done)


def _afterwards(done: Done) -> None:
    try:
        done.afterwards()
    except OSError:
        # What was stored stays; the file goes with the others that nobody touches.
        logger.exception("A job's file could not be put away")


def _actor(user: int) -> Actor:
    actor = queries.actor_with_key(user, today())
    return without_second_factor(actor) if lacks_second_factor(actor) else actor
