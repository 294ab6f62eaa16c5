"""A payment run computed by `campanello jobs`: killed in the middle nothing is set aside; begun again, it is right."""

import signal
from pathlib import Path

import pytest

from tests.edges.cli.test_import import SET_UP
from tests.edges.cli.test_jobs import PATIENCE, done, wait_until_some_rows_are_read, worker

PLANS = 3_000
# Each came for an hour at 10 EUR.
CENTS = PLANS * 1_000
ASK = f"""
from datetime import UTC, datetime
from uuid import UUID
from allauth.mfa.models import Authenticator
from bench.payments import fill
from campanello.accounts.queries import actor_of
from campanello.plans.services import payments
project, user = fill({PLANS}, 1, has_applications=False)
Authenticator.objects.create(user=user, type="totp", data={{}})
payments.propose(
    actor=actor_of(user, date(2026, 4, 1)), uid=UUID(int=7, version=4), project=project,
    through_on=date(2026, 4, 1), on=date(2026, 4, 1), at=datetime(2026, 4, 1, 9, tzinfo=UTC),
)
"""
LOOK = """
import django
django.setup()
from datetime import UTC, datetime
from django.db.models import Sum
from campanello.core import jobs
from campanello.core.actor import Actor
from campanello.core.models import Job
from campanello.plans.models import Measure, Payment, PaymentLine, PaymentRun, Purse
from campanello.plans.services.payments_computing import seal_of
run, job = PaymentRun.objects.get(), Job.objects.get()
purses = Purse.objects.aggregate(all=Sum("allowance_cents"))["all"] or 0
paid = Payment.objects.aggregate(all=Sum("cents"))["all"] or 0
committed = Measure.objects.get().committed_allowance_cents
print(jobs.seen(job).standing, run.state, PaymentLine.objects.count(), paid, purses, committed)
"""
BEGIN_AGAIN = """
jobs.begin_again(actor=Actor(job.asked_by_id, "C"), uid=job.uid, at=datetime.now(UTC))
"""
SEAL = """
print(seal_of(run.pk) == run.lines_sha256, run.plans, run.to_person_cents)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation where a run waits to be computed."""
    folder = tmp_path_factory.mktemp("home")
    done(folder, "-c", SET_UP + ASK)
    return folder


def test_killed_in_the_middle_nothing_of_the_run_is_stored_or_set_aside(home: Path) -> None:
    process = worker(home)
    try:
        wait_until_some_rows_are_read(home, process)
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()
    assert done(home, "-c", LOOK + BEGIN_AGAIN) == "interrupted computing 0 0 0 0"


def test_then_it_goes_on_and_the_sums_are_right(home: Path) -> None:
    assert worker(home, "--once").wait(PATIENCE) == 0
    told = done(home, "-c", LOOK + SEAL).splitlines()
    assert told[0] == f"done proposed {PLANS} {CENTS} {CENTS} {CENTS}"
    assert told[1] == f"True {PLANS} {CENTS}"
