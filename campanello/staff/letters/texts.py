"""Templates: the list, a new one from a shipped text or from nothing, the next number, how it reads and prints."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right, may
from campanello.core.edges import now, say, today
from campanello.core.language import RIGHT_TO_LEFT
from campanello.letters.queries import paper
from campanello.letters.queries import templates as queries
from campanello.letters.rules import places, writing
from campanello.letters.rules.values import KINDS, LANGUAGES, OFFICIAL
from campanello.letters.rules.writing import Text
from campanello.letters.services import templates as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.letters.forms import SPOKEN, NewTemplateForm, TextsForm

asks = require_http_methods(["GET", "HEAD", "POST"])
FORM = "staff/letters/text_form.html"


@for_right(Right.READ_LETTERS)
@never_cache
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    """The templates that hold, and the texts to begin from."""
    rows = list(queries.templates(request.actor))
    context = {
        "rows": [(one, gettext(KINDS[one.kind]), _missing(one.titles)) for one in rows],
        "shipped": [(one.code, _title(one.texts), gettext(KINDS[one.kind])) for one in queries.shipped()],
        "may_write": may(request.actor, Right.WRITE_LETTERS),
    }
    return render(request, "staff/letters/texts.html", context)


@for_right(Right.WRITE_LETTERS)
@never_cache
@asks
def new(request: ActingRequest) -> HttpResponse:
    """A new template; nothing is kept while one only looks how it reads."""
    shipped = queries.shipped_text(request.GET.get("da", ""))
    projects = list(queries.projects(request.actor))
    leads = {"sender": projects[0].lead_id} if projects else {}
    form = NewTemplateForm(
        asking.sent(request),
        initial={"uid": uuid4(), "kind": shipped.kind if shipped else "general", **leads},
        texts=shipped.texts if shipped else None,
        projects=projects,
        senders=queries.senders(request.actor),
    )
    context = {"title": gettext("New letter text"), **_form_words(form)}
    if "preview" in request.POST:
        return _looked_at(request, form, context)

    def write(given: Mapping[str, Any]) -> Any:
        told = {name: given[name] for name in ("uid", "project", "sender", "kind")}
        return services.write(actor=request.actor, texts=form.texts(), on=today(), at=now(), **told)

    done = reverse("staff:letter-texts")
    said = gettext("The text is kept. Choose it to write to people.")
    return asking.answer(request, form, write, done=done, said=said, context=context, template=FORM)


@for_right(Right.READ_LETTERS)
@never_cache
@require_safe
def page(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One number of a template as an invented household would get it, and its other numbers."""
    held = queries.template(request.actor, uid)
    texts = queries.texts_of(held)
    context = {
        "template": held,
        "kind": gettext(KINDS[held.kind]),
        "shown": _shown(texts),
        "missing": _missing(held.titles),
        "numbers": queries.numbers(held),
        "places": sorted(places.used_in([part for text in texts.values() for part in text])),
        "may_write": may(request.actor, Right.WRITE_LETTERS) and held.is_current,
    }
    return render(request, "staff/letters/text.html", context)


@for_right(Right.WRITE_LETTERS)
@never_cache
@asks
def anew(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The next number of a template."""
    held = queries.template(request.actor, uid, right=Right.WRITE_LETTERS)
    form = TextsForm(asking.sent(request), texts=queries.texts_of(held))
    context = {
        "title": gettext("Change the text"),
        "about": held,
        "follows": [gettext("This makes a new number. Letters that were sent keep the text that they had.")],
        **_form_words(form),
    }
    if "preview" in request.POST:
        return _looked_at(request, form, context)
    return asking.answer(
        request,
        form,
        lambda given: services.write_anew(
            actor=request.actor, uid=uid, number=held.number, texts=form.texts(), on=today(), at=now()
        ),
        done=reverse("staff:letter-texts"),
        said=gettext("The new number is kept."),
        context=context,
        template=FORM,
    )


@for_right(Right.READ_LETTERS)
@require_safe
def example(request: ActingRequest, uid: UUID) -> HttpResponse:
    """The letter as it is printed, for an invented household, in a language."""
    held = queries.template(request.actor, uid)
    asked = request.GET.get("lingua", "")
    spoken = (asked,) if asked in LANGUAGES else (OFFICIAL,)
    gets = writing.chosen(queries.texts_of(held), spoken, places.examples())
    made = paper.example(held, gets, address=request.build_absolute_uri("/"), on=today(), at=now())
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="esempio.pdf"'
    return response


def _looked_at(request: ActingRequest, form: TextsForm, context: Mapping[str, Any]) -> HttpResponse:
    status, shown = 422, []
    if form.is_valid():
        texts = writing.tidy(form.texts())
        refusal = writing.why_not_keep(texts, today())
        if refusal:
            form.add_error(None, say(refusal, get_language()))
        else:
            status, shown = 200, _shown(texts)
    return render(request, FORM, {"form": form, **context, "shown": shown}, status=status)


def _form_words(form: TextsForm) -> dict[str, Any]:
    return {
        "languages_of": form.by_language(),
        "known": [(name, gettext(places.PLACES[name].words)) for name in places.known_on(today())],
        "back": reverse("staff:letter-texts"),
    }


def _shown(texts: Mapping[str, Text]) -> list[dict[str, Any]]:
    facts = places.examples()
    return [
        {
            "code": code,
            "language": SPOKEN[code],
            "direction": "rtl" if code in RIGHT_TO_LEFT else "ltr",
            "title": places.filled(text.title, facts),
            "text": paper.paragraphs(places.filled(text.body, facts)),
        }
        for code, text in texts.items()
    ]


def _missing(titles: Mapping[str, str]) -> list[str]:
    return [str(SPOKEN[code]) for code in LANGUAGES if code not in titles]


def _title(texts: Mapping[str, Text]) -> str:
    return (texts.get(get_language() or OFFICIAL) or texts[OFFICIAL]).title
