"""What the frame of the residents' pages needs: the bar at the bottom, and what is only there when a feature is."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

register = template.Library()


@dataclass(frozen=True)
class Tab:
    """One place in the bar: where it leads, its word, its icon, and whether the page shown belongs to it."""

    url: str
    label: str
    icon: str
    is_here: bool


# The name of the address, the word, the icon, and the pages that belong to it besides.
TABS: tuple[tuple[str, str, str, frozenset[str]], ...] = (
    ("home", gettext_noop("Home"), "home", frozenset()),
    (
        "movements",
        gettext_noop("Points"),
        "star-outline",
        frozenset({"redeem", "donate", "gift-code", "ticket"}),
    ),
    ("activities", gettext_noop("Activities"), "calendar", frozenset({"activity", "hours"})),
    ("letters", gettext_noop("Letters"), "mail", frozenset({"letter"})),
)
# What a delegate must have been allowed for a place to be shown.
SCOPES = {"movements": "points", "activities": "activities", "letters": "letters"}
MORE = ("more", gettext_noop("More"), "more-items")


@register.simple_tag(takes_context=True)
def resident_tabs(context: template.Context) -> list[Tab]:
    """The places in the bar, in order; whatever belongs to no other belongs to the last."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    here = match.url_name if match else ""
    tabs = [
        Tab(url, gettext(label), icon, here == name or here in besides)
        for name, label, icon, besides in TABS
        if _is_allowed(request, name) and (url := url_if_there(f"resident:{name}"))
    ]
    if url := url_if_there("resident:more"):
        _name, label, icon = MORE
        tabs.append(Tab(url, gettext(label), icon, bool(here) and not any(tab.is_here for tab in tabs)))
    return tabs


def _is_allowed(request: HttpRequest | None, name: str) -> bool:
    actor = getattr(request, "actor", None)
    return actor is None or name not in SCOPES or actor.may_for_own(SCOPES[name])


@register.simple_tag
def url_if_there(name: str, *given: object) -> str:
    """An address, or nothing where the installation has not this page."""
    try:
        return reverse(name, args=given or None)
    except NoReverseMatch:
        return ""


@register.simple_tag
def worker_url() -> str:
    """Where the worker is that keeps pages on the device; nothing where the installation does not allow it."""
    return url_if_there("resident:worker") if settings.OFFLINE_ENTRIES else ""


@register.simple_tag(takes_context=True)
def stands_for(context: template.Context) -> str:
    """The name of the person for whom the reader looks, when they stand for somebody."""
    request: HttpRequest | None = context.get("request")
    return str(getattr(request, "stands_for_name", ""))
