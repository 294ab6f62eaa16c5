"""Gives places in sessions, first come, first served, and the place of who cancels to who waits longest.

A session's row is held while its places change hands, so that as many people as there are places get one, however
many ask at once. Nobody waits while a place is free.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.lab.models import Session, SignUp
from campanello.lab.queries import activities, sign_ups
from campanello.lab.rules import sign_ups as rules
from campanello.lab.rules.activities import SessionSigned
from campanello.lab.rules.sign_ups import State


@transaction.atomic
def sign_up(
    *,
    actor: Actor,
    session: UUID,
    person: UUID,
    uid: UUID,
    at: datetime,
    needs_childcare: bool = False,
) -> SignUp:
    """Sign a person up: booked while there is a place, else at the end of the waiting list. A resident, themselves.

    Sent twice, or for somebody who is signed up already, it answers the sign-up that is there.

    Raises:
        NotFound: Session or person are not the actor's.
        NotYours, NotKnownHere, KeyReused, SessionCancelled, SessionSigned, SessionOver.
    """
    found = sign_ups.open_session(actor, session)
    who = sign_ups.subject(actor, person, found)
    # From here on one at a time: the keys of sign-ups are their order.
    held = activities.held(found.pk)
    if before := sign_ups.before(uid, who.pk, held.pk):
        return before
    if refusal := rules.why_not_sign_up(activities.room(held), at=at):
        raise refusal
    state = rules.place_in(activities.room(held))
    made = SignUp(
        uid=uid,
        session=held,
        person=who,
        state=state,
        made_at=at,
        made_by_id=actor.user,
        needs_childcare=needs_childcare,
    )
    made.save(force_insert=True)
    if state is State.BOOKED:
        held.booked += 1
        held.save(update_fields=["booked"])
    audit.record(actor, "lab.signed-up", made, person=who.pk, session=held.pk, state=state.value)
    return made


@dataclass(frozen=True)
class GivenBack:
    """A cancelled sign-up, and whoever got the place."""

    sign_up: SignUp
    promoted: tuple[SignUp, ...]


@transaction.atomic
def cancel(*, actor: Actor, uid: UUID, at: datetime) -> GivenBack:
    """Give a place back, or leave the waiting list; whoever waits longest gets the place.

    Raises:
        NotFound, NotYours, NotSignedUp, SessionSigned.
    """
    found = sign_ups.sign_up(actor, uid)
    held = activities.held(found.session_id)
    found.refresh_from_db(fields=["state"])
    if found.state == State.CANCELLED:
        raise rules.NotSignedUp
    if held.signed_at:
        raise SessionSigned
    had_a_place = found.state == State.BOOKED
    found.state, found.cancelled_at = State.CANCELLED, at
    found.save(update_fields=["state", "cancelled_at"])
    audit.record(actor, "lab.sign-up-cancelled", found, person=found.person_id, session=held.pk)
    if had_a_place:
        held.booked -= 1
        held.save(update_fields=["booked"])
    return GivenBack(found, tuple(promote(actor, held)))


@transaction.atomic
def undo_cancel(*, actor: Actor, uid: UUID, at: datetime) -> SignUp:
    """Take a cancellation back: a place if one is free, else the old place in the queue.

    Raises:
        NotFound, NotYours, NotTakenBack, SessionCancelled, SessionSigned, SessionOver.
    """
    found = sign_ups.sign_up(actor, uid)
    held = activities.held(found.session_id)
    found.refresh_from_db(fields=["state"])
    if found.state != State.CANCELLED:
        return found
    if refusal := rules.why_not_sign_up(activities.room(held), at=at):
        raise refusal
    if sign_ups.standing(found.person.merged_into_id or found.person_id, held.pk):
        raise rules.NotTakenBack
    found.state, found.cancelled_at = rules.place_in(activities.room(held)), None
    found.save(update_fields=["state", "cancelled_at"])
    if found.state == State.BOOKED:
        held.booked += 1
        held.save(update_fields=["booked"])
    audit.record(
        actor, "lab.sign-up-restored", found, person=found.person_id, session=held.pk, state=str(found.state)
    )
    return found


def promote(actor: Actor, held: Session) -> list[SignUp]:
    """Give the free places of a session, whose row the caller holds, to those who wait, in their order."""
    room = activities.room(held)
    if held.cancelled_at or held.signed_at or room.free == 0:
        return []
    waiting = sign_ups.waiting(held.pk)
    chosen = list(waiting if room.free is None else waiting[: room.free])
    if chosen:
        SignUp.objects.filter(pk__in=[one.pk for one in chosen]).update(state=State.BOOKED)
        held.booked += len(chosen)
        held.save(update_fields=["booked"])
        for one in chosen:
            one.state = State.BOOKED
        audit.record_many(actor, "lab.place-given", ((one, one.person_id) for one in chosen))
    return chosen
