"""Tags of the pages about plans: hours, last days, names of services in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from campanello.plans.rules import catalogue
from campanello.plans.rules.plans import hours, last_day, shown
from campanello.staff.plans.drawing import as_svg
from campanello.staff.plans.plans.words import tone

register = template.Library()


@register.filter
def as_hours(minutes: int) -> str:
    """Minutes as hours and minutes: 10:30."""
    return hours(minutes)


@register.filter
def day_before(ends_on: date | None) -> str:
    """The last day of a span whose end is excluded."""
    return shown(last_day(ends_on)) if ends_on else ""


@register.filter
def named(names: Mapping[str, str]) -> str:
    """A name in the reader's language, in Italian where there is none."""
    return catalogue.in_language(names, get_language() or "it")


@register.filter
def name_language(names: Mapping[str, str]) -> str:
    """In which language `named` answers."""
    language = get_language() or "it"
    return language if names.get(language) else "it"


@register.filter
def drawn(strokes: Any) -> SafeString:
    """A drawn signature as a picture; nothing where none was drawn."""
    return SafeString(as_svg(strokes, escape(gettext("Drawn signature"))))


@register.filter
def plan_tone(state: str) -> str:
    """The tone of a plan's state."""
    return tone(state)
