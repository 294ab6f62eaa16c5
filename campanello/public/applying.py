"""Applying for a plan without an account: what is open, beginning, coming back with the code, leaving the telephone."""

from typing import Any

import qrcode
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from qrcode.image.svg import SvgPathImage

from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError
from campanello.plans.queries import applying as queries
from campanello.plans.rules.applying import steps_of
from campanello.plans.rules.applying_codes import CodeUnknown, read_code, shown_code
from campanello.plans.rules.measures import title_in
from campanello.plans.rules.plans import last_day
from campanello.plans.services import applying as services
from campanello.public import applying_doors as doors
from campanello.public.applying_forms import CodeForm

MINUTES_A_STEP = 0.6  # as read on a telephone
# What a step is called in an address.
SLUGS = {
    "notice": "informativa",
    "name": "nome",
    "birth": "nascita",
    "sex": "genere",
    "reach": "contatti",
    "languages": "lingue",
    "citizenship": "cittadinanza",
    "permit": "permesso",
    "home": "casa",
    "work": "lavoro",
    "naspi": "naspi",
    "other_policy": "altri-aiuti",
    "hardship": "difficolta",
    "situation": "situazione",
    "lab": "laboratorio",
    "documents": "documenti",
}


@never_cache
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The measures that are open, and the way back to an application that was begun."""
    return render(
        request,
        "public/applying/listing.html",
        {
            "measures": [_shown(one) for one in queries.open_measures(today())],
            "is_held": bool(doors.held_code(request)),
            "has_left": request.GET.get("uscito") == "1",
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, measure: str) -> HttpResponse:
    """What the form asks and how long it takes; pressed, it is begun."""
    on = today()
    found = queries.public_measure(measure)
    if request.method == "POST":
        doors.refuse_forms_beyond(request)
        key = request.POST.get("key", "")[:100] or doors.new_key()
        begun = services.start(key=key, measure=measure, language=_language(), on=on, at=now())
        return doors.hand_over(redirect("public:apply-code"), begun.code)
    steps = steps_of(queries.asking_for(found, on), {})
    context = {
        "measure": _shown(found),
        "is_open": queries.is_open(found, on),
        "steps": steps,
        "minutes": max(5, round(len(steps) * MINUTES_A_STEP)),
        "key": doors.new_key(),
        "is_held": bool(doors.held_code(request)),
        "days": queries.days_kept(on),
    }
    return render(request, "public/applying/start.html", context)


@doors.with_code
@require_safe
def code(request: HttpRequest, held: str) -> HttpResponse:
    """The code, to be written down, photographed or printed."""
    form = queries.form(held, today(), now())
    address = request.build_absolute_uri(reverse("public:apply-return"))
    context = {
        **frame(form, held),
        "drawn": drawn(f"{address}#{held}"),
        "days": queries.days_kept(today()),
        "onwards": _onwards(form),
    }
    return render(request, "public/applying/code.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """Asks for the code, and opens its application alone."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _opened(request, form.cleaned_data["code"])
            except DomainError as error:
                form.add_error("code", say(error, get_language())[0])
                status = HTTP_STATUS[error.kind]
    return render(request, "public/applying/return.html", {"form": form}, status=status)


def _opened(request: HttpRequest, typed: str) -> HttpResponse:
    # A slip of the finger proves itself wrong and is not a guess.
    code = read_code(typed)
    doors.refuse_guesses(request)
    try:
        application = services.come_back(code=code, at=now())
    except CodeUnknown:
        doors.note_guess(request)
        raise
    there = "public:apply-review" if application.state == "draft" else "public:apply-status"
    return doors.hand_over(redirect(there), code)


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Lets the telephone forget the code: whoever takes it next finds nothing."""
    return doors.forget(redirect(reverse("public:apply") + "?uscito=1"))


def frame(form: queries.Form, held: str) -> dict[str, Any]:
    """What every page of a form shows around its own."""
    return {
        "application": form.application,
        "measure": _shown(form.application.measure),
        "is_open": form.is_open,
        "is_draft": form.application.state == "draft",
        "code": shown_code(held),
    }


def following(application: Any) -> dict[str, Any]:
    """What an applicant is told after sending, each answer to a requirement said in their language."""
    found = queries.what_follows(application, today())
    return found | {name: [_said(one) for one in found[name]] for name in ("missing", "unmet", "met")}


def _said(told: queries.Told) -> dict[str, str]:
    why = told.why
    return {
        "sentence": gettext(why.sentence) % why.figures,
        "change": gettext(why.change) % why.figures if why.change else "",
    }


def _onwards(form: queries.Form) -> str:
    """To the first question at the beginning; later, to what was answered so far."""
    if form.application.state == "draft" and not form.application.answers:
        return reverse("public:apply-step", args=[SLUGS[form.steps[0].code]])
    return reverse("public:apply-review")


def drawn(text: str) -> SafeString:
    """A QR code as SVG; drawn by us from an address of ours."""
    image = qrcode.make(text, image_factory=SvgPathImage, box_size=10, border=2)
    picture: str = image.to_string(encoding="unicode")
    # Made here from an address and figures alone; no text of anybody's is in it.
    return mark_safe(picture)  # noqa: S308


def _shown(measure: Any) -> dict[str, Any]:
    return {
        "code": measure.code,
        "title": title_in(measure.titles, _language()),
        "title_language": _language() if measure.titles.get(_language()) else "it",
        "project": measure.project.title,
        "opens_on": measure.opens_on,
        "last_day": last_day(measure.closes_on) if measure.closes_on else None,
    }


def _language() -> str:
    return get_language() or "it"
