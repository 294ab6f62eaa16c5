"""Takes a household in charge by a team, and changes who is in it."""

from datetime import date
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.people.models import Person
from campanello.people.queries import records
from campanello.people.services import households
from campanello.plans.models import TeamMember
from campanello.plans.queries import frames, team
from campanello.plans.queries.seen import standing
from campanello.plans.rules import team as rules
from campanello.plans.rules.team import Member


@transaction.atomic
def add_member(*, actor: Actor, person: UUID, frame: str, member: Member, today: date) -> TeamMember:
    """Add somebody to the team around a person; with the lead, the household counts as followed by the service.

    Raises:
        NotFound: The person, the project or the colleague is absent or not the actor's.
        NobodyNamed, AnotherLeads, AlreadyInTeam, TooLong.
    """
    who = records.person(actor, person, right=Right.WRITE_ASSESSMENTS, lock=True)
    project = frames.frame(actor, who, frame, Right.WRITE_ASSESSMENTS).project
    neat = rules.checked(member)
    colleagues = team.colleagues(project.pk, today, Right.READ_PLANS)
    if neat.user is not None and not colleagues.filter(pk=neat.user).exists():
        raise NotFound
    _why_not(neat, who, project.pk)
    made = TeamMember.objects.create(
        project=project,
        person=who,
        user_id=neat.user,
        who=neat.who,
        is_lead=neat.is_lead,
        starts_on=neat.starts_on,
    )
    audit.record(actor, "plans.team-member-added", made, person=who.pk, is_lead=made.is_lead)
    if made.is_lead:
        _take_in_charge(actor, who, today)
    return made


@transaction.atomic
def end_member(*, actor: Actor, member: int, on: date) -> TeamMember:
    """End somebody's part in a team; `on` is the first day without them. Ended before, it stays as it was.

    Raises:
        NotFound, NotYours, EndsBeforeItStarts.
    """
    held = team.member(actor, member, right=Right.WRITE_ASSESSMENTS, lock=True)
    if held.ends_on is not None:
        return held
    if refusal := rules.why_not_end(held.starts_on, on):
        raise refusal
    held.ends_on = on
    held.save(update_fields=["ends_on"])
    audit.record(actor, "plans.team-member-ended", held, person=standing(held.person).pk)
    return held


def _why_not(new: Member, person: Person, project: int) -> None:
    for one in team.present(person, project, new.starts_on):
        if new.is_lead and one.is_lead:
            raise rules.AnotherLeads(day=f"{one.starts_on:%d/%m/%Y}")
        if (new.user, new.who) == (one.user_id, one.who):
            raise rules.AlreadyInTeam(day=f"{one.starts_on:%d/%m/%Y}")


def _take_in_charge(actor: Actor, person: Person, today: date) -> None:
    home = team.household_of(person, today)
    if home is not None and not home.is_in_charge:
        households.edit(
            actor=actor, household_uid=home.uid, version=home.version, changes={"is_in_charge": True}
        )
