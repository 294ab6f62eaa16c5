"""Sets money aside for a project's points; a sum that held is never changed, a later one follows it."""

from datetime import date, datetime

from django.db import transaction

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.people.rules.names import tidy
from campanello.points.models import RentBudget
from campanello.points.queries import budgets as queries
from campanello.points.rules import budgets as rules


@transaction.atomic
def set_aside(
    *, actor: Actor, project: str, cents: int, starts_on: date, source: str, on: date, at: datetime
) -> RentBudget:
    """Set a sum aside from a day on: the most that all points put towards rents may come to, those paid before too.

    Said again in the same words, it stands once.

    Raises:
        NotFound, NoSource, StartsBefore, SetAsideOtherwise.
    """
    held = queries.scheme(actor, project)
    if refusal := rules.why_not_set_aside(source=tidy(source), starts_on=starts_on, on=on):
        raise refusal
    wanted = {"cents": cents, "source": tidy(source)}
    made, is_new = RentBudget.objects.get_or_create(
        project_id=held.project_id,
        starts_on=starts_on,
        defaults={**wanted, "made_at": at, "made_by_id": actor.user},
    )
    if not is_new and {name: getattr(made, name) for name in wanted} != wanted:
        raise rules.SetAsideOtherwise(day=f"{starts_on:%d/%m/%Y}", euros=f"{made.cents // 100}")
    if is_new:
        audit.record(
            actor, "points.rent-budget-set", made, project=held.project_id, starts_on=starts_on.isoformat()
        )
    return made
