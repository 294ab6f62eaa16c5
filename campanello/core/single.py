"""One record by its address: the actor's, or no more told of it than they may know."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from campanello.core.access import NotFound, NotYours

Row = TypeVar("Row", bound=Model)


def single(wanted: QuerySet[Row], seen: QuerySet[Row], *, lock: bool = False) -> Row:
    """The record that is wanted.

    Args:
        wanted: The record of an address, if the actor has the right to what they want to do.
        seen: The same, if the actor may see it.
        lock: Hold the row for writing.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    one = (wanted.select_for_update(of=("self",)) if lock else wanted).first()
    if one is None:
        raise NotYours if seen.exists() else NotFound
    return one
