"""Tells households of points that will lapse, and lets those lapse that were told of in time. Run every night."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from campanello.core import audit
from campanello.core.actor import NOBODY, Actor
from campanello.core.errors import DomainError
from campanello.core.language import LANGUAGES, catalogue
from campanello.letters.services import writing
from campanello.people.models import Person
from campanello.people.queries import households
from campanello.points.models import Account, ExpiryNotice, Scheme
from campanello.points.queries import expiring as queries
from campanello.points.rules import expiry
from campanello.points.rules.expiry import Terms
from campanello.points.rules.expiry_letter import BODY, TITLE
from campanello.points.rules.ledger import Move
from campanello.points.services import accounts, ledger

# Of this service's own: the same notice makes the same transfer, however often it is run.
_NAMES = uuid.UUID("5d0a8f3e-6c55-4b0f-9f4d-0d6a1c1b7e20")


@dataclass
class Done:
    """What a night's run did: notices given with their points, points that lapsed, and who could not be told."""

    notices: int = 0
    told_points: int = 0
    lapsed_accounts: int = 0
    lapsed_points: int = 0
    untold: int = 0


@dataclass(frozen=True)
class _Night:
    """One run: who runs it, on which day, at which moment, by which terms, and what it did so far."""

    actor: Actor
    on: date
    at: datetime
    terms: Terms
    done: Done = field(default_factory=Done)


def run(*, on: date, at: datetime, actor: Actor = NOBODY) -> Done:
    """Tell of what will lapse, and let lapse what is due, in every project. Run again, it does nothing more."""
    night = _Night(actor, on, at, queries.terms(on))
    for one in queries.due(on).values_list("pk", flat=True):
        _lapse(night, one)
    if night.terms.months:
        for scheme in Scheme.objects.select_related("project__lead").order_by("pk"):
            _tell_project(night, scheme)
    return night.done


def would(*, on: date) -> Done:
    """The same in figures, with nothing done."""
    done = Done()
    terms = queries.terms(on)
    notices = list(queries.due(on).select_related("account"))
    for one, points in _lapsing(notices, terms, on):
        done.lapsed_accounts += bool(points)
        done.lapsed_points += points
        one.account.balance -= points
    if terms.months:
        for scheme in Scheme.objects.order_by("pk"):
            for _account, points in _untold(scheme.project_id, terms, on):
                done.notices += 1
                done.told_points += points
    return done


@transaction.atomic
def _lapse(night: _Night, notice: int) -> None:
    one = ExpiryNotice.objects.select_for_update().filter(pk=notice, expired_at=None).first()
    if one is None:
        return
    account = Account.objects.select_for_update(no_key=True).get(pk=one.account_id)
    one.account = account
    ((_same, points),) = _lapsing([one], night.terms, night.on)
    if points:
        gone = accounts.of_project(account.project_id, "expired", at=night.at)
        move = Move(uuid.uuid5(_NAMES, str(one.pk)), account.pk, gone.pk, points, "expiry")
        ledger.post(actor=night.actor, project=account.project_id, moves=[move], at=night.at)
        night.done.lapsed_accounts += 1
        night.done.lapsed_points += points
    one.expired_at = night.at
    one.save(update_fields=["expired_at"])
    audit.record(night.actor, "points.lapsed", one, person=account.person_id, points=points)


def _lapsing(notices: Iterable[ExpiryNotice], terms: Terms, on: date) -> list[tuple[ExpiryNotice, int]]:
    listed = list(notices)
    if not terms.months:
        return [(one, 0) for one in listed]
    limits = {one.pk: expiry.limit(one.expires_on, terms.months) for one in listed}
    came = queries.came_in_since({one.account_id for one in listed}, limits.values())
    return [(one, _points(one, came.get((one.account_id, limits[one.pk]), 0), terms, on)) for one in listed]


def _points(one: ExpiryNotice, came_in: int, terms: Terms, on: date) -> int:
    lapsed = expiry.lapsing(balance=one.account.balance, came_in_since=came_in)
    return expiry.expires(queries.told(one), lapsed=lapsed, on=on, notice_days=terms.notice_days)


def _tell_project(night: _Night, scheme: Scheme) -> None:
    found = _untold(scheme.project_id, night.terms, night.on)
    readers = _readers([account for account, _points in found], night.on)
    for account, points in found:
        reader = readers.get(account.pk)
        try:
            is_told = reader is not None and _tell(night, scheme, account, points, reader)
        except DomainError:
            # No letter, no notice: what nobody was told of stays.
            reader, is_told = None, False
        night.done.untold += reader is None
        night.done.notices += is_told
        night.done.told_points += points if is_told else 0


def _untold(project: int, terms: Terms, on: date) -> list[tuple[Account, int]]:
    """The accounts with points that lapse on the next possible day untold of, with how many. Three queries."""
    day = expiry.next_day(on, terms)
    holding = list(queries.with_old_points(project, expiry.limit(day, terms.months)))
    open_ones = ExpiryNotice.objects.filter(account__in=holding, expired_at=None).values("account")
    latest = dict(open_ones.annotate(last=Max("expires_on")).order_by().values_list("account", "last"))
    limits = {key: expiry.limit(told, terms.months) for key, told in latest.items()}
    came = queries.came_in_since(limits, limits.values())
    found = []
    for one in holding:
        if latest.get(one.pk) == day:
            continue
        before = _told_before(one, limits, came)
        points = expiry.lapsing(balance=one.balance, came_in_since=one.balance - one.old) - before  # type: ignore[attr-defined]
        if points > 0:
            found.append((one, points))
    return found


def _told_before(one: Account, limits: Mapping[int, date], came: Mapping[tuple[int, date], int]) -> int:
    """What of the balance lapses by the notices that are open already."""
    if one.pk not in limits:
        return 0
    return expiry.lapsing(balance=one.balance, came_in_since=came.get((one.pk, limits[one.pk]), 0))


def _readers(accounts_: Iterable[Account], on: date) -> dict[int, Person]:
    """To whom each account's letter goes: the reference person, else who may be written to. Six queries at most."""
    several = list(accounts_)
    homes = {one.household_id for one in several if one.household_id is not None}
    inside = households.members_on(homes, on) if homes else {}
    keys = {stay.person for stays in inside.values() for stay in stays}
    keys |= {one.person_id for one in several if one.person_id is not None}
    people = Person.objects.current().filter(pk__in=keys, restricted_at=None).in_bulk()
    found = {}
    for one in several:
        asked = [one.person_id] if one.person_id else [stay.person for stay in inside[one.household_id]]  # type: ignore[index]
        reader = next((people[key] for key in asked if key in people), None)
        if reader is not None:
            found[one.pk] = reader
    return found


@transaction.atomic
def _tell(night: _Night, scheme: Scheme, account: Account, points: int, reader: Person) -> bool:
    """Give one account its notice, with the letter; False where somebody gave it meanwhile."""
    day = expiry.next_day(night.on, night.terms)
    notice, is_new = ExpiryNotice.objects.get_or_create(
        account=account, expires_on=day, defaults={"points": points, "told_on": night.on}
    )
    if not is_new:
        return False
    writing.send_one(
        actor=night.actor,
        project=scheme.project_id,
        sender=scheme.project.lead_id,
        person=reader.pk,
        household=account.household_id,
        kind="expiry",
        texts=_texts(scheme.name, points, day, night.terms.months),
        dated_on=night.on,
        at=night.at,
        uid=uuid.uuid5(_NAMES, f"letter {notice.pk}"),
    )
    audit.record(night.actor, "points.expiry-told", notice, person=reader.pk, points=points)
    return True


def _texts(name: str, points: int, day: date, months: int) -> dict[str, Any]:
    facts = {"name": name, "points": points, "day": f"{day:%d/%m/%Y}", "months": months}

    def said(translate: Callable[[str], str]) -> tuple[str, str]:
        return translate(TITLE) % facts, translate(BODY) % facts

    return {language: said(catalogue(language).gettext) for language in LANGUAGES}
