"""`campanello open311`: a public report goes to another server, which is our own under another project, and back."""

import io
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from django.test import Client
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from campanello.cli.main import cli
from campanello.core import errors
from campanello.core.models import Project
from campanello.lab.models import Forwarding, Report
from campanello.lab.rules.open311 import caller, digest
from tests import factories
from tests.db.lab.towns import AT, Town

pytestmark = pytest.mark.django_db

SERVER = "http://testserver/open311/v2"


class InProcess(BaseAdapter):
    """Brings what `requests` would send to our own pages, and their answers back; or loses the answer."""

    is_lost = False

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        kind = request.headers.get("Content-Type", "")
        said = Client().generic(request.method or "", request.path_url, request.body or "", content_type=kind)
        if self.is_lost:
            raise requests.ReadTimeout
        answer = requests.Response()
        answer.status_code, answer.url = said.status_code, request.url or ""
        answer.raw = HTTPResponse(
            body=io.BytesIO(said.content), status=said.status_code, preload_content=False
        )
        return answer

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> InProcess:
    adapter = InProcess()
    monkeypatch.setattr(requests.Session, "get_adapter", lambda *_, **__: adapter)
    monkeypatch.setattr("campanello.cli.open311.prepare", lambda: None)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    return adapter


@pytest.fixture
def town(settings: Any) -> Town:
    made = Town()
    settings.OPEN311_PROJECTS = [made.project.code]
    settings.OPEN311_PEER = SERVER
    settings.OPEN311_PEER_KEY = "our-key-there"
    settings.OPEN311_CALLERS = [caller(f"next-door={digest('our-key-there')}")]
    return made


@pytest.fixture
def ours(settings: Any, wire: InProcess) -> Project:
    made = factories.project()
    settings.OPEN311_PEER_JURISDICTION = settings.OPEN311_PROJECTS[0]
    return made


def told(project: Project, **given: Any) -> Report:
    place = {"latitude": "45.156423", "longitude": "10.791386"}
    return factories.report(project, **({"is_public_space": True, "text": "No light"} | place | given))


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["open311", *words])
    if isinstance(done.exception, errors.DomainError):
        return 2, done.exception.code
    assert done.exception is None, done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize("form", ["json", "xml"])
def test_a_report_is_sent_once_and_what_became_of_it_is_heard(
    town: Town, ours: Project, settings: Any, form: str
) -> None:
    settings.OPEN311_PEER_FORMAT = form
    report = told(ours, text="No light at int. 4, call 333 1234567")
    assert run("send", report.number)[0] == 0
    there = Report.objects.get(project=town.project)
    assert (there.text, str(there.latitude), there.source) == (
        "No light at […], call […]",
        "45.156400",
        "open311",
    )
    assert Forwarding.objects.get().number == there.number
    assert run("send", report.number) == (2, "open311.sent-before")
    run("pull")
    town.moved(there, "planned", planned_on=AT.date())
    town.moved(there, "no_action")
    assert "is closed there" in run("pull")[1]
    assert run("pull") == (0, "Nothing has changed there.\n")
    report.refresh_from_db()
    assert report.state == "received"
    notes = list(report.steps.filter(kind="note").values_list("text", flat=True))
    assert (notes[0], notes[-1]) == (
        f"Open311: {SERVER} {there.number}",
        f"Open311: {there.number} closed\nNessun intervento",
    )


KEPT_BACK = {
    "one that is not public": ({"is_public_space": False}, "open311.request-unknown"),
    "a stranger's that nobody has read": ({"source": "open311"}, "open311.not-to-send"),
    "one that is closed": ({"state": "no_action", "closed_at": AT}, "open311.not-to-send"),
    "one from nowhere": ({"latitude": None, "longitude": None}, "open311.not-to-send"),
}


@pytest.mark.parametrize(("but", "code"), KEPT_BACK.values(), ids=KEPT_BACK)
def test_what_is_not_for_others_is_not_sent(
    town: Town, ours: Project, but: dict[str, Any], code: str
) -> None:
    assert run("send", told(ours, **but).number) == (2, code)
    assert (Forwarding.objects.count(), Report.objects.filter(project=town.project).count()) == (0, 0)


def test_where_the_answer_is_lost_it_is_sent_again_only_when_asked(
    town: Town, ours: Project, wire: InProcess
) -> None:
    report = told(ours)
    wire.is_lost = True
    assert run("send", report.number) == (2, "open311.peer-away")
    wire.is_lost = False
    assert run("send", report.number) == (2, "open311.sent-before")
    assert run("send", "--again", report.number)[0] == 0
    assert Report.objects.filter(project=town.project).count() == 1  # the other server knows it again
    assert run("send", "--again", report.number) == (2, "open311.sent-before")


def test_a_refusal_is_told_and_leaves_nothing(town: Town, ours: Project, settings: Any) -> None:
    settings.OPEN311_PEER_KEY = "another"
    assert run("send", told(ours).number) == (2, "open311.peer-refused")
    settings.OPEN311_PEER_SERVICES = {}
    assert run("send", told(ours).number) == (2, "open311.no-service-there")
    assert not Forwarding.objects.exists()


def test_what_is_no_georeport_is_not_believed(town: Town, ours: Project, settings: Any) -> None:
    settings.OPEN311_PEER = "http://testserver"  # pages, not the interface
    report = told(ours)
    Forwarding.objects.create(report=report, server="http://testserver", number="1", sent_at=AT)
    assert run("pull") == (2, "open311.peer-refused")
    settings.OPEN311_PEER = ""
    assert run("pull") == (2, "open311.no-peer")


def test_a_key_is_shown_once_with_the_line_for_the_settings() -> None:
    lines = run("key", "city-app")[1].split()
    key, line = next(word for word in lines if len(word) == 43), lines[-1]
    assert caller(line) == caller(f"city-app={digest(key)}")
