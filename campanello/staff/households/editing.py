"""What a household itself says; the second of two who write sees both values and chooses field by field."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import HTTP_STATUS, say, today
from campanello.people.queries import households
from campanello.people.rules.households import StaleHousehold
from campanello.people.services import households as services
from campanello.staff.doors import for_right
from campanello.staff.households.forms import EditForm

KEEP = "keep-"


@for_right(Right.WRITE_PERSON)
@never_cache
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    household = households.household(request.actor, uid, Right.WRITE_PERSON)
    [composition] = households.shown(request.actor, [household], today())
    start = {"note": household.note, "is_in_charge": household.is_in_charge}
    form, status, clashes = EditForm(request.POST or None, initial=start), 200, []
    if form.is_bound and form.is_valid():
        # A field in which the colleague's value was chosen is not sent.
        wanted = {
            name: value
            for name, value in form.cleaned_data.items()
            if request.POST.get(f"{KEEP}{name}") != "theirs"
        }
        given = request.POST.get("version", "")
        version = int(given) if given.isdecimal() and len(given) < 10 else household.version
        try:
            services.edit(actor=request.actor, household_uid=uid, version=version, changes=wanted)
        except StaleHousehold as stale:
            form.add_error(None, say(stale, get_language()))
            status, clashes = HTTP_STATUS[stale.kind], _clashes(form, stale)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("staff:household", uid)
    elif form.is_bound:
        status = 422
    context = {"household": household, "composition": composition, "form": form, "clashes": clashes}
    return render(request, "staff/households/edit.html", context, status=status)


def _clashes(form: EditForm, stale: StaleHousehold) -> list[dict[str, Any]]:
    """The fields in which what is saved differs from what was sent, both as words."""
    return [
        {
            "name": f"{KEEP}{name}",
            "label": str(form.fields[name].label),
            "theirs": _worded(stale.theirs[name]),
            "yours": _worded(yours),
        }
        for name, yours in form.cleaned_data.items()
        if stale.theirs[name] != yours
    ]


def _worded(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return str(value) or gettext("Nothing")
