"""The doorbell panel of a building, and the same panel as the map of skills."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import today
from campanello.homes.queries import exports, places, skills_map
from campanello.homes.queries import panel as panels
from campanello.homes.queries.panel import Doorbell, Panel, Plate
from campanello.homes.queries.skills_map import SkillMap
from campanello.homes.rules.panel import BADGE_NAMES, Badge
from campanello.people.rules.values import SKILL_DIRECTIONS
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download

LONGEST_SEARCH = 100
SIGN, STAIR = "segno", "scala"
# Icon and tone of each badge; the word stands beside them.
LOOKS = {
    Badge.EMPTY: ("key", "neutral"),
    Badge.NOT_RECORDED: ("help-circle", "neutral"),
    Badge.WORKS: ("tool", "info"),
    Badge.UNFIT: ("ban", "info"),
    Badge.SHOP: ("cart", "neutral"),
    Badge.ELDERLY_ALONE: ("user", "info"),
    Badge.NEVER_CONTACTED: ("hearing", "warning"),
    Badge.ARREARS_UNDER: ("file", "warning"),
    Badge.ARREARS_OVER: ("warning-circle", "danger"),
}


@dataclass(frozen=True)
class Sign:
    """A badge as it is drawn: icon, tone and word."""

    name: str
    icon: str
    tone: str
    word: str


@dataclass(frozen=True)
class LegendEntry:
    """A badge of the legend: how many doorbells have it, and the address that chooses it or lets it go."""

    sign: Sign
    count: int
    is_chosen: bool
    href: str


@dataclass(frozen=True)
class Button:
    """A doorbell as the page draws it; `is_lit` says whether it has what was asked for."""

    bell: Doorbell
    href: str
    signs: tuple[Sign, ...] = ()
    is_lit: bool = False
    skills: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Column:
    """A stair as the page draws it: `number` names it in the address, floors from the top."""

    number: int
    label: str
    floors: tuple[tuple[int, tuple[Button, ...]], ...]


@require_safe
@for_right(Right.READ_HOMES)
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    actor = request.actor
    panel = panels.panel(actor, uid, on=today())
    chosen = _chosen(request.GET, panel)
    columns = [_column(number, plate, chosen) for number, plate in enumerate(panel.plates, 1)]
    context = {
        "building": panel.building,
        "panel": panel,
        "columns": columns,
        "legend": _legend(request.GET, panel, chosen),
        "chosen": chosen,
        "lit": sum(button.is_lit for column in columns for _, bells in column.floors for button in bells),
        "total": len(panel.doorbells),
        "may_write": places.may_write_building(actor, panel.building),
        "may_add": may(actor, Right.WRITE_HOMES),
        "may_export": exports.may_export(actor),
    }
    return render(request, "staff/homes/panel.html", context)


@require_safe
@for_right(Right.READ_PERSON)
def skills(request: ActingRequest, uid: UUID) -> HttpResponse:
    asked = request.GET
    direction = asked.get("verso", "")
    direction = direction if direction in SKILL_DIRECTIONS else ""
    words = asked.get("q", "")[:LONGEST_SEARCH].strip()
    drawn = skills_map.skill_map(
        request.actor,
        uid,
        on=today(),
        words=words,
        direction=direction,
        is_wide=asked.get("dove") == "quartiere",
    )
    context = {
        "building": drawn.building,
        "map": drawn,
        "columns": [_skilled(number, plate, drawn) for number, plate in enumerate(drawn.plates, 1)],
        "words": words,
        "direction": direction,
        "directions": [(value, gettext(text)) for value, text in SKILL_DIRECTIONS.items()],
        "is_wide": drawn.nearby is not None or asked.get("dove") == "quartiere",
        "found": sum(len(found) for found in drawn.skills.values()),
        "is_asked": bool(words or direction),
    }
    return render(request, "staff/homes/skills.html", context)


@require_safe
@for_right(Right.EXPORT_PEOPLE, Right.IMPORT_HOMES)
def table(request: ActingRequest, uid: UUID) -> HttpResponse:
    rows = exports.doorbells(request.actor, uid, on=today())
    head = [gettext("Stair"), gettext("Floor"), gettext("Door"), gettext("Doorbell"), gettext("Signs")]
    cells = (
        (row.stair, row.floor, row.door, row.label, ", ".join(gettext(word) for word in row.badges))
        for row in rows
    )
    return download("doorbells.csv", head, cells)


def _chosen(asked: QueryDict, panel: Panel) -> frozenset[Badge]:
    """The badges that an address asks for; one that no doorbell has is none."""
    return frozenset(badge for badge in panel.counts if badge.value in asked.getlist(SIGN))


def _sign(badge: Badge) -> Sign:
    icon, tone = LOOKS[badge]
    return Sign(badge.value, icon, tone, gettext(BADGE_NAMES[badge]))


def _legend(asked: QueryDict, panel: Panel, chosen: frozenset[Badge]) -> list[LegendEntry]:
    entries = []
    for badge, count in panel.counts.items():
        others = chosen ^ {badge}
        query = asked.copy()
        query.setlist(SIGN, [one.value for one in Badge if one in others])
        entries.append(LegendEntry(_sign(badge), count, badge in chosen, f"?{query.urlencode()}"))
    return entries


def _column(number: int, plate: Plate, chosen: frozenset[Badge]) -> Column:
    return Column(number, plate.label, _floors(plate, lambda bell: _button(bell, chosen)))


def _floors(plate: Plate, drawn: Any) -> tuple[tuple[int, tuple[Button, ...]], ...]:
    return tuple((floor, tuple(drawn(bell) for bell in bells)) for floor, bells in plate.floors)


def _button(bell: Doorbell, chosen: frozenset[Badge]) -> Button:
    """A button leads to the household where that is the reader's to see, else to the dwelling."""
    if bell.household:
        href = reverse("staff:household", args=[bell.household])
    else:
        href = reverse("staff:dwelling", args=[bell.dwelling])
    return Button(
        bell,
        href,
        signs=tuple(_sign(badge) for badge in bell.badges),
        is_lit=bool(chosen & set(bell.badges)),
    )


def _skilled(number: int, plate: Plate, drawn: SkillMap) -> Column:
    def button(bell: Doorbell) -> Button:
        found: Mapping[UUID, tuple[Any, ...]] = drawn.skills
        own = found.get(bell.dwelling, ())
        return Button(bell, reverse("staff:dwelling", args=[bell.dwelling]), is_lit=bool(own), skills=own)

    return Column(number, plate.label, _floors(plate, button))
