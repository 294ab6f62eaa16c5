"""One list at a time: the rule and its figures stand in the address, the people below with what to do next."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import HTTP_STATUS, say, today
from campanello.core.errors import DomainError, Kind
from campanello.lab.queries import outreach as queries
from campanello.lab.queries.outreach import Card
from campanello.lab.rules.outreach import AGE, DAYS, RULES, Asked
from campanello.lab.rules.values import CHANNELS
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download
from campanello.staff.lab.findings.lists import uid_of
from campanello.staff.people import words

PER_PAGE = 25


@for_right(Right.READ_LAB)
@never_cache
@require_safe
def page(request: ActingRequest) -> HttpResponse:
    """The rules to choose from, or the people of one."""
    asked = asked_of(request)
    context: dict[str, Any] = {"rules": rules_in_words(request), "asked": asked}
    if asked is None:
        return render(request, "staff/lab/outreach/rules.html", context)
    actor, on = request.actor, today()
    rule = RULES[asked.rule]
    context |= {
        "rule": rule,
        "title": gettext(rule.name),
        "asks_age": AGE in rule.parameters,
        "asks_days": DAYS in rule.parameters,
        "houses": queries.houses(actor),
        "may_write": may(actor, Right.WRITE_LAB),
        "may_export": may(actor, Right.EXPORT_PEOPLE),
        "errors": [],
    }
    status = 200
    try:
        settled = queries.settled(asked, on)
    except DomainError as error:
        if error.kind is not Kind.REFUSED:
            raise
        context["errors"] = say(error, get_language())
        status = HTTP_STATUS[error.kind] if asked.age is not None or asked.days is not None else 200
    else:
        found = Paginator(queries.people(actor, settled, on), PER_PAGE).get_page(request.GET.get("page"))
        context |= {
            "asked": settled,
            "sentence": gettext(rule.sentence) % {"age": settled.age, "days": settled.days},
            "page": found,
            "cards": [_shown(card) for card in queries.cards(actor, list(found.object_list), on)],
            "left_out": queries.left_out(actor, settled, on),
        }
    return render(request, "staff/lab/outreach/list.html", context, status=status)


@require_safe
@for_right(Right.EXPORT_PEOPLE)
def table(request: ActingRequest) -> HttpResponse:
    """The list as CSV, all pages of it."""
    asked = asked_of(request) or Asked("elderly")
    head = [
        gettext("Person"),
        gettext("Age"),
        gettext("Language"),
        gettext("Telephone"),
        gettext("Doorbell"),
        gettext("Address"),
        gettext("Last contact"),
        gettext("How"),
        gettext("Why nobody writes to them"),
    ]
    rows = queries.exported(request.actor, asked, today())
    return download("outreach.csv", head, (_cells(card) for card in rows))


def asked_of(request: ActingRequest) -> Asked | None:
    """The list that an address asks for; None where it names no rule."""
    given = request.GET
    rule = given.get("rule", "")
    if rule not in RULES:
        return None
    return Asked(
        rule, _number(given.get("age")), _number(given.get("days")), uid_of(given.get("building", ""))
    )


def rules_in_words(request: ActingRequest) -> list[dict[str, Any]]:
    """The rules with their sentences, filled in with the figures that hold."""
    found = []
    for key, rule in RULES.items():
        asked = Asked(key, building="any" if rule.needs_house else "")
        held = queries.settled(asked, today())
        sentence = gettext(rule.sentence) % {"age": held.age, "days": held.days}
        found.append({"key": key, "name": gettext(rule.name), "sentence": sentence})
    return found


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None


def _shown(card: Card) -> dict[str, Any]:
    return {
        "card": card,
        "who": card.recipient,
        "language": words.language(card.recipient.language) if card.recipient.language else "",
        "channel": gettext(CHANNELS[card.last_channel]) if card.last_channel else "",
        "why_not": gettext(card.recipient.why_not) if card.recipient.why_not else "",
    }


def _cells(card: Card) -> list[Any]:
    shown = _shown(card)
    place = [card.place.doorbell, card.place.address] if card.place else ["", ""]
    last = f"{card.last_on:%d/%m/%Y}" if card.last_on else ""
    who = [card.recipient.name, card.age, shown["language"], card.recipient.phone]
    return [*who, *place, last, shown["channel"], shown["why_not"]]
