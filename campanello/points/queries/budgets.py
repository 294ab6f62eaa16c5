"""The money set aside for a project's points: what was set aside when, and what is left."""

from dataclasses import dataclass
from datetime import date

from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.points.models import RentBudget, Scheme
from campanello.points.queries.spending import budget_left


@dataclass(frozen=True)
class Shown:
    """A project's sums, the latest first, and what is left today; None where no sum holds."""

    scheme: Scheme
    budgets: tuple[RentBudget, ...]
    left_cents: int | None


def scheme(actor: Actor, project: str) -> Scheme:
    """The scheme of a project, by its code, for who sets it.

    Raises:
        NotFound.
    """
    mine = Scheme.objects.visible_to(actor, Right.SET_POINTS).select_related("project")
    found = mine.filter(project__code=project).first()
    if found is None:
        raise NotFound
    return found


def shown(actor: Actor, project: str, on: date) -> Shown:
    """What was set aside for a project, for who sets it.

    Raises:
        NotFound.
    """
    held = scheme(actor, project)
    rows = RentBudget.objects.filter(project=held.project_id).order_by("-starts_on")
    return Shown(held, tuple(rows), budget_left(held, on))
