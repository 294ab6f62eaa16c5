"""Open311: what the specification's own examples ask and answer, what is public and what never is, and nonsense."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override

from campanello.core import params
from campanello.core.actor import Role
from campanello.core.models import AuditEntry
from campanello.lab.models import Report, ReportStep
from campanello.lab.rules.open311 import caller, digest
from tests import factories
from tests.db.lab.towns import Town

pytestmark = pytest.mark.django_db

BASE, KEY = "/open311/v2", "a-key-of-the-city-app"
FORM = "application/x-www-form-urlencoded"
# The example of the specification, with a place of ours and a service of ours.
EXAMPLE = (
    "api_key={key}&jurisdiction_id={project}&service_code=maintenance&lat=45.15642&long=10.79138"
    "&address_string=1234+5th+street&email=smit333%40sfgov.edu&device_id=tt222111&account_id=123456"
    "&first_name=john&last_name=smith&phone=111111111&description=A+large+sinkhole+is+destroying+the+street"
    "&media_url=http%3A%2F%2Ffarm3.static.flickr.com%2F2002%2F2212426634_5ed477a060.jpg"
    "&attribute[urgency]=high&attribute[where]=in+the+middle"
)


@pytest.fixture
def town(settings: Any) -> Town:
    made = Town()
    settings.OPEN311_PROJECTS = [made.project.code]
    settings.OPEN311_CALLERS = [caller(f"city-app={digest(KEY)}")]
    return made


def post(body: str, form: str = "json", **headers: str) -> Any:
    return Client().post(f"{BASE}/requests.{form}", body, content_type=FORM, headers=headers)


def example(town: Town, key: str = KEY) -> str:
    return EXAMPLE.format(key=key, project=town.project.code)


def ask(path: str, **query: Any) -> Any:
    return Client().get(f"{BASE}/{path}", query)


def public(town: Town, **given: Any) -> Report:
    given = {
        "is_public_space": True,
        "at": timezone.now() - timedelta(days=1),
        "building": town.house,
    } | given
    return factories.report(town.project, **given)


def test_the_specification_s_example_is_recorded_routed_and_numbered(town: Town) -> None:
    answer = post(example(town))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json; charset=utf-8")
    [made], report = answer.json(), Report.objects.get()
    assert made.keys() == {"service_request_id", "service_notice", "account_id"}
    assert (made["service_request_id"], made["account_id"]) == (report.number, None)
    assert (report.source, report.is_public_space, report.kind, report.priority) == (
        "open311",
        True,
        "maintenance",
        "high",
    )
    assert (report.owner, report.place_note) == (town.project.lead, "in the middle, 1234 5th street")
    kept = f"{report.__dict__} {list(ReportStep.objects.values())} {list(AuditEntry.objects.values())}"
    assert [word for word in ("smith", "john", "smit333", "111111111", "tt222111", KEY) if word in kept] == []
    note = report.steps.get(kind="note")
    assert (note.text, note.is_for_resident) == (
        "Open311: city-app\nhttp://farm3.static.flickr.com/2002/2212426634_5ed477a060.jpg",
        False,
    )


def test_xml_has_the_elements_of_the_specification(town: Town) -> None:
    answer = post(example(town), "xml")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<service_requests><request>")
    report = Report.objects.get()
    report.text, report.first_answer_at = "Sinkhole \x0b& <hole>", timezone.now()
    report.save()
    listed = ET.fromstring(ask("requests.xml").content)
    assert [one.tag for one in listed.findall("request/*")] == [
        *("service_request_id", "status", "status_notes", "service_name", "service_code", "description"),
        *("agency_responsible", "service_notice", "requested_datetime", "updated_datetime"),
        *("expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url"),
    ]
    assert listed.findtext("request/description") == "Sinkhole & <hole>"
    [asked] = ET.fromstring(ask("services/maintenance.xml").content).findall(
        "attributes/attribute[code='urgency']"
    )
    assert [one.text for one in asked.findall("values/value/key")] == ["low", "normal", "high"]
    assert [one.tag for one in ET.fromstring(ask("services.xml").content)] == ["service", "service"]
    found = ET.fromstring(Client().get("/open311/discovery.xml").content)
    assert found.findtext("endpoints/endpoint/url") == "http://testserver/open311/v2"
    assert [one.text for one in found.findall("endpoints/endpoint/formats/*")] == [
        "text/xml",
        "application/json",
    ]


def test_what_is_sent_twice_is_recorded_once_and_a_week_later_anew(town: Town) -> None:
    numbers = [post(example(town)).json()[0]["service_request_id"] for _ in range(2)]
    assert (len(set(numbers)), Report.objects.count(), ReportStep.objects.filter(kind="note").count()) == (
        1,
        1,
        1,
    )
    week = timedelta(days=7)
    Report.objects.update(made_at=timezone.now() - week, uid="00000000-0000-4000-8000-00000000beef")
    assert post(example(town)).json()[0]["service_request_id"] != numbers[0]


def test_an_address_of_ours_is_found_and_routed_to_its_owner(town: Town) -> None:
    house = town.house
    for where in (f"address_id={house.uid}", f"address_string={house.street}, {house.number}, Mantova"):
        post(f"api_key={KEY}&service_code=maintenance&{where}")
    assert [one.owner for one in Report.objects.all()] == [town.comune] * 2
    with override("it"):
        said = gettext("Maintenance of public space")
    assert {one.text for one in Report.objects.all()} == {said}


def test_a_house_of_private_owners_is_not_ours(town: Town) -> None:
    house = factories.building(town.project)
    factories.dwelling(house, owner_kind="private")
    answer = post(
        f"api_key={KEY}&service_code=maintenance&address_id={house.uid}", **{"accept-language": "en"}
    )
    assert answer.status_code == 400
    assert "private owner" in answer.json()[0]["description"]
    assert not Report.objects.exists()


def test_where_no_project_is_served_nothing_is_there(town: Town, settings: Any) -> None:
    shown = public(town)
    settings.OPEN311_PROJECTS = []
    paths = ("requests.json", "services.json", f"requests/{shown.number}.json")
    assert [ask(path, jurisdiction_id=town.project.code).status_code for path in paths] == [404] * 3
    assert post(example(town)).status_code == 404


NEVER = {
    "not of public space": {"is_public_space": False},
    "of somebody": {"is_public_space": False, "kind": "personal"},
    "behind a door": {"flat": True},
    "of another project": {"elsewhere": True},
}


@pytest.mark.parametrize("but", NEVER.values(), ids=NEVER)
def test_what_is_not_public_is_nowhere(town: Town, but: dict[str, Any]) -> None:
    project = factories.project() if but.get("elsewhere") else town.project
    more = {"dwelling": town.flat} if but.get("flat") else {}
    plain = {name: value for name, value in but.items() if name not in {"flat", "elsewhere"}}
    hidden = factories.report(
        project, **({"is_public_space": True, "at": timezone.now() - timedelta(hours=1)} | more | plain)
    )
    shown = public(town)
    assert [one["service_request_id"] for one in ask("requests.json").json()] == [shown.number]
    assert ask("requests.json", service_request_id=hidden.number).json() == []
    nowhere, absent = ask(f"requests/{hidden.number}.json"), ask("requests/S-1999-00001.json")
    assert (nowhere.status_code, nowhere.content) == (404, absent.content)
    assert [ask(f"tokens/{one}.json").status_code for one in (hidden.uid, "none")] == [404, 404]
    assert ask(f"tokens/{shown.uid}.json").json() == [
        {"service_request_id": shown.number, "token": str(shown.uid)}
    ]


def test_a_report_tells_everybody_its_state_and_nothing_of_anybody(town: Town) -> None:
    rosa = factories.person(town.project, family_name="Rosaspina")
    report = public(
        town,
        text="No light, call Rosa on 333 1234567 or rosa@example.org, scala B interno 4",
        place_note="beside int. 7",
        reporter=rosa,
        latitude="45.156423",
        longitude="10.791386",
        state="planned",
        planned_on="2026-12-24",
    )
    [shown] = ask(f"requests/{report.number}.json", extensions="true").json()
    assert (shown["status"], shown["lat"], shown["long"]) == ("open", 45.1564, 10.7914)
    assert "24/12/2026" in shown["status_notes"]
    assert shown["expected_datetime"] == "2026-12-24T23:59:59+01:00"
    assert shown["extended_attributes"]["state"] == "planned"
    assert shown["description"] == "No light, call Rosa on […] or […], […] […]"
    assert shown["address"].startswith(f"beside […], {town.house}, ")
    assert "Rosaspina" not in str(shown)


def test_a_closed_report_says_whom_to_ask_or_which_is_the_same(town: Town) -> None:
    closed = {"closed_at": timezone.now()}
    foreign = public(town, state="not_ours", ask_whom="Brianzacque, 039 1234567", **closed)
    first = public(town)
    secret = factories.report(town.project)
    numbers = {}
    for other in (first, secret):
        same = public(town, state="duplicate", joined_into=other, **closed)
        numbers[other] = ask(f"requests/{same.number}.json").json()[0]["status_notes"]
    assert ask(f"requests/{foreign.number}.json").json()[0]["status_notes"].endswith("Brianzacque, […]")
    assert (first.number in numbers[first], secret.number in numbers[secret]) == (True, False)


def test_two_that_arrive_at_once_leave_one_note(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campanello.lab.services.open311._sent_before", lambda *_: None)
    assert len({post(example(town)).content for _ in range(2)}) == 1
    assert ReportStep.objects.filter(kind="note").count() == 1


def test_a_stranger_s_text_is_shown_when_the_team_has_read_it(town: Town) -> None:
    number = post(example(town)).json()[0]["service_request_id"]
    [shown] = ask(f"requests/{number}.json").json()
    assert (shown["description"], shown["address"], shown["media_url"]) == (None, None, None)
    town.moved(Report.objects.get(), "progress")
    [shown] = ask(f"requests/{number}.json").json()
    assert (shown["description"], shown["status"]) == ("A large sinkhole is destroying the street", "open")


def test_lists_are_filtered_paged_and_end_after_ninety_days(town: Town) -> None:
    now = timezone.now()
    closed = public(town, state="no_action", closed_at=now, kind="other")
    older = public(town, at=now - timedelta(days=89))
    oldest = public(town, at=now - timedelta(days=91))

    def numbers(**query: Any) -> list[str]:
        return [one["service_request_id"] for one in ask("requests.json", **query).json()]

    assert numbers() == [closed.number, older.number]
    assert numbers(status="closed") == numbers(service_code="other") == [closed.number]
    assert numbers(status="open,closed", page=2, page_size=1) == [older.number]
    assert numbers(end_date=(now - timedelta(days=90)).isoformat()) == [oldest.number]
    wanted = f"{oldest.number},{closed.number}"
    assert numbers(service_request_id=wanted, status="nonsense", start_date="never") == [
        closed.number,
        oldest.number,
    ]


def test_a_list_takes_as_many_queries_however_long_it_is(
    town: Town, django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campanello.api.open311.doors.refuse_beyond", lambda *_, **__: None)
    for _ in range(2):
        with django_assert_num_queries(2):  # the jurisdictions, the reports
            ask("requests.json")
        for _ in range(9):
            public(town)


WRONG = (
    "service_code=ufo&lat=north&long=181&address_id=12&address_string={long}&description=<script>x</script>"
    "&media_url=javascript:1&attribute[urgency]=now&attribute[WHISPAWN]=123456&attribute[where][]=a&email=x"
)
NONSENSE = {
    "no key": ("service_code=other&lat=45.1&long=10.7", 403, ["open311.key-missing"]),
    "a wrong key": ("api_key=guess&service_code=other&lat=45.1&long=10.7", 403, ["open311.key-unknown"]),
    "of no project": ("api_key={key}&jurisdiction_id=sfgov.org", 404, [""]),
    "nothing else": ("api_key={key}", 400, ["service_code", "lat"]),
    "an unknown service alone": ("api_key={key}&service_code=9&lat=45.1&long=10.7", 404, ["service_code"]),
    "half a point": ("api_key={key}&service_code=other&lat=45.1", 400, [""]),
    "in Rome": ("api_key={key}&service_code=other&lat=41.9&long=12.5", 400, ["41.9"]),
    "a note and an address that are too long together": (
        "api_key={key}&service_code=other&address_string={note}&attribute[where]={note}",
        400,
        ["address_string"],
    ),
    "a house that is none": (
        "api_key={key}&service_code=other&address_id=00000000-0000-4000-8000-00000000dead",
        400,
        ["address_id"],
    ),
    "every field wrong": (
        "api_key={key}&" + WRONG,
        400,
        [
            *("maintenance, other", "lat", "long", "address_id", "address_string", "description"),
            *("media_url", "attribute[urgency]", "urgency, where", "attribute[where]"),
        ],
    ),
}


@pytest.mark.parametrize(("body", "status", "words"), NONSENSE.values(), ids=NONSENSE)
def test_what_is_wrong_is_said_field_by_field(town: Town, body: str, status: int, words: list[str]) -> None:
    body = body.format(key=KEY, long="x" * 201, note="x" * 120)
    answer = post(body, **{"accept-language": "en"})
    assert answer.status_code == status
    told = answer.json()
    assert len(told) == len(words)
    for error, word in zip(told, words, strict=True):
        assert error.keys() == {"code", "description"}
        assert word.startswith("open311.") or word in error["description"]
    in_xml = ET.fromstring(post(body, "xml").content)
    assert (in_xml.tag, [one.tag for one in in_xml]) == ("errors", ["error"] * len(words))
    assert not Report.objects.exists()


BROKEN = {
    "a body that is JSON": ("/requests.json", '{"service_code": 1}', "application/json", 400),
    "a body of another alphabet": ("/requests.json", "a=%ff", f"{FORM}; charset=utf-16", 400),
    "ten thousand fields": ("/requests.json", "&".join(f"a{n}=1" for n in range(2000)), FORM, 400),
    "a file of three megabytes": ("/requests.json", "description=" + "x" * 3_000_000, FORM, 400),
    "a format that is none": ("/requests.yaml", "a=1", FORM, 404),
    "an address that is none": ("/nothing", "a=1", FORM, 404),
    "a service that can't be sent to": ("/services.xml", "a=1", FORM, 405),
}


@pytest.mark.parametrize(("path", "body", "kind", "status"), BROKEN.values(), ids=BROKEN)
def test_what_can_t_be_read_is_refused_as_a_list(
    town: Town, path: str, body: str, kind: str, status: int
) -> None:
    answer = Client().post(BASE + path, body, content_type=kind)
    assert (answer.status_code, b"description" in answer.content) == (status, True)


ODD = [
    {"start_date": "2026-01-01", "end_date": "yesterday", "status": "ajar", "service_code": "9", "page": "0"},
    {"start_date": "0001-01-01T00:00:00+01:00"},
    {"start_date": "9999-12-31T23:59:59Z"},
    {"start_date": "9999-12-31T23:59:59Z", "end_date": "9999-12-31T23:59:59Z"},
    {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"},
    {"page_size": "1001", "page": "9" * 30},
    {"jurisdiction_id": "a\0b"},
]


@pytest.mark.parametrize("query", ODD, ids="-".join)
def test_a_list_asked_for_in_nonsense_says_so(town: Town, query: dict[str, str]) -> None:
    answer = ask("requests.json", **query)
    assert answer.status_code in {400, 404}
    assert len(answer.json()) == len(query) - ("end_date" in query and "status" not in query)


def test_a_moment_may_have_its_zone_unencoded(town: Town) -> None:
    assert Client().get(f"{BASE}/requests.json?start_date=2026-01-01T00:00:00+01:00").status_code == 200


def test_a_user_s_key_reports_in_their_projects_alone(town: Town, settings: Any) -> None:
    other = factories.project()
    settings.OPEN311_PROJECTS = ["*"]
    client = Client()
    user = factories.assignment(role=Role.DESK, project=town.project).user
    client.force_login(user)
    made = client.post("/api/v1/keys", '{"name": "app", "days": 9}', content_type="application/json").json()
    assert post(example(town, made["secret"])).status_code == 200
    assert Report.objects.get().made_by == user
    elsewhere = example(town, made["secret"]).replace(town.project.code, other.code)
    assert post(elsewhere).status_code == 403
    assert ask("requests.json").status_code == 400  # of which of the two?


def test_whoever_sends_or_guesses_too_much_waits(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    value = params.value
    limits = {"open311.wrong_keys_an_hour": 1, "open311.reports_an_hour": 1}
    monkeypatch.setattr(params, "value", lambda name, on: limits.get(name) or value(name, on))
    assert [post(example(town)).status_code for _ in range(2)] == [200, 429]
    assert [post(example(town, "guess")).status_code for _ in range(2)] == [403, 429]
    assert post(example(town)).status_code == 429
