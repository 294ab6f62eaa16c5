"""Tables that leave: people without what must stay, empty tables that can be sent back, the dataset."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from campanello.core.importing import proposed
from campanello.core.models import AuditEntry
from campanello.homes.services.tables import TABLES
from campanello.people.models import Citizenship, ContactWay, Person, SpecialFact
from tests import factories
from tests.db.homes.houses import House

AsRole = Callable[[str], Client]
CSV, XLSX = "/tabelle/persone.csv", "/tabelle/persone.xlsx"


def rows(client: Client, address: str = CSV) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def rosa(house: House) -> Person:
    person = factories.person(
        house.project, family_name="=Ballatoio", given_name="Rosa", born_on=date(1960, 5, 4)
    )
    factories.code(person, kind="stp", value="STP0300000000017", reason="")
    factories.code(person, kind="cf", value="BLLRSO60E44E897O", reason="")
    Citizenship.objects.create(person=person, country="MA")
    phone = {"value": "+39 333 1234567", "normal": "+393331234567"}
    ContactWay.objects.create(person=person, kind="phone", starts_on=factories.LONG_AGO, **phone)
    SpecialFact.objects.create(
        person=person, kind="addiction", basis="declared", starts_on=factories.LONG_AGO
    )
    return person


def test_people_leave_without_what_must_stay(house: House, rosa: Person, as_role: AsRole) -> None:
    client = as_role("coordinator")
    text = client.get(CSV).content.decode()
    assert ("STP" in text, "ddict" in text) == (False, False)
    (row,) = [one for one in rows(client) if one["Given name"] == "Rosa"]
    assert row["Family name"] == "'=Ballatoio"
    assert row["Telephone"] == "'+39 333 1234567"
    assert (row["Codice fiscale"], row["Birth date"], row["Citizenship"], row["Projects"]) == (
        "BLLRSO60E44E897O",
        "04/05/1960",
        "Morocco",
        house.project.code,
    )


def test_only_the_people_of_one_s_projects_leave(house: House, as_role: AsRole) -> None:
    restricted = factories.person(house.project, family_name="Ristretti")
    Person.objects.filter(pk=restricted.pk).update(restricted_at="2026-01-01T00:00:00Z")
    factories.person(factories.project(), family_name="Altrove")
    client = as_role("coordinator")
    names = {row["Family name"] for row in rows(client)}
    assert "Rossi" in names
    assert not names & {"Ristretti", "Altrove", "Neri"}
    assert client.get(f"{CSV}?project={factories.project().pk}").status_code == 404
    assert client.get(f"{CSV}?project=x").status_code == 404


def test_each_person_taken_along_has_a_line(house: House, rosa: Person, as_role: AsRole) -> None:
    as_role("coordinator").get(XLSX)
    assert AuditEntry.objects.filter(verb="people.person-exported", person=rosa.pk).count() == 1
    line = AuditEntry.objects.get(verb="people.people-exported")
    assert (line.sort, line.facts["rows"]) == ("export", 6)


def test_a_workbook_holds_no_formula(rosa: Person, as_role: AsRole) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_role("coordinator").get(XLSX).content))
    cells = [cell for row in book.active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert "=Ballatoio" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


@pytest.mark.parametrize("role", ["desk", "case", "landlord", "programme", "evaluator", "admin"])
def test_nobody_else_takes_people_along(role: str, as_role: AsRole) -> None:
    assert as_role(role).get(CSV).status_code == 404


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_an_empty_table_is_understood_when_it_comes_back(
    table: str, extension: str, language: str, house: House, as_role: AsRole
) -> None:
    client = as_role("coordinator")
    answer = client.get(f"/tabelle/modelli/{table}.{extension}", headers={"accept-language": language})
    file = SimpleUploadedFile(f"t.{extension}", answer.content)
    sent = client.post("/tabelle/", {"table": table, "place": house.project.pk, "file": file})
    form = client.get(sent["Location"]).context["form"]
    assert [field.value() for field in form] == [column.name for column in TABLES[table].shape.columns]


def test_the_dataset_is_the_evaluator_s(as_role: AsRole, monkeypatch: Any, house: House) -> None:
    def write(actor: Any, directory: Path, *, on: date) -> dict[str, int]:
        directory.mkdir()
        (directory / "people.parquet").write_bytes(b"PAR1")
        return {"people": 1}

    monkeypatch.setattr("campanello.staff.imports.taking.write_snapshot", write)
    answer = as_role("evaluator").post("/tabelle/dati.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert archive.namelist() == ["people.parquet"]
    assert as_role("coordinator").post("/tabelle/dati.zip").status_code == 404
    assert as_role("evaluator").get("/tabelle/dati.zip").status_code == 405


def test_columns_of_the_export_are_those_of_the_import(house: House, as_role: AsRole) -> None:
    (row, *_rest) = rows(as_role("coordinator"))
    shape = TABLES["people"].shape
    assert proposed(list(row), shape) == {column.name: place for place, column in enumerate(shape.columns)}
