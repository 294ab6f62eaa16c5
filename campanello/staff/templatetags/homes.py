"""Tags of the pages about homes: money and floors as people say them."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils.translation import get_language, gettext

from campanello.evaluation.report import numbers

register = template.Library()


@register.filter
def euros(cents: int) -> str:
    """An amount in the reader's language: 1.234,50 EUR."""
    return numbers.money(Decimal(cents) / 100, get_language() or "it")


@register.filter
def floor_name(floor: int) -> str:
    """A floor in words: ground floor, floor 2, basement 1."""
    if floor == 0:
        return gettext("Ground floor")
    if floor < 0:
        return gettext("Basement %(number)s") % {"number": -floor}
    return gettext("Floor %(number)s") % {"number": floor}


@register.filter
def on_day(day: date | None) -> str:
    """A day in figures, as everybody here writes it: 30/11/2020."""
    return f"{day:%d/%m/%Y}" if day else ""
