"""Brings in a table that was sent and kept, by the service that its kind has; within a page or by a job."""

from collections.abc import Iterator
from datetime import date, datetime

from campanello.core import params
from campanello.core.access import NotFound
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.importing import Incoming, Outcome, Progress, untold
from campanello.core.sheets import Row, opened
from campanello.core.uploads import Kept
from campanello.homes.services.tables import TABLES


class TooManyRows(Refused):
    """A table has more rows than are taken from a page."""

    code = "core.too-many-rows"
    text = _(
        "The table has more than %(most)s rows. Send it in parts, or let whoever runs the site use `campanello import`."
    )


def bring(
    kept: Kept,
    *,
    actor: Actor,
    on: date,
    at: datetime,
    is_trial: bool = False,
    takes_doubtful: bool = False,
    total: int = 0,
    progress: Progress = untold,
) -> Outcome:
    """Bring a kept table in, all of it or nothing of it.

    Args:
        kept: The table, with its columns matched.
        actor: Who imports: whoever sent it.
        on: The day it is.
        at: When it is recorded.
        is_trial: Say what would happen, and leave everything as it is.
        takes_doubtful: Register also rows that may be people who are there already.
        total: How many rows it has; 0 where nobody counted them.
        progress: Told of how many rows are read, of how many; what it raises undoes all.

    Raises:
        NotFound: The file is deleted, or the actor does not import there.
        TooManyRows, and what the table's own service is refused for.
    """
    most = params.value("imports.most_rows", on)
    try:
        with opened(kept.path, name=kept.name, sheet=kept.sheet) as sheet:
            return TABLES[kept.table].bring(
                actor=actor,
                project=kept.project,
                incoming=Incoming(sheet.columns, kept.matching, _bounded(sheet.rows, most), total),
                on=on,
                at=at,
                is_trial=is_trial,
                takes_doubtful=takes_doubtful,
                progress=progress,
            )
    except FileNotFoundError:
        raise NotFound from None


def row_count(kept: Kept, *, most: int) -> int:
    """How many rows a kept table has, counted no further than one beyond `most`.

    Raises:
        NotFound: The file is deleted.
    """
    try:
        with opened(kept.path, name=kept.name, sheet=kept.sheet) as sheet:
            return sum(1 for _number, _row in zip(range(most + 1), sheet.rows, strict=False))
    except FileNotFoundError:
        raise NotFound from None


def _bounded(rows: Iterator[Row], most: int) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number >= most:
            raise TooManyRows(most=most)
        yield row
