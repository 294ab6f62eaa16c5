"""Changes who may act: invitations, roles, sessions, locks. Each leaves a line in the audit trail."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.utils import reset
from django.db import IntegrityError, transaction

from campanello.accounts import queries, rules
from campanello.accounts.models import Assignment, Invitation, User
from campanello.accounts.rules import Offer, Receiver
from campanello.core import audit, params
from campanello.core.actor import Actor, Grant, Role
from campanello.core.models import Organisation
from campanello.core.period import Period

Way = Invitation.Way
DAYS_OF = {Way.EMAIL: "accounts.invitation_email_days", Way.LETTER: "accounts.invitation_letter_days"}


@dataclass(frozen=True)
class Newcomer:
    """Whoever is invited, as an administrator writes it down."""

    username: str
    name: str
    email: str = ""
    language: str = "it"


@dataclass(frozen=True)
class Sent:
    """An invitation just made, with its secret, which nobody can read again."""

    invitation: Invitation
    secret: str


@transaction.atomic
def invite(
    *, actor: Actor, newcomer: Newcomer, offers: Iterable[Offer], way: str, at: datetime, on: date
) -> Sent:
    """Make a user with roles, who comes in by an invitation.

    Raises:
        NotFound: The actor manages no accounts.
        NameTaken, AddressTaken, AddressMissing, RoleMissing; what `assign` raises.
    """
    queries.organisations(actor)  # whoever manages no accounts sees none
    wanted = list(offers)
    if not wanted:
        raise rules.RoleMissing
    user = _new_user(newcomer)
    audit.record(actor, "accounts.user-made", user)
    for offer in wanted:
        assign(actor=actor, user_id=user.pk, offer=offer, on=on)
    return invite_again(actor=actor, user_id=user.pk, way=way, at=at, on=on)


def _new_user(newcomer: Newcomer) -> User:
    username, email = newcomer.username.strip().lower(), newcomer.email.strip().lower()
    if User.objects.filter(username__iexact=username).exists():
        raise rules.NameTaken(name=username)
    if email and User.objects.filter(email__iexact=email).exists():
        raise rules.AddressTaken
    user = User(username=username, name=newcomer.name.strip(), email=email, language=newcomer.language)
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:  # another administrator was quicker
        raise rules.NameTaken(name=username) from None
    return user


@transaction.atomic
def invite_again(*, actor: Actor, user_id: int, way: str, at: datetime, on: date) -> Sent:
    """Invite a user anew; earlier invitations can't be used any more. A user who has a password chooses another.

    Raises:
        NotFound, IsDeactivated, AddressMissing.
    """
    user = queries.user(actor, user_id, lock=True)
    if not user.is_active:
        raise rules.IsDeactivated
    if way == Way.EMAIL and not user.email:
        raise rules.AddressMissing
    user.invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=at)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=user,
        way=way,
        secret_sha256=queries.hashed(secret),
        created_at=at,
        created_by_id=actor.user,
        expires_at=at + timedelta(days=params.value(DAYS_OF[Way(way)], on)),
    )
    audit.record(actor, "accounts.invited", invitation, user=user.pk, way=way)
    return Sent(invitation, secret)


@transaction.atomic
def accept_invitation(*, secret: str, password: str, at: datetime, on: date) -> User:
    """Come in: the user chooses a password, and the invitation is spent. Other sessions of theirs end.

    Raises:
        InvitationUnusable.
    """
    invitation = queries.open_invitation(secret, at=at, lock=True)
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    if not user.is_active:
        raise rules.InvitationUnusable
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    user.set_password(password)
    user.save(update_fields=["password"])
    _end_sessions(user)
    reset(username=user.username)
    audit.record(queries.actor_of(user, on), "accounts.invitation-accepted", invitation, user=user.pk)
    return user


@transaction.atomic
def revoke_invitation(*, actor: Actor, invitation_id: int, at: datetime) -> Invitation:
    """Make an invitation useless; one that was used or revoked before stays as it is.

    Raises:
        NotFound.
    """
    invitation = queries.invitation(actor, invitation_id)
    if invitation.accepted_at is None and invitation.revoked_at is None:
        invitation.revoked_at = at
        invitation.save(update_fields=["revoked_at"])
        audit.record(actor, "accounts.invitation-revoked", invitation, user=invitation.user_id)
    return invitation


@transaction.atomic
def assign(*, actor: Actor, user_id: int, offer: Offer, on: date) -> Assignment:
    """Give a user a role.

    Raises:
        NotFound, NotToOneself, AdministratorsSeeNoCases, ResidentsHoldNoOther, ProjectMissing, ProjectTooMuch,
        NotAPartner, WrongDays, HeldAlready.
    """
    user = queries.user(actor, user_id, lock=True)
    to = Receiver(
        held=queries.holds_role_at_all(user.pk, on),
        is_the_giver=user.pk == actor.user,
        is_partner=queries.takes_part(offer.organisation, offer.project),
    )
    if refusal := rules.why_not_assign(offer, to):
        raise refusal
    _require_free_days(user, offer)
    made = Assignment.objects.create(
        user=user,
        role=offer.role,
        organisation_id=offer.organisation,
        project_id=offer.project,
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        given_by_id=actor.user,
    )
    audit.record(
        actor,
        "accounts.role-given",
        made,
        user=user.pk,
        role=offer.role,
        organisation=offer.organisation,
        project=offer.project,
    )
    return made


def _require_free_days(user: User, offer: Offer) -> None:
    wanted = Period(offer.starts_on, offer.ends_on)
    same = user.assignments.filter(role=offer.role, organisation=offer.organisation, project=offer.project)
    for held in same:
        if Period(held.starts_on, held.ends_on).overlaps(wanted):
            raise rules.HeldAlready(starts_on=held.starts_on.isoformat())


@transaction.atomic
def end_assignment(*, actor: Actor, assignment_id: int, on: date) -> Assignment:
    """End a role: from this day on it does not count. One that has ended stays as it is.

    Raises:
        NotFound, LastAdministrator.
    """
    held = queries.assignment(actor, assignment_id)
    _lock_administrators()
    if held.ends_on is not None and held.ends_on <= on:
        return held
    if held.role == Role.ADMIN and not queries.other_administrators(held.user_id, on):
        raise rules.LastAdministrator
    held.ends_on = max(on, held.starts_on)
    held.save(update_fields=["ends_on"])
    audit.record(actor, "accounts.role-ended", held, user=held.user_id, role=held.role)
    return held


@transaction.atomic
def deactivate(*, actor: Actor, user_id: int, at: datetime, on: date) -> User:
    """Shut a user out: no log-in, no session, no invitation. Their traces stay.

    Raises:
        NotFound, LastAdministrator.
    """
    user = queries.user(actor, user_id, lock=True)
    _lock_administrators()
    is_administrator = Role.ADMIN in queries.holds_role_at_all(user.pk, on)
    if is_administrator and not queries.other_administrators(user.pk, on):
        raise rules.LastAdministrator
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        user.invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=at)
        ended = _end_sessions(user)
        audit.record(actor, "accounts.user-deactivated", user, sessions=ended)
    return user


def _lock_administrators() -> None:
    # Two administrators who end each other at once: the second waits, and then is the last.
    list(Assignment.objects.select_for_update().filter(role=Role.ADMIN, ends_on=None).values_list("pk"))


@transaction.atomic
def reactivate(*, actor: Actor, user_id: int) -> User:
    """Let a user in again, with the roles that still hold.

    Raises:
        NotFound.
    """
    user = queries.user(actor, user_id, lock=True)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        audit.record(actor, "accounts.user-reactivated", user)
    return user


@transaction.atomic
def end_sessions(*, actor: Actor, user_id: int) -> int:
    """Log a user out everywhere; answers how many sessions ended.

    Raises:
        NotFound.
    """
    user = queries.user(actor, user_id)
    ended = _end_sessions(user)
    audit.record(actor, "accounts.sessions-ended", user, sessions=ended)
    return ended


@transaction.atomic
def end_own_session(*, actor: Actor, session_id: int) -> bool:
    """End one of one's own sessions; answers whether there was one.

    Raises:
        NotFound: Nobody is logged in.
    """
    user = queries.oneself(actor)
    found = UserSession.objects.filter(user=user, pk=session_id).first()
    if found is None:
        return False
    found.end()
    audit.record(actor, "accounts.sessions-ended", user, sessions=1)
    return True


def end_other_sessions(*, user: User, but: str | None) -> int:
    """End a user's sessions except the one with this key; answers how many."""
    return _end_sessions(user, but)


def _end_sessions(user: User, but: str | None = None) -> int:
    found = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for session in found:
        session.end()
    return len(found)


@transaction.atomic
def unlock(*, actor: Actor, user_id: int) -> int:
    """Forget a user's failed log-ins, so that they may try again at once; answers how many records there were.

    Raises:
        NotFound.
    """
    user = queries.user(actor, user_id)
    forgotten: int = reset(username=user.username.lower())
    if user.email:
        forgotten += reset(username=user.email.lower())
    audit.record(actor, "accounts.unlocked", user)
    return forgotten


@transaction.atomic
def remove_second_factor(*, actor: Actor, user_id: int) -> int:
    """Take away a second proof that was lost, with its codes; answers how many proofs there were.

    The user is logged out everywhere, and sets up another where a role demands one.

    Raises:
        NotFound, NotToOneself.
    """
    user = queries.user(actor, user_id)
    if user.pk == actor.user:
        raise rules.NotToOneself
    removed: int = Authenticator.objects.filter(user=user).delete()[0]
    _end_sessions(user)
    audit.record(actor, "accounts.second-factor-removed", user, removed=removed)
    return removed


@transaction.atomic
def first_administrator(*, newcomer: Newcomer, organisation: str, at: datetime, on: date) -> Sent:
    """Invite somebody to manage accounts where nobody does yet, at the wish of whoever runs the installation.

    Raises:
        AdministratorThere, NameTaken, AddressTaken.
    """
    if queries.other_administrators(0, on):
        raise rules.AdministratorThere
    body, _ = Organisation.objects.get_or_create(
        name=organisation, defaults={"kind": Organisation.Kind.MUNICIPALITY}
    )
    operator = Actor(user=None, name="", grants=(Grant(Role.ADMIN, body.pk),))
    offer = Offer(Role.ADMIN, body.pk, None, on)
    return invite(actor=operator, newcomer=newcomer, offers=[offer], way=Way.LETTER, at=at, on=on)


@transaction.atomic
def change_own(*, actor: Actor, name: str, language: str) -> User:
    """Change one's own name and language.

    Raises:
        NotFound: Nobody is logged in.
    """
    user = queries.oneself(actor, lock=True)
    changed = [
        field for field, value in (("name", name), ("language", language)) if getattr(user, field) != value
    ]
    if changed:
        user.name, user.language = name, language
        user.save(update_fields=changed)
        audit.record(actor, "accounts.own-changed", user, fields=changed)
    return user


def logged_in(*, actor: Actor, how: Iterable[str]) -> None:
    """Note that somebody came in, and by what proofs."""
    audit.record(actor, "accounts.logged-in", how=list(how))


def logged_out(*, actor: Actor) -> None:
    """Note that somebody left."""
    audit.record(actor, "accounts.logged-out")


@transaction.atomic
def exported_users(*, actor: Actor, asked: queries.Asked, at: datetime, on: date) -> list[User]:
    """The users that are asked for, to be taken out as a file; leaves the line of an export.

    Raises:
        NotFound: The actor manages no accounts.
    """
    found = list(queries.users(actor, asked, at=at, on=on))
    audit.exported(actor, "accounts.users-exported", rows=len(found))
    return found
