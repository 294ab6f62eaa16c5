"""What was earned within a day's day, week and month, for the caps. What was taken back does not count."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Sum

from campanello.core import bulk, params
from campanello.people.queries.merges import records_of
from campanello.points.models import Account, Transfer
from campanello.points.rules import caps as rules
from campanello.points.rules.caps import Caps, Used


@dataclass(frozen=True)
class Earned:
    """Points earned by standing person within a day and its week, and by household within its month."""

    day: Mapping[int, int] = field(default_factory=dict)
    week: Mapping[int, int] = field(default_factory=dict)
    month: Mapping[int, int] = field(default_factory=dict)

    def used(self, person: int, household: int | None) -> Used:
        """What one person and their household earned before."""
        month = None if household is None else self.month.get(household, 0)
        return Used(self.day.get(person, 0), self.week.get(person, 0), month)


def caps_on(on: date) -> Caps:
    """The caps that hold on a day.

    Raises:
        NoSuchParameter.
    """
    names = ("person_day", "person_week", "household_month")
    return Caps(*(params.value(f"points.cap_{name}", on) for name in names))


def earned(
    project: int,
    people: Iterable[int],
    households: Iterable[int],
    on: date,
    *,
    records: Mapping[int, int] | None = None,
    without: Collection[int] = (),
) -> Earned:
    """What some people and households earned in a project around a day. Three queries, however many.

    To be asked while their accounts are held, where something is then awarded.

    Args:
        project: Whose points.
        people: Keys of standing people.
        households: Keys of households.
        on: The day whose day, week and month count.
        records: All records of the people with who stands for them, where that is known already.
        without: Attendances whose awards do not count, since they are about to be taken back.
    """
    records = records_of(people) if records is None else records
    week = rules.week_of(on)
    in_week: dict[int, int] = {}
    in_day: dict[int, int] = {}
    rows = awards(project, without).filter(
        earned_by__in=bulk.among(records), earned_on__gte=week.starts_on, earned_on__lt=week.ends_on
    )
    for who, day, points in rows.values_list("earned_by", "earned_on", "points"):
        person = records[who]
        in_week[person] = in_week.get(person, 0) + points
        if day == on:
            in_day[person] = in_day.get(person, 0) + points
    return Earned(in_day, in_week, _in_month(project, households, on, without))


def _in_month(project: int, households: Iterable[int], on: date, without: Collection[int]) -> dict[int, int]:
    month = rules.month_of(on)
    accounts = Account.objects.filter(
        project=project, kind="household", household__in=bulk.among(sorted(set(households)))
    )
    whose = dict(accounts.values_list("pk", "household"))
    rows = awards(project, without).filter(
        target__in=bulk.among(whose), earned_on__gte=month.starts_on, earned_on__lt=month.ends_on
    )
    sums = rows.order_by().values("target").annotate(sum=Sum("points"))
    return {whose[row["target"]]: row["sum"] for row in sums if whose[row["target"]] is not None}


def awards(project: int, without: Collection[int] = ()) -> QuerySet[Transfer]:
    """A project's awards that were not taken back."""
    taken_back = Transfer.objects.filter(reverses=OuterRef("pk"))
    rows = Transfer.objects.filter(~Exists(taken_back), project=project, kind="award")
    return rows.exclude(attendance__in=list(without)) if without else rows


def room(project: int, person: int, household: int | None, on: date) -> int:
    """How many more points a standing person may earn on a day, by the narrowest cap. Three queries."""
    households = [] if household is None else [household]
    found = earned(project, [person], households, on)
    return rules.room(found.used(person, household), caps_on(on))
