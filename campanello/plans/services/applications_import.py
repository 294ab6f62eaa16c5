"""Brings a partner's table of applications in, each once by its code: all of it or nothing of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.errors import DomainError, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.importing import Incoming, Outcome, Problem, Progress, require_columns, rows_of, untold
from campanello.core.period import ROME
from campanello.homes.services.tables import Table
from campanello.people.models import Involvement, Person
from campanello.people.queries.merges import standing_for
from campanello.people.rules.codes import read_code
from campanello.people.services import search_keys
from campanello.people.services.import_matching import Read
from campanello.people.services.imports import AT_ONCE, Work
from campanello.plans.models import Application, ApplicationStep, Fact, Measure
from campanello.plans.queries import measures as measure_queries
from campanello.plans.rules import funds
from campanello.plans.rules.applications import OPEN, OpenAlready, State
from campanello.plans.rules.applications_import import APPLICATIONS, ApplicationRow, application_said
from campanello.plans.rules.funds import Sums
from campanello.plans.rules.values import APPLICATION_STATES
from campanello.plans.services import eligibility
from campanello.plans.services.applications import next_number
from campanello.plans.services.measures import commit_funds

NOON = time(12)
SAME_CODE_TWICE = _("the same application stands in row %(first)s already")
NO_SUCH_MEASURE = _("this project has no such measure; it has: %(known)s")
DIFFERENT_STATE = _("this application is here already and is now: %(state)s. Change it on its own page")


class SeveralMeasures(Refused):
    """A row does not say under which of several measures somebody applied."""

    code = "plans.several-measures"
    text = _("The project has several measures. Name one in the column of the measure: %(known)s.")


@transaction.atomic
def import_applications(
    *,
    actor: Actor,
    project: int | None,
    incoming: Incoming,
    on: date,
    at: datetime,
    is_trial: bool = False,
    takes_doubtful: bool = False,
    progress: Progress = untold,
) -> Outcome:
    """Bring applications into a project's measures. The same table brought again changes nothing.

    A row is an application that is there when its measure has one of its code; where the table says another state than
    the page, the row is refused. Who applied is found or registered as by a table of people. New ones are numbered in
    order of the days of receipt, after those that are there; those that wait are checked.

    Args:
        actor, project: Who imports, and the project whose measures they are.
        incoming: The file's rows, and which of its columns is which.
        on, at: The day it is, and when it is recorded.
        is_trial: Say what would happen, and leave everything as it is.
        takes_doubtful: Register also rows that may be people who are there already.
        progress: Told of how many rows are read, of how many; what it raises undoes all.

    Raises:
        NotFound: The actor does not import applications there.
        ColumnsMissing.
    """
    may = projects_with(actor, Right.IMPORT_PEOPLE) & projects_with(actor, Right.DECIDE_APPLICATIONS)
    if project is None or project not in may:
        raise NotFound
    require_columns(incoming, APPLICATIONS)
    outcome = Outcome()
    said = (application_said(cells, on) for cells in rows_of(incoming, outcome, progress))
    work = _Import(actor, project, on, at, outcome)
    work.take([row for row in said if row], takes_doubtful=takes_doubtful)
    is_refused = outcome.problem_count > 0 or (outcome.doubtful > 0 and not takes_doubtful)
    if is_trial or is_refused:
        transaction.set_rollback(True)
        return outcome
    outcome.is_stored = True
    counts: dict[str, Any] = outcome.counts()
    audit.record(actor, "plans.applications-imported", project=project, **counts)
    return outcome


@dataclass
class _Import:
    """An import under way."""

    actor: Actor
    project: int
    on: date
    at: datetime
    outcome: Outcome
    measures: dict[str, Measure] = field(default_factory=dict)

    def take(self, rows: Sequence[ApplicationRow], *, takes_doubtful: bool) -> None:
        """Decide what becomes of each row, and store the new ones."""
        self.measures = {
            one.code: one for one in Measure.objects.filter(project=self.project).order_by("code")
        }
        placed = [(row, measure) for row in rows if (measure := self._measure(row))]
        fresh = self._unknown(placed)
        people = self._people([row for row, _measure in fresh], takes_doubtful=takes_doubtful)
        by_measure: dict[int, list[tuple[ApplicationRow, Person]]] = {}
        for row, measure in fresh:
            if person := people.get(row.number):
                by_measure.setdefault(measure.pk, []).append((row, person))
        of_key = {one.pk: one for one in self.measures.values()}
        for key, some in by_measure.items():
            self._store(of_key[key], self._possible(of_key[key], some))

    def _tell(self, row: ApplicationRow, column: str, text: str, **facts: Any) -> None:
        self.outcome.tell(Problem(row.number, APPLICATIONS.column(column).title, text, facts))

    def _refuse(self, row: ApplicationRow, column: str, error: DomainError) -> None:
        self._tell(row, column, error.text, **error.facts)

    def _measure(self, row: ApplicationRow) -> Measure | None:
        known = ", ".join(self.measures) or "–"
        if not row.measure and len(self.measures) == 1:
            return next(iter(self.measures.values()))
        if not row.measure:
            self._refuse(row, "measure", SeveralMeasures(known=known))
        elif row.measure not in self.measures:
            self._tell(row, "measure", NO_SUCH_MEASURE, known=known)
        return self.measures.get(row.measure)

    def _unknown(
        self, placed: Iterable[tuple[ApplicationRow, Measure]]
    ) -> list[tuple[ApplicationRow, Measure]]:
        """The rows of applications that are not there yet; those that are must be as the table says."""
        there = {
            (one.measure_id, one.imported_as): one
            for one in Application.objects.filter(measure__project=self.project).exclude(imported_as="")
        }
        seen: dict[tuple[int, str], int] = {}
        fresh = []
        for row, measure in placed:
            key = (measure.pk, row.code)
            held = there.get(key)
            if (first := seen.setdefault(key, row.number)) != row.number:
                self._tell(row, "application", SAME_CODE_TWICE, first=first)
            elif held is None:
                fresh.append((row, measure))
            elif held.state != row.state:
                self._tell(row, "state", DIFFERENT_STATE, state=(APPLICATION_STATES[held.state], {}))
            else:
                self.outcome.unchanged += 1
        return fresh

    def _people(self, rows: Sequence[ApplicationRow], *, takes_doubtful: bool) -> Mapping[int, Person]:
        """Who applied, by row: found, or registered; the project gets to know them."""
        work = Work(self.actor, self.project, self.on, self.at)
        reads = [_read(row) for row in rows]
        for start in range(0, len(reads), AT_ONCE):
            work.find(reads[start : start + AT_ONCE], self.outcome, takes_doubtful=takes_doubtful)
        search_keys.refresh(work.touched)
        found = Person.objects.in_bulk(set(work.people.values()))
        known = set(
            Involvement.objects.filter(project=self.project, person__in=found).values_list(
                "person", flat=True
            )
        )
        strangers = [one for key, one in found.items() if key not in known]
        Involvement.objects.bulk_create(
            [Involvement(person=one, project_id=self.project, starts_on=self.on) for one in strangers]
        )
        audit.record_many(self.actor, "people.person-joined", [(one, one.pk) for one in strangers])
        return {number: found[key] for number, key in work.people.items()}

    def _possible(
        self, measure: Measure, some: Sequence[tuple[ApplicationRow, Person]]
    ) -> list[tuple[ApplicationRow, Person]]:
        """The rows that the rules allow, in order of receipt: one open a person, and no more than the funds have."""
        fund, wanted = measure_queries.fund_of(measure), Sums()
        held = Application.objects.filter(measure=measure, state__in=OPEN, person__isnull=False)
        open_of: dict[Any, Any] = dict(
            held.annotate(standing=standing_for("person")).values_list("standing", "number")
        )
        good = []
        for row, person in sorted(some, key=lambda one: (one[0].received_on, one[0].number)):
            asked = Sums(row.services_cents, row.allowance_cents)
            if row.state in OPEN and person.pk in open_of:
                self._refuse(row, "family_name", OpenAlready(number=open_of[person.pk]))
            elif refusal := funds.why_not_hold(measure_queries.caps(self.on), Sums(), asked):
                self._refuse(row, "services", refusal)
            elif spent := funds.why_not_commit(fund, wanted + asked):
                self._refuse(row, "services", spent)
            else:
                wanted += asked
                open_of |= {person.pk: row.code} if row.state in OPEN else {}
                good.append((row, person))
        return good

    def _store(self, measure: Measure, some: Sequence[tuple[ApplicationRow, Person]]) -> None:
        if not some:
            return
        first = next_number(measure)
        made = [self._made(measure, first + place, row, person) for place, (row, person) in enumerate(some)]
        Application.objects.bulk_create(made, batch_size=500)
        rows = [row for row, _person in some]
        ApplicationStep.objects.bulk_create(
            [
                step
                for one, row in zip(made, rows, strict=True)
                for step in _steps(one, row, self.actor, self.at)
            ],
            batch_size=500,
        )
        Fact.objects.bulk_create(
            [
                Fact(
                    application=one, name=name, value=value, evidence="declared", on=row.received_on,
                    recorded_at=self.at, recorded_by_id=self.actor.user,
                )
                for one, row in zip(made, rows, strict=True)
                for name, value in row.facts.items()
            ],
            batch_size=500,
        )  # fmt: skip
        total = sum((Sums(one.services_cents, one.allowance_cents) for one in made), Sums())
        if total:
            commit_funds(measure, total.services, total.allowance)
        waiting = [one for one in made if one.state == State.PENDING]
        eligibility.check_many(actor=self.actor, rows=waiting, occasion="application", on=self.on, at=self.at)
        audit.record_many(self.actor, "plans.application-imported", [(one, one.person_id) for one in made])
        self.outcome.new += len(made)

    def _made(self, measure: Measure, number: int, row: ApplicationRow, person: Person) -> Application:
        received = datetime.combine(row.received_on, NOON, ROME)
        is_decided = row.state in {State.ELIGIBLE, State.INELIGIBLE}
        decided = datetime.combine(row.decided_on, NOON, ROME) if row.decided_on else self.at
        return Application(
            measure=measure, project_id=self.project, person=person, number=number, state=row.state,
            channel=row.channel, started_at=received, saved_at=received, received_at=received,
            received_on=row.received_on, recorded_by_id=self.actor.user, came_through=row.came_through,
            language=row.details.languages[0].code if row.details.languages else "it",
            imported_as=row.code, due_on=row.due_on if row.state == State.PENDING else None,
            decided_at=decided if is_decided else None,
            decided_by_id=self.actor.user if is_decided else None,
            services_cents=row.services_cents, allowance_cents=row.allowance_cents,
        )  # fmt: skip


def _steps(one: Application, row: ApplicationRow, actor: Actor, at: datetime) -> Iterable[ApplicationStep]:
    """That it was received, and where the table says more, what became of it."""
    yield ApplicationStep(
        application=one, before="", after=State.PENDING, at=one.received_at or at, by_id=actor.user
    )
    if row.state != State.PENDING or row.reasons or row.note:
        yield ApplicationStep(
            application=one,
            before=State.PENDING,
            after=row.state,
            at=one.decided_at or at,
            by_id=actor.user,
            reasons=list(row.reasons),
            note=row.note,
        )


def _read(row: ApplicationRow) -> Read:
    code = None
    if row.details.codes:
        read = read_code(row.details.codes[0].kind, row.details.codes[0].text)
        code = (read.kind, read.normal)
    return Read(row.number, code, row.details)


TABLE = Table(APPLICATIONS, Right.IMPORT_PEOPLE, import_applications)
