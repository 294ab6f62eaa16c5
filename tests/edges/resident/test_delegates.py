"""Delegates: given by code in the app or at the desk, used for what was allowed, ended by any of the three."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from campanello.core.actor import Role
from campanello.core.edges import today
from campanello.core.models import AuditEntry
from campanello.people.models import Delegation
from tests import factories
from tests.edges.resident.people import House, Resident, house, in_english, resident

pytestmark = pytest.mark.django_db
GIVE, ALL = "/mio/deleghe/nuova/", "/mio/deleghe/"


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def lunetta() -> House:
    return house()


@pytest.fixture
def father(lunetta: House) -> Resident:
    return resident(lunetta.project, given_name="Nino", family_name="Padre")


@pytest.fixture
def daughter(lunetta: House) -> Resident:
    return resident(lunetta.project, given_name="Lia", family_name="Figlia")


def shown_code(who: Resident) -> str:
    page = who.browser.post("/mio/deleghe/codice/").content.decode()
    found = re.search(r"[A-Z2-9]{4} [A-Z2-9]{4}", page)
    assert found
    return found[0]


def form(code: str, *scopes: str, **more: object) -> dict[str, object]:
    last = today() + timedelta(days=30)
    uid = "11111111-2222-4333-8444-555555555555"
    return {"code": code, "scopes": scopes or ("reports",), "last_on": last, "uid": uid} | more


def given(father: Resident, daughter: Resident, *scopes: str, **more: object) -> Delegation:
    told = {"scopes": ",".join(scopes or ("reports",)), "basis": "paper", "made_at": father.user.joined_at}
    told |= {"starts_on": factories.LONG_AGO, "ends_on": today() + timedelta(days=1)} | more
    return Delegation.objects.create(principal=father.person, delegate=daughter.person, **told)


def test_a_father_types_the_daughter_s_code_sees_her_name_and_says_yes(
    father: Resident, daughter: Resident
) -> None:
    code = shown_code(daughter).lower().replace(" ", "-")
    asked = father.browser.post(GIVE, form(code))
    assert "Lia Figlia" in asked.content.decode()
    assert not Delegation.objects.exists()
    for _ in range(2):  # sent twice, given once
        assert father.browser.post(GIVE, form(code, sure="1")).status_code == 302
    held = Delegation.objects.get()
    assert (held.principal, held.delegate, held.scopes) == (father.person, daughter.person, "reports")
    assert (held.basis, held.starts_on, held.made_by) == ("app", today(), father.user)
    assert "Lia Figlia" in father.browser.get(ALL).content.decode()
    assert "Nino Padre" in daughter.browser.get(ALL).content.decode()
    other = form(code, uid="21111111-2222-4333-8444-555555555555")
    assert b"Nobody shows this code" in father.browser.post(GIVE, other).content  # it serves once


REFUSED = {
    "a code that nobody shows": ({"code": "ABCDEFGH"}, b"Nobody shows this code"),
    "a day that is over": ({"last_on": "2026-01-01"}, b"Choose a last day from today"),
    "more than a year": ({"last_on": "2099-01-01"}, b"Choose a last day from today"),
}


@pytest.mark.parametrize(("but", "says"), REFUSED.values(), ids=REFUSED)
def test_what_can_t_be_given_is_told(
    father: Resident, daughter: Resident, but: dict[str, str], says: bytes
) -> None:
    answer = father.browser.post(GIVE, form(shown_code(daughter), sure="1") | but)
    assert answer.status_code == 422
    assert says in answer.content
    assert not Delegation.objects.exists()


def test_nobody_lets_themselves_act_and_codes_are_not_tried_for_long(
    father: Resident, daughter: Resident
) -> None:
    assert b"your own code" in father.browser.post(GIVE, form(shown_code(father))).content
    code = shown_code(daughter)
    for n in range(10):
        father.browser.post(GIVE, form(f"WRONG{n:03}"))
    refused = father.browser.post(GIVE, form(code))
    assert b"Wait an hour" in refused.content
    assert b"Lia" not in refused.content


def test_the_daughter_sees_what_was_allowed_and_each_look_is_written_down_as_hers(
    father: Resident, daughter: Resident, lunetta: House
) -> None:
    factories.report(lunetta.project, reporter=father.person, number="S-2026-90001", source="resident")
    held = given(father, daughter, "reports")
    daughter.browser.post(f"/mio/deleghe/{held.uid}/guarda/")
    assert "Nino Padre" in daughter.browser.get("/mio/").content.decode()
    assert "S-2026-90001" in daughter.browser.get("/mio/segnalazioni/").content.decode()
    one = reverse("resident:report", args=[father.person.reports.get().uid])
    daughter.browser.get(one)
    line = AuditEntry.objects.get(verb="lab.own-report-read")
    assert (line.actor, line.person) == (daughter.user, father.person.pk)
    assert line.facts == {"by_delegate": True}
    for page in ("dati", "deleghe", "dati/visto", "accesso", "dati/copia.json", "piano"):
        assert daughter.browser.get(f"/mio/{page}/".replace(".json/", ".json")).status_code == 403, page
    assert "somebody who acts for you" in father.browser.get("/mio/dati/visto/").content.decode().lower()
    daughter.browser.post(reverse("resident:stand-down"))
    assert "S-2026-90001" not in daughter.browser.get("/mio/segnalazioni/").content.decode()


ENDS = ("the term ends", "the father ends it", "the daughter ends it", "the desk ends it")


@pytest.mark.parametrize("how", ENDS)
def test_once_it_is_over_she_is_told_and_sees_her_own_pages(
    father: Resident, daughter: Resident, lunetta: House, how: str
) -> None:
    factories.report(lunetta.project, reporter=father.person, number="S-2026-90002")
    held = given(father, daughter)
    daughter.browser.post(f"/mio/deleghe/{held.uid}/guarda/")
    if how == "the term ends":
        Delegation.objects.update(ends_on=today())
    elif how == "the desk ends it":
        desk = in_english()
        user = factories.user()
        factories.assignment(user=user, role=Role.DESK, project=lunetta.project)
        desk.force_login(user)
        assert desk.post(reverse("staff:delegation-end", args=[held.uid])).status_code == 302
    else:
        who = father if how == "the father ends it" else daughter
        browser = in_english()
        browser.force_login(who.user)
        browser.post(f"/mio/deleghe/{held.uid}/fine/")
    shown = daughter.browser.get("/mio/segnalazioni/", follow=True).content.decode()
    assert f"You no longer act for this person, since {today():%d/%m/%Y}" in shown
    assert "S-2026-90002" not in daughter.browser.get("/mio/segnalazioni/").content.decode()


def test_nobody_else_ends_or_uses_it(father: Resident, daughter: Resident, lunetta: House) -> None:
    held, other = given(father, daughter), resident(lunetta.project)
    assert other.browser.post(f"/mio/deleghe/{held.uid}/guarda/").status_code == 404
    assert other.browser.post(f"/mio/deleghe/{held.uid}/fine/").status_code == 404
    assert father.browser.post(f"/mio/deleghe/{held.uid}/guarda/").status_code == 404
    assert Delegation.objects.get().ended_at is None


def test_at_the_desk_it_is_written_down_with_its_basis_for_who_can_log_in(
    father: Resident, daughter: Resident, lunetta: House
) -> None:
    user = factories.user()
    factories.assignment(user=user, role=Role.DESK, project=lunetta.project)
    desk = in_english()
    desk.force_login(user)
    address = reverse("staff:delegation-new", args=[father.person.uid])
    told = form("", "points", "letters", basis="court") | {"said": "RSSMRA85T10A562S"}
    del told["code"]
    assert b"Nobody shows this code" in desk.post(address, told).content
    stranger = factories.person(lunetta.project)
    factories.code(stranger, kind="cf", value="RSSMRA85T10A562S", normal="RSSMRA85T10A562S")
    assert b"which one you saw" in desk.post(address, told).content
    told |= {"evidence": "Decreto 12 del 3/2/2026"}
    assert b"cannot log in yet" in desk.post(address, told).content
    told["said"] = shown_code(daughter)
    for _ in range(2):
        assert desk.post(address, told).status_code == 302
    held = Delegation.objects.get()
    assert (held.scopes, held.basis, held.evidence) == ("points,letters", "court", "Decreto 12 del 3/2/2026")
    page = desk.get(reverse("staff:person-access", args=[father.person.uid])).content.decode()
    assert "Lia Figlia" in page
    assert "Decreto 12" in page


def test_after_a_term_that_ran_out_it_can_be_given_again(father: Resident, daughter: Resident) -> None:
    given(father, daughter, ends_on=today())
    assert father.browser.post(GIVE, form(shown_code(daughter), sure="1")).status_code == 302
    assert Delegation.objects.count() == 2
    beside = form(shown_code(daughter), sure="1", uid="31111111-2222-4333-8444-555555555555")
    assert b"already acts for them" in father.browser.post(GIVE, beside).content
