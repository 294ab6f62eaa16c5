"""Jobs that make the letters of a batch: all of them, or none; e-mails go out once that is stored."""

from functools import partial

from campanello.core import job_signs
from campanello.core.actor import Actor
from campanello.core.edges import now, today
from campanello.core.job_runs import Run
from campanello.jobs.outcome import Done
from campanello.letters.services import batches, mailing


def make(run: Run, actor: Actor) -> Done:
    """Make the letters of the batch that was asked for.

    Raises:
        NotFound, NotYours, BatchMoved, NobodyToWrite, DebtNotYours, TooManyLetters, Stopped.
    """
    to_mail = batches.make(
        actor=actor,
        uid=run.subject,
        on=today(),
        at=now(),
        progress=lambda done, total: job_signs.tell(run.uid, done, total),
    )
    return Done({"e_mails": len(to_mail)}, afterwards=partial(_mail, to_mail))


def _mail(keys: list[int]) -> None:
    mailing.send_now(keys, now())
