"""Gathers what the page of one application shows: what was sent, what is known, what was done, what it would take."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from campanello.core import audit
from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.people.models import Person
from campanello.people.queries import duplicates
from campanello.people.queries.duplicates import Candidate
from campanello.plans.models import Application, ApplicationStep, ContactTry, Document, Plan, RequirementCheck
from campanello.plans.queries import application_calls, applications, measures
from campanello.plans.queries.applications import Line
from campanello.plans.rules import funds
from campanello.plans.rules.applications import State
from campanello.plans.rules.funds import Fund, Sums


@dataclass(frozen=True)
class Money:
    """What committing this application's funds would take: the fund, what the person may get, who waits before."""

    fund: Fund
    caps: Sums
    elsewhere: Sums
    earlier: int
    first_earlier: int

    @property
    def room(self) -> Sums:
        """As much as the person may still get."""
        return funds.room(self.caps, self.elsewhere)


@dataclass(frozen=True)
class Page:
    """An application as its page shows it; `may_read_special` says whether answers of special categories are shown."""

    line: Line
    phones: tuple[str, ...]
    steps: tuple[ApplicationStep, ...]
    tries: tuple[ContactTry, ...]
    documents: tuple[Document, ...]
    check: RequirementCheck | None
    money: Money
    plan: Plan | None
    may_read_special: bool
    may_write: bool
    may_decide: bool

    @property
    def application(self) -> Application:
        """The application itself."""
        return self.line.application

    @property
    def waits_for_funds(self) -> bool:
        """Whether it is eligible and has none yet."""
        one = self.application
        is_without = not (one.services_cents or one.allowance_cents)
        return one.state == State.ELIGIBLE and is_without and self.plan is None


def page(actor: Actor, uid: UUID, on: date) -> Page:
    """One application with all that belongs to it; leaves a line. A fixed number of queries.

    Raises:
        NotFound.
    """
    row = applications.application(actor, uid)
    check = RequirementCheck.objects.filter(application=row).order_by("-at", "-pk").first()
    row.results = check.results if check else None  # type: ignore[attr-defined]
    line = applications.line_of(actor, row, on, measures.limits(on))
    audit.read(actor, "plans.application-read", row, person=line.person.pk if line.person else None)
    return Page(
        line,
        phones(line),
        tuple(row.steps.select_related("by")),
        tuple(row.tries.select_related("by")),
        tuple(row.documents.all()),
        check,
        money(row, line.person, on),
        Plan.objects.filter(application=row).first(),
        may_read_special=row.project_id in projects_with(actor, Right.READ_SPECIAL),
        may_write=row.project_id in projects_with(actor, Right.WRITE_APPLICATIONS),
        may_decide=row.project_id in projects_with(actor, Right.DECIDE_APPLICATIONS),
    )


def phones(line: Line) -> tuple[str, ...]:
    """The numbers by which an applicant is reached: those on record, else the one of the form."""
    known = application_calls.phones_of([line.person.pk]).get(line.person.pk, []) if line.person else []
    return tuple(known or application_calls.dialled(line))


def money(row: Application, person: Person | None, on: date) -> Money:
    """What committing an application's funds would take, today."""
    count, first = applications.earlier_waiting(row)
    elsewhere = measures.held_by(person.pk, without=row.pk) if person else Sums()
    return Money(measures.fund_of(row.measure), measures.caps(on), elsewhere, count, first)


def candidates(actor: Actor, row: Application, given: dict[str, Any]) -> list[Candidate]:
    """Who on record may be the applicant, the likeliest first; each one leaves a line.

    Args:
        actor: Who asks; only people whom they may see are looked at.
        row: The application.
        given: `family_name`, `given_name`, `born_on`, `phone`, as the form now says them.
    """
    found = duplicates.likely(
        actor,
        family_name=given["family_name"],
        given_name=given["given_name"],
        born_on=given["born_on"],
        phones=[given["phone"]] if given["phone"] else (),
    )
    audit.read_many(actor, "people.person-found", [one.person.pk for one in found])
    return found
