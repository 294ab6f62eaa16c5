"""Takes applications on, links them to people, and moves them: each move with its step, its funds and its line."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.lab.services.involving import involve
from campanello.people.models import Person
from campanello.people.queries import records
from campanello.people.rules.person import Details
from campanello.people.services import consents, registration
from campanello.plans.models import Application, ApplicationStep, Measure, Plan
from campanello.plans.queries import applications as queries
from campanello.plans.queries import measures as measure_queries
from campanello.plans.queries.applying import asking
from campanello.plans.rules import applications as rules
from campanello.plans.rules import applying
from campanello.plans.rules.applications import NewApplication, State
from campanello.plans.services import eligibility
from campanello.plans.services.measures import hold, release_funds

VERBS = {
    State.PENDING: "plans.application-reopened",
    State.ELIGIBLE: "plans.application-eligible",
    State.INELIGIBLE: "plans.application-ineligible",
    State.WITHDRAWN: "plans.application-withdrawn",
    State.LAPSED: "plans.application-lapsed",
}
WRITE, DECIDE = Right.WRITE_APPLICATIONS, Right.DECIDE_APPLICATIONS


@transaction.atomic
def record(*, actor: Actor, uid: UUID, application: NewApplication, on: date, at: datetime) -> Application:
    """Take an application on for somebody; sent twice with one `uid`, once.

    What is answered towards the requirements is noted as said by the person, and the requirements are checked.

    Args:
        actor: Who takes it on.
        uid: Made with the form.
        application: What is taken on.
        on: The day it is; the measure must be open.
        at: When it is received.

    Raises:
        NotFound: The measure or the person is absent or not the actor's, or the `uid` is somebody else's.
        MeasureClosed, OpenAlready, NotInTheList, TooLong.
    """
    if Application.objects.filter(uid=uid).exists():
        return queries.application(actor, uid, right=WRITE)
    told = rules.checked(application)
    measure = measure_queries.measure(actor, told.measure, right=WRITE)
    if refusal := rules.why_not_receive(measure.opens_on, measure.closes_on, on):
        raise refusal
    person = records.person(actor, told.person) if told.person else None
    number = next_number(measure)
    if Application.objects.filter(uid=uid).exists():
        # Sent twice at once: the first was stored while this one waited for the measure.
        return queries.application(actor, uid, right=WRITE)
    if person:
        _refuse_beside(measure.pk, person)
        involve(actor, person, measure.project_id, on=on)
    made = _received(actor, uid, told, measure, person, number=number, on=on, at=at)
    step(actor, made, "", at)
    audit.record(
        actor, "plans.application-recorded", made, person=made.person_id, measure=measure.code, number=number
    )
    for name, value in applying.facts_of(told.answers, asking(made, on)).items():
        eligibility.note_declared(application=made, name=name, value=value, on=on, at=at)
    eligibility.checked(actor=actor, held=made, occasion="application", on=on, at=at)
    return made


def _received(
    actor: Actor, uid: UUID, told: NewApplication, measure: Measure, person: Person | None, **given: Any
) -> Application:
    at = given["at"]
    return Application.objects.create(
        uid=uid,
        measure=measure,
        project_id=measure.project_id,
        person=person,
        number=given["number"],
        state=State.PENDING,
        channel=told.channel,
        language=told.language,
        answers=dict(told.answers),
        started_at=at,
        saved_at=at,
        received_at=at,
        received_on=given["on"],
        recorded_by_id=actor.user,
        came_through=told.came_through,
        wants_call=told.wants_call,
    )


@transaction.atomic
def identify(*, actor: Actor, uid: UUID, version: int, person: UUID, on: date) -> Application:
    """Say whose application it is: somebody on record, whom the measure's project gets to know by it.

    Raises:
        NotFound: The application or the person is absent or not the actor's.
        NotYours, ApplicationMoved, OpenAlready.
    """
    row = held(actor, uid, version, WRITE)
    return _linked(actor, row, records.person(actor, person), on)


@transaction.atomic
def identify_new(
    *, actor: Actor, uid: UUID, version: int, details: Details, on: date, at: datetime
) -> Application:
    """Register who applied, in the measure's project, and link the application to them.

    Who is known elsewhere by their code is joined, as at every registration.

    Raises:
        NotFound, NotYours, ApplicationMoved, OpenAlready, and what a registration is refused for.
    """
    row = held(actor, uid, version, WRITE)
    made = registration.register(actor=actor, project=row.project_id, details=details, on=on, at=at)
    return _linked(actor, row, made.person, on)


@transaction.atomic
def withdraw(*, actor: Actor, uid: UUID, version: int, note: str, at: datetime) -> Application:
    """The applicant takes the application back; committed funds are free again.

    Raises:
        NotFound, NotYours, ApplicationMoved, PlanMade, WordsMissing, TooLong.
    """
    row = held(actor, uid, version, WRITE)
    return moved(actor, row, State.WITHDRAWN, at, note=rules.words(note))


@transaction.atomic
def lapse(*, actor: Actor, uid: UUID, version: int, note: str, at: datetime) -> Application:
    """An application comes to nothing: what was missing never came, or nobody could be reached.

    Raises:
        NotFound, NotYours, ApplicationMoved, PlanMade, WordsMissing, TooLong.
    """
    row = held(actor, uid, version, DECIDE)
    return moved(actor, row, State.LAPSED, at, note=rules.words(note))


@transaction.atomic
def lapse_many(*, actor: Actor, uids: Sequence[UUID], note: str, on: date, at: datetime) -> list[Application]:
    """Let those lapse, of some applications, whose last day for what is missing is over; others stay as they are.

    Raises:
        NotFound, NotYours: One of them is absent, or not the actor's to decide.
        WordsMissing, TooLong.
    """
    told = rules.words(note)
    # In order of their keys, so that two who do this at once do not wait for each other.
    wanted = Application.objects.filter(queries.due(queries.LAPSING, on), uid__in=uids).order_by("pk")
    rows = [
        queries.application(actor, one, right=DECIDE, lock=True)
        for one in wanted.values_list("uid", flat=True)
    ]
    return [moved(actor, row, State.LAPSED, at, note=told) for row in rows if row.state == State.PENDING]


@transaction.atomic
def reopen(*, actor: Actor, uid: UUID, version: int, note: str, at: datetime) -> Application:
    """Take an application up again that was decided or over: it waits again, in its old place in the order.

    Raises:
        NotFound, NotYours, ApplicationMoved, PlanMade, OpenAlready, WordsMissing, TooLong.
    """
    row = held(actor, uid, version, DECIDE)
    hold(row.measure_id)
    if row.person:
        _refuse_beside(row.measure_id, row.person, without=row.pk)
    row.decided_at = row.told_at = row.due_on = None
    row.decided_by_id, row.told_how = None, ""
    return moved(actor, row, State.PENDING, at, note=rules.words(note))


def held(actor: Actor, uid: UUID, version: int, right: Right) -> Application:
    """An application held for writing, as it was read.

    Raises:
        NotFound, NotYours.
        ApplicationMoved: Somebody else changed it since.
    """
    row = queries.application(actor, uid, right=right, lock=True)
    if version != row.version:
        raise rules.moved_meanwhile(row.state)
    return row


def moved(
    actor: Actor,
    row: Application,
    to: State,
    at: datetime,
    *,
    note: str = "",
    reasons: Sequence[str] = (),
    out_of_turn: str = "",
) -> Application:
    """Move a held application and leave its step and line; who is no longer eligible gives the funds back.

    Raises:
        ApplicationMoved: It does not get there.
        PlanMade: A plan was made from it, which decides what becomes of the funds.
    """
    if refusal := rules.why_not_move(row.state, to):
        raise refusal
    before = row.state
    if before == State.ELIGIBLE:
        _release(row)
    row.state = to
    save(row)
    step(actor, row, before, at, note=note, reasons=reasons, out_of_turn=out_of_turn)
    audit.record(actor, VERBS[to], row, person=row.person_id, before=before, reasons=list(reasons))
    return row


def step(actor: Actor, row: Application, before: str, at: datetime, **given: Any) -> ApplicationStep:
    """Write down what became of an application."""
    given["reasons"] = list(given.get("reasons", ()))
    return ApplicationStep.objects.create(
        application=row, before=before, after=row.state, at=at, by_id=actor.user, **given
    )


def save(row: Application) -> None:
    """Save a held application as its next version."""
    row.version += 1
    row.save()


def next_number(measure: Measure) -> int:
    """The next number under a measure, whose row is held so that no two get the same."""
    hold(measure.pk)
    last = Application.objects.filter(measure=measure).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def _linked(actor: Actor, row: Application, person: Person, on: date) -> Application:
    hold(row.measure_id)
    if row.state in rules.OPEN:
        _refuse_beside(row.measure_id, person, without=row.pk)
    if plan := Plan.objects.filter(application=row).first():
        raise rules.PlanMade(plan=plan.code)
    involve(actor, person, row.project_id, on=on)
    row.person = person
    save(row)
    audit.record(actor, "plans.application-identified", row, person=person.pk)
    _note_what_was_read(actor, row, person)
    return row


def _note_what_was_read(actor: Actor, row: Application, person: Person) -> None:
    """Who applied on line was given the notice there, on the day it was received, before it was known who they were."""
    version = row.answers.get("notice_version")
    if isinstance(version, int) and row.received_on:
        consents.note_read(
            actor=actor, person=person, version=version, language=row.language, on=row.received_on
        )


def _refuse_beside(measure: int, person: Person, without: int | None = None) -> None:
    standing = person.merged_into_id or person.pk
    if other := queries.open_one(measure, standing, without):
        raise rules.OpenAlready(number=other.number)


def _release(row: Application) -> None:
    if plan := Plan.objects.filter(application=row).first():
        raise rules.PlanMade(plan=plan.code)
    if row.services_cents or row.allowance_cents:
        release_funds(row.measure, row.services_cents, row.allowance_cents)
    row.services_cents = row.allowance_cents = 0
