"""Users: the list, one user, and what an administrator does about them."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from campanello.accounts import queries, services
from campanello.accounts.middleware import ActingRequest
from campanello.accounts.rules import STATE_NAMES, State
from campanello.core.access import Right
from campanello.core.actor import ROLE_NAMES, Role
from campanello.core.edges import say, today
from campanello.core.errors import DomainError, Kind
from campanello.staff.accounts import letters
from campanello.staff.accounts.forms import FilterForm, InvitationForm, RoleForm, WayForm, ways
from campanello.staff.doors import for_right
from campanello.staff.homes.tables import download

PER_PAGE = 25
TONES = {
    State.ACTIVE: "success",
    State.INVITED: "info",
    State.LOCKED: "warning",
    State.ENDED: "neutral",
}
only_administrators = for_right(Right.MANAGE_ACCOUNTS)


@only_administrators
@never_cache
def listing(request: ActingRequest) -> HttpResponse:
    """The users, searched, filtered and sorted by the address."""
    at = timezone.now()
    form = FilterForm(request.GET, actor=request.actor)
    found = queries.users(request.actor, form.asked(), at=at, on=today())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    locked = queries.locked(at)
    rows = [
        {
            "user": user,
            "state": _state(queries.state_of(user, locked)),
            "roles": _roles(getattr(user, "held", ())),
        }
        for user in page
    ]
    return render(
        request,
        "staff/accounts/listing.html",
        {
            "form": form,
            "page": page,
            "rows": rows,
            "total": page.paginator.count,
            "asked": request.GET.urlencode(),
        },
    )


@only_administrators
@never_cache
@require_safe
def table(request: ActingRequest) -> HttpResponse:
    """The users of the list as a file; residents by their user name alone, as on the page."""
    at = timezone.now()
    asked = FilterForm(request.GET, actor=request.actor).asked()
    locked = queries.locked(at)
    rows = [
        (
            user.username,
            user.shown_name,
            user.email if user.shown_name else "",
            "; ".join(
                f"{gettext(role['name'])} · {role['of']}" for role in _roles(getattr(user, "held", ()))
            ),
            gettext(STATE_NAMES[queries.state_of(user, locked)]),
            date_format(user.last_login, "d/m/Y") if user.last_login else "",
        )
        for user in services.exported_users(actor=request.actor, asked=asked, at=at, on=today())
    ]
    head = ("User name", "Name", "E-mail address", "Roles", "State", "Here last")
    return download("utenti.csv", [gettext(one) for one in head], rows)


def _state(state: State) -> dict[str, str]:
    return {"name": STATE_NAMES[state], "tone": TONES[state], "value": state.value}


def _roles(held: Any) -> list[dict[str, Any]]:
    return [{"name": ROLE_NAMES[Role(one.role)], "of": one.project or one.organisation} for one in held]


@only_administrators
@never_cache
def invite(request: ActingRequest) -> HttpResponse:
    """Invite somebody: the link goes by e-mail, or the letter is shown to be printed."""
    on = today()
    form = InvitationForm(request.POST or None, actor=request.actor, on=on)
    if request.method == "POST" and form.is_valid():
        try:
            sent = services.invite(
                actor=request.actor,
                newcomer=form.newcomer(),
                offers=[form.offer()],
                way=form.cleaned_data["way"],
                at=timezone.now(),
                on=on,
            )
        except DomainError as error:
            _add(form, error)
        else:
            return _sent(request, sent)
    return render(request, "staff/accounts/invite.html", {"form": form})


def _add(form: Any, error: DomainError) -> None:
    if error.kind is Kind.MISSING:
        raise error
    form.add_error(None, say(error, get_language()))


def _sent(request: ActingRequest, sent: services.Sent) -> HttpResponse:
    if sent.invitation.way == services.Way.LETTER:
        return letters.letter(request, sent)
    letters.send(request, sent)
    messages.success(
        request, gettext("The invitation is on its way to %(email)s.") % {"email": sent.invitation.user.email}
    )
    return redirect("staff:user", sent.invitation.user_id)


@only_administrators
@never_cache
def one(request: ActingRequest, key: int) -> HttpResponse:
    """One user: roles, invitations, sessions, lock."""
    return _page(request, key, RoleForm(actor=request.actor, on=today()))


def _page(request: ActingRequest, key: int, form: RoleForm) -> HttpResponse:
    at, on = timezone.now(), today()
    user = queries.user(request.actor, key)
    locked = queries.locked(at)
    state = queries.state_of(user, locked)
    assignments = [
        {
            "row": row,
            "name": ROLE_NAMES[Role(row.role)],
            "is_over": row.ends_on is not None and row.ends_on <= on,
        }
        for row in queries.assignments(request.actor, user)
    ]
    return render(
        request,
        "staff/accounts/one.html",
        {
            "shown": user,
            "state": _state(state),
            "locked_until": locked.get(user.username.lower()) or locked.get(user.email.lower()),
            "assignments": assignments,
            "invitations": [_invitation(row, at) for row in queries.invitations(request.actor, user)],
            "sessions": queries.sessions(user),
            "factors": queries.second_factors(user),
            "keys": queries.living_tokens(request.actor, at=at).filter(user=user).count(),
            "is_asked": settings.SECOND_FACTOR_ASKED,
            "form": form,
            "ways": ways(),
            "is_oneself": user.pk == request.actor.user,
            "on": on,
        },
        status=422 if form.is_bound else 200,
    )


def _invitation(row: Any, at: Any) -> dict[str, Any]:
    if row.accepted_at:
        name, tone, is_open = gettext("Accepted"), "success", False
    elif row.revoked_at:
        name, tone, is_open = gettext("Revoked"), "neutral", False
    elif row.expires_at <= at:
        name, tone, is_open = gettext("Too old"), "neutral", False
    else:
        name, tone, is_open = pgettext("invitation", "Open"), "info", True
    return {"row": row, "name": name, "tone": tone, "is_open": is_open}


@only_administrators
@require_POST
def assign(request: ActingRequest, key: int) -> HttpResponse:
    """Give a user a role."""
    form = RoleForm(request.POST, actor=request.actor, on=today())
    if form.is_valid():
        try:
            services.assign(actor=request.actor, user_id=key, offer=form.offer(), on=today())
        except DomainError as error:
            _add(form, error)
        else:
            messages.success(request, gettext("The role is given."))
            return redirect("staff:user", key)
    return _page(request, key, form)


@only_administrators
@require_POST
def invite_again(request: ActingRequest, key: int) -> HttpResponse:
    """Invite a user anew."""
    form = WayForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose how the invitation is to go."))
        return redirect("staff:user", key)
    try:
        sent = services.invite_again(
            actor=request.actor, user_id=key, way=form.cleaned_data["way"], at=timezone.now(), on=today()
        )
    except DomainError as error:
        return _told(request, error, key)
    return _sent(request, sent)


def _told(request: ActingRequest, error: DomainError, key: int) -> HttpResponse:
    if error.kind is Kind.MISSING:
        raise error
    messages.error(request, " ".join(say(error, get_language())))
    return redirect("staff:user", key)


@only_administrators
@never_cache
def deactivate(request: ActingRequest, key: int) -> HttpResponse:
    """Shut a user out, after saying in figures what that does."""
    user = queries.user(request.actor, key)
    if request.method == "POST":
        return _done(
            request,
            key,
            lambda: services.deactivate(actor=request.actor, user_id=key, at=timezone.now(), on=today()),
            gettext("The user is deactivated and can't log in any more."),
        )
    return render(
        request,
        "staff/accounts/deactivate.html",
        {
            "shown": user,
            "sessions": len(queries.sessions(user)),
            "roles": len(queries.holds_role_at_all(user.pk, today())),
        },
    )


def _done(request: ActingRequest, key: int, deed: Callable[[], object], told: str) -> HttpResponse:
    try:
        deed()
    except DomainError as error:
        return _told(request, error, key)
    messages.success(request, told)
    return redirect("staff:user", key)


@only_administrators
@require_POST
def reactivate(request: ActingRequest, key: int) -> HttpResponse:
    """Let a user in again."""
    return _done(
        request,
        key,
        lambda: services.reactivate(actor=request.actor, user_id=key),
        gettext("The user is active again, with the roles that still hold."),
    )


@only_administrators
@require_POST
def end_sessions(request: ActingRequest, key: int) -> HttpResponse:
    """Log a user out everywhere."""
    ended = services.end_sessions(actor=request.actor, user_id=key)
    messages.success(
        request, ngettext("%(count)s log-in ended.", "%(count)s log-ins ended.", ended) % {"count": ended}
    )
    # Whoever ends their own is logged out as well, and is asked to log in again.
    return redirect("staff:user", key)


@only_administrators
@require_POST
def unlock(request: ActingRequest, key: int) -> HttpResponse:
    """Let a user who mistyped too often try again now."""
    return _done(
        request,
        key,
        lambda: services.unlock(actor=request.actor, user_id=key),
        gettext("The user can try to log in again now."),
    )


@only_administrators
@require_POST
def remove_second_factor(request: ActingRequest, key: int) -> HttpResponse:
    """Take away a second proof that was lost."""
    return _done(
        request,
        key,
        lambda: services.remove_second_factor(actor=request.actor, user_id=key),
        gettext("The second proof is removed. Make sure that it was really they who asked."),
    )


@only_administrators
@require_POST
def end_assignment(request: ActingRequest, key: int) -> HttpResponse:
    """End a role today."""
    user = queries.assignment(request.actor, key).user_id
    return _done(
        request,
        user,
        lambda: services.end_assignment(actor=request.actor, assignment_id=key, on=today()),
        gettext("The role has ended."),
    )


@only_administrators
@require_POST
def revoke_invitation(request: ActingRequest, key: int) -> HttpResponse:
    """Make an invitation useless."""
    invitation = services.revoke_invitation(actor=request.actor, invitation_id=key, at=timezone.now())
    messages.success(request, gettext("The invitation can't be used any more."))
    return redirect("staff:user", invitation.user_id)
