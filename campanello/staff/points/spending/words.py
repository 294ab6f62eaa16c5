"""How the pages of what points are used for say things: tones, names of states and of gifts, points in figures."""

from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from campanello.points.queries import donations

TONES = {"asked": "info", "in_batch": "warning", "settled": "success", "returned": "neutral"}
WHICH = {
    donations.TO_HOUSEHOLD: gettext_lazy("To a household"),
    donations.TO_POOL: gettext_lazy("To the pool"),
    donations.ASSIGNED: gettext_lazy("Out of the pool"),
    donations.TAKEN_BACK: gettext_lazy("Taken back"),
}


def in_points(points: int) -> str:
    """So many points, in words."""
    return ngettext("%(n)s point", "%(n)s points", points) % {"n": points}


def kept(asked: Any, lists: dict[str, Any]) -> dict[str, str]:
    """What an address asks for, as far as it is one of what may be asked for."""
    found = {name: asked.get(name, "") for name in lists}
    return {name: value for name, value in found.items() if value in lists[name]}
