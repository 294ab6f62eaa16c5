"""The residents' way in: letter, telephone at the desk, PINs guessed from one address, and what a page gives away."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from campanello.accounts.models import DoorKey, User
from campanello.core.actor import Role
from campanello.core.models import AuditEntry
from campanello.people.models import Person
from tests import factories
from tests.edges.resident.people import in_english

pytestmark = pytest.mark.django_db
HOME = "/mio/"


@pytest.fixture(autouse=True)
def quick_and_fresh(settings: Any) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def desk() -> Client:
    """A desk operator's browser; Rosa is of their project."""
    client = in_english()
    user = factories.user()
    factories.assignment(user=user, role=Role.DESK, project=factories.project())
    client.force_login(user)
    return client


@pytest.fixture
def rosa(desk: Client) -> Person:
    project = User.objects.get(person=None).assignments.get().project
    return factories.person(project, given_name="Rosa", family_name="Ballatoio")


def printed(desk: Client, person: Person) -> tuple[str, str]:
    """The address and the PIN of a letter just made."""
    page = desk.post(reverse("staff:access-letter", args=[person.uid]))
    assert "no-store" in page["Cache-Control"]
    text = page.content.decode()
    address = re.search(r"http://testserver(/entra/[\w-]+/)", text)
    pin = re.search(r"letter-figures[^>]*>(\d{3} \d{3})<", text)
    assert address
    assert pin
    return address[1], pin[1]


def test_a_resident_comes_in_with_letter_and_pin_and_later_with_the_pin_alone(
    desk: Client, rosa: Person
) -> None:
    address, pin = printed(desk, rosa)
    phone = in_english()
    page = phone.get(address)
    assert page["Referrer-Policy"] == "strict-origin"
    answer = phone.post(address, {"pin": pin})
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    kept = answer.cookies["door"]
    assert (kept["path"], kept["httponly"], kept["samesite"]) == ("/entra/", True, "Lax")
    assert phone.get(HOME).status_code == 200
    phone.post(reverse("account_logout"))
    again = phone.post("/entra/", {"pin": pin.replace(" ", "")})
    assert again["Location"] == HOME
    entered = AuditEntry.objects.filter(verb="accounts.door-opened", person=rosa.pk)
    assert entered.count() == 2
    assert AuditEntry.objects.filter(verb="accounts.logged-in", facts__how=["pin"]).count() == 2


def test_a_telephone_can_forget_the_letter(desk: Client, rosa: Person) -> None:
    address, pin = printed(desk, rosa)
    phone = in_english()
    phone.post(address, {"pin": pin})
    phone.post(reverse("account_logout"))
    phone.post(reverse("door-forget"))
    assert b"How to come in" in phone.get("/entra/").content


def test_the_address_alone_says_nothing_of_whose_it_is_nor_whether_it_opens(
    desk: Client, rosa: Person
) -> None:
    address, _pin = printed(desk, rosa)
    token = re.compile(rb'(csrf\w*" value|nonce)="[^"]+"|SEEN|\d\d:\d\d')
    shown = {token.sub(b"", in_english().get(one).content) for one in (address, f"/entra/{'x' * 24}/")}
    refused = {
        token.sub(b"", in_english().post(one, {"pin": "000001"}).content)
        for one in (address, f"/entra/{'x' * 24}/")
    }
    assert len(shown) == len(refused) == 1
    assert b"Rosa" not in shown.pop() + refused.pop()


def test_a_resident_chooses_a_pin_with_staff_present_and_a_weak_one_is_refused(
    desk: Client, rosa: Person
) -> None:
    page = desk.post(reverse("staff:access-present", args=[rosa.uid])).content.decode()
    address = re.search(r"/entra/[\w-]+/", page)
    assert address
    phone = in_english()
    assert b"Choose your PIN" in phone.get(address[0]).content
    unlike = phone.post(address[0], {"pin": "407193", "again": "407194"})
    assert unlike.status_code == 422
    weak = phone.post(address[0], {"pin": "123456", "again": "123456"})
    assert weak.status_code == 422
    assert b"easy to guess" in weak.content
    assert phone.post(address[0], {"pin": "407193", "again": "407193"})["Location"] == HOME
    assert (
        b"Type your PIN" in in_english().get(address[0]).content
    )  # whoever scans it afterwards chooses nothing


def test_a_lost_letter_is_ended_at_the_desk_and_its_log_ins_with_it(desk: Client, rosa: Person) -> None:
    address, pin = printed(desk, rosa)
    finder = in_english()
    finder.post(address, {"pin": pin})
    desk.post(reverse("staff:access-revoke", args=[rosa.uid, DoorKey.objects.get().pk]))
    assert finder.get(HOME)["Location"].startswith("/accesso/")
    assert finder.post(address, {"pin": pin}).status_code == 422
    assert b"Ended" in desk.get(reverse("staff:person-access", args=[rosa.uid])).content


def test_the_desk_is_told_that_somebody_guessed(desk: Client, rosa: Person) -> None:
    printed(desk, rosa)
    DoorKey.objects.update(wrong=15, revoked_at=factories.user().joined_at)
    assert b"Somebody guessed PINs" in desk.get(reverse("staff:person-access", args=[rosa.uid])).content


def test_whoever_tries_many_doors_from_one_address_waits_and_others_do_not(
    desk: Client, rosa: Person
) -> None:
    address, pin = printed(desk, rosa)
    thief = in_english(REMOTE_ADDR="203.0.113.7")
    found = [thief.post(f"/entra/{n:024}/", {"pin": "407193"}).status_code for n in range(31)]
    assert found == [422] * 30 + [429]
    assert thief.post(address, {"pin": pin}).status_code == 429
    assert in_english(REMOTE_ADDR="203.0.113.8").post(address, {"pin": pin}).status_code == 302


def test_whoever_was_logged_in_on_the_telephone_leaves(desk: Client, rosa: Person) -> None:
    address, pin = printed(desk, rosa)
    desk.post(address, {"pin": pin})
    user = User.objects.get(person=rosa.pk)
    assert desk.session["_auth_user_id"] == str(user.pk)


def test_the_log_in_page_leads_to_the_door(client: Client) -> None:
    assert b'href="/entra/"' in client.get("/accesso/").content
