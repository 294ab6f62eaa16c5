"""The audit trail's pages: who reads which lines, filters, pages by key, the file, who looked at a person."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from campanello.core import audit
from campanello.core.actor import Role
from campanello.core.models import AuditEntry, Project
from campanello.people.models import Person
from campanello.people.services import merges
from campanello.staff.audit.sentences import _OTHERWISE, text_of
from tests import factories

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def lab() -> Project:
    return factories.project()


@pytest.fixture
def rosa(lab: Project) -> Person:
    return factories.person(lab, given_name="Rosa", family_name="Bianchi")


def browser(role: Role, project: Project | None = None, **named: Any) -> Client:
    client = Client()
    where = {"project": project} if project else {}
    client.force_login(factories.assignment(role=role, user=factories.user(**named), **where).user)
    return client


def page(client: Client, **asked: str) -> str:
    return client.get("/registro/", asked, headers={"accept-language": "en"}).content.decode()


def test_a_coordinator_reads_a_sentence_about_people_of_their_projects_alone(
    lab: Project, rosa: Person
) -> None:
    other = factories.person(factories.project(), family_name="Lontani")
    desk = factories.actor("desk", project=lab, user=factories.user(name="Dario Desk"))
    for one in (rosa, other):
        audit.read(desk, "people.person-read", one, person=one.pk)
    said = page(browser(Role.COORDINATOR, lab))
    assert (
        said.count("Dario Desk read a person&#x27;s record.")
        + said.count("Dario Desk read a person's record.")
        == 1
    )
    assert "Rosa Bianchi" in said
    assert "Lontani" not in said


def test_an_administrator_reads_all_lines_and_nobody_s_name(lab: Project, rosa: Person) -> None:
    audit.read(factories.actor("desk", project=lab), "people.person-read", rosa, person=rosa.pk)
    said = page(browser(Role.ADMIN))
    assert "read a person" in said
    assert "Bianchi" not in said
    assert str(rosa.uid) not in said


def entries(count: int) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=MOMENT + timedelta(seconds=number // 3), sort="write", verb=f"core.v{number}", reference="-"
        )
        for number in range(count)
    )


def test_pages_by_key_show_every_line_once_in_both_directions() -> None:
    entries(120)
    admin, seen, address = browser(Role.ADMIN), [], "/registro/?verb=&sort=write"
    pages = []
    while address:
        text = admin.get(address).content.decode()
        pages.append(re.findall(r'<time datetime="([^"]+)"', text))
        seen += pages[-1]
        older = re.search(r'rel="next" href="([^"]+)"', text)
        newer = re.search(r'rel="prev" href="([^"]+)"', text)
        address = f"/registro/{older[1].replace('&amp;', '&')}" if older else ""
    assert len(seen) == 120
    assert seen == sorted(seen, reverse=True)
    assert newer is not None
    back = admin.get(f"/registro/{newer[1].replace('&amp;', '&')}").content.decode()
    assert re.findall(r'<time datetime="([^"]+)"', back) == pages[-2]


def test_a_page_takes_as_many_queries_for_many_lines_as_for_few(django_assert_max_num_queries: Any) -> None:
    entries(60)
    admin = browser(Role.ADMIN)
    with django_assert_max_num_queries(8):
        admin.get("/registro/")


FILTERS = {
    "who, by name": {"who": "dario"},
    "a deed": {"verb": "people.person-edited"},
    "a sort": {"sort": "write"},
    "days": {"first": "2000-01-01", "last": "2100-01-01", "sort": "write"},
}


@pytest.mark.parametrize("asked", FILTERS.values(), ids=FILTERS)
def test_lines_are_narrowed_by(asked: dict[str, str], lab: Project, rosa: Person) -> None:
    dario = factories.actor("desk", project=lab, user=factories.user(name="Dario Desk"))
    audit.record(dario, "people.person-edited", rosa, person=rosa.pk, fields=["sex"])
    audit.read(factories.actor("case", project=lab), "people.person-read", rosa, person=rosa.pk)
    said = page(browser(Role.COORDINATOR, lab), **asked)
    assert said.count('audit-line"') == 1
    assert "changed a person" in said


@pytest.mark.parametrize(
    "at", ["x", "o1-", "n-1", "o99999999999999999-1", "onan-1", "o1-9999999999999999999999"]
)
def test_a_place_that_is_none_shows_the_newest(at: str) -> None:
    entries(3)
    assert page(browser(Role.ADMIN), at=at).count('audit-line"') == 3


def test_the_file_has_each_line_and_leaves_one(lab: Project, rosa: Person) -> None:
    audit.read(factories.actor("desk", project=lab), "people.person-read", rosa, person=rosa.pk)
    coordinator = browser(Role.COORDINATOR, lab)
    body = b"".join(coordinator.get("/registro/registro.csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body), delimiter=";"))
    assert [(row["deed"], row["person"]) for row in rows] == [("people.person-read", "Rosa Bianchi")]
    assert AuditEntry.objects.latest("pk").verb == "core.audit-exported"


def test_who_looked_at_a_person_counts_merged_records_too(lab: Project, rosa: Person) -> None:
    twin = factories.person(lab, family_name="Bianci")
    desk = factories.actor("desk", project=lab, user=factories.user(name="Dario Desk"))
    for one in (rosa, twin, twin):
        audit.read(desk, "people.person-read", one, person=one.pk)
    coordinator = factories.actor("coordinator", project=lab)
    merges.merge(actor=coordinator, kept_uid=rosa.uid, absorbed_uid=twin.uid, reason="same", at=MOMENT)
    client = browser(Role.COORDINATOR, lab)
    said = client.get(f"/registro/persona/{rosa.uid}/", headers={"accept-language": "en"}).content.decode()
    assert re.search(r"Dario Desk</bdi>\s*\(Desk operator\):\s*3 times", said)


def test_every_deed_in_the_program_has_a_sentence() -> None:
    deeds = set()
    for path in Path("campanello").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found = re.findall(
            r'audit\.(?:record|read|read_many|exported|refused)\([^()]*?"([a-z]+\.[a-z-]+)"', text
        )
        deeds |= {*found, *re.findall(r'verb="([a-z]+\.[a-z-]+)"', text)}
    assert len(deeds) > 40
    assert {deed for deed in deeds if text_of(deed) == _OTHERWISE} == set()


def test_a_latin_name_does_not_turn_an_arabic_sentence_around() -> None:
    project = factories.project()
    client = Client(headers={"accept-language": "ar"})
    user = factories.user(name="Corinna Scala")
    client.force_login(factories.assignment(user=user, role=Role.COORDINATOR, project=project).user)
    client.get(f"/persone/{factories.person(project).uid}/")
    assert "\u2068Corinna Scala\u2069" in client.get("/registro/").content.decode()
    english = client.get("/registro/", headers={"accept-language": "en"}).content.decode()
    assert "\u2068" not in english
    assert "Corinna Scala" in english
