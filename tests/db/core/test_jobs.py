"""Long work: asked for once, begun once, ended once; who sees it; what a process that died leaves behind."""

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django_tasks_db.models import DBTaskResult

from campanello.core import job_runs, job_signs, jobs
from campanello.core.access import NotFound
from campanello.core.actor import NOBODY, Actor
from campanello.core.job_runs import Run
from campanello.core.jobs import JobOver, JobUnderWay, Standing
from campanello.core.models import AuditEntry, Job
from campanello.jobs import work
from campanello.jobs.outcome import Done
from campanello.jobs.worker import Worker
from tests import factories
from tests.working import work_off

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def somebody(db: None) -> Actor:
    return factories.actor("coordinator")


def asked(actor: Actor, subject: UUID | None = None, *, kind: str = "test") -> Job:
    (grant,) = actor.grants
    return jobs.ask(
        actor=actor,
        kind=kind,
        subject=subject or uuid4(),
        project=grant.project,
        given={"table": "people"},
        at=AT,
    )


def begun(job: Job) -> Run:
    run = job_runs.begin(job.uid, at=AT, reference="TEST")
    assert run is not None
    return run


def standing(actor: Actor, job: Job) -> Standing:
    return jobs.job(actor, job.uid).standing


def verbs() -> list[str]:
    return list(
        AuditEntry.objects.filter(verb__startswith="core.job").order_by("pk").values_list("verb", flat=True)
    )


def test_asked_twice_on_one_table_it_is_one_job_in_the_queue_once(somebody: Actor) -> None:
    first = asked(somebody)
    assert asked(somebody, first.subject).pk == first.pk
    assert DBTaskResult.objects.count() == 1
    assert verbs() == ["core.job-asked"]
    with pytest.raises(JobUnderWay):
        asked(factories.actor("coordinator"), first.subject)


def test_nobody_in_particular_asks_for_nothing(db: None) -> None:
    with pytest.raises(NotFound):
        jobs.ask(actor=NOBODY, kind="test", subject=uuid4(), project=None, given={}, at=AT)
    assert list(jobs.jobs(NOBODY)) == []


def test_a_job_is_seen_by_who_asked_and_by_who_coordinates_its_project(somebody: Actor) -> None:
    job = asked(somebody)
    colleague = factories.actor("coordinator", project=job.project)
    assert jobs.job(colleague, job.uid).job == job
    for other in (factories.actor("coordinator"), factories.actor("case", project=job.project)):
        with pytest.raises(NotFound):
            jobs.job(other, job.uid)
    assert jobs.job_on(colleague, job.subject) is None


def test_a_job_begins_once(somebody: Actor) -> None:
    job = asked(somebody)
    assert begun(job).user == somebody.user
    assert job_runs.begin(job.uid, at=AT, reference="TEST") is None


def test_how_far_it_is_is_seen_while_its_process_lives(somebody: Actor) -> None:
    job = asked(somebody)
    with job_signs.held(job.uid):
        run = begun(job)
        job_signs.tell(job.uid, 500, 1200)
        seen = jobs.job(somebody, job.uid)
        assert (seen.standing, seen.done, seen.total) == (Standing.RUNNING, 500, 1200)
        job_runs.finish(run, facts={"new": 1200}, at=AT)
    seen = jobs.job(somebody, job.uid)
    assert (seen.standing, seen.done, seen.job.facts) == (Standing.DONE, 1200, {"new": 1200})


def test_a_job_whose_process_is_gone_is_interrupted_and_begins_again(somebody: Actor) -> None:
    job = asked(somebody)
    with job_signs.held(job.uid):
        begun(job)
        with pytest.raises(JobUnderWay):
            jobs.begin_again(actor=somebody, uid=job.uid, at=AT)
    assert standing(somebody, job) is Standing.INTERRUPTED
    with pytest.raises(NotFound):
        jobs.begin_again(actor=factories.actor("coordinator", project=job.project), uid=job.uid, at=AT)
    jobs.begin_again(actor=somebody, uid=job.uid, at=AT)
    assert standing(somebody, job) is Standing.WAITING
    assert DBTaskResult.objects.ready().count() == 2  # the first is what the dead process would have taken
    assert verbs() == ["core.job-asked", "core.job-begun-again"]


def test_begun_again_beside_another_job_on_the_table_is_refused(somebody: Actor) -> None:
    job = asked(somebody)
    jobs.cancel(actor=somebody, uid=job.uid, at=AT)
    asked(somebody, job.subject)
    with pytest.raises(JobUnderWay):
        jobs.begin_again(actor=somebody, uid=job.uid, at=AT)


def test_a_waiting_job_is_cancelled_at_once_and_is_then_not_begun(somebody: Actor) -> None:
    job = asked(somebody)
    jobs.cancel(actor=somebody, uid=job.uid, at=AT)
    assert standing(somebody, job) is Standing.CANCELLED
    assert job_runs.begin(job.uid, at=AT, reference="TEST") is None
    with pytest.raises(JobOver):
        jobs.cancel(actor=somebody, uid=job.uid, at=AT)
    assert verbs() == ["core.job-asked", "core.job-cancelled"]


def test_a_running_job_stops_at_its_next_step_without_a_write_by_who_asks(somebody: Actor) -> None:
    job = asked(somebody)
    other = factories.actor("coordinator", project=job.project)
    with job_signs.held(job.uid):
        run = begun(job)
        before = verbs()
        jobs.cancel(actor=other, uid=job.uid, at=AT)
        assert verbs() == before
        assert standing(somebody, job) is Standing.STOPPING
        with pytest.raises(job_signs.Stopped):
            job_signs.tell(job.uid, 1, 2)
        job_runs.stop(run, at=AT)
    assert standing(somebody, job) is Standing.CANCELLED
    assert AuditEntry.objects.get(verb="core.job-cancelled").actor_id == other.user


BROKEN: dict[str, dict[str, Any]] = {
    "over without a day": {"state": "done"},
    "failed without a reason": {"state": "failed", "finished_at": AT},
    "waiting and over": {"state": "waiting", "finished_at": AT},
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_the_database_refuses_a_job_that_can_not_be(change: dict[str, Any], somebody: Actor) -> None:
    job = asked(somebody)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**change)


def test_tidying_queues_what_was_lost_and_forgets_what_is_old(somebody: Actor) -> None:
    lost, old, running = (asked(somebody) for _ in range(3))
    DBTaskResult.objects.filter(pk=lost.task).update(status="RUNNING", started_at=AT)
    Job.objects.filter(pk=old.pk).update(state="done", finished_at=AT - timedelta(days=91))
    with job_signs.held(old.uid), job_signs.held(running.uid):
        begun(running)
    job_runs.tidy(on=date(2026, 3, 2), at=AT + timedelta(minutes=6))
    lost.refresh_from_db()
    assert DBTaskResult.objects.get(pk=lost.task).status == "READY"
    assert not Job.objects.filter(pk=old.pk).exists()
    assert set(job_signs.known()) == {running.uid}
    assert standing(somebody, running) is Standing.INTERRUPTED


# --- What the process does with a kind of work


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Kinds of work of the test's own."""
    own: dict[str, Any] = {}
    monkeypatch.setattr(work, "KINDS", own)
    return own


def secretive(run: Run, actor: Actor) -> Done:
    AuditEntry.objects.create(at=AT, sort="write", verb="test.written", reference="-")
    raise ValueError("Rosa Ballatoio")


def test_a_mistake_of_the_program_s_takes_all_back_and_tells_a_number_but_no_name(
    somebody: Actor, kinds: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    kinds["test"] = secretive
    job = asked(somebody)
    work_off()
    job.refresh_from_db()
    assert (job.state, job.error_code) == ("failed", "core.job-broke")
    assert job.error_facts == {"reference": job.reference}
    assert job.reference in job.error_text % job.error_facts
    assert not AuditEntry.objects.filter(verb="test.written").exists()
    assert "Rosa" not in str(DBTaskResult.objects.values_list("traceback", "args_kwargs"))
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == ["A job failed"]


def test_what_is_left_to_do_and_fails_does_not_undo_what_was_stored(
    somebody: Actor, kinds: dict[str, Any]
) -> None:
    def full() -> None:
        raise OSError("no space left")

    kinds["test"] = lambda run, actor: Done({"new": 3}, full)
    job = asked(somebody)
    work_off()
    assert standing(somebody, job) is Standing.DONE


def test_rights_are_those_held_when_it_runs(somebody: Actor, kinds: dict[str, Any]) -> None:
    held: list[Actor] = []
    kinds["test"] = lambda run, actor: held.append(actor) or Done({})
    asked(somebody)
    work_off()
    assert held[0].grants == somebody.grants


def test_who_asks_it_to_stop_in_its_last_step_is_heard_too(somebody: Actor, kinds: dict[str, Any]) -> None:
    def slow_to_listen(run: Run, actor: Actor) -> Done:
        AuditEntry.objects.create(at=AT, sort="write", verb="test.written", reference="-")
        jobs.cancel(actor=somebody, uid=run.uid, at=AT)
        return Done({"new": 1})

    kinds["test"] = slow_to_listen
    job = asked(somebody)
    work_off()
    assert standing(somebody, job) is Standing.CANCELLED
    assert not AuditEntry.objects.filter(verb="test.written").exists()
    assert verbs() == ["core.job-asked", "core.job-cancelled"]


def test_an_ended_process_leaves_its_job_interrupted(somebody: Actor, kinds: dict[str, Any]) -> None:
    def told_to_end(run: Run, actor: Actor) -> Done:
        AuditEntry.objects.create(at=AT, sort="write", verb="test.written", reference="-")
        raise KeyboardInterrupt

    kinds["test"] = told_to_end
    job = asked(somebody)
    work_off()
    assert standing(somebody, job) is Standing.INTERRUPTED
    assert not AuditEntry.objects.filter(verb="test.written").exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer: two can't pick at once")
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_each_job_once(kinds: dict[str, Any]) -> None:
    done: list[UUID] = []
    at_work: set[int] = set()
    both = threading.Barrier(2)

    def note(run: Run, actor: Actor) -> Done:
        if threading.get_ident() not in at_work:
            # Nobody goes on before both have a job in hand.
            at_work.add(threading.get_ident())
            both.wait(10)
        done.append(run.uid)
        return Done({})

    kinds["test"] = note
    somebody = factories.actor("coordinator")
    wanted = [asked(somebody) for _ in range(20)]
    # Each stands in the queue twice: whoever takes the second finds it begun.
    for job in wanted:
        jobs.enqueue(job)

    def take() -> None:
        try:
            Worker().once()
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(done) == sorted(job.uid for job in wanted)
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
    assert len(at_work) == 2
