"""What is on, for everybody: the calendar, one activity, iCalendar, RSS and Atom; nobody's name in any of them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from campanello.core.models import Project
from campanello.lab.models import Session, SignUp
from tests import factories
from tests.edges.public.reading import get

pytestmark = pytest.mark.django_db
SOON = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=30)
FEEDS = {"iCalendar": "calendario.ics", "RSS": "rss.xml", "Atom": "atom.xml"}


@pytest.fixture
def session() -> Session:
    """A public date with somebody who signed up, and one that is not public."""
    project = factories.project(code="MILO", title="MILO Lab")
    titles = {"it": "Cucito in cortile", "ar": "الخياطة في الفناء"}
    made = factories.session(
        factories.activity(project, titles=titles, languages="it,ar"), starts_at=SOON, capacity=1, booked=1
    )
    person = factories.person(project, given_name="Zanzibarina")
    SignUp.objects.create(session=made, person=person, state="booked", made_at=timezone.now())
    closed = factories.activity(project, titles={"it": "Riunione interna"}, is_public=False)
    factories.session(closed, starts_at=SOON)
    return made


def events(client: Client, query: str = "") -> list[Any]:
    read = Calendar.from_ical(client.get(f"/attivita/calendario.ics{query}").content)
    return list(read.walk("VEVENT"))


def test_everybody_reads_what_is_on_in_their_language_and_nobody_s_name(
    client: Client, session: Session
) -> None:
    day = f"?vista=elenco&giorno={session.on}"
    for page in (get(client, f"/attivita/{day}"), get(client, f"/attivita/{session.activity.uid}/")):
        assert "Cucito in cortile" in page
        assert "Zanzibarina" not in page
        assert "Riunione interna" not in page
    assert "waiting list" in get(client, f"/attivita/{day}")
    assert 'lang="ar" dir="auto">الخياطة في الفناء' in get(client, f"/attivita/{session.activity.uid}/", "ar")
    in_french = get(client, f"/attivita/{session.activity.uid}/?lingua=fr", "ar")
    assert '<html lang="fr" dir="ltr">' in in_french


def test_what_is_not_public_is_nowhere(client: Client, session: Session) -> None:
    hidden = Session.objects.exclude(pk=session.pk).get().activity
    get(client, f"/attivita/{hidden.uid}/", status=404)
    get(client, "/attivita/rss.xml?progetto=NOWHERE", status=404)
    for feed in FEEDS.values():
        assert "Riunione" not in client.get(f"/attivita/{feed}").content.decode()


def test_a_calendar_gets_rome_s_hours_a_number_that_stays_and_hears_of_what_was_cancelled(
    client: Client, session: Session
) -> None:
    (before,) = events(client)
    assert before["UID"] == f"{session.uid}@campanello"
    assert before["DTSTART"].params["TZID"] == "Europe/Rome"
    assert before["DTSTART"].dt == session.starts_at
    assert before["DTEND"].dt == session.ends_at
    assert (before["STATUS"], before["LOCATION"]) == ("CONFIRMED", "Cortile 3")
    assert before["URL"].endswith(f"/attivita/{session.activity.uid}/")
    Session.objects.filter(pk=session.pk).update(
        cancelled_at=timezone.now(), cancelled_why="Piove", version=session.version + 1
    )
    (after,) = events(client)
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 1
    assert "Piove" in after["DESCRIPTION"]


def test_the_file_is_as_rfc_5545_says_and_knows_the_hours_of_rome(client: Client, session: Session) -> None:
    answer = client.get("/attivita/calendario.ics")
    lines = answer.content.split(b"\r\n")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    read = Calendar.from_ical(answer.content)
    assert (read["VERSION"], read["METHOD"]) == ("2.0", "PUBLISH")
    assert [zone["TZID"] for zone in read.walk("VTIMEZONE")] == ["Europe/Rome"]


def test_a_feed_is_of_one_project_where_one_is_chosen(client: Client, session: Session) -> None:
    other = factories.activity(factories.project(code="ALTRO"), titles={"it": "Altrove"})
    factories.session(other, starts_at=SOON)
    assert len(events(client)) == 2
    assert [str(one["SUMMARY"]) for one in events(client, "?progetto=MILO")] == ["Cucito in cortile"]
    page = get(client, "/attivita/?progetto=MILO&vista=elenco")
    assert "webcal://testserver/attivita/calendario.ics?progetto=MILO" in page
    assert "Altrove" not in client.get("/attivita/atom.xml?progetto=MILO").content.decode()


def test_readers_of_rss_and_atom_get_the_dates_to_come(client: Client, session: Session) -> None:
    past = timezone.now() - timedelta(days=2)
    factories.session(session.activity, starts_at=past)
    rss = ElementTree.fromstring(client.get("/attivita/rss.xml").content)
    (item,) = rss.iter("item")
    assert item.findtext("guid") == f"urn:uuid:{session.uid}"
    assert item.findtext("link", "").endswith(f"/attivita/{session.activity.uid}/")
    atom = ElementTree.fromstring(client.get("/attivita/atom.xml").content)
    entries = atom.findall("{http://www.w3.org/2005/Atom}entry")
    assert [one.findtext("{http://www.w3.org/2005/Atom}id") for one in entries] == [f"urn:uuid:{session.uid}"]


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_a_feed_asks_as_often_for_one_date_as_for_thirty(client: Client, session: Session, feed: str) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/attivita/{feed}")
        counts.append(len(captured))
        for number in range(30):
            factories.session(session.activity, starts_at=SOON + timedelta(days=number))
    assert counts[0] == counts[1]


HOSTILE = (
    "giorno=9999-12-31",
    "giorno=0001-01-01",
    "vista=%00",
    "tipo=%00",
    "progetto=%00",
    "lingua=xx",
    "giorno=%F0",
)


@pytest.mark.parametrize("query", HOSTILE)
def test_an_address_that_means_nothing_is_answered_all_the_same(
    client: Client, session: Session, query: str
) -> None:
    assert "What is on" in get(client, f"/attivita/?{query}")
    assert "Cucito in cortile" in get(client, f"/attivita/{session.activity.uid}/?{query}")


def test_without_any_activity_the_page_says_what_to_do(client: Client) -> None:
    assert "Nothing on these days" in get(client, "/attivita/")
    assert Project.objects.count() == 0
    assert events(client) == []


def test_a_long_title_in_arabic_is_folded_between_letters(client: Client, session: Session) -> None:
    title = "الخياطة في الفناء مع الجيران " * 4
    session.activity.titles = {"it": title.strip()}
    session.activity.save()
    (one,) = events(client)
    assert str(one["SUMMARY"]) == title.strip()
    assert one["DTSTAMP"].dt > datetime(2020, 1, 1, tzinfo=UTC)
