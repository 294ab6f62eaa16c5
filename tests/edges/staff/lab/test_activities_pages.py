"""Pages about activities: recorded, dated, cancelled in figures, signed up for, found in the calendar, printed."""

import io
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from campanello.accounts.models import User
from campanello.core.period import ROME
from campanello.lab.models import Activity, Session, SignUp
from campanello.people.services import search_keys
from tests import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(minute=0, second=0, microsecond=0)


class Desk:
    """A project, somebody at its desk, and an activity with a date tomorrow."""

    def __init__(self) -> None:
        self.project = factories.project()
        user = factories.assignment(role="desk", project=self.project).user
        self.client = Client(headers={"accept-language": "en"})
        self.client.force_login(User.objects.get(pk=user.pk))
        self.activity = factories.activity(self.project)
        self.session = self.date(NOW + timedelta(days=1), capacity=1)

    def date(self, starts: object, **given: object) -> Session:
        return factories.session(self.activity, starts_at=starts, **given)

    def person(self, given_name: str = "Rosa") -> uuid.UUID:
        made = factories.person(self.project, given_name=given_name)
        search_keys.refresh([made.pk])
        return made.uid

    def sign_up(self, person: uuid.UUID) -> str:
        body = {"person": person, "uid": uuid.uuid4()}
        path = reverse("staff:sign-up-add", args=[self.session.uid])
        return self.client.post(path, body, follow=True).content.decode()

    def get(self, name: str, *args: object, query: str = "") -> str:
        response = self.client.get(reverse(f"staff:{name}", args=args) + query)
        assert response.status_code == 200
        return response.content.decode()


@pytest.fixture
def desk(settings: object) -> Desk:
    settings.SECOND_FACTOR_ASKED = False  # type: ignore[attr-defined]
    return Desk()


def activity_form(**but: object) -> dict[str, object]:
    return {"uid": uuid.uuid4(), "kind": "party", "title_it": "Festa", "is_public": "on"} | but


def test_an_activity_is_recorded_once_with_its_weeks_in_rome_s_hours(desk: Desk) -> None:
    sent = activity_form(title_ar="حفلة", languages=["it", "ar"], capacity="30", project=desk.project.pk)
    for _ in range(2):
        answer = desk.client.post(reverse("staff:activity-add"), sent)
        assert answer["Location"] == reverse("staff:session-add", args=[sent["uid"]])
    made = Activity.objects.get(uid=sent["uid"])
    assert (made.titles, made.languages, made.capacity) == ({"it": "Festa", "ar": "حفلة"}, "it,ar", 30)
    day = timezone.localdate() + timedelta(days=7)
    weeks = {"uid": uuid.uuid4(), "day": f"{day:%Y-%m-%d}", "starts": "18:00", "ends": "01:00", "times": 3}
    for _ in range(2):
        desk.client.post(answer["Location"], weeks | {"place": "Cortile 3"})
    dates = list(made.sessions.order_by("pk"))
    assert [one.on for one in dates] == [day + timedelta(days=7 * number) for number in range(3)]
    assert {one.starts_at.astimezone(ROME).hour for one in dates} == {18}
    assert {one.ends_at.astimezone(ROME).hour for one in dates} == {1}  # of the next day


WRONG = {
    "no title in Italian": {"title_it": ""},
    "a kind that is none": {"kind": "war"},
    "places below one": {"capacity": "-3"},
    "a letter that no database keeps": {"title_it": "a\0b"},
    "a project of somebody else": {"project": "999999"},
}


@pytest.mark.parametrize("but", WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_said_on_the_form(desk: Desk, but: dict[str, object]) -> None:
    sent = activity_form(project=desk.project.pk) | but
    assert desk.client.post(reverse("staff:activity-add"), sent).status_code == 422
    assert Activity.objects.count() == 1


def test_two_editors_of_one_activity_see_both_values(desk: Desk) -> None:
    path = reverse("staff:activity-edit", args=[desk.activity.uid])
    first = activity_form(kind="workshop", version=1)
    assert desk.client.post(path, first | {"title_it": "Cucito e maglia"}).status_code == 302
    answer = desk.client.post(path, first | {"title_it": "Solo maglia"})
    assert answer.status_code == 409
    assert "Cucito e maglia" in answer.content.decode()
    assert "Solo maglia" in answer.content.decode()


def test_places_are_booked_waited_for_given_back_and_taken_back(desk: Desk) -> None:
    rosa, bea = desk.person(), desk.person("Bea")
    assert "the place is booked" in desk.sign_up(rosa)
    assert "on the waiting list" in desk.sign_up(bea)
    first = SignUp.objects.get(state="booked")
    page = desk.client.post(reverse("staff:sign-up-cancel", args=[first.uid]), follow=True).content.decode()
    assert "1 person from the waiting list has a place now" in page
    page = desk.client.post(reverse("staff:sign-up-undo", args=[first.uid]), follow=True).content.decode()
    assert "went to somebody else" in page
    assert list(SignUp.objects.order_by("pk").values_list("state", flat=True)) == ["waiting", "booked"]


def test_a_cancellation_says_first_in_figures_who_must_be_told(desk: Desk) -> None:
    desk.sign_up(desk.person())
    path = reverse("staff:session-cancel", args=[desk.session.uid])
    assert "1 person has a place and must be told." in desk.client.get(path).content.decode()
    assert desk.client.post(path, {"reason": ""}).status_code == 422
    assert desk.client.post(path, {"reason": "Rain"}).status_code == 302
    assert "Rain" in desk.get("session", desk.session.uid)
    assert "Cancelled" in desk.get("activities", query="?vista=elenco")
    desk.client.post(reverse("staff:session-restore", args=[desk.session.uid]))
    assert Session.objects.get(pk=desk.session.pk).cancelled_at is None


@pytest.mark.parametrize("view", ["mese", "settimana", "elenco", "<script>"])
def test_the_calendar_asks_as_often_for_one_date_as_for_forty(desk: Desk, view: str) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            page = desk.get("activities", query=f"?vista={view}&tipo=workshop&giorno={desk.session.on}")
        counts.append(len(captured))
        assert "Cucito in cortile" in page
        for number in range(39):
            desk.date(NOW + timedelta(days=1, minutes=number))
    assert counts[0] == counts[1]


def test_the_filters_stand_in_the_address_and_narrow(desk: Desk) -> None:
    factories.session(
        factories.activity(desk.project, kind="cinema", titles={"it": "Film all'aperto"}, has_childcare=True),
        starts_at=NOW + timedelta(days=1),
    )
    stranger = factories.activity(factories.project(), titles={"it": "Altrove"})
    factories.session(stranger, starts_at=NOW + timedelta(days=1))
    for query, there in {
        "q=film": False,
        "tipo=workshop": True,
        "bambini=1": False,
        "giorno=xx": True,
    }.items():
        page = desk.get("activities", query=f"?vista=elenco&{query}")
        assert ("Cucito in cortile" in page) is there, query
        assert "Altrove" not in page
    assert "Film all&#x27;aperto" in desk.get("activity-list", query="?q=FILM&sort=title")
    assert "Cucito in cortile" in desk.get("activity-list", query="?sort=new")
    table = desk.client.get(reverse("staff:activity-list-csv") + "?tipo=cinema").content.decode()
    assert table.count("\r\n") == 2


@pytest.mark.parametrize("language", ["it", "en", "fr", "ar", "ur", "es"])
def test_the_poster_is_a_page_in_each_language(desk: Desk, language: str) -> None:
    desk.activity.titles |= {"ar": "الخياطة", "ur": "سلائی", "fr": "Couture"}
    desk.activity.save()
    path = reverse("staff:activity-poster", args=[desk.activity.uid])
    answer = desk.client.get(f"{path}?lingua={language}")
    read = PdfReader(io.BytesIO(answer.content))
    assert answer["Content-Type"] == "application/pdf"
    assert len(read.pages) == 1
    assert read.trailer["/Root"]["/Lang"].split("-")[0] == language
    assert f"{desk.session.starts_at.astimezone(ROME):%H:%M}" in read.pages[0].extract_text()
