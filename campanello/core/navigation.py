"""The ways about the site that a reader may go, and who they are: what the header needs on every page."""

from dataclasses import dataclass
from typing import Any

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
    (gettext_noop("Tables"), "staff:imports", (Right.IMPORT_PEOPLE, Right.IMPORT_HOMES, Right.READ_DATASET)),
    (gettext_noop("Pairs"), "staff:pairs", (Right.DECIDE_PAIRS,)),
    (gettext_noop("Evaluations"), "staff:evaluation", ()),
    (gettext_noop("Check published figures"), "staff:reconciliation", ()),
    (gettext_noop("Accounts"), "staff:users", (Right.MANAGE_ACCOUNTS,)),
    (gettext_noop("Audit"), "staff:audit", (Right.READ_AUDIT, Right.READ_ALL_AUDIT)),
)


@dataclass(frozen=True)
class Way:
    """One link of the main navigation."""

    label: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Viewer:
    """Whoever reads the page: their name, and the names of their roles."""

    name: str
    roles: tuple[str, ...]


def way_about(request: HttpRequest) -> dict[str, Any]:
    """The context of every template: `navigation`, the links one may follow, and `viewer`, None when logged out."""
    actor = reader(request)
    return {
        "navigation": ways(actor, request.path),
        "viewer": Viewer(
            name=actor.name,
            roles=tuple(gettext(name) for role, name in ROLE_NAMES.items() if role in actor.roles),
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
        url = _url(name)
        if url:
            found.append(Way(gettext(label), url, path == url))
    return found


def home_of(actor: Actor) -> str:
    """Where an actor begins: the teams' home for who has a right there, or else the first page of the site."""
    is_of_the_team = actor.user is not None and any(
        may(actor, right) for right in Right if right is not Right.READ_OWN
    )
    return (is_of_the_team and _url("staff:home")) or reverse("public:home")


def _url(name: str) -> str:
    # An installation without the teams' pages has the same header.
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
