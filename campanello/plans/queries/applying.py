"""Finds what an applicant may see: the measures that are open, and by its code the one application that it opens."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q

from campanello.core import params
from campanello.core.access import NotFound
from campanello.core.period import day_of
from campanello.people.models import Notice
from campanello.people.queries.consents import notices_on
from campanello.people.rules.consents import PRIVACY
from campanello.plans.models import Application, Document, Measure, MeasureSet, RequirementCheck
from campanello.plans.queries import measures
from campanello.plans.queries.requirements import requirement_set
from campanello.plans.rules import applying as rules
from campanello.plans.rules.applications import State, why_not_receive
from campanello.plans.rules.applying import Asking
from campanello.plans.rules.applying_codes import CodeUnknown, digest_of
from campanello.plans.rules.applying_steps import Step
from campanello.plans.rules.eligibility_why import Why, why
from campanello.plans.rules.values import APPLICATION_STATES


@dataclass(frozen=True)
class Form:
    """An application as its applicant fills it in: the steps that are asked of them, which are open, the documents.

    `is_open`: whether the measure receives applications today.
    """

    application: Application
    asking: Asking
    steps: tuple[Step, ...]
    missing: tuple[Step, ...]
    documents: tuple[Document, ...]
    is_open: bool

    def step(self, code: str) -> Step:
        """A step that is asked.

        Raises:
            NotFound.
        """
        found = rules.step_named(code, self.asking, self.application.answers)
        if found is None:
            raise NotFound
        return found

    def place(self, step: Step) -> int:
        """Which of the steps one is, from 1."""
        return [one.code for one in self.steps].index(step.code) + 1


def open_measures(on: date) -> MeasureSet:
    """The measures to which one applies on line on a day: those that close first come first."""
    is_over = Q(closes_on__lte=on)
    found = Measure.objects.filter(~is_over, is_public=True, opens_on__lte=on).select_related("project")
    return found.order_by(F("closes_on").asc(nulls_last=True), "code")


def public_measure(code: str, *, lock: bool = False) -> Measure:
    """A measure to which one applies on line, open or not.

    Raises:
        NotFound.
    """
    found = Measure.objects.filter(code=code, is_public=True)
    one = (found.select_for_update() if lock else found.select_related("project")).first()
    if one is None:
        raise NotFound
    return one


def by_code(code: str, at: datetime, *, lock: bool = False) -> Application:
    """The application that a code opens.

    Args:
        code: Its sixteen digits.
        at: Now: a draft that nobody touched for too long is gone, though its row may still be there.
        lock: Hold the row for writing.

    Raises:
        CodeUnknown.
    """
    found = Application.objects.filter(code_sha256=digest_of(code)).select_related("measure__project")
    one = (found.select_for_update(of=("self",)) if lock else found).first()
    if one is None or (one.state == "draft" and one.saved_at < drafts_from(at)):
        raise CodeUnknown
    return one


def drafts_from(at: datetime) -> datetime:
    """Since when a draft must have been touched to be kept."""
    return at - timedelta(days=days_kept(day_of(at)))


def days_kept(on: date) -> int:
    """For how many days a form that nobody touches is kept."""
    return params.value("plans.draft_days", on)


def is_open(measure: Measure, on: date) -> bool:
    """Whether one may apply to a measure on line on a day."""
    return measure.is_public and why_not_receive(measure.opens_on, measure.closes_on, on) is None


def asking_for(measure: Measure, on: date) -> Asking:
    """What a measure makes the form ask on a day."""
    return rules.asking_of(requirement_set(measure.requirement_set, on), on)


def asking(application: Application, on: date) -> Asking:
    """What the form asks of an application on a day."""
    return asking_for(application.measure, on)


def form(code: str, on: date, at: datetime) -> Form:
    """The form that a code opens. Two queries.

    Raises:
        CodeUnknown.
    """
    application = by_code(code, at)
    asked, answers = asking_for(application.measure, on), application.answers
    return Form(
        application,
        asked,
        tuple(rules.steps_of(asked, answers)),
        tuple(rules.open_steps(asked, answers)),
        tuple(application.documents.all()),
        is_open(application.measure, on),
    )


@dataclass(frozen=True)
class Told:
    """One requirement as its applicant is told of it: the answer and its words, to be translated."""

    verdict: str
    why: Why


def what_follows(application: Application, on: date) -> dict[str, Any]:
    """What an applicant is told after sending: the state, by when it is decided, why, what is missing. Two queries.

    Whoever waits longer than the rules allow is told so too: `is_late`.
    """
    limits = measures.limits(on)
    received_on = application.received_on or on
    decided_by = received_on + timedelta(days=limits.decision_days)
    check = RequirementCheck.objects.filter(application=application).exclude(occasion="payment").first()
    results = check.results if check else []
    told = [Told(one["verdict"], why(one["code"], one["verdict"], one["figures"])) for one in results]
    steps = list(application.steps.all())
    return {
        "state": APPLICATION_STATES[application.state],
        "decided_by": decided_by,
        "is_late": application.state == State.PENDING and on > max(decided_by, application.due_on or on),
        "missing": [one for one in told if one.verdict == "unknown"],
        "unmet": [one for one in told if one.verdict == "not_met"],
        "met": [one for one in told if one.verdict == "met"],
        "steps": steps,
        "last": steps[-1] if steps else None,
        "call_days": limits.call_days,
    }


def notice(on: date) -> Notice | None:
    """The privacy notice that holds on a day. One query."""
    return notices_on(on).get(PRIVACY)
