"""The lab in figures: page, file, paper and command say the same numbers."""

import csv
import io
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from campanello.cli.main import cli
from campanello.core.errors import DomainError
from campanello.core.models import AuditEntry, Project
from campanello.lab.queries import figures, figures_told
from campanello.lab.queries.figures import Wanted
from campanello.lab.rules.figures import Cell, MonthNotOver
from tests import factories

pytestmark = pytest.mark.django_db
PAGE, TABLE, PAPER = "/laboratorio/cifre/", "/laboratorio/cifre/tabella.csv", "/laboratorio/cifre/mese.pdf"
FEBRUARY = {"month": "2026-02"}


def filled(people: int = 7, **given: Any) -> Project:
    project = factories.project(title="Officina di prova", **given)
    user = factories.user()
    for number in range(people):
        person = factories.person(project, given_name=f"Zz{number}")
        for day in (2, 9):
            at = datetime(2026, 2, day, 10, tzinfo=UTC)
            factories.visit(project, person=person, at=at, operator=user, needs=("home",))
    factories.visit(project, at=datetime(2026, 2, 9, 10, tzinfo=UTC), channel="phone", operator=user)
    factories.report(project, kind="social", at=datetime(2026, 2, 3, 10, tzinfo=UTC))
    factories.work(project, on=date(2026, 2, 3), minutes=75, operator=user)
    return project


def browser(role: str, project: Project | None = None) -> Client:
    client = Client()
    client.force_login(factories.assignment(role=role, project=project).user)
    client.get("/privacy/")
    return client


def cards(page: str) -> dict[str, str]:
    found = re.findall(
        r'number-name">(.*?)</h4>\s*<p class="number-(?:value|withheld)">(.*?) <span', page, re.DOTALL
    )
    return dict(found)


def test_page_file_paper_and_command_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = filled(code="PI-77")
    desk = browser("desk", project)
    with override("it"):
        reader, february = factories.actor("desk", project=project), Wanted(month=date(2026, 2, 1))
        (found,) = figures.figures(reader, [project], february, on=date(2026, 3, 2))
        expected = {
            row.name: row.value for block in figures_told.sections(found.figures) for row in block.rows
        }
    assert (found.figures.single["visits"].value, found.figures.single["people"].value) == (15, 7)
    asked = {"project": "PI-77", **FEBRUARY}
    assert cards(desk.get(PAGE, asked, headers={"Accept-Language": "it"}).content.decode()) == expected
    rows = list(csv.reader(io.StringIO(desk.get(TABLE, asked).content.decode("utf-8-sig")), delimiter=";"))
    assert {row[2]: row[4] for row in rows[1:] if row[1] != "2026-02" and not row[3]} == expected
    paper = desk.get(PAPER, asked | {"language": "it"})
    assert paper["Content-Type"] == "application/pdf"
    assert "lab-PI-77-2026-02-it.pdf" in paper["Content-Disposition"]
    told = read(paper.content)
    for block in figures_told.sections(found.figures):
        for row in block.rows:
            assert re.search(
                rf"{re.escape(squeezed(expected_name(row.code)))}\s*{re.escape(row.value)}", told
            ), row
    monkeypatch.setattr("campanello.cli.lab.prepare", lambda: None)
    out = tmp_path / "month.pdf"
    given = [
        "lab",
        "report",
        "--project",
        "PI-77",
        "--month",
        "2026-02",
        "--out",
        str(out),
        "--language",
        "it",
    ]
    done = CliRunner().invoke(cli, [*given, "--suppress", "0"])
    assert done.exit_code == 0, done.output
    assert read(out.read_bytes()) == told
    assert AuditEntry.objects.filter(verb="lab.figures-exported").count() == 3
    assert "Zz" not in told


def expected_name(code: str) -> str:
    with override("it"):
        return figures_told._row(code, Cell()).name


def read(source: bytes) -> str:
    return squeezed(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(source)).pages))


def squeezed(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


def test_a_programme_manager_meets_no_small_count_anywhere() -> None:
    project = filled(people=3, code="PI-78")
    manager = browser("programme")
    asked = {"project": "PI-78", **FEBRUARY}
    page = manager.get(PAGE, asked, headers={"Accept-Language": "en"}).content.decode()
    assert cards(page)["Different people"] == "withheld"
    assert cards(page)["Reports"] == "withheld"
    assert "of less than 5" in page
    assert 'name="first"' not in page
    rows = list(csv.reader(io.StringIO(manager.get(TABLE, asked).content.decode("utf-8-sig")), delimiter=";"))
    small = {
        row[2]: row[4] for row in rows if row[5] in {"people", "reports"} and row[4] not in {"0", "withheld"}
    }
    assert small == {}
    assert cards(browser("desk", project).get(PAGE, asked).content.decode())


@pytest.mark.parametrize(
    "asked",
    [
        {"month": "2026-13"},
        {"month": "0000-00"},
        {"month": "9999-12"},
        {"first": "x", "last": "2026-02-31"},
        {"first": "2026-03-01", "last": "2026-01-01"},
        {"month": "٢٠٢٦-٠٢"},
        {"language": "xx"},
    ],
)
def test_nonsense_in_the_address_is_left_aside(asked: dict[str, str]) -> None:
    project = filled(people=1)
    desk = browser("desk", project)
    assert desk.get(PAGE, asked).status_code == 200
    assert desk.get(PAGE, {"project": "<script>"}).status_code == 404


def test_a_month_that_still_runs_is_refused_in_a_sentence_to_who_sees_no_small_counts() -> None:
    project = filled(people=1)
    this = f"{date.today():%Y-%m}"  # noqa: DTZ011 (as the page does)
    factories.visit(project, at=datetime.now(UTC))
    answer = browser("programme").get(PAGE, {"project": project.code, "month": this})
    assert answer.status_code == 422
    assert browser("desk", project).get(PAGE, {"month": this}).status_code == 200


def test_the_command_refuses_a_month_that_runs_and_a_project_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campanello.cli.lab.prepare", lambda: None)
    project = filled(people=1)

    def run(code: str, month: str) -> BaseException | None:
        given = ["lab", "report", "--project", code, "--month", month, "--out", str(tmp_path / "x.pdf")]
        return CliRunner().invoke(cli, [*given, "--suppress", "5"]).exception

    assert isinstance(run(project.code, "2099-01"), MonthNotOver)
    assert isinstance(run("PI-NONE", "2026-01"), DomainError)
    assert not list(tmp_path.iterdir())


def test_the_page_takes_as_many_queries_for_more_people_and_labs() -> None:
    filled(people=2)
    manager = browser("programme")

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert manager.get(PAGE).status_code == 200
        return len(seen)

    asked()
    before = asked()
    filled(people=9)
    filled(people=5)
    assert asked() == before
