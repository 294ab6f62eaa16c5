"""The public pages of labs, points and results: what they tell, in which language, and what they never tell."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campanello.core.actor import Role
from campanello.core.models import Project
from campanello.core.period import Period
from campanello.lab.models import LabPlace, OpeningHours
from campanello.lab.rules.places import doorway
from campanello.lab.rules.shifts import DatedOpening, Opening
from campanello.points.queries import published
from tests import factories, factories_points
from tests.edges.staff.plans.test_payment_pages import browser, text_of
from tests.factories import LONG_AGO

MONDAY = [DatedOpening(Opening(0, time(9), time(12)), Period(LONG_AGO, None))]
MOMENTS = {
    "open until noon": (datetime(2026, 3, 2, 10, 59, tzinfo=UTC), "closes 2026-03-02 12:00"),
    "closed at the very minute": (datetime(2026, 3, 2, 11, tzinfo=UTC), "opens 2026-03-09 09:00"),
    "before it opens": (datetime(2026, 3, 2, 7, 59, tzinfo=UTC), "opens 2026-03-02 09:00"),
    "hours are those of Rome once the clocks have changed": (
        datetime(2026, 3, 30, 7, tzinfo=UTC),
        "closes 2026-03-30 12:00",
    ),
}


@pytest.mark.parametrize(("at", "told"), MOMENTS.values(), ids=MOMENTS)
def test_a_lab_is_open_or_says_when_it_opens(at: datetime, told: str) -> None:
    found = doorway(MONDAY, at)
    assert found.is_open == told.startswith("closes")
    assert f"{found.closes_at or found.opens_at:%Y-%m-%d %H:%M}" == told.split(" ", 1)[1]


def test_a_lab_without_hours_says_nothing_of_them() -> None:
    assert doorway([], datetime(2026, 3, 2, 9, tzinfo=UTC)) == doorway(
        [DatedOpening(Opening(0, time(9), time(12)), Period(LONG_AGO, LONG_AGO.replace(year=2021)))],
        datetime(2026, 3, 2, 9, tzinfo=UTC),
    )


def lab(code: str = "", **given: Any) -> Project:
    project = factories.project(**({"code": code} if code else {}))
    told = {"name": f"Laboratorio {project.pk}", "address": "Via Esempio 1", "town": "Mantova"}
    LabPlace.objects.create(project=project, changed_at=datetime(2026, 1, 1, tzinfo=UTC), **told | given)
    OpeningHours.objects.create(
        project=project, weekday=0, opens_at=time(9), closes_at=time(12), starts_on=LONG_AGO
    )
    return project


@pytest.mark.django_db
def test_a_lab_s_page_tells_where_and_when_and_can_be_shared(client: Client) -> None:
    project = lab("PI-1", about={"it": "Qui si studia", "fr": "Ici on </script> étudie"}, telephone="0376 1")
    url = reverse("public:lab", args=["PI-1"])
    page = text_of(client.get(url + "?lingua=fr"))
    assert '<html lang="fr"' in page
    assert "Ici on &lt;/script&gt; étudie" in page
    assert "09:00" in page
    assert f'rel="canonical" href="http://testserver{url}?lingua=fr"' in page
    assert page.count('rel="alternate" hreflang=') == 7
    (data,) = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page)
    told = json.loads(data)
    assert told["address"]["streetAddress"] == "Via Esempio 1"
    assert told["openingHoursSpecification"]
    assert project.lab_place.name in text_of(client.get(reverse("public:labs"), {"q": "mantova"}))
    assert project.lab_place.name not in text_of(client.get(reverse("public:labs"), {"q": "bergamo"}))
    LabPlace.objects.update(is_public=False)
    assert client.get(url).status_code == 404


@pytest.mark.django_db
def test_the_site_map_lists_what_is_public(client: Client) -> None:
    lab("PI-1")
    lab("PI-2", is_public=False)
    found = [
        one.text or ""
        for one in ET.fromstring(client.get(reverse("public:sitemap")).content).iter()
        if one.text
    ]
    assert any(one.endswith("/laboratori/PI-1/") for one in found)
    assert not any("PI-2" in one for one in found)


@pytest.mark.django_db
def test_the_sitemap_is_told_in_production_alone(client: Client, settings: Any) -> None:
    assert "Sitemap" not in text_of(client.get(reverse("public:robots")))
    settings.MODE = "production"
    assert "Sitemap: http" in text_of(client.get(reverse("public:robots")))


@pytest.mark.django_db
def test_few_households_are_not_shown(client: Client) -> None:
    project = lab("PI-1")
    factories_points.scheme(project)
    for _ in range(4):
        factories_points.account(project)
    assert published.figures([project.pk])[project.pk].households is None
    assert "Cannot be shown" in text_of(
        client.get(reverse("public:results"), headers={"accept-language": "en"})
    )
    factories_points.account(project)
    assert published.figures([project.pk])[project.pk].households == 5
    page = text_of(client.get(reverse("public:points"), headers={"accept-language": "en"}))
    assert "1 point takes" in page
    assert "gold" in page


@pytest.mark.django_db
def test_public_pages_ask_as_many_queries_for_many_labs_as_for_one(client: Client, settings: Any) -> None:
    urls = [reverse(f"public:{name}") for name in ("lab-what", "labs", "points", "results", "sitemap")]

    def counted() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    factories_points.scheme(lab())
    counted()
    before = counted()
    for _ in range(4):
        factories_points.scheme(lab())
    assert counted() == before


@pytest.mark.django_db
def test_a_coordinator_writes_down_where_the_lab_is_and_two_do_not_overwrite_each_other() -> None:
    project = factories.project()
    client = browser(factories.actor(Role.COORDINATOR, project=project))
    url = f"{reverse('staff:lab-place')}?project={project.code}"
    given = {"name": "Lab", "address": "Via 1", "town": "Mantova", "step_free": "yes", "is_public": "on"}
    assert client.post(url, given | {"version": 0}).status_code == 302
    assert client.post(url, given | {"version": 1, "about_it": "Ciao"}).status_code == 302
    stale = client.post(url, given | {"version": 1, "name": "Altro"})
    assert stale.status_code == 409
    assert "Altro" in text_of(stale)
    assert LabPlace.objects.get().name == "Lab"
    assert LabPlace.objects.get().is_step_free
    desk = browser(factories.actor(Role.DESK, project=project))
    assert desk.get(url).status_code == 404
