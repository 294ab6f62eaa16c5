"""The ways about the site that a reader may go, and who they are: what the header needs on every page."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

from campanello.core.access import Right, may
from campanello.core.actor import NOBODY, ROLE_NAMES, Actor

# An entry without rights is everybody's.
ENTRIES: tuple[tuple[str, str, tuple[Right, ...]], ...] = (
    (gettext_noop("People"), "staff:search", (Right.FIND_PEOPLE,)),
    (gettext_noop("Homes"), "staff:buildings", (Right.READ_HOMES,)),
    (gettext_noop("Lab"), "staff:lab", (Right.READ_LAB,)),
    (gettext_noop("Plans"), "staff:plans", (Right.READ_APPLICATIONS, Right.READ_PLANS, Right.READ_PAYMENTS)),
    (gettext_noop("Points"), "staff:points", (Right.READ_POINTS, Right.READ_SETTLEMENTS)),
    (gettext_noop("Letters"), "staff:letters", (Right.READ_LETTERS,)),
    (gettext_noop("Reports"), "staff:report-board", (Right.ANSWER_REPORTS,)),
    (gettext_noop("Labs in figures"), "staff:lab-dashboard", (Right.READ_FIGURES,)),
    (gettext_noop("Tables"), "staff:imports", (Right.IMPORT_PEOPLE, Right.IMPORT_HOMES, Right.READ_DATASET)),
    (gettext_noop("Pairs"), "staff:pairs", (Right.DECIDE_PAIRS,)),
    (gettext_noop("Evaluations"), "staff:evaluation", ()),
    (gettext_noop("Check published figures"), "staff:reconciliation", ()),
    (gettext_noop("Accounts"), "staff:users", (Right.MANAGE_ACCOUNTS,)),
    (gettext_noop("Audit"), "staff:audit", (Right.READ_AUDIT, Right.READ_ALL_AUDIT)),
)
# Who has this right finds the entry on a page of their own, and the header has no room for all.
FOUND_ELSEWHERE = {
    "staff:report-board": Right.READ_LAB,
    # The lab's teams have it on the lab's page; for a landlord's officer it is not there.
    "staff:lab-dashboard": Right.ANSWER_REPORTS,
    # On the points' page.
    "staff:letters": Right.READ_POINTS,
}


@dataclass(frozen=True)
class Way:
    """One link of the main navigation."""

    label: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Viewer:
    """Whoever reads the page: their name, the names of their roles, where they record a visit if they do."""

    name: str
    roles: tuple[str, ...]
    offline: "Offline | None" = None
    visit_url: str = ""


@dataclass(frozen=True)
class Offline:
    """What the pages tell the script that keeps entries where there is no network; `user` is whose they are."""

    user: int
    page: str
    lab: str
    addresses: str


def way_about(request: HttpRequest) -> dict[str, Any]:
    """The context of every template: `navigation`, the links one may follow, and `viewer`, None when logged out."""
    actor = reader(request)
    return {
        "navigation": ways(actor, request.path),
        "viewer": Viewer(
            name=actor.name,
            roles=tuple(gettext(name) for role, name in ROLE_NAMES.items() if role in actor.roles),
            offline=offline_of(actor),
            visit_url=_url("staff:visit-new") if may(actor, Right.WRITE_LAB) else "",
        )
        if actor.user is not None
        else None,
    }


def reader(request: HttpRequest) -> Actor:
    """Who reads; nobody on a page that is drawn because the database is away."""
    try:
        actor: Actor = getattr(request, "actor", NOBODY)
        return actor if actor.user is not None else NOBODY
    except DatabaseError:
        return NOBODY


def ways(actor: Actor, path: str) -> list[Way]:
    """The links that an actor may follow, in order; the first is home."""
    found = [Way(gettext("Home"), home := home_of(actor), path == home)]
    for label, name, rights in ENTRIES:
        if rights and not any(may(actor, right) for right in rights):
            continue
        if name in FOUND_ELSEWHERE and may(actor, FOUND_ELSEWHERE[name]):
            continue
        url = _url(name)
        if url:
            found.append(Way(gettext(label), url, path == url))
    return found


def offline_of(actor: Actor) -> Offline | None:
    """What works without a network for an actor: who writes in a lab, where the installation allows it."""
    page = _url("staff:offline") if settings.OFFLINE_ENTRIES and may(actor, Right.WRITE_LAB) else ""
    if not page or actor.user is None:
        return None
    names = {"session": "api:entries-session", "kit": "api:entries-kit", "entries": "api:entries"}
    addresses = {one: _url(name) for one, name in names.items()} | {"worker": _url("staff:offline-worker")}
    return Offline(actor.user, page, _url("staff:lab"), json.dumps(addresses))


def home_of(actor: Actor) -> str:
    """Where an actor begins: the teams' home for who has a right there, a resident's own, or the site's first page."""
    is_of_the_team = actor.user is not None and any(
        may(actor, right) for right in Right if right not in {Right.READ_OWN, Right.TELL_AS_ANTENNA}
    )
    if is_of_the_team and (home := _url("staff:home")):
        return home
    own = _url("resident:home") if may(actor, Right.READ_OWN) else ""
    return own or reverse("public:home")


def _url(name: str) -> str:
    # An installation without the teams' pages has the same header.
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
