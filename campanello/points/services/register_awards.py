"""Turns signed registers into points: a whole register at once, once; and follows what is corrected afterwards."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Sum

from campanello.core import audit, bulk
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.lab.models import Attendance, Session
from campanello.people.models import Person
from campanello.points.models import Account, AwardedSession, Rate, Scheme, Withheld
from campanello.points.queries import accounts as found_accounts
from campanello.points.queries import corrections
from campanello.points.queries import register_awards as queries
from campanello.points.queries.corrections import Correction
from campanello.points.queries.register_awards import Sheet
from campanello.points.rules import register_awards as rules
from campanello.points.rules.issuing import AwardLine
from campanello.points.rules.ledger import NotEnoughPoints
from campanello.points.rules.register_awards import Line
from campanello.points.services import accounts, issuing, reversing

# What is told as the way in which something withheld was settled when its row of the register was replaced.
CORRECTED = "corrected"


@dataclass(frozen=True)
class Followed:
    """What became of the corrections of a register: points given and taken back; whose were spent already."""

    given: int
    taken_back: int
    stuck: int


@dataclass(frozen=True)
class _Awarding:
    """Who awards which session, by which rate, and when."""

    actor: Actor
    session: Session
    scheme: Scheme
    rate: Rate
    at: datetime

    def lines(self, sheet: Sheet, without: Collection[int] = ()) -> list[Line]:
        """What the people of a sheet earn; what the operator's or the signer's household would is withheld."""
        deciding = (self.actor.user, self.session.signed_by_id)
        return queries.lines(sheet, self.scheme, self.rate, deciding, without)


@transaction.atomic
def award(*, actor: Actor, session: UUID, at: datetime) -> AwardedSession:
    """Award a signed register as a whole, once: asked again, the first award is answered.

    The points of whoever is in a household go to it; of anybody else to an account of their own, from which they can
    be given away. What the rules hold back is written down for somebody to look at.

    Raises:
        NotFound, NotYours, RegisterNotSigned, BeforeScheme, AfterScheme, NoWorthYet, EarnsNothing, NoTariff.
    """
    held = queries.session(actor, session, lock=True)
    if there := queries.awarded(held):
        return there
    scheme = found_accounts.scheme_of(held.project_id)
    rate = queries.rate_of(held, scheme)
    sheet = queries.sheet(held)
    targets = _hold(sheet, at)
    awarding = _Awarding(actor, held, scheme, rate, at)
    told = awarding.lines(sheet)
    _give(awarding, sheet, told, targets)
    totals = rules.totals(told)
    made = AwardedSession.objects.create(
        session=held,
        project_id=held.project_id,
        people=totals.people,
        minutes=totals.minutes,
        points=totals.points,
        withheld=totals.withheld,
        last_row=_last_row(held),
        awarded_at=at,
        awarded_by_id=actor.user,
    )
    audit.record(
        actor,
        "points.register-awarded",
        made,
        session=held.pk,
        people=totals.people,
        points=totals.points,
        withheld=totals.withheld,
    )
    return made


@transaction.atomic
def follow(*, actor: Actor, session: UUID, at: datetime) -> Followed:
    """Take up what was corrected in a register since it was awarded: the new award is made, the old one taken back.

    Where the old points are spent already, that person's award stays as it was and the register stays on the list.

    Raises:
        NotFound, NotYours, NoTariff, BudgetUsedUp.
    """
    held = queries.session(actor, session, right=Right.APPROVE_POINTS, lock=True)
    there = corrections.awarded(held)
    scheme = found_accounts.scheme_of(held.project_id)
    changed = corrections.of_session(held, there)
    rows = [one.new.pk for one in changed if one.new]
    awarding = _Awarding(actor, held, scheme, queries.rate_of(held, scheme), at) if rows else None
    _hold(queries.sheet(held, rows), at, {move.target_id for one in changed for move in one.old})
    given = taken = stuck = 0
    for one in changed:
        try:
            with transaction.atomic():
                more, less = _given_anew(awarding, one), _taken_back(actor, one, at)
        except NotEnoughPoints:
            stuck += 1
        else:
            given, taken = given + more, taken + less
    _told_anew(held, there, is_done=not stuck)
    audit.record(
        actor, "points.register-followed", there, session=held.pk, given=given, taken_back=taken, stuck=stuck
    )
    return Followed(given, taken, stuck)


def _hold(sheet: Sheet, at: datetime, others: Iterable[int] = ()) -> dict[int, int]:
    """The account of each person of a sheet, opened where there is none; held, with the people, to the end.

    While they are held, nobody else awards these people or households: what the caps count stays as it is. Accounts
    are held in the order of their keys, the issuers' among them, as the ledger does.
    """
    project = sheet.session.project_id
    people = sheet.people
    # The people first, as awards by hand do: two that open the same account would else wait for each other.
    records = Person.objects.filter(pk__in=bulk.among(sorted(people))).order_by("pk")
    list(records.select_for_update(no_key=True).values_list("pk", flat=True))
    told = {key for key, person in people.items() if not queries.is_untold(person)}
    homes = accounts.of_households(
        project, {sheet.households[key] for key in told if key in sheet.households}, at=at
    )
    found = {key: homes[sheet.households[key]].pk for key in told if key in sheet.households}
    for key in sorted(told - found.keys()):
        found[key] = accounts.of_person(project, key, at=at).pk
    issuers = Account.objects.filter(project=project, kind="issuer").values_list("pk", flat=True)
    wanted = sorted({*found.values(), *issuers, *others})
    held = Account.objects.filter(pk__in=bulk.among(wanted)).order_by("pk")
    list(held.select_for_update(no_key=True).values_list("pk", flat=True))
    return found


def _give(one: _Awarding, sheet: Sheet, told: Collection[Line], targets: Mapping[int, int]) -> None:
    """Award the lines of a sheet, and write down what is withheld."""
    project = sheet.session.project_id
    given = [
        AwardLine(
            account=targets[line.came.person],
            points=line.points,
            earned_by=line.came.record,
            earned_on=sheet.session.on,
            minutes=line.minutes,
            rate=one.rate.pk,
            attendance=line.came.attendance,
        )
        for line in told
        if line.points
    ]
    issuing.award(actor=one.actor, project=project, lines=given, at=one.at)
    Withheld.objects.bulk_create(
        Withheld(
            attendance_id=line.came.attendance,
            project_id=project,
            why=why,
            points=points,
            other_id=line.other if why == rules.OVERLAP else None,
            found_at=one.at,
        )
        for line in told
        for why, points in line.withheld
    )


def _given_anew(awarding: _Awarding | None, one: Correction) -> int:
    if one.new is None or awarding is None:
        return 0
    sheet = queries.sheet(awarding.session, [one.new.pk])
    told = awarding.lines(sheet, [move.attendance_id for move in one.old if move.attendance_id])
    _give(awarding, sheet, told, _hold(sheet, awarding.at))
    return sum(line.points for line in told)


def _taken_back(actor: Actor, one: Correction, at: datetime) -> int:
    for move in one.old:
        reversing.reverse(actor=actor, transfer=move.uid, why=one.why, at=at)
    left = Withheld.objects.filter(attendance__in=one.replaced, settled_at=None)
    left.update(settled_at=at, settled_by=actor.user, settled_how=CORRECTED)
    return sum(move.points for move in one.old)


def _told_anew(held: Session, there: AwardedSession, *, is_done: bool) -> None:
    """The award's figures as they are after its corrections."""
    rows = corrections.moves_of(held)
    sums = rows.aggregate(points=Sum("points"), minutes=Sum("minutes"))
    there.points, there.minutes = sums["points"] or 0, sums["minutes"] or 0
    present = Attendance.objects.filter(session=held, is_replaced=False, presence="present")
    there.people = present.count()
    there.withheld = (
        Withheld.objects.filter(attendance__in=present.values("pk")).values("attendance").distinct().count()
    )
    if is_done:
        there.last_row = _last_row(held)
    there.save(update_fields=["points", "minutes", "people", "withheld", "last_row"])


def _last_row(held: Session) -> int:
    last: int | None = Attendance.objects.filter(session=held).aggregate(last=Max("pk"))["last"]
    return last or 0
