"""Rates, reasons and states of awards in words and tones."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from campanello.points.queries.award_lists import AWARDED, CORRECTED, READY, UNRATED
from campanello.points.rules.tariffs import TIME, name_in

STATES: Mapping[str, Any] = {
    READY: gettext_lazy("To award"),
    UNRATED: gettext_lazy("Without a rate"),
    CORRECTED: gettext_lazy("Corrected since"),
    AWARDED: gettext_lazy("Awarded"),
}
SORTS: Mapping[str, Any] = {"old": gettext_lazy("Earliest first"), "new": gettext_lazy("Latest first")}


def rate(points: int, unit: str) -> str:
    """A rate in words: 5 points an hour."""
    if unit == TIME:
        return ngettext("%(n)s point each time", "%(n)s points each time", points) % {"n": points}
    return ngettext("%(n)s point an hour", "%(n)s points an hour", points) % {"n": points}


def rate_name(names: Mapping[str, str]) -> str:
    """A rate's name in the reader's language."""
    return name_in(names, get_language() or "it")


def settled(how: str) -> str:
    """How something withheld was settled: a word that somebody wrote, or that the register was corrected."""
    return gettext("The register was corrected") if how == "corrected" else how
