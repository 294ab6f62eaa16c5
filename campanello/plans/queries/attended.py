"""Tells what people attended: the sessions of a plan, and who is near a cap over all plans and projects."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, OuterRef, Q, Subquery, Sum

from campanello.core import audit
from campanello.core.access import Right
from campanello.core.actor import Actor
from campanello.people.models import Person
from campanello.people.queries.merges import standing_for
from campanello.plans.models import Attendance, Expected, Plan, ServiceValue
from campanello.plans.queries import allowance
from campanello.plans.queries.seen import seen
from campanello.plans.rules.allowance import ALLOWANCE, HOURS, MINUTES_AN_HOUR, SERVICES, Due, Terms

MOST_SESSIONS = 12
MOST_PEOPLE = 1_000
CAPS = (ALLOWANCE, SERVICES, HOURS)


@dataclass(frozen=True)
class Attendances:
    """The latest marks of a plan, how many there are, and sessions to come at which the person is expected."""

    marks: tuple[Attendance, ...]
    total: int
    coming: tuple[Expected, ...]


def of_plan(actor: Actor, plan: Plan, on: date) -> Attendances:
    """The sessions of a plan whose page the actor was let in to. Three queries."""
    marks = Attendance.objects.filter(plan=plan, is_replaced=False).select_related("session", "service")
    coming = Expected.objects.filter(plan=plan, session__on__gte=on, session__cancelled_at=None)
    coming = coming.filter(session__signed_at=None).select_related("session__service")
    return Attendances(
        tuple(marks.order_by("-on", "-pk")[:MOST_SESSIONS]),
        marks.count(),
        tuple(coming.order_by("session__starts_at", "pk")[:MOST_SESSIONS]),
    )


@dataclass(frozen=True)
class Near:
    """Somebody near a cap: what is due to them over all plans and projects, and their plans here by uid and code."""

    person: UUID
    name: str
    due: Due
    allowance_pct: int
    services_pct: int
    plans: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class NearWanted:
    """Who is asked for: near which cap ("" any), from what part of it on, in which project, by name."""

    cap: str = ""
    percent: int = 80
    project: str = ""
    words: str = ""


@transaction.atomic
def near_caps(actor: Actor, wanted: NearWanted, on: date, *, is_export: bool = False) -> list[Near]:
    """Who of the actor's projects is near a cap, or over a block's limit, the nearest first.

    At most the thousand with the highest value: who is looked for beyond them is found by project or name. Each person
    named leaves a line. As many queries for two people as for hundreds.
    """
    held_to = allowance.terms(on)
    plans = _plans(actor, wanted)
    people = _candidates(plans, held_to, wanted.percent)
    dues = {one.person: one.due for one in allowance.dues_of(people, before=date.max, held_to=held_to)}
    named = {one.pk: one for one in Person.objects.visible_to(actor).filter(pk__in=dues)}
    here: dict[int, list[tuple[UUID, str]]] = {}
    found = plans.filter(standing__in=named).order_by("code").values_list("standing", "uid", "code")
    for person, uid, code in found:
        here.setdefault(person, []).append((uid, code))
    rows = [_near(named[key], due, held_to, here.get(key, [])) for key, due in dues.items() if key in named]
    rows = [row for row in rows if _is_wanted(row, wanted)]
    rows.sort(key=lambda row: (-max(row.allowance_pct, row.services_pct), row.name))
    keys = {one.uid: one.pk for one in named.values()}
    audit.read_many(actor, "plans.near-caps-listed", sorted(keys[row.person] for row in rows))
    if is_export:
        audit.exported(actor, "plans.near-caps-exported", people=len(rows))
    return rows


def _plans(actor: Actor, wanted: NearWanted) -> Any:
    found = seen(Plan.objects.exclude(state="draft"), actor, Right.READ_PLANS)
    if wanted.project:
        found = found.filter(project__code=wanted.project)
    for word in wanted.words.split()[:5]:
        named = Q(person__family_name__icontains=word) | Q(person__given_name__icontains=word)
        found = found.filter(named | Q(code__icontains=word))
    return found.annotate(standing=standing_for("person"))


def _candidates(plans: Any, held_to: Terms, percent: int) -> list[int]:
    """People whose hours, all of them at the highest value that each service ever had, come near a cap or a limit.

    No fewer than those who are near one: what is counted and capped is never worth more.
    """
    highest = ServiceValue.objects.filter(service=OuterRef("service")).order_by().values("service")
    worth = Subquery(highest.annotate(most=Max("hourly_cents")).values("most"))
    people = plans.order_by().values("standing")
    marks = allowance.counting().annotate(person=standing_for("plan__person"), worth=worth)
    rows = marks.filter(person__in=people).order_by().values("person")
    lowest = min(held_to.services_cap_cents, held_to.allowance_cap_cents) * percent * MINUTES_AN_HOUR // 100
    fewest = min(held_to.block_minutes.values(), default=0)
    summed = rows.annotate(value=Sum(F("minutes") * F("worth")), minutes_in_all=Sum("minutes"))
    near = summed.filter(Q(value__gte=lowest) | Q(minutes_in_all__gt=fewest))
    return list(
        near.order_by(F("value").desc(nulls_last=True), "person").values_list("person", flat=True)[
            :MOST_PEOPLE
        ]
    )


def _near(who: Person, due: Due, held_to: Terms, plans: Iterable[tuple[UUID, str]]) -> Near:
    allowance_cents = due.allowance_cents + due.over_allowance_cents
    services_cents = due.services_cents + due.over_services_cents
    return Near(
        who.uid,
        who.name,
        due,
        _percent(allowance_cents, held_to.allowance_cap_cents),
        _percent(services_cents, held_to.services_cap_cents),
        tuple(plans),
    )


def _percent(cents: int, cap: int) -> int:
    """Whole percents, rounded down, so that who is below a cap is never shown at it."""
    return cents * 100 // cap if cap else 0


def _is_wanted(row: Near, wanted: NearWanted) -> bool:
    near = {
        ALLOWANCE: row.allowance_pct >= wanted.percent,
        SERVICES: row.services_pct >= wanted.percent,
        HOURS: bool(row.due.over_minutes),
    }
    return near[wanted.cap] if wanted.cap else any(near.values())
