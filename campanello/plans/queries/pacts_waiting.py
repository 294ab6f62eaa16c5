"""How many pacts and traineeships wait for somebody, in one question: the teams' home asks it each time."""

from collections import Counter
from datetime import date
from typing import Any

from django.db.models import CharField, Value

from campanello.core.actor import Actor
from campanello.plans.queries import pacts_shown, placements

LATE, UNSIGNED, UNVISITED = "late", "unsigned", "unvisited"


def counts(actor: Actor, on: date) -> Counter[str]:
    """Pacts whose review is late, pacts that lack signatures, traineeships whose tutor is awaited. One query."""
    late = pacts_shown.listed(actor, pacts_shown.Wanted(waits=pacts_shown.REVIEW_LATE), on)
    unsigned = pacts_shown.listed(actor, pacts_shown.Wanted(waits=pacts_shown.TO_SIGN), on)
    unvisited = placements.traineeships(actor, placements.Wanted(waits=True), on)
    marked = [_marked(late, LATE), _marked(unsigned, UNSIGNED), _marked(unvisited, UNVISITED)]
    return Counter(marked[0].union(*marked[1:], all=True))


def _marked(found: Any, mark: str) -> Any:
    # Without the lists' own order: a union has none inside.
    marked = found.order_by().annotate(waits_for=Value(mark, output_field=CharField()))
    return marked.values_list("waits_for", flat=True)
