"""The pairs that wait, one pair side by side with why it was found, and the answer of each of two people."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.core.edges import HTTP_STATUS, say
from campanello.core.errors import DomainError, Kind
from campanello.evaluation.linkage import explaining
from campanello.evaluation.report import pictures
from campanello.people.queries import pairs as queries
from campanello.people.queries.pairs import Case, Field
from campanello.people.rules.pairs import ANSWERS, STATE_NAMES, State
from campanello.people.services import pairs as services
from campanello.staff.doors import for_right
from campanello.staff.people import words

SORTS = {
    "probability": _("The likeliest first"),
    "-probability": _("The least likely first"),
    "found": _("The newest first"),
    "-found": _("The oldest first"),
}
TONES = {
    State.TO_ANSWER: "warning",
    State.WAITING: "info",
    State.TO_TALK: "danger",
    State.SAME: "success",
    State.DIFFERENT: "neutral",
}
FIELDS = {
    "codes": gettext_noop("Codes"),
    "contacts": gettext_noop("Ways to reach them"),
    "projects": gettext_noop("Projects"),
}
who_decides = for_right(Right.DECIDE_PAIRS)


class Wanted(forms.Form):
    """What of the list is shown, and in which order."""

    stato = forms.ChoiceField(label=_("State"), required=False)
    ordine = forms.ChoiceField(label=_("Order"), required=False, choices=list(SORTS.items()))

    def __init__(self, counts: dict[State, int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(state), f"{gettext(STATE_NAMES[state])} ({count})") for state, count in counts.items()]
        field = self.fields["stato"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("All")), *named]


class AnswerForm(forms.Form):
    """Whether two records are one person."""

    answer = forms.ChoiceField(label=_("Are these two one person?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(value, gettext(text)) for value, text in ANSWERS.items()]


@who_decides
@never_cache
@require_safe
def listing(request: ActingRequest) -> HttpResponse:
    counts = queries.counts(request.actor)
    form = Wanted(counts, request.GET)
    form.is_valid()
    asked = getattr(form, "cleaned_data", {})
    state = State(asked["stato"]) if asked.get("stato") else None
    page = queries.page_of(
        request.actor, state=state, sort=asked.get("ordine", ""), number=request.GET.get("page", "1")
    )
    rows = [
        {"line": line, "state": STATE_NAMES[line.state], "tone": TONES[line.state]}
        for line in page.object_list
    ]
    context = {"form": form, "page": page, "rows": rows, "is_filtered": state is not None}
    return render(request, "staff/links/listing.html", context)


@who_decides
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ActingRequest, pair: int) -> HttpResponse:
    form, status = AnswerForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound and form.is_valid():
        try:
            answered = services.answer(
                actor=request.actor, pair_id=pair, answer=form.cleaned_data["answer"], at=timezone.now()
            )
        except DomainError as error:
            if error.kind in {Kind.MISSING, Kind.DENIED}:
                raise
            form.add_error(None, say(error, get_language()))
            status = HTTP_STATUS[error.kind]
        else:
            messages.success(request, _told(answered.closed_at is not None, bool(answered.second_answer)))
            return redirect("staff:pair", pair)
    elif form.is_bound:
        status = 422
    found = queries.case(request.actor, pair)
    return render(request, "staff/links/pair.html", {"form": form, **_shown(found)}, status=status)


def _told(is_decided: bool, are_two: bool) -> str:
    if is_decided:
        return gettext("Both of you say the same: the pair is decided.")
    if are_two:
        return gettext("Your answer is kept. The two answers do not agree yet.")
    return gettext("Your answer is kept. Somebody else now looks at the pair without knowing it.")


def _shown(found: Case) -> dict[str, Any]:
    fields = [_field(one) for one in found.fields if one.one or one.other]
    state = found.line.state
    stored = found.line.pair.reasons
    return {
        "case": found,
        "pair": found.line.pair,
        "state": STATE_NAMES[state],
        "tone": TONES[state],
        "fields": fields,
        "different": sum(one["differs"] for one in fields),
        "said": [{"by": one.by, "answer": ANSWERS[one.answer], "at": one.at} for one in found.said],
        "steps": _steps(stored),
        "has_model": any(one.field == explaining.PRIOR for one in explaining.stored_reasons(stored)),
        "may_answer": state is State.TO_ANSWER or (state is State.TO_TALK and bool(found.own)),
        "is_same": state is State.SAME,
        "is_to_talk": state is State.TO_TALK,
    }


def _field(one: Field) -> dict[str, Any]:
    if one.part == "pair":
        return {
            "name": gettext(FIELDS[one.name]),
            "one": one.one,
            "other": one.other,
            "differs": one.is_different,
        }
    return {
        "name": words.field_name(one.part, one.name),
        "one": words.shown(one.part, one.name, one.one),
        "other": words.shown(one.part, one.name, one.other),
        "differs": one.is_different,
    }


def _steps(stored: list[dict[str, Any]]) -> list[explaining.Step]:
    return explaining.steps(explaining.stored_reasons(stored), get_language() or "it")


@who_decides
@never_cache
@require_safe
def chart(request: ActingRequest, pair: int) -> HttpResponse:
    """The waterfall of one pair; it holds weights and no value of a record."""
    found = queries.pair(request.actor, pair)
    spec = explaining.specification(_steps(found.reasons), is_rtl=get_language_bidi())
    return HttpResponse(pictures.svg(spec, f"pair{pair}"), content_type="image/svg+xml")
