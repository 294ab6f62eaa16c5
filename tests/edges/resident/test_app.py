"""The residents' pages: three answers, movements, redeem, give, activities, hours; and whose they are."""

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from campanello.core.templatetags.components import STATUS_ICONS
from campanello.lab.models import SignUp
from campanello.points.models import Donation, Redemption
from campanello.resident.templatetags.resident_shell import MORE, TABS
from tests import factories
from tests.app_world import App

pytestmark = pytest.mark.django_db

PAGES = ("home", "movements", "redeem", "donate", "gift-code", "activities", "hours", "plan", "pact", "more")


@pytest.fixture
def app() -> App:
    return App()


def text(response: Any) -> str:
    assert response.status_code == 200, response.content.decode()[:2000]
    return str(response.content.decode())


def address(name: str, *given: Any) -> str:
    return reverse(f"resident:{name}", args=given)


def rows(page: str) -> str:
    """The page without its choices and its bar."""
    return re.sub(r"<nav.*?</nav>", "", page, flags=re.DOTALL)


def uid_in(page: str) -> str:
    return re.findall(r'name="uid" value="([^"]+)"', page)[0]


def test_the_first_page_answers_three_questions(app: App) -> None:
    app.redeem(50)
    page = text(app.client().get(address("home")))
    assert re.search(r'<p class="figure"><span dir="ltr">150</span>', page)
    assert "900.50" in page or "900,50" in page
    assert "Points will take off" in page
    assert "Sewing in the courtyard" in page
    assert "10 points" in page  # two hours at five


def test_without_points_debt_or_dates_it_says_so_and_what_to_do(app: App) -> None:
    nobody = factories.person(app.project, given_name="Nora")
    user = factories.user(person=nobody.pk)
    factories.assignment(user=user, role="resident")
    app.next.delete()
    page = text(app.client(user).get(address("home")))
    assert "Come to an activity" in page
    assert "Nobody told us about a debt" in page
    assert "There is nothing on this week" in page
    for name in PAGES:
        assert app.client(user).get(address(name)).status_code == 200, name


def test_points_go_towards_the_rent_after_one_more_look_and_can_come_back(app: App) -> None:
    client = app.client()
    form = text(client.get(address("redeem")))
    asked = {
        "points": "120",
        "debt": re.findall(r'name="debt" value="([^"]+)"', form)[0],
        "uid": uid_in(form),
    }
    look = text(client.post(address("redeem"), asked))
    assert "Is this right?" in look
    assert "780.50" in look or "780,50" in look
    assert not Redemption.objects.exists()
    for _ in range(2):
        assert client.post(address("redeem"), asked | {"yes": "1"}).status_code == 302
    made = Redemption.objects.get()
    assert (made.points, made.asked_by_id, made.with_staff, app.balance()) == (120, app.user.pk, False, 80)
    ticket = text(client.get(address("ticket", asked["uid"])))
    assert "120" in ticket
    assert client.post(address("redeem-back", made.uid)).status_code == 302
    assert app.balance() == 200


def test_more_than_may_go_is_refused_in_figures(app: App) -> None:
    client = app.client()
    form = text(client.get(address("redeem")))
    asked = {
        "points": "201",
        "debt": re.findall(r'name="debt" value="([^"]+)"', form)[0],
        "uid": uid_in(form),
    }
    refused = client.post(address("redeem"), asked)
    assert refused.status_code == 422
    assert "200 at most" in refused.content.decode()


def test_the_bar_shrinks_when_the_landlord_has_the_money(app: App) -> None:
    app.redeem(150)
    app.confirmed(app.ordered())
    page = text(app.client().get(address("home")))
    assert "Points took off EUR150.00" in page.replace("\xa0", "").replace("EUR ", "EUR") or "150.00" in page
    assert "750.50" in page or "750,50" in page
    assert re.search(r'class="paid" x="[\d.]+" y="0" width="16.66"', page)  # 150 of 900,50


def test_points_are_given_by_code_and_come_back_within_minutes(app: App) -> None:
    _, _, other = app.family("Piera", code="PERA-2346")
    client = app.client()
    form = text(client.get(address("donate") + "?codice=pera2346"))
    assert 'value="pera2346"' in form
    asked = {
        "to": "neighbour",
        "code": "pera 2346",
        "points": "30",
        "nothing_in_return": "on",
        "uid": uid_in(form),
    }
    wrong = client.post(address("donate"), asked | {"code": "XXXX-XXXX"})
    assert wrong.status_code == 422
    assert "No household here has this code" in wrong.content.decode()
    assert client.post(address("donate"), asked | {"nothing_in_return": ""}).status_code == 422
    look = text(client.post(address("donate"), asked))
    assert "The code is good" in look
    assert "Piera" not in look
    client.post(address("donate"), asked | {"yes": "1"})
    assert (app.balance(), app.balance(other)) == (170, 30)
    client.post(address("gift-back", asked["uid"]))
    assert (app.balance(), app.balance(other)) == (200, 0)
    assert "You took this gift back" in text(client.get(address("ticket", asked["uid"])))


def test_the_own_code_is_shown_with_a_picture_and_without_a_name(app: App) -> None:
    page = text(app.client().get(address("gift-code")))
    assert "AMNA-2346" in page
    assert "<svg" in page
    assert "Amina" not in page


def test_one_signs_up_and_gives_the_place_back(app: App) -> None:
    client, there = app.client(), address("activity", app.next.uid)
    form = text(client.get(there))
    for _ in range(2):
        client.post(address("sign-up", app.next.uid), {"uid": uid_in(form)})
    assert SignUp.objects.get().state == "booked"
    assert "You are signed up" in text(client.get(there))
    assert "Sewing" in text(client.get(address("activities") + "?mie=1"))
    client.post(address("sign-off", app.next.uid))
    assert SignUp.objects.get().state == "cancelled"
    assert "You are not signed up for anything" in text(client.get(address("activities") + "?mie=1"))


def test_hours_are_those_of_signed_registers(app: App) -> None:
    app.was_there(3)
    app.was_there(4, factories.person(app.project))
    page = text(app.client().get(address("hours")))
    assert re.search(r'<p class="figure"><span>2 h</span>', page)


def test_movements_are_filtered_and_paged(app: App) -> None:
    for _ in range(22):
        app.gift(1)
    client = app.client()
    first = text(client.get(address("movements")))
    older = re.findall(r'href="\?(prima=\d+)"', first)[0]
    assert "Earned" not in rows(first)  # it is the oldest
    assert "To the latest" in text(client.get(f"{address('movements')}?{older}"))
    only = text(client.get(address("movements") + "?cosa=guadagnati"))
    assert rows(only).count("Receipt") == 1


@pytest.mark.parametrize("name", ["home", "movements", "activities", "hours"])
def test_queries_do_not_grow(app: App, name: str, django_assert_max_num_queries: Any) -> None:
    client = app.client()
    client.get(address(name))  # the session is noted once
    with django_assert_max_num_queries(60) as few:
        client.get(address(name))
    for number in range(3):
        app.gift(1)
        app.was_there(number + 5)
        app.date(days=number)
        app.owes(app.tenancy, 1_000 + number, to=factories.organisation(kind="aler"))
    with django_assert_max_num_queries(60) as many:
        client.get(address(name))
    # Figures of a kind that was not there before are asked for once, however many they are.
    assert len(many) <= len(few) + 4


def test_others_things_are_not_there(app: App) -> None:
    other = App(code="ALTR-2346")
    client = other.client()
    gift = Donation.objects.get(pk=app.gift(5).pk).transfer.uid
    held = app.redeem(10)
    assert client.get(address("ticket", gift)).status_code == 404
    assert client.get(address("ticket", held.uid)).status_code == 404
    assert client.post(address("redeem-back", held.uid)).status_code == 404
    assert client.post(address("gift-back", gift)).status_code == 404
    assert client.get(f"{address('movements')}?conto={app.account.uid}").status_code == 404
    assert client.get(address("activity", app.next.uid)).status_code == 404
    assert client.post(address("sign-up", app.next.uid), {"uid": str(uuid4())}).status_code == 404
    assert client.post(address("sign-off", app.next.uid)).status_code == 404


def test_a_delegate_sees_what_was_allowed_and_nothing_else(app: App) -> None:
    client, _ = app.delegate("points")
    page = text(client.get(address("home")))
    assert app.amina.name in page
    assert re.search(r'<p class="figure"><span dir="ltr">200</span>', page)
    assert "Sewing" not in page
    assert "Put points towards the rent" not in page
    assert client.get(address("movements")).status_code == 200
    for name in ("redeem", "donate", "activities", "hours", "plan", "antenna"):
        assert client.get(address(name)).status_code == 403, name


def test_a_delegate_acts_for_whom_they_stand_and_goes_back(app: App) -> None:
    client, held = app.delegate("activities,spend")
    client.post(address("sign-up", app.next.uid), {"uid": str(uuid4())})
    assert SignUp.objects.get().person == app.amina
    assert client.post(address("stand-down")).status_code == 302
    assert app.amina.name not in text(client.get(address("home")))
    assert held.delegate.given_name in text(client.get(address("home")))


def test_a_delegate_whose_term_ended_is_told_and_sees_their_own(app: App) -> None:
    client, held = app.delegate("points")
    held.ended_at = timezone.now()
    held.save()
    page = text(client.get(address("movements"), follow=True))
    assert "You no longer act for this person" in page
    assert app.amina.name not in page


def test_pages_that_may_be_kept_name_their_reader_and_no_two_readers_are_alike(app: App) -> None:
    client, _ = app.delegate("points")
    headers = {one.get(address("home"))["X-Kept-For"] for one in (app.client(), app.client(), client)}
    assert len(headers) == 2
    assert "X-Kept-For" not in app.client().post(address("redeem"), {})


def test_what_the_device_keeps_for_everybody_names_nobody(app: App) -> None:
    client = app.client()
    for name in ("nothing-kept", "not-sent", "worker", "manifest"):
        page = client.get(address(name)).content.decode()
        assert app.amina.name not in page, name
        assert app.user.name not in page, name


def test_the_app_can_be_installed(app: App) -> None:
    said = app.client().get(address("manifest")).json()
    assert (said["start_url"], said["scope"], said["display"]) == ("/mio/", "/mio/", "standalone")
    assert {one["sizes"] for one in said["icons"]} == {"192x192", "512x512"}
    assert any(one.get("purpose") == "maskable" for one in said["icons"])


def test_every_icon_of_these_pages_is_in_their_own_file() -> None:
    root = Path(__file__).parents[3]
    there = set((root / "assets" / "resident-icons.txt").read_text().split())
    there |= {file.stem for file in (root / "assets" / "img").glob("*.svg")}
    pages = (root / "campanello" / "resident" / "templates").rglob("*.html")
    named = {
        icon for page in pages for icon in re.findall(r'(?:icon|symbol=)\s*"([a-z-]+)"', page.read_text())
    }
    named |= {tab[2] for tab in TABS} | {MORE[2]} | set(STATUS_ICONS.values())
    assert named - there == set()
