"""Keeps signatures under plans; with both sides' the version takes effect, and a draft becomes a plan."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.people.rules.facts import NotInTheList
from campanello.plans.models import Document, Plan, PlanAct, PlanVersion, Signature
from campanello.plans.queries import plans as queries
from campanello.plans.rules import plans as rules
from campanello.plans.rules import signing as signing_rules
from campanello.plans.rules import versions
from campanello.plans.rules.plans import Act, State
from campanello.plans.rules.signing import NewSignature
from campanello.plans.rules.values import PLAN_STATES, SIGNED_HOW
from campanello.plans.services import participating
from campanello.plans.services.documents import keep_document


@transaction.atomic
def sign(*, actor: Actor, uid: UUID, version: int, signature: NewSignature, at: datetime) -> Signature:
    """Keep one side's signature under the last version of a plan; the second one makes the version hold.

    A version that one side has signed already keeps that signature: sent twice, it is kept once.

    Args:
        actor: Who is there when it is signed; the team's signature is theirs.
        uid: The plan's.
        version: The plan's, as it was shown to who signs.
        signature: What is given.
        at: The moment of writing it down.

    Raises:
        NotFound, NotYours, PlanMoved, PlanClosed, ActNotNow.
        UnderAge, BirthUnknown: The person may not sign on that day.
        NoServices, SignedAfterStart, ActInTheFuture, ActOutOfOrder, NotSigned, NotOnPaper, BadStrokes, ScreenIsToday.
        KindMissing, DocumentTooLarge, NotADocument, and whatever else a scan is refused for.
        SignedOtherText: The text changed since the other side signed.
    """
    one = queries.plan(actor, uid, right=Right.WRITE_PLANS, lock=True)
    last = queries.last_version(one)
    if signature.by not in signing_rules.BOTH or signature.how not in SIGNED_HOW:
        raise NotInTheList(value=f"{signature.by}, {signature.how}"[:40])
    if before := last.signatures.filter(by=signature.by).first():
        return before
    if one.version != version:
        raise rules.PlanMoved(state=(PLAN_STATES[one.state], {}))
    _check(actor, one, last, signature, at)
    services = queries.services_of(last)
    text = signing_rules.fingerprint(queries.content(one, last, services, one.ends_on))
    others = list(last.signatures.all())
    if any(other.text_sha256 != text for other in others):
        raise signing_rules.SignedOtherText
    made = _keep(actor, one, last, signature, text=text, at=at)
    if {other.by for other in others} | {made.by} == signing_rules.BOTH:
        _take_effect(actor, one, last, max(made.on, *(other.on for other in others)), at)
    one.version += 1
    one.save()
    person = one.person.merged_into_id or one.person_id
    facts = {"by": made.by, "how": made.how, "number": last.number}
    audit.record(actor, "plans.plan-signed", one, person=person, **facts)
    return made


def _keep(
    actor: Actor, one: Plan, last: PlanVersion, signature: NewSignature, *, text: str, at: datetime
) -> Signature:
    return Signature.objects.create(
        plan_version=last,
        person=one.person if signature.by == signing_rules.PERSON else None,
        by=signature.by,
        how=signature.how,
        on=signature.on,
        strokes=signature.strokes,
        document=_scan(actor, one, signature.scan, at),
        text_sha256=text,
        at=at,
        recorded_by_id=actor.user,
    )


def _check(actor: Actor, one: Plan, last: PlanVersion, signature: NewSignature, at: datetime) -> None:
    standing, today = queries.standing(one), day_of(at)
    kind = Act.SIGN if standing.state is State.DRAFT else Act.AMEND
    person = one.person.merged_into or one.person
    name = person.name if signature.by == signing_rules.PERSON else actor.name
    refused = (
        rules.why_not_kind(standing, kind)
        or versions.why_not_edit(last.number, has_signature=last.signed_on is not None)
        or signing_rules.why_not_sign(
            standing,
            signature,
            adult=queries.adult(one.person, signature.on),
            holds_from=last.starts_on,
            services=last.services.count(),
            today=today,
        )
        or signing_rules.why_not_signature(signature, name=name, today=today)
    )
    if refused:
        raise refused


def _take_effect(actor: Actor, one: Plan, last: PlanVersion, on: date, at: datetime) -> None:
    """The version holds; a draft becomes a signed plan, which the evaluation counts from now on."""
    is_first = one.state == State.DRAFT
    before = one.state
    last.signed_on = on
    last.save(update_fields=["signed_on"])
    if is_first:
        one.state, one.signed_on = State.SIGNED, on
        one.participation = participating.enter(one, on)
    PlanAct.objects.create(
        plan=one,
        kind=Act.SIGN if is_first else Act.AMEND,
        on=on,
        number="" if is_first else str(last.number),
        reason=last.reason,
        before=before,
        after=one.state,
        ends_on=one.ends_on,  # as it was signed: an extension moves the plan's own
        at=at,
        by_id=actor.user,
    )


def _scan(actor: Actor, one: Plan, scan: bytes | None, at: datetime) -> Document | None:
    if not scan:
        return None
    person = one.person.merged_into or one.person
    return keep_document(
        actor=actor, kind="signed", content=scan, at=at, person=person, project=one.project_id
    )
