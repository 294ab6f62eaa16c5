"""A resident's reports: tell that something is wrong, with a photograph, and follow what becomes of it."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.edges import HTTP_STATUS, now, say, today
from campanello.core.errors import DomainError, Kind
from campanello.lab.queries import own_reports as queries
from campanello.lab.queries import photos as photo_queries
from campanello.lab.queries.own_reports import Places
from campanello.lab.rules import values
from campanello.lab.rules.photos import PhotoTooLarge, why_not_read
from campanello.lab.rules.reports import LONGEST_NOTE, LONGEST_TEXT
from campanello.lab.services import own_reports as services
from campanello.lab.services.own_reports import Told
from campanello.resident.doors import for_residents
from campanello.resident.forms import KINDS

PER_PAGE = 20
SECONDS_KEPT = 300  # by the browser: a photograph that was taken away is soon gone there too
KIND_ICONS = {"maintenance": "tool", "personal": "user", "conflict": "warning-circle", "other": "comment"}
TONES = {"received": "info", "progress": "warning", "planned": "warning", "solved": "success"}
STEP_ICONS = {"reply": "mail", "word": "comment"}
asks = require_http_methods(["GET", "HEAD", "POST"])


class ReportForm(forms.Form):
    """What is wrong, where, a photograph. Its number is made with the form: what is sent twice is kept once."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=lambda: [(kind, gettext(text)) for kind, text in KINDS.items()],
        widget=forms.RadioSelect,
    )
    where = forms.ChoiceField(label=gettext_lazy("Where?"), required=False)
    place_note = forms.CharField(
        label=gettext_lazy("Where exactly?"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=gettext_lazy("Stair B, by the bins, third floor."),
    )
    text = forms.CharField(
        label=gettext_lazy("What happened?"),
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("In your own words and your own language."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    photo = forms.FileField(
        label=gettext_lazy("A photo"),
        required=False,
        help_text=gettext_lazy("Show no faces. The place and the hour that the camera wrote are taken out."),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: Places, **given: Any) -> None:
        super().__init__(*args, **{"initial": {"uid": uuid4()}, **given})
        inside = [
            (f"home:{one.uid}", gettext("Inside my home: %(house)s") % {"house": one.building})
            for one in places.homes
        ]
        houses = [(f"house:{one.uid}", str(one)) for one in places.houses]
        if houses and places.homes:
            mine, name = houses[0]
            houses[0] = (mine, gettext("My house, stairs or yard: %(house)s") % {"house": name})
        elsewhere = [("", gettext("I do not know, or somewhere else"))]
        self.fields["where"].choices = [*houses[:1], *inside, *houses[1:], *elsewhere]  # type: ignore[attr-defined]
        if places.homes and houses:
            self.fields["where"].initial = houses[0][0]

    @property
    def told(self) -> Told:
        """What the form says, as the service takes it."""
        said = self.cleaned_data
        part, _, uid = said["where"].partition(":")
        return Told(
            kind=said["kind"],
            text=said["text"],
            place_note=said["place_note"],
            dwelling=UUID(uid) if part == "home" else None,
            building=UUID(uid) if part == "house" else None,
        )


class WordForm(forms.Form):
    """A word more."""

    text = forms.CharField(
        label=gettext_lazy("Add a word"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"initial": {"uid": uuid4()}, **given})


@for_residents(scope=queries.SCOPE)
@never_cache
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    """What was reported, the latest first."""
    page = Paginator(queries.own(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "reports": [(one, *_state(one)) for one in page]}
    return render(request, "resident/reports/list.html", context)


@asks
@for_residents(scope=queries.SCOPE)
@never_cache
def new(request: ActingRequest) -> HttpResponse:
    """Tell that something is wrong."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReportForm(*sent, places=queries.places(request.actor, today()))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            made = services.tell(
                actor=request.actor,
                uid=form.cleaned_data["uid"],
                told=form.told,
                photo=_photo(form),
                at=now(),
            )
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            form.add_error(None, say(error, get_language()))
            status = HTTP_STATUS[error.kind]
        else:
            messages.success(
                request, gettext("Thank you. Your number is %(number)s.") % {"number": made.number}
            )
            return redirect("resident:report", made.uid)
    return render(request, "resident/reports/new.html", {"form": form}, status=status)


def _photo(form: ReportForm) -> bytes | None:
    """The photograph that was sent; one that is too large is not even read.

    Raises:
        PhotoTooLarge.
    """
    sent = form.cleaned_data["photo"]
    if sent is None:
        return None
    refusal: PhotoTooLarge | None = why_not_read(sent.size or 0, photo_queries.limits(today()))
    if refusal:
        raise refusal
    return bytes(sent.read())


@asks
@for_residents(scope=queries.SCOPE)
@never_cache
def one(request: ActingRequest, uid: UUID) -> HttpResponse:
    """One report: what was told, what became of it; a word more while it is open."""
    form = WordForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.add_word(
                actor=request.actor,
                uid=uid,
                word=form.cleaned_data["uid"],
                text=form.cleaned_data["text"],
                at=now(),
            )
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            form.add_error(None, say(error, get_language()))
            status = HTTP_STATUS[error.kind]
        else:
            messages.success(request, gettext("Thank you. Whoever looks after it reads this."))
            return redirect("resident:report", uid)
    told = services.read(actor=request.actor, uid=uid)
    state, tone = _state(told.report)
    context = {
        "told": told,
        "report": told.report,
        "kind": KINDS.get(told.report.kind) or values.REPORT_KINDS[told.report.kind],
        "symbol": KIND_ICONS.get(told.report.kind, "comment"),
        "state": state,
        "tone": tone,
        "steps": [(step, *_step(step)) for step in told.steps],
        "form": form,
    }
    return render(request, "resident/reports/one.html", context, status=status)


@for_residents(scope=queries.SCOPE)
@require_safe
def photo(request: ActingRequest, uid: UUID) -> FileResponse:
    """A photograph of one's own."""
    found = queries.photo(request.actor, uid)
    response = FileResponse(photo_queries.file_of(found).open("rb"), content_type="image/jpeg")
    response["Content-Disposition"] = 'inline; filename="foto.jpg"'
    response["Cache-Control"] = f"private, max-age={SECONDS_KEPT}"
    return response


def _state(report: Any) -> tuple[str, str]:
    return gettext(values.REPORT_STATES[report.state]), TONES.get(report.state, "neutral")


def _step(step: Any) -> tuple[str, str]:
    """What happened in plain words, and its icon."""
    if step.kind == "state":
        return gettext(values.REPORT_STATES[step.state]), "check-circle"
    said = {"reply": gettext("An answer to you"), "word": gettext("You added")}
    return said.get(step.kind, ""), STEP_ICONS.get(step.kind, "info-circle")
