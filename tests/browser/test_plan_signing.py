"""A plan signed in a browser: drawn with a pointer, by the keyboard alone, on a telephone, in Arabic."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from campanello.accounts.models import User
from campanello.plans.models import Plan, Signature
from tests import factories, factories_plans

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(settings: Any) -> Plan:
    """A draft with a service, of somebody who reads Arabic."""
    settings.SECOND_FACTOR_ASKED = False
    project, today = factories.project(), localdate()
    amal = factories.person(project, given_name="Amal", family_name="Haddad", born_on=date(1985, 3, 3))
    days = {"starts_on": today, "ends_on": today + timedelta(days=200)}
    made = factories_plans.plan(factories_plans.measure(project), amal, state="draft", language="ar", **days)
    factories_plans.plan_service(made, factories_plans.service(project))
    return made


@pytest.fixture
def at_work(plan: Plan, page_at: Callable[..., Page], live_server: Any) -> Callable[..., Page]:
    """Opens a page of the plan as its case manager."""
    user = factories.assignment(
        role="case", project=plan.project, user=factories.user(name="Carla Casati")
    ).user
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "expires": -1}
    cookie |= {"domain": urlsplit(live_server.url).hostname, "path": "/"}
    cookie |= {"httpOnly": True, "secure": False, "sameSite": "Lax"}
    state = {"cookies": [cookie], "origins": []}

    def opened(rest: str, **options: Any) -> Page:
        return page_at(f"/piani/piani/{plan.uid}/{rest}", storage_state=state, **options)

    return opened


def test_one_draws_the_other_types_and_both_are_readable_and_accessible(
    at_work: Callable[..., Page], plan: Plan, assert_accessible: Callable[[Page], None]
) -> None:
    page = at_work("firma/persona/", language="en", width=360)
    assert_accessible(page)
    pad = page.locator("[data-signature-pad] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    for step in range(1, 20):
        page.mouse.move(box["x"] + 20 + 8 * step, box["y"] + 20 + (step % 3) * 15)
    page.mouse.up()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.locator(".plan-signatures polyline")).to_have_count(1)
    drawn = Signature.objects.get()
    assert len(drawn.strokes[0]) > 10
    assert max(x for x, _y in drawn.strokes[0]) <= 600

    page = at_work("firma/equipe/", language="en")
    page.get_by_label("I have read the plan and agree").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("carla casati")
    page.keyboard.press("Enter")
    expect(page.locator(".plan-steps [aria-current]")).to_have_text("Signed")
    plan.refresh_from_db()
    assert (plan.state, Signature.objects.get(by="staff").strokes) == ("signed", None)

    for language in ("it", "ar"):
        assert_accessible(at_work("", language=language, width=360))
