"""Finds whom the teams must call back: who asked for it, who waits longest first, with the ways to reach them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import JSONField, OuterRef, Q, QuerySet, Subquery, Value

from campanello.core import audit
from campanello.core.actor import Actor
from campanello.core.period import day_of
from campanello.people.models import ContactWay
from campanello.people.queries import merges
from campanello.plans.models import Application, ContactTry
from campanello.plans.queries import applications, measures
from campanello.plans.queries.applications import Line, line_of

DIALLED = ("phone", "whatsapp")


@dataclass(frozen=True)
class Call:
    """Somebody to call: the application, the numbers, when they like to be called, what was tried last."""

    line: Line
    phones: tuple[str, ...]
    best_time: str
    languages: tuple[str, ...]
    tries: int
    last: ContactTry | None
    overdue_days: int


def to_call(actor: Actor, on: date, *, later: bool = False) -> QuerySet[Application]:
    """The applications whose applicants are to be called now, who waits longest first; or those put off until later."""
    found = Application.objects.visible_to(actor).filter(applications.TO_CALL)
    last = ContactTry.objects.filter(application=OuterRef("pk")).order_by("-at", "-pk")
    told = found.annotate(again_on=Subquery(last.values("again_on")[:1]), results=Value(None, JSONField()))
    now = told.filter(Q(again_on=None) | Q(again_on__lte=on)).order_by("received_at", "pk")
    return applications.joined(told.filter(again_on__gt=on).order_by("again_on", "pk") if later else now)


def calls(actor: Actor, rows: Iterable[Any], on: date) -> list[Call]:
    """Applications out of `to_call` as the list shows them; leaves a line for each person who is named."""
    limits = measures.limits(on)
    shown = [line_of(actor, row, on, limits) for row in rows]
    people = {line.person.pk for line in shown if line.person}
    phones = phones_of(people)
    tries: dict[int, list[ContactTry]] = {}
    for one in ContactTry.objects.filter(application__in=[line.application.pk for line in shown]):
        tries.setdefault(one.application_id or 0, []).append(one)
    audit.read_many(actor, "plans.calls-listed", sorted(people))
    return [_call(line, phones, tries.get(line.application.pk, []), on, limits.call_days) for line in shown]


def phones_of(people: Iterable[int]) -> dict[int, list[str]]:
    """The telephone numbers by which people are reached today, the preferred one first, by standing person."""
    people = list(people)
    if not people:
        return {}
    theirs = ContactWay.objects.filter(merges.of_people("person", people), kind__in=DIALLED, ends_on=None)
    found: dict[int, list[str]] = {}
    rows = theirs.exclude(normal="").order_by("-is_preferred", "kind", "pk")
    for person, normal in rows.annotate(standing=merges.standing_for("person")).values_list(
        "standing", "normal"
    ):
        if normal not in found.setdefault(person, []):
            found[person].append(normal)
    return found


def dialled(line: Line) -> list[str]:
    """The number that was given in the form, as a telephone dials it."""
    typed = "" if line.is_untold else str(line.application.answers.get("phone") or "")
    number = "".join(sign for sign in typed if sign.isdecimal() or sign == "+")
    return [number] if number else []


def waiting(actor: Actor, on: date) -> int:
    """How many are to be called now."""
    return to_call(actor, on).order_by().count()


def _call(line: Line, phones: dict[int, list[str]], tries: list[ContactTry], on: date, days: int) -> Call:
    answers = {} if line.is_untold else line.application.answers
    known = phones.get(line.person.pk, []) if line.person else []
    received = line.application.received_at
    waited = (on - day_of(received)).days if received else 0
    return Call(
        line,
        tuple(known or dialled(line)),
        str(answers.get("best_time") or ""),
        tuple(answers.get("languages") or ()),
        len(tries),
        tries[0] if tries else None,
        max(0, waited - days),
    )
