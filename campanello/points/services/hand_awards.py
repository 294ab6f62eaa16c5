"""Awards by hand: proposed, signed by a second person where they are large, refused, withdrawn."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.core.errors import DomainError
from campanello.people.models import Person
from campanello.people.queries import merges, records
from campanello.points.models import Account, Award
from campanello.points.queries import hand_awards as queries
from campanello.points.rules import hand_awards as rules
from campanello.points.rules.hand_awards import NewAward
from campanello.points.rules.issuing import AwardLine
from campanello.points.services import accounts, issuing


@transaction.atomic
def propose(
    *, actor: Actor, uid: UUID, scheme: UUID, person: UUID, award: NewAward, on: date, at: datetime
) -> Award:
    """Award work that no register shows. It is given at once up to the threshold, above it a second person signs.

    Sent twice with one `uid`, it is written once. The points go to the household in which the person was on the day
    of the work; to an account of their own where there was none.

    Raises:
        NotFound, NotYours, NoTariff, NotMeasured, WithoutEvidence, NotDoneYet, TooLongAgo, OutsideScheme,
        NothingEarned, FiguresChanged, AboveCap, OwnAward, BudgetUsedUp.
    """
    one = queries.scheme(actor, scheme)
    who = records.person(actor, person, right=Right.AWARD_POINTS, lock=True)
    before = Award.objects.filter(uid=uid, project=one.project).first()
    if before is not None:
        return before
    account = _account(one.project_id, who, award.done_on, at)
    figures, rate, _household = queries.figures(actor, one, who, award, on)
    _refuse(rules.why_not_day(award.done_on, queries.days(one, on), on))
    _refuse(rules.why_not_award(award, figures))
    made = Award.objects.create(
        uid=uid,
        project=one.project,
        person=who,
        rate=rate,
        what=award.what.strip(),
        done_on=award.done_on,
        minutes=award.minutes,
        times=award.times,
        points=figures.points,
        evidence=award.evidence.strip(),
        needs_second=figures.needs_second,
        proposed_at=at,
        proposed_by_id=actor.user,
    )
    audit.record(actor, "points.hand-award-proposed", made, person=who.pk, points=made.points)
    if not made.needs_second:
        _give(actor, made, account, at)
    return made


@transaction.atomic
def approve(*, actor: Actor, uid: UUID, version: int, on: date, at: datetime) -> Award:
    """Sign an award that somebody else proposed, and give it.

    Raises:
        NotFound, NotYours, DecidedAlready, SecondNeeded, OwnAward, AboveCap, BudgetUsedUp.
    """
    held = _held(actor, uid, version, Right.APPROVE_POINTS)
    who = _person(actor, held)
    account = _account(held.project_id, who, held.done_on, at)
    figures, _household = queries.figures_of(actor, held, who, on)
    _refuse(
        rules.why_not_sign(
            proposed_by=held.proposed_by_id, user=actor.user, figures=figures, state=held.state
        )
    )
    _give(actor, held, account, at)
    return held


@transaction.atomic
def refuse(*, actor: Actor, uid: UUID, version: int, why: str, on: date, at: datetime) -> Award:
    """Refuse an award that waits, with a reason.

    Raises:
        NotFound, NotYours, DecidedAlready, WithoutReason, OwnAward.
    """
    held = _held(actor, uid, version, Right.APPROVE_POINTS)
    figures, _household = queries.figures_of(actor, held, _person(actor, held), on)
    if held.state != rules.WAITING:
        raise rules.DecidedAlready
    if figures.is_own:
        raise rules.OwnAward
    if not why.strip():
        raise rules.WithoutReason
    _decide(held, rules.REFUSED, actor, at, why.strip())
    audit.record(actor, "points.hand-award-refused", held, person=held.person_id, points=held.points)
    return held


@transaction.atomic
def withdraw(*, actor: Actor, uid: UUID, version: int, at: datetime) -> Award:
    """Withdraw an award that one proposed, as long as it waits.

    Raises:
        NotFound, NotYours, DecidedAlready.
    """
    held = _held(actor, uid, version, Right.AWARD_POINTS)
    if held.proposed_by_id != actor.user:
        raise rules.NotProposed
    if held.state != rules.WAITING:
        raise rules.DecidedAlready
    _decide(held, rules.WITHDRAWN, actor, at)
    audit.record(actor, "points.hand-award-withdrawn", held, person=held.person_id, points=held.points)
    return held


def _held(actor: Actor, uid: UUID, version: int, right: Right) -> Award:
    """The award, held; refused where it is not as it was shown."""
    held = queries.award(actor, uid, right=right, lock=True)
    if held.version != version:
        raise rules.DecidedAlready
    return held


def _person(actor: Actor, held: Award) -> Person:
    """Who stands for the person awarded, held, so that two decisions at once see each other's points.

    Raises:
        NotFound: The actor may not see them, or they were erased.
    """
    root = merges.ids_of(held.person_id)[0]
    uid = Person.objects.values_list("uid", flat=True).get(pk=root)
    return records.person(actor, uid, lock=True)


def _refuse(refusal: DomainError | None) -> None:
    if refusal is not None:
        raise refusal


def _account(project: int, person: Person, done_on: date, at: datetime) -> Account:
    """The account that the points go to, held: two awards at once see each other's points under the caps."""
    household = queries.household_of(person, done_on)
    if household is None:
        account = accounts.of_person(project, person.pk, at=at)
    else:
        account = accounts.of_households(project, [household], at=at)[household]
    # In the order of their keys, the issuers' among them, as the ledger and the awards of registers do.
    issuers = Account.objects.filter(project=project, kind="issuer").values_list("pk", flat=True)
    held = Account.objects.filter(pk__in=[*issuers, account.pk]).order_by("pk").select_for_update(no_key=True)
    return next(one for one in held if one.pk == account.pk)


def _give(actor: Actor, held: Award, account: Account, at: datetime) -> None:
    line = AwardLine(
        uid=held.uid,
        account=account.pk,
        points=held.points,
        earned_by=held.person_id,
        earned_on=held.done_on,
        minutes=held.minutes,
        rate=held.rate_id,
        award=held.pk,
    )
    issuing.award(actor=actor, project=held.project_id, lines=[line], at=at)
    _decide(held, rules.GIVEN, actor, at)
    audit.record(actor, "points.hand-award-given", held, person=held.person_id, points=held.points)


def _decide(held: Award, state: str, actor: Actor, at: datetime, why: str = "") -> None:
    held.state, held.why_not = state, why
    held.decided_at, held.decided_by_id = at, actor.user
    held.version += 1
    held.save(update_fields=["state", "why_not", "decided_at", "decided_by", "version"])
