"""Sets tariffs from a day on, and by which rate an activity earns from a day on. What was earned stays as it was."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.lab.queries import activities
from campanello.points.models import Rate, Scheme, Tariff, Worth
from campanello.points.queries import accounts, schemes, worths
from campanello.points.queries import tariffs as queries
from campanello.points.rules import tariffs as rules
from campanello.points.rules.tariffs import NewRate


@transaction.atomic
def set_tariff(
    *, actor: Actor, scheme: UUID, starts_on: date, source: str, rates: Sequence[NewRate], at: datetime
) -> Tariff:
    """Set what is earned from a day on. Only days of which nothing is awarded yet can get another tariff.

    A tariff that begins on the same day, by which nothing was earned, is written anew.

    Raises:
        NotFound, NotYours, NoRates, BadRate, NoSource, TariffOverAwards.
    """
    row = schemes.scheme(actor, scheme, lock=True)
    neat, told = rules.checked(rates), rules.source_of(source)
    if refusal := rules.why_not_begin(starts_on, queries.last_awarded(row)):
        raise refusal
    Tariff.objects.filter(scheme=row, starts_on=starts_on).delete()
    last = Tariff.objects.filter(scheme=row).aggregate(last=Max("number"))["last"] or 0
    made = Tariff.objects.create(
        scheme=row, number=last + 1, starts_on=starts_on, source=told, made_at=at, made_by_id=actor.user
    )
    Rate.objects.bulk_create(
        Rate(tariff=made, code=one.code, names=dict(one.names), unit=one.unit, points=one.points)
        for one in neat
    )
    audit.record(actor, "points.tariff-set", made, scheme=row.pk, rates=len(neat))
    return made


@transaction.atomic
def set_worth(*, actor: Actor, activity: UUID, code: str, starts_on: date, at: datetime) -> Worth:
    """Say by which rate an activity earns from a day on; with an empty code it earns nothing.

    Raises:
        NotFound, NotYours, NoTariff: no such rate holds on that day.
        TariffOverAwards: A session from that day on is awarded already.
    """
    one = activities.activity(actor, activity, right=Right.SET_POINTS)
    scheme = accounts.scheme_of(one.project_id)
    Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
    if code:
        _check_known(scheme, code, starts_on)
    held = worths.worth_on(one.pk, starts_on)
    if held and (held.starts_on, held.code) == (starts_on, code):
        return held
    if refusal := rules.why_not_begin(starts_on, worths.last_awarded(one.pk)):
        raise refusal
    made, _is_new = Worth.objects.update_or_create(
        activity=one,
        starts_on=starts_on,
        defaults={"code": code, "made_at": at, "made_by_id": actor.user},
    )
    audit.record(actor, "points.worth-set", made, activity=one.pk, rate=code)
    return made


def _check_known(scheme: Scheme, code: str, on: date) -> None:
    """A rate must hold on the day, or in a later tariff where none holds yet."""
    if not Rate.objects.filter(tariff__scheme=scheme, code=code).exists():
        raise NotFound
    queries.rate_on(scheme, code, max(on, scheme.starts_on))
