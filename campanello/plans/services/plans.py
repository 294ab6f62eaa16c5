"""Drafts plans, changes what they hold until they are signed, and writes down the acts that move them on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.homes.rules import editing
from campanello.lab.services.involving import involve
from campanello.people.rules.facts import NotInTheList
from campanello.plans.models import Application, Measure, Plan, PlanAct, PlanService, PlanVersion, Service
from campanello.plans.queries import catalogue, payments
from campanello.plans.queries import plans as queries
from campanello.plans.rules import catalogue as catalogue_rules
from campanello.plans.rules import funds, versions
from campanello.plans.rules import plans as rules
from campanello.plans.rules.funds import Sums
from campanello.plans.rules.plans import Act, NewAct, State
from campanello.plans.rules.values import PLAN_STATES
from campanello.plans.rules.versions import Planned
from campanello.plans.services import participating, results
from campanello.plans.services.measures import release_funds

# What a draft says of itself until somebody has signed it; who leads it and its second language may always change.
DRAFT_FIELDS = ("goal", "starts_on", "ends_on")
FIELDS = (*DRAFT_FIELDS, "language", "case_manager_id")


@dataclass(frozen=True)
class NewPlan:
    """A plan to be drafted: after an application, or of a person under a measure (by its code).

    `code` is given for a plan that has one already, on paper or in another system. `ends_on` is excluded.
    """

    starts_on: date
    ends_on: date
    application: UUID | None = None
    person: UUID | None = None
    measure: str = ""
    language: str = "it"
    goal: str = ""
    case_manager: int | None = None
    code: str = ""


@dataclass(frozen=True)
class NewService:
    """A service in a version: how long, by whom, on which days (the last excluded), in words when."""

    service: int
    minutes: int
    deliverer: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    calendar: str = ""


@transaction.atomic
def draft_plan(*, actor: Actor, uid: UUID, draft: NewPlan, at: datetime) -> Plan:
    """Draft a plan with an empty first version; sent twice with one `uid`, once.

    Raises:
        NotFound: The application, person or measure is absent or not the actor's, or the manager not of the project.
        NotEligible: The application is not decided as eligible.
        PlanOpenAlready: The person has an open plan under the measure.
        EndsBeforeItStarts, PlanTooLong, TooLong, NotInTheList, CodeTaken.
    """
    if Plan.objects.filter(uid=uid).exists():
        return queries.plan(actor, uid, right=Right.WRITE_PLANS)
    found = queries.origin(actor, application=draft.application, person=draft.person, measure=draft.measure)
    if found.measure is None:
        raise NotFound
    on = day_of(at)
    # One at a time under a measure: its plans are numbered one after the other.
    measure = Measure.objects.select_for_update().get(pk=found.measure.pk)
    if refused := rules.why_not_days(draft.starts_on, draft.ends_on, queries.limits(on)):
        raise refused
    if before := queries.open_plan_of(found.person, measure):
        raise rules.PlanOpenAlready(plan=before.code)
    _must_be_known(draft.language, draft.case_manager, measure.project_id, on)
    made = Plan.objects.create(
        uid=uid,
        code=_code(measure, rules.fitting("code", draft.code)),
        project_id=measure.project_id,
        measure=measure,
        person=found.person,
        application=found.application,
        language=draft.language,
        goal=rules.fitting("goal", draft.goal),
        case_manager_id=draft.case_manager,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        made_at=at,
        made_by_id=actor.user,
    )
    PlanVersion.objects.create(
        plan=made, number=1, starts_on=draft.starts_on, made_at=at, made_by_id=actor.user
    )
    involve(actor, found.person, measure.project_id, on=on)
    audit.record(actor, "plans.plan-drafted", made, person=found.person.pk, project=measure.project_id)
    return made


@transaction.atomic
def edit_plan(*, actor: Actor, uid: UUID, version: int, changes: Mapping[str, Any], on: date) -> Plan:
    """Change `FIELDS` of a plan: goal and days while nobody has signed, manager and second language until it is closed.

    Raises:
        NotFound, NotYours, ChangedMeanwhile, PlanClosed, VersionSigned.
        EndsBeforeItStarts, PlanTooLong, OutsideThePlan, TooLong, NotInTheList.
    """
    one = queries.plan(actor, uid, right=Right.WRITE_PLANS, lock=True)
    saved = {name: getattr(one, name) for name in FIELDS}
    differing = editing.differences(saved, {name: changes[name] for name in FIELDS if name in changes})
    if one.version != version and differing:
        raise editing.ChangedMeanwhile(version=one.version, differences=differing)
    if not differing:
        return one
    if refused := rules.why_not_change(queries.standing(one)):
        raise refused
    wanted = {change.field: change.yours for change in differing}
    if DRAFT_FIELDS & wanted.keys():
        _set_draft_fields(one, wanted, on)
    _must_be_known(wanted.get("language", one.language), wanted.get("case_manager_id"), one.project_id, on)
    for name in {"language", "case_manager_id"} & wanted.keys():
        setattr(one, name, wanted[name])
    return _saved(actor, one, "plans.plan-edited", fields=sorted(wanted))


@transaction.atomic
def put_service(*, actor: Actor, uid: UUID, version: int, new: NewService, on: date) -> Plan:
    """Put a service into the last version of a plan, or change it there, while nobody has signed that version.

    Raises:
        NotFound: The plan, service or deliverer is absent or not of the project.
        NotYours, PlanMoved, PlanClosed, VersionSigned, ServiceRetired, TooManyHours, BlockFull, EndsBeforeItStarts,
        OutsideThePlan, TooLong.
    """
    one, last = _open_version(actor, uid, version)
    service = catalogue.service_of(one.project_id, new.service)
    held = queries.services_of(last)
    _must_fit(one, last, service, new, held)
    PlanService.objects.update_or_create(
        plan_version=last,
        service=service,
        defaults={
            "minutes": new.minutes,
            "deliverer_id": new.deliverer,
            "starts_on": new.starts_on,
            "ends_on": new.ends_on,
            "calendar": rules.fitting("calendar", new.calendar),
        },
    )
    return _saved(actor, one, "plans.service-put", service=service.pk, minutes=new.minutes)


@transaction.atomic
def drop_service(*, actor: Actor, uid: UUID, version: int, service: int) -> Plan:
    """Take a service out of the last version of a plan, while nobody has signed that version.

    Raises:
        NotFound: The plan or the service in it is absent.
        NotYours, PlanMoved, PlanClosed, VersionSigned.
    """
    one, last = _open_version(actor, uid, version)
    dropped, _tables = PlanService.objects.filter(plan_version=last, service=service).delete()
    if not dropped:
        raise NotFound
    return _saved(actor, one, "plans.service-dropped", service=service)


@transaction.atomic
def amend(
    *, actor: Actor, uid: UUID, version: int, reason: str, starts_on: date, at: datetime
) -> PlanVersion:
    """Begin a new version of a plan with what the last one holds; it takes effect when both sides have signed it.

    Raises:
        NotFound, NotYours, PlanMoved, PlanClosed, ActNotNow.
        VersionOpen: The last version is not signed by anybody: change that one.
        NoAmendReason, OutsideThePlan, TooLong.
    """
    one = _held(actor, uid, version)
    last = queries.last_version(one)
    told = rules.fitting("amend_reason", reason)
    if refused := versions.why_not_amend(
        queries.standing(one),
        last.number,
        has_signature=last.signed_on is not None or last.signatures.exists(),
        reason=told,
        starts_on=starts_on,
    ):
        raise refused
    made = PlanVersion.objects.create(
        plan=one,
        number=last.number + 1,
        starts_on=starts_on,
        reason=told,
        made_at=at,
        made_by_id=actor.user,
    )
    copies = [_copy(row, made) for row in last.services.all()]
    PlanService.objects.bulk_create(copies)
    _saved(actor, one, "plans.version-begun", number=made.number, services=len(copies))
    return made


@transaction.atomic
def act(*, actor: Actor, uid: UUID, version: int, act: NewAct, at: datetime) -> Plan:
    """Write down an act: start, suspend, resume, extend, complete, withdraw or revoke a plan.

    Raises:
        NotFound, NotYours, PlanMoved.
        PlanClosed, ActNotNow, ActInTheFuture, ActOutOfOrder, NoActReason, StartsLater, EndNotLater, PlanTooLong.
        TooLong.
    """
    one = _held(actor, uid, version)
    told = replace(
        act, number=rules.fitting("number", act.number), reason=rules.fitting("reason", act.reason)
    )
    standing, today = queries.standing(one), day_of(at)
    if told.kind in rules.BY_SIGNATURE:
        raise NotFound
    if refused := rules.why_not_act(standing, told, today=today, limits=queries.limits(today)):
        raise refused
    before, one.state = one.state, rules.after(standing, told.kind)
    if told.kind is Act.EXTEND and told.ends_on:
        one.ends_on = told.ends_on
    if State(one.state) in rules.CLOSED:
        one.closed_on = told.on
        participating.close(one)
        if State(before) in rules.NOT_BEGUN:
            _give_back(one)
        results.open_results(actor=actor, plans=[one])
    PlanAct.objects.create(
        plan=one,
        kind=told.kind,
        on=told.on,
        number=told.number,
        reason=told.reason,
        before=before,
        after=one.state,
        ends_on=told.ends_on if told.kind is Act.EXTEND else None,
        at=at,
        by_id=actor.user,
    )
    return _saved(actor, one, f"plans.plan-{told.kind}", on=told.on.isoformat())


def _give_back(one: Plan) -> None:
    """What was committed to a plan that never began is free again for those who wait, but for what was used of it."""
    # Held first: a run that counts hours of before the start holds it until its payments are there.
    asked = Application.objects.select_for_update().filter(plan=one).first()
    if asked is None:
        return
    used = payments.used_of(one.pk)
    back = funds.room(Sums(asked.services_cents, asked.allowance_cents), used)
    if back:
        release_funds(asked.measure, back.services, back.allowance)
        asked.services_cents -= back.services
        asked.allowance_cents -= back.allowance
        asked.version += 1
        asked.save(update_fields=["services_cents", "allowance_cents", "version"])


def _held(actor: Actor, uid: UUID, version: int) -> Plan:
    one = queries.plan(actor, uid, right=Right.WRITE_PLANS, lock=True)
    if one.version != version:
        raise rules.PlanMoved(state=(PLAN_STATES[one.state], {}))
    return one


def _open_version(actor: Actor, uid: UUID, version: int) -> tuple[Plan, PlanVersion]:
    one = _held(actor, uid, version)
    last = queries.last_version(one)
    if refused := rules.why_not_change(queries.standing(one)) or versions.why_not_edit(
        last.number, has_signature=last.signed_on is not None or last.signatures.exists()
    ):
        raise refused
    return one, last


def _must_fit(
    one: Plan, last: PlanVersion, service: Service, new: NewService, held: list[PlanService]
) -> None:
    planned = Planned(service.pk, service.block, new.minutes, new.starts_on, new.ends_on)
    others = [row for row in queries.planned(held) if row.service != service.pk]
    refused = (
        catalogue_rules.why_not_put(
            service.code, is_offered=service.is_offered, is_there=len(others) < len(held)
        )
        or versions.why_not_contain(others, planned, queries.limits(last.starts_on))
        or versions.why_not_service_days(planned, one.starts_on, one.ends_on)
    )
    if refused:
        raise refused
    if new.deliverer and not queries.deliverers(one.project_id).filter(pk=new.deliverer).exists():
        raise NotFound


def _set_draft_fields(one: Plan, wanted: Mapping[str, Any], on: date) -> None:
    last = queries.last_version(one)
    has_signature = one.state != State.DRAFT or last.signatures.exists()
    starts_on, ends_on = wanted.get("starts_on", one.starts_on), wanted.get("ends_on", one.ends_on)
    refused = versions.why_not_edit(last.number, has_signature=has_signature) or rules.why_not_days(
        starts_on, ends_on, queries.limits(on)
    )
    for planned in () if refused else queries.planned(queries.services_of(last)):
        refused = refused or versions.why_not_service_days(planned, starts_on, ends_on)
    if refused:
        raise refused
    one.goal = rules.fitting("goal", wanted.get("goal", one.goal))
    one.starts_on, one.ends_on = starts_on, ends_on
    last.starts_on = starts_on
    last.save(update_fields=["starts_on"])


def _must_be_known(language: str, manager: int | None, project: int, on: date) -> None:
    if language not in versions.LANGUAGES:
        raise NotInTheList(value=language[:40])
    if manager is not None and not queries.managers(project, on).filter(pk=manager).exists():
        raise NotFound


def _code(measure: Measure, given: str) -> str:
    if given:
        if Plan.objects.filter(code=given).exists():
            raise versions.CodeTaken(code=given)
        return given
    number = Plan.objects.filter(measure=measure).count()
    while True:
        number += 1
        code = versions.plan_code(measure.code, number)
        if not Plan.objects.filter(code=code).exists():
            return code


def _copy(row: PlanService, version: PlanVersion) -> PlanService:
    return PlanService(
        plan_version=version,
        service_id=row.service_id,
        minutes=row.minutes,
        deliverer_id=row.deliverer_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        calendar=row.calendar,
    )


def _saved(actor: Actor, one: Plan, verb: str, **facts: Any) -> Plan:
    one.version += 1
    one.save()
    person = one.person.merged_into_id or one.person_id
    audit.record(actor, verb, one, person=person, **facts)
    return one
