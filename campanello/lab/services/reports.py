"""Records reports, routes them to whoever has to answer, takes them from state to state. History is only added to."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.models import Project
from campanello.core.period import day_of
from campanello.homes.rules.editing import ChangedMeanwhile, Difference
from campanello.lab.models import Report, ReportCount, ReportStep, Seconding, Visit
from campanello.lab.queries import reports as queries
from campanello.lab.queries import routing as places
from campanello.lab.rules import reports as rules
from campanello.lab.rules.reports import Limits, Move, NewReport
from campanello.lab.rules.routing import Body, PlaceNotOurs, Route
from campanello.people.models import Person
from campanello.people.queries import records
from campanello.people.queries.merges import ids_of

_MICRO = Decimal("0.000001")


@transaction.atomic
def make_report(*, actor: Actor, uid: UUID, report: NewReport, at: datetime) -> Report:
    """Record what was told and route it to whoever has to answer. Sent twice with one `uid`, it is recorded once.

    Args:
        actor: Who records it: somebody of the project's team, or one of its antennas or residents for themselves.
        uid: The report's key, made where it was entered.
        report: What was told.
        at: Now.

    Raises:
        NotFound: The project, the place, the reporter or the visit is not there, or not the actor's.
        UidTaken: The key is that of somebody else's report.
        PlaceNotOurs: Maintenance of a private owner's place, and `ask_whom` is empty.
        EmptyReport, TooLong, NoSuchValue, ToldInTheFuture, ToldLongAgo, PersonalInPublic, NotInLombardy, HalfAPoint.
    """
    on = day_of(at)
    project = queries.project_to_tell(actor, report.project, on=on, source=report.source)
    if before := _sent_before(actor, uid):
        return before
    limits = queries.limits(on)
    if refusal := rules.why_not_make(report, limits, at=at):
        raise refusal
    try:
        with transaction.atomic():
            return _store(actor, uid, project, report, limits=limits, at=at)
    except IntegrityError:  # the same was sent twice at once
        if before := _sent_before(actor, uid):
            return before
        raise


def _sent_before(actor: Actor, uid: UUID) -> Report | None:
    held = Report.objects.filter(uid=uid).select_related("project", "owner").first()
    if held is not None and held.made_by_id != actor.user:
        raise rules.UidTaken
    return held


def _store(
    actor: Actor, uid: UUID, project: Project, report: NewReport, *, limits: Limits, at: datetime
) -> Report:
    on, where = day_of(at), places.spot(project, report)
    way, is_ours = _route(project, report, where)
    made = _described(report, where)
    made.uid, made.number, made.project = uid, next_number(on.year), project
    made.reporter, made.visit = _reporter(actor, report), _visit(actor, project, report.visit)
    made.owner_id, made.made_by_id = way.owner.key, actor.user
    made.state, made.state_since = rules.RECEIVED, at
    if is_ours:
        made.ask_whom = ""
        made.remind_on = rules.remind_on(rules.RECEIVED, report.priority, limits, on=on)
    else:
        made.state, made.first_answer_at, made.closed_at = rules.NOT_OURS, at, at
    made.save(force_insert=True)
    first = {"report": made, "at": at, "by_id": actor.user}
    state = ReportStep(**first, kind="state", state=made.state, text=made.ask_whom, is_for_resident=True)
    owner = ReportStep(**first, kind="owner", owner_id=way.owner.key, why=way.why)
    ReportStep.objects.bulk_create([state, owner])
    whose = {"person": made.reporter.pk} if made.reporter else {}
    audit.record(actor, "lab.report-made", made, kind=made.kind, source=made.source, **whose)
    return made


def _described(report: NewReport, where: places.Spot) -> Report:
    return Report(
        kind=report.kind,
        text=report.text.strip(),
        neighbourhood=where.neighbourhood,
        building=where.building,
        stair=where.stair,
        dwelling=where.dwelling,
        place_note=report.place_note.strip(),
        latitude=_rounded(report.latitude),
        longitude=_rounded(report.longitude),
        is_public_space=report.is_public_space,
        priority=report.priority,
        ask_whom=report.ask_whom.strip(),
        made_at=report.made_at,
        made_on=day_of(report.made_at),
        source=report.source,
    )


def _route(project: Project, report: NewReport, where: places.Spot) -> tuple[Route, bool]:
    """Who answers; and whether the place is ours. One that is not is the lead's to tell about."""
    try:
        return places.route(project, report.kind, where), True
    except PlaceNotOurs:
        if not report.ask_whom.strip():
            raise
        return Route(Body(project.lead.pk, project.lead.name), "lead"), False


def _reporter(actor: Actor, report: NewReport) -> Person | None:
    """Who told it, if they gave their name; an antenna or a resident gives their own alone, a delegate the other's."""
    if report.reporter is None:
        return None
    if actor.own is not None:
        own = Person.objects.filter(pk__in=ids_of(actor.own), uid=report.reporter).first()
        if own is not None:
            return own
    return records.person(actor, report.reporter)


def _visit(actor: Actor, project: Project, uid: UUID | None) -> Visit | None:
    if uid is None:
        return None
    found = Visit.objects.visible_to(actor).filter(uid=uid, project=project).first()
    if found is None:
        raise NotFound
    return found


def next_number(year: int) -> str:
    """The next number of a year; inside the caller's transaction, which holds the count until it ends."""
    if not ReportCount.objects.filter(year=year).update(last=F("last") + 1):
        ReportCount.objects.bulk_create([ReportCount(year=year)], ignore_conflicts=True)
        ReportCount.objects.filter(year=year).update(last=F("last") + 1)
    return rules.number(year, ReportCount.objects.values_list("last", flat=True).get(year=year))


@transaction.atomic
def move_report(
    *, actor: Actor, uid: UUID, version: int, move: Move, at: datetime, is_for_resident: bool = True
) -> Report:
    """Take a report to another state: by the team of its project, or by the owner's officers.

    Args:
        actor: Who does it.
        uid: The report.
        version: As it was read; of an older one the change is refused.
        move: The state, and what it needs.
        at: Now.
        is_for_resident: Whether whoever reported it may read the reason.

    Raises:
        NotFound, ChangedMeanwhile, ReportCannotMove, ReasonMissing, DayMissing, WhomMissing, OtherMissing, TooLong.
    """
    held = answerable(actor, uid)
    check_version(held, version, "state", held.state, move.state)
    on, limits = day_of(at), queries.limits(day_of(at))
    if refusal := rules.why_not_move(held.state, move, limits, number=held.number, on=on):
        raise refusal
    old = held.state
    held.joined_into = _other(actor, held, move.other) if move.state == rules.DUPLICATE else None
    held.state, held.state_since = move.state, at
    held.planned_on = move.planned_on if move.state == rules.PLANNED else None
    held.ask_whom = move.ask_whom.strip() if move.state == rules.NOT_OURS else ""
    held.first_answer_at = held.first_answer_at or at
    held.closed_at = None if rules.is_open(move.state) else at
    held.remind_on = rules.remind_on(move.state, held.priority, limits, on=on, planned_on=held.planned_on)
    held.follow_up_on, held.follow_up_answer = rules.follow_up_on(move.state, limits, on=on), ""
    save(held)
    text = "\n".join(part for part in (move.reason.strip(), held.ask_whom) if part)
    step(held, actor, at, "state", state=move.state, text=text, is_for_resident=is_for_resident)
    if held.joined_into and held.reporter_id:
        _second(actor, held.joined_into, held.reporter, at)
    audit.record(actor, "lab.report-moved", held, old=old, new=move.state)
    return held


def _other(actor: Actor, report: Report, number: str) -> Report:
    found = Report.objects.visible_to(actor).filter(project=report.project, number=number.strip().upper())
    other = found.exclude(pk=report.pk).exclude(state=rules.DUPLICATE).first()
    if other is None:
        raise rules.OtherMissing
    return other


def _second(
    actor: Actor, report: Report, person: Person | None, at: datetime, uid: UUID | None = None
) -> bool:
    """Note that somebody else told the same; whether that is new."""
    if person is not None:
        same = {person.pk, person.merged_into_id or person.pk}
        if report.reporter_id in same or report.secondings.filter(person__in=same).exists():
            return False
    more = {"uid": uid} if uid else {}
    Seconding.objects.create(report=report, person=person, at=at, by_id=actor.user, **more)
    return True


@transaction.atomic
def join_report(
    *, actor: Actor, uid: UUID, joining: UUID, at: datetime, person: UUID | None = None
) -> Report:
    """Note that somebody told what a report already says; they will be told what becomes of it.

    Args:
        actor: Who records it, of the project's team.
        uid: The report that they join.
        joining: A key made in the form: sent twice, they have joined once.
        at: Now.
        person: Who joins; nobody in particular when None.

    Raises:
        NotFound: The report or the person is absent, or not the actor's.
    """
    held = queries.report(actor, uid, right=Right.WRITE_LAB, lock=True)
    if queries.is_officer(actor, held):
        raise NotFound
    if Seconding.objects.filter(uid=joining).exists():
        return held
    who = records.person(actor, person) if person else None
    if _second(actor, held, who, at, joining):
        step(held, actor, at, "joined", is_for_owner=True)
        whose = {"person": who.pk} if who else {}
        audit.record(actor, "lab.report-joined", held, **whose)
    return held


def answerable(actor: Actor, uid: UUID) -> Report:
    """A report, held for writing, that the actor may answer.

    Raises:
        NotFound.
    """
    return queries.report(actor, uid, right=Right.WRITE_LAB, lock=True)


def check_version(report: Report, version: int, field: str, saved: object, yours: object) -> None:
    """Refuse a change to a report that was changed since it was read.

    Raises:
        ChangedMeanwhile: With what is saved now and what was to be set.
    """
    if report.version != version:
        raise ChangedMeanwhile(version=report.version, differences=(Difference(field, saved, yours),))


def save(report: Report) -> None:
    """Write a report that was changed, as its next version."""
    report.version += 1
    report.save()


def step(
    report: Report,
    actor: Actor,
    at: datetime,
    kind: str,
    **more: object,
) -> ReportStep:
    """Add a step to a report's history."""
    made: ReportStep = ReportStep.objects.create(report=report, at=at, by_id=actor.user, kind=kind, **more)
    return made


def _rounded(degrees: Decimal | None) -> Decimal | None:
    return degrees.quantize(_MICRO) if degrees is not None else None
