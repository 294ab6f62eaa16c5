"""Every address as every role and as nobody, against the table of `access_table`; absent and not-yours answer alike."""

import json
import re
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import URLPattern, reverse
from pytest_django.plugin import DjangoDbBlocker

from campanello.core.actor import Role
from campanello.core.models import AuditEntry
from campanello.demo.dataset import write_dataset
from campanello.evaluation import runner
from campanello.evaluation.output import JSON_FILE
from tests.edges import access_world
from tests.edges.access_lines import ANONYMOUS, NAMELESS, Line
from tests.edges.access_table import BODIES, OWN, QUESTIONS, TABLE, WAYS_IN
from tests.edges.access_world import ABSENT_KEY, DIVIDED, MARKER, World, absent, addresses
from tests.edges.staff.conftest import keep

pytestmark = pytest.mark.django_db

READERS: tuple[Role | None, ...] = (*Role, None)
# Whose records are some people's. A receipt's page is for everybody who holds its code.
WITH_RECORDS = {name: line for name, line in TABLE.items() if line.records and line.who is not None}
JSON = {"accept": "application/json"}
OTHER = {"GET": "POST", "POST": "GET", "PATCH": "GET", "PUT": "GET", "DELETE": "GET"}
Settings = dict[str, Any]


@pytest.fixture(scope="session")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("home")
    write_dataset(root / "data", people=240, reading="printed", format="csv")
    folder = keep(root, "demo", runner.summarise(root / "data", by_project=True))
    (folder / JSON_FILE).write_text('{"suppression": {"threshold": 5}}', encoding="utf-8")
    (folder / "report.html").write_text("<!doctype html><title>Report</title>", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def built(
    evaluated: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[World, Settings]]:
    """The world, made once: each test's transaction is a savepoint within the one that takes all back."""
    kept = {"DATA_DIR": evaluated, "SUPPRESS": 5}
    with django_db_blocker.unblock(), override_settings(**kept), transaction.atomic():
        yield access_world.build(), kept
        transaction.set_rollback(True)


@pytest.fixture
def world(settings: Any, built: tuple[World, Settings], db: None) -> World:
    made, kept = built
    for name, value in kept.items():
        setattr(settings, name, value)
    return made


def path_of(name: str, line: Line, world: World, whose: str = "own") -> str:
    """The address with the record of one's own project, of another's, or one that is nowhere."""
    keys = {
        part: absent(record, world) if whose == "absent" else getattr(world, whose).records[record]
        for part, record in line.records.items()
    }
    return reverse(name, kwargs=(line.words | keys) or None) + QUESTIONS.get(name, "")


def body_of(name: str, world: World) -> str:
    text = json.dumps(BODIES.get(name, {})).replace("<project>", world.own.project.code)
    for word, record in world.own.records.items():
        text = text.replace(f"<{word}>", str(record))
    return text


def sent(client: Client, method: str, path: str, body: str = "{}", **headers: str) -> HttpResponse:
    if method == "GET":
        return client.get(path, headers=headers)
    headers = {"idempotency-key": uuid.uuid4().hex} | headers
    return client.generic(method, path, body, content_type="application/json", headers=headers)


def answered(response: HttpResponse) -> str:
    """What a reader got: let in, sent to the log-in, or told that nothing is there."""
    if response.status_code == 404:
        return "nothing is there"
    if response.status_code == 401 or (
        response.status_code == 302 and response["Location"].startswith(reverse("account_login"))
    ):
        return "log in first"
    return "let in"


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    known = {name for name, _ in addresses()}
    assert known - TABLE.keys() - WAYS_IN.keys() - set(OWN) == set(), "addresses without a line in the table"
    assert (TABLE.keys() | WAYS_IN.keys() | set(OWN)) - known == set(), "lines without an address"


def test_each_address_that_has_keys_of_records_says_so_in_its_line() -> None:
    for name, pattern in addresses():
        if line := TABLE.get(name):
            assert parts_of(pattern) == line.records.keys() | line.words.keys(), name


def parts_of(pattern: URLPattern) -> set[str]:
    return {*pattern.pattern.converters, *pattern.pattern.regex.groupindex}


@pytest.mark.parametrize("name", TABLE)
def test_who_is_let_in(name: str, world: World) -> None:
    line = TABLE[name]
    path = path_of(name, line, world)
    found, wanted = {}, {}
    for reader in READERS:
        who = reader.value if reader else ANONYMOUS
        response = sent(world.browser(reader), line.method, path, body_of(name, world))
        assert response.status_code < 500, f"{name} as {who}"
        found[who] = answered(response)
        if line.who is None or reader in line.who:
            wanted[who] = "let in"
        else:
            wanted[who] = "nothing is there" if reader else "log in first"
    assert found == wanted


@pytest.mark.parametrize("name", OWN)
def test_one_s_own_account_is_for_whoever_is_logged_in(name: str, world: World) -> None:
    pattern = dict(addresses())[name].pattern
    path = reverse(name, kwargs=dict.fromkeys(pattern.converters, ABSENT_KEY) or None)
    assert answered(world.browser(None).get(path)) == "log in first"
    for role in Role:
        response = world.browser(role).get(path)
        assert response.status_code < 500
        assert MARKER not in response.content.decode(errors="replace") or role is Role.RESIDENT


@pytest.mark.parametrize("name", WAYS_IN)
def test_the_ways_in_answer_everybody_and_name_nobody(name: str, world: World) -> None:
    for reader in READERS:
        response = world.browser(reader).get(reverse(name, kwargs=WAYS_IN[name] or None))
        assert response.status_code < 500
        assert MARKER not in response.content.decode(errors="replace")


def differences(
    client: Client, method: str, one: str, other: str, said: str = "{}", **headers: str
) -> dict[str, tuple[Any, Any]]:
    """In what two answers differ for the reader: status, headers that matter, body, number of queries."""
    seen = []
    # Each answer is read without the keys of both: a number that stands on every page may happen to be a key.
    keys = re.findall(r"[0-9a-f-]{36}|\d{3,}", one + " " + other)
    for path in (one, other):
        with CaptureQueriesContext(connection) as queries:
            response = sent(client, method, path, said, **headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = neutral(body, path, keys)
        seen.append((response.status_code, response.get("Content-Type"), text, len(queries)))
    names = ("status", "type", "body", "queries")
    return {name: (a, b) for name, a, b in zip(names, *seen, strict=True) if a != b}


def neutral(body: bytes, path: str, keys: Iterable[str]) -> str:
    """A page without what differs between any two: its own address and keys, tokens, the reference number."""
    text = body.decode(errors="replace").replace(path, "PATH")
    # What chance makes goes first: a key of three digits may stand in it.
    text = re.sub(r'(csrf\w*"[^>]*value|nonce|content)="[\w+/=-]{16,}"', r"\1=TOKEN", text)
    text = re.sub(r"X-CSRFToken[^}]*}", "TOKEN", text)
    text = re.sub(r"\b[2-9A-HJ-NP-TV-Z]{4}-[2-9A-HJ-NP-TV-Z]{4}\b", "REFERENCE", text)
    for key in sorted(keys, key=len, reverse=True):
        text = text.replace(key, "KEY")
    return text


@pytest.mark.parametrize("name", WITH_RECORDS)
def test_somebody_else_s_and_what_is_nowhere_answer_alike(name: str, world: World) -> None:
    line = TABLE[name]
    theirs, nowhere = (path_of(name, line, world, whose) for whose in ("other", "absent"))
    readers = [role for role in Role if role not in (line.who or ()) or role in DIVIDED]
    for role in readers:
        client, said = world.browser(role), body_of(name, world)
        # As a page and as JSON, and by the method that another address of the same path may have.
        for method, headers in ((line.method, {}), (line.method, JSON), (OTHER[line.method], {})):
            found = differences(client, method, theirs, nowhere, said, **headers)
            assert not found, f"{method} {name} as {role}"
        assert answered(sent(client, line.method, theirs, said)) == "nothing is there", f"{name} as {role}"


@pytest.mark.parametrize("name", WITH_RECORDS)
def test_for_who_has_no_right_even_what_is_there_is_nowhere(name: str, world: World) -> None:
    line = TABLE[name]
    assert line.who is not None
    for role in set(Role) - line.who:
        there, nowhere = (path_of(name, line, world, whose) for whose in ("own", "absent"))
        said = body_of(name, world)
        assert not differences(world.browser(role), line.method, there, nowhere, said), f"{name} as {role}"


def test_each_refusal_of_somebody_logged_in_leaves_a_line_and_nobody_s_leaves_none(world: World) -> None:
    refusals = AuditEntry.objects.filter(verb="core.refused")
    path = path_of("staff:person", TABLE["staff:person"], world)
    world.browser(None).get(path)
    assert not refusals.exists()
    world.browser(Role.PROGRAMME).get(path)
    line = refusals.get()
    assert (line.actor_id, line.roles, line.sort) == (world.users[Role.PROGRAMME].pk, "programme", "refusal")
    assert line.facts["view"] == "staff:person"
    assert line.facts["code"] == "core.not-found"
    assert line.facts["keys"] == {"uid": str(world.own.records["person"])}


def reached(client: Client, world: World) -> Iterator[tuple[str, str]]:
    """All that a reader can make the site say: every line of the table, and every link that those pages show."""
    waiting = [reverse("public:home")]
    for name, line in TABLE.items():
        waiting += [
            path_of(name, line, world, whose) for whose in (("own", "other") if line.records else ("own",))
        ]
    done: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in done or "/uscita/" in path or len(done) > 700:
            continue
        done.add(path)
        for headers in ({}, JSON):
            response = client.get(path, headers=headers)
            assert response.status_code < 500, path
            body = b"".join(response.streaming_content) if response.streaming else response.content
            text = body.decode("utf-8", errors="replace")
            yield path, text
            if response.get("Content-Type", "").startswith("text/html"):
                found = re.findall(r'href="(/[^"#]*)', text)
                waiting += [one.replace("&amp;", "&") for one in found if not one.startswith("/static")]


@pytest.mark.parametrize("role", [*NAMELESS, None], ids=lambda role: role or ANONYMOUS)
def test_no_page_file_or_error_tells_a_name_to(role: Role | None, world: World) -> None:
    client = world.browser(role)
    pages = 0
    for path, text in reached(client, world):
        pages += 1
        assert MARKER.casefold() not in text.casefold(), path
    assert pages > len(TABLE)


def test_the_marker_would_be_found(world: World) -> None:
    """The test above is no proof unless those who may read a name do find it in the same way."""
    found = {path for path, text in reached(world.browser(Role.CASE), world) if MARKER in text}
    for name in (
        "staff:person",
        "staff:household",
        "staff:building",
        "staff:dwelling",
        "staff:person-history",
    ):
        assert path_of(name, TABLE[name], world) in found


@pytest.mark.parametrize("role", NAMELESS)
def test_no_search_tells_a_name_or_a_number_of_people_to(role: Role, world: World) -> None:
    client = world.browser(role)
    answers = {
        typed: client.get(reverse("staff:search"), {"q": typed}).content
        for typed in (MARKER[:-1], "Nessunissimo", "12.3.1956", "1.1.1801")
    }
    told = {
        neutral(body, "PATH", ()).replace(quote(typed), "TYPED").replace(typed, "TYPED")
        for typed, body in answers.items()
    }
    assert len(told) == 1
