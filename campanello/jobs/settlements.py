"""Jobs that tell households that their debt has gone down: all the letters of a settlement, or none."""

from campanello.core import job_signs
from campanello.core.actor import Actor
from campanello.core.edges import now, today
from campanello.core.job_runs import Run
from campanello.jobs.outcome import Done
from campanello.points.services import settlement_letters


def tell(run: Run, actor: Actor) -> Done:
    """Write the letters of the settlement that was confirmed.

    Raises:
        NotFound, NotYours, SettlementNotReady, Stopped.
    """
    written = settlement_letters.tell(
        actor=actor,
        uid=run.subject,
        on=today(),
        at=now(),
        progress=lambda done, total: job_signs.tell(run.uid, done, total),
    )
    return Done({"letters": written})
