"""The forms of the management manual and the case folder: read back from PDF and Word, word by word."""

import io
from datetime import UTC, date, datetime

import docx
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campanello.accounts.models import User
from campanello.core.models import AuditEntry
from campanello.people.models import Citizenship, Participation
from campanello.plans.models import (
    Assessment,
    Attendance,
    DimensionScore,
    Fact,
    Payment,
    PaymentLine,
    PaymentRun,
    PlanAct,
    RequirementCheck,
    Signature,
)
from tests import factories, factories_plans

pytestmark = pytest.mark.django_db
AT = datetime(2026, 2, 2, 9, tzinfo=UTC)
FEBRUARY = date(2026, 2, 2)


class Case:
    """Somebody with an Arabic second name, an application that was checked, a signed plan and an assessment."""

    def __init__(self) -> None:
        self.project = factories.project(title="Cortili aperti")
        self.person = factories.person(
            self.project,
            given_name="Rosa سلمى",
            family_name="Ballatoio",
            born_on=date(1985, 5, 4),
            birth_place="Mantova",
        )
        factories.code(self.person, kind="cf", value="BLLRSO85E44E897R", reason="")
        factories.code(self.person, kind="stp", value="STP0301234567890", reason="")
        Citizenship.objects.create(person=self.person, country="MA")
        measure = factories_plans.measure(self.project, titles={"it": "Piani di quartiere"})
        self.application = factories_plans.application(
            measure, person=self.person, number=7, answers={"given_name": "Rosa", "phone": "+39 02 0000"}
        )
        self.fact()
        self.plan = factories_plans.plan(
            measure,
            self.person,
            application=self.application,
            code="PIP-77",
            goal="Un lavoro vicino a casa #strong[x] *y*",
        )
        self.service = factories_plans.service(self.project)
        factories_plans.plan_service(self.plan, self.service, calendar="martedì mattina")
        self.client = self.browser("case")

    def fact(self) -> None:
        Fact.objects.create(
            application=self.application,
            name="receives_naspi",
            value="no",
            evidence="register",
            source="INPS 1/2/2026",
            on=FEBRUARY,
            recorded_at=AT,
        )

    def in_lab(self) -> None:
        Participation.objects.create(
            person=self.person, project=self.project, strand="lab", code="L7", entry_on=date(2026, 1, 12)
        )

    def check(self, verdict: str = "met") -> None:
        facts = [
            {
                "name": "receives_naspi",
                "value": "no",
                "evidence": "register",
                "source": "INPS 1/2/2026",
                "on": "2026-02-02",
            }
        ]
        RequirementCheck.objects.create(
            application=self.application,
            occasion="application",
            on=FEBRUARY,
            requirement_set="prolorenteggio",
            set_starts_on=date(2017, 11, 15),
            outcome="eligible" if verdict == "met" else "ineligible",
            results=[
                {"code": "naspi", "verdict": verdict, "source": "Tavola 4.2", "figures": {}, "facts": facts}
            ],
            at=AT,
        )

    def browser(self, role: str) -> Client:
        user = factories.assignment(role=role, project=self.project).user
        client = Client(headers={"accept-language": "it"})
        client.force_login(User.objects.get(pk=user.pk))
        return client

    def paper(self, kind: str, extension: str) -> str:
        path = reverse("staff:paper", args=[self.plan.uid, kind, extension])
        answer = self.client.get(path)
        assert answer.status_code == 200
        assert f'filename="{kind}-PIP-77.{extension}"' in answer["Content-Disposition"]
        return read_docx(answer.content) if extension == "docx" else read_pdf(answer.content)

    def folder(self, client: Client | None = None) -> str:
        answer = (client or self.client).get(reverse("staff:case-folder", args=[self.person.uid]))
        assert answer.status_code == 200
        return read_pdf(answer.content)


def read_pdf(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def read_docx(content: bytes) -> str:
    made = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(one.text for one in made.paragraphs), *cells]).split())


@pytest.fixture
def case(settings: object, monkeypatch: pytest.MonkeyPatch) -> Case:
    settings.SECOND_FACTOR_ASKED = False  # type: ignore[attr-defined]
    # Papers are in Italian; the tests read the sentences that they are translated from.
    monkeypatch.setattr("campanello.staff.plans.papers.pages.LANGUAGE", "en")
    return Case()


ANNEXES = {
    "allegato-2": ("Annex 2: communication of participation", "12/01/2026", "Cortili aperti"),
    "allegato-3": (
        "Annex 3: application and personal plan (PIP)",
        "Un lavoro vicino a casa #strong[x] *y*",  # which is no code
        "Bilancio di competenze",
        "martedì mattina",
        "+39 02 0000",
        "No NASpI is received.",
        "INPS 1/2/2026",
    ),
    "allegato-4": (
        "Annex 4: single summary declaration (DRU)",
        "Application 7, received on 02/02/2026.",
        "Entry into the social lab on 12/01/2026.",
        "Plan, version 1, signed by both sides on 01/01/2026.",
        "D.P.R. 445/2000",
    ),
}


@pytest.mark.parametrize("extension", ["pdf", "docx"])
@pytest.mark.parametrize("kind", ANNEXES)
def test_a_form_holds_what_is_on_record(kind: str, extension: str, case: Case) -> None:
    case.in_lab()
    case.check()
    text = case.paper(kind, extension)
    for wanted in (*ANNEXES[kind], "Ballatoio", "BLLRSO85E44E897R", "04/05/1985", "PIP-77"):
        assert wanted in text, wanted
    assert "STP0301234567890" not in text, "it tells of somebody without a permit"
    assert "can't be signed yet" not in text.replace("’", "'")
    (entry,) = AuditEntry.objects.filter(verb="plans.paper-exported")
    assert (entry.sort, entry.person, entry.facts) == ("export", case.person.pk, {"kind": kind})


def test_a_form_says_what_is_missing(case: Case) -> None:
    case.check("not_met")
    text = case.paper("allegato-4", "docx").replace("’", "'")
    assert "This declaration can't be signed yet." in text
    assert "The entry into the social lab." not in text, "ProLorenteggio does not ask for it"
    assert "A check by which all requirements are met." in text
    assert "No entry into the lab is on record." in case.paper("allegato-2", "docx")


def test_what_offices_get_is_in_italian_and_fit_for_archives(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campanello.staff.plans.papers.pages.LANGUAGE", "it")
    answer = case.browser("employment").get(reverse("staff:paper", args=[case.plan.uid, "allegato-4", "pdf"]))
    made = pypdf.PdfReader(io.BytesIO(answer.content))
    assert made.root_object["/Lang"] == "it"
    assert "pdfaid:part" in str(made.root_object["/Metadata"].get_data())
    assert "Femmina" in made.pages[0].extract_text()


def test_another_form_or_ending_is_nowhere(case: Case) -> None:
    for kind, extension in (("allegato-5", "pdf"), ("allegato-2", "exe")):
        path = reverse("staff:paper", args=[case.plan.uid, kind, extension])
        assert case.client.get(path).status_code == 404


def filled(case: Case) -> None:
    case.check()
    version = case.plan.versions.get()
    Signature.objects.create(
        plan_version=version, person=case.person, by="person", how="paper", on=date(2026, 1, 1), at=AT
    )
    PlanAct.objects.create(
        plan=case.plan,
        kind="suspend",
        on=FEBRUARY,
        reason="malattia",
        before="active",
        after="suspended",
        at=AT,
    )
    session = factories_plans.session(case.service)
    Attendance.objects.create(
        session=session,
        plan=case.plan,
        service=case.service,
        on=FEBRUARY,
        planned_minutes=60,
        presence="present",
        minutes=45,
        recorded_at=AT,
    )
    paid(case)
    assessment = Assessment.objects.create(
        project=case.project,
        person=case.person,
        kind="entry",
        on=FEBRUARY,
        summary="Sola in casa",
        made_at=AT,
    )
    DimensionScore.objects.create(assessment=assessment, dimension="work", score=2, reason="cerca da un anno")


def paid(case: Case) -> None:
    run = PaymentRun.objects.create(
        project=case.project,
        number=3,
        through_on=FEBRUARY,
        proposed_by=factories.user(),
        proposed_at=AT,
    )
    line = PaymentLine.objects.create(
        run=run, plan=case.plan, person=case.person, due_cents=123_45, to_person_cents=123_45
    )
    Payment.objects.create(line=line, run=run, payee="person", cents=123_45)
    PaymentRun.objects.update(state="approved", approved_by=factories.user(), approved_at=AT)


def test_the_case_folder_holds_application_plan_register_and_assessment(case: Case) -> None:
    filled(case)
    text = case.folder()
    for wanted in (
        "Contents",
        "Application 7, Piani di quartiere",
        "INPS 1/2/2026",
        "No NASpI is received.",
        "Plan PIP-77",
        "On paper",
        "malattia",
        "45 / 60",
        "3 (Approved)",
        "123.45",
        "Sola in casa",
        "cerca da un anno",
    ):
        assert wanted in text, wanted
    (entry,) = AuditEntry.objects.filter(verb="plans.case-folder-exported")
    assert (entry.sort, entry.person, entry.facts) == ("export", case.person.pk, {"assessments": True})


def test_who_reads_no_assessments_gets_the_folder_without_them(case: Case) -> None:
    filled(case)
    text = case.folder(case.browser("employment"))
    assert "Sola in casa" not in text
    assert "cerca da un anno" not in text
    assert "Assessments are not in this copy" in text


def test_a_folder_of_somebody_restricted_is_nowhere(case: Case) -> None:
    case.person.restricted_at = timezone.now()
    case.person.save()
    assert case.client.get(reverse("staff:case-folder", args=[case.person.uid])).status_code == 404
