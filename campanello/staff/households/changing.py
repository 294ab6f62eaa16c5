"""Who comes, goes, gets another role: each form is tried first and shows what will be, then it is confirmed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import HTTP_STATUS, say, today
from campanello.core.errors import DomainError, Kind
from campanello.core.period import Period
from campanello.people.queries import households
from campanello.people.queries.households import Composition
from campanello.people.services import households as services
from campanello.people.services.households import Place
from campanello.people.services.previewing import previewed
from campanello.staff.doors import for_right
from campanello.staff.households import picking
from campanello.staff.households.forms import (
    DayForm,
    FirstForm,
    MoveInForm,
    MoveOutForm,
    RolesForm,
    SplitForm,
    hidden,
)

TEMPLATE = "staff/households/change.html"
who_writes = for_right(Right.WRITE_PERSON)


@dataclass(frozen=True)
class Deed:
    """One change: what its page is called, the form, what it does, what is told afterwards."""

    title: str
    lead: str
    form: forms.Form
    act: Callable[[Mapping[str, Any]], Any]
    said: str
    along: tuple[UUID, ...] = ()
    more: Mapping[str, Any] | None = None


@who_writes
@never_cache
def move_in(request: ActingRequest, uid: UUID) -> HttpResponse:
    now, composition = today(), _now(request, uid)
    newcomer = picking.picked(request)
    if newcomer is None:
        return _pick(request, composition, gettext("Who comes in"))
    form_of = MoveInForm if composition.members else FirstForm
    homes = households.current_of(request.actor, newcomer.uid, now)
    before = [one for one in homes if one.household.kind == composition.household.kind]
    start = {"on": now, "leaves": True}
    form = form_of(request.POST or None, initial=start, is_elsewhere=bool(before))

    def act(sent: Mapping[str, Any]) -> Any:
        return services.move_in(
            **_asked(request, composition),
            place=Place(newcomer.uid, sent["role"]),
            days=Period(sent["on"], sent["ends_on"]),
            leaves=sent.get("leaves", False),
        )

    deed = Deed(
        title=gettext("%(name)s comes in") % {"name": newcomer.name},
        lead=gettext("Say from which day, and as who. Nothing is saved before you have seen what will be."),
        form=form,
        act=act,
        said=gettext("%(name)s is in the household.") % {"name": newcomer.name},
        along=tuple(one.household.uid for one in before),
        more={"before": before, "newcomer": newcomer},
    )
    return _answer(request, composition, deed)


@who_writes
@never_cache
def move_out(request: ActingRequest, uid: UUID) -> HttpResponse:
    composition = _now(request, uid)
    start = {"on": today(), "person": request.GET.get("person", "")}
    form = MoveOutForm(request.POST or None, composition=composition, initial=start)

    def act(sent: Mapping[str, Any]) -> Any:
        return services.move_out(
            **_asked(request, composition),
            person_uid=UUID(sent["person"]),
            on=sent["on"],
            new_head=UUID(sent["new_head"]) if sent["new_head"] else None,
        )

    deed = Deed(
        title=gettext("Somebody leaves"),
        lead=gettext("What was before stays in the household's history."),
        form=form,
        act=act,
        said=gettext("Who left is no longer in the household."),
    )
    return _answer(request, composition, deed)


@who_writes
@never_cache
def roles(request: ActingRequest, uid: UUID) -> HttpResponse:
    composition = _now(request, uid)
    form = RolesForm(request.POST or None, composition=composition, initial={"on": today()})

    def act(sent: Mapping[str, Any]) -> Any:
        return services.change_roles(**_asked(request, composition), roles=form.changed(), on=sent["on"])

    deed = Deed(
        title=gettext("Change roles"),
        lead=gettext("When somebody else is the reference person, change both roles here at once."),
        form=form,
        act=act,
        said=gettext("The roles are changed."),
    )
    return _answer(request, composition, deed)


@who_writes
@never_cache
def split(request: ActingRequest, uid: UUID) -> HttpResponse:
    composition = _now(request, uid)
    form = SplitForm(request.POST or None, composition=composition, initial={"on": today()})

    def act(sent: Mapping[str, Any]) -> Any:
        new_head = UUID(sent["new_head"]) if sent["new_head"] else None
        return services.split(
            **_asked(request, composition), places=form.places(), on=sent["on"], new_head=new_head
        )

    deed = Deed(
        title=gettext("Split the household"),
        lead=gettext("Who goes forms a new household. Choose one reference person in each."),
        form=form,
        act=act,
        said=gettext("There are two households now. This is the new one."),
    )
    return _answer(request, composition, deed)


@who_writes
@never_cache
def join(request: ActingRequest, uid: UUID) -> HttpResponse:
    now, composition = today(), _now(request, uid)
    member = picking.picked(request)
    if member is None:
        return _pick(request, composition, gettext("With whose household does it become one"))
    found = households.current_of(request.actor, member.uid, now)
    other = next((one for one in found if one.household.kind == composition.household.kind), None)
    if other is None:
        messages.warning(
            request, gettext("%(name)s is in no household of this kind.") % {"name": member.name}
        )
        return redirect("staff:household-join", uid)

    def act(sent: Mapping[str, Any]) -> Any:
        return services.join(**_asked(request, composition), other_uid=other.household.uid, on=sent["on"])

    deed = Deed(
        title=gettext("Two households become one"),
        lead=gettext("All members of the other household come here, and the other one is closed."),
        form=DayForm(request.POST or None, initial={"on": now}),
        act=act,
        said=gettext("The two households are one."),
        along=(other.household.uid,),
        more={"before": [other]},
    )
    return _answer(request, composition, deed)


@who_writes
@never_cache
def close(request: ActingRequest, uid: UUID) -> HttpResponse:
    composition = _now(request, uid)

    def act(sent: Mapping[str, Any]) -> Any:
        return services.close(**_asked(request, composition), on=sent["on"])

    deed = Deed(
        title=gettext("Close the household"),
        lead=gettext("Everybody leaves it on that day, and nobody comes in any more. Its history stays."),
        form=DayForm(request.POST or None, initial={"on": today()}),
        act=act,
        said=gettext("The household is closed."),
    )
    return _answer(request, composition, deed)


def _now(request: ActingRequest, uid: UUID) -> Composition:
    household = households.household(request.actor, uid, Right.WRITE_PERSON)
    [composition] = households.shown(request.actor, [household], today())
    return composition


def _asked(request: ActingRequest, composition: Composition) -> dict[str, Any]:
    """Who asks for which household, at the version that they saw."""
    household = composition.household
    given = request.POST.get("version", "")
    version = int(given) if given.isdecimal() and len(given) < 10 else household.version
    return {"actor": request.actor, "household_uid": household.uid, "version": version, "today": today()}


def _answer(request: ActingRequest, composition: Composition, deed: Deed) -> HttpResponse:
    """The form; then what will be; then, confirmed, the household as it is."""
    form, status, after, is_stale = deed.form, 200, [], False
    if form.is_bound and form.is_valid():
        try:
            if request.POST.get("sure"):
                household = deed.act(form.cleaned_data)
                messages.success(request, deed.said)
                return redirect("staff:household", household.uid)
            after = _tried(request, composition, deed, form.cleaned_data["on"])
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            form.add_error(None, say(error, get_language()))
            status, is_stale = HTTP_STATUS[error.kind], error.kind is Kind.CONFLICT
    elif form.is_bound:
        status = 422
    context = {
        "deed": deed,
        "form": form,
        "composition": composition,
        "household": composition.household,
        "after": after,
        "sent": hidden(form.cleaned_data) if after else [],
        "is_stale": is_stale,
        **(deed.more or {}),
    }
    return render(request, TEMPLATE, context, status=status)


def _tried(request: ActingRequest, composition: Composition, deed: Deed, on: date) -> list[Composition]:
    return previewed(
        lambda: deed.act(deed.form.cleaned_data),
        actor=request.actor,
        households=(composition.household.uid, *deed.along),
        on=on,
    )


def _pick(request: ActingRequest, composition: Composition, title: str) -> HttpResponse:
    inside = {one.uid for one in composition.members if one.uid}
    typed, choices = picking.found(request, today(), inside)
    context = {"title": title, "composition": composition, "household": composition.household}
    return render(request, "staff/households/pick.html", {**context, "typed": typed, "choices": choices})
