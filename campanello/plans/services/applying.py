"""What an applicant does on line, without an account: begin, answer step by step, send, take back.

The code opens one application and nothing else. Each step is a transaction of its own, so that what was answered is
kept whatever happens to the telephone; pressed twice, everything is done once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound
from campanello.core.actor import NOBODY
from campanello.core.errors import Refused
from campanello.core.errors import gettext_noop as _
from campanello.core.period import day_of
from campanello.plans.models import Application, Document, Measure, Plan
from campanello.plans.queries import applying as queries
from campanello.plans.rules import applying as rules
from campanello.plans.rules import documents as document_rules
from campanello.plans.rules.applications import TOLD, State, why_not_receive
from campanello.plans.rules.applying_codes import code_of, digest_of
from campanello.plans.services import documents, eligibility
from campanello.plans.services.applications import moved, next_number
from campanello.plans.services.applications import step as step_of
from campanello.plans.services.measures import hold

TAKES_DOCUMENTS = frozenset({State.DRAFT, State.PENDING, State.ELIGIBLE})


class ClosedToApplicants(Refused):
    """The measure takes no applications today."""

    code = "plans.closed-to-applicants"
    text = _(
        "This measure takes no applications today. Choose another one, or ask at the desk what there is."
    )


class SentAlready(Refused):
    """What was sent is not changed any more."""

    code = "plans.sent-already"
    text = _("This application was sent and stays as it is. If something was wrong, tell us at the desk.")


class PlanThere(Refused):
    """Who has a plan does not take the application back on line."""

    code = "plans.plan-there"
    text = _("Your plan is made already, and this would end it. Speak with us before you give it up.")


@dataclass(frozen=True)
class Started:
    """An application that was begun, with its code, which is told to nobody else."""

    application: Application
    code: str


@transaction.atomic
def start(*, key: str, measure: str, language: str, on: date, at: datetime) -> Started:
    """Begin an application; pressed twice with the same key, it is begun once and has the same code.

    Args:
        key: Random, made with the form that is sent; it is not stored.
        measure: The measure's code.
        language: Of the form.
        on: The day it is.
        at: Now.

    Raises:
        NotFound, ClosedToApplicants.
    """
    chosen = queries.public_measure(measure, lock=True)
    _require_open(chosen, on)
    code = code_of(key, settings.SECRET_KEY)
    digest = digest_of(code)
    made = Application.objects.filter(code_sha256=digest, measure=chosen).first()
    if made is None:
        made = Application.objects.create(
            measure=chosen,
            project_id=chosen.project_id,
            channel="web",
            language=language,
            code_sha256=digest,
            started_at=at,
            saved_at=at,
        )
        audit.record(NOBODY, "plans.application-begun", made)
    return Started(made, code)


@transaction.atomic
def come_back(*, code: str, at: datetime) -> Application:
    """Open an application again by its code; leaves a line. Who then reads a decision was told it, on line.

    Raises:
        CodeUnknown.
    """
    found = queries.by_code(code, at, lock=True)
    if found.state in TOLD and found.told_at is None:
        found.told_at, found.told_how = at, "web"
        found.version += 1
        found.save(update_fields=["told_at", "told_how", "version"])
        audit.record(NOBODY, "plans.application-told", found, person=found.person_id, how="web")
    audit.read(NOBODY, "plans.application-opened", found, person=found.person_id)
    return found


@transaction.atomic
def save(
    *, code: str, step: str, given: Mapping[str, object], language: str, on: date, at: datetime
) -> Application:
    """Keep the answers of one step.

    Args:
        code: The application's.
        step: The step's code.
        given: What was answered, by question.
        language: In which the form is read now; what is told afterwards is told in it.
        on: The day it is.
        at: Now.

    Raises:
        CodeUnknown, SentAlready, NotFound, AnswersWrong.
    """
    row = _draft(code, at)
    asked = queries.asking(row, on)
    wanted = rules.step_named(step, asked, row.answers)
    if wanted is None:
        raise NotFound
    answers = rules.checked(wanted, given, asked)
    if wanted.code == "notice" and (notice := queries.notice(on)):
        answers["notice_version"] = notice.version
    row.answers = row.answers | answers
    row.language, row.saved_at = language, at
    row.version += 1
    row.save(update_fields=["answers", "language", "saved_at", "version"])
    audit.record(NOBODY, "plans.application-answered", row, step=wanted.code)
    return row


@transaction.atomic
def add_document(*, code: str, kind: str, content: bytes, at: datetime) -> Document:
    """Keep a document of the applicant's, before or after sending.

    Raises:
        CodeUnknown, SentAlready: The application is over.
        KindMissing, DocumentTooLarge, NotADocument, DocumentLocked, TooManyPages, TooManyPixels, TooManyDocuments.
    """
    row = queries.by_code(code, at, lock=True)
    if row.state not in TAKES_DOCUMENTS:
        raise SentAlready
    if kind not in document_rules.BROUGHT_BY_APPLICANTS:
        raise document_rules.KindMissing
    made = documents.keep_document(actor=NOBODY, application=row, kind=kind, content=content, at=at)
    if row.state == State.DRAFT:
        Application.objects.filter(pk=row.pk).update(saved_at=at)
    return made


@transaction.atomic
def remove_document(*, code: str, uid: UUID, at: datetime) -> None:
    """Take a document of a draft away; away already is as good.

    Raises:
        CodeUnknown, DocumentStays.
    """
    row = queries.by_code(code, at, lock=True)
    try:
        documents.remove_document(actor=NOBODY, application=row, uid=uid)
    except NotFound:
        return


@transaction.atomic
def submit(*, code: str, language: str, on: date, at: datetime) -> Application:
    """Send an application: it gets its number in the order of receipt, and its answers are checked. Once.

    Raises:
        CodeUnknown, ClosedToApplicants, StepsMissing, AnswersWrong.
    """
    row = queries.by_code(code, at, lock=True)
    if row.state != State.DRAFT:
        return row
    measure = hold(row.measure_id)
    _require_open(measure, on)
    _require_answers(row, on)
    row.state, row.language = State.PENDING, language
    row.number = next_number(measure)
    row.received_at, row.received_on, row.saved_at = at, day_of(at), at
    row.wants_call = row.answers.get("wants_call") == "yes"
    row.came_through = str(row.answers.get("came_through") or "")[:40]
    row.version += 1
    row.save()
    step_of(NOBODY, row, State.DRAFT, at)
    audit.record(NOBODY, "plans.application-sent", row, number=row.number)
    _check(row, on, at)
    return row


def _require_answers(row: Application, on: date) -> None:
    """All is answered, and still holds today: a birthday or a rule may have come between."""
    asked = queries.asking(row, on)
    if missing := rules.open_steps(asked, row.answers):
        raise rules.StepsMissing(missing)
    for step in rules.steps_of(asked, row.answers):
        rules.checked(step, row.answers, asked)


def _check(row: Application, on: date, at: datetime) -> None:
    """What was declared becomes facts, and the requirements answer for the first time."""
    received_on = row.received_on or on
    for name, value in rules.facts_of(row.answers, queries.asking(row, on)).items():
        eligibility.note_declared(application=row, name=name, value=value, on=received_on, at=at)
    eligibility.check_received(application=row, on=received_on, at=at)


@transaction.atomic
def withdraw(*, code: str, at: datetime) -> bool:
    """Take an application back: a draft is deleted with its documents, one that was sent is marked. Once.

    Returns:
        Whether it is still there, to be shown as withdrawn.

    Raises:
        CodeUnknown, ApplicationMoved: It was decided or ended meanwhile.
        PlanThere: A plan was made of it.
    """
    row = queries.by_code(code, at, lock=True)
    if row.state == State.DRAFT:
        audit.record(NOBODY, "plans.application-given-up", row)
        forget_draft(row)
        return False
    if row.state == State.WITHDRAWN:
        return True
    if Plan.objects.filter(application=row).exists():
        raise PlanThere
    moved(NOBODY, row, State.WITHDRAWN, at)
    return True


def forget_draft(row: Application) -> None:
    """Delete a draft with its documents and their files. Inside the caller's transaction."""
    documents.forget(row.documents.all())
    row.delete()


def _draft(code: str, at: datetime) -> Application:
    row = queries.by_code(code, at, lock=True)
    if row.state != State.DRAFT:
        raise SentAlready
    return row


def _require_open(measure: Measure, on: date) -> None:
    if not measure.is_public or why_not_receive(measure.opens_on, measure.closes_on, on):
        raise ClosedToApplicants
