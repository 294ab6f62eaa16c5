"""Documents at the desk: one is added to an application, one is said to be usable or not."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound, Right
from campanello.core.edges import now, today
from campanello.plans.queries import application_page, documents
from campanello.plans.rules.values import DOCUMENT_KINDS
from campanello.plans.services import application_documents as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.homes.forms import in_words
from campanello.staff.plans.applications.forms import JudgeForm
from campanello.staff.plans.applications.moving import TEMPLATE
from campanello.staff.plans.applications.showing import NOBODY

asks = require_http_methods(["GET", "HEAD", "POST"])


class PaperForm(django_forms.Form):
    """A document that somebody brought."""

    kind = django_forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=lambda: in_words(DOCUMENT_KINDS)
    )
    file = django_forms.FileField(
        label=gettext_lazy("File or photo"),
        widget=django_forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )


@asks
@for_right(Right.WRITE_APPLICATIONS)
@never_cache
def add(request: ActingRequest, uid: UUID) -> HttpResponse:
    found = application_page.page(request.actor, uid, today())
    form = PaperForm(request.POST or None, request.FILES or None)
    most = documents.limits(today()).megabytes

    def act(given: Any) -> None:
        content = given["file"].read(most * 1024 * 1024 + 1)
        services.add_document(
            actor=request.actor, application=uid, kind=given["kind"], content=content, at=now()
        )

    context = {
        "title": gettext("Add a document"),
        "name": found.line.name or NOBODY,
        "one": found.application,
        "action": gettext("Keep it"),
        "has_files": True,
    }
    done = reverse("staff:application", args=[uid])
    said = gettext("The document is kept.")
    return asking.answer(request, form, act, done=done, said=said, context=context, template=TEMPLATE)


@asks
@for_right(Right.WRITE_APPLICATIONS)
@never_cache
def judge(request: ActingRequest, uid: UUID) -> HttpResponse:
    """Whether a document can be used, and until when it is valid."""
    one = documents.document(request.actor, uid)
    application = one.application
    if application is None:
        raise NotFound
    first = {"state": one.state, "reason": one.reason, "expires_on": one.expires_on}
    context = {
        "title": gettext("Look at the document"),
        "name": gettext(DOCUMENT_KINDS[one.kind]),
        "one": application,
        "action": gettext("Save"),
        "document_uid": uid,
    }
    return asking.answer(
        request,
        JudgeForm(asking.sent(request), initial=first),
        lambda given: services.judge_document(actor=request.actor, uid=uid, **given),
        done=reverse("staff:application", args=[application.uid]),
        said=gettext("It is written down whether the document can be used."),
        context=context,
        template=TEMPLATE,
    )
