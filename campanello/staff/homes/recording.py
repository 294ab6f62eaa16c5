"""Forms that record neighbourhoods, buildings and dwellings."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, NotYours, Right
from campanello.core.edges import today
from campanello.homes.queries import places
from campanello.homes.rules.places import DwellingFacts
from campanello.homes.services import places as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking, forms

asks = require_http_methods(["GET", "HEAD", "POST"])


@asks
@for_right(Right.WRITE_HOMES)
def add_neighbourhood(request: ActingRequest) -> HttpResponse:
    actor, towns = request.actor, list(places.municipalities())
    projects = places.projects_of(actor)
    if not projects:
        raise NotFound
    form = forms.NeighbourhoodForm(asking.sent(request), projects=projects, towns=towns)
    return asking.answer(
        request,
        form,
        lambda given: services.add_neighbourhood(actor=actor, **given),
        done=reverse("staff:buildings"),
        said=gettext("The neighbourhood is recorded. Add its buildings now."),
        context={"title": gettext("New neighbourhood"), "towns": towns},
    )


@asks
@for_right(Right.WRITE_HOMES)
def add_building(request: ActingRequest) -> HttpResponse:
    actor, neighbourhoods = request.actor, places.neighbourhoods_of_projects(request.actor)
    if not places.projects_of(actor).exists():
        raise NotFound
    form = forms.NewBuildingForm(asking.sent(request), neighbourhoods=neighbourhoods)
    return asking.answer(
        request,
        form,
        lambda given: services.add_building(
            actor=actor, on=today(), **{**given, "neighbourhood": UUID(given["neighbourhood"])}
        ),
        done=reverse("staff:buildings"),
        said=gettext("The building is recorded. Open it to add its dwellings."),
        context={
            "title": gettext("New building"),
            "missing": "" if neighbourhoods else gettext("There is no neighbourhood yet. Record it first."),
            "missing_url": reverse("staff:neighbourhood-add"),
            "missing_action": gettext("New neighbourhood"),
        },
    )


@asks
@for_right(Right.WRITE_HOMES)
def edit_building(request: ActingRequest, uid: UUID) -> HttpResponse:
    actor = request.actor
    building = places.building(actor, uid, right=Right.WRITE_HOMES)
    if not places.may_write_building(actor, building):
        raise NotYours
    saved = {name: getattr(building, name) for name in services.BUILDING_FIELDS}
    version = asking.version(request, building.version)
    form = forms.BuildingForm(asking.sent(request), initial=saved)
    return asking.answer(
        request,
        form,
        lambda given: services.edit_building(
            actor=actor, uid=uid, version=version, changes=given, on=today()
        ),
        done=reverse("staff:building", args=[uid]),
        said=gettext("The building is saved."),
        context={"title": gettext("Change the building"), "building": building, "version": version},
    )


@asks
@for_right(Right.WRITE_HOMES)
def add_dwelling(request: ActingRequest, uid: UUID) -> HttpResponse:
    actor = request.actor
    building = places.building(actor, uid, right=Right.WRITE_HOMES)
    first = {
        "stair": request.GET.get("scala", "")[:12] or "A",
        "floor": 0,
        "owner_kind": "aler",
        "is_sap": True,
    }
    form = forms.DwellingForm(asking.sent(request), initial=first, owners=places.owners(actor), is_new=True)
    return asking.answer(
        request,
        form,
        lambda given: services.add_dwelling(actor=actor, building=uid, facts=DwellingFacts(**given)),
        done=reverse("staff:building", args=[uid]),
        said=gettext("The dwelling is recorded."),
        context={"title": gettext("New dwelling"), "building": building},
    )


@asks
@for_right(Right.WRITE_HOMES)
def edit_dwelling(request: ActingRequest, uid: UUID) -> HttpResponse:
    actor = request.actor
    dwelling = places.dwelling(actor, uid, right=Right.WRITE_HOMES)
    saved = {name: getattr(dwelling, name) for name in services.DWELLING_FIELDS}
    saved["owner"] = saved.pop("owner_id")
    version = asking.version(request, dwelling.version)
    form = forms.DwellingForm(asking.sent(request), initial=saved, owners=places.owners(actor), is_new=False)
    return asking.answer(
        request,
        form,
        lambda given: services.edit_dwelling(actor=actor, uid=uid, version=version, changes=_columns(given)),
        done=reverse("staff:dwelling", args=[uid]),
        said=gettext("The dwelling is saved."),
        context={
            "title": gettext("Change the dwelling"),
            "building": dwelling.building,
            "dwelling": dwelling,
            "version": version,
        },
    )


def _columns(given: Mapping[str, Any]) -> dict[str, Any]:
    changes = dict(given)
    if "owner" in changes:
        changes["owner_id"] = changes.pop("owner")
    return changes
