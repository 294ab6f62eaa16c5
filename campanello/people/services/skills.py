"""Writes down what a person offers and looks for, and ends it. Who sees it is decided by the person's consent."""

from datetime import date
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.people.models import Skill
from campanello.people.queries import records
from campanello.people.queries import skills as queries
from campanello.people.rules import consents as rules


@transaction.atomic
def add_skill(*, actor: Actor, person_uid: UUID, direction: str, text: str, on: date) -> Skill:
    """Write down something that a person offers or looks for from a day on.

    Raises:
        NotFound, NoSkill, SameSkill.
    """
    person = records.person(actor, person_uid, right=Right.WRITE_PERSON, lock=True)
    said = " ".join(text.split())
    if not 0 < len(said) <= rules.LONGEST_SKILL:
        raise rules.NoSkill(longest=rules.LONGEST_SKILL)
    held = {rules.same_skill(one.direction, one.text) for one in queries.skills_of(person.pk, on)}
    if rules.same_skill(direction, said) in held:
        raise rules.SameSkill
    added = Skill.objects.create(person=person, direction=direction, text=said, starts_on=on)
    audit.record(actor, "people.skill-added", added, person=person.pk, direction=direction)
    return added


@transaction.atomic
def end_skill(*, actor: Actor, person_uid: UUID, skill: int, on: date) -> Skill:
    """Take a skill off a person's list from a day on; of a merged record's the end is written on the person's own.

    Raises:
        NotFound: The person or the skill is absent, or not the actor's.
    """
    person = records.person(actor, person_uid, right=Right.WRITE_PERSON, lock=True)
    shown = next((one for one in queries.skills_of(person.pk, on) if one.row == skill), None)
    if shown is None:
        raise NotFound
    row = Skill.objects.get(pk=skill)
    if row.person_id == person.pk:
        row.ends_on = on
        row.save(update_fields=["ends_on"])
    else:
        row = Skill.objects.create(
            person=person, direction=row.direction, text=row.text, starts_on=row.starts_on, ends_on=on
        )
    audit.record(actor, "people.skill-ended", row, person=person.pk, direction=row.direction)
    return row
