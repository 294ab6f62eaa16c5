"""Replies that an organisation writes once: the list, a form with a text a language, deletion."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import HTTP_STATUS, say
from campanello.core.errors import DomainError, Kind
from campanello.lab.queries import templates as queries
from campanello.lab.rules import values
from campanello.lab.rules.templates import GAPS, LONGEST_TEXT, LONGEST_TITLE, Reply
from campanello.lab.services import templates as services
from campanello.staff.doors import for_right
from campanello.staff.lab.reports import words
from campanello.staff.lab.reports.showing import LANGUAGE_NAMES


@for_right(Right.ANSWER_REPORTS)
@never_cache
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    replies = [
        (one, gettext(values.REPORT_STATES[one.state]) if one.state else "", [*one.texts])
        for one in queries.replies(request.actor)
    ]
    return render(request, "staff/lab/reports/replies.html", {"replies": replies})


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.ANSWER_REPORTS)
@never_cache
def add(request: ActingRequest) -> HttpResponse:
    """A new reply; `?like=` starts from one that is there."""
    like = request.GET.get("like", "")
    first = next((one for one in queries.replies(request.actor) if one.title == like), Reply("", {}))
    return _form(request, Reply(first.title, first.texts, first.state))


@require_http_methods(["GET", "HEAD", "POST"])
@for_right(Right.ANSWER_REPORTS)
@never_cache
def edit(request: ActingRequest, key: int) -> HttpResponse:
    held = queries.template(request.actor, key)
    return _form(request, Reply(held.title, held.texts, held.state, key=held.pk, is_own=True))


@require_POST
@for_right(Right.ANSWER_REPORTS)
def delete(request: ActingRequest, key: int) -> HttpResponse:
    queries.template(request.actor, key)
    if request.POST.get("sure") != "1":
        return redirect("staff:reply-template", key)
    services.delete_reply(actor=request.actor, key=key)
    messages.success(request, gettext("The reply is deleted."))
    return redirect("staff:reply-templates")


def _form(request: ActingRequest, reply: Reply) -> HttpResponse:
    errors, status = [], 200
    if request.method == "POST":
        reply = _sent(request, reply.key)
        try:
            services.save_reply(actor=request.actor, reply=reply)
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            errors, status = say(error, get_language()), HTTP_STATUS[error.kind]
        else:
            messages.success(request, gettext("The reply is kept."))
            return redirect("staff:reply-templates")
    context: dict[str, Any] = {
        "reply": reply,
        "errors": errors,
        "texts": [(code, name, reply.texts.get(code, "")) for code, name in LANGUAGE_NAMES.items()],
        "states": words.in_words(values.REPORT_STATES, empty=gettext("Any")),
        "gaps": [(f"{{{name}}}", gettext(text)) for name, text in GAPS.items()],
        "longest_title": LONGEST_TITLE,
    }
    return render(request, "staff/lab/reports/reply_form.html", context, status=status)


def _sent(request: ActingRequest, key: int) -> Reply:
    def text(name: str) -> str:
        return str(request.POST.get(name, ""))[: LONGEST_TEXT + 1].replace("\0", "")

    texts = {code: text(f"text-{code}") for code in values.LANGUAGES}
    return Reply(text("title"), texts, text("state"), key=key, is_own=True)
