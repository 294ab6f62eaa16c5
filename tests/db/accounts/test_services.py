"""Invitations, roles, sessions and locks against the database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from campanello.accounts import queries, rules, services
from campanello.accounts.models import Assignment, Invitation, User
from campanello.accounts.rules import Offer
from campanello.accounts.services import Newcomer
from campanello.core.access import NotFound
from campanello.core.actor import NOBODY, Actor, Role
from campanello.core.models import AuditEntry, Partner
from tests import factories

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DORA = Newcomer("Dora", "Dora Portone", "Dora@Example.org")


def administrator() -> Actor:
    return factories.actor(Role.ADMIN)


def desk_offer(**given: Any) -> Offer:
    project = given.pop("project", None) or factories.project()
    return Offer(
        **{"role": Role.DESK, "organisation": project.lead_id, "project": project.pk, "starts_on": ON} | given
    )


def invite(actor: Actor, newcomer: Newcomer = DORA, **given: Any) -> services.Sent:
    return services.invite(
        **{"actor": actor, "newcomer": newcomer, "offers": [desk_offer()], "way": "email", "at": AT, "on": ON}
        | given
    )


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def session_of(user: User) -> UserSession:
    store = SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.create()
    key = store.session_key or ""
    return UserSession.objects.create(user=user, ip="192.0.2.1", session_key=key, user_agent="Test")


def is_open(session: UserSession) -> bool:
    return SessionStore().exists(session.session_key)


def test_whoever_is_invited_has_a_role_and_no_password_yet() -> None:
    sent = invite(administrator())
    user = sent.invitation.user
    assert (user.username, user.email) == ("dora", "dora@example.org")
    assert not user.has_usable_password()
    assert queries.actor_of(user, ON).roles == {Role.DESK}
    assert verbs() == ["accounts.user-made", "accounts.role-given", "accounts.invited"]


def test_only_the_hash_of_the_secret_is_kept() -> None:
    sent = invite(administrator())
    stored = Invitation.objects.values().get()
    assert sent.secret not in str(stored)
    assert stored["secret_sha256"] == queries.hashed(sent.secret)
    assert sent.secret not in str(list(AuditEntry.objects.values()))
    assert len(sent.secret) >= 43  # 256 bits


def test_no_name_and_no_address_is_in_the_audit_trail() -> None:
    invite(administrator())
    told = str(list(AuditEntry.objects.values("facts"))).lower()
    assert "dora" not in told
    assert "example.org" not in told


def test_an_invitation_by_letter_lasts_longer_than_one_by_email() -> None:
    actor = administrator()
    by_email = invite(actor).invitation
    by_letter = invite(actor, Newcomer("lando", "Lando"), way="letter").invitation
    assert by_email.expires_at - AT == timedelta(days=7)
    assert by_letter.expires_at - AT == timedelta(days=30)


def test_accepting_sets_the_password_and_spends_the_invitation() -> None:
    sent = invite(administrator())
    user = services.accept_invitation(secret=sent.secret, password="two blue doors", at=AT, on=ON)
    assert user.check_password("two blue doors")
    assert "accounts.invitation-accepted" in verbs()
    with pytest.raises(rules.InvitationUnusable):
        services.accept_invitation(secret=sent.secret, password="another one here", at=AT, on=ON)
    assert User.objects.get(pk=user.pk).check_password("two blue doors")


UNUSABLE = {
    "on the moment it ends": lambda sent: sent.invitation.expires_at,
    "long after": lambda sent: sent.invitation.expires_at + timedelta(days=900),
}


@pytest.mark.parametrize("moment", UNUSABLE.values(), ids=UNUSABLE)
def test_an_invitation_that_is_too_old_is_refused(moment: Any) -> None:
    sent = invite(administrator())
    with pytest.raises(rules.InvitationUnusable):
        services.accept_invitation(secret=sent.secret, password="two blue doors", at=moment(sent), on=ON)
    last_moment = sent.invitation.expires_at - timedelta(microseconds=1)
    assert services.accept_invitation(secret=sent.secret, password="two blue doors", at=last_moment, on=ON)


@pytest.mark.parametrize("secret", ["", "x", "a" * 43, "' or 1=1 --", "\u202e\N{GRINNING FACE}", "%00"])
def test_a_secret_that_nobody_was_given_is_refused(secret: str) -> None:
    invite(administrator())
    with pytest.raises(rules.InvitationUnusable):
        queries.open_invitation(secret, at=AT)


def test_a_revoked_invitation_is_refused_and_revoking_twice_is_one_deed() -> None:
    actor = administrator()
    sent = invite(actor)
    for _ in range(2):
        services.revoke_invitation(actor=actor, invitation_id=sent.invitation.pk, at=AT)
    with pytest.raises(rules.InvitationUnusable):
        queries.open_invitation(sent.secret, at=AT)
    assert verbs().count("accounts.invitation-revoked") == 1


def test_a_newer_invitation_replaces_the_older() -> None:
    actor = administrator()
    first = invite(actor)
    second = services.invite_again(actor=actor, user_id=first.invitation.user_id, way="letter", at=AT, on=ON)
    with pytest.raises(rules.InvitationUnusable):
        queries.open_invitation(first.secret, at=AT)
    assert queries.open_invitation(second.secret, at=AT) == second.invitation


def test_accepting_logs_the_user_out_everywhere_and_lifts_the_lock() -> None:
    actor = administrator()
    user = factories.user(username="mario")
    session = session_of(user)
    AccessAttempt.objects.create(username="mario", ip_address="192.0.2.1", failures_since_start=9)
    sent = services.invite_again(actor=actor, user_id=user.pk, way="letter", at=AT, on=ON)
    services.accept_invitation(secret=sent.secret, password="two blue doors", at=AT, on=ON)
    assert not UserSession.objects.exists()
    assert not is_open(session)
    assert not AccessAttempt.objects.exists()


REFUSED_INVITATIONS = {
    "no role": ({"offers": []}, rules.RoleMissing),
    "an e-mail to nowhere": ({"newcomer": Newcomer("lando", "Lando")}, rules.AddressMissing),
    "a user name that is taken, in capitals": (
        {"newcomer": Newcomer("TAKEN", "Lando", "l@example.org")},
        rules.NameTaken,
    ),
    "an address that is taken, in capitals": (
        {"newcomer": Newcomer("lando", "Lando", "TAKEN@example.org")},
        rules.AddressTaken,
    ),
}


@pytest.mark.parametrize(("given", "refusal"), REFUSED_INVITATIONS.values(), ids=REFUSED_INVITATIONS)
def test_an_invitation_is_refused_and_leaves_nothing(given: Any, refusal: type[Exception]) -> None:
    factories.user(username="taken", email="taken@example.org")
    actor = administrator()
    before = User.objects.count()
    with pytest.raises(refusal):
        invite(actor, **given)
    assert User.objects.count() == before
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_no_other_role_manages_accounts(role: Role) -> None:
    actor = factories.actor(role)
    user, held = factories.user(), factories.assignment()
    attempts = [
        lambda: invite(actor),
        lambda: services.invite_again(actor=actor, user_id=user.pk, way="letter", at=AT, on=ON),
        lambda: services.assign(actor=actor, user_id=user.pk, offer=desk_offer(), on=ON),
        lambda: services.end_assignment(actor=actor, assignment_id=held.pk, on=ON),
        lambda: services.deactivate(actor=actor, user_id=user.pk, at=AT, on=ON),
        lambda: services.reactivate(actor=actor, user_id=user.pk),
        lambda: services.end_sessions(actor=actor, user_id=user.pk),
        lambda: services.unlock(actor=actor, user_id=user.pk),
        lambda: services.revoke_invitation(actor=actor, invitation_id=1, at=AT),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert not AuditEntry.objects.exists()


def test_nobody_gives_themselves_a_role() -> None:
    actor = administrator()
    with pytest.raises(rules.NotToOneself):
        services.assign(actor=actor, user_id=actor.user or 0, offer=desk_offer(), on=ON)


def test_a_partner_of_the_project_gives_roles_in_it_and_a_stranger_does_not() -> None:
    actor, user, project = administrator(), factories.user(), factories.project()
    partner = factories.organisation()
    with pytest.raises(rules.NotAPartner):
        services.assign(
            actor=actor, user_id=user.pk, offer=desk_offer(project=project, organisation=partner.pk), on=ON
        )
    Partner.objects.create(project=project, organisation=partner)
    made = services.assign(
        actor=actor, user_id=user.pk, offer=desk_offer(project=project, organisation=partner.pk), on=ON
    )
    assert made.given_by_id == actor.user


def test_a_role_is_not_given_twice_on_one_day_but_again_after_it_ended() -> None:
    actor, user, offer = administrator(), factories.user(), desk_offer()
    held = services.assign(actor=actor, user_id=user.pk, offer=offer, on=ON)
    with pytest.raises(rules.HeldAlready):
        services.assign(actor=actor, user_id=user.pk, offer=offer, on=ON)
    services.end_assignment(actor=actor, assignment_id=held.pk, on=ON)
    assert services.assign(actor=actor, user_id=user.pk, offer=offer, on=ON).pk != held.pk


def test_a_role_to_come_clashes_as_one_held_now() -> None:
    actor, user = administrator(), factories.user()
    later = desk_offer(starts_on=date(2027, 1, 1))
    services.assign(actor=actor, user_id=user.pk, offer=later, on=ON)
    admin = Offer(Role.ADMIN, factories.organisation().pk, None, ON)
    with pytest.raises(rules.AdministratorsSeeNoCases):
        services.assign(actor=actor, user_id=user.pk, offer=admin, on=ON)


def test_a_role_that_is_ended_does_not_count_from_that_day_on() -> None:
    actor, held = administrator(), factories.assignment()
    services.end_assignment(actor=actor, assignment_id=held.pk, on=ON)
    assert queries.actor_of(held.user, ON).grants == ()
    assert queries.actor_of(held.user, date(2026, 3, 1)).roles == {Role.DESK}


def test_a_role_to_come_that_is_ended_never_counts() -> None:
    actor, user = administrator(), factories.user()
    held = services.assign(actor=actor, user_id=user.pk, offer=desk_offer(starts_on=date(2027, 1, 1)), on=ON)
    services.end_assignment(actor=actor, assignment_id=held.pk, on=ON)
    assert queries.actor_of(user, date(2027, 6, 1)).grants == ()


def test_the_last_administrator_stays() -> None:
    actor = administrator()
    own = Assignment.objects.get(user=actor.user)
    invited = invite(actor, offers=[Offer(Role.ADMIN, factories.organisation().pk, None, ON)])
    # Who was only invited can't be relied on to come.
    with pytest.raises(rules.LastAdministrator):
        services.end_assignment(actor=actor, assignment_id=own.pk, on=ON)
    with pytest.raises(rules.LastAdministrator):
        services.deactivate(actor=actor, user_id=own.user_id, at=AT, on=ON)
    services.accept_invitation(secret=invited.secret, password="two blue doors", at=AT, on=ON)
    services.deactivate(actor=actor, user_id=own.user_id, at=AT, on=ON)
    assert not User.objects.get(pk=own.user_id).is_active


def test_whoever_is_deactivated_is_nobody_and_logged_out_and_not_invited_any_more() -> None:
    actor = administrator()
    sent = invite(actor)
    user = sent.invitation.user
    session_of(user)
    services.deactivate(actor=actor, user_id=user.pk, at=AT, on=ON)
    user.refresh_from_db()
    assert queries.actor_of(user, ON) == NOBODY
    assert not UserSession.objects.exists()
    with pytest.raises(rules.InvitationUnusable):
        queries.open_invitation(sent.secret, at=AT)
    with pytest.raises(rules.IsDeactivated):
        services.invite_again(actor=actor, user_id=user.pk, way="letter", at=AT, on=ON)
    services.reactivate(actor=actor, user_id=user.pk)
    user.refresh_from_db()
    assert queries.actor_of(user, ON).roles == {Role.DESK}


def test_an_administrator_ends_anyones_sessions_and_nobody_elses() -> None:
    actor, user, other = administrator(), factories.user(), factories.user()
    for whose in (user, user, other):
        session_of(whose)
    assert services.end_sessions(actor=actor, user_id=user.pk) == 2
    assert list(UserSession.objects.values_list("user", flat=True)) == [other.pk]


def test_one_ends_only_ones_own_session() -> None:
    user, other = factories.user(), factories.user()
    theirs = session_of(other)
    actor = queries.actor_of(user, ON)
    assert not services.end_own_session(actor=actor, session_id=theirs.pk)
    assert is_open(theirs)
    own = session_of(user)
    assert services.end_own_session(actor=actor, session_id=own.pk)
    assert not is_open(own)
    assert is_open(theirs)


def test_unlocking_forgets_the_failures_by_name_and_by_address() -> None:
    actor, user = administrator(), factories.user(username="mario", email="mario@example.org")
    for name in ("mario", "mario@example.org", "maria"):
        AccessAttempt.objects.create(username=name, ip_address="192.0.2.1", failures_since_start=9)
    assert set(queries.locked(timezone.now())) == {"mario", "mario@example.org", "maria"}
    services.unlock(actor=actor, user_id=user.pk)
    assert set(queries.locked(timezone.now())) == {"maria"}
    assert verbs() == ["accounts.unlocked"]


def test_changing_nothing_of_ones_own_leaves_no_trace() -> None:
    user = factories.user(name="Dora")
    actor = queries.actor_of(user, ON)
    services.change_own(actor=actor, name="Dora", language="it")
    assert verbs() == []
    services.change_own(actor=actor, name="Dora Portone", language="ar")
    assert AuditEntry.objects.get().facts == {"fields": ["name", "language"]}


def test_nobody_has_nothing_of_their_own_to_change() -> None:
    with pytest.raises(NotFound):
        services.change_own(actor=NOBODY, name="x", language="it")


def test_a_lost_second_proof_is_removed_by_somebody_else() -> None:
    actor, user = administrator(), factories.user()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    session = session_of(user)
    assert services.remove_second_factor(actor=actor, user_id=user.pk) == 1
    assert not queries.has_second_factor(user.pk)
    assert not is_open(session)
    assert verbs() == ["accounts.second-factor-removed"]
    with pytest.raises(rules.NotToOneself):
        services.remove_second_factor(actor=actor, user_id=actor.user or 0)


def test_the_first_administrator_is_invited_only_where_there_is_none() -> None:
    def called(username: str) -> services.Sent:
        return services.first_administrator(
            newcomer=Newcomer(username, "Ada Chiave"), organisation="Comune di Esempio", at=AT, on=ON
        )

    sent = called("ada")
    assert queries.actor_of(sent.invitation.user, ON).roles == {Role.ADMIN}
    # As long as nobody came, another may be invited.
    called("adele")
    services.accept_invitation(secret=sent.secret, password="two blue doors", at=AT, on=ON)
    with pytest.raises(rules.AdministratorThere):
        called("adamo")
