"""The awards' pages: schemes and tariffs set up, what an activity is worth, registers awarded, what is withheld."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campanello.accounts.models import User
from campanello.core.edges import today
from campanello.core.models import AuditEntry
from campanello.lab.rules.registers import Mark
from campanello.lab.services.registers import correct
from campanello.people.models import Involvement
from campanello.points.models import (
    Account,
    AwardedSession,
    CreditorTerms,
    OwnHousehold,
    Rate,
    Scheme,
    Tariff,
    Transfer,
    Withheld,
    Worth,
)
from tests import factories
from tests.db.points.registers import AT, STARTS, Lab, present

pytestmark = pytest.mark.django_db
IBAN = "IT60X0542811101000000123456"


@pytest.fixture(autouse=True)
def without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_ASKED = False


def browser(project: Any, role: str = "coordinator") -> Client:
    user = factories.assignment(role=role, project=project).user
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.get(pk=user.pk))
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def url(name: str, *args: Any) -> str:
    return reverse(f"staff:{name}", args=args)


SCHEME = {
    "name": "PuntiLuna",
    "cents_a_point": "1,00",
    "budget_points": "20000",
    "source": "Delibera 12/2026",
    "starts_on": "2026-01-01",
    "payer": "Comune di Mantova",
    "payer_iban": "IT60 X054 2811 1010 0000 0123 456",
}


def test_a_project_s_points_are_set_up_changed_and_a_stale_change_is_told():
    project = factories.project()
    client = browser(project)
    wrong = client.post(
        url("point-scheme-new", project.pk), SCHEME | {"payer_iban": "IT60X0542811101000000123457"}
    )
    assert wrong.status_code == 422
    assert "is no IBAN" in text_of(wrong)
    made = client.post(url("point-scheme-new", project.pk), SCHEME)
    assert made.status_code == 302
    scheme = Scheme.objects.get()
    assert (scheme.payer_iban, scheme.budget_points) == (IBAN, 20_000)
    assert -sum(Account.objects.filter(kind="issuer").values_list("floor", flat=True)) == 20_000
    assert "20000 left" in text_of(client.get(url("point-schemes"))).replace(",", "")

    edit = url("point-scheme-edit", scheme.uid)
    changed = SCHEME | {"budget_points": "25000", "version": "1"}
    assert client.post(edit, changed).status_code == 302
    stale = client.post(edit, SCHEME | {"name": "Lune", "version": "1"})
    assert stale.status_code == 409
    assert "PuntiLuna" in text_of(stale)
    assert -sum(Account.objects.filter(kind="issuer").values_list("floor", flat=True)) == 25_000
    assert AuditEntry.objects.get(verb="points.scheme-changed").facts["fields"] == ["budget_points"]


def test_a_tariff_begins_with_what_is_proposed_and_changes_nothing_that_was_earned():
    lab = Lab()
    Tariff.objects.all().delete()
    client = browser(lab.project)
    page = client.get(url("tariff-new", lab.scheme.uid))
    form = page.context["form"]
    assert [form[f"points-{row}"].value() for row in range(4)] == [5, 10, 20, 2]
    sent = {field.name: field.value() or "" for field in form} | {
        "starts_on": "2026-01-01",
        "source": "Assemblea",
    }
    answer = client.post(url("tariff-new", lab.scheme.uid), sent)
    assert answer.status_code == 302
    assert set(Rate.objects.values_list("code", "unit", "points")) == {
        ("base", "hour", 5),
        ("silver", "hour", 10),
        ("gold", "hour", 20),
        ("youth", "time", 2),
    }
    session = lab.session()
    present(session, lab.member()[0])
    lab.award(session)
    late = client.post(url("tariff-new", lab.scheme.uid), sent | {"starts_on": "2026-03-04"})
    assert late.status_code == 422
    assert "04/03/2026" in text_of(late)
    assert (
        client.post(
            url("tariff-new", lab.scheme.uid), sent | {"starts_on": "2026-03-05", "points-0": "6"}
        ).status_code
        == 302
    )
    shown = text_of(client.get(url("point-scheme", lab.scheme.uid)))
    assert "6 points an hour" in shown
    assert "Holds now" in shown


def test_creditors_are_paid_or_offset_from_a_day_on_and_what_held_before_stays():
    lab = Lab()
    client = browser(lab.project)
    aler = factories.organisation(kind="aler", name="ALER")
    new = url("creditor-terms-new", lab.scheme.uid)
    sent = {"creditor": aler.pk, "way": "payment", "source": "Lettera 4", "starts_on": "2026-01-01"}
    assert client.post(new, sent).status_code == 422
    assert client.post(new, sent | {"holder": "ALER", "iban": IBAN}).status_code == 302
    assert client.post(new, sent | {"way": "offset", "starts_on": "2026-02-01"}).status_code == 302
    rows = CreditorTerms.objects.order_by("starts_on").values_list("way", "iban", "ends_on")
    assert [(way, iban, str(end)) for way, iban, end in rows] == [
        ("payment", IBAN, "2026-02-01"),
        ("offset", "", "None"),
    ]
    held = CreditorTerms.objects.get(ends_on=None)
    edit = url("creditor-terms-edit", lab.scheme.uid, held.pk)
    assert client.post(edit, {"way": "offset", "source": "Lettera 5", "version": "1"}).status_code == 302
    assert client.post(edit, {"way": "offset", "source": "Lettera 6", "version": "1"}).status_code == 409


def test_what_an_activity_is_worth_stands_on_its_page():
    lab = Lab()
    client = browser(lab.project)
    activity = factories.activity(lab.project)
    assert "Nobody said yet" in text_of(client.get(url("activity", activity.uid)))
    assert str(activity.uid) in client.get(url("activities-without-worth")).content.decode()
    sent = {"code": "gold", "starts_on": today().isoformat()}
    assert client.post(url("activity-worth", activity.uid), sent).status_code == 302
    assert "20 points an hour" in text_of(client.get(url("activity", activity.uid)))
    assert Worth.objects.get(activity=activity).code == "gold"
    assert client.post(url("activity-worth", activity.uid), sent | {"code": ""}).status_code == 422
    assert client.post(url("activity-worth", activity.uid), sent | {"code": "-"}).status_code == 302
    assert Worth.objects.get(activity=activity).code == ""
    assert "Choose the rate" not in text_of(browser(lab.project, "desk").get(url("activity", activity.uid)))


def test_a_register_is_shown_before_it_is_awarded_and_awarded_once():
    lab = Lab()
    client = browser(lab.project, "desk")
    person, home = lab.member()
    Involvement.objects.filter(person=person).update(starts_on=factories.LONG_AGO)
    session = lab.session()
    present(session, person, 119)
    lab.sign(session)
    page = url("register-award", session.uid)
    shown = text_of(client.get(page))
    assert person.name in shown
    assert "Award 9 points" in shown
    assert '<bdi dir="ltr">9/80</bdi>' in shown
    assert client.post(page).status_code == 302
    assert client.post(page).status_code == 302
    assert lab.points_of(home) == 9
    assert "This register is awarded" in text_of(client.get(page))
    rows = list(
        csv.reader(
            io.StringIO(client.get(url("awards-csv") + "?state=awarded").content.decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert rows[1][6:9] == ["1", "119", "9"]
    assert person.family_name not in str(rows)


def test_all_that_are_ready_are_awarded_at_one_click_the_earliest_first():
    lab = Lab("gold")
    client = browser(lab.project, "desk")
    person, home = lab.member()
    for hours in (8, 0):
        session = lab.session(STARTS + timedelta(hours=hours), minutes=180)
        present(session, person, 180)
        lab.sign(session)
    unsigned = lab.session(STARTS + timedelta(days=1))
    present(unsigned, person)
    assert "2 registers are ready" in text_of(client.get(url("awards-ready")))
    assert AwardedSession.objects.count() == 0
    done = text_of(client.post(url("awards-ready")))
    assert "<dd>2</dd>" in done
    assert lab.points_of(home) == 80
    assert Transfer.objects.order_by("pk").first().attendance.session.starts_at == STARTS
    assert "No register waits" in text_of(client.get(url("awards-ready")))


def test_what_is_withheld_is_decided_with_a_word_by_a_coordinator_alone():
    lab = Lab("gold")
    person, home = lab.member()
    session = lab.session(minutes=300)
    present(session, person, 300)
    lab.award(session)
    desk, coordinator = browser(lab.project, "desk"), browser(lab.project)
    row = Withheld.objects.get()
    assert "A coordinator decides" in text_of(desk.get(url("withheld")))
    settle = url("withheld-settle", row.pk)
    assert desk.get(settle).status_code == 404
    assert "would still withhold" in text_of(coordinator.get(settle))
    assert coordinator.post(settle, {"deed": "give"}).status_code == 422
    assert coordinator.post(settle, {"deed": "give", "word": "Five hours of work"}).status_code == 302
    assert lab.points_of(home) == 100
    assert "Five hours of work" in text_of(coordinator.get(url("withheld") + "?state=settled"))
    assert "Somebody decided this" in text_of(coordinator.get(settle))


def test_corrections_are_taken_up_on_the_register_s_page():
    lab = Lab()
    person, home = lab.member()
    session = lab.session()
    present(session, person)
    lab.award(session)
    correct(
        actor=lab.desk,
        session=session.uid,
        person=person.uid,
        mark=Mark("absent"),
        reason="Wrong line",
        at=AT,
    )
    client = browser(lab.project)
    assert "Corrected since" in text_of(client.get(url("awards") + "?state=corrected"))
    assert "The register was corrected since" in text_of(client.get(url("register-award", session.uid)))
    answer = client.post(url("register-follow", session.uid), follow=True)
    assert "10 points taken back, 0 given anew" in text_of(answer)
    assert lab.points_of(home) == 0


def test_an_operator_says_which_household_is_theirs_and_that_it_is_not_any_more():
    lab = Lab()
    person, home = lab.member()
    client = browser(lab.project, "desk")
    page = url("own-households")
    assert client.post(page, {"person": "nobody"}).status_code == 422
    assert client.post(page, {"person": str(person.uid)}).status_code == 302
    own = OwnHousehold.objects.get()
    assert own.household == home
    session = lab.session()
    present(session, person)
    lab.sign(session)
    assert "Whoever awards belongs to the household" in text_of(
        client.get(url("register-award", session.uid))
    )
    assert client.post(page, {"ended": str(own.pk)}).status_code == 302
    assert browser(lab.project).post(page, {"ended": str(own.pk)}).status_code == 404
    own.refresh_from_db()
    assert own.ended_at is not None


def test_lists_take_as_many_queries_for_many_rows_as_for_few():
    lab = Lab("gold")
    client = browser(lab.project)
    taken = []
    for days in ((0, 1), range(2, 9)):
        for day in days:
            for offset in (0, 400):
                session = lab.session(STARTS + timedelta(days=day + offset), minutes=300)
                present(session, lab.member()[0], 300)
                if offset:
                    lab.sign(session)
                else:
                    lab.award(session)
        counted = []
        for name in ("awards", "withheld", "point-schemes"):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(url(name)).status_code == 200
            counted.append(len(seen))
        taken.append(counted)
    assert taken[0] == taken[1]
