"""The page of an application's requirements: why, with evidence; a fact noted; checked again; what changed."""

import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campanello.accounts.models import User
from campanello.people.models import Citizenship, ResidencePermit, SpecialFact
from campanello.plans.models import Document, Fact, RequirementCheck
from tests import factories, factories_plans

pytestmark = pytest.mark.django_db


class Desk:
    """An application under a set of requirements, and browsers of its project's team."""

    def __init__(self, requirement_set: str = "prolorenteggio") -> None:
        self.project = factories.project()
        self.person = factories.person(self.project, born_on=date(1985, 5, 4))
        Citizenship.objects.create(person=self.person, country="MA")
        ResidencePermit.objects.create(person=self.person, kind="LAV_SUB", expires_on=date(2020, 1, 31))
        measure = factories_plans.measure(self.project, requirement_set=requirement_set)
        self.application = factories_plans.application(measure, person=self.person)
        self.client = self.browser("desk")

    def browser(self, role: str, language: str = "en") -> Client:
        user = factories.assignment(role=role, project=self.project).user
        User.objects.filter(pk=user.pk).update(language=language)
        client = Client(headers={"accept-language": language})
        client.force_login(User.objects.get(pk=user.pk))
        return client

    def path(self, *fact: str) -> str:
        return reverse(
            "staff:eligibility-fact" if fact else "staff:eligibility", args=[self.application.uid, *fact]
        )

    def page(self, client: Client | None = None) -> str:
        return (client or self.client).get(self.path()).content.decode()

    def again(self) -> HttpResponse:
        return self.client.post(reverse("staff:eligibility-again", args=[self.application.uid]), follow=True)

    def note(self, fact: str, **but: object) -> HttpResponse:
        given = {"evidence": "declared", "source": "", "on": "2026-02-01", "replaces": "0"} | but
        return self.client.post(self.path(fact), given, follow=True)


@pytest.fixture
def desk(settings: object) -> Desk:
    settings.SECOND_FACTOR_ASKED = False  # type: ignore[attr-defined]
    return Desk()


def test_each_requirement_says_why_with_its_evidence_and_what_would_change_it(desk: Desk) -> None:
    page = desk.page()
    assert "The residence permit ended on 31/01/2020, before 02/02/2026." in page
    assert "A renewed permit, or the receipt that its renewal was asked for in time." in page
    assert "Of age: 40 years on 02/02/2026." in page
    assert "Morocco" in page
    assert "04/05/1985" in page
    assert "It is not known yet whether NASpI is received." in page
    assert "A requirement is not met" in page
    assert [page.count(f"#it-{one}") for one in ("help-circle",)] == [5]


def test_a_fact_is_noted_and_what_follows_is_kept_when_it_is_checked_again(desk: Desk) -> None:
    assert "Nothing was kept yet" in desk.page()
    assert "Checked again: A requirement is not met." in desk.again().content.decode()
    answer = desk.note("permit_expires_on", value="2028-01-31", evidence="document", source="Permit I123")
    page = answer.content.decode()
    assert "Noted. Check again to see what follows." in page
    assert "Otherwise than at the check of" in page
    assert "Right to stay: before “Not met”, now “Met”" in page
    assert "The record says otherwise now: 31/01/2020" in page
    desk.again()
    assert "Otherwise than at the check of" not in desk.page()
    assert list(RequirementCheck.objects.values_list("outcome", flat=True)) == ["pending", "ineligible"]


def test_a_document_that_was_brought_is_chosen_as_evidence_and_opened_from_the_page(desk: Desk) -> None:
    document = Document.objects.create(
        project=desk.project,
        application=desk.application,
        kind="unemployment",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        path="none",
        uploaded_at=timezone.now(),
    )
    assert f'value="{document.uid}"' in desk.client.get(desk.path("employment_status")).content.decode()
    answer = desk.note(
        "employment_status", value="unemployed", evidence="document", document=str(document.uid)
    )
    assert answer.status_code == 200
    assert reverse("staff:document", args=[document.uid]) in desk.page()
    assert Fact.objects.get().document == document


REFUSED = {
    "no source": ({"evidence": "register", "value": "no"}, "Say which document or register"),
    "a day to come": ({"on": "2999-01-01", "value": "no"}, "A fact can&#x27;t be of 01/01/2999"),
    "another value": ({"value": "perhaps"}, "Not saved yet"),
}


@pytest.mark.parametrize(("but", "said"), REFUSED.values(), ids=REFUSED)
def test_a_fact_that_is_wrong_is_refused_in_its_form(but: dict[str, str], said: str, desk: Desk) -> None:
    answer = desk.note("receives_naspi", **but)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Fact.objects.exists()


def test_two_who_note_the_same_fact_are_told_of_each_other(desk: Desk) -> None:
    desk.note("receives_naspi", value="no")
    answer = desk.note("receives_naspi", value="yes")
    assert answer.status_code == 409
    assert "Somebody else noted this fact meanwhile: “no”, and you wrote “yes”." in answer.content.decode()


def test_only_the_stricter_role_reads_which_special_facts_there_are(settings: object) -> None:
    settings.SECOND_FACTOR_ASKED = False  # type: ignore[attr-defined]
    desk = Desk("bollate")
    SpecialFact.objects.create(
        person=desk.person, kind="addiction", basis="declared", starts_on=date(2026, 1, 1)
    )
    assert "Detention or addiction" not in desk.page()
    assert "There is a disadvantage that the measure is for." in desk.page()
    ticked = re.compile(r'<input[^>]*name="value"[^>]*checked')
    case = desk.browser("case")
    forms = [one.get(desk.path("disadvantages")).content.decode() for one in (desk.client, case)]
    assert [len(ticked.findall(one)) for one in forms] == [0, 1]
    assert "Detention or addiction" in desk.page(case)


def test_a_fact_that_no_requirement_knows_is_nowhere(desk: Desk) -> None:
    assert desk.client.get(desk.path("shoe_size")).status_code == 404


@pytest.mark.parametrize("language", ["it", "ar", "ur"])
def test_the_page_is_there_in_other_languages(language: str, desk: Desk) -> None:
    desk.again()
    answer = desk.browser("coordinator", language).get(desk.path())
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()
