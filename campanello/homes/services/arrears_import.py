"""Brings a creditor's table of arrears in: figures with day, creditor and source; all of it or nothing of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.core.errors import DomainError, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.importing import Incoming, Outcome, Problem, Progress, require_columns, rows_of, untold
from campanello.core.language import catalogue
from campanello.core.models import Organisation
from campanello.core.period import Period
from campanello.homes.models import ArrearsStatement, Tenancy
from campanello.homes.queries import arrears as figures
from campanello.homes.queries import imports as queries
from campanello.homes.rules import arrears as rules
from campanello.homes.rules.imports import ARREARS, ArrearsRow, arrears_said
from campanello.homes.services.imports import counts, within

SAME_FIGURE_TWICE = _("the same creditor's figure of the same day stands in row %(first)s already")
CORRECTED = _("Replaced by a later table of the same source")


class NoSuchTenancy(Refused):
    """A row speaks of a tenancy that is not there, or not the actor's."""

    code = "homes.no-such-tenancy"
    text = _(
        "There is no such tenancy among yours on that day. Check the code and the day, or bring it in first."
    )


class NoSuchCreditor(Refused):
    """A row names a creditor that the actor can't speak for."""

    code = "homes.no-such-creditor"
    text = _("No creditor is found for the row. Use one of: %(known)s.")


# What makes two statements one: tenancy, creditor, day, source.
Key = tuple[int, int, date, str]


@transaction.atomic
def import_arrears(
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
    """Bring statements of arrears in. The same table brought again changes nothing.

    A figure that differs from one of the same creditor, day and source corrects it: the first stays on record. A
    landlord's officer brings the landlord's own claims alone, without causes.

    Args:
        actor: Who imports.
        project: The project in whose neighbourhoods the homes are; None for a landlord's officer, whose they are.
        incoming: The file's rows, and which of its columns is which.
        on: The day it is; none of the figures is of a later one.
        at: When it is recorded; the database's own clock marks the rows.
        is_trial: Say what would happen, and leave everything as it is.
        takes_doubtful: There is nothing doubtful here.
        progress: Told of how many rows are read, of how many; what it raises undoes all.

    Returns:
        What was done, in statements; `is_stored` is False when it was a trial, or when a row can't be stored.

    Raises:
        NotFound: The actor does not import homes there.
        ColumnsMissing.
    """
    actor = within(actor, project)
    require_columns(incoming, ARREARS)
    outcome = Outcome()
    rows = [row for cells in rows_of(incoming, outcome, progress) if (row := arrears_said(cells))]
    work = _Work(actor, on, outcome)
    work.take(rows)
    if is_trial or outcome.problem_count:
        transaction.set_rollback(True)
        return outcome
    work.store()
    outcome.is_stored = True
    audit.record(actor, "homes.arrears-imported", project=project, **counts(outcome))
    return outcome


@dataclass
class _Work:
    """An import under way."""

    actor: Actor
    on: date
    outcome: Outcome
    corrected: list[ArrearsStatement] = field(default_factory=list)
    made: list[ArrearsStatement] = field(default_factory=list)

    def take(self, rows: list[ArrearsRow]) -> None:
        """Decide what becomes of each row."""
        homes = self._homes(rows)
        creditors = queries.creditors(self.actor)
        held = self._held({one.pk for one in homes.values()})
        since = self._since(homes)
        is_landlord = not figures.sees_causes(self.actor)
        seen: dict[Key, int] = {}
        for row in rows:
            tenancy = homes.get(row.number)
            if tenancy is None:
                continue
            creditor = self._creditor(row, tenancy, creditors)
            if creditor is None:
                known = ", ".join(body.name for body in creditors) or "-"
                self._tell(row.number, "creditor", NoSuchCreditor(known=known))
                continue
            home = tenancy.dwelling_id, tenancy.household_id
            refusal = rules.why_not_state(as_of=row.as_of, tenancy_starts_on=since[home], on=self.on)
            if refusal:
                self._tell(row.number, "as_of", refusal)
                continue
            made = ArrearsStatement(
                tenancy=tenancy,
                creditor=creditor,
                as_of=row.as_of,
                amount_cents=row.cents,
                source="landlord" if is_landlord else row.source,
                no_fault_cause="" if is_landlord else row.cause,
                recorded_by_id=self.actor.user,
            )
            key = _key(made)
            if (first := seen.setdefault(key, row.number)) != row.number:
                title = ARREARS.column("as_of").title
                self.outcome.tell(Problem(row.number, title, SAME_FIGURE_TWICE, {"first": first}))
            else:
                self._keep(made, held.get(key))

    def store(self) -> None:
        """Write what was decided: what is replaced first, so that each day has one figure at any time."""
        ArrearsStatement.objects.bulk_update(self.corrected, ["is_replaced"], batch_size=500)
        ArrearsStatement.objects.bulk_create(self.made, batch_size=500)
        lines = [(one, one.tenancy.holder_id) for one in self.made]
        audit.record_many(self.actor, "homes.arrears-stated", lines)

    def _keep(self, made: ArrearsStatement, before: ArrearsStatement | None) -> None:
        if before is None:
            self.made.append(made)
            self.outcome.new += 1
            return
        made.no_fault_cause = made.no_fault_cause or before.no_fault_cause
        if (made.amount_cents, made.no_fault_cause) == (before.amount_cents, before.no_fault_cause):
            self.outcome.unchanged += 1
            return
        before.is_replaced = True
        made.corrects, made.reason = before, catalogue("it").gettext(CORRECTED)
        self.corrected.append(before)
        self.made.append(made)
        self.outcome.changed += 1

    def _tell(self, number: int, column: str, error: DomainError) -> None:
        self.outcome.tell(Problem(number, ARREARS.column(column).title, error.text, error.facts))

    def _homes(self, rows: list[ArrearsRow]) -> Mapping[int, Tenancy]:
        """The tenancy that each row speaks of, among those that the actor may bring figures for."""
        homes = queries.Homes.of(self.actor)
        own = {one.pk for several in homes.by_address.values() for one in several}
        by_contract = queries.by_contract({row.contract for row in rows if row.contract})
        placed: dict[int, int] = {}
        found: dict[int, Tenancy] = {}
        for row in rows:
            held = by_contract.get(row.contract)
            if held is not None and held.dwelling_id in own:
                found[row.number] = held
            elif row.contract or not row.where.is_said:
                self._tell(row.number, "contract", NoSuchTenancy())
            else:
                try:
                    placed[row.number] = homes.find(row.where).pk
                except DomainError as error:
                    self._tell(row.number, "dwelling", error)
        there = queries.tenancies_in(set(placed.values()))
        for row in (row for row in rows if row.number in placed):
            holding = there.get(placed[row.number], [])
            one = next((one for one in holding if row.as_of in Period(one.starts_on, one.ends_on)), None)
            if one is None:
                self._tell(row.number, "dwelling", NoSuchTenancy())
            else:
                found[row.number] = one
        queries.hold({one.dwelling_id for one in found.values()})
        return found

    def _since(self, homes: Mapping[int, Tenancy]) -> Mapping[tuple[int, int], date]:
        """The day since which each household lives in its dwelling, whatever its title was."""
        since: dict[tuple[int, int], date] = {}
        for several in queries.tenancies_in({one.dwelling_id for one in homes.values()}).values():
            for one in several:
                since.setdefault((one.dwelling_id, one.household_id), one.starts_on)
        return since

    def _held(self, tenancies: set[int]) -> Mapping[Key, ArrearsStatement]:
        """The figures that hold for tenancies."""
        return {_key(one): one for one in queries.statements_of(tenancies)}

    def _creditor(self, row: ArrearsRow, tenancy: Tenancy, known: list[Organisation]) -> Organisation | None:
        if row.creditor:
            return queries.named(known, row.creditor)
        return next((body for body in known if body.pk == tenancy.dwelling.owner_id), None)


def _key(one: ArrearsStatement) -> Key:
    return one.tenancy_id, one.creditor_id, one.as_of, one.source
