"""The pool is parted: households that owe, what each could use, a fair share in figures, the gift with a reason."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.points.queries import pool as queries
from campanello.points.queries.pool import Needy, Wanted
from campanello.points.rules.donating import NothingToAssign
from campanello.points.services import pool as services
from campanello.staff.doors import for_right
from campanello.staff.points.spending.forms import PartForm
from campanello.staff.points.spending.words import kept

PER_PAGE = 50
SEND = "send"
SORT_NAMES = {
    "debt": gettext_lazy("Largest debt"),
    "least": gettext_lazy("Soonest without debt"),
    "name": gettext_lazy("Name"),
}


@for_right(Right.APPROVE_POINTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ActingRequest, code: str) -> HttpResponse:
    """The list to choose from, each one's share, then it is done. Figures that changed meanwhile are shown again."""
    actor, wanted = request.actor, wanted_of(request)
    project = queries.project(actor, code)
    rows = queries.needy(actor, project, Wanted(sort=wanted.sort), today())
    form = PartForm(
        request.POST if request.method == "POST" else None,
        initial={"uid": uuid4(), "points": queries.held(project.pk) or None},
        choices=[(str(one.household), one.owner.name) for one in rows],
    )
    if not form.is_bound:
        return _page(request, project, form, wanted)
    if _was_sent(request, project):
        return redirect("staff:donations")
    if not form.is_valid():
        return _page(request, project, form, wanted, status=422)
    chosen = [one for one in rows if one.household in set(form.cleaned_data["households"])]
    shared = queries.named(
        actor, queries.shared(chosen, min(form.cleaned_data["points"], queries.held(project.pk)))
    )
    try:
        if not any(one.share for one in shared):
            raise NothingToAssign
        figures = ";".join(f"{one.household}={one.share}" for one in shared)
        if request.POST.get("step") == SEND and request.POST.get("figures") == figures:
            return _done(request, project, form, shared)
    except DomainError as error:
        if error.kind in {Kind.MISSING, Kind.DENIED}:
            raise
        form.add_error(None, say(error, get_language()))
        return _page(request, project, form, wanted, status=HTTP_STATUS[error.kind])
    parted = sum(one.share for one in shared)
    told: dict[str, Any] = {
        "shared": shared,
        "figures": figures,
        "parted": parted,
        "held_after": queries.held(project.pk) - parted,
    }
    return _page(request, project, form, wanted, **told)


def _was_sent(request: ActingRequest, project: Any) -> bool:
    """Whether the form was sent before: its households may no longer need what they were given."""
    try:
        uid, *households = (UUID(one) for one in (request.POST["uid"], *request.POST.getlist("households")))
    except (KeyError, ValueError):
        return False
    return queries.was_parted(request.actor, project, uid, households)


def _done(request: ActingRequest, project: Any, form: PartForm, shared: list[Needy]) -> HttpResponse:
    shares = {one.household: one.share for one in shared if one.share}
    services.assign(
        actor=request.actor,
        project=project.pk,
        shares=shares,
        why=form.cleaned_data["why"],
        uid=form.cleaned_data["uid"],
        at=now(),
        on=today(),
    )
    said = ngettext(
        "%(points)s points of the pool went to %(n)s household.",
        "%(points)s points of the pool went to %(n)s households.",
        len(shares),
    )
    messages.success(request, said % {"points": sum(shares.values()), "n": len(shares)})
    return redirect("staff:donations")


def _page(
    request: ActingRequest, project: Any, form: PartForm, wanted: Wanted, *, status: int = 200, **more: Any
) -> HttpResponse:
    rows = [] if "shared" in more else queries.needy(request.actor, project, wanted, today())
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    chosen = {str(one) for one in form["households"].value() or ()}
    context = {
        "project": project,
        "projects": queries.projects(request.actor),
        "held": queries.held(project.pk),
        "form": form,
        "wanted": wanted,
        "page": found,
        "rows": [
            (one, str(one.household) in chosen) for one in queries.named(request.actor, found.object_list)
        ],
        "chosen": sorted(chosen),
        "sorts": SORT_NAMES.items(),
        "title": gettext("Part the pool"),
        **more,
    }
    return render(request, "staff/points/spending/parting.html", context, status=status)


def wanted_of(request: ActingRequest) -> Wanted:
    """What an address asks the list for."""
    words = request.GET.get("q", "")[:80].replace("\0", "").strip()
    return Wanted(words=words, **kept(request.GET, {"sort": SORT_NAMES}))
