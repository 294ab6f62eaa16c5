"""Jobs that compute a payment run: all of it, or nothing of it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from campanello.core import job_signs
from campanello.core.actor import Actor
from campanello.core.edges import now, today
from campanello.core.job_runs import Run
from campanello.jobs.outcome import Done
from campanello.plans.queries import payment_facts
from campanello.plans.queries import payments as queries
from campanello.plans.services import payments


def compute(run: Run, actor: Actor) -> Done:
    """Compute the payment run that was asked for, and propose it.

    Raises:
        NotFound, NotYours, RunNotReady, NoTreasury, NoSuchParameter, NoSuchRequirements, Stopped.
    """
    total = payment_facts.people_of(queries.run(actor, run.subject).project_id)
    job_signs.tell(run.uid, 0, total)
    with swept():
        made = payments.compute(
            actor=actor,
            uid=run.subject,
            on=today(),
            at=now(),
            # What was invented for trying out is never paid to anybody.
            takes_demo=settings.MODE != "production",
            progress=lambda done: job_signs.tell(run.uid, done, total),
        )
    return Done({"plans": made.plans, "cents": made.to_person_cents + made.to_arrears_cents})


@contextmanager
def swept() -> Iterator[None]:
    """Set what the process holds already aside from the search for garbage, which takes half the time otherwise."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
