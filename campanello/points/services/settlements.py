"""Settlements from the proposal to the bank's order. One proposes, another approves; the lines stay as they were.

Locks are taken in one order, as for redemptions: accounts by their keys, then redemptions.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from campanello.core import audit, bulk, params
from campanello.core.access import NotFound, NotYours, Right
from campanello.core.actor import Actor
from campanello.core.errors import Denied
from campanello.core.models import Project
from campanello.core.reach import reach
from campanello.people.rules.humans import same_human
from campanello.people.rules.names import tidy
from campanello.points.models import Account, CreditorTerms, Redemption, Scheme, Settlement, SettlementLine
from campanello.points.queries import accounts as account_queries
from campanello.points.queries import settlements as queries
from campanello.points.queries.spending import terms_of
from campanello.points.rules import settlements as rules
from campanello.points.rules import values
from campanello.points.rules.settlements import Line
from campanello.points.services import settlements_returning

_LINE = ("settlement", "number", "redemption", "points", "cents", "debt_cents")
PROPOSE, APPROVE = Right.PROPOSE_SETTLEMENTS, Right.APPROVE_SETTLEMENTS
NOTHING_LEFT = values.GIVEN_BACK_WHYS["nothing_left"]


@transaction.atomic
def propose(*, actor: Actor, uid: UUID, project: int, creditor: int, on: date, at: datetime) -> Settlement:
    """Propose to settle with a landlord all points asked for; what the debts can't take any more is given back.

    Args:
        actor: Who proposes it.
        uid: Made with the form: sent twice, it is proposed once.
        project: Whose points.
        creditor: The landlord.
        on: Today: debts and terms are those of it.
        at: When.

    Raises:
        NotFound: The actor does not propose settlements in the project.
        NothingToSettle, NoTerms, NoPayer, NoCreditorAccount.
    """
    if project not in reach(actor, PROPOSE):
        raise NotFound
    # One proposal of a project at a time: its number, and what it takes.
    Project.objects.select_for_update(no_key=True).get(pk=project)
    if before := Settlement.objects.filter(uid=uid, project=project, proposed_by=actor.user).first():
        return before
    scheme, terms = account_queries.scheme_of(project), terms_of(project, creditor, on)
    if refusal := queries.why_not_pay(scheme, terms):
        raise refusal
    assert terms is not None
    asked = _held(project, creditor)
    if not asked:
        raise rules.NothingToSettle
    lines, backs = queries.computed(asked, creditor, on=on)
    made = _made(uid, scheme, terms, lines)
    made.proposed_at, made.proposed_by_id = at, actor.user
    made.save(force_insert=True)
    _store(made, lines)
    settlements_returning.give_back(actor=actor, settlement=made, backs=backs, is_at_proposal=True, at=at)
    audit.record(
        actor, "points.settlement-proposed", made, lines=len(lines), cents=made.cents, returned=len(backs)
    )
    return made


def _held(project: int, creditor: int) -> list[Redemption]:
    """The redemptions that wait, in the order of asking; their accounts and they are held."""
    waiting = Redemption.objects.filter(project=project, creditor=creditor, state="asked")
    pending = Q(project=project, creditor=creditor, kind="pending")
    either = Account.objects.filter(Q(pk__in=waiting.values("account")) | pending)
    list(either.select_for_update().order_by("pk").values_list("pk", flat=True))
    rows = waiting.select_for_update(of=("self",)).order_by("pk")
    return sorted(rows.select_related("tenancy"), key=lambda one: (one.asked_at, one.pk))


def _made(uid: UUID, scheme: Scheme, terms: CreditorTerms, lines: Sequence[Line]) -> Settlement:
    pays = terms.way == "payment"
    return Settlement(
        uid=uid,
        project=scheme.project,
        creditor_id=terms.creditor_id,
        number=queries.next_number(scheme.project_id),
        way=terms.way,
        state="proposed" if lines else "void",
        points=sum(one.points for one in lines),
        cents=sum(one.cents for one in lines),
        lines_sha256=rules.seal(lines),
        holder=terms.holder if pays else "",
        iban=terms.iban if pays else "",
        payer=scheme.payer if pays else "",
        payer_iban=scheme.payer_iban if pays else "",
        payer_bic=scheme.payer_bic if pays else "",
        void_why="" if lines else NOTHING_LEFT,
    )


def _store(made: Settlement, lines: Sequence[Line]) -> None:
    rows = [(made.pk, one.number, one.redemption, one.points, one.cents, one.debt_cents) for one in lines]
    bulk.insert(SettlementLine, _LINE, rows)
    taken = bulk.among([one.redemption for one in lines])
    Redemption.objects.filter(pk__in=taken).update(state="in_batch", way=made.way, version=F("version") + 1)


def approve(*, actor: Actor, uid: UUID, version: int, seal: str, at: datetime) -> Settlement:
    """Approve a settlement as it was proposed; a refusal for who asks is left in the trail.

    Raises:
        NotFound, NotYours, SettlementMoved, SettlementNotReady, LinesBroken.
        SameApprover, SameHuman, RolesTogether: Somebody else approves it.
    """
    try:
        with transaction.atomic():
            return _approve(actor, uid, version, seal, at)
    except (rules.SameApprover, rules.SameHuman, rules.RolesTogether) as error:
        audit.refused(actor, "points.settlement-approved", code=error.code)
        raise


def _approve(actor: Actor, uid: UUID, version: int, seal: str, at: datetime) -> Settlement:
    held = queries.settlement(actor, uid, right=APPROVE, lock=True)
    require_move(held, "approved")
    if held.version != version or held.lines_sha256 != seal:
        raise rules.SettlementMoved
    if denial := why_not_approve(actor, held):
        raise denial
    if queries.seal_of(held) != seal:
        raise rules.LinesBroken
    held.state, held.approved_by_id, held.approved_at = "approved", actor.user, at
    save(held)
    audit.record(actor, "points.settlement-approved", held, cents=held.cents)
    return held


def why_not_approve(actor: Actor, held: Settlement) -> Denied | None:
    """Why the actor may not approve a settlement; None when they may. Two queries."""
    assert actor.user is not None  # nobody in particular is let in to a settlement
    if held.proposed_by_id == actor.user:
        return rules.SameApprover(euros=rules.euros(held.cents))
    assert held.proposed_by_id is not None  # so was whoever proposed it
    mine, proposer = queries.account_of(actor.user), queries.account_of(held.proposed_by_id)
    if what := same_human(mine, proposer):
        return rules.SameHuman(what=(what, {}))
    return rules.RolesTogether() if held.project_id in reach(actor, PROPOSE) else None


@transaction.atomic
def order(*, actor: Actor, uid: UUID, version: int, pays_on: date, on: date, at: datetime) -> Settlement:
    """Order an approved payment of the bank: from now on its file can be downloaded.

    Raises:
        NotFound, NotYours, SettlementMoved, SettlementNotReady, PaysTooSoon.
    """
    held = queries.settlement(actor, uid, right=PROPOSE, lock=True)
    require_move(held, "ordered")
    require_version(held, version)
    last = on + timedelta(days=params.value("points.pays_within_days", on))
    if refusal := rules.why_not_order(pays_on, on=on, last=last):
        raise refusal
    held.state, held.ordered_at, held.pays_on = "ordered", at, pays_on
    save(held)
    audit.record(actor, "points.settlement-ordered", held, cents=held.cents, pays_on=pays_on.isoformat())
    return held


@transaction.atomic
def void(*, actor: Actor, uid: UUID, version: int, reason: str) -> Settlement:
    """Give a settlement up that is not confirmed: its points wait again for the next one.

    Raises:
        NotFound, NotYours, SettlementMoved, SettlementNotReady, ConfirmedAlready, NoReason.
    """
    held = queries.settlement(actor, uid, lock=True)
    if not any(held.project_id in reach(actor, right) for right in (PROPOSE, APPROVE)):
        raise NotYours
    require_move(held, "void")
    require_version(held, version)
    why = tidy(reason)[: rules.LONGEST_REASON]
    if not why:
        raise rules.NoReason
    lines = SettlementLine.objects.filter(settlement=held)
    Redemption.objects.filter(pk__in=lines.values("redemption")).update(
        state="asked", version=F("version") + 1
    )
    lines.update(is_void=True)
    held.state, held.void_why = "void", why
    save(held)
    audit.record(actor, "points.settlement-voided", held, cents=held.cents)
    return held


def require_move(held: Settlement, wanted: str) -> None:
    """Let a settlement go to a state.

    Raises:
        ConfirmedAlready, SettlementNotReady.
    """
    if held.state == "confirmed" and held.paid_on is not None:
        raise rules.ConfirmedAlready(euros=rules.euros(held.cents), day=f"{held.paid_on:%d/%m/%Y}")
    if refusal := rules.why_not_move(held.way, held.state, wanted, words=values.SETTLEMENT_STATES):
        raise refusal


def require_version(held: Settlement, version: int) -> None:
    """Let pass who read the settlement as it is.

    Raises:
        SettlementMoved.
    """
    if held.version != version:
        raise rules.SettlementMoved


def save(held: Settlement) -> None:
    """Store a settlement that went on."""
    held.version += 1
    held.save()
