"""The register of a plan's session in a browser: 25 people by keyboard alone, each key counted; on a telephone."""

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
from campanello.plans.models import Attendance, Expected, Session
from tests import factories, factories_plans

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PEOPLE = 25
LENGTH = 90


@pytest.fixture
def session(settings: Any) -> Session:
    """A session of 90 minutes that is over, with 25 people expected."""
    settings.SECOND_FACTOR_ASKED = False
    project = factories.project()
    measure, service = factories_plans.measure(project), factories_plans.service(project)
    starts = timezone.now() - timedelta(minutes=LENGTH)
    made = factories_plans.session(
        service, starts_at=starts, ends_at=starts + timedelta(minutes=LENGTH), on=timezone.localdate(starts)
    )
    for number in range(PEOPLE):
        person = factories.person(project, given_name=f"Persona {number}")
        plan = factories_plans.plan(measure, person, ends_on=made.on + timedelta(days=30))
        factories_plans.plan_service(plan, service)
        Expected.objects.create(session=made, plan=plan)
    return made


@pytest.fixture
def at_work(session: Session, page_at: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    """Opens the register as an operator of the employment desk."""
    user = factories.assignment(role="employment", project=session.project).user
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "expires": -1}
    cookie |= {"domain": urlsplit(live_server.url).hostname, "path": "/"}
    cookie |= {"httpOnly": True, "secure": False, "sameSite": "Lax"}
    state = {"cookies": [cookie], "origins": []}

    def opened(**options: Any) -> Page:
        return page_at(f"/piani/registri/{session.uid}/", storage_state=state, **options)

    return opened


def test_25_people_are_marked_by_keyboard_alone_in_51_keys_and_kept(at_work: Callable[..., Page]) -> None:
    page = at_work(language="en")
    page.locator("tbody th").first.focus()
    exceptions = {3: ["4", "5"], 4: ["e"], 5: ["u"], 6: ["6", "0"]}
    pressed, began = 0, time.monotonic()
    for number in range(PEOPLE):
        keys = exceptions.get(number, [" "])
        for key in [*keys, "ArrowDown"] if number < PEOPLE - 1 else keys:
            page.keyboard.press(key)
            pressed += 1
    # A key a second is slow for anybody, and still less than a minute.
    assert pressed == 51
    assert time.monotonic() - began < 60
    expect(page.locator('[data-total="present"]')).to_have_text(str(PEOPLE - 2))
    expect(page.locator('[data-total="unexcused"]')).to_have_text("1")
    expect(page.locator('[data-total="minutes"]')).to_have_text(str(LENGTH * (PEOPLE - 4) + 105))
    expect(page.locator("[data-register-state]")).to_have_text("Kept.")
    others = Attendance.objects.filter(minutes__lt=LENGTH).order_by("presence", "minutes")
    assert list(others.values_list("presence", "minutes")) == [
        ("excused", 0),
        ("present", 45),
        ("present", 60),
        ("unexcused", 0),
    ]
    page.get_by_role("button", name="Sign the register").press("Enter")
    expect(page.get_by_text("It counts for the allowance.")).to_be_visible()
    assert Attendance.objects.filter(is_signed=True).count() == PEOPLE


@pytest.mark.parametrize(("width", "language"), [(360, "it"), (1280, "ar")])
def test_the_register_is_accessible_and_nothing_scrolls_sideways(
    at_work: Callable[..., Page], assert_accessible: Callable[[Page], None], width: int, language: str
) -> None:
    assert_accessible(at_work(width=width, language=language))
