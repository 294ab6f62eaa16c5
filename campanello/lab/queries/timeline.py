"""What happened with a person across the lab, as far as the reader may see it: the middle of the person page.

All sources are one query together, whatever there is; a feature that has something to tell adds its own to `SOURCES`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, DateTimeField, Exists, F, OuterRef, Q, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, JSONObject

from campanello.core.access import Right, projects_with
from campanello.core.actor import Actor
from campanello.core.errors import gettext_noop as _
from campanello.lab.models import Attendance, Message, Referral, Report, Visit
from campanello.lab.rules import values
from campanello.people.models import Membership
from campanello.people.rules.record import PersonRecord

PER_PAGE = 20
Sentence = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Happening:
    """One thing that happened: when, of what kind, a sentence with its facts (themselves sentences), its page.

    `page` is the name of an address and `key` what stands in it; empty where there is none. `words` are what somebody
    wrote, shown as they are.
    """

    at: datetime
    kind: str
    text: str
    facts: dict[str, Any] = field(default_factory=dict)
    words: str = ""
    page: str = ""
    key: UUID | None = None


@dataclass(frozen=True)
class Asked:
    """Whose happenings a source is asked for, and for whom: where they read the lab, special facts, and plans."""

    people: tuple[int, ...]
    projects: frozenset[int]
    stricter: frozenset[int]
    planning: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Source:
    """Where happenings come from: rows of a table, their moment as an expression, what each gives, its sentence."""

    kind: str
    rows: Callable[[Asked], Any]
    at: Any
    given: Mapping[str, Any]
    told: Callable[[dict[str, Any]], Sentence]
    page: str = ""


@dataclass(frozen=True)
class Story:
    """A page of happenings, the latest first, and before which moment the next page begins; None at the end."""

    happenings: tuple[Happening, ...]
    following: datetime | None


def story(actor: Actor, record: PersonRecord, *, before: datetime | None = None) -> Story:
    """What happened with a person before a moment, the latest first, for who was let in to their record.

    One query; none for who reads no lab.
    """
    projects = projects_with(actor, Right.READ_LAB)
    if not projects:
        return Story((), None)
    people = (record.person, *(one.person for one in record.absorbed))
    stricter, planning = (projects_with(actor, right) for right in (Right.READ_SPECIAL, Right.READ_PLANS))
    asked = Asked(people, projects, stricter, planning)
    branches = [_branch(source, asked, before) for source in SOURCES.values()]
    every = branches[0].union(*branches[1:], all=True).order_by("-_at", "_kind", "-_row")
    found = [_happening(kind, at, data) for kind, _row, at, data in every[: PER_PAGE + 1]]
    shown = found[:PER_PAGE]
    # What happened at one moment stays on one page, unless it fills the page.
    if len(found) > PER_PAGE and shown[-1].at == found[-1].at and shown[0].at != shown[-1].at:
        shown = [one for one in shown if one.at != found[-1].at]
    return Story(tuple(shown), shown[-1].at if len(found) > PER_PAGE else None)


def _branch(source: Source, asked: Asked, before: datetime | None) -> Any:
    # Without the tables' own order: a union has none inside.
    rows = (
        source.rows(asked)
        .order_by()
        .annotate(
            _kind=Value(source.kind, output_field=CharField()),
            _row=F("pk"),
            _at=source.at,
            _data=JSONObject(**source.given),
        )
    )
    if before is not None:
        rows = rows.filter(_at__lt=before)
    return rows.values_list("_kind", "_row", "_at", "_data")


def _happening(kind: str, at: datetime, data: dict[str, Any]) -> Happening:
    source = SOURCES[kind]
    text, facts = source.told(data)
    return Happening(
        at=at,
        kind=kind,
        text=text,
        facts=facts,
        words=data.get("words") or "",
        page=source.page,
        key=UUID(str(data["key"])) if data.get("key") else None,
    )


def _visits(asked: Asked) -> Any:
    """Visits of the person, and of the households in which they then were; without notes that are sealed."""
    there = Membership.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=OuterRef("on")),
        person__in=asked.people,
        household=OuterRef("household"),
        starts_on__lte=OuterRef("on"),
    )
    lived_in = Membership.objects.filter(person__in=asked.people).values("household")
    of_them = Q(person__in=asked.people) | (Q(household__in=lived_in) & Q(Exists(there)))
    return Visit.objects.filter(of_them, project__in=asked.projects, cancelled_at=None).annotate(
        _words=Case(
            When(Q(is_confidential=False) | Q(project__in=asked.stricter), then=F("note")),
            default=Value(""),
            output_field=TextField(),
        )
    )


def _visit_told(data: dict[str, Any]) -> Sentence:
    text = _("Visit of the household: %(channel)s") if data["household"] else _("Visit: %(channel)s")
    return text, {"channel": (values.CHANNELS[data["channel"]], {})}


def _reports(asked: Asked) -> Any:
    """Reports that the person made."""
    return Report.objects.filter(reporter__in=asked.people, project__in=asked.projects)


def _report_told(data: dict[str, Any]) -> Sentence:
    kind, state = values.REPORT_KINDS[data["kind"]], values.REPORT_STATES[data["state"]]
    facts = {"number": data["number"], "kind": (kind, {}), "state": (state, {})}
    return _("Report %(number)s (%(kind)s): %(state)s"), facts


def _referrals(asked: Asked) -> Any:
    """Where the person was sent on to; for a project that was asked, once it accepted."""
    here = Q(project__in=asked.projects)
    taken = Q(to_project__in=asked.projects, state__in=("accepted", "concluded"))
    return Referral.objects.filter(here | taken, person__in=asked.people)


def _referral_told(data: dict[str, Any]) -> Sentence:
    return _("Sent on to a service: %(state)s"), {"state": (values.REFERRAL_STATES[data["state"]], {})}


def _attendances(asked: Asked) -> Any:
    """Activities to which the person came or did not, as the register has it."""
    return Attendance.objects.filter(
        person__in=asked.people, session__project__in=asked.projects, is_replaced=False
    )


def _attendance_told(data: dict[str, Any]) -> Sentence:
    facts: dict[str, Any] = {
        "title": data["title"] or "",
        "presence": (values.PRESENCES[data["presence"]], {}),
    }
    return _("Activity “%(title)s”: %(presence)s"), facts


def _messages(asked: Asked) -> Any:
    """Messages to the person."""
    return Message.objects.filter(person__in=asked.people, project__in=asked.projects)


def _message_told(data: dict[str, Any]) -> Sentence:
    channel, state = values.MESSAGE_CHANNELS[data["channel"]], values.MESSAGE_STATES[data["state"]]
    return _("Message by %(channel)s: %(state)s"), {"channel": (channel, {}), "state": (state, {})}


SOURCES: dict[str, Source] = {
    source.kind: source
    for source in (
        Source(
            "visit",
            _visits,
            F("at"),
            {
                "key": "uid",
                "channel": "channel",
                "household": "household_id",
                "words": "_words",
            },
            _visit_told,
            "staff:visit",
        ),
        Source(
            "report",
            _reports,
            F("made_at"),
            {"key": "uid", "number": "number", "kind": "kind", "state": "state"},
            _report_told,
            "staff:report",
        ),
        Source(
            "referral",
            _referrals,
            Cast("sent_on", DateTimeField()),
            {"key": "uid", "state": "state"},
            _referral_told,
            "staff:referral",
        ),
        Source(
            "activity",
            _attendances,
            F("session__starts_at"),
            {
                "key": "session__uid",
                "presence": "presence",
                "title": KeyTextTransform("it", "session__activity__titles"),
            },
            _attendance_told,
            "staff:session",
        ),
        Source(
            "message",
            _messages,
            F("prepared_at"),
            {"channel": "channel", "state": "state"},
            _message_told,
        ),
    )
}
