"""Makes pacts, changes their terms by both sides alone, takes signatures, and ends them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.models import Organisation
from campanello.core.period import day_of
from campanello.homes.queries.tenancies import household as household_of
from campanello.homes.rules import editing
from campanello.people.models import Household, Person
from campanello.people.queries import records
from campanello.people.rules.facts import NotInTheList
from campanello.plans.models import Document, Pact, PactParty, PactTerms, Plan, Signature
from campanello.plans.queries import pacts as queries
from campanello.plans.rules import pacts as rules
from campanello.plans.rules import signing
from campanello.plans.rules.pacts import NewPact, Terms
from campanello.plans.rules.signing import NewSignature
from campanello.plans.rules.values import PACT_STATES, SIGNED_BY, SIGNED_HOW
from campanello.plans.services import pacts_kept
from campanello.plans.services.documents import keep_document

PACT_FIELDS = ("title", "starts_on", "ends_on", "creditor_id")
TERMS_FIELDS = ("gets", "gives", "hours_to_give", "share")
SIGNED_FIELDS = ("gets", "gives", "minutes_to_give", "share_numerator", "share_denominator")


@transaction.atomic
def draft(*, actor: Actor, uid: UUID, pact: NewPact, on: date, at: datetime) -> Pact:
    """Write down a pact that nobody has signed yet; sent twice with one `uid`, once.

    Raises:
        NotFound: The plan, a person, the household or the creditor is absent or not the actor's.
        NotInTheList, NobodyInPact, PactSaysNothing, TooLong, TooMuchToGive, PactEndsBeforeStart,
        ShareNeedsPlanAndCreditor.
    """
    if Pact.objects.filter(uid=uid).exists():
        return queries.pact(actor, uid, right=Right.WRITE_PLANS)
    rules.kind_and_scope(pact.kind, pact.scope)
    plan, household, people = _who(actor, pact, on)
    told = _checked(pact.terms, pact.ends_on, has_plan=plan is not None, creditor=pact.creditor)
    if refusal := rules.why_not_parties(pact.scope, len(people)):
        raise refusal
    project = plan.project if plan else queries.project_of(actor, people[0], pact.project)
    made, is_new = Pact.objects.get_or_create(
        uid=uid,
        defaults={
            "project": project,
            "kind": pact.kind,
            "scope": pact.scope,
            "title": rules.line("title", pact.title),
            "plan": plan,
            "household": household,
            "creditor_id": _creditor(pact.creditor),
            "starts_on": told.starts_on,
            "ends_on": pact.ends_on,
            "made_at": at,
            "made_by_id": actor.user,
        },
    )
    if is_new:
        PactParty.objects.bulk_create(PactParty(pact=made, person=one) for one in people)
        _kept(actor, made, told, "", at)
        audit.record(actor, "plans.pact-drafted", made, person=people[0].pk, people=len(people))
    return made


@transaction.atomic
def edit_draft(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any]) -> Pact:
    """Change what a draft says, as long as nobody has signed it.

    Args:
        actor: Who changes it.
        uid: The pact's.
        version: The one that was looked at.
        changes: Of `PACT_FIELDS` and `TERMS_FIELDS`.

    Raises:
        NotFound, NotYours, ChangedMeanwhile, PactMoved: Somebody has signed; then new terms are proposed.
        What `draft` raises for its terms.
    """
    pact = queries.pact(actor, uid, right=Right.WRITE_PLANS, lock=True)
    row = PactTerms.objects.select_for_update().get(pact=pact, number=1)
    if pact.state != "draft" or Signature.objects.filter(pact_terms__pact=pact).exists():
        raise rules.PactMoved(state=(PACT_STATES[pact.state], {}))
    if "creditor_id" in changes:
        _creditor(changes["creditor_id"])
    changed = [
        *_changed(pact, PACT_FIELDS, version, pact.version, changes),
        *_changed(row, TERMS_FIELDS, version, pact.version, changes),
    ]
    row.starts_on = pact.starts_on
    told = _checked(
        queries.terms_of(row), pact.ends_on, has_plan=pact.plan_id is not None, creditor=pact.creditor_id
    )
    row.gets, row.gives, pact.title = told.gets, told.gives, rules.line("title", pact.title)
    if changed:
        row.save()
        _saved(pact)
        audit.record(actor, "plans.pact-edited", pact, fields=sorted(changed))
    return pact


@transaction.atomic
def propose_terms(
    *, actor: Actor, uid: UUID, version: int, terms: Terms, reason: str, at: datetime
) -> PactTerms:
    """Propose new terms: they hold once both sides have signed them, and until then those before hold.

    Terms proposed before that nobody finished signing are replaced by these.

    Raises:
        NotFound, NotYours, PactMoved, NoReasonForTerms, NothingNew, TooLong, PactSaysNothing, TooMuchToGive,
        ShareNeedsPlanAndCreditor, PactEndsBeforeStart.
    """
    pact = _held(actor, uid, version, "draft", "signed")
    why = rules.line("reason", reason)
    if not why:
        raise rules.NoReasonForTerms
    rows = queries.terms(pact.pk)
    told = _checked(
        replace(terms, number=rows[-1].number + 1),
        pact.ends_on,
        has_plan=pact.plan_id is not None,
        creditor=pact.creditor_id,
    )
    if rules.is_same(queries.terms_of(rows[-1]), told):
        raise rules.NothingNew
    made = _kept(actor, pact, told, why, at)
    _saved(pact)
    audit.record(actor, "plans.pact-terms-proposed", pact, person=_first(pact), number=made.number)
    return made


@transaction.atomic
def sign(
    *, actor: Actor, uid: UUID, number: int, signature: NewSignature, person: UUID | None = None, at: datetime
) -> Pact:
    """Keep one side's signature under the terms that are proposed; with the last one they are agreed.

    Sent twice, a side's signature is kept once.

    Args:
        actor: Who is there when it is signed; the team's signature is theirs.
        uid: The pact's.
        number: Of the terms that were read.
        signature: What is given.
        person: Who signs; nobody where it is the team.
        at: The moment of writing it down.

    Raises:
        NotFound, NotYours, PactMoved, TermsNotOpen, NotAParty, NotInTheList, SecondShare,
        PactDayToCome, NotSigned, NotOnPaper, BadStrokes, ScreenIsToday, ActInTheFuture.
    """
    pact = _held(actor, uid, None, "draft", "signed")
    last = queries.terms(pact.pk)[-1]
    if last.number != number:
        raise rules.TermsNotOpen(number=number)
    signer = _signer(actor, pact, signature, person)
    if (signer.pk if signer else None) in queries.signed_by(last.pk):
        return pact
    # A parent or guardian signs with their own name, which is on no record here.
    name = signature.typed if signature.by == "guardian" else (signer.name if signer else actor.name)
    _check(pact, last, signature, name, day_of(at))
    Signature.objects.create(
        pact_terms=last,
        person=signer,
        by=signature.by,
        how=signature.how,
        on=signature.on,
        strokes=signature.strokes,
        document=_scan(actor, pact, signer, signature.scan, at),
        text_sha256=signing.fingerprint(content(pact, last)),
        at=at,
        recorded_by_id=actor.user,
    )
    whose = signer.pk if signer else _first(pact)
    facts = {"number": number, "by": signature.by, "how": signature.how}
    audit.record(actor, "plans.pact-terms-signed", pact, person=whose, **facts)
    people, lacks_team = rules.unsigned(queries.party_keys(pact.pk), queries.signed_by(last.pk))
    if not people and not lacks_team:
        _agree(actor, pact, last)
    return pact


@transaction.atomic
def end(*, actor: Actor, uid: UUID, version: int, is_broken: bool, reason: str, on: date) -> Pact:
    """End a pact from a day on, or break it off; the share to arrears ends with it, what was given stays.

    Raises:
        NotFound, NotYours, PactMoved, NoReasonForEnd, TooLong.
    """
    pact = _held(actor, uid, version, "draft", "signed")
    why = rules.line("reason", reason)
    if not why:
        raise rules.NoReasonForEnd
    pact.ends_on = max(on, pact.starts_on)
    pact.ended_why = why
    pact.state = "broken" if is_broken else "ended"
    _saved(pact)
    audit.record(actor, f"plans.pact-{pact.state}", pact, person=_first(pact))
    return pact


def _who(actor: Actor, pact: NewPact, on: date) -> tuple[Plan | None, Household | None, list[Person]]:
    """The plan, the household and the people of a new pact, as far as they are the actor's to write about."""
    plan = None
    uids = list(pact.people)
    if pact.plan:
        plan = Plan.objects.visible_to(actor, Right.WRITE_PLANS).filter(uid=pact.plan).first()
        if plan is None:
            raise NotFound
        uids.insert(0, plan.person.uid)
    people = [records.person(actor, one, right=Right.WRITE_PERSON) for one in uids]
    if pact.scope != "household":
        return plan, None, list(dict.fromkeys(people))
    home = household_of(actor, pact.household) if pact.household else None
    if home is None and people:
        home = queries.household_of(people[0].pk, on)
    if home is None:
        raise NotFound
    return plan, home, list(dict.fromkeys([*people, *queries.adults(actor, home, on)]))


def _checked(terms: Terms, ends_on: date | None, *, has_plan: bool, creditor: int | None) -> Terms:
    told = rules.checked(terms)
    refusal = rules.why_not_run(told.starts_on, ends_on) or rules.why_not_share(
        told, has_plan=has_plan, has_creditor=creditor is not None
    )
    if refusal:
        raise refusal
    return told


def _creditor(key: int | None) -> int | None:
    if key is not None and not Organisation.objects.filter(pk=key).exists():
        raise NotFound
    return key


def _kept(actor: Actor, pact: Pact, terms: Terms, reason: str, at: datetime) -> PactTerms:
    return PactTerms.objects.create(
        pact=pact,
        number=terms.number,
        gets=terms.gets,
        gives=terms.gives,
        minutes_to_give=terms.minutes_to_give,
        share_numerator=terms.numerator,
        share_denominator=terms.denominator,
        starts_on=terms.starts_on,
        reason=reason,
        made_at=at,
        made_by_id=actor.user,
    )


def _signer(actor: Actor, pact: Pact, signature: NewSignature, person: UUID | None) -> Person | None:
    if signature.by not in SIGNED_BY or signature.how not in SIGNED_HOW:
        raise NotInTheList(value=f"{signature.by}, {signature.how}"[:40])
    if signature.by == rules.TEAM:
        return None
    if person is None:
        raise rules.NotAParty
    found = records.person(actor, person, right=Right.WRITE_PERSON)
    if found.pk not in queries.party_keys(pact.pk):
        raise rules.NotAParty
    return found


def _check(pact: Pact, last: PactTerms, signature: NewSignature, name: str, today: date) -> None:
    if last.signed_on:
        raise rules.TermsNotOpen(number=last.number)
    if refusal := signing.why_not_signature(signature, name=name, today=today):
        raise refusal
    first = max(pact.starts_on, last.starts_on, signature.on)
    if pact.creditor_id and pact.plan_id and _is_paying_elsewhere(pact, first):
        raise rules.SecondShare(day=f"{first:%d/%m/%Y}")


def content(pact: Pact, row: PactTerms) -> dict[str, Any]:
    """What is signed, as its fingerprint is made of it."""
    said = {name: getattr(row, name) for name in SIGNED_FIELDS}
    days = {"starts_on": row.starts_on.isoformat(), "ends_on": str(pact.ends_on or "")}
    return said | days | {"pact": str(pact.uid), "number": row.number, "creditor": pact.creditor_id}


def _is_paying_elsewhere(pact: Pact, first: date) -> bool:
    # Two pacts of one plan are signed one after the other.
    Plan.objects.select_for_update().get(pk=pact.plan_id or 0)
    return queries.other_share_on(pact, first)


def _scan(
    actor: Actor, pact: Pact, signer: Person | None, scan: bytes | None, at: datetime
) -> Document | None:
    if not scan:
        return None
    person = signer or Person.objects.get(pk=queries.party_keys(pact.pk)[0])
    return keep_document(
        actor=actor, kind="signed", content=scan, at=at, person=person, project=pact.project_id
    )


def _agree(actor: Actor, pact: Pact, row: PactTerms) -> None:
    """Both sides have signed: the terms hold from now on, and the first ones begin the pact."""
    row.signed_on = max(Signature.objects.filter(pact_terms=row).values_list("on", flat=True))
    row.save(update_fields=["signed_on"])
    was_draft, pact.state = pact.state == "draft", "signed"
    _close_run_out(actor, pact, row.signed_on)
    _saved(pact)
    if was_draft:
        pacts_kept.plan_next_review(pact, max(pact.starts_on, row.signed_on))
    audit.record(actor, "plans.pact-agreed", pact, person=_first(pact), number=row.number)


def _close_run_out(actor: Actor, pact: Pact, agreed_on: date) -> None:
    """Pacts on arrears of the same plan that ran out by their last day and nobody ended make room for this one."""
    if not (pact.creditor_id and pact.plan_id):
        return
    signed = Pact.objects.filter(plan=pact.plan_id, creditor__isnull=False, state="signed")
    for one in signed.exclude(pk=pact.pk).filter(ends_on__lte=max(pact.starts_on, agreed_on)):
        one.state = "ended"
        _saved(one)
        audit.record(actor, "plans.pact-ended", one, person=_first(one))


def _held(actor: Actor, uid: UUID, version: int | None, *states: str) -> Pact:
    pact = queries.pact(actor, uid, right=Right.WRITE_PLANS, lock=True)
    if pact.state not in states or (version is not None and pact.version != version):
        raise rules.PactMoved(state=(PACT_STATES[pact.state], {}))
    return pact


def _changed(
    record: Any, fields: Sequence[str], version: int, held: int, changes: Mapping[str, Any]
) -> list[str]:
    saved = {field: getattr(record, field) for field in fields}
    differing = editing.differences(saved, {name: changes[name] for name in fields if name in changes})
    if held != version and differing:
        raise editing.ChangedMeanwhile(version=held, differences=differing)
    for one in differing:
        setattr(record, one.field, one.yours)
    return [one.field for one in differing]


def _saved(pact: Pact) -> None:
    pact.version += 1
    pact.save()


def _first(pact: Pact) -> int | None:
    return next(iter(queries.party_keys(pact.pk)), None)
