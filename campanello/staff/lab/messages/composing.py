"""Writes a message to a person, a list, or a session's sign-ups: first what each would get, then it is prepared."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.lab.queries import messages as queries
from campanello.lab.queries.messages import Audience
from campanello.lab.rules.messages import Letter
from campanello.lab.rules.outreach import RULES
from campanello.lab.rules.values import MESSAGE_CHANNELS
from campanello.lab.services import messages as services
from campanello.lab.services.messages import Preview
from campanello.staff.doors import for_right
from campanello.staff.lab.findings.lists import uid_of
from campanello.staff.lab.messages.forms import ComposeForm, as_initial
from campanello.staff.lab.outreach.lists import asked_of
from campanello.staff.people import words

LONGEST_KEY = 12


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.WRITE_LAB)
@never_cache
def page(request: ActingRequest) -> HttpResponse:
    """The form, with what each would get once it was asked for."""
    to = audience_of(request)
    form = _form(request, to)
    preview, status = None, 200
    if form.is_bound and form.is_valid():
        try:
            if "prepare" in request.POST:
                return _prepared(request, form, to)
            preview = _preview(request, form, to)
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            form.add_error(None, say(error, get_language()))
            status = HTTP_STATUS[error.kind]
    elif form.is_bound:
        status = 422
    context = {
        "form": form,
        "preview": preview,
        "drafts": _drafts(preview),
        "left_out": _left_out(preview),
        "to_words": _to_words(request, to),
        "templates": queries.templates(request.actor),
        "address": urlencode(_in_address(to)),
    }
    return render(request, "staff/lab/messages/compose.html", context, status=status)


def audience_of(request: ActingRequest) -> Audience:
    """To whom the address says that it goes.

    Raises:
        NotFound: It says it of nobody.
    """
    person, session = (uid_of(request.GET.get(name, "")) for name in ("person", "session"))
    asked = asked_of(request)
    if person:
        return Audience(person=UUID(person))
    if session:
        return Audience(session=UUID(session))
    if asked is None:
        raise NotFound
    return Audience(asked=asked)


def _form(request: ActingRequest, to: Audience) -> ComposeForm:
    projects = list(queries.projects(request.actor))
    if not projects:
        raise NotFound
    first: dict[str, Any] = {"project": projects[0].pk}
    key = request.GET.get("template", "")
    if key.isascii() and key.isdigit() and len(key) < LONGEST_KEY:
        held = queries.template(request.actor, int(key))
        first |= {**as_initial(held.texts), "template": held.pk, "subject": held.title}
    sent = request.POST if request.method == "POST" else None
    if sent is None:
        # Whoever may not be seen is not written to: the address is looked at before anything is typed.
        queries.audience(request.actor, to, today())
    return ComposeForm(sent, projects=projects, initial=first)


def _letter(form: ComposeForm) -> Letter:
    given = form.cleaned_data
    return Letter(form.texts(), given["subject"], given["channel"])


def _preview(request: ActingRequest, form: ComposeForm, to: Audience) -> Preview:
    project = form.cleaned_data["project"]
    return services.preview(actor=request.actor, project=project, letter=_letter(form), to=to, on=today())


def _prepared(request: ActingRequest, form: ComposeForm, to: Audience) -> HttpResponse:
    given = form.cleaned_data
    made = services.prepare(
        actor=request.actor,
        batch=given["batch"],
        project=given["project"],
        letter=_letter(form),
        to=to,
        template=given["template"],
        on=today(),
        at=now(),
    )
    said = ngettext("%(n)s message is prepared.", "%(n)s messages are prepared.", len(made))
    messages.success(request, said % {"n": len(made)})
    if len(made) == 1:
        return redirect("staff:message", made[0].uid)
    return redirect("staff:messages")


def _drafts(preview: Preview | None) -> list[dict[str, Any]]:
    return [
        {
            "draft": one,
            "channel": gettext(MESSAGE_CHANNELS[one.to.reach.channel]),
            "language": words.language(one.language),
        }
        for one in (preview.drafts if preview else ())
    ]


def _left_out(preview: Preview | None) -> list[dict[str, Any]]:
    return [{"who": one, "why": gettext(one.why_not)} for one in (preview.left_out if preview else ())]


def _to_words(request: ActingRequest, to: Audience) -> str:
    if to.session:
        session = queries.session(request.actor, to.session)
        day = words.day(session.on)
        return gettext("Those signed up for %(activity)s, %(day)s") % {
            "activity": session.activity,
            "day": day,
        }
    if to.asked:
        return gettext("The list: %(name)s") % {"name": gettext(RULES[to.asked.rule].name)}
    return gettext("One person")


def _in_address(to: Audience) -> dict[str, Any]:
    if to.asked:
        asked = {"rule": to.asked.rule, "age": to.asked.age, "days": to.asked.days}
        asked["building"] = to.asked.building or None
        return {name: value for name, value in asked.items() if value is not None}
    return {"person": to.person} if to.person else {"session": to.session}
