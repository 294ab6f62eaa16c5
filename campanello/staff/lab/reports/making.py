"""A new report, on one page that works on a telephone and without script: find, choose, see what is there, record.

Buttons say what is wanted: `find` looks for a person, `places` shows a house's doors, everything else records. What may
be there already is shown before anything is recorded; only who has seen it records another.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.homes.queries import search
from campanello.lab.queries import photos as photo_queries
from campanello.lab.queries import reports as queries
from campanello.lab.queries import reports_alike, routing
from campanello.lab.queries.reports_alike import Similar
from campanello.lab.rules import values
from campanello.lab.rules.reports import LONGEST_TEXT, NewReport
from campanello.lab.services import photos as photo_services
from campanello.lab.services import reports as services
from campanello.people.queries import records
from campanello.staff.doors import for_right
from campanello.staff.lab.reports import words
from campanello.staff.lab.reports.asked import uid_of
from campanello.staff.lab.reports.photos import content_of

NAMES = ("project", "kind", "text", "building", "stair", "dwelling", "place_note", "person", "priority")
MORE = ("q", "ask_whom", "visit")
FIRST = {"kind": "maintenance", "priority": "normal"}
_LONGEST = LONGEST_TEXT + 1000


@dataclass
class Draft:
    """What was typed so far, and what the page says about it."""

    typed: dict[str, str]
    uid: UUID
    is_public_space: bool = False
    looked: frozenset[str] = frozenset()
    similar: list[Similar] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    people: list[Any] | None = None
    status: int = 200
    asks_whom: bool = False
    lost_photo: bool = False

    def new(self) -> NewReport:
        """The report as it was typed."""
        return NewReport(
            project=self.typed["project"],
            kind=self.typed["kind"],
            text=self.typed["text"],
            made_at=now(),
            building=uid_of(self.typed["building"]),
            stair=self.typed["stair"],
            dwelling=uid_of(self.typed["dwelling"]),
            place_note=self.typed["place_note"],
            is_public_space=self.is_public_space,
            reporter=uid_of(self.typed["person"]),
            visit=uid_of(self.typed["visit"]),
            priority=self.typed["priority"],
            ask_whom=self.typed["ask_whom"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.WRITE_LAB)
@never_cache
def page(request: ActingRequest) -> HttpResponse:
    draft = _draft(request)
    if request.method == "POST":
        if "find" in request.POST:
            _find(request, draft)
        elif "places" not in request.POST and (done := _record(request, draft)):
            return done
    return _shown(request, draft)


def _draft(request: ActingRequest) -> Draft:
    given: QueryDict = request.POST if request.method == "POST" else request.GET
    typed = {name: _text(given, name) for name in (*NAMES, *MORE)}
    for name, value in FIRST.items():
        typed[name] = typed[name] or value
    if typed["dwelling"] and not typed["building"] and (key := uid_of(typed["dwelling"])):
        typed["building"] = str(routing.house_of(request.actor, key))
    looked = frozenset(given.get("looked", "")[:400].split())
    uid = uid_of(given.get("uid", "")) or uuid4()
    return Draft(typed, uid, given.get("is_public_space") == "1", looked)


def _text(given: QueryDict, name: str) -> str:
    return given.get(name, "")[:_LONGEST].replace("\0", "")


def _find(request: ActingRequest, draft: Draft) -> None:
    found = search.find_people(request.actor, draft.typed["q"][:200], on=today())
    draft.people = list(found.cards)


def _record(request: ActingRequest, draft: Draft) -> HttpResponse | None:
    """Where to go on to; None where something is wrong, or likely duplicates were not seen yet."""
    try:
        new = draft.new()
        found = reports_alike.alike_to_new(request.actor, new, on=today())
        similar = [one for one in found if one.report.uid != draft.uid]  # sent twice: it is there itself
        if {str(one.report.uid) for one in similar} - draft.looked:
            draft.similar, draft.lost_photo = similar, bool(request.FILES)
            return None
        if request.FILES:
            content = content_of(request)
            photo_services.cleaned(content, photo_queries.limits(today()))
        made = services.make_report(actor=request.actor, uid=draft.uid, report=new, at=now())
        if request.FILES:
            photo_services.add_photo(actor=request.actor, uid=made.uid, content=content, at=now())
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        draft.errors, draft.status = say(error, get_language()), HTTP_STATUS[error.kind]
        draft.asks_whom = error.code == "reports.place-not-ours"
        return None
    told = {"number": made.number, "owner": made.owner.name}
    messages.success(request, gettext("Recorded as %(number)s. %(owner)s has to answer.") % told)
    return redirect("staff:report", made.uid)


def _shown(request: ActingRequest, draft: Draft) -> HttpResponse:
    actor = request.actor
    projects = list(queries.projects_to_write(actor))
    if not projects:
        raise NotFound
    if not draft.typed["project"]:
        draft.typed["project"] = projects[0].code
    building, person = uid_of(draft.typed["building"]), uid_of(draft.typed["person"])
    context = {
        "draft": draft,
        "typed": draft.typed,
        "projects": projects,
        "kinds": words.in_words(values.REPORT_KINDS),
        "personal": sorted(values.PERSONAL_REPORT_KINDS),
        "priorities": words.in_words(values.PRIORITIES),
        "buildings": queries.buildings(actor),
        "doors": routing.doors(actor, building) if building else None,
        "reporter": records.person(actor, person) if person else None,
        "similar": [(one, words.place(one.report), words.state(one.report)) for one in draft.similar],
        "looked": " ".join(sorted(draft.looked | {str(one.report.uid) for one in draft.similar})),
        "joining": uuid4(),
    }
    return render(request, "staff/lab/reports/new.html", context, status=draft.status)
