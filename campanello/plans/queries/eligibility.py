"""Finds what is known of an applicant towards the requirements, what follows from it, and what was found before.

What somebody noted from a document or a register counts before the person's record, and that before what was said.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.errors import DomainError
from campanello.plans.models import Application, Document, Fact, RequirementCheck
from campanello.plans.queries import applications
from campanello.plans.queries.eligibility_record import Said, Sayings, said
from campanello.plans.queries.requirements import requirement_set
from campanello.plans.rules import eligibility as rules
from campanello.plans.rules.eligibility import Decision, Outcome, RequirementSet, Verdict
from campanello.plans.rules.eligibility_changes import Change, of_those_asked, what_changed
from campanello.plans.rules.eligibility_reading import NAMES, SPECIAL, facts_from, value
from campanello.plans.rules.eligibility_why import figures_of

PAYMENT = "payment"
_STRONG = frozenset({"document", "register"})


@dataclass(frozen=True)
class Known:
    """A fact as it is known: its value as the contract writes it, its evidence and source, the day it is of.

    `record` is what the person's record says where that is something else; `fact` the row that was noted, if any.
    """

    name: str
    value: str
    evidence: str
    source: str
    on: date
    record: str = ""
    fact: Fact | None = None


Knowns = dict[str, Known]


@dataclass(frozen=True)
class Assessed:
    """What follows for an application on a day: the set, the answers as a check keeps them, the priority flags."""

    application: Application
    on: date
    requirement_set: RequirementSet
    known: Knowns
    outcome: Decision
    results: list[dict[str, Any]]
    priority: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A check with what was not as it had been at the one before."""

    check: RequirementCheck
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Page:
    """An application's eligibility: what follows today, the checks, latest first, and what changed since the last.

    `sees_special` tells whether the reader may see facts of special categories.
    """

    application: Application
    now: Assessed
    history: tuple[Step, ...]
    changed: tuple[Change, ...]
    noted: tuple[Fact, ...]
    sees_special: bool

    @property
    def last(self) -> RequirementCheck | None:
        """The last check, if there is one."""
        return self.history[0].check if self.history else None


@transaction.atomic
def eligibility(actor: Actor, uid: UUID, on: date) -> Page:
    """All of an application's eligibility on a day; leaves a line. As many queries for one check as for fifty.

    Raises:
        NotFound.
    """
    held = applications.application(actor, uid)
    audit.read(actor, "plans.eligibility-read", held, person=_person(held) if held.person_id else None)
    (now,) = assessed([held], occasion="again", on=on)
    history = steps(held.pk)
    last = _of_the_application(history)
    noted = Fact.objects.filter(application=held).select_related("recorded_by", "document")
    return Page(
        application=held,
        now=now,
        history=history,
        changed=what_changed(last.results, now.results) if last else (),
        noted=tuple(noted.order_by("-pk")),
        sees_special=_sees_special(actor, held),
    )


@dataclass(frozen=True)
class Noting:
    """What a form to note a fact begins with: the application, what is known, the documents that were brought."""

    application: Application
    known: Known | None
    documents: tuple[Document, ...]
    sees_special: bool


@transaction.atomic
def noting(actor: Actor, uid: UUID, name: str, on: date) -> Noting:
    """What is known of one fact, for who may note it; leaves a line.

    Raises:
        NotFound, NotYours.
    """
    held = applications.application(actor, uid, right=Right.WRITE_APPLICATIONS)
    audit.read(actor, "plans.eligibility-read", held, person=_person(held) if held.person_id else None)
    known = facts_of(held, on).get(name)
    return Noting(held, known, tuple(held.documents.all()), _sees_special(actor, held))


def _sees_special(actor: Actor, application: Application) -> bool:
    return application.project_id in projects_with(actor, Right.READ_SPECIAL)


def facts_of(application: Application, on: date) -> Knowns:
    """What is known of an application's facts on a day, by name; for who let the actor in to it."""
    (one,) = known_of([application], on).values()
    return one


def latest(application: int) -> RequirementCheck | None:
    """The last check of an application by its key, if there is one; for who let the actor in to it."""
    return RequirementCheck.objects.filter(application=application).first()


def changes(application: int) -> tuple[Change, ...]:
    """What the last check of an application found otherwise than the one before it. One query."""
    found = steps(application)
    return found[0].changes if found else ()


def steps(application: int) -> tuple[Step, ...]:
    """The checks of an application, latest first, each with what changed since the one before. One query."""
    checks = list(RequirementCheck.objects.filter(application=application).select_related("by"))
    return tuple(
        Step(one, _since(one, before))
        for one, before in zip_longest(checks, checks[1:], fillvalue=None)
        if one
    )


def _since(check: RequirementCheck, before: RequirementCheck | None) -> tuple[Change, ...]:
    if before is None:
        return ()
    # A payment asks for some of the requirements alone: what it did not ask has not changed.
    if PAYMENT in {check.occasion, before.occasion}:
        asked = {one["code"] for one in before.results}
        return of_those_asked(before.results, [one for one in check.results if one["code"] in asked])
    return what_changed(before.results, check.results)


def _of_the_application(history: Iterable[Step]) -> RequirementCheck | None:
    return next((one.check for one in history if one.check.occasion != PAYMENT), None)


def known_of(rows: Collection[Application], on: date) -> dict[int, Knowns]:
    """What is known of applications on a day, by their keys. Some ten queries a project, however many they are."""
    noted: dict[int, Knowns] = defaultdict(dict)
    for fact in Fact.objects.filter(application__in=[one.pk for one in rows], is_replaced=False):
        known = Known(fact.name, fact.value, fact.evidence, fact.source, fact.on, fact=fact)
        noted[fact.application_id][fact.name] = known
    told: dict[int, Sayings] = {}
    for project in {one.project_id for one in rows}:
        people = {_person(one): project for one in rows if one.person_id and one.project_id == project}
        records = said(people, on) if people else {}
        told |= {
            one.pk: records.get(_person(one), {})
            for one in rows
            if one.person_id and one.project_id == project
        }
    return {one.pk: known_by(noted[one.pk], told.get(one.pk, {}), NAMES) for one in rows}


def _person(application: Application) -> int:
    person = application.person
    assert person is not None  # asked of those that are linked alone
    return person.merged_into_id or person.pk


def known_by(noted: Mapping[str, Known], recorded: Sayings, names: Iterable[str]) -> Knowns:
    """What is known of some facts, out of what somebody noted and what the person's record says."""
    both = {name: _one(name, noted.get(name), recorded.get(name)) for name in names}
    return {name: one for name, one in both.items() if one}


def _one(name: str, own: Known | None, record: Said | None) -> Known | None:
    theirs = Known(name, record.value, "record", record.source, record.on) if record else None
    if own is None or theirs is None:
        return own or theirs
    best = own if own.evidence in _STRONG else replace(theirs, fact=own.fact)
    return replace(best, record=theirs.value) if own.value != theirs.value else best


def assessed(rows: Collection[Application], *, occasion: str, on: date) -> list[Assessed]:
    """What follows for applications on a day, in their order; stores nothing.

    What is known is that of `on`. Age and permit are asked of the day on which the application was received; before a
    payment of `on`, and then only what each payment asks for. The set is always that of the day of receipt.

    Raises:
        NoSuchRequirements, NoSuchParameter.
    """
    known = known_of(rows, on)
    return [_assessed(one, known[one.pk], occasion, on) for one in rows]


def _assessed(application: Application, known: Knowns, occasion: str, on: date) -> Assessed:
    received_on = application.received_on or on
    asked = asked_on(occasion, application.measure.requirement_set, received_on)
    day = on if occasion == PAYMENT else received_on
    found, results = answered(asked, known, day)
    return Assessed(application, day, asked, known, found.outcome, results, found.priority)


def asked_on(occasion: str, code: str, received_on: date) -> RequirementSet:
    """What a set asks on an occasion of who applied on a day: before a payment only what each payment asks for.

    Raises:
        NoSuchRequirements, NoSuchParameter.
    """
    asked = requirement_set(code, received_on)
    if occasion != PAYMENT:
        return asked
    return replace(asked, requirements=tuple(one for one in asked.requirements if one.is_for_payments))


def answered(asked: RequirementSet, known: Knowns, day: date) -> tuple[Outcome, list[dict[str, Any]]]:
    """What follows from what is known, age and permit being those of a day; and the answers as a check keeps them."""
    facts = facts_from(_readable(known, day), day)
    found = rules.outcome(facts, asked)
    results = [
        {
            "code": one.code,
            "verdict": one.verdict.value,
            "source": one.source,
            "figures": figures_of(one.code, facts, asked.figures),
            "facts": [_kept(known[name]) for name in rules.FACTS_OF[one.code] if name in known],
        }
        for one in found.results
    ]
    return found, results


def _readable(known: Knowns, day: date) -> dict[str, str]:
    """The values that the rules can take: a record may hold what no application may."""
    return {name: one.value for name, one in known.items() if _is_readable(name, one.value, day)}


def _is_readable(name: str, text: str, day: date) -> bool:
    try:
        value(name, text, day)
    except DomainError:
        return False
    return True


def _kept(known: Known) -> dict[str, Any]:
    """A fact as a check keeps it; which special categories it names is not kept, only that it is known."""
    return {
        "name": known.name,
        "value": "" if known.name in SPECIAL else known.value,
        "evidence": known.evidence,
        "source": known.source,
        "on": known.on.isoformat(),
    }


def verdicts(check: RequirementCheck) -> dict[str, Verdict]:
    """The answers that a check kept, by requirement."""
    return {one["code"]: Verdict(one["verdict"]) for one in check.results}
