"""Decides what was withheld from a register's award: it is given after all, or it is left. Each with a word, once."""

from datetime import datetime

from django.db import transaction

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.points.models import Award, Withheld
from campanello.points.queries import withheld as queries
from campanello.points.queries.withheld import Asked
from campanello.points.rules import withheld as rules
from campanello.points.rules.issuing import AwardLine
from campanello.points.services import accounts, issuing


@transaction.atomic
def give(*, actor: Actor, key: int, word: str, at: datetime) -> Withheld:
    """Give what was withheld, with a word that says why: an award of its own beside that of the register.

    A cap may be passed and hours may count twice where somebody answers for it. The budget may not be passed, and
    nobody decides about their own household.

    Raises:
        NotFound, NotYours, WithheldSettled, NoWord, OwnHouseholdWithheld, RegisterCorrected, StillRestricted,
        BudgetUsedUp.
    """
    asked = _open(actor, key, word, gives=True)
    row, attendance = asked.withheld, asked.attendance
    person, household, project = asked.person.pk, asked.household, row.project_id
    if household is None:
        account = accounts.of_person(project, person, at=at)
    else:
        account = accounts.of_households(project, [household], at=at)[household]
    made = Award.objects.create(
        project_id=project,
        person_id=attendance.person_id,
        rate=asked.rate,
        what=asked.title,
        done_on=asked.session.on,
        points=row.points,
        evidence=word.strip(),
        state="given",
        proposed_at=at,
        proposed_by_id=actor.user,
        decided_at=at,
        decided_by_id=actor.user,
    )
    line = AwardLine(
        account=account.pk,
        points=row.points,
        earned_by=attendance.person_id,
        earned_on=asked.session.on,
        # The hours are in the register's own award where there is one.
        minutes=None if asked.has_award else attendance.minutes,
        rate=asked.rate.pk,
        attendance=attendance.pk,
        award=made.pk,
    )
    issuing.award(actor=actor, project=project, lines=[line], at=at)
    _settle(actor, row, word, at)
    audit.record(actor, "points.withheld-given", row, person=person, points=row.points, why=row.why)
    return row


@transaction.atomic
def leave(*, actor: Actor, key: int, word: str, at: datetime) -> Withheld:
    """Leave something withheld for good, with a word that says why.

    Raises:
        NotFound, NotYours, WithheldSettled, NoWord, OwnHouseholdWithheld.
    """
    asked = _open(actor, key, word, gives=False)
    row = asked.withheld
    _settle(actor, row, word, at)
    audit.record(actor, "points.withheld-left", row, person=asked.person.pk, points=row.points, why=row.why)
    return row


def _open(actor: Actor, key: int, word: str, *, gives: bool) -> Asked:
    asked = queries.asked(actor, key, lock=True)
    row = asked.withheld
    refusal = rules.why_not_settle(
        settled_on=f"{row.settled_at:%d/%m/%Y}" if row.settled_at else "",
        word=word,
        is_own=asked.is_own,
        is_replaced=asked.attendance.is_replaced,
        is_untold=asked.is_untold,
        gives=gives,
    )
    if refusal:
        raise refusal
    return asked


def _settle(actor: Actor, row: Withheld, word: str, at: datetime) -> None:
    row.settled_at, row.settled_by_id, row.settled_how = at, actor.user, word.strip()
    row.save(update_fields=["settled_at", "settled_by", "settled_how"])
