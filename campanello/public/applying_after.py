"""Around a form and after it was sent: documents, where the application has got to and why, taking it back."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError
from campanello.plans.queries import applying as queries
from campanello.plans.queries.documents import limits
from campanello.plans.rules.applying_steps import DOCUMENTS
from campanello.plans.rules.documents import DocumentTooLarge, why_not_read
from campanello.plans.rules.values import DOCUMENT_KINDS, DOCUMENT_STATES
from campanello.plans.services import applying as services
from campanello.public.applying import following, frame
from campanello.public.applying_doors import forget, no_larger_than_a_document, with_code
from campanello.public.applying_forms import DocumentForm
from campanello.public.applying_steps import progress


def _too_large(request: HttpRequest, code: str, refusal: DocumentTooLarge) -> HttpResponse:
    form = DocumentForm()
    return _documents(request, code, form, say(refusal, get_language()), 422)


@with_code
@no_larger_than_a_document(_too_large)
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, code: str) -> HttpResponse:
    """The documents that were sent, and one more; while the form is a draft they can be taken away."""
    if request.method != "POST":
        return _documents(request, code, DocumentForm(), [], 200)
    if uid := _uid(request.POST.get("remove", "")):
        services.remove_document(code=code, uid=uid, at=now())
        return redirect("public:apply-document")
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _documents(request, code, form, [], 422)
    try:
        _keep(code, form)
    except DomainError as error:
        return _documents(request, code, form, say(error, get_language())[:1], HTTP_STATUS[error.kind])
    return redirect("public:apply-document")


def _keep(code: str, form: DocumentForm) -> None:
    sent = form.cleaned_data["file"]
    if refusal := why_not_read(sent.size or 0, limits(today())):
        raise refusal
    services.add_document(code=code, kind=form.cleaned_data["kind"], content=bytes(sent.read()), at=now())


def _documents(
    request: HttpRequest, code: str, form: DocumentForm, problems: list[str], status: int
) -> HttpResponse:
    held = queries.form(code, today(), now())
    is_draft = held.application.state == "draft"
    context: dict[str, Any] = {
        **(progress(held, DOCUMENTS, code) if is_draft else frame(held, code)),
        "step": DOCUMENTS,
        "documents": _shown(held),
        "form": form,
        "problems": problems,
        "limits": limits(today()),
        "takes_more": held.application.state in services.TAKES_DOCUMENTS,
    }
    return render(request, "public/applying/documents.html", context, status=status)


def _shown(held: queries.Form) -> list[dict[str, Any]]:
    tones = {"received": "info", "accepted": "success", "refused": "danger"}
    return [
        {
            "uid": one.uid,
            "kind": DOCUMENT_KINDS[one.kind],
            "at": one.uploaded_at,
            "size": one.size,
            "state": DOCUMENT_STATES[one.state],
            "tone": tones[one.state],
            "reason": one.reason,
        }
        for one in held.documents
    ]


@with_code
@require_safe
def status(request: HttpRequest, code: str) -> HttpResponse:
    """Where the application has got to: its state in plain words, why, what is missing and until when."""
    held = queries.form(code, today(), now())
    if held.application.state == "draft":
        return redirect("public:apply-review")
    context = {
        **frame(held, code),
        **following(held.application),
        "documents": _shown(held),
        "takes_more": held.application.state in services.TAKES_DOCUMENTS,
    }
    return render(request, "public/applying/status.html", context)


@with_code
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Says what taking back means, and does it when that is confirmed."""
    problems: list[str] = []
    answer = 200
    if request.method == "POST" and request.POST.get("sure") == "1":
        try:
            is_there = services.withdraw(code=code, at=now())
        except DomainError as error:
            problems, answer = say(error, get_language())[:1], HTTP_STATUS[error.kind]
        else:
            return redirect("public:apply-status") if is_there else forget(redirect("public:apply"))
    held = queries.form(code, today(), now())
    if not problems and held.application.state not in services.TAKES_DOCUMENTS:
        return redirect("public:apply-status")  # it has ended: there is nothing to take back
    context = {**frame(held, code), "documents": len(held.documents), "problems": problems}
    return render(request, "public/applying/withdraw.html", context, status=answer)


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
