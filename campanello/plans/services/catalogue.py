"""Keeps the catalogue: services with names in six languages, retired and offered again, with dated hourly values."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from campanello.core import audit
from campanello.core.access import NotFound, Right
from campanello.core.actor import Actor
from campanello.homes.rules import editing
from campanello.people.rules.facts import NotInTheList
from campanello.people.rules.names import tidy
from campanello.plans.models import Service, ServiceValue
from campanello.plans.queries import catalogue as queries
from campanello.plans.rules import catalogue as rules
from campanello.plans.rules.catalogue import HourlyValue, NewService
from campanello.plans.rules.plans import shown
from campanello.plans.rules.values import BLOCKS
from campanello.plans.rules.versions import LANGUAGES

NAME = "name_"


@transaction.atomic
def add_service(*, actor: Actor, project: str, new: NewService) -> Service:
    """Put a service into a project's catalogue.

    Raises:
        NotFound: The project is not one whose catalogue the actor keeps.
        NoItalianName, NameTooLong, BaseBearsNothing, ServiceCodeTaken, NotInTheList.
    """
    place = queries.project(actor, project, Right.SET_MEASURES)
    if Service.objects.filter(project=place, code=new.code).exists():
        raise rules.ServiceCodeTaken(code=new.code)
    return _added(actor, place.pk, new)


@transaction.atomic
def start_from_programme(*, actor: Actor, project: str) -> int:
    """Put the programme's own services into a project's catalogue, without hourly values; answers how many were new.

    Raises:
        NotFound: The project is not one whose catalogue the actor keeps.
    """
    place = queries.project(actor, project, Right.SET_MEASURES)
    new = queries.shipped(place)
    for one in new:
        _added(actor, place.pk, one)
    return len(new)


@transaction.atomic
def edit_service(*, actor: Actor, key: int, version: int, changes: Mapping[str, Any]) -> Service:
    """Change a service: `name_it` and so on, `block`, `bears_allowance`.

    Raises:
        NotFound, ChangedMeanwhile, NoItalianName, NameTooLong, BaseBearsNothing, NotInTheList.
        ServiceInSignedPlans: Italian name and block stay as they were signed.
    """
    one = queries.service(actor, key, right=Right.SET_MEASURES, lock=True)
    saved = flat(one)
    wanted = {name: value for name, value in changes.items() if name in saved}
    differing = editing.differences(saved, wanted)
    if one.version != version and differing:
        raise editing.ChangedMeanwhile(version=one.version, differences=differing)
    if not differing:
        return one
    whole = saved | wanted
    names = rules.checked_names({code: whole[NAME + code] for code in LANGUAGES})
    _check(whole["block"], whole["bears_allowance"])
    is_other = (names["it"], whole["block"]) != (one.names.get("it"), one.block)
    if refused := rules.why_not_rename(signed_plans=queries.signed_plans(one), is_other=is_other):
        raise refused
    one.names, one.block, one.bears_allowance = names, whole["block"], whole["bears_allowance"]
    return _saved(actor, one, "plans.service-edited", fields=sorted(change.field for change in differing))


@transaction.atomic
def offer_service(*, actor: Actor, key: int, is_offered: bool) -> Service:
    """Retire a service, or offer it again; plans that hold it keep it.

    Raises:
        NotFound.
    """
    one = queries.service(actor, key, right=Right.SET_MEASURES, lock=True)
    if one.is_offered == is_offered:
        return one
    one.is_offered = is_offered
    return _saved(actor, one, "plans.service-offered" if is_offered else "plans.service-retired")


@transaction.atomic
def set_value(*, actor: Actor, key: int, value: HourlyValue, source: str) -> ServiceValue:
    """State what an hour of a service is worth from a day on. Stated again alike, it is stated once.

    Raises:
        NotFound, BadHourlyValue, NoValueSource, NameTooLong.
        ValueThere: From that day another value holds.
    """
    one = queries.service(actor, key, right=Right.SET_MEASURES, lock=True)
    if refused := rules.why_not_value(value.hourly_cents, source):
        raise refused
    told = tidy(source)
    if len(told) > rules.SOURCE_LENGTH:
        raise rules.NameTooLong(found=len(told), most=rules.SOURCE_LENGTH)
    if there := ServiceValue.objects.filter(service=one, starts_on=value.starts_on).first():
        if (there.hourly_cents, there.is_demo) == (value.hourly_cents, value.is_demo):
            return there
        raise rules.ValueThere(day=shown(value.starts_on))
    made = ServiceValue.objects.create(
        service=one,
        hourly_cents=value.hourly_cents,
        starts_on=value.starts_on,
        source=told,
        is_demo=value.is_demo,
    )
    facts: dict[str, Any] = {
        "starts_on": value.starts_on.isoformat(),
        "cents": value.hourly_cents,
        "is_demo": value.is_demo,
    }
    audit.record(actor, "plans.hourly-value-set", one, **facts)
    return made


@transaction.atomic
def drop_value(*, actor: Actor, key: int, value: int) -> None:
    """Take an hourly value away that was written by mistake.

    Raises:
        NotFound.
        ValueInUse: Signed sessions are worth it.
    """
    one = queries.service(actor, key, right=Right.SET_MEASURES, lock=True)
    row = ServiceValue.objects.filter(pk=value, service=one).first()
    if row is None:
        raise NotFound
    if refused := rules.why_not_drop_value(row.starts_on, signed_sessions=queries.signed_sessions_worth(row)):
        raise refused
    facts: dict[str, Any] = {"starts_on": row.starts_on.isoformat(), "cents": row.hourly_cents}
    row.delete()
    audit.record(actor, "plans.hourly-value-dropped", one, **facts)


def flat(one: Service) -> dict[str, Any]:
    """What may be changed of a service, by the names of a form's fields."""
    names = {NAME + code: one.names.get(code, "") for code in LANGUAGES}
    return {**names, "block": one.block, "bears_allowance": one.bears_allowance}


def _added(actor: Actor, project: int, new: NewService) -> Service:
    _check(new.block, new.bears_allowance)
    made = Service.objects.create(
        project_id=project,
        code=new.code,
        names=rules.checked_names(new.names),
        block=new.block,
        bears_allowance=new.bears_allowance,
    )
    audit.record(actor, "plans.service-added", made, project=project, block=new.block)
    return made


def _check(block: str, bears_allowance: bool) -> None:
    if block not in BLOCKS:
        raise NotInTheList(value=block[:40])
    if refused := rules.why_not_bear(block, bears_allowance=bears_allowance):
        raise refused


def _saved(actor: Actor, one: Service, verb: str, **facts: Any) -> Service:
    one.version += 1
    one.save()
    audit.record(actor, verb, one, **facts)
    return one
