"""The next steps of somebody's own visits: past their day, or due soon. Whoever is named leaves a line."""

from dataclasses import dataclass
from datetime import date

from campanello.core import audit
from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.lab.models import Visit
from campanello.lab.queries import naming

MOST = 100  # counted; beyond it "more than" is said


@dataclass(frozen=True)
class Step:
    """A visit whose next step waits; `who` is empty where no name is told."""

    visit: Visit
    who: str
    day: date
    person: int | None


@dataclass(frozen=True)
class Steps:
    """The most urgent steps of either kind, and how many there are of each, up to MOST in all."""

    steps: tuple[Step, ...]
    late: int
    due: int


def own_steps(actor: Actor, on: date, *, most: int) -> Steps:
    """The next steps of the actor's own visits by day: `most` past it, and `most` to come. Two or four queries."""
    waiting = Visit.objects.filter(
        project__in=projects_with(actor, Right.WRITE_LAB),
        operator=actor.user,
        next_step_on__isnull=False,
        next_step_done_at=None,
        cancelled_at=None,
    )
    rows = list(
        waiting.select_related("person__merged_into", "household").order_by("next_step_on", "pk")[:MOST]
    )
    late = [one for one in rows if one.next_step_on and one.next_step_on < on]
    due = rows[len(late) :]
    shown = [*late[:most], *due[:most]]
    labels = naming.household_labels(actor, {one.household_id for one in shown if one.household_id}, on)
    found = tuple(_step(actor, one, labels) for one in shown)
    audit.read_many(actor, "people.waiting-shown", sorted({one.person for one in found if one.person}))
    return Steps(found, len(late), len(due))


def _step(actor: Actor, one: Visit, labels: dict[int, naming.Label]) -> Step:
    person = naming.standing(one.person)
    who = naming.name_of(actor, person, one.project_id)
    named = person.pk if person and who else None
    if one.household_id in labels:
        who, named = labels[one.household_id].text, labels[one.household_id].person
    assert one.next_step_on is not None  # asked for
    return Step(one, who, one.next_step_on, named)
