"""A long table through the pages and the worker: tried out, stored, stopped, corrected; who follows it."""

from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from campanello.core import job_signs, jobs
from campanello.core.actor import Actor
from campanello.core.job_runs import Run
from campanello.core.models import AuditEntry, Job
from campanello.jobs import imports, work
from campanello.jobs.outcome import Done
from campanello.people.models import Person
from tests import factories
from tests.db.homes.houses import House
from tests.edges.staff.imports.test_bringing import AsRole, SetParameter, kept_files, sent, table
from tests.working import work_off

ROSA = "BLLRSO60E44E897O;Ballatoio;Rosa;04/05/1960;"
UGO = ";Cortile;Ugo;05/06/1971;"
MATCHED = {"column-0": "code", "column-1": "family_name", "column-2": "given_name", "column-3": "born_on"}
JOBS = "/tabelle/lavori/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def everything_is_long(set_parameter: SetParameter) -> None:
    set_parameter("imports.in_request_rows", 1)


def tried_out(client: Client, house: House, *rows: str) -> str:
    """The address of the job that tries a table out, which is then done; and of the table."""
    address = sent(client, table(*rows), place=house.project.pk)
    answer = client.post(address, MATCHED)
    assert answer["Location"].startswith(JOBS), answer.content.decode()
    work_off()
    return address


def newest() -> Job:
    job = Job.objects.first()
    assert job is not None
    return job


def page_of(job: Job) -> str:
    return f"{JOBS}{job.uid}/"


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_long_table_is_tried_out_and_stored_while_its_page_is_closed(
    house: House, as_role: AsRole, tmp_path: Path
) -> None:
    client = as_role("coordinator")
    address = sent(client, table(ROSA, UGO), place=house.project.pk)
    job_page = client.post(address, MATCHED)["Location"]
    assert "Waiting" in words(client, job_page)
    assert client.get(address)["Location"] == job_page
    work_off()
    page = words(client, job_page)
    assert "Nothing is stored yet" in page
    assert f"{address}controllo/" in page
    assert not Person.objects.filter(family_name="Cortile").exists()

    check = words(client, f"{address}controllo/")
    assert "Stored will be: 2 new, 0 changed." in check
    assert "in the background" in check
    store_page = client.post(f"{address}controllo/")["Location"]
    assert client.post(f"{address}controllo/")["Location"] == store_page
    assert Job.objects.count() == 2
    work_off()
    assert Person.objects.filter(family_name__in=["Cortile", "Ballatoio"]).count() == 2
    page = words(client, store_page)
    assert "The table is stored; the file is deleted." in page
    assert ("Ballatoio" in page, "persone.csv" in page) == (False, False)
    assert kept_files(tmp_path) == []
    assert newest().facts == {
        "rows": 2, "new": 2, "changed": 0, "unchanged": 0, "doubtful": 0, "problem_count": 0
    }  # fmt: skip
    line = AuditEntry.objects.get(verb="people.imported")
    assert line.actor_id == newest().asked_by_id
    assert line.reference == newest().reference
    assert "The table is stored" in words(client, f"{address}controllo/")


def test_a_table_that_got_a_mistake_meanwhile_stores_nothing_and_says_what_is_wrong(
    house: House, as_role: AsRole
) -> None:
    client = as_role("coordinator")
    address = tried_out(client, house, ROSA, UGO)
    factories.code(factories.person(family_name="Altri"), kind="cf", value="BLLRSO60E44E897O", reason="")
    client.post(f"{address}controllo/")
    work_off()
    job = newest()
    assert (job.state, job.error_code, job.error_facts) == (
        "failed",
        "core.import-refused",
        {"count": 1, "rows": 1},
    )
    page = words(client, page_of(job))
    assert "Nothing was stored: 1 cells of 1 rows must be corrected first." in page
    assert not Person.objects.filter(family_name="Cortile").exists()
    lines = client.get(f"{page_of(job)}errori.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("2;")
    assert "Long work" in words(client, "/inizio/")
    assert f"{page_of(job)}" in words(client, "/inizio/")


def test_a_deleted_file_is_told(house: House, as_role: AsRole, tmp_path: Path) -> None:
    client = as_role("coordinator")
    address = tried_out(client, house, ROSA, UGO)
    client.post(f"{address}controllo/")
    (path,) = kept_files(tmp_path)
    path.unlink()
    work_off()
    assert newest().error_code == "core.table-gone"
    page = words(client, page_of(newest()))
    assert "Send the table again." in page
    assert "Begin again" not in page


def test_rights_that_ended_meanwhile_store_nothing(house: House, as_role: AsRole) -> None:
    client = as_role("coordinator")
    address = tried_out(client, house, ROSA, UGO)
    client.post(f"{address}controllo/")
    get_user_model().objects.filter(pk=newest().asked_by_id).update(is_active=False)
    work_off()
    assert newest().state == "failed"
    assert not Person.objects.filter(family_name="Cortile").exists()


def test_while_it_runs_the_page_tells_how_far_and_stops_it(
    house: House, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, told = as_role("coordinator"), {}

    def watched(run: Run, actor: Actor) -> Done:
        job_signs.tell(run.uid, 500, 1500)
        page = f"{JOBS}{run.uid}/"
        told["page"] = words(client, page)
        told["far"] = client.get(f"{page}?was=running", headers=HTMX).content.decode()
        told["turned"] = client.get(f"{page}?was=waiting", headers=HTMX).get("HX-Refresh")
        told["stop"] = client.post(f"{page}ferma/").status_code
        told["stopping"] = words(client, page)
        return imports.try_out(run, actor)

    monkeypatch.setattr(work, "KINDS", {"import-trial": watched})
    address = tried_out(client, house, ROSA, UGO)
    assert 'max="1500"' in told["page"]
    assert "500 of 1500" in told["far"]
    assert "<html" not in told["far"]
    assert (told["turned"], told["stop"]) == ("true", 302)
    assert "It stops at its next step" in told["stopping"]
    assert newest().state == "cancelled"
    page = words(client, page_of(newest()))
    assert "It was stopped. Nothing was stored." in page
    monkeypatch.undo()
    assert client.post(f"{page_of(newest())}ricomincia/").status_code == 302
    assert client.get(address)["Location"] == page_of(newest())


def test_what_a_job_works_on_is_not_deleted_under_it(house: House, as_role: AsRole, tmp_path: Path) -> None:
    client = as_role("coordinator")
    address = sent(client, table(ROSA, UGO), place=house.project.pk)
    client.post(address, MATCHED)
    assert client.post(f"{address}elimina/")["Location"] == page_of(newest())
    assert client.post(address, {"column-1": "family_name"})["Location"] == page_of(newest())
    assert len(kept_files(tmp_path)) == 1
    client.post(f"{page_of(newest())}ferma/")
    assert client.post(f"{address}elimina/")["Location"] == "/tabelle/"
    assert kept_files(tmp_path) == []


def test_a_job_whose_process_ended_says_so(house: House, as_role: AsRole) -> None:
    client = as_role("coordinator")
    address = sent(client, table(ROSA, UGO), place=house.project.pk)
    client.post(address, MATCHED)
    Job.objects.update(state="running", started_at=newest().asked_at)
    page = words(client, page_of(newest()))
    assert "The program was ended in the middle" in page
    assert "Begin again" in page
    assert "Interrupted" in words(client, JOBS)
    client.post(f"{page_of(newest())}ricomincia/")
    work_off()
    assert "Nothing is stored yet" in words(client, page_of(newest()))


def test_without_a_worker_the_page_says_what_to_start(house: House, as_role: AsRole) -> None:
    client = as_role("coordinator")
    client.post(sent(client, table(ROSA, UGO), place=house.project.pk), MATCHED)
    assert "campanello jobs" in words(client, page_of(newest()))
    with job_signs.worker_here():
        assert "campanello jobs" not in words(client, page_of(newest()))


def test_a_colleague_sees_the_figures_and_the_mistakes_but_not_the_table(
    house: House, as_role: AsRole
) -> None:
    client, colleague = as_role("coordinator"), as_role("coordinator")
    address = tried_out(client, house, ROSA, "X1;Cortile;Ugo;;")
    page = words(colleague, page_of(newest()))
    assert "To be corrected" in page
    assert address not in page
    assert len(colleague.get(f"{page_of(newest())}errori.csv").content.splitlines()) == 2
    assert colleague.get(f"{address}controllo/").status_code == 404
    assert colleague.post(f"{page_of(newest())}ricomincia/").status_code == 404
    assert page_of(newest()) not in words(colleague, "/inizio/")
    stranger = factories.user()
    factories.assignment(user=stranger, role="coordinator")
    client.force_login(stranger)
    for path in ("", "errori.csv"):
        assert client.get(f"{page_of(newest())}{path}").status_code == 404


def test_the_list_asks_as_much_of_the_database_at_any_length(
    house: House, as_role: AsRole, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_role("coordinator")
    assert "No long work yet" in words(client, JOBS)
    tried_out(client, house, ROSA, UGO)
    before = newest()
    client.get(JOBS)
    counts = []
    for _size in range(2):
        with django_assert_max_num_queries(12) as asked:
            assert page_of(before) in words(client, JOBS)
        counts.append(len(asked))
        for _ in range(5):
            Job.objects.create(
                kind="import", asked_by=before.asked_by, project=house.project, subject=UUID(int=_ + 1),
                given=before.given, asked_at=before.asked_at, state="cancelled", finished_at=before.asked_at,
            )  # fmt: skip
    assert counts[0] == counts[1]
    assert "None stands so" in words(client, f"{JOBS}?state=failed")
    assert "Cancelled" in words(client, f"{JOBS}?state=cancelled")


def test_the_queue_names_nobody(house: House, as_role: AsRole) -> None:
    tried_out(as_role("coordinator"), house, ROSA, UGO)
    text = str(list(DBTaskResult.objects.values())) + str(list(Job.objects.values()))
    assert ("Rosa" in text, "persone.csv" in text) == (False, False)
    assert set(newest().given) == {"table", "language"}
    assert jobs.STANDING_NAMES.keys() == set(jobs.Standing)
