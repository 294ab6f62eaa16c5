"""Finds referrals that an actor's projects sent or received. A name is told to who may see the person, no sooner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project
from campanello.core.single import single
from campanello.lab.models import Referral, ReferralSet
from campanello.lab.rules import referrals as rules
from campanello.lab.rules.referrals import Due, Limits, Waiting
from campanello.people.models import Involvement, Person
from campanello.people.queries import consents, merges, records
from campanello.people.rules.consents import Standing

SORTS = {"new": ("-sent_on", "-pk"), "old": ("sent_on", "pk")}
SENT, RECEIVED = "sent", "received"


@dataclass(frozen=True)
class Wanted:
    """What a list of referrals is asked for; each that is empty leaves all. `due`: waiting or overdue."""

    state: str = ""
    direction: str = ""
    need: str = ""
    due: str = ""
    sort: str = "new"


@dataclass(frozen=True)
class Line:
    """A referral as a list shows it; without `name` and `person` where the person is not (yet) the reader's to see."""

    referral: Referral
    person: UUID | None
    name: str
    is_received: bool
    waiting: Waiting

    @property
    def destination(self) -> str:
        """Where the person is sent."""
        return destination(self.referral)


@dataclass(frozen=True)
class PersonReferrals:
    """A person's referrals, and whether they agreed to be sent on."""

    person: Person
    lines: tuple[Line, ...]
    consent: Standing


def destination(referral: Referral) -> str:
    """Where a person is sent: a project, an organisation, or a service in words."""
    if referral.to_project:
        return referral.to_project.title
    return referral.to_organisation.name if referral.to_organisation else referral.to_service


def limits(on: date) -> Limits:
    """The days after which answers and outcomes are overdue."""
    return Limits(
        answer_days=params.value("lab.referral_answer_days", on),
        outcome_days=params.value("lab.referral_outcome_days", on),
    )


def referral(actor: Actor, uid: UUID, *, right: Right = Right.READ_LAB, lock: bool = False) -> Referral:
    """A referral that one of the actor's projects sent or received.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it but has not the right.
    """
    found = Referral.objects.filter(uid=uid)
    return single(_joined(found.visible_to(actor, right)), found.visible_to(actor), lock=lock)


def referrals(actor: Actor, wanted: Wanted, on: date, right: Right = Right.READ_LAB) -> QuerySet[Referral]:
    """The referrals that the actor's projects sent or received; each says `is_visible` of its person."""
    mine = projects_with(actor, right)
    found: Any = Referral.objects.visible_to(actor, right)
    if wanted.direction:
        side = {SENT: "project__in", RECEIVED: "to_project__in"}[wanted.direction]
        found = found.filter(**{side: mine})
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.need:
        found = found.filter(need=wanted.need)
    if wanted.due:
        found = found.filter(_due(wanted.due, on))
    order = SORTS.get(wanted.sort, SORTS["new"])
    return _joined(_told(actor, found, right)).order_by(*order)


def lines(actor: Actor, rows: Iterable[Any], on: date, verb: str = "lab.referrals-listed") -> list[Line]:
    """Referrals out of `referrals` as a list shows them; leaves a line for each person who is named."""
    mine, held = projects_with(actor, Right.READ_LAB), limits(on)
    found = [_line(row, mine, on, held) for row in rows]
    named = {line.referral.standing for line in found if line.person}  # type: ignore[attr-defined]
    audit.read_many(actor, verb, sorted(named))
    return found


def shown(actor: Actor, uid: UUID, on: date) -> Line:
    """One referral as its own page shows it; leaves a line.

    Raises:
        NotFound.
    """
    row = _joined(_told(actor, Referral.objects.visible_to(actor).filter(uid=uid))).first()
    if row is None:
        raise NotFound
    return lines(actor, [row], on, "lab.referral-read")[0]


def of_person(actor: Actor, uid: UUID, on: date) -> PersonReferrals:
    """A person's referrals that the actor's projects sent or received; leaves a line.

    Raises:
        NotFound.
    """
    person = records.person(actor, uid)
    found = Referral.objects.visible_to(actor).filter(merges.of_people("person", [person.pk]))
    rows = _joined(_told(actor, found)).order_by(*SORTS["new"])
    audit.read(actor, "lab.referrals-read", person, person=person.pk)
    mine, held = projects_with(actor, Right.READ_LAB), limits(on)
    return PersonReferrals(
        person,
        tuple(_line(row, mine, on, held) for row in rows),
        consents.standing_of(person.pk, rules.PURPOSE, on),
    )


@transaction.atomic
def exported(actor: Actor, wanted: Wanted, on: date) -> list[Line]:
    """The referrals of a list for who takes people along, without those whose use is restricted; leaves lines.

    Raises:
        NotFound: The actor may not take people along.
    """
    if not projects_with(actor, Right.EXPORT_PEOPLE):
        raise NotFound
    rows = referrals(actor, wanted, on, Right.EXPORT_PEOPLE)
    found = lines(actor, rows.filter(person__restricted_at=None), on, "lab.referral-exported")
    audit.exported(actor, "lab.referrals-exported", rows=len(found))
    return found


def overdue(actor: Actor, on: date) -> int:
    """How many referrals of the actor's projects wait for too long."""
    return int(Referral.objects.visible_to(actor).filter(_due("overdue", on)).count())


def sending_project(actor: Actor, person: Person, wanted: int | None) -> Project | None:
    """The project of the actor's that knows a person, the wanted one where several do; None where none does."""
    mine = projects_with(actor, Right.WRITE_LAB)
    known = Involvement.objects.filter(merges.of_people("person", [person.pk]), project__in=mine)
    there = Project.objects.filter(pk__in=known.values("project"))
    return (there.filter(pk=wanted) if wanted is not None else there).order_by("code").first()


def other_projects(actor: Actor) -> QuerySet[Project]:
    """The projects that a person may be sent to."""
    return Project.objects.order_by("title")


def organisations() -> QuerySet[Organisation]:
    """The bodies that a person may be sent to."""
    return Organisation.objects.order_by("name")


def may_answer(actor: Actor, referral: Referral) -> bool:
    """Whether the actor accepts or refuses: the receiving project, or who writes down what an outside body said."""
    mine = projects_with(actor, Right.WRITE_LAB)
    return (referral.to_project_id or referral.project_id) in mine


def may_withdraw(actor: Actor, referral: Referral) -> bool:
    """Whether the actor's project sent it."""
    return referral.project_id in projects_with(actor, Right.WRITE_LAB)


def _told(actor: Actor, found: ReferralSet, right: Right = Right.READ_PERSON) -> Any:
    right = right if right is Right.EXPORT_PEOPLE else Right.READ_PERSON
    people = Person.objects.current().visible_to(actor, right).filter(pk=OuterRef("standing"))
    return found.annotate(standing=merges.standing_for("person")).annotate(is_visible=Exists(people))


def _joined(found: QuerySet[Referral]) -> QuerySet[Referral]:
    return found.select_related("person__merged_into", "project", "to_project", "to_organisation", "sent_by")


def _line(row: Any, mine: frozenset[int], on: date, held: Limits) -> Line:
    person = row.person.merged_into or row.person
    return Line(
        referral=row,
        person=person.uid if row.is_visible else None,
        name=person.name if row.is_visible else "",
        is_received=row.to_project_id in mine and row.project_id not in mine,
        waiting=rules.waiting(row.state, row.sent_on, row.answered_on, on, held),
    )


def _due(due: str, on: date) -> Q:
    if due != "overdue":
        return Q(state__in=["sent", "accepted"])
    held = limits(on)
    return Q(state="sent", sent_on__lt=on - timedelta(days=held.answer_days)) | Q(
        state="accepted", answered_on__lt=on - timedelta(days=held.outcome_days)
    )


def waiting_counts(found: Sequence[Line]) -> dict[Due, int]:
    """How many of some referrals wait for what."""
    return {due: sum(line.waiting.due is due for line in found) for due in Due}
