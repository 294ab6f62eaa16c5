"""One plan as its page, its paper and its person see it: versions and what changed, acts, hours, euros."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet, Sum

from campanello.core import audit, params
from campanello.core.access import Right, may
from campanello.core.actor import Actor
from campanello.people.models import Person
from campanello.people.queries.merges import ids_of
from campanello.people.rules.record import PersonRecord
from campanello.plans.models import Plan, PlanAct, PlanService, PlanVersion, Session, Signature
from campanello.plans.queries import plans as queries
from campanello.plans.queries.allowance import counting, dues_of, terms
from campanello.plans.queries.seen import seen, standing
from campanello.plans.rules import signing, versions
from campanello.plans.rules.plans import CLOSED, Act, Limits, Standing, State, last_day
from campanello.plans.rules.values import BLOCKS
from campanello.plans.rules.versions import Change, Held


@dataclass(frozen=True)
class Version:
    """A version with its services by block, what it changed of the one before, and who has signed it.

    `ends_on` (excluded) is the plan's end as it was signed. `is_intact`: what stands there is what was signed; None
    while nobody has.
    """

    row: PlanVersion
    services: tuple[PlanService, ...]
    changes: tuple[Change, ...]
    signatures: tuple[Signature, ...]
    ends_on: date
    is_intact: bool | None

    @property
    def signed_by(self) -> frozenset[str]:
        """Which sides have signed."""
        return frozenset(one.by for one in self.signatures)


@dataclass(frozen=True)
class Bar:
    """How much of something there is, planned and at most; None for no limit. Minutes, or cents."""

    name: str
    done: int
    planned: int
    most: int | None


@dataclass(frozen=True)
class Euros:
    """What a person's hours are worth over all plans, and of it this plan's part; what one may have at most."""

    services_cents: int
    allowance_cents: int
    services_cap_cents: int
    allowance_cap_cents: int
    own_services_cents: int
    own_allowance_cents: int
    is_demo: bool


@dataclass(frozen=True)
class Shown:
    """A plan with all that its page tells."""

    plan: Plan
    person: Person
    standing: Standing
    versions: tuple[Version, ...]
    acts: tuple[PlanAct, ...]
    bars: tuple[Bar, ...]
    euros: Euros
    next_session: Session | None
    limits: Limits

    @property
    def last(self) -> Version:
        """The latest version, signed or not."""
        return self.versions[-1]

    @property
    def holding(self) -> Version:
        """The latest version that both sides have signed, the first one while there is none."""
        signed = [one for one in self.versions if one.row.signed_on]
        return signed[-1] if signed else self.versions[0]


@dataclass(frozen=True)
class Box:
    """A plan beside a person's record."""

    plan: Plan
    last_day: date


def shown(actor: Actor, uid: UUID, *, on: date, at: datetime) -> Shown:
    """A plan as its page shows it; leaves a line. Queries do not grow with the plan.

    Raises:
        NotFound.
    """
    one = queries.plan(actor, uid)
    person = standing(one.person)
    audit.read(actor, "plans.plan-read", one, person=person.pk)
    return _shown(one, on, at)


def printed(actor: Actor, uid: UUID, *, on: date, at: datetime) -> Shown:
    """A plan for its paper: the same; leaves the line of an export.

    Raises:
        NotFound.
    """
    one = queries.plan(actor, uid)
    audit.exported(actor, "plans.plan-printed", one, person=standing(one.person).pk)
    return _shown(one, on, at)


def own(actor: Actor, *, on: date, at: datetime) -> Shown | None:
    """The plan of the actor, or of whom they stand for: the one that runs, else the latest signed; None if none."""
    if actor.own is None or not may(actor, Right.READ_OWN):
        return None
    mine = queries.joined(Plan.objects.filter(person__in=ids_of(actor.own)))
    signed = [one for one in mine.order_by("-starts_on", "-pk") if one.signed_on]
    running = [one for one in signed if State(one.state) not in CLOSED]
    found = next(iter(running or signed), None)
    if found is None:
        return None
    audit.read(actor, "plans.own-plan-read", found, person=actor.own)
    return _shown(found, on, at)


def of_person(actor: Actor, record: PersonRecord) -> list[Box]:
    """The plans of a person, merged records included, the latest first, for who was let in to their record. One query.

    None for who reads no plans.
    """
    if not may(actor, Right.READ_PLANS):
        return []
    people = [record.person, *(one.person for one in record.absorbed)]
    found = seen(Plan.objects.filter(person__in=people), actor, Right.READ_PLANS)
    rows = found.select_related("measure").order_by("-starts_on", "-pk")
    return [Box(one, last_day(one.ends_on)) for one in rows]


def _shown(one: Plan, on: date, at: datetime) -> Shown:
    rows = list(_rows(one))
    acts = tuple(PlanAct.objects.filter(plan=one).select_related("by"))
    held = Standing(
        state=State(one.state),
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        signed_on=one.signed_on,
        closed_on=one.closed_on,
        last_act_on=max((act.on for act in acts), default=None),
        was_extended=any(act.kind == Act.EXTEND for act in acts),
    )
    limits = queries.limits(rows[-1].starts_on)
    found = _versions(one, rows, acts)
    return Shown(
        plan=one,
        person=standing(one.person),
        standing=held,
        versions=found,
        acts=acts,
        bars=_bars(one, found[-1].services, limits),
        euros=_euros(one, on),
        next_session=_next_session(one, at),
        limits=limits,
    )


def _rows(one: Plan) -> QuerySet[PlanVersion]:
    services = PlanService.objects.select_related("service", "deliverer")
    signatures = Signature.objects.select_related("recorded_by", "document")
    return one.versions.order_by("number").prefetch_related(
        Prefetch("services", services), Prefetch("signatures", signatures)
    )


def _versions(one: Plan, rows: Iterable[PlanVersion], acts: Iterable[PlanAct]) -> tuple[Version, ...]:
    found: list[Version] = []
    ends = iter([act.ends_on for act in acts if act.kind in {Act.SIGN, Act.AMEND} and act.ends_on])
    for row in rows:
        services = tuple(
            sorted(
                row.services.all(),
                key=lambda held: (list(BLOCKS).index(held.service.block), held.service.code),
            )
        )
        before = _held(found[-1].services) if found else None
        signatures = tuple(row.signatures.all())
        end = (next(ends, None) if row.signed_on and signatures else None) or one.ends_on
        text = signing.fingerprint(queries.content(one, row, services, end)) if signatures else ""
        found.append(
            Version(
                row,
                services,
                () if before is None else versions.changes(before, _held(services)),
                signatures,
                end,
                {held.text_sha256 for held in signatures} == {text} if signatures else None,
            )
        )
    return tuple(found)


def _held(services: Iterable[PlanService]) -> list[Held]:
    return [
        Held(
            code=one.service.code,
            minutes=one.minutes,
            deliverer=one.deliverer.name if one.deliverer else "",
            days=(one.starts_on, one.ends_on),
            calendar=one.calendar,
        )
        for one in services
    ]


def _bars(one: Plan, services: Iterable[PlanService], limits: Limits) -> tuple[Bar, ...]:
    planned = dict.fromkeys(BLOCKS, 0)
    for held in services:
        planned[held.service.block] += held.minutes
    done = _attended(one)
    return tuple(
        Bar(block, done.get(block, 0), planned[block], limits.block_minutes.get(block))
        for block in BLOCKS
        if planned[block] or done.get(block)
    )


def _attended(one: Plan) -> Mapping[str, int]:
    rows = counting().filter(plan=one).order_by().values("service__block").annotate(n=Sum("minutes"))
    return dict(rows.values_list("service__block", "n"))


def _euros(one: Plan, on: date) -> Euros:
    """Signed hours up to and with the day, by the rule that payments go by."""
    person = standing(one.person).pk
    found = next(dues_of([person], before=on + timedelta(days=1), held_to=terms(on)), None)
    own = next((part for part in found.due.parts if part.plan == one.pk), None) if found else None
    return Euros(
        services_cents=found.due.services_cents if found else 0,
        allowance_cents=found.due.allowance_cents if found else 0,
        services_cap_cents=params.value("plans.services_cap", on),
        allowance_cap_cents=params.value("plans.allowance_cap", on),
        own_services_cents=own.services_cents if own else 0,
        own_allowance_cents=own.allowance_cents if own else 0,
        is_demo=bool(found and one.pk in found.demo),
    )


def _next_session(one: Plan, at: datetime) -> Session | None:
    coming = Session.objects.filter(expected__plan=one, ends_at__gt=at, cancelled_at=None)
    return coming.select_related("service", "deliverer").order_by("starts_at", "pk").first()
