"""The administrator's pages: users, roles, invitations; and what an invitation leads to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from campanello.accounts.models import Assignment, Invitation, User
from campanello.core.actor import Role
from campanello.core.models import Project
from tests import factories

pytestmark = pytest.mark.django_db
English = {"accept-language": "en"}
PASSWORDS = {"password1": "three green doors", "password2": "three green doors"}


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address, headers=English)
    assert answer.status_code == status
    return answer.content.decode()


def filled(of: Project, **given: str) -> dict[str, str]:
    return {
        "name": "Ines Finestra",
        "username": "ines",
        "email": "ines@example.org",
        "language": "ar",
        "way": "email",
        "role": "desk",
        "organisation": str(of.lead_id),
        "project": str(of.pk),
        "starts_on": "2026-01-01",
        "ends_on": "",
    } | given


@pytest.fixture
def project() -> Project:
    return factories.project()


def link_in(text: str) -> str:
    return "/invito/" + text.partition("/invito/")[2].split()[0].split("<")[0]


def test_an_invitation_goes_by_email_in_italian_and_in_the_persons_language(
    client: Client, administrator: Any, project: Project
) -> None:
    answer = client.post("/utenti/invita/", filled(project))
    user = User.objects.get(username="ines")
    assert answer.headers["Location"] == f"/utenti/{user.pk}/"
    (message,) = mail.outbox
    assert message.to == ["ines@example.org"]
    assert message.body.count(link_in(message.body)) == 2


def test_a_letter_is_shown_once_with_a_code_to_scan(
    client: Client, administrator: Any, project: Project
) -> None:
    answer = client.post("/utenti/invita/", filled(project, way="letter"))
    letter = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert "<svg" in letter
    assert "/invito/" in letter
    assert 'lang="ar" dir="rtl"' in letter
    assert 'lang="it" dir="ltr"' in letter
    assert not mail.outbox
    secret = link_in(letter).split("/")[2]
    user = User.objects.get(username="ines")
    assert secret not in page(client, f"/utenti/{user.pk}/")


def test_who_is_invited_chooses_a_password_and_is_in(
    client: Client, administrator: Any, project: Project
) -> None:
    client.post("/utenti/invita/", filled(project))
    link = link_in(mail.outbox[0].body)
    guest = Client()
    shown = guest.get(link, headers=English)
    assert "This invitation is for Ines Finestra." in shown.content.decode()
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert guest.post(link, PASSWORDS).status_code == 302
    assert guest.get("/profilo/").status_code == 200
    assert page(Client(), link, status=404).count("was used already") == 1


def test_who_must_have_a_second_proof_is_sent_to_it_without_asking_again(
    client: Client, administrator: Any, project: Project, settings: Any
) -> None:
    client.post("/utenti/invita/", filled(project, role="case"))
    settings.SECOND_FACTOR_ASKED = True
    guest = Client()
    guest.post(link_in(mail.outbox[0].body), PASSWORDS)
    assert guest.get("/utenti/").headers["Location"].startswith("/profilo/secondo-fattore/")
    assert guest.get("/profilo/secondo-fattore/telefono/").status_code == 200


def test_an_invitation_opened_on_a_colleagues_computer_is_the_guests(
    client: Client, administrator: Any, project: Project
) -> None:
    client.post("/utenti/invita/", filled(project))
    client.post(link_in(mail.outbox[0].body), PASSWORDS)
    assert client.session["_auth_user_id"] == str(User.objects.get(username="ines").pk)


WEAK = {
    "too short": {"password1": "door", "password2": "door"},
    "like the user's name": {"password1": "inesfinestra1", "password2": "inesfinestra1"},
    "two that differ": {"password1": "three green doors", "password2": "three grey doors"},
    "nothing": {},
    "10,000 letters": {"password1": "x" * 10_000, "password2": "x" * 10_000},
}


@pytest.mark.parametrize("given", WEAK.values(), ids=WEAK)
def test_a_password_is_refused_and_the_invitation_stays(
    client: Client, administrator: Any, project: Project, given: dict[str, str]
) -> None:
    client.post("/utenti/invita/", filled(project))
    link = link_in(mail.outbox[0].body)
    guest = Client()
    assert guest.post(link, given).status_code == 200
    assert guest.post(link, PASSWORDS).status_code == 302


WRONG = {
    "a name that is taken": ({"username": "ada"}, "There is a user called ada already"),
    "a name with spaces": ({"username": "in es"}, "Use 3 to 60 small letters"),
    "a name with a script": ({"username": "<script>"}, "Use 3 to 60 small letters"),
    "no address for an e-mail": ({"email": ""}, "An invitation by e-mail needs an address"),
    "no address at all": ({"email": "ines"}, "E-mail address"),
    "no project for a desk": ({"project": ""}, "This is a role in one project"),
    "a role that is none": ({"role": "king"}, "Role"),
    "a resident": ({"role": "resident"}, "Role"),
    "an organisation that is none": ({"organisation": "999999"}, "Organisation"),
    "an end before the start": ({"ends_on": "2025-12-31"}, "not after it begins"),
    "a day that is none": ({"starts_on": "2026-02-30"}, "From"),
    "a name of 10,000 letters": ({"name": "x" * 10_000}, "Name"),
}


@pytest.mark.parametrize(("but", "told"), WRONG.values(), ids=WRONG)
def test_a_wrong_invitation_is_shown_again_with_what_is_wrong(
    client: Client, administrator: Any, project: Project, but: dict[str, str], told: str
) -> None:
    answer = client.post("/utenti/invita/", filled(project, **but), headers=English)
    assert answer.status_code == 200
    assert "Not saved yet" in answer.content.decode()
    assert told in answer.content.decode()
    assert not Invitation.objects.exists()
    assert not mail.outbox


def test_hostile_text_stays_text(client: Client, administrator: Any, project: Project) -> None:
    client.post("/utenti/invita/", filled(project, name="<script>alert(1)</script>\u202e"))
    for address in ("/utenti/", f"/utenti/{User.objects.get(username='ines').pk}/"):
        assert "<script>alert" not in page(client, address)


def test_without_email_only_a_letter_is_offered(
    client: Client, administrator: Any, project: Project, settings: Any
) -> None:
    settings.CAN_EMAIL = False
    assert "A link by e-mail" not in page(client, "/utenti/invita/")
    answer = client.post("/utenti/invita/", filled(project), headers=English)
    assert "Not saved yet" in answer.content.decode()
    assert "Forgotten the password" not in page(Client(), "/accesso/")


def test_the_list_is_filtered_and_the_filters_stay_in_the_address(client: Client, administrator: Any) -> None:
    for number in range(30):
        factories.assignment(user=factories.user(username=f"desk{number:02}"), role=Role.DESK)
    shown = page(client, "/utenti/?role=desk&sort=username")
    assert "30 users" in shown
    assert "desk24" in shown
    assert "desk25" not in shown
    assert "role=desk&amp;sort=username&amp;page=2" in shown
    assert "desk25" in page(client, "/utenti/?role=desk&sort=username&page=2")


@pytest.mark.parametrize(
    "question",
    [
        "?page=x",
        "?page=-1",
        "?role=king",
        "?organisation=abc",
        "?q=%00",
        "?state=%F0%9F%94%94",
        "?q=" + "x" * 5000,
    ],
)
def test_a_hostile_address_is_passed_over(client: Client, administrator: Any, question: str) -> None:
    assert "ada" in page(client, f"/utenti/{question}")


def test_nobody_fits_is_said_with_what_to_do(client: Client, administrator: Any) -> None:
    assert "Nobody fits" in page(client, "/utenti/?q=zzz")


def test_the_list_takes_as_many_queries_for_one_user_as_for_many(
    client: Client, administrator: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        factories.assignment()
    with django_assert_max_num_queries(9):
        page(client, "/utenti/")


def test_a_residents_name_is_not_the_administrators(client: Client, administrator: Any) -> None:
    resident = factories.user(name="Rosa Segreta", username="r-17", person=17, email="rosa@example.org")
    factories.assignment(user=resident, role=Role.RESIDENT)
    for address in ("/utenti/", f"/utenti/{resident.pk}/"):
        shown = page(client, address)
        assert "r-17" in shown
        assert "Segreta" not in shown
        assert "rosa@" not in shown


def test_a_role_is_given_and_ended(client: Client, administrator: Any, project: Project) -> None:
    user = factories.user()
    given = {
        name: filled(project)[name] for name in ("role", "organisation", "project", "starts_on", "ends_on")
    }
    client.post(f"/utenti/{user.pk}/ruolo/", given)
    held = Assignment.objects.get(user=user)
    assert held.given_by_id == administrator.pk
    again = client.post(f"/utenti/{user.pk}/ruolo/", given, headers=English)
    assert again.status_code == 422
    assert "has that role there already" in again.content.decode()
    client.post(f"/utenti/ruoli/{held.pk}/fine/")
    held.refresh_from_db()
    assert held.ends_on is not None


def test_an_administrator_gives_themselves_nothing(
    client: Client, administrator: Any, project: Project
) -> None:
    assert "Give a role" not in page(client, f"/utenti/{administrator.pk}/")
    answer = client.post(f"/utenti/{administrator.pk}/ruolo/", filled(project), headers=English)
    assert answer.status_code == 422
    assert "Nobody does this to their own account" in answer.content.decode()


def test_the_last_administrator_is_told_why_they_stay(client: Client, administrator: Any) -> None:
    told = client.post(
        f"/utenti/{administrator.pk}/disattiva/", follow=True, headers=English
    ).content.decode()
    assert "This is the only administrator" in told
    administrator.refresh_from_db()
    assert administrator.is_active


def test_deactivating_says_in_figures_what_it_does_and_then_does_it(
    client: Client, administrator: Any, member: Callable[..., Any]
) -> None:
    user = member(Role.DESK)
    theirs = Client()
    theirs.post("/accesso/", {"login": user.username, "password": factories.PASSWORD})
    shown = page(client, f"/utenti/{user.pk}/disattiva/")
    assert "1 log-in ends at once." in shown
    assert "1 role is asleep" in shown
    client.post(f"/utenti/{user.pk}/disattiva/")
    assert theirs.get("/profilo/").status_code == 302
    client.post(f"/utenti/{user.pk}/riattiva/")
    user.refresh_from_db()
    assert user.is_active


def test_an_administrator_logs_anybody_out(
    client: Client, administrator: Any, member: Callable[..., Any]
) -> None:
    user = member(Role.DESK)
    theirs = Client()
    theirs.post("/accesso/", {"login": user.username, "password": factories.PASSWORD})
    client.post(f"/utenti/{user.pk}/accessi/")
    assert theirs.get("/profilo/").status_code == 302


def test_an_invitation_is_revoked_and_renewed(client: Client, administrator: Any, project: Project) -> None:
    client.post("/utenti/invita/", filled(project))
    first = link_in(mail.outbox[0].body)
    client.post(f"/utenti/inviti/{Invitation.objects.get().pk}/revoca/")
    page(Client(), first, status=404)
    user = User.objects.get(username="ines")
    client.post(f"/utenti/{user.pk}/invita/", {"way": "email"})
    page(Client(), link_in(mail.outbox[1].body))
    assert client.post(f"/utenti/{user.pk}/invita/", {"way": "pigeon"}).status_code == 302
    assert len(mail.outbox) == 2


def addresses(user: int, held: int) -> dict[str, str]:
    return {
        "/utenti/": "get",
        "/utenti/invita/": "get",
        f"/utenti/{user}/": "get",
        f"/utenti/{user}/ruolo/": "post",
        f"/utenti/{user}/invita/": "post",
        f"/utenti/{user}/disattiva/": "post",
        f"/utenti/{user}/riattiva/": "post",
        f"/utenti/{user}/accessi/": "post",
        f"/utenti/{user}/sblocca/": "post",
        f"/utenti/{user}/secondo-fattore/": "post",
        f"/utenti/ruoli/{held}/fine/": "post",
        "/utenti/inviti/1/revoca/": "post",
    }


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN}))
def test_nothing_of_this_is_there_for_other_roles(
    client: Client, member: Callable[..., Any], role: Role
) -> None:
    held = factories.assignment()
    client.force_login(member(role))
    for address, method in addresses(held.user_id, held.pk).items():
        assert getattr(client, method)(address).status_code == 404, address


def test_a_visitor_is_asked_to_log_in(client: Client) -> None:
    held = factories.assignment()
    for address, method in addresses(held.user_id, held.pk).items():
        assert getattr(client, method)(address).headers["Location"].startswith("/accesso/?next="), address


def test_absent_users_are_answered_as_every_absent_page(client: Client, administrator: Any) -> None:
    for address, method in addresses(999_999, 999_999).items():
        if "999999" in address:
            given = filled(factories.project()) | {"way": "letter"}
            answer = client.post(address, given) if method == "post" else client.get(address)
            assert answer.status_code == 404, address
