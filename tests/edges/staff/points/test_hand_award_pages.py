"""Awards by hand and households' points as pages: figures before anything is sent, two hands, lists, papers."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from campanello.accounts.models import User
from campanello.core.actor import Role
from campanello.core.edges import today
from campanello.core.models import AuditEntry
from campanello.people.models import Language, Person
from campanello.points.models import Account, Award, ExpiryNotice, Scheme
from campanello.staff.points.accounts import paper
from tests import factories, factories_points

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme(settings: Any) -> Scheme:
    settings.SECOND_FACTOR_ASKED = False
    return factories_points.scheme(name="PuntiLuna")


@pytest.fixture
def rosa(scheme: Scheme) -> Person:
    rosa = factories.person(scheme.project, given_name="Rosa", family_name="Bianchi")
    Language.objects.create(person=rosa, code="ar", is_preferred=True)
    factories.household(rosa)
    return rosa


def browser(role: Role, scheme: Scheme) -> Client:
    client = Client(headers={"accept-language": "en"})
    actor = factories.actor(role, project=scheme.project)
    client.force_login(User.objects.get(pk=actor.user))
    return client


@pytest.fixture
def desk(scheme: Scheme) -> Client:
    return browser(Role.DESK, scheme)


@pytest.fixture
def coordinator(scheme: Scheme) -> Client:
    return browser(Role.COORDINATOR, scheme)


def text(response: HttpResponse, status: int = 200) -> str:
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def rows(response: HttpResponse) -> list[list[str]]:
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def written(client: Client, person: Person, **given: str) -> tuple[str, dict[str, str]]:
    """The address of the form, and what it is sent with: an hour in the courtyard."""
    address = f"{reverse('staff:hand-award-new')}?person={person.uid}"
    form = client.get(address).context["form"]
    told = {
        "uid": str(form["uid"].value()),
        "scheme": str(form["scheme"].value()),
        "rate": "base",
        "what": "Pulizia del cortile",
        "done_on": today().isoformat(),
        "minutes": "60",
        "times": "1",
        "evidence": "Foto",
    }
    return address, told | given


def test_the_points_are_shown_before_they_are_given(desk, rosa):
    address, told = written(desk, rosa)

    shown = text(desk.post(address, told | {"step": "figures"}))

    assert "Give 5 points" in shown
    assert "household of Rosa Bianchi" in shown
    assert not Award.objects.exists()
    given = desk.post(address, told | {"step": "send", "shown": "5"}, follow=True)
    assert "5 points are given." in text(given)
    again = desk.post(address, told | {"step": "send", "shown": "5"})
    assert again.status_code == 302
    assert Account.objects.get(household__memberships__person=rosa).balance == 5


def test_other_figures_than_were_shown_are_shown_again_and_nothing_is_given(desk, rosa):
    address, told = written(desk, rosa, minutes="120", shown="5", step="send")

    shown = text(desk.post(address, told), 409)

    assert "Give 10 points" in shown
    assert 'name="shown" value="10"' in shown
    assert not Award.objects.exists()


def test_what_can_t_be_is_said_in_the_form(desk, rosa):
    tomorrow = (today() + timedelta(days=1)).isoformat()
    address, told = written(desk, rosa, done_on=tomorrow, step="figures")

    shown = text(desk.post(address, told), 422)

    assert "has not come yet" in shown
    assert 'value="send"' not in shown
    address, told = written(desk, rosa, minutes="", step="figures")
    assert "Write how long it took" in text(desk.post(address, told), 422)


def test_a_large_award_is_signed_by_a_coordinator_who_reads_the_evidence(
    desk, coordinator, rosa, monkeypatch, tmp_path
):
    own = tmp_path / "parameters.csv"
    head = "name,value,unit,starts_on,ends_on,source"
    own.write_text(f"{head}\npoints.second_approval_above,9,points,2017-11-15,,test\n", encoding="utf-8")
    monkeypatch.setenv("CAMPANELLO_PARAMETERS", str(own))
    address, told = written(desk, rosa, minutes="120")
    assert "Propose 10 points" in text(desk.post(address, told | {"step": "figures"}))
    desk.post(address, told | {"step": "send"})
    one = Award.objects.get()

    home = text(coordinator.get(reverse("staff:home")))
    assert "awards that wait for a second signature" in home
    shown = text(coordinator.get(reverse("staff:hand-award", args=[one.uid])))
    assert "Foto" in shown
    assert "Sign and give 10 points" in shown
    assert "Sign and give" not in text(desk.get(reverse("staff:hand-award", args=[one.uid])))
    coordinator.post(reverse("staff:hand-award-approve", args=[one.uid]), {"version": one.version})
    one.refresh_from_db()
    assert one.state == "given"
    late = coordinator.post(reverse("staff:hand-award-approve", args=[one.uid]), {"version": 1})
    assert late.status_code == 409


def test_an_award_is_refused_with_a_reason_and_one_that_was_given_is_taken_back(
    desk, coordinator, rosa, scheme
):
    waits = factories_points.hand_award(scheme, rosa, points=60, needs_second=True)
    coordinator.post(
        reverse("staff:hand-award-refuse", args=[waits.uid]), {"why": "Non era lei", "version": 1}
    )
    assert "Non era lei" in text(desk.get(reverse("staff:hand-award", args=[waits.uid])))
    address, told = written(desk, rosa, step="send")
    desk.post(address, told)
    given = Award.objects.get(state="given").transfers.get()

    asked = text(coordinator.get(reverse("staff:points-take-back", args=[given.uid])))
    assert "5 points go back to the project" in asked
    done = coordinator.post(
        reverse("staff:points-take-back", args=[given.uid]), {"why": "Errore"}, follow=True
    )

    assert "taken back" in text(done)
    assert Account.objects.get(household__memberships__person=rosa).balance == 0


def test_the_list_has_tabs_filters_and_a_file(desk, coordinator, rosa, scheme):
    factories_points.hand_award(scheme, rosa, needs_second=True, points=60, what="=Orto")
    mine = reverse("staff:hand-awards")

    assert "Orto" in text(desk.get(mine, {"state": "waiting"}))
    assert "No award is like that" in text(desk.get(mine, {"state": "given"}))
    assert "1 award waits for your signature" in text(coordinator.get(mine))
    assert "your signature" not in text(desk.get(mine))
    table = rows(coordinator.get(reverse("staff:hand-awards-csv"), {"q": "Rosa"}))
    assert [row[:2] for row in table[1:]] == [["Rosa Bianchi", "'=Orto"]]
    assert AuditEntry.objects.filter(verb="points.hand-awards-exported", sort="export").count() == 1


def test_households_points_are_listed_shown_and_stand_on_the_person_s_page(desk, coordinator, rosa, scheme):
    account = factories_points.account(scheme.project, rosa.memberships.get().household)
    factories_points.given(account, 15, person=rosa)
    ExpiryNotice.objects.create(
        account=account, points=15, expires_on=today() + timedelta(days=900), told_on=today()
    )

    assert "Rosa Bianchi" in text(desk.get(reverse("staff:point-accounts"), {"q": "bianchi"}))
    page = text(desk.get(reverse("staff:point-account", args=[account.uid])))
    assert '<p class="figure-value">15</p>' in page
    assert "Take back" not in page
    assert "Take back" in text(coordinator.get(reverse("staff:point-account", args=[account.uid])))
    assert "Points of the household: 15" in text(desk.get(reverse("staff:person", args=[rosa.uid])))
    home = reverse("staff:household", args=[account.household.uid])
    assert "Points of the household: 15" in text(desk.get(home))
    assert "Rosa Bianchi" in text(desk.get(reverse("staff:points-lapsing")))
    table = rows(coordinator.get(reverse("staff:point-accounts-csv")))
    assert table[1][0] == "Rosa Bianchi"
    assert table[1][3:5] == ["15", "15"]


def test_the_statement_is_a_pdf_in_italian_and_in_the_language_of_who_reads_it(
    coordinator, rosa, scheme, monkeypatch
):
    account = factories_points.account(scheme.project, rosa.memberships.get().household)
    factories_points.given(account, 15, person=rosa, at=datetime(2026, 2, 2, 9, tzinfo=UTC))
    seen = {}

    def kept(found: Any, languages: Any, on: Any) -> Any:
        seen["data"] = made(found, languages, on)
        return seen["data"]

    made = paper.data_of
    monkeypatch.setattr(paper, "data_of", kept)

    answer = coordinator.get(
        reverse("staff:point-statement", args=[account.uid]), {"dal": "2026-02-01", "al": "2026-02-28"}
    )

    assert answer.content[:5] == b"%PDF-"
    assert [one["direction"] for one in seen["data"]["columns"]] == ["ltr", "rtl"]
    assert [row["points"] for row in seen["data"]["rows"]] == ["+15"]
    assert (seen["data"]["before"], seen["data"]["after"], seen["data"]["people"]) == (
        "0",
        "15",
        ["Rosa Bianchi"],
    )
