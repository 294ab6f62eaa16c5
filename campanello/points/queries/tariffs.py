"""Finds tariffs and rates: what holds on a day, what held before."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from campanello.core import params
from campanello.points.models import AwardedSession, Rate, Scheme, Tariff, Transfer
from campanello.points.rules import tariffs as rules
from campanello.points.rules.tariffs import NewRate, RateFacts


@dataclass(frozen=True)
class Line:
    """A tariff with its rates, and whether it holds, is still to come, or is over."""

    tariff: Tariff
    rates: tuple[Rate, ...]
    state: str


def rate_on(scheme: Scheme, code: str, day: date) -> Rate:
    """The rate of a code in the tariff that holds on a day. One query.

    Raises:
        NoTariff: None holds on that day, or it has no such rate.
    """
    held = Tariff.objects.filter(scheme=scheme, starts_on__lte=day).order_by("-starts_on").values("pk")[:1]
    found = Rate.objects.filter(tariff=held, code=code).select_related("tariff").first()
    if found is None:
        raise rules.NoTariff(day=f"{day:%d/%m/%Y}")
    return found


def rates_on(scheme: Scheme, day: date) -> list[Rate]:
    """The rates of the tariff that holds on a day, the smallest first; none where none holds. One query."""
    held = Tariff.objects.filter(scheme=scheme, starts_on__lte=day).order_by("-starts_on").values("pk")[:1]
    return list(Rate.objects.filter(tariff=held).select_related("tariff"))


def facts(rate: Rate) -> RateFacts:
    """A rate as the rules take it."""
    return RateFacts(rate.pk, rate.code, rate.unit, rate.points)


def lines(scheme: Scheme, on: date) -> list[Line]:
    """A scheme's tariffs, the latest first, each with its rates. Two queries."""
    rows = list(Tariff.objects.filter(scheme=scheme).prefetch_related("rates").order_by("-starts_on"))
    held = rules.in_force([one.starts_on for one in rows], on)
    return [Line(one, tuple(one.rates.all()), _state(one.starts_on, held)) for one in rows]


def _state(starts_on: date, held: date | None) -> str:
    if starts_on == held:
        return "holds"
    return "coming" if held is None or starts_on > held else "over"


def proposed(on: date) -> tuple[NewRate, ...]:
    """The rates with which a first tariff's form begins."""
    names = ("base", "silver_times", "gold_times", "youth")
    return rules.proposed(*(params.value(f"points.rate_{name}", on) for name in names))


def last_awarded(scheme: Scheme) -> date | None:
    """The last day for which points were awarded: tariffs that begin later change nothing that was earned."""
    sessions = AwardedSession.objects.filter(project=scheme.project_id)
    registers = sessions.aggregate(last=Max("session__on"))["last"]
    given = Transfer.objects.filter(Q(kind="award"), project=scheme.project_id, award__isnull=False)
    by_hand = given.aggregate(last=Max("earned_on"))["last"]
    return max((one for one in (registers, by_hand) if one), default=None)
