"""Writes assessments: started as a draft, saved, signed once, or thrown away while it is a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.homes.rules.editing import ChangedMeanwhile, differences
from campanello.people.queries import records
from campanello.plans.models import Assessment, DimensionScore
from campanello.plans.queries import assessments as queries
from campanello.plans.queries import frames, team
from campanello.plans.queries.seen import standing
from campanello.plans.rules import assessments as rules
from campanello.plans.rules.assessments import Scored, Written


@dataclass(frozen=True)
class NewAssessment:
    """An assessment that is begun: whose, under which plan or project (a frame's key), of which kind and day."""

    person: UUID
    frame: str
    kind: str
    on: date


@transaction.atomic
def start_assessment(*, actor: Actor, uid: UUID, new: NewAssessment, at: datetime) -> Assessment:
    """Begin an assessment; sent twice with one `uid`, it is begun once.

    Raises:
        NotFound: The person, plan or project is absent or not the actor's, or the `uid` is somebody else's.
        EntryThere: One at entry is there for the plan already.
        NotInTheList, AssessmentInFuture.
    """
    person = records.person(actor, new.person, right=Right.WRITE_ASSESSMENTS, lock=True)
    if Assessment.objects.filter(uid=uid).exists():
        return queries.assessment(actor, uid, right=Right.WRITE_ASSESSMENTS)
    told = rules.checked(Written(new.kind, new.on), today=day_of(at))
    frame = frames.frame(actor, person, new.frame, Right.WRITE_ASSESSMENTS)
    entry = queries.entry_of(person, frame)
    if told.kind == rules.ENTRY and entry:
        raise rules.EntryThere(day=f"{entry.on:%d/%m/%Y}")
    if told.kind in rules.AFTER_ENTRY and not (entry and entry.signed_at and entry.on <= told.on):
        raise rules.NoEntryYet(day=f"{told.on:%d/%m/%Y}")
    made = Assessment.objects.create(
        uid=uid,
        project=frame.project,
        plan=frame.plan,
        person=person,
        household=team.household_of(person, told.on),
        kind=told.kind,
        on=told.on,
        made_at=at,
        made_by_id=actor.user,
    )
    audit.record(actor, "plans.assessment-started", made, person=person.pk, kind=made.kind)
    return made


@transaction.atomic
def save_assessment(
    *, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any], today: date
) -> Assessment:
    """Save a draft; `changes` is by `on`, `summary`, `needs_team`, and `score_` and `reason_` with a dimension's code.

    Raises:
        NotFound, NotYours, AssessmentSigned.
        ChangedMeanwhile: It was saved elsewhere since `version`.
        And what `rules.checked` refuses.
    """
    held = _draft(actor, uid)
    before = queries.facts_of(held)
    known = _flat(before)
    wanted = {name: changes[name] for name in known if name in changes}
    if held.version != version:
        raise ChangedMeanwhile(version=held.version, differences=differences(known, wanted))
    after = rules.checked(_unflat(before, known | wanted), today=today)
    if after == before:
        return held
    held.on, held.summary, held.needs_team = after.on, after.summary, after.needs_team
    held.version += 1
    held.save()
    _write_scores(held, before.scores, after.scores)
    audit.record(actor, "plans.assessment-saved", held, person=standing(held.person).pk)
    return queries.assessment(actor, uid)


@transaction.atomic
def sign_assessment(*, actor: Actor, uid: UUID, version: int, at: datetime) -> Assessment:
    """Sign an assessment as it was last saved; from then on nothing in it changes.

    Raises:
        NotFound, NotYours, AssessmentSigned, NotSignable.
        NoEntryYet: A review has no signed assessment at entry to compare with.
        ChangedMeanwhile: It was saved elsewhere since `version`.
    """
    held = _draft(actor, uid)
    if held.version != version:
        raise ChangedMeanwhile(version=held.version, differences=())
    if refusal := rules.why_not_sign(queries.facts_of(held)):
        raise refusal
    if held.kind in rules.AFTER_ENTRY and queries.signed_entry(held) is None:
        raise rules.NoEntryYet(day=f"{held.on:%d/%m/%Y}")
    held.signed_at, held.signed_by_id = at, actor.user
    held.version += 1
    held.save()
    facts = {"kind": held.kind, "needs_team": held.needs_team}
    audit.record(actor, "plans.assessment-signed", held, person=standing(held.person).pk, **facts)
    return held


@transaction.atomic
def discard_assessment(*, actor: Actor, uid: UUID) -> Assessment:
    """Throw a draft away.

    Raises:
        NotFound, NotYours, AssessmentSigned.
    """
    held = _draft(actor, uid)
    audit.record(actor, "plans.assessment-discarded", held, person=standing(held.person).pk, kind=held.kind)
    held.delete()
    return held


def _draft(actor: Actor, uid: UUID) -> Assessment:
    held = queries.assessment(actor, uid, right=Right.WRITE_ASSESSMENTS, lock=True)
    if held.signed_at is not None:
        raise rules.AssessmentSigned(day=f"{day_of(held.signed_at):%d/%m/%Y}")
    return held


def _flat(told: Written) -> dict[str, Any]:
    """An assessment field by field, as its form has it."""
    found: dict[str, Any] = {"on": told.on, "summary": told.summary, "needs_team": told.needs_team}
    if told.kind == rules.PRELIMINARY:
        return found
    for one in rules.dimensions(told.on):
        scored = told.scores.get(one.code, Scored())
        found |= {f"score_{one.code}": scored.score, f"reason_{one.code}": scored.reason}
    return found


def _unflat(before: Written, flat: Mapping[str, Any]) -> Written:
    codes = [name.removeprefix("score_") for name in flat if name.startswith("score_")]
    return replace(
        before,
        on=flat["on"],
        summary=flat["summary"],
        needs_team=flat["needs_team"],
        scores={code: Scored(flat[f"score_{code}"], flat[f"reason_{code}"]) for code in codes},
    )


def _write_scores(held: Assessment, before: Mapping[str, Scored], after: Mapping[str, Scored]) -> None:
    held.scores.filter(dimension__in=before.keys() - after.keys()).delete()
    rows = [
        DimensionScore(assessment=held, dimension=code, score=one.score, reason=one.reason)
        for code, one in after.items()
    ]
    DimensionScore.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["assessment", "dimension"],
        update_fields=["score", "reason"],
    )
