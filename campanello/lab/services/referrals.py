"""Sends people on with their consent, and writes down what was answered and what came of it."""

from datetime import date
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, NotYours, Right
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project
from campanello.lab.models import Referral
from campanello.lab.queries import referrals as queries
from campanello.lab.rules import referrals as rules
from campanello.lab.rules.referrals import NewReferral, State
from campanello.lab.rules.values import REFERRAL_STATES
from campanello.lab.services.involving import involve
from campanello.people.models import Person
from campanello.people.queries import consents, records


@transaction.atomic
def refer(*, actor: Actor, uid: UUID, referral: NewReferral, on: date) -> Referral:
    """Send a person on to a project, a body, or a service in words; sent twice with one `uid`, once.

    A project of ours learns who it is only once it has accepted.

    Raises:
        NotFound: The person or the destination is absent or not the actor's, or the `uid` is somebody else's.
        OneDestination, OwnProject, NoReason, NotInTheList, TooLong.
        ReferralNotAgreed, ReferralConsentWithdrawn: The person has not agreed, or no longer does.
    """
    if Referral.objects.filter(uid=uid).exists():
        return queries.referral(actor, uid, right=Right.WRITE_LAB)
    told = rules.checked(referral)
    person = records.person(actor, told.person, right=Right.WRITE_LAB)
    project = queries.sending_project(actor, person, told.project)
    if project is None:
        raise NotFound
    if told.to_project == project.pk:
        raise rules.OwnProject
    _must_exist(told)
    consent = _consent(person, on)
    made, is_new = Referral.objects.get_or_create(
        uid=uid,
        defaults={
            "project": project,
            "person": person,
            "to_project_id": told.to_project,
            "to_organisation_id": told.to_organisation,
            "to_service": told.to_service,
            "need": told.need,
            "reason": told.reason,
            "consent_id": consent,
            "sent_on": on,
            "sent_by_id": actor.user,
        },
    )
    if is_new:
        audit.record(actor, "lab.referral-sent", made, person=person.pk, to_project=told.to_project)
    return made


@transaction.atomic
def answer(*, actor: Actor, uid: UUID, version: int, accepts: bool, text: str = "", on: date) -> Referral:
    """Accept or refuse a person who was sent; an accepting project of ours knows the person from that day on.

    What an outside body answered is written down by who sent the person there.

    Raises:
        NotFound, NotYours: It is for the receiving project to answer.
        ReferralMoved, NoWhy, TooLong.
        ReferralNotAgreed, ReferralConsentWithdrawn: The person no longer agrees; nothing is taken over.
    """
    row = _held(actor, uid, version)
    if not queries.may_answer(actor, row):
        raise NotYours
    to = State.ACCEPTED if accepts else State.REFUSED
    if refusal := rules.why_not_move(row.state, to):
        raise refusal
    row.answer = rules.word(to, text)
    row.answered_on = on
    if accepts and row.to_project_id:
        person = row.person.merged_into or row.person
        _consent(person, on)
        involve(actor, person, row.to_project_id, on=on)
    return _moved(actor, row, to)


@transaction.atomic
def conclude(*, actor: Actor, uid: UUID, version: int, outcome: str, text: str = "", on: date) -> Referral:
    """Write down what came of a referral that was accepted; either side may.

    Raises:
        NotFound, NotYours, ReferralMoved, NoOutcome, TooLong.
    """
    row = _held(actor, uid, version)
    if refusal := rules.why_not_move(row.state, State.CONCLUDED) or rules.why_not_outcome(outcome):
        raise refusal
    row.outcome, row.concluded_on = outcome, on
    row.answer = rules.word(State.CONCLUDED, text) or row.answer
    return _moved(actor, row, State.CONCLUDED)


@transaction.atomic
def reopen(*, actor: Actor, uid: UUID, version: int) -> Referral:
    """Take back a conclusion that was written by mistake.

    Raises:
        NotFound, NotYours, ReferralMoved.
    """
    row = _held(actor, uid, version)
    if row.state != State.CONCLUDED:
        raise rules.ReferralMoved(state=(REFERRAL_STATES[row.state], {}))
    row.outcome, row.concluded_on = "", None
    return _moved(actor, row, State.ACCEPTED, "lab.referral-reopened")


@transaction.atomic
def withdraw(*, actor: Actor, uid: UUID, version: int, text: str, on: date) -> Referral:
    """Take a referral back; for who sent it, and with a word why.

    Raises:
        NotFound, NotYours, ReferralMoved, NoWhy, TooLong.
    """
    row = _held(actor, uid, version)
    if not queries.may_withdraw(actor, row):
        raise NotYours
    if refusal := rules.why_not_move(row.state, State.WITHDRAWN):
        raise refusal
    row.answer, row.concluded_on = rules.word(State.WITHDRAWN, text), on
    return _moved(actor, row, State.WITHDRAWN)


def _held(actor: Actor, uid: UUID, version: int) -> Referral:
    row = queries.referral(actor, uid, right=Right.WRITE_LAB, lock=True)
    if row.version != version:
        raise rules.ReferralMoved(state=(REFERRAL_STATES[row.state], {}))
    return row


def _moved(actor: Actor, row: Referral, to: State, verb: str = "") -> Referral:
    row.state = to
    row.version += 1
    row.save()
    person = row.person.merged_into_id or row.person_id
    audit.record(actor, verb or f"lab.referral-{to}", row, person=person, outcome=row.outcome)
    return row


def _consent(person: Person, on: date) -> int:
    """The key of the person's consent to be sent on."""
    standing = consents.standing_of(person.pk, rules.PURPOSE, on)
    if refusal := rules.why_not_share(standing):
        raise refusal
    return standing.last.row if standing.last else 0


def _must_exist(told: NewReferral) -> None:
    if told.to_project and not Project.objects.filter(pk=told.to_project).exists():
        raise NotFound
    if told.to_organisation and not Organisation.objects.filter(pk=told.to_organisation).exists():
        raise NotFound
