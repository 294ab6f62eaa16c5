"""The one box: what was typed and the filters stand in the address; results come as they are typed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.homes.queries import search
from campanello.homes.queries.search import Card, People
from campanello.lab.queries.contacts import last_contacts
from campanello.people.queries import waiting
from campanello.people.rules import world
from campanello.people.rules.asking import LONGEST, Narrowing
from campanello.people.rules.likeness import Reason
from campanello.staff.doors import for_right, is_partial

# Ages in years, both included, by the name that stands in the address.
AGES: dict[str, tuple[int | None, int | None]] = {
    "0-17": (None, 17),
    "18-29": (18, 29),
    "30-49": (30, 49),
    "50-64": (50, 64),
    "65": (65, None),
}
AGE_NAMES = {
    "0-17": gettext_noop("Up to 17 years"),
    "18-29": gettext_noop("18 to 29 years"),
    "30-49": gettext_noop("30 to 49 years"),
    "50-64": gettext_noop("50 to 64 years"),
    "65": gettext_noop("65 years and more"),
}
_LONGEST_NUMBER = 9  # figures; a longer one is no key and no page


@dataclass(frozen=True)
class Choice:
    """A value of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Result:
    """A card as the page shows it."""

    card: Card
    url: str
    reasons: list[str]
    last_contact: date | None


@for_right(Right.FIND_PEOPLE, Right.READ_HOMES)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """People, for who works with them; their own dwellings, for a landlord's officer."""
    typed = request.GET.get("q", "").replace("\0", "")[:LONGEST].strip()
    if not may(request.actor, Right.FIND_PEOPLE):
        return _dwellings(request, typed)
    chosen = _chosen(request.GET)
    found = search.find_people(
        request.actor,
        typed,
        on=today(),
        narrowing=_narrowing(chosen),
        page=_number(request.GET.get("page", "")) or 1,
    )
    contacts = last_contacts(request.actor, [one.person.pk for one in found.cards])
    context = _results(typed, chosen, found, contacts) | {
        "may_register": may(request.actor, Right.WRITE_PERSON)
    }
    if is_partial(request):
        return _part(request, "staff/search/_people.html", context, typed, chosen)
    return render(request, "staff/search/people.html", context | _filters(request, chosen))


def _dwellings(request: ActingRequest, typed: str) -> HttpResponse:
    found = search.find_dwellings(request.actor, typed, on=today()) if typed else ()
    context = {"typed": typed, "dwellings": found}
    if is_partial(request):
        return _part(request, "staff/search/_dwellings.html", context, typed, {})
    return render(request, "staff/search/dwellings.html", context)


def _part(
    request: ActingRequest, template: str, context: dict[str, Any], typed: str, chosen: dict[str, str]
) -> HttpResponse:
    response = render(request, template, context)
    # The address in the browser is the short one: without the fields that are empty.
    query = urlencode({name: value for name, value in {"q": typed, **chosen}.items() if value})
    response["HX-Replace-Url"] = f"{request.path}?{query}" if query else request.path
    return response


def _chosen(asked: QueryDict) -> dict[str, str]:
    """The filters of an address that mean something; others are left out."""
    project = _number(asked.get("project", ""))
    return {
        "project": str(project) if project else "",
        "age": asked.get("age", "") if asked.get("age") in AGES else "",
        "language": asked.get("language", "") if asked.get("language") in world.LANGUAGES else "",
        "without_code": "1" if asked.get("without_code") == "1" else "",
    }


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def _narrowing(chosen: dict[str, str]) -> Narrowing:
    youngest, oldest = AGES.get(chosen["age"], (None, None))
    return Narrowing(
        project=_number(chosen["project"]),
        youngest=youngest,
        oldest=oldest,
        language=chosen["language"],
        is_without_code=chosen["without_code"] == "1",
    )


def _results(typed: str, chosen: dict[str, str], found: People, contacts: dict[int, date]) -> dict[str, Any]:
    pages = max(1, -(-found.total // search.PAGE))
    return {
        "typed": typed,
        "results": [_result(card, contacts.get(card.person.pk)) for card in found.cards],
        "total": found.total,
        "is_cut": found.is_cut,
        "is_narrowed": any(chosen.values()),
        "is_too_little": bool(typed) and found.asked.is_empty,
        "page_number": found.page,
        "pages": pages,
        "previous": _address(typed, chosen, found.page - 1) if found.page > 1 else "",
        "next": _address(typed, chosen, found.page + 1) if found.page < pages else "",
        "without_filters": _address(typed, {}, 1),
        "news": _news(found) if typed else "",
        "register_url": f"{reverse('staff:person-register')}?{urlencode({'q': typed})}",
    }


def _news(found: People) -> str:
    """What a screen reader is told when results change."""
    if found.is_cut:
        return gettext("More than %(count)s people may be meant") % {"count": found.total}
    return ngettext("%(count)s person may be meant", "%(count)s people may be meant", found.total) % {
        "count": found.total
    }


def _result(card: Card, last_contact: date | None) -> Result:
    url = reverse("staff:person", args=[card.person.uid])
    return Result(card, url, [_said(one) for one in card.reasons], last_contact)


def _said(reason: Reason) -> str:
    return gettext(reason.text) % reason.facts


def _address(typed: str, chosen: dict[str, str], page: int) -> str:
    parts = {"q": typed, **chosen, "page": str(page) if page > 1 else ""}
    return f"{reverse('staff:search')}?{urlencode({name: value for name, value in parts.items() if value})}"


def _filters(request: ActingRequest, chosen: dict[str, str]) -> dict[str, Any]:
    """The choices of each filter."""
    languages = world.language_names(get_language() or "it")
    own = waiting.own_projects(request.actor)
    return {
        "projects": [Choice(str(pk), title, chosen["project"] == str(pk)) for pk, title in own],
        "ages": [Choice(name, gettext(AGE_NAMES[name]), chosen["age"] == name) for name in AGES],
        "spoken": [Choice(code, name, chosen["language"] == code) for code, name in languages.items()],
        "without_code": chosen["without_code"],
    }
