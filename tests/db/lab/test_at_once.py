"""Entries that arrive twice at one moment: each is recorded once, and both senders are answered alike."""

import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import close_old_connections, connection, connections

from campanello.lab.models import IndirectWork, Shift, Visit
from campanello.lab.rules.visits import NewVisit
from campanello.lab.rules.work import NewWork
from campanello.lab.services.shifts import start_shift
from campanello.lab.services.visits import record_visit
from campanello.lab.services.work import record_work
from tests import factories
from tests.factories import TODAY

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
TIMES = 6


def visit(actor: Any, project: Any, uid: uuid.UUID) -> Any:
    told = NewVisit(project=project.code, happened_at=AT, channel="desk", needs=("work",))
    return record_visit(actor=actor, uid=uid, visit=told, at=AT)


def work(actor: Any, project: Any, uid: uuid.UUID) -> Any:
    told = NewWork(project=project.code, kind="team", minutes=30, on=TODAY)
    return record_work(actor=actor, uid=uid, work=told, today=TODAY)


def shift(actor: Any, project: Any, uid: uuid.UUID) -> Any:
    return start_shift(actor=actor, project=project.code, at=AT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("do", "model"), [(visit, Visit), (work, IndirectWork), (shift, Shift)])
def test_what_is_sent_several_times_at_once_is_recorded_once(do: Callable[..., Any], model: Any) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one write at a time; where several do is tried on PostgreSQL")
    project = factories.project()
    actor = factories.actor("desk", project=project)
    uid = uuid.uuid4()
    ready = threading.Barrier(TIMES)
    answered: list[int] = []

    def send() -> None:
        close_old_connections()
        ready.wait()
        try:
            answered.append(do(actor, project, uid).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(TIMES)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert model.objects.count() == 1
    assert answered == [model.objects.get().pk] * TIMES
