"""The register in a browser: 25 people by keyboard alone in less than a minute, on a telephone, in Arabic."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from campanello.accounts.models import User
from campanello.lab.models import Attendance, Session, SignUp
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE = 25


@pytest.fixture
def session(settings: Any) -> Session:
    """A session of 90 minutes that has begun, with 25 people who signed up."""
    settings.SECOND_FACTOR_ASKED = False
    project = factories.project()
    starts = timezone.now() - timedelta(minutes=30)
    made = factories.session(factories.activity(project), starts_at=starts, booked=PEOPLE)
    people = [factories.person(project, given_name=f"Persona {number}") for number in range(PEOPLE)]
    SignUp.objects.bulk_create(
        SignUp(session=made, person=one, state="booked", made_at=starts) for one in people
    )
    return made


@pytest.fixture
def at_work(session: Session, page_at: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    """Opens the register as somebody at the desk."""
    user = factories.assignment(role="desk", project=session.project).user
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "expires": -1}
    cookie |= {"domain": urlsplit(live_server.url).hostname, "path": "/"}
    cookie |= {"httpOnly": True, "secure": False, "sameSite": "Lax"}
    state = {"cookies": [cookie], "origins": []}

    def opened(**options: Any) -> Page:
        return page_at(f"/laboratorio/attivita/date/{session.uid}/registro/", storage_state=state, **options)

    return opened


def test_25_people_are_marked_by_keyboard_alone_in_a_minute_and_kept(at_work: Callable[..., Page]) -> None:
    page = at_work(language="en")
    page.locator("tbody th").first.focus()
    began = time.monotonic()
    for number in range(PEOPLE):
        keys = {3: ["4", "5"], 4: ["e"], 5: ["a"]}.get(number, [" "])
        for key in [*keys, "ArrowDown"]:
            page.keyboard.press(key)
    assert time.monotonic() - began < 60
    expect(page.locator('[data-total="present"]')).to_have_text(str(PEOPLE - 2))
    expect(page.locator('[data-total="minutes"]')).to_have_text(str(90 * (PEOPLE - 3) + 45))
    page.locator("#guests").fill("3")
    expect(page.locator('[data-total="came"]')).to_have_text(str(PEOPLE + 1))
    expect(page.locator("[data-register-state]")).to_have_text("Kept.")
    rows = Attendance.objects.order_by("person__family_name", "pk")
    assert rows.filter(presence="present").count() == PEOPLE - 2
    assert sorted(rows.filter(minutes__lt=90).values_list("presence", "minutes")) == [
        ("absent", 0),
        ("excused", 0),
        ("present", 45),
    ]


@pytest.mark.parametrize(("width", "language"), [(360, "it"), (1280, "ar")])
def test_the_register_is_accessible_and_nothing_scrolls_sideways(
    at_work: Callable[..., Page], assert_accessible: Callable[[Page], None], width: int, language: str
) -> None:
    assert_accessible(at_work(width=width, language=language))
