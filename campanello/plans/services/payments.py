"""Payment runs from the proposal to the approval. One proposes, another approves; what was proposed stays as it was."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet, Sum

from campanello.core import audit, jobs
from campanello.core.access import NotFound, Right, projects_with
from campanello.core.actor import Actor
from campanello.core.errors import Denied
from campanello.core.reach import reach
from campanello.people.rules.names import tidy
from campanello.plans.models import Measure, Payment, PaymentLine, PaymentRun, Purse, Treasury
from campanello.plans.queries import allowance
from campanello.plans.queries import payments as queries
from campanello.plans.rules import approving
from campanello.plans.rules import payments as rules
from campanello.plans.services import payments_computing

JOB = "payment-run"
ROWS_AT_ONCE = 2_000
LONGEST_REASON = 200


def propose(*, actor: Actor, uid: UUID, project: int, through_on: date, on: date, at: datetime) -> PaymentRun:
    """Ask for a run, which a job computes. Asked twice with the same `uid`, it is the same run.

    Args:
        actor: Who proposes it.
        uid: Made with the form.
        project: Whose plans.
        through_on: Registers of days before this one count.
        on: Today.
        at: When.

    Raises:
        NotFound: The actor does not propose payments in the project.
        RolesIncompatible: The actor approves payments there too.
        NothingToCount, NoTreasury, RunUnderWay, JobUnderWay.
    """
    if project not in projects_with(actor, Right.PROPOSE_PAYMENTS):
        raise NotFound
    if project in reach(actor, Right.APPROVE_PAYMENTS):
        raise rules.RolesIncompatible
    if before := _asked_before(actor, uid, project):
        return before
    last = through_on - timedelta(days=1)
    if last > on:
        raise rules.NothingToCount(day=f"{last:%d/%m/%Y}", last=f"{on:%d/%m/%Y}")
    if not Treasury.objects.filter(project=project).exists():
        raise rules.NoTreasury
    try:
        with transaction.atomic():
            return _propose(actor, uid, project, through_on, at)
    except (IntegrityError, rules.RunUnderWay):
        # Pressed twice at one moment, or another run was begun: the other one is there now.
        if before := _asked_before(actor, uid, project):
            return before
        _require_none_open(project)
        raise


def _asked_before(actor: Actor, uid: UUID, project: int) -> PaymentRun | None:
    return PaymentRun.objects.filter(uid=uid, project=project, proposed_by=actor.user).first()


def _require_none_open(project: int) -> None:
    if there := queries.open_run(project):
        raise rules.RunUnderWay(number=there.number)


def _propose(actor: Actor, uid: UUID, project: int, through_on: date, at: datetime) -> PaymentRun:
    _require_none_open(project)
    assert actor.user is not None  # nobody in particular has no project
    made = PaymentRun.objects.create(
        uid=uid,
        project_id=project,
        number=queries.next_number(project),
        through_on=through_on,
        proposed_by_id=actor.user,
        proposed_at=at,
    )
    jobs.ask(actor=actor, kind=JOB, subject=uid, project=project, given={}, at=at)
    audit.record(actor, "plans.payment-run-asked", made, project=project, through_on=through_on.isoformat())
    return made


@transaction.atomic
def compute(
    *,
    actor: Actor,
    uid: UUID,
    on: date,
    at: datetime,
    takes_demo: bool,
    progress: Callable[[int], None] = lambda _done: None,
) -> PaymentRun:
    """Compute a run that was asked for, and propose it; all of it, or nothing is changed.

    Args:
        actor: Who asked for it.
        uid: The run's.
        on: Today: caps, requirements and accounts are those of it.
        at: When.
        takes_demo: Whether invented hourly values may be paid.
        progress: Is told how many people are done.

    Raises:
        NotFound, NotYours, RunNotReady, NoTreasury, NoSuchParameter, NoSuchRequirements.
    """
    run = queries.run(actor, uid, right=Right.PROPOSE_PAYMENTS, lock=True)
    if refusal := rules.why_not_run(run.state, "proposed"):
        raise refusal
    terms = allowance.terms(on)
    run.parameters = {
        "services_cap_cents": terms.services_cap_cents,
        "allowance_cap_cents": terms.allowance_cap_cents,
        "block_minutes": dict(terms.block_minutes),
        "on": on.isoformat(),
        "takes_demo": takes_demo,
        "payer": _payer(run.project_id),
    }
    payments_computing.compute(actor=actor, run=run, on=on, at=at, takes_demo=takes_demo, progress=progress)
    run.state = "proposed"
    run.version += 1
    run.save()
    cents = run.to_person_cents + run.to_arrears_cents
    audit.record(actor, "plans.payment-run-proposed", run, plans=run.plans, cents=cents)
    return run


def _payer(project: int) -> dict[str, str]:
    """From which account and as whom the run is paid: approved with it, whatever is recorded later."""
    held = Treasury.objects.filter(project=project).first()
    if held is None:
        raise rules.NoTreasury
    return {"name": held.payer, "iban": held.iban, "bic": held.bic}


def approve(*, actor: Actor, uid: UUID, version: int, seal: str, at: datetime) -> PaymentRun:
    """Approve a run as it was proposed; a refusal for who asks is left in the trail.

    Args:
        actor: Who approves it.
        uid: The run's.
        version: Of the run that the actor read.
        seal: Of the lines that the actor read.
        at: When.

    Raises:
        NotFound, NotYours, RunMoved, RunNotReady, SealBroken.
        SameApprover, SameHuman, RolesIncompatible: Somebody else approves it.
    """
    try:
        with transaction.atomic():
            return _approve(actor, uid, version, seal, at)
    except (rules.SameApprover, rules.SameHuman, rules.RolesIncompatible) as error:
        audit.refused(actor, "plans.payment-run-approved", code=error.code)
        raise


def _approve(actor: Actor, uid: UUID, version: int, seal: str, at: datetime) -> PaymentRun:
    run = queries.run(actor, uid, right=Right.APPROVE_PAYMENTS, lock=True)
    if refusal := rules.why_not_run(run.state, "approved"):
        raise refusal
    if run.version != version or run.lines_sha256 != seal:
        raise rules.RunMoved
    if denial := why_not_approve(actor, run):
        raise denial
    paid = Payment.objects.filter(run=run).aggregate(all=Sum("cents"))["all"] or 0
    if payments_computing.seal_of(run.pk) != seal or paid != run.to_person_cents + run.to_arrears_cents:
        raise rules.SealBroken
    run.state, run.approved_by_id, run.approved_at = "approved", actor.user, at
    run.version += 1
    run.save()
    audit.record(actor, "plans.payment-run-approved", run, plans=run.plans, cents=paid)
    return run


def why_not_approve(actor: Actor, run: PaymentRun) -> Denied | None:
    """Why the actor may not approve a run; None when they may. Two queries."""
    assert actor.user is not None  # nobody in particular is let in to a run
    return approving.why_not_approve(
        queries.account_of(actor.user),
        queries.account_of(run.proposed_by_id),
        proposes_too=run.project_id in projects_with(actor, Right.PROPOSE_PAYMENTS),
        cents=run.to_person_cents + run.to_arrears_cents,
        plans=run.plans,
    )


@transaction.atomic
def void(*, actor: Actor, uid: UUID, version: int, reason: str) -> PaymentRun:
    """Make a run void that is not approved yet: nothing of it is paid, all of it is due again.

    Raises:
        NotFound, NotYours, RunMoved, RunNotReady, NoReason.
    """
    either = {Right.PROPOSE_PAYMENTS, Right.APPROVE_PAYMENTS}
    run = queries.run(actor, uid, lock=True)
    if not any(run.project_id in reach(actor, right) for right in either):
        raise NotFound
    if refusal := rules.why_not_run(run.state, "void"):
        raise refusal
    why = tidy(reason)[:LONGEST_REASON]
    if not why:
        raise rules.NoReason
    if run.version != version:
        raise rules.RunMoved
    Payment.objects.filter(again_in__run=run).update(again_in=None)
    give_back(Payment.objects.filter(run=run), "void")
    _give_services_back(run)
    run.state, run.void_why = "void", why
    run.version += 1
    run.save()
    audit.record(actor, "plans.payment-run-voided", run, plans=run.plans)
    return run


def give_back(payments: QuerySet[Payment], state: str, **said: object) -> int:
    """Payments that are set aside are so no longer: their state, the purses, the funds taken without an application.

    In the caller's transaction, which holds the run. Answers how many they are.
    """
    still = payments.filter(state__in=rules.LIVE).order_by()
    sums = still.values_list("line__person").annotate(all=Sum("cents")).order_by("line__person_id")
    funds = still.filter(line__plan__application=None).values_list("line__plan__measure")
    owed = dict(sums)
    measures = dict(funds.annotate(all=Sum("cents")).order_by("line__plan__measure_id"))
    list(Purse.objects.select_for_update().filter(person__in=owed).order_by("person_id").values_list("pk"))
    for person, cents in owed.items():
        Purse.objects.filter(person=person).update(allowance_cents=F("allowance_cents") - cents)
    for measure, cents in measures.items():
        less = F("committed_allowance_cents") - cents
        Measure.objects.filter(pk=measure).update(committed_allowance_cents=less)
    return still.update(state=state, version=F("version") + 1, **said)


def _give_services_back(run: PaymentRun) -> None:
    rows = PaymentLine.objects.filter(run=run).order_by("person_id", "pk")
    for person, frozen in list(rows.values_list("person", "frozen")):
        if more := frozen.get("services_more", 0):
            Purse.objects.filter(person=person).update(services_cents=F("services_cents") - more)
