"""A table through the pages: sent, matched, looked at, stored; and what happens to the file."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from campanello.core.models import AuditEntry
from campanello.homes.models import Tenancy
from campanello.people.models import Involvement, Person
from tests import factories
from tests.db.homes.houses import House

AsRole = Callable[[str], Client]
SetParameter = Callable[[str, int], None]
START = "/tabelle/"
HEAD = "Codice fiscale;Cognome;Nome;Nato;Appunti"
ROSA = "BLLRSO60E44E897O;Ballatoio;Rosa;04/05/1960;<b>ciao</b>"


def table(*rows: str, head: str = HEAD, name: str = "persone.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([head, *rows]).encode(), content_type="text/csv")


def send(client: Client, file: SimpleUploadedFile, *, kind: str = "people", place: Any) -> Any:
    return client.post(START, {"table": kind, "place": place, "file": file, "sheet": ""})


def sent(client: Client, file: SimpleUploadedFile, **given: Any) -> str:
    """The address at which the columns are asked for."""
    answer = send(client, file, **given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def kept_files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("uploads/*/*") if path.name == "table"]


def test_a_table_is_sent_matched_looked_at_and_stored(house: House, as_role: AsRole, tmp_path: Path) -> None:
    client = as_role("coordinator")
    address = sent(client, table(ROSA), place=house.project.pk)
    assert len(kept_files(tmp_path)) == 1
    page = client.get(address)
    fields = {field.label: field.value() for field in page.context["form"]}
    assert fields["Cognome"] == "family_name"
    assert (fields["Nato"], fields["Appunti"]) == ("", "")
    assert "&lt;b&gt;ciao&lt;/b&gt;" in page.content.decode()
    matched = {
        f"column-{place}": name
        for place, name in enumerate(["code", "family_name", "given_name", "born_on", ""])
    }
    answer = client.post(address, matched)
    assert answer["Location"] == f"{address}controllo/"
    page = client.get(answer["Location"])
    assert (page.context["told"].new, page.context["told"].problem_count) == (1, 0)
    assert "Stored will be: 1 new, 0 changed." in page.content.decode()
    assert not Person.objects.filter(family_name="Ballatoio").exists()
    assert client.post(answer["Location"])["Location"] == answer["Location"]
    rosa = Person.objects.get(family_name="Ballatoio")
    assert Involvement.objects.filter(person=rosa, project=house.project).exists()
    assert kept_files(tmp_path) == []
    page = client.get(answer["Location"]).content.decode()
    assert "The table is stored" in page
    assert "Ballatoio" not in page
    assert client.get(address)["Location"] == answer["Location"]


def test_wrong_rows_are_named_on_the_page_and_in_a_file(house: House, as_role: AsRole) -> None:
    client = as_role("coordinator")
    address = sent(client, table(ROSA, "X1;Cortile;Ugo;;"), place=house.project.pk)
    client.post(address, {"column-0": "code", "column-1": "family_name", "column-2": "given_name"})
    page = client.get(f"{address}controllo/")
    assert page.context["told"].problem_count == 1
    assert "Store the table" not in page.content.decode()
    lines = client.get(f"{address}controllo.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("3;Codice fiscale;")
    assert client.post(f"{address}controllo/").status_code == 422
    assert not Person.objects.filter(family_name="Ballatoio").exists()


def test_doubtful_people_are_registered_only_when_the_box_is_ticked(house: House, as_role: AsRole) -> None:
    client = as_role("coordinator")
    factories.person(house.project, family_name="El Barouzi", given_name="Ahmed", born_on=factories.LONG_AGO)
    address = sent(client, table(";El Bahrouzi;Ahmed;01/01/2020;"), place=house.project.pk)
    client.post(address, {"column-1": "family_name", "column-2": "given_name", "column-3": "born_on"})
    check = f"{address}controllo/"
    assert client.get(check).context["told"].doubtful == 1
    assert client.post(check).status_code == 422
    assert client.post(check, {"takes_doubtful": "1"}).status_code == 302
    assert Person.objects.filter(family_name="El Bahrouzi").exists()


BAD = {
    "a needed column that no column is": {"column-1": "family_name"},
    "two columns that are one": {
        "column-1": "family_name",
        "column-2": "family_name",
        "column-3": "given_name",
    },
    "a column that is not there": {"column-1": "family_name", "column-2": "given_name", "column-3": "hat"},
}


@pytest.mark.parametrize("matching", BAD.values(), ids=BAD)
def test_columns_that_can_not_be_are_asked_again(
    matching: dict[str, str], house: House, as_role: AsRole
) -> None:
    client = as_role("coordinator")
    address = sent(client, table(ROSA), place=house.project.pk)
    answer = client.post(address, matching)
    assert (answer.status_code, "data-error-summary" in answer.content.decode()) == (422, True)


HOSTILE = {
    "an old workbook, or one with a password": b"\xd0\xcf\x11\xe0 and more",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0",
    "a zip that is no workbook": b"PK\x03\x04nonsense",
    "a file without a row": b"\n\n",
    "two columns of one name": b"Nome;nome\na;b\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_no_table_is_refused_and_deleted(
    content: bytes, house: House, as_role: AsRole, tmp_path: Path
) -> None:
    answer = send(as_role("coordinator"), SimpleUploadedFile("t.xlsx", content), place=house.project.pk)
    assert answer.status_code == 422
    assert "field-errors" in answer.content.decode()
    assert kept_files(tmp_path) == []


def test_a_workbook_is_read_as_well(house: House, as_role: AsRole) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Cognome", "Nome", "Data di nascita"])  # type: ignore[union-attr]
    book.active.append(["Ballatoio", "Rosa", "04/05/1960"])  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    client = as_role("coordinator")
    address = sent(client, SimpleUploadedFile("p.csv", file.getvalue()), place=house.project.pk)
    fields = [field.value() for field in client.get(address).context["form"]]
    assert fields == ["family_name", "given_name", "born_on"]


def test_too_many_rows_are_refused(house: House, as_role: AsRole, set_parameter: SetParameter) -> None:
    set_parameter("imports.most_rows", 1)
    client = as_role("coordinator")
    address = sent(client, table(ROSA, ROSA), place=house.project.pk)
    answer = client.post(address, {"column-1": "family_name", "column-2": "given_name"})
    assert (answer.status_code, "more than 1 rows" in answer.content.decode()) == (422, True)


def test_only_who_sent_a_table_finds_it(house: House, as_role: AsRole, tmp_path: Path) -> None:
    client, other = as_role("coordinator"), as_role("coordinator")
    address = sent(client, table(ROSA), place=house.project.pk)
    for path in (address, f"{address}controllo/", f"{address}controllo.csv"):
        assert other.get(path).status_code == 404
    assert other.post(f"{address}elimina/").status_code == 404
    assert len(kept_files(tmp_path)) == 1
    assert client.post(f"{address}elimina/").status_code == 302
    assert kept_files(tmp_path) == []
    assert client.get(address).status_code == 404


def test_a_table_does_not_go_into_another_s_project(house: House, as_role: AsRole) -> None:
    answer = send(as_role("coordinator"), table(ROSA), place=factories.project().pk)
    assert answer.status_code == 422


def test_a_landlord_sends_tenancies_but_no_people(house: House, as_role: AsRole) -> None:
    client = as_role("landlord")
    form = client.get(START).context["form"]
    assert [name for name, _title in form.fields["table"].choices] == ["tenancies", "arrears"]
    assert send(client, table(ROSA), kind="people", place="landlord").status_code == 422
    head = "Via;Civico;Scala;Piano;Interno;Cognome;Nome;Titolo;Dal"
    row = "Via Esempio;12;A;1;4;Ballatoio;Rosa;inquilino;01/02/2019"
    address = sent(client, table(row, head=head), kind="tenancies", place="landlord")
    page = client.get(address)
    client.post(address, {field.html_name: field.value() for field in page.context["form"]})
    assert client.post(f"{address}controllo/").status_code == 302
    assert Tenancy.objects.get(dwelling=house.empty).holder.name == "Rosa Ballatoio"  # type: ignore[union-attr]


@pytest.mark.parametrize("role", ["desk", "case", "employment", "programme", "admin", "resident"])
def test_others_find_no_tables(role: str, as_role: AsRole) -> None:
    assert as_role(role).get(START).status_code == 404


def test_an_evaluator_finds_the_dataset_and_sends_nothing(house: House, as_role: AsRole) -> None:
    client = as_role("evaluator")
    page = client.get(START)
    assert (page.context["form"], page.context["may_have_dataset"], page.context["may_export"]) == (
        None,
        True,
        False,
    )
    assert send(client, table(ROSA), place=house.project.pk).status_code == 404


def test_a_trial_leaves_no_trace_of_people(house: House, as_role: AsRole) -> None:
    client = as_role("coordinator")
    address = sent(client, table(ROSA), place=house.project.pk)
    client.post(address, {"column-1": "family_name", "column-2": "given_name"})
    assert not AuditEntry.objects.filter(verb__contains="import").exists()
