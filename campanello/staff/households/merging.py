"""Two records side by side, what making them one does, and how it is undone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import HTTP_STATUS, say, today
from campanello.core.errors import DomainError, Kind
from campanello.people.queries import comparing, records
from campanello.people.queries import merges as queries
from campanello.people.queries.comparing import Comparison
from campanello.people.services import merges as services
from campanello.staff.doors import for_right
from campanello.staff.households import picking
from campanello.staff.households.forms import MergeForm
from campanello.staff.people import words

COUNTED = {
    "codes": _("Codes"),
    "contacts": _("Ways to reach them"),
    "languages": _("Languages"),
    "citizenships": _("Citizenships"),
    "participations": _("Entries in labs and plans"),
    "consents": _("Consents"),
    "skills": _("Skills"),
}
who_merges = for_right(Right.MERGE_PEOPLE)


@who_merges
@never_cache
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Choose the other record, compare, say why, confirm."""
    now = today()
    kept = records.person(request.actor, uid, right=Right.MERGE_PEOPLE)
    other = picking.picked(request, "con")
    if other is None:
        typed, choices = picking.found(request, now, {kept.uid})
        context = {"person": kept, "typed": typed, "choices": choices}
        return render(request, "staff/households/merge_pick.html", context)
    form, status = MergeForm(request.POST or None), 200
    if form.is_bound and form.is_valid():
        try:
            services.merge(
                actor=request.actor,
                kept_uid=kept.uid,
                absorbed_uid=other.uid,
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
            )
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            form.add_error(None, say(error, get_language()))
            status = HTTP_STATUS[error.kind]
        else:
            messages.success(request, gettext("The two records are one person now. It can be undone."))
            return redirect("staff:person", kept.uid)
    elif form.is_bound:
        status = 422
    found = comparing.comparison(request.actor, kept.uid, other.uid, now)
    context = {"comparison": found, "form": form, **_shown(found)}
    return render(request, "staff/households/merge.html", context, status=status)


def _shown(found: Comparison) -> dict[str, Any]:
    fields = [
        {
            "name": words.field_name("person", one.name),
            "kept": words.shown("person", one.name, one.kept),
            "absorbed": words.shown("person", one.name, one.absorbed),
            "differs": one.differs,
        }
        for one in found.fields
        if one.kept or one.absorbed
    ]
    return {
        "fields": fields,
        "different": sum(one["differs"] for one in fields),
        "counted": [
            {"name": COUNTED[one.name], "kept": one.kept, "absorbed": one.absorbed}
            for one in found.counted
            if one.kept or one.absorbed
        ],
        "joined": sum(one.absorbed for one in found.counted),
        "refusal": " ".join(say(found.refusal, get_language())) if found.refusal else "",
    }


@who_merges
@never_cache
def undo(request: ActingRequest, merge: int) -> HttpResponse:
    """What comes back and what stays, in figures; then one button."""
    if request.method == "POST":
        try:
            undone = services.unmerge(actor=request.actor, merge_id=merge, at=timezone.now())
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            messages.warning(request, " ".join(say(error, get_language())))
            return redirect("staff:person-unmerge", merge)
        messages.success(request, gettext("They are two people again, each with the record they had."))
        if undone.yielded:
            messages.warning(
                request,
                gettext(
                    "Their household has another reference person by now, so they came back as a member. "
                    "Look at its roles."
                ),
            )
        return redirect("staff:person", undone.absorbed.uid)
    held, written = queries.undoing(request.actor, merge)
    context = {
        "merge": held,
        "written": [
            {"at": one.at, "what": DEEDS.get(one.verb, gettext("Another change")), "by": one.by}
            for one in written
        ],
    }
    return render(request, "staff/households/unmerge.html", context)


DEEDS = {
    "people.person-edited": _("A fact of the person was changed"),
    "people.code-added": _("A code was added"),
    "people.special-ended": _("A fact of a special category was ended"),
    "people.household-opened": _("A household was opened"),
    "people.moved-in": _("The person came into a household"),
    "people.moved-out": _("The person left a household"),
    "people.household-roles-changed": _("A role in a household was changed"),
    "people.household-split": _("A household was split"),
    "people.households-joined": _("Two households became one"),
    "people.household-closed": _("A household was closed"),
    "people.notice-given": _("A notice was given"),
    "people.consent-given": _("A consent was given"),
    "people.consent-withdrawn": _("A consent was withdrawn"),
    "people.skill-added": _("A skill was added"),
    "people.skill-ended": _("A skill was taken off"),
}
