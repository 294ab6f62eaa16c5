"""Finds reports for whoever asks: one, or those of a list, a page at a time however many there are."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from campanello.core import audit, params
from campanello.core.access import NotFound, Right, landlords_with, may, projects_with
from campanello.core.actor import Actor
from campanello.core.models import Organisation, Project
from campanello.homes.models import Building
from campanello.lab.models import Antenna, Report, ReportSet
from campanello.lab.queries import own_reports
from campanello.lab.rules import values
from campanello.lab.rules.reports import Limits
from campanello.people.rules.keys import plain

READERS = (Right.READ_LAB, Right.ANSWER_REPORTS)
PER_PAGE = 25
MOST_EXPORTED, MOST_COUNTED = 50_000, 1000
# What a list is sorted by, and whether the largest comes first. A key sorts equals.
SORTS = {
    "newest": ("made_at", True),
    "oldest": ("made_at", False),
    "changed": ("state_since", True),
    "due": ("remind_on", False),
    "priority": ("rank", True),
}
RANK = Case(
    *(When(priority=name, then=Value(place)) for place, name in enumerate(values.PRIORITIES)),
    output_field=IntegerField(),
)
PLACES = ("neighbourhood", "building", "stair", "dwelling")
# Not joined: a planner that joins what each row has goes past the index by which a page begins.
BESIDE = ("owner", "project", "photos")


@dataclass(frozen=True)
class Wanted:
    """What a list of reports is asked for; what is empty leaves all. `state` may be "open" or "closed" too."""

    words: str = ""
    state: str = ""
    kind: str = ""
    owner: int | None = None
    building: UUID | None = None
    priority: str = ""
    is_overdue: bool = False
    is_mine: bool = False
    to_ask: bool = False
    sort: str = "newest"


@dataclass(frozen=True)
class Page:
    """Some reports of a list, and where the next ones start; "" at the end of it."""

    reports: tuple[Report, ...]
    next: str


def limits(on: date) -> Limits:
    """The dated parameters that the rules of reports need on a day."""

    def figure(name: str) -> int:
        return params.value(f"reports.{name}", on)

    return Limits(
        oldest_days=figure("oldest_days"),
        clock_minutes=figure("clock_minutes"),
        planned_days=figure("planned_days"),
        follow_up_days=figure("follow_up_days"),
        reminder_days={name: figure(f"reminder_days_{name}") for name in values.PRIORITIES},
        south=figure("area_south"),
        north=figure("area_north"),
        west=figure("area_west"),
        east=figure("area_east"),
    )


def project_to_tell(actor: Actor, code: str, *, on: date, source: str = "") -> Project:
    """The project to which the actor may bring a report: where they work, whose antenna they are, or that knows them.

    That a project knows them is enough for what they tell as a resident alone, not as an antenna.

    Raises:
        NotFound: There is none of this code, or it is not the actor's.
    """
    found = Project.objects.filter(code=code).select_related("lead").first()
    if found is not None and (
        found.pk in projects_with(actor, Right.WRITE_LAB)
        or is_antenna(actor, found, on)
        or (source == own_reports.SOURCE and own_reports.is_known_by(actor, found))
    ):
        return found
    raise NotFound


def is_antenna(actor: Actor, project: Project, on: date) -> bool:
    """Whether the actor holds a mandate of the project on a day."""
    if actor.person is None or not may(actor, Right.TELL_AS_ANTENNA):
        return False
    held = Antenna.objects.filter(project=project, person=actor.person, starts_on__lte=on)
    return held.filter(Q(ends_on=None) | Q(ends_on__gt=on)).exists()


def report(actor: Actor, uid: UUID, *, right: Right = Right.READ_LAB, lock: bool = False) -> Report:
    """A report with its place and owner; `lock` holds its row for writing.

    Raises:
        NotFound: Absent, or not the actor's; they are not told apart.
    """
    found = Report.objects.visible_to(actor, right).select_related("project__lead", "owner", *PLACES)
    if lock:
        found = found.select_for_update(of=("self",))
    one = found.filter(uid=uid).first()
    if one is None:
        raise NotFound
    return one


def is_officer(actor: Actor, report: Report) -> bool:
    """Whether the actor sees a report only because their organisation has to answer it."""
    return report.project_id not in projects_with(actor, Right.READ_LAB)


def reports(actor: Actor, wanted: Wanted, *, on: date) -> ReportSet:
    """The reports that the actor may see and that are asked for, unsorted."""
    found = Report.objects.visible_to(actor)
    if wanted.state in {"open", "closed"}:
        found = found.filter(state__in=values.OPEN_STATES if wanted.state == "open" else values.CLOSED_STATES)
    elif wanted.state:
        found = found.filter(state=wanted.state)
    plain_ones = {"kind": wanted.kind, "owner": wanted.owner, "priority": wanted.priority}
    found = found.filter(**{name: value for name, value in plain_ones.items() if value})
    if wanted.building:
        found = found.filter(building__uid=wanted.building)
    if wanted.is_mine:
        found = found.filter(made_by=actor.user)
    if wanted.is_overdue:
        found = found.filter(state__in=values.OPEN_STATES, remind_on__lte=on)
    if wanted.to_ask:
        found = found.filter(follow_up_on__lte=on, follow_up_answer="")
    return _with_words(found, wanted.words)


def _with_words(found: ReportSet, words: str) -> ReportSet:
    if words.upper().startswith("S-"):
        return found.filter(number__startswith=words.upper())
    for word in words.split()[:6]:
        there = Q(text__icontains=word) | Q(place_note__icontains=word) | Q(number__endswith=word)
        found = found.filter(there | Q(building__search__contains=plain(word) or word))
    return found


def page(actor: Actor, wanted: Wanted, *, on: date, after: str = "", size: int = PER_PAGE) -> Page:
    """Some reports of a list, from where a page before it ended. Four queries, however far one has come.

    Args:
        actor: Who asks.
        wanted: What for.
        on: The day, for what is overdue.
        after: `Page.next` of the page before; what is no such mark starts at the beginning.
        size: How many.
    """
    field, is_falling = SORTS.get(wanted.sort, SORTS["newest"])
    found = _sorted(reports(actor, wanted, on=on), field, is_falling=is_falling)
    if mark := _mark(after, field):
        value, key = mark
        beyond = "lt" if is_falling else "gt"
        # The first is said twice, in a form by which an index is entered where the page before ended.
        found = found.filter(**{f"{field}__{beyond}e": value}).filter(
            Q(**{f"{field}__{beyond}": value}) | Q(**{f"pk__{beyond}": key})
        )
    rows = list(found.select_related(*PLACES).prefetch_related(*BESIDE)[: size + 1])
    is_more = len(rows) > size
    last = rows[size - 1] if is_more else None
    return Page(tuple(rows[:size]), _written(last, field) if last else "")


def _sorted(found: ReportSet, field: str, *, is_falling: bool) -> ReportSet:
    if field == "rank":
        found = found.annotate(rank=RANK)
    if field == "remind_on":
        found = found.filter(remind_on__isnull=False)
    sign = "-" if is_falling else ""
    return found.order_by(f"{sign}{field}", f"{sign}pk")


def _written(row: Report, field: str) -> str:
    value = getattr(row, field)
    return f"{value.isoformat() if isinstance(value, date) else value}~{row.pk}"


def _mark(text: str, field: str) -> tuple[Any, int] | None:
    value, _tilde, key = text.partition("~")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    try:
        if field == "rank":
            return int(value), int(key)
        if field == "remind_on":
            return date.fromisoformat(value), int(key)
        moment = datetime.fromisoformat(value)
        return (moment, int(key)) if moment.tzinfo else None
    except ValueError:
        return None


def counted(actor: Actor, wanted: Wanted, *, on: date, most: int = MOST_COUNTED) -> int:
    """How many reports a list has, up to `most`: counting a million would take longer than showing them."""
    return reports(actor, wanted, on=on)[:most].count()


@transaction.atomic
def export(actor: Actor, wanted: Wanted, *, on: date) -> list[Report]:
    """The reports of a list for a file, the first fifty thousand of it, with how often others said the same.

    Raises:
        NotFound: The actor may not take lists along.
    """
    if not may_export(actor):
        raise NotFound
    field, is_falling = SORTS.get(wanted.sort, SORTS["newest"])
    found = _sorted(reports(actor, wanted, on=on), field, is_falling=is_falling)
    rows = list(found.select_related("owner", *PLACES).annotate(others=Count("secondings"))[:MOST_EXPORTED])
    audit.exported(actor, "lab.reports-exported", rows=len(rows))
    return rows


def may_export(actor: Actor) -> bool:
    """Whether the actor may take the list along: who exports people, and a landlord's officer."""
    return may(actor, Right.EXPORT_PEOPLE) or bool(landlords_with(actor, Right.ANSWER_REPORTS))


def owners(actor: Actor) -> QuerySet[Organisation]:
    """Those who have to answer a report that the actor may see."""
    told = Report.objects.visible_to(actor).order_by().filter(owner=OuterRef("pk"))
    return Organisation.objects.filter(Exists(told))


def projects_to_write(actor: Actor) -> QuerySet[Project]:
    """The projects where the actor may record what is told, by name."""
    return Project.objects.filter(pk__in=projects_with(actor, Right.WRITE_LAB)).order_by("title")


def buildings(actor: Actor) -> QuerySet[Building]:
    """The houses that a report may be about, by address, for who records them."""
    return Building.objects.visible_to(actor, Right.WRITE_LAB).order_by("street", "number")


def buildings_told_of(actor: Actor) -> QuerySet[Building]:
    """The houses of which a report tells that the actor may see, by address."""
    told = Report.objects.visible_to(actor).order_by().filter(building=OuterRef("pk"))
    return Building.objects.filter(Exists(told)).order_by("street", "number")


def is_landlord(actor: Actor) -> bool:
    """Whether the actor answers for a landlord, and sees its reports alone."""
    return bool(landlords_with(actor, Right.ANSWER_REPORTS)) and not projects_with(actor, Right.READ_LAB)
