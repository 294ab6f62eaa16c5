"""The questions, one screen each; what was answered, to be looked over; sending."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from campanello.core import pages
from campanello.core.access import NotFound
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError
from campanello.plans.queries import applying as queries
from campanello.plans.queries.applying import Form
from campanello.plans.rules.applying import AnswersWrong, is_answered
from campanello.plans.rules.applying_steps import DOCUMENTS, Step
from campanello.plans.rules.applying_told import told
from campanello.plans.services import applying as services
from campanello.public.applying import SLUGS, following, frame
from campanello.public.applying_doors import with_code
from campanello.public.applying_forms import StepForm

CODES = {slug: code for code, slug in SLUGS.items()}
REVIEW = "riepilogo"


@with_code
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """One question, or those that belong together; saved on its own."""
    form = queries.form(code, today(), now())
    if request.method != "POST" and form.application.state != "draft":
        return redirect("public:apply-status")
    if slug not in CODES:
        raise NotFound
    wanted = form.step(CODES[slug])
    if wanted.code == DOCUMENTS.code:
        return redirect("public:apply-document")
    asked = StepForm(wanted, form.application.answers, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if asked.is_valid() and _saved(code, wanted, asked):
            return redirect(_onwards(request, code, wanted))
        status = 422
    context = {**progress(form, wanted, code), "step": wanted, "form": asked, "back": _back(form, wanted)}
    if wanted.code == "notice":
        context["paragraphs"] = _notice(request)
    context["is_reviewed"] = request.GET.get("poi") == REVIEW
    return render(request, "public/applying/step.html", context, status=status)


@with_code
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, code: str) -> HttpResponse:
    """All that was answered, each with a way to change it; sending."""
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            services.submit(code=code, language=_language(), on=today(), at=now())
        except DomainError as error:
            problems, status = say(error, get_language()), HTTP_STATUS[error.kind]
        else:
            return redirect("public:apply-sent")
    form = queries.form(code, today(), now())
    if form.application.state != "draft":
        return redirect("public:apply-status")
    missing = {step.code for step in form.missing}
    context = {
        **frame(form, code),
        "sections": [
            {
                "step": step,
                "slug": SLUGS[step.code],
                "answers": list(told(step, form.application.answers, _language(), gettext)),
                "is_missing": step.code in missing,
            }
            for step in form.steps
            if step.code != DOCUMENTS.code
        ],
        "documents": form.documents,
        "missing": len(missing),
        "first": next((SLUGS[step.code] for step in form.missing), ""),
        "problems": problems,
    }
    return render(request, "public/applying/review.html", context, status=status)


@with_code
@require_safe
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """It has arrived: the number, what happens next and when."""
    form = queries.form(code, today(), now())
    if form.application.state == "draft":
        return redirect("public:apply-review")
    context = {**frame(form, code), **following(form.application)}
    return render(request, "public/applying/sent.html", context)


def progress(form: Form, wanted: Step, code: str) -> dict[str, Any]:
    """How far one is: which of how many."""
    return {**frame(form, code), "place": form.place(wanted), "places": len(form.steps)}


def next_of(form: Form, wanted: Step) -> str:
    """Where one goes on after a step; from the last, to look it all over."""
    following = form.steps[form.place(wanted) :]
    return address(following[0]) if following else reverse("public:apply-review")


def address(step: Step) -> str:
    """The address of a step."""
    if step.code == DOCUMENTS.code:
        return reverse("public:apply-document")
    return reverse("public:apply-step", args=[SLUGS[step.code]])


def _back(form: Form, wanted: Step) -> str:
    place = form.place(wanted)
    return address(form.steps[place - 2]) if place > 1 else reverse("public:apply-code")


def _saved(code: str, wanted: Step, asked: StepForm) -> bool:
    try:
        services.save(
            code=code, step=wanted.code, given=asked.given(), language=_language(), on=today(), at=now()
        )
    except AnswersWrong as wrong:
        asked.tell(wrong)
        return False
    return True


def _onwards(request: HttpRequest, code: str, wanted: Step) -> str:
    form = queries.form(code, today(), now())
    onwards = next_of(form, wanted)
    if request.GET.get("poi") != REVIEW:
        return onwards
    # An answer may open a question that was not asked before.
    following = form.steps[form.place(wanted) :]
    if following and not is_answered(following[0], form.application.answers):
        return f"{onwards}?poi={REVIEW}"
    return reverse("public:apply-review")


def _notice(request: HttpRequest) -> list[str]:
    """The privacy notice in the reader's language, filled in with who runs the site."""
    found = queries.notice(today())
    if found is None:
        return []
    site = pages.every_page(request)["site"]
    text = found.texts.get(_language()) or found.texts["it"]
    filled = text.replace("{owner}", site.owner).replace("{contact}", site.contact or site.owner)
    return str(filled).split("\n\n")


def _language() -> str:
    return get_language() or "it"
