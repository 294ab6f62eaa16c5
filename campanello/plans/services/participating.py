"""Lets the evaluation count a plan: an entry from its signature on, an exit when it is closed. For plans' services.

In the caller's transaction. What the evaluation knows of a person at entry is frozen in the entry.
"""

from datetime import date

from campanello.people.models import EmploymentStatus, Participation
from campanello.people.queries import merges
from campanello.plans.models import Plan
from campanello.plans.rules import plans as rules
from campanello.plans.rules.plans import State


def enter(one: Plan, on: date) -> Participation | None:
    """The entry of a plan that was signed on a day: one that was imported under the plan's code, or a new one.

    None where the measure is of another fund, whose plans the programme's evaluation does not count.
    """
    if not one.measure.is_evaluated:
        return None
    people = merges.ids_of(one.person_id)
    there = Participation.objects.filter(code=one.code).first()
    is_own = (
        there and there.strand == "plan" and there.project_id == one.project_id and there.person_id in people
    )
    if there and is_own and not Plan.objects.filter(participation=there).exists():
        return there
    return Participation.objects.create(
        person_id=one.person_id,
        project_id=one.project_id,
        strand="plan",
        code=f"plan-{one.uid.hex[:20]}" if there else one.code,
        entry_on=on,
        occupational_status=_work_of(people, on),
        plan_status="in_progress",
    )


def close(one: Plan) -> None:
    """Write the exit of a closed plan, if it was ever signed; an imported entry that has ended keeps its end."""
    entry = one.participation
    if entry is None or entry.exit_on is not None or one.closed_on is None:
        return
    entry.plan_status = rules.COUNTED_AS[State(one.state)]
    entry.exit_on = max(one.closed_on, entry.entry_on)
    entry.save(update_fields=["plan_status", "exit_on"])


def _work_of(people: tuple[int, ...], on: date) -> str:
    """What a person's work was on a day, out of all their records; empty where it is not known."""
    held = EmploymentStatus.objects.filter(person__in=people, starts_on__lte=on).order_by("-starts_on", "-pk")
    return held.values_list("status", flat=True).first() or ""
