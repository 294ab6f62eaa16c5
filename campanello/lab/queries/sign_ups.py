"""Finds sign-ups: who has a place in a session, who waits for one, and what a person signed up for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from campanello.core import audit
from campanello.core.access import NotFound, Right, may, projects_with
from campanello.core.actor import Actor
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.idempotency import KeyReused
from campanello.lab.models import Session, SignUp
from campanello.lab.queries import activities
from campanello.lab.rules.sign_ups import State
from campanello.people.models import Person
from campanello.people.queries import records
from campanello.people.queries.merges import ids_of, of_people


class NotKnownHere(Refused):
    """The person is known to another project of the actor's, and not to the session's."""

    code = "lab.not-known-here"
    text = _("Your other project knows this person, this one does not. Register the person here first.")


@dataclass(frozen=True)
class Line:
    """A sign-up with whom it is of; without name where the actor may not see them. `place` counts from 1."""

    sign_up: SignUp
    person: UUID
    name: str
    is_visible: bool
    place: int


def open_session(actor: Actor, uid: UUID) -> Session:
    """A session for which the actor may sign somebody up: of a lab where they write, or, for a resident, their own.

    Raises:
        NotFound: Absent, or not the actor's.
        NotYours: The actor may see it and not change it.
    """
    if may(actor, Right.WRITE_LAB):
        return activities.session(actor, uid, right=Right.WRITE_LAB)
    if may(actor, Right.READ_OWN):
        return activities.own_session(actor, uid)
    raise NotFound


def subject(actor: Actor, uid: UUID, session: Session) -> Person:
    """The person who is signed up or checked in: whom the session's project knows, or the resident themselves.

    Raises:
        NotFound: Absent, or not the actor's.
        NotKnownHere: Known to another of the actor's projects alone.
    """
    if not may(actor, Right.WRITE_LAB):
        return own(actor, uid)
    here = tuple(grant for grant in actor.grants if grant.project == session.project_id)
    try:
        return records.person(Actor(actor.user, actor.name, here), uid)
    except NotFound:
        records.person(actor, uid)
        raise NotKnownHere from None


def own(actor: Actor, uid: UUID | None = None) -> Person:
    """The person that a resident is, or stands for, who is also the one of `uid` where that is given.

    Raises:
        NotFound: They are none, somebody else is asked for, or a delegate was not allowed this.
    """
    if actor.own is None or not may(actor, Right.READ_OWN) or not actor.may_for_own("activities"):
        raise NotFound
    found = Person.objects.current().filter(pk=actor.own).first()
    if found is None or uid not in {None, found.uid}:
        raise NotFound
    return found


def sign_up(actor: Actor, uid: UUID) -> SignUp:
    """A sign-up that the actor may change: of their lab, or the resident's own.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    if may(actor, Right.WRITE_LAB):
        theirs = Q(session__project__in=projects_with(actor, Right.WRITE_LAB))
    elif may(actor, Right.READ_OWN) and actor.own is not None and actor.may_for_own("activities"):
        theirs = of_people("person", [actor.own])
    else:
        raise NotFound
    found = SignUp.objects.filter(theirs, uid=uid).select_related("session", "person").first()
    if found is None:
        raise NotFound
    return found


def standing(person: int, session: int) -> SignUp | None:
    """The sign-up for a session that one of a person's records has and that was not cancelled. Two queries."""
    # The keys are looked up first: asked within, the database would go through everybody who signed up.
    found = SignUp.objects.filter(session=session, person__in=ids_of(person))
    return found.exclude(state=State.CANCELLED).first()


def before(uid: UUID, person: int, session: int) -> SignUp | None:
    """What was recorded for the same request, or for the same person in the session.

    Raises:
        KeyReused: The uid is that of another sign-up.
    """
    sent = SignUp.objects.filter(uid=uid).select_related("person").first()
    if sent is None:
        return standing(person, session)
    if sent.session_id != session or person not in {sent.person_id, sent.person.merged_into_id}:
        raise KeyReused
    return sent


def waiting(session: int) -> QuerySet[SignUp]:
    """Who waits for a place, in order."""
    return SignUp.objects.filter(session=session, state=State.WAITING).order_by("pk")


def lines(actor: Actor, session: Session, *states: State) -> list[Line]:
    """The sign-ups of a session that was found before, in order; each person named leaves a line. Two queries."""
    found = list(
        SignUp.objects.filter(session=session, state__in=states)
        .select_related("person__merged_into", "made_by")
        .order_by("pk")
    )
    whose = [one.person.merged_into or one.person for one in found]
    seen = visible(actor, {one.pk for one in whose})
    audit.read_many(actor, "lab.sign-ups-read", sorted(seen))
    counted = dict.fromkeys(State, 0)
    made = []
    for one, who in zip(found, whose, strict=True):
        counted[State(one.state)] += 1
        is_seen = who.pk in seen
        made.append(Line(one, who.uid, who.name if is_seen else "", is_seen, counted[State(one.state)]))
    return made


def visible(actor: Actor, people: set[int]) -> frozenset[int]:
    """Of some standing people, those whom the actor may see. One query."""
    found = Person.objects.current().visible_to(actor).filter(pk__in=people)
    return frozenset(found.values_list("pk", flat=True))


def of_person(actor: Actor, uid: UUID, *, at: datetime) -> list[SignUp]:
    """What a person is signed up for and has not ended, the next first.

    Raises:
        NotFound: Absent, or not the actor's.
    """
    who = records.person(actor, uid) if may(actor, Right.READ_LAB) else own(actor, uid)
    audit.read(actor, "lab.sign-ups-read", who, person=who.pk)
    found = SignUp.objects.filter(of_people("person", [who.pk]), session__ends_at__gt=at)
    kept = found.exclude(state=State.CANCELLED).select_related("session__activity", "session__building")
    return list(kept.order_by("session__starts_at", "pk"))
