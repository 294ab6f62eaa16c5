"""Finds who acts, and what an administrator sees of users. The only way from a log-in to an actor."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet

from campanello.accounts.models import ApiToken, Assignment, Invitation, User
from campanello.accounts.rules import InvitationUnusable, State
from campanello.core.access import NotFound, Right, require
from campanello.core.actor import NOBODY, Actor, Grant, Role
from campanello.core.journal import current_reference
from campanello.core.models import Organisation, Partner, Project

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
SORTS = {"name": "name", "-last": "-last_login", "-joined": "-joined_at", "username": "username"}


def actor_of(user: User | AnonymousUser, on: date) -> Actor:
    """The actor that a logged-in user is on a day, with the roles held then; nobody when nobody is logged in."""
    return actor_and_proof(user, on)[0]


def actor_and_proof(user: User | AnonymousUser, on: date) -> tuple[Actor, bool]:
    """The actor, and whether they have a second factor if they hold any role: one query for both."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY, False
    proofs = Authenticator.objects.filter(user=OuterRef("user"), type__in=SECOND_FACTORS)
    held = (
        Assignment.objects.filter(user=user).holding_on(on).annotate(has_proof=Exists(proofs)).order_by("pk")
    )
    rows = list(held.values_list("role", "organisation", "project", "has_proof"))
    actor = Actor(
        user=user.pk,
        name=user.name,
        grants=tuple(Grant(Role(role), organisation, project) for role, organisation, project, _ in rows),
        person=user.person,
        language=user.language,
        reference=current_reference.get(),
    )
    return actor, any(has_proof for *_, has_proof in rows)


def actor_with_key(key: int, on: date) -> Actor:
    """The actor that a user is on a day, for work that goes on when they have left; nobody where no user is."""
    user = User.objects.filter(pk=key).first()
    return actor_of(user, on) if user else NOBODY


def has_second_factor(user: int) -> bool:
    """Whether a user has a code from a telephone or a passkey; codes to recover alone do not count."""
    return bool(Authenticator.objects.filter(user_id=user, type__in=SECOND_FACTORS).exists())


@dataclass(frozen=True)
class Asked:
    """What the list of users is asked for; an empty field asks for nothing."""

    text: str = ""
    role: str = ""
    organisation: int | None = None
    project: int | None = None
    state: str = ""
    sort: str = "name"


def users(actor: Actor, asked: Asked, *, at: datetime, on: date) -> QuerySet[User]:
    """The users that are asked for, each with `held`, the roles held on the day.

    Residents are found by their user name alone: who manages accounts does not learn who they are.

    Raises:
        NotFound: The actor manages no accounts.
    """
    require(actor, Right.MANAGE_ACCOUNTS)
    found = User.objects.prefetch_related(
        Prefetch(
            "assignments",
            Assignment.objects.holding_on(on).select_related("organisation", "project").order_by("pk"),
            to_attr="held",
        )
    )
    if asked.text:
        words = asked.text.split()[:5]
        for word in words:
            of_the_team = Q(name__icontains=word) | Q(email__icontains=word)
            found = found.filter(Q(username__icontains=word) | (Q(person=None) & of_the_team))
    held = Assignment.objects.holding_on(on)
    for name in ("role", "organisation", "project"):
        if value := getattr(asked, name):
            held = held.filter(**{name: value})
    if asked.role or asked.organisation or asked.project:
        found = found.filter(pk__in=held.values("user"))
    return _in_state(found, asked.state, at).order_by(SORTS.get(asked.sort, "name"), "pk")


def _in_state(found: QuerySet[User], state: str, at: datetime) -> QuerySet[User]:
    is_invited = Q(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    match state:
        case State.ENDED:
            return found.filter(is_active=False)
        case State.INVITED:
            return found.filter(is_invited)
        case State.ACTIVE:
            return found.filter(is_active=True).exclude(is_invited)
        case State.LOCKED:
            typed = list(locked(at))
            return found.filter(Q(username__in=typed) | Q(email__in=typed), is_active=True)
        case _:
            return found


def state_of(user: User, locked_names: Iterable[str] = ()) -> State:
    """What a user can do, where `locked_names` are those that no log-in is tried for now."""
    if not user.is_active:
        return State.ENDED
    if user.username.lower() in locked_names or (user.email and user.email.lower() in locked_names):
        return State.LOCKED
    return State.ACTIVE if user.has_usable_password() else State.INVITED


def user(actor: Actor, key: int, *, lock: bool = False) -> User:
    """One user.

    Raises:
        NotFound: Absent, or the actor manages no accounts.
    """
    require(actor, Right.MANAGE_ACCOUNTS)
    return _one(User.objects.select_for_update() if lock else User.objects.all(), key)


def oneself(actor: Actor, *, lock: bool = False) -> User:
    """The user that the actor is.

    Raises:
        NotFound: Nobody is logged in.
    """
    return _one(User.objects.select_for_update() if lock else User.objects.all(), actor.user or 0)


def _one(found: QuerySet[User], key: int) -> User:
    try:
        return found.get(pk=key)
    except (User.DoesNotExist, OverflowError):
        raise NotFound from None


def assignments(actor: Actor, user: User) -> QuerySet[Assignment]:
    """All roles that a user has held, holds or will hold, the newest first."""
    require(actor, Right.MANAGE_ACCOUNTS)
    return user.assignments.select_related("organisation", "project", "given_by").order_by(
        "-starts_on", "-pk"
    )


def assignment(actor: Actor, key: int) -> Assignment:
    """One role held.

    Raises:
        NotFound: Absent, or the actor manages no accounts.
    """
    require(actor, Right.MANAGE_ACCOUNTS)
    try:
        return Assignment.objects.select_related("user").get(pk=key)
    except (Assignment.DoesNotExist, OverflowError):
        raise NotFound from None


def holds_role_at_all(user: int, on: date) -> frozenset[Role]:
    """The roles that a user holds on a day or will hold later."""
    still = Assignment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), user=user)
    return frozenset(Role(role) for role in still.values_list("role", flat=True))


def other_administrators(user: int, on: date) -> bool:
    """Whether somebody else can log in and manages accounts without an end in sight."""
    return (
        Assignment.objects.holding_on(on)
        .filter(role=Role.ADMIN, ends_on=None, user__is_active=True)
        .exclude(user=user)
        .exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        .exists()
    )


def invitations(actor: Actor, user: User) -> QuerySet[Invitation]:
    """A user's invitations, the newest first."""
    require(actor, Right.MANAGE_ACCOUNTS)
    return user.invitations.select_related("created_by")


def invitation(actor: Actor, key: int) -> Invitation:
    """One invitation, its row held for writing.

    Raises:
        NotFound: Absent, or the actor manages no accounts.
    """
    require(actor, Right.MANAGE_ACCOUNTS)
    try:
        return Invitation.objects.select_for_update().get(pk=key)
    except (Invitation.DoesNotExist, OverflowError):
        raise NotFound from None


def hashed(secret: str) -> str:
    """What is kept of an invitation's secret; it has 256 bits of chance, so that a plain hash can't be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_invitation(secret: str, *, at: datetime, lock: bool = False) -> Invitation:
    """The invitation of a secret that may be used now.

    Raises:
        InvitationUnusable: Unknown, used, revoked, expired, or its user deactivated; not told apart.
    """
    found = Invitation.objects.select_related("user").filter(
        secret_sha256=hashed(secret),
        accepted_at=None,
        revoked_at=None,
        expires_at__gt=at,
        user__is_active=True,
    )
    if lock:
        found = found.select_for_update(of=("self",))
    one = found.first()
    if one is None:
        raise InvitationUnusable
    return one


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """The organisations in which a role can be given."""
    require(actor, Right.MANAGE_ACCOUNTS)
    return Organisation.objects.order_by("name")


def projects(actor: Actor) -> QuerySet[Project]:
    """The projects in which a role can be given."""
    require(actor, Right.MANAGE_ACCOUNTS)
    return Project.objects.order_by("title")


def takes_part(organisation: int, project: int | None) -> bool:
    """Whether an organisation leads a project or is a partner in it; in no project there is nothing to take part in."""
    return (
        project is None
        or Project.objects.filter(pk=project, lead=organisation).exists()
        or Partner.objects.filter(project=project, organisation=organisation).exists()
    )


def sessions(user: User) -> list[UserSession]:
    """Where a user is logged in, the last seen first; those that have ended are forgotten."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda one: one.last_seen_at, reverse=True)


def second_factors(user: User) -> list[Authenticator]:
    """What a user proves themselves with besides the password."""
    return list(Authenticator.objects.filter(user=user).order_by("type", "pk"))


def locked(at: datetime) -> dict[str, datetime]:
    """The names for which no log-in is tried now, each with the moment at which it is tried again."""
    since = at - settings.AXES_COOLOFF_TIME
    failed = (
        AccessAttempt.objects.filter(
            attempt_time__gte=since, failures_since_start__gte=settings.AXES_FAILURE_LIMIT
        )
        .values_list("username")
        .annotate(last=Max("attempt_time"))
    )
    return {name: last + settings.AXES_COOLOFF_TIME for name, last in failed if name}


def user_of_people(people: Iterable[int]) -> User | None:
    """The account of a resident, of whichever of their merged records, if one is open."""
    return users_of_people(people).filter(is_active=True).order_by("-last_login", "pk").first()


def users_of_people(people: Iterable[int]) -> QuerySet[User]:
    """The accounts of one person's records: one, where their merged records had one before."""
    return User.objects.filter(person__in=list(people))


def user_of_address(email: str) -> User | None:
    """The user with an e-mail address, in whatever case it is written."""
    return User.objects.filter(email__iexact=email, is_active=True).first() if email else None


def token(secret: str, *, at: datetime) -> ApiToken | None:
    """The key of a secret, if it lets in now."""
    held = ApiToken.objects.select_related("user").filter(
        secret_sha256=hashed(secret), revoked_at=None, expires_at__gt=at, user__is_active=True
    )
    return held.first()


def tokens(actor: Actor) -> QuerySet[ApiToken]:
    """One's own keys for programs, the newest first."""
    return ApiToken.objects.filter(user=actor.user or 0)


def living_tokens(actor: Actor, *, at: datetime) -> QuerySet[ApiToken]:
    """The keys that let programs in now, whosever they are, the newest first.

    Raises:
        NotFound: The actor manages no accounts.
    """
    require(actor, Right.MANAGE_ACCOUNTS)
    living = ApiToken.objects.filter(revoked_at=None, expires_at__gt=at, user__is_active=True)
    return living.select_related("user").order_by("-created_at", "-pk")


def any_token(actor: Actor, key: int) -> ApiToken:
    """A key of anybody's.

    Raises:
        NotFound: Absent, or the actor manages no accounts.
    """
    require(actor, Right.MANAGE_ACCOUNTS)
    try:
        return ApiToken.objects.get(pk=key)
    except (ApiToken.DoesNotExist, OverflowError):
        raise NotFound from None


def own_token(actor: Actor, key: int) -> ApiToken:
    """A key of one's own.

    Raises:
        NotFound: Absent, or another's.
    """
    try:
        return tokens(actor).get(pk=key)
    except (ApiToken.DoesNotExist, OverflowError):
        raise NotFound from None
