"""Notes what is known of an applicant with its evidence, and keeps what followed from it on a day.

A fact is replaced and never edited; a check, once kept, stays as it was (migration `checks_are_kept`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import NOBODY, Actor
from campanello.core.errors import Conflict, Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import day_of
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy
from campanello.plans.models import Application, Document, Fact, RequirementCheck
from campanello.plans.queries import applications
from campanello.plans.queries import eligibility as queries
from campanello.plans.queries.eligibility import Assessed
from campanello.plans.rules.eligibility_reading import value as read
from campanello.plans.rules.values import CHECK_OCCASIONS, EVIDENCE

WRITE = Right.WRITE_APPLICATIONS
# Said, seen or estimated by somebody; what the record says is read from the record.
NOTABLE = {code: text for code, text in EVIDENCE.items() if code != "record"}
LONGEST_SOURCE = 200


class NoSource(Refused):
    """A fact from a document or a register without saying which."""

    code = "plans.no-source"
    text = _("Say which document or register it is from: it is what a later check goes back to.")


class FactToCome(Refused):
    """A fact of a day that has not come."""

    code = "plans.fact-to-come"
    text = _("A fact can't be of %(on)s: today is %(today)s. Correct the day.")


class NotedMeanwhile(Conflict):
    """Somebody else noted the same fact since the page was opened."""

    code = "plans.noted-meanwhile"
    text = _(
        "Somebody else noted this fact meanwhile: “%(saved)s”, and you wrote “%(yours)s”. "
        "Look at both, and note it again."
    )


@dataclass(frozen=True)
class NewFact:
    """What is to be noted: the fact, its value as the contract writes it (empty takes back what was known), its day.

    `evidence` is one of `NOTABLE`, `source` says which document or register, `document` is one of the application's
    that shows it. `replaces` is the key of the fact that a form was opened with, 0 for none; None looks at nothing.
    """

    name: str
    value: str
    evidence: str
    on: date
    source: str = ""
    document: UUID | None = None
    replaces: int | None = None


@transaction.atomic
def note(*, actor: Actor, application: UUID, fact: NewFact, at: datetime) -> Fact:
    """Note what is known towards a requirement; what was noted before stays, replaced. Noted twice alike, it is once.

    Raises:
        NotFound, NotYours, NoSuchFact, NotAnIsoDay, ImpossibleBirth, NotACode, CodesContradict, NotInTheList, NoSource,
        FactToCome, NotedMeanwhile.
    """
    held = applications.application(actor, application, right=WRITE, lock=True)
    new = _checked(held, fact, day_of(at))
    before = Fact.objects.filter(application=held, name=fact.name, is_replaced=False).first()
    if before and _is_the_same(before, new):
        return before
    if fact.replaces is not None and fact.replaces != (before.pk if before else 0):
        raise NotedMeanwhile(saved=before.value if before else "–", yours=fact.value)
    made = _put(held, before, new, actor.user, at)
    audit.record(
        actor, "plans.fact-noted", made, person=held.person_id, fact=made.name, evidence=made.evidence
    )
    return made


def note_fact(
    *,
    actor: Actor,
    application: UUID,
    name: str,
    value: str,
    evidence: str,
    source: str,
    on: date,
    at: datetime,
) -> Fact:
    """The same in single values.

    Raises:
        What `note` raises.
    """
    return note(actor=actor, application=application, fact=NewFact(name, value, evidence, on, source), at=at)


def note_declared(*, application: Application, name: str, value: str, on: date, at: datetime) -> Fact:
    """Note what somebody said in the form, for a service that holds their application and leaves the line itself.

    Raises:
        NoSuchFact, NotAnIsoDay, ImpossibleBirth, NotACode, CodesContradict.
    """
    new = _checked(application, NewFact(name, value, "declared", on), day_of(at))
    before = Fact.objects.filter(application=application, name=name, is_replaced=False).first()
    return before if before and _is_the_same(before, new) else _put(application, before, new, None, at)


def _checked(held: Application, fact: NewFact, today: date) -> Fact:
    """A fact that may be noted, not saved yet."""
    read(fact.name, fact.value, held.received_on or today)
    source = tidy(fact.source)[:LONGEST_SOURCE]
    if fact.evidence not in NOTABLE:
        raise NotInTheList(value=fact.evidence)
    if fact.evidence in {"document", "register"} and not source and not fact.document:
        raise NoSource
    if fact.on > today:
        raise FactToCome(on=f"{fact.on:%d/%m/%Y}", today=f"{today:%d/%m/%Y}")
    new = Fact(name=fact.name, value=fact.value, evidence=fact.evidence, source=source, on=fact.on)
    new.document = _document(held, fact.document) if fact.document else None
    return new


def _document(held: Application, uid: UUID) -> Document:
    found = Document.objects.filter(application=held, uid=uid).first()
    if found is None:
        raise NotFound
    return found


def _is_the_same(before: Fact, new: Fact) -> bool:
    names = ("value", "evidence", "source", "on", "document_id")
    return all(getattr(before, name) == getattr(new, name) for name in names)


def _put(held: Application, before: Fact | None, new: Fact, user: int | None, at: datetime) -> Fact:
    if before:
        before.is_replaced = True
        before.save(update_fields=["is_replaced"])
    new.application, new.recorded_at, new.recorded_by_id = held, at, user
    new.save(force_insert=True)
    return new


@transaction.atomic
def check(*, actor: Actor, application: UUID, occasion: str, on: date, at: datetime) -> RequirementCheck:
    """Ask the requirements of an application on a day, and keep each answer with its evidence, source and day.

    It decides nothing: the application's state is changed by `services.applications`.

    Args:
        actor: Who asks.
        application: Which.
        occasion: Of `CHECK_OCCASIONS`; before a payment only what each payment asks for.
        on: The day of what is known.
        at: When.

    Raises:
        NotFound, NotYours, NotInTheList, NoSuchRequirements, NoSuchParameter.
    """
    held = applications.application(actor, application, right=WRITE, lock=True)
    return checked(actor=actor, held=held, occasion=occasion, on=on, at=at)


@transaction.atomic
def checked(*, actor: Actor, held: Application, occasion: str, on: date, at: datetime) -> RequirementCheck:
    """The same for a service that holds the application already; leaves the line.

    Raises:
        NotInTheList, NoSuchRequirements, NoSuchParameter.
    """
    (made,) = check_many(actor=actor, rows=[held], occasion=occasion, on=on, at=at)
    return made


def check_received(*, application: Application, on: date, at: datetime) -> RequirementCheck:
    """The first check of an application that somebody sent on line: nobody in particular asks.

    Raises:
        NoSuchRequirements, NoSuchParameter.
    """
    return checked(actor=NOBODY, held=application, occasion="application", on=on, at=at)


@transaction.atomic
def check_many(
    *, actor: Actor, rows: Collection[Application], occasion: str, on: date, at: datetime
) -> list[RequirementCheck]:
    """Check applications that a service of plans holds, in their order; leaves a line each.

    As many queries for a thousand as for one: hand them over by the thousand. Each row needs its `measure` and, where
    somebody is linked, its `person` beside it (`select_related`).

    Raises:
        NotInTheList, NoSuchRequirements, NoSuchParameter.
    """
    if occasion not in CHECK_OCCASIONS:
        raise NotInTheList(value=occasion)
    made = [_made(one, occasion, actor, at) for one in queries.assessed(rows, occasion=occasion, on=on)]
    RequirementCheck.objects.bulk_create(made, batch_size=500)
    audit.record_many(actor, "plans.eligibility-checked", [(one, one.application.person_id) for one in made])
    return made


def _made(one: Assessed, occasion: str, actor: Actor, at: datetime) -> RequirementCheck:
    return RequirementCheck(
        application=one.application,
        occasion=occasion,
        on=one.on,
        requirement_set=one.requirement_set.code,
        set_starts_on=one.requirement_set.starts_on,
        outcome=one.outcome.value,
        results=one.results,
        priority=list(one.priority),
        at=at,
        by_id=actor.user,
    )
