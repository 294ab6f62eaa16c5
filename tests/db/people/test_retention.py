"""What is ended when its time is over: people, audit entries, answers kept for programs; and what is not yet."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from campanello.core.models import AuditEntry, AuditRelease, IdempotentAnswer
from campanello.lab.models import Antenna
from campanello.people.models import Participation, Person
from campanello.people.services import retention
from campanello.people.services.retention import AuditKeptTooShortly
from tests import factories

pytestmark = pytest.mark.django_db
ON = date(2027, 1, 1)
AT = datetime(2027, 1, 1, 3, tzinfo=UTC)


def known_since(day: date, **given: Any) -> Person:
    made = factories.person(factories.project(), **given)
    Person.objects.filter(pk=made.pk).update(registered_at=datetime(day.year, day.month, day.day, tzinfo=UTC))
    return made


def took_part(person: Person, strand: str, exit_on: date | None, entry_on: date = date(2020, 1, 1)) -> None:
    Participation.objects.create(
        person=person,
        project=factories.project(),
        strand=strand,
        code=f"{strand}-{person.pk}",
        entry_on=entry_on,
        exit_on=exit_on,
        plan_status="completed" if strand == "plan" else "",
    )


#        strand, left on, is erased
CASES = {
    "somebody who came once, more than two years ago": (None, None, True),
    "somebody whose lab ended two years ago to the day": ("lab", date(2025, 1, 1), False),
    "somebody whose lab ended the day before that": ("lab", date(2024, 12, 31), True),
    "somebody still in a lab": ("lab", None, False),
    "a plan closed in the sixth year back": ("plan", date(2021, 12, 31), True),
    "a plan closed in the fifth year back": ("plan", date(2022, 1, 1), False),
    "a plan under way": ("plan", None, False),
}


@pytest.mark.parametrize(("strand", "left", "is_erased"), CASES.values(), ids=CASES)
def test_when_its_time_is_over_for(strand: str | None, left: date | None, is_erased: bool) -> None:
    person = known_since(date(2020, 1, 1))
    if strand:
        took_part(person, strand, left)
    due = retention.due(on=ON)
    assert due.case_files + due.contacts == int(is_erased)
    assert Person.objects.get(pk=person.pk).erased_at is None
    done = retention.apply(on=ON, at=AT)
    assert (done.case_files, done.contacts) == (due.case_files, due.contacts)
    assert Person.objects.get(pk=person.pk).erased_at == (AT if is_erased else None)
    assert bool(Person.objects.get(pk=person.pk).name) is not is_erased


def test_who_was_registered_lately_stays() -> None:
    person = known_since(date(2026, 6, 1))
    retention.apply(on=ON, at=AT)
    assert Person.objects.get(pk=person.pk).name


def test_who_has_a_tenancy_stays() -> None:
    person = known_since(date(2020, 1, 1))
    flat = factories.dwelling(factories.building(factories.project()))
    factories.tenancy(flat, factories.household(person), holder=person)
    assert retention.due(on=ON).contacts == 0
    retention.apply(on=ON, at=AT)
    assert Person.objects.get(pk=person.pk).name


@pytest.mark.parametrize(
    ("days", "is_erased"), [(0, False), (-1, True)], ids=["two years ago to the day", "the day before that"]
)
def test_who_still_comes_to_the_lab_stays(days: int, is_erased: bool) -> None:
    person = known_since(date(2020, 1, 1))
    factories.visit(
        factories.project(), person=person, at=datetime(2025, 1, 1, 10, tzinfo=UTC) + timedelta(days=days)
    )
    assert retention.due(on=ON).contacts == int(is_erased)


HOLDS = {
    "a report": lambda who: factories.report(factories.project(), reporter=who),
    "a visit of the household": lambda who: factories.visit(
        factories.project(), household=factories.household(who)
    ),
    "a mandate that has no end": lambda who: Antenna.objects.create(
        project=factories.project(), person=who, mandate="Looks around", starts_on=date(2020, 1, 1)
    ),
}


@pytest.mark.parametrize("leave", HOLDS.values(), ids=HOLDS)
def test_what_else_of_the_lab_holds_back(leave: Callable[[Person], Any]) -> None:
    person = known_since(date(2020, 1, 1))
    assert retention.due(on=ON).contacts == 1
    leave(person)
    assert retention.due(on=ON).contacts == 0


def test_old_lines_of_the_trail_go_and_the_lock_is_shut_again() -> None:
    now = timezone.now()
    for age in (timedelta(days=800), timedelta(days=700)):
        AuditEntry.objects.create(at=now - age, sort="read", verb="core.something", reference="-")
    done = retention.apply(on=now.date(), at=now)
    assert done.audit_entries == 1
    assert not AuditRelease.objects.exists()
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"core.something", "core.audit-trimmed"}


def test_a_period_below_the_law_s_is_refused(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        "name,value,unit,starts_on,ends_on,source\nretention.audit_months,5,months,2020-01-01,,ours\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("CAMPANELLO_PARAMETERS", str(own))
    with pytest.raises(AuditKeptTooShortly):
        retention.apply(on=ON, at=AT)


def test_answers_for_programs_are_kept_for_a_day() -> None:
    user = factories.user()
    for number, moment in enumerate((AT - timedelta(days=3), AT)):
        IdempotentAnswer.objects.create(
            user=user, key=f"k{number}", request_sha256="0" * 64, status=201, body={}, made_at=moment
        )
    assert retention.apply(on=ON, at=AT).answers == 1
