"""Finds assessments, and sets a review beside the one at entry. For who reads assessments alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from campanello.core import audit
from campanello.core.access import Right, may, projects_with
from campanello.core.actor import Actor
from campanello.core.single import single
from campanello.people.models import Person
from campanello.people.queries import records
from campanello.people.queries.merges import of_people
from campanello.plans.models import Assessment, DimensionScore, Plan, TeamMember
from campanello.plans.queries import goals, team
from campanello.plans.queries.frames import Frame
from campanello.plans.queries.seen import seen, standing
from campanello.plans.rules import assessments as rules
from campanello.plans.rules.assessments import Difference, Scored, Written


@dataclass(frozen=True)
class Comparison:
    """The assessment at entry, the latest review of the same plan or project if there is one, and what differs."""

    entry: Assessment
    review: Assessment | None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class PersonAssessments:
    """What a team found of a person, the latest first, and who is in the team."""

    person: Person
    assessments: tuple[Assessment, ...]
    comparison: Comparison | None
    team: tuple[TeamMember, ...]


def assessment(
    actor: Actor, uid: UUID, *, right: Right = Right.READ_ASSESSMENTS, lock: bool = False
) -> Assessment:
    """An assessment with its scores.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = _joined(Assessment.objects.filter(uid=uid))
    return single(seen(found, actor, right), seen(found, actor, Right.READ_ASSESSMENTS), lock=lock)


def shown(actor: Actor, uid: UUID) -> Assessment:
    """An assessment for its page; leaves a line.

    Raises:
        NotFound.
    """
    found = assessment(actor, uid)
    audit.read(actor, "plans.assessment-read", found, person=standing(found.person).pk)
    return found


def of_person(actor: Actor, uid: UUID, on: date) -> PersonAssessments:
    """What the actor's teams found of a person; leaves a line.

    Raises:
        NotFound.
    """
    person = records.person(actor, uid, right=Right.READ_ASSESSMENTS)
    found = tuple(_of_people(actor, [person.pk]))
    audit.read(actor, "plans.assessments-read", person, person=person.pk)
    return PersonAssessments(person, found, latest_comparison(found), tuple(team.members(actor, person, on)))


def of_plan(actor: Actor, plan: Plan, on: date) -> dict[str, Any]:
    """What a plan's page shows of its goals and, to who reads them, its assessments. The page leaves the line."""
    person = standing(plan.person)
    told = {"person": person, "goals": goals.of_plan(actor, plan), "on": on}
    if plan.project_id not in projects_with(actor, Right.READ_ASSESSMENTS):
        return {**told, "may_read": False, "comparison": None}
    found = tuple(_of_people(actor, [person.pk], project=plan.project_id))
    mine = tuple(one for one in found if one.plan_id in {plan.pk, None})
    return {
        **told,
        "may_read": True,
        "may_write": may(actor, Right.WRITE_ASSESSMENTS),
        "assessments": mine,
        "comparison": latest_comparison(mine),
        "frame": Frame(plan.project, plan).key,
    }


def facts_of(held: Assessment) -> Written:
    """An assessment as the rules look at it."""
    scores = {one.dimension: Scored(one.score, one.reason) for one in held.scores.all()}
    return Written(held.kind, held.on, held.summary, held.needs_team, scores)


def entry_of(person: Person, frame: Frame) -> Assessment | None:
    """The assessment at entry of a person under a plan, or under a project without one; signed or not."""
    theirs = Assessment.objects.filter(of_people("person", [person.pk]), kind=rules.ENTRY)
    return theirs.filter(project=frame.project, plan=frame.plan).first()


def signed_entry(held: Assessment) -> Assessment | None:
    """The assessment at entry that a review is compared with: signed, not later, of the same plan or project."""
    theirs = Assessment.objects.filter(
        of_people("person", [standing(held.person).pk]), kind=rules.ENTRY, signed_at__isnull=False
    )
    return theirs.filter(project=held.project_id, plan=held.plan_id, on__lte=held.on).first()


def latest_comparison(found: Sequence[Assessment]) -> Comparison | None:
    """The latest signed assessment at entry, with the latest signed review of the same plan or project."""
    signed = [one for one in found if one.signed_at]
    entry = next((one for one in signed if one.kind == rules.ENTRY), None)
    return compared(entry, signed) if entry else None


def compared(entry: Assessment, others: Iterable[Assessment]) -> Comparison:
    """An assessment at entry with the first of some reviews, given the latest first, that is of the same frame."""
    review = next(
        (
            one
            for one in others
            if one.kind in rules.AFTER_ENTRY
            and one.on >= entry.on
            and (one.project_id, one.plan_id) == (entry.project_id, entry.plan_id)
        ),
        None,
    )
    found = rules.differences(facts_of(entry), facts_of(review)) if review else ()
    return Comparison(entry, review, found)


def comparison_of(held: Assessment) -> Comparison | None:
    """What a signed assessment's own page draws: one at entry alone, a review beside its entry."""
    if held.signed_at is None or held.kind == "preliminary":
        return None
    if held.kind == rules.ENTRY:
        return Comparison(held, None)
    entry = signed_entry(held)
    return compared(entry, [held]) if entry else None


def _of_people(actor: Actor, people: Iterable[int], **also: Any) -> QuerySet[Assessment]:
    found = Assessment.objects.filter(of_people("person", people), **also)
    return _joined(seen(found, actor, Right.READ_ASSESSMENTS))


def _joined(found: QuerySet[Assessment]) -> QuerySet[Assessment]:
    scores = Prefetch("scores", DimensionScore.objects.order_by("pk"))
    return found.select_related(
        "person__merged_into", "project", "plan", "signed_by", "made_by"
    ).prefetch_related(scores)
