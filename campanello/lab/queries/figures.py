"""Counts what a lab does: the one place from which the dashboard, its files and the monthly paper have their figures.

Complete for who works in the lab; for programme managers and evaluators small counts are withheld.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import (
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber, TruncMonth

from campanello.core import audit
from campanello.core.access import NotFound, Right, grants_with, projects_with
from campanello.core.actor import NOBODY, Actor, Role
from campanello.core.models import Project
from campanello.lab.models import (
    Attendance,
    IndirectWork,
    OpeningHours,
    Report,
    Session,
    Shift,
    Visit,
    VisitNeed,
)
from campanello.lab.queries.shifts import dated
from campanello.lab.rules import figures as rules
from campanello.lab.rules.figures import Days, Figures, Median, Told, month_days
from campanello.lab.rules.shifts import open_minutes
from campanello.lab.rules.values import OPEN_STATES

# Whose right to figures holds for every project where their role names none.
_OF_THE_PROGRAMME = frozenset({Role.PROGRAMME, Role.EVALUATOR})
_STANDING = Coalesce("person__merged_into", "person")


@dataclass(frozen=True)
class Wanted:
    """Which figures: of a month, or of days (both included, either may be missing); else of all time."""

    month: date | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class LabFigures:
    """A lab's figures with their days; `threshold` is 0 where nothing is withheld from the reader."""

    project: Project
    days: Days
    threshold: int
    figures: Figures


@dataclass(frozen=True)
class _Reach:
    """The projects whose figures somebody reads: with every count, or without the small ones."""

    whole: frozenset[int]
    rest: frozenset[int] | None  # None: all the others

    def threshold(self, project: int) -> int:
        return 0 if project in self.whole else settings.SUPPRESS


def labs(actor: Actor) -> list[Project]:
    """The projects whose lab's figures the actor reads, by title: those worked in, and of others those with any.

    One query.
    """
    reach = _reach(actor)
    there = Q(pk__in=reach.whole)
    for model in (Visit, Report, Session, Shift):
        there |= Q(pk__in=model._default_manager.values("project"))
    found = Project.objects.filter(there).order_by("title", "pk")
    return list(found if reach.rest is None else found.filter(pk__in=reach.whole | reach.rest))


def may_read(actor: Actor) -> bool:
    """Whether the actor reads the figures of any lab, were there one."""
    reach = _reach(actor)
    return bool(reach.whole) or reach.rest is None or bool(reach.rest)


def has_all(actor: Actor, project: int) -> bool:
    """Whether the actor sees a lab's figures with every count."""
    return _reach(actor).threshold(project) == 0


def figures(actor: Actor, projects: Sequence[Project], wanted: Wanted, *, on: date) -> list[LabFigures]:
    """The figures of some of the labs that `labs` answers, in their order. The same queries for one and for many.

    Where small counts are withheld, days are not asked for: a month that is over, or all months that are.

    Raises:
        NotFound: A lab whose figures are not the actor's to read.
        MonthNotOver: Small counts would be withheld, and the month still runs.
    """
    reach = _reach(actor)
    if any(reach.rest is not None and one.pk not in reach.whole | reach.rest for one in projects):
        raise NotFound
    thresholds = {one.pk: reach.threshold(one.pk) for one in projects}
    return _figures(projects, wanted, thresholds, on)


@transaction.atomic
def every_figure(project: Project, wanted: Wanted, *, threshold: int, form: str, on: date) -> LabFigures:
    """A lab's figures for a file of who runs the installation, from its command line; leaves a line.

    Raises:
        MonthNotOver: Small counts are to be withheld, and the month still runs.
    """
    (found,) = _figures([project], wanted, {project.pk: threshold}, on)
    audit.exported(NOBODY, "lab.figures-exported", form=form, projects=[project.code])
    return found


def lab_of_code(code: str) -> Project:
    """A project by its code, for who runs the installation.

    Raises:
        NotFound: Absent.
    """
    found = Project.objects.filter(code=code).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def exported(
    actor: Actor, projects: Sequence[Project], wanted: Wanted, *, form: str, on: date
) -> list[LabFigures]:
    """The same figures for a file; leaves a line."""
    found = figures(actor, projects, wanted, on=on)
    audit.exported(actor, "lab.figures-exported", form=form, projects=[one.code for one in projects])
    return found


def _reach(actor: Actor) -> _Reach:
    granted = grants_with(actor, Right.READ_FIGURES)
    is_everywhere = any(one.project is None and one.role in _OF_THE_PROGRAMME for one in granted)
    whole = projects_with(actor, Right.READ_LAB)
    return _Reach(whole, None if is_everywhere else projects_with(actor, Right.READ_FIGURES) - whole)


def _figures(
    projects: Sequence[Project], wanted: Wanted, thresholds: dict[int, int], on: date
) -> list[LabFigures]:
    spans = {one.pk: _spans(wanted, thresholds[one.pk], on) for one in projects}
    # Labs that are asked for the same days are counted together; there are two kinds of readers, hence two at most.
    told: dict[int, Told] = {}
    for days, series in set(spans.values()):
        told |= _told([key for key, one in spans.items() if one == (days, series)], days, series)
    return [
        LabFigures(
            one,
            spans[one.pk][0],
            thresholds[one.pk],
            rules.figures(told[one.pk], spans[one.pk][0], threshold=thresholds[one.pk]),
        )
        for one in projects
    ]


def _spans(wanted: Wanted, threshold: int, on: date) -> tuple[Days, Days]:
    """The days that are asked for, and those of which every month is counted beside them.

    Where small counts are withheld that is always all of them: what is withheld of one depends on the others.
    """
    if wanted.month:
        if threshold and (refusal := rules.why_not_month(wanted.month, on=on)):
            raise refusal
        month = month_days(wanted.month)
        days = Days(month.first, max(min(month.last, on), wanted.month))
        return days, rules.last_whole_month(on) if threshold else Days(None, days.last)
    days = rules.last_whole_month(on) if threshold else Days(wanted.first, min(wanted.last or on, on))
    return days, days


def _told(projects: Collection[int], days: Days, series: Days) -> dict[int, Told]:
    """What the labs' figures are made of. A constant number of queries."""
    months: dict[int, dict[date, dict[str, dict[str, int]]]] = defaultdict(dict)
    for project, month, group, part, count in _counts(projects, series):
        groups = months[project].setdefault(month, {})
        parts = groups.setdefault(group, {})
        parts[part] = parts.get(part, 0) + count
    different: dict[int, dict[date | None, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for project, month_or_all, counts in _different(projects, series, days):
        different[project][month_or_all] |= counts
    medians: dict[int, dict[tuple[str, str], Median]] = defaultdict(dict)
    for project, name, kind, median in _medians(projects, days):
        medians[project][name, kind] = median
    opened = _open_minutes(projects, days)
    return {one: Told(months[one], different[one], medians[one], opened.get(one, 0)) for one in projects}


def _within(found: QuerySet[Any], projects: Collection[int], days: Days, day: str) -> QuerySet[Any]:
    first = {f"{day}__gte": days.first} if days.first else {}
    return found.filter(project__in=projects, **first, **{f"{day}__lte": days.last}).order_by()


def _visits(projects: Collection[int], days: Days) -> QuerySet[Visit]:
    return _within(Visit.objects.filter(cancelled_at=None), projects, days, "on")


def _sessions(projects: Collection[int], days: Days) -> QuerySet[Session]:
    return _within(Session.objects.filter(cancelled_at=None), projects, days, "on")


def _attendances(projects: Collection[int], days: Days) -> QuerySet[Attendance]:
    held = _sessions(projects, days).values("pk")
    return Attendance.objects.filter(session__in=held, presence="present", is_replaced=False).order_by()


_Counted = tuple[int, date, str, str, int]


def _counts(projects: Collection[int], days: Days) -> Iterator[_Counted]:
    """What adds up: project, month, group, part, count. Seven queries."""
    yield from _visit_counts(projects, days)
    yield from _report_counts(projects, days)
    sessions = _monthly(_sessions(projects, days), "on").annotate(held=Count("pk"), came=Sum("guests"))
    for project, month, held, guests in sessions.values_list("project", "month", "held", "came"):
        yield project, month, "sessions", "all", held
        yield project, month, "guests", "all", guests
    named = _attendances(projects, days).annotate(month=TruncMonth("session__on")).values("month")
    for project, month, count in named.annotate(all=Count("pk")).values_list(
        "session__project", "month", "all"
    ):
        yield project, month, "attendances", "all", count
    ended = _within(Shift.objects.filter(ends_at__isnull=False), projects, days, "on")
    at_desk = _monthly(ended, "on").annotate(
        lasted=Sum(ExpressionWrapper(F("ends_at") - F("starts_at"), DurationField()))
    )
    for project, month, lasted in at_desk.values_list("project", "month", "lasted"):
        yield project, month, "shifts", "all", int(lasted.total_seconds() // 60)
    work = _monthly(_within(IndirectWork.objects.all(), projects, days, "on"), "on", "kind")
    for project, month, kind, minutes in work.annotate(all=Sum("minutes")).values_list(
        "project", "month", "kind", "all"
    ):
        yield project, month, "work.kind", kind, minutes


def _visit_counts(projects: Collection[int], days: Days) -> Iterator[_Counted]:
    who = Case(
        When(person__isnull=False, then=Value("person")),
        When(household__isnull=False, then=Value("household")),
        default=Value("nobody"),
    )
    rows = _monthly(_visits(projects, days).annotate(who=who), "on", "channel", "who").annotate(
        all=Count("pk")
    )
    for project, month, channel, whose, count in rows.values_list(
        "project", "month", "channel", "who", "all"
    ):
        yield project, month, "visits", "all", count
        yield project, month, "visits.channel", channel, count
        yield project, month, "visits.who", whose, count
    needs = VisitNeed.objects.filter(visit__in=_visits(projects, days).values("pk")).order_by()
    by_need = needs.annotate(month=TruncMonth("visit__on")).values("month", "need").annotate(all=Count("pk"))
    for project, month, need, count in by_need.values_list("visit__project", "month", "need", "all"):
        yield project, month, "visits.need", need, count


def _report_counts(projects: Collection[int], days: Days) -> Iterator[_Counted]:
    rows = _monthly(_within(Report.objects.all(), projects, days, "made_on"), "made_on", "kind", "state")
    for project, month, kind, state, count in rows.annotate(all=Count("pk")).values_list(
        "project", "month", "kind", "state", "all"
    ):
        yield project, month, "reports", "all", count
        yield project, month, "reports.kind", kind, count
        yield project, month, "reports.state", "open" if state in OPEN_STATES else "closed", count


def _monthly(found: QuerySet[Any], day: str, *by: str) -> QuerySet[Any]:
    counted: QuerySet[Any] = found.annotate(month=TruncMonth(day)).values("project", "month", *by)
    return counted


def _different(
    projects: Collection[int], series: Days, days: Days
) -> Iterator[tuple[int, date | None, dict[str, int]]]:
    """What does not add up, of each month and of all days: different people, households, activities. Five queries."""
    met = {"people": Count(_STANDING, distinct=True), "households": Count("household", distinct=True)}
    came = {"participants": Count(_STANDING, distinct=True)}
    held = {"activities": Count("activity", distinct=True)}
    yield from _by_month(_monthly(_visits(projects, series), "on").annotate(**met), "project", met)
    yield from _all_days(_visits(projects, days).values("project").annotate(**met), "project", met)
    monthly = _attendances(projects, series).annotate(month=TruncMonth("session__on"))
    yield from _by_month(
        monthly.values("session__project", "month").annotate(**came), "session__project", came
    )
    present = _attendances(projects, days).values("session__project")
    yield from _all_days(present.annotate(**came), "session__project", came)
    yield from _all_days(_sessions(projects, days).values("project").annotate(**held), "project", held)


def _by_month(
    rows: QuerySet[Any], project: str, names: Collection[str]
) -> Iterator[tuple[int, date | None, dict[str, int]]]:
    for row in rows:
        yield row[project], row["month"], {name: row[name] for name in names}


def _all_days(
    rows: QuerySet[Any], project: str, names: Collection[str]
) -> Iterator[tuple[int, date | None, dict[str, int]]]:
    for row in rows:
        yield row[project], None, {name: row[name] for name in names}


def _medians(projects: Collection[int], days: Days) -> Iterator[tuple[int, str, str, Median]]:
    """Medians of the days to the first answer and to the solution, of all reports and by kind. Four queries."""
    told = _within(Report.objects.all(), projects, days, "made_on")
    answered = told.filter(first_answer_at__isnull=False)
    solved = told.filter(state="solved", closed_at__isnull=False)
    for name, rows, end in (("answer", answered, "first_answer_at"), ("solution", solved, "closed_at")):
        for by in (("project",), ("project", "kind")):
            for project, kind, median in _middles(rows, end, by):
                yield project, name, kind, median


def _middles(rows: QuerySet[Report], end: str, by: tuple[str, ...]) -> Iterator[tuple[int, str, Median]]:
    """The middle one or two of each group, found by the database: a lab's reports need not fit into memory."""
    lasted = ExpressionWrapper(F(end) - F("made_at"), DurationField())
    parts = [F(one) for one in by]
    ranked = rows.annotate(
        lasted=lasted,
        place=Window(RowNumber(), partition_by=parts, order_by=[lasted.asc(), F("pk").asc()]),
        size=Window(Count("pk"), partition_by=parts),
    )
    middle = ranked.annotate(twice=2 * F("place")).filter(twice__gte=F("size"), twice__lte=F("size") + 2)
    found: dict[tuple[int, str], list[tuple[float, int]]] = defaultdict(list)
    for project, kind, time, size in middle.values_list("project", "kind", "lasted", "size"):
        found[project, kind if "kind" in by else ""].append((time.total_seconds() / 86_400, size))
    for (project, kind), those in found.items():
        yield project, kind, Median(sum(time for time, _size in those) / len(those), those[0][1])


def _open_minutes(projects: Collection[int], days: Days) -> dict[int, int]:
    hours = defaultdict(list)
    for row in OpeningHours.objects.filter(project__in=projects):
        hours[row.project_id].append(dated(row))
    return {
        project: open_minutes(
            those, days.first or min(one.days.starts_on or days.last for one in those), days.last
        )
        for project, those in hours.items()
    }


def published(projects: Sequence[Project], *, on: date) -> list[LabFigures]:
    """Labs' figures for everybody, over all months that are over; small counts are withheld. No actor, no line."""
    return _figures(projects, Wanted(), {one.pk: settings.SUPPRESS for one in projects}, on)
