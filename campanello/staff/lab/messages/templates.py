"""Templates of messages: written, changed, deleted."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.lab.queries import messages as queries
from campanello.lab.services import messages as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.messages.forms import TemplateForm, as_initial

TEMPLATE = "staff/lab/neighbours_form.html"
asks = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_right(Right.READ_LAB)
def page(request: ActingRequest) -> HttpResponse:
    """The templates."""
    context = {
        "templates": queries.templates(request.actor),
        "may_write": may(request.actor, Right.WRITE_LAB),
    }
    return render(request, "staff/lab/messages/templates.html", context)


@asks
@for_right(Right.WRITE_LAB)
def add(request: ActingRequest) -> HttpResponse:
    """A new template."""
    return _asked(request, TemplateForm(asking.sent(request)), None, gettext("New template"))


@asks
@for_right(Right.WRITE_LAB)
def edit(request: ActingRequest, key: int) -> HttpResponse:
    """Other words for a template."""
    held = queries.template(request.actor, key, right=Right.WRITE_LAB)
    form = TemplateForm(asking.sent(request), initial={"title": held.title, **as_initial(held.texts)})
    return _asked(request, form, key, gettext("Change the template"))


@asks
@for_right(Right.WRITE_LAB)
def delete(request: ActingRequest, key: int) -> HttpResponse:
    """First what follows, then one button."""
    held = queries.template(request.actor, key, right=Right.WRITE_LAB)
    if request.method == "POST":
        services.delete_template(actor=request.actor, template=key)
        messages.success(request, gettext("The template is deleted."))
        return redirect("staff:message-templates")
    context = {
        "title": gettext("Delete this template?"),
        "crumbs": _crumbs(),
        "quoted": held.title,
        "follows": [gettext("It can't be undone. Messages that were written with it stay.")],
        "action": gettext("Delete"),
        "is_grave": True,
        "back": reverse("staff:message-templates"),
    }
    return render(request, TEMPLATE, context)


def _asked(request: ActingRequest, form: TemplateForm, key: int | None, title: str) -> HttpResponse:
    def act(given: Mapping[str, Any]) -> None:
        services.save_template(actor=request.actor, title=given["title"], texts=form.texts(), template=key)

    return asking.answer(
        request,
        form,
        act,
        done=reverse("staff:message-templates"),
        said=gettext("The template is saved."),
        context={"title": title, "crumbs": _crumbs()},
        template=TEMPLATE,
    )


def _crumbs() -> list[tuple[str, str]]:
    return [
        (gettext("Messages"), reverse("staff:messages")),
        (gettext("Templates"), reverse("staff:message-templates")),
    ]
