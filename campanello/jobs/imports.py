"""Jobs that try a table out or store it: all of it or nothing of it."""

from django.utils import translation

from campanello.core import job_signs, uploads
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.core.edges import now, today
from campanello.core.errors import Missing
from campanello.core.errors import gettext_noop as _
from campanello.core.importing import Outcome, Progress
from campanello.core.job_runs import Run
from campanello.core.uploads import Kept, Told
from campanello.homes.services.bringing import bring, row_count
from campanello.jobs.outcome import Done
from campanello.people.services.imports import NothingImported

FIGURES = ("rows", "new", "changed", "unchanged", "doubtful", "problem_count")
# Of what a file says first: a workbook's rows can't be counted without reading all of it.
WORKBOOK = b"PK"
MOST_COUNTED = 10_000_000


class TableGone(Missing):
    """The file that a job was to work on is deleted."""

    code = "core.table-gone"
    text = _("The file is not here any more: it is kept for a day. Send the table again.")


def try_out(run: Run, actor: Actor) -> Done:
    """Say what storing a table would do. Nothing of it stays.

    Raises:
        TableGone, Stopped, and what the import is refused for.
    """
    kept = _kept(run, actor)
    outcome = _brought(run, kept, actor, total=_counted(kept), is_trial=True)
    return Done(_figures(outcome))


def store(run: Run, actor: Actor) -> Done:
    """Store a table and delete its file.

    Raises:
        TableGone, Stopped, ImportRefused, NothingImported, and what the import is refused for.
    """
    kept = _kept(run, actor)
    takes_doubtful = bool(run.given.get("takes_doubtful"))
    total = kept.told.rows if kept.told else 0
    outcome = _brought(run, kept, actor, total=total, takes_doubtful=takes_doubtful)
    if not outcome.is_stored:
        outcome.require_sound()
        raise NothingImported(count=outcome.doubtful)

    def put_away() -> None:
        kept.is_stored = True
        kept.delete_file()

    return Done(_figures(outcome), put_away)


def _kept(run: Run, actor: Actor) -> Kept:
    try:
        kept = uploads.found(actor, run.subject)
    except NotFound:
        raise TableGone from None
    if not kept.path.exists():
        raise TableGone
    return kept


def _brought(
    run: Run,
    kept: Kept,
    actor: Actor,
    *,
    total: int,
    is_trial: bool = False,
    takes_doubtful: bool = False,
) -> Outcome:
    """What came of a table; it is kept with the table in the language of whoever asked, stored or not."""
    outcome = bring(
        kept,
        actor=actor,
        on=today(),
        at=now(),
        is_trial=is_trial,
        takes_doubtful=takes_doubtful,
        total=total,
        progress=_teller(run, total),
    )
    with translation.override(str(run.given.get("language", "it"))):
        kept.told = Told.of(outcome)
    kept.save()
    return outcome


def _teller(run: Run, total: int) -> Progress:
    job_signs.tell(run.uid, 0, total)

    def tell(done: int, _total: int) -> None:
        # Of rows that nobody counted it is not known how many they are, whatever the import takes for it.
        job_signs.tell(run.uid, done, max(total, done) if total else 0)

    return tell


def _counted(kept: Kept) -> int:
    with kept.path.open("rb") as file:
        is_workbook = file.read(2) == WORKBOOK
    return 0 if is_workbook else row_count(kept, most=MOST_COUNTED)


def _figures(outcome: Outcome) -> dict[str, int]:
    return {name: getattr(outcome, name) for name in FIGURES}
