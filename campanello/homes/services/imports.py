"""Brings a landlord's table of tenancies in: known ones are updated, others started, all of it or nothing of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from campanello.core import audit, params
from campanello.core.access import BY_ORGANISATION, NotFound, Right, grants_with, may
from campanello.core.actor import Actor
from campanello.core.errors import DomainError
from campanello.core.errors import gettext_noop as _
from campanello.core.importing import Incoming, Outcome, Problem, Progress, require_columns, rows_of, untold
from campanello.core.period import Period
from campanello.homes.models import Dwelling, Tenancy
from campanello.homes.queries import imports as queries
from campanello.homes.rules import tenancies as rules
from campanello.homes.rules.imports import TENANCIES, TenancyRow, tenancy_said
from campanello.people.models import IdentityCode, Person
from campanello.people.rules.codes import read_code
from campanello.people.rules.names import plain
from campanello.people.services import tenants
from campanello.people.services.tenants import Found, Tenant

SOMEBODY_ELSE = _(
    "this tenancy is recorded for somebody else: compare the two, and correct the one that is wrong"
)
SAME_TENANCY_TWICE = _("the same tenancy stands in row %(first)s already")
NO_PROJECT = _("no project works where the dwelling stands: who would see the tenant?")
NOT_FOR_YOU = _("this tenant can't be brought in by you: ask the coordinator of the neighbourhood's project")
FIELDS = ("tenure", "code", "starts_on", "ends_on")


@transaction.atomic
def import_tenancies(
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
    """Bring tenancies into dwellings that are recorded. The same table brought again changes nothing.

    A row is a tenancy that is there when it has its contract's code, or its dwelling and first day. Its tenant is found
    by codice fiscale, or by names and birth date; who is not there is registered, with a household of their own.

    Args:
        actor: Who imports.
        project: The project in whose neighbourhoods the dwellings are; None for a landlord's officer, whose they are.
        incoming: The file's rows, and which of its columns is which.
        on: The day it is.
        at: When it is recorded.
        is_trial: Say what would happen, and leave everything as it is.
        takes_doubtful: Register also tenants who may be people that are there already.
        progress: Told of how many rows are read, of how many; what it raises undoes all.

    Returns:
        What was done, in tenancies; `is_stored` is False when it was a trial, or when a row can't be stored.

    Raises:
        NotFound: The actor does not import homes there.
        ColumnsMissing.
    """
    actor = within(actor, project)
    require_columns(incoming, TENANCIES)
    outcome = Outcome()
    read = (tenancy_said(cells, on) for cells in rows_of(incoming, outcome, progress))
    work = _Work(actor, project, on, at, outcome)
    work.take([row for row in read if row], takes_doubtful=takes_doubtful)
    is_refused = outcome.problem_count > 0 or (outcome.doubtful > 0 and not takes_doubtful)
    if is_trial or is_refused:
        transaction.set_rollback(True)
        return outcome
    work.store()
    outcome.is_stored = True
    audit.record(actor, "homes.tenancies-imported", project=project, **counts(outcome))
    return outcome


def counts(outcome: Outcome) -> dict[str, Any]:
    """The figures of an import for the audit trail."""
    return {name: getattr(outcome, name) for name in ("rows", "new", "changed", "unchanged")}


def within(actor: Actor, project: int | None) -> Actor:
    """The actor with those roles alone by which they bring homes into a project, or into a landlord's dwellings.

    Raises:
        NotFound: They have none.
    """
    held = grants_with(actor, Right.IMPORT_HOMES)
    if project is None:
        grants = tuple(grant for grant in held if grant.role in BY_ORGANISATION)
    else:
        grants = tuple(grant for grant in held if grant.project == project)
    if not grants:
        raise NotFound
    # Not a copy by `replace`: a page hands on an actor that is looked up when it is first asked.
    return Actor(actor.user, actor.name, grants, language=actor.language, reference=actor.reference)


@dataclass
class _Matched:
    """A row with its dwelling, and the tenancy that it speaks of where that is known."""

    row: TenancyRow
    dwelling: Dwelling
    known: Tenancy | None = None


@dataclass
class _Work:
    """An import under way. Each stored tenancy is held once, so that a change to it is seen by all that look at it."""

    actor: Actor
    project: int | None
    on: date
    at: datetime
    outcome: Outcome
    held: dict[int, Tenancy] = field(default_factory=dict)
    in_dwelling: dict[int, list[Tenancy]] = field(default_factory=lambda: defaultdict(list))
    of_household: dict[int, list[Tenancy]] = field(default_factory=lambda: defaultdict(list))
    changed: list[Tenancy] = field(default_factory=list)
    new: list[Tenancy] = field(default_factory=list)

    def take(self, rows: list[TenancyRow], *, takes_doubtful: bool) -> None:
        """Decide what becomes of each row."""
        placed = self._placed(rows)
        matched = self._matched(placed)
        people = self._people([one for one in matched if one.known is None], takes_doubtful=takes_doubtful)
        self._read_households(matched, people)
        for one in matched:
            if one.known is not None:
                self._change(one.row, one.dwelling, one.known)
        for one in sorted(matched, key=lambda one: (one.row.starts_on, one.row.number)):
            if one.known is None and one.row.number in people:
                self._start(one.row, one.dwelling, people[one.row.number])

    def store(self) -> None:
        """Write what was decided."""
        Tenancy.objects.bulk_update(self.changed, [*FIELDS, "version"], batch_size=200)
        Tenancy.objects.bulk_create(self.new, batch_size=500)
        audit.record_many(self.actor, "homes.tenancy-changed", [(one, one.holder_id) for one in self.changed])
        audit.record_many(self.actor, "homes.tenancy-started", [(one, one.holder_id) for one in self.new])

    def _tell(self, number: int, column: str, error: DomainError) -> None:
        title = TENANCIES.column(column).title
        self.outcome.tell(Problem(number, title, error.text, error.facts))

    def _placed(self, rows: Iterable[TenancyRow]) -> list[_Matched]:
        homes = queries.Homes.of(self.actor)
        placed = []
        for row in rows:
            try:
                placed.append(_Matched(row, homes.find(row.where)))
            except DomainError as error:
                self._tell(row.number, "dwelling", error)
        queries.hold({one.dwelling.pk for one in placed})
        for dwelling, tenancies in queries.tenancies_in({one.dwelling.pk for one in placed}).items():
            self.in_dwelling[dwelling] = [self.held.setdefault(one.pk, one) for one in tenancies]
        return placed

    def _matched(self, placed: list[_Matched]) -> list[_Matched]:
        """The rows that are no mistake, each with the tenancy it speaks of."""
        by_contract = queries.by_contract({one.row.contract for one in placed if one.row.contract})
        for one in placed:
            one.known = self._known(one, by_contract)
        codes = _codes({one.known.holder_id for one in placed if one.known and one.known.holder_id})
        seen: dict[object, int] = {}
        good = []
        for one in placed:
            row, known = one.row, one.known
            key: object = known.pk if known else (row.contract or (one.dwelling.pk, row.starts_on))
            if (first := seen.setdefault(key, row.number)) != row.number:
                self.outcome.tell(
                    Problem(
                        row.number, TENANCIES.column("contract").title, SAME_TENANCY_TWICE, {"first": first}
                    )
                )
            elif known and known.dwelling_id != one.dwelling.pk:
                self._tell(row.number, "contract", rules.CodeTaken(contract=row.contract))
            elif known and not _is_tenant(row, known.holder, codes):
                self.outcome.tell(Problem(row.number, TENANCIES.column("family_name").title, SOMEBODY_ELSE))
            else:
                good.append(one)
        return good

    def _known(self, one: _Matched, by_contract: Mapping[str, Tenancy]) -> Tenancy | None:
        if found := by_contract.get(one.row.contract):
            return self.held.setdefault(found.pk, found)
        there = self.in_dwelling[one.dwelling.pk]
        return next(
            (
                held
                for held in there
                if held.starts_on == one.row.starts_on and not (held.code and one.row.contract)
            ),
            None,
        )

    def _people(self, unknown: list[_Matched], *, takes_doubtful: bool) -> dict[int, Found]:
        """Who the tenants of new tenancies are, project by project."""
        by_project: dict[int, list[Tenant]] = defaultdict(list)
        working = queries.projects_at({one.dwelling.building.neighbourhood_id for one in unknown})
        for one in unknown:
            row = one.row
            project = self.project or working.get(one.dwelling.building.neighbourhood_id)
            if project is None:
                self.outcome.tell(Problem(row.number, TENANCIES.column("dwelling").title, NO_PROJECT))
            else:
                by_project[project].append(Tenant(row.number, row.tenant, row.code, row.starts_on))
        # A landlord's officer is told nothing of people whom the programme knows.
        may_know = may(self.actor, Right.FIND_PEOPLE)
        told = self.outcome if may_know else Outcome()
        found: dict[int, Found] = {}
        for project, some in by_project.items():
            found |= tenants.find(
                some,
                told,
                actor=self.actor,
                project=project,
                on=self.on,
                at=self.at,
                takes_doubtful=takes_doubtful or not may_know,
            )
        if not may_know:
            for problem in told.problems:
                self.outcome.tell(replace(problem, text=NOT_FOR_YOU, facts={}))
        return found

    def _read_households(self, matched: list[_Matched], people: Mapping[int, Found]) -> None:
        wanted = {one.known.household_id for one in matched if one.known}
        wanted |= {found.household for found in people.values()}
        for household, tenancies in queries.tenancies_of(wanted).items():
            self.of_household[household] = [self.held.setdefault(one.pk, one) for one in tenancies]

    def _change(self, row: TenancyRow, dwelling: Dwelling, known: Tenancy) -> None:
        said = {
            "tenure": row.tenure,
            "code": row.contract,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
        }
        changes = {name: value for name, value in said.items() if value and getattr(known, name) != value}
        if not changes:
            self.outcome.unchanged += 1
            return
        for name, value in changes.items():
            setattr(known, name, value)
        if self._is_possible(row.number, known, dwelling):
            known.version += 1
            self.changed.append(known)
            self.outcome.changed += 1

    def _start(self, row: TenancyRow, dwelling: Dwelling, found: Found) -> None:
        made = Tenancy(
            dwelling=dwelling,
            household_id=found.household,
            holder_id=found.person,
            tenure=row.tenure,
            code=row.contract,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        if self._is_possible(row.number, made, dwelling):
            self.in_dwelling[dwelling.pk].append(made)
            self.of_household[found.household].append(made)
            self.new.append(made)
            self.outcome.new += 1

    def _is_possible(self, number: int, wanted: Tenancy, dwelling: Dwelling) -> bool:
        refusal = rules.why_not_start(
            _span(wanted),
            in_dwelling=[_span(one) for one in self.in_dwelling[dwelling.pk] if one is not wanted],
            of_household=[_span(one) for one in self.of_household[wanted.household_id] if one is not wanted],
            built_on=dwelling.building.built_on,
            latest=self.on + timedelta(days=params.value("homes.tenancy_ahead_days", self.on)),
        )
        if refusal is None:
            return True
        is_elsewhere = isinstance(refusal, rules.HouseholdHoused | rules.HouseholdHousedOpen)
        if is_elsewhere and not may(self.actor, Right.FIND_PEOPLE):
            self.outcome.tell(Problem(number, TENANCIES.column("family_name").title, NOT_FOR_YOU))
        else:
            self._tell(number, "starts_on", refusal)
        return False


def _span(one: Tenancy) -> rules.Span:
    return rules.Span(Period(one.starts_on, one.ends_on), one.tenure)


def _codes(people: set[int]) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = IdentityCode.objects.filter(person__in=people, ends_on=None).values_list("person", "normal")
    for person, normal in rows:
        found[person].add(normal)
    return found


def _is_tenant(row: TenancyRow, holder: Person | None, codes: Mapping[int, set[str]]) -> bool:
    """Whether a row's tenant is who holds the tenancy, as far as the two say; a shop may have no holder."""
    if holder is None:
        return True
    if row.code and read_code(row.code.kind, row.code.text).normal in codes[holder.pk]:
        return True
    born_on = row.tenant.born_on
    is_same_day = born_on is None or holder.born_on is None or born_on == holder.born_on
    names = plain(row.tenant.family_name), plain(row.tenant.given_name)
    return is_same_day and names == (plain(holder.family_name), plain(holder.given_name))
