"""Forms of the on-line application, made of the questions of a step: large targets, no script, any script's digits."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from campanello.core.edges import say
from campanello.people.rules import world
from campanello.plans.rules.applying import AnswerMissing, AnswersWrong
from campanello.plans.rules.applying_steps import BEST_TIMES, Question, Shape, Step
from campanello.plans.rules.documents import BROUGHT_BY_APPLICANTS
from campanello.plans.rules.values import DOCUMENT_KINDS

PARTS = ("day", "month", "year")
# Citizenships of most who come to the labs: first in the list.
FIRST_COUNTRIES = ("IT", "MA", "EG", "PK", "BD", "PE", "EC", "RO", "UA", "LK", "SN", "PH", "AL", "CN")
_AUTOCOMPLETE = {
    "given_name": "given-name",
    "family_name": "family-name",
    "phone": "tel",
    "email": "email",
    "address": "street-address",
}


class Choices(forms.RadioSelect):
    """One of a few, each a large target."""

    template_name = "public/applying/_choices.html"


class ManyChoices(forms.CheckboxSelectMultiple):
    """Several of a few, each a large target."""

    template_name = "public/applying/_choices.html"


class Several(forms.MultipleChoiceField):
    """Some of a list that may also be none, where the next question holds the others; the rules ask for one of both."""

    def validate(self, value: Any) -> None:
        """Only what was chosen is looked at."""
        if value:
            super().validate(value)


class DayWidget(forms.Widget):
    """A day in three fields, which every telephone's keyboard of figures can fill; one text of it: 1985-03-27."""

    template_name = "public/applying/_day.html"
    use_fieldset = True

    def __init__(self, *, is_birth: bool) -> None:
        """Know whether it is a birthday, which browsers may fill in by themselves."""
        super().__init__()
        self._is_birth = is_birth

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        parts = [str(data.get(f"{name}_{part}", "")).strip().replace("-", "")[:12] for part in PARTS]
        if not any(parts):
            return ""
        return "-".join(_padded(text, width) for text, width in zip(reversed(parts), (4, 2, 2), strict=True))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        written = str(value or "").split("-")
        year, month, day = written if len(written) == 3 else ("", "", "")
        labels = (gettext("Day"), gettext("Month"), gettext("Year"))
        context["widget"]["parts"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{context['widget']['attrs'].get('id', name)}_{part}",
                "label": label,
                "value": text.lstrip("0") if part != "year" else text,
                "autocomplete": f"bday-{part}" if self._is_birth else "off",
                "length": 4 if part == "year" else 2,
            }
            for part, label, text in zip(PARTS, labels, (day, month, year), strict=True)
        ]
        return context


def _padded(text: str, width: int) -> str:
    """Figures of any script as plain ones; anything else as it is, to be refused."""
    return f"{int(text):0{width}}" if text.isdigit() else text


class StepForm(forms.Form):
    """The questions of one step. What the answers may be is the rules' business."""

    use_required_attribute = False

    def __init__(self, step: Step, answers: Mapping[str, Any], data: Any = None) -> None:
        """Make a field a question, filled with what was answered before."""
        super().__init__(data, initial=dict(answers))
        for question in step.questions:
            self.fields[question.name] = _field(question)

    def given(self) -> dict[str, object]:
        """What was answered, as the rules read it."""
        return {
            name: ("yes" if value else "") if isinstance(value, bool) else value
            for name, value in self.cleaned_data.items()
        }

    def tell(self, wrong: AnswersWrong) -> None:
        """Put what is wrong beside the questions that it concerns."""
        for name, problem in wrong.problems.items():
            self.add_error(name if name in self.fields else None, say(problem, get_language())[0])


def _field(question: Question) -> forms.Field:
    common: dict[str, Any] = {
        "label": gettext(question.label),
        "help_text": gettext(question.help) if question.help else "",
        "required": question.is_required,
        "error_messages": {"required": gettext_lazy(AnswerMissing.text)},
    }
    language = get_language() or "it"
    match question.shape:
        case Shape.TICK:
            return forms.BooleanField(**common)
        case Shape.ONE | Shape.MANY:
            return _choice(question, common)
        case Shape.LANGUAGES:
            names = world.language_names(language)
            offered = [(code, names[code]) for code in world.FIRST_LANGUAGES]
            return Several(choices=offered, widget=ManyChoices, **common | {"required": True})
        case Shape.COUNTRY:
            return forms.CharField(widget=forms.Select(choices=_countries(language)), **common)
        case Shape.BIRTH | Shape.DAY:
            widget = DayWidget(is_birth=question.shape is Shape.BIRTH)
            return forms.CharField(widget=widget, **common)
    return forms.CharField(widget=_line(question), **common)


def _choice(question: Question, common: dict[str, Any]) -> forms.Field:
    offered = [(value, gettext(text)) for value, text in (question.values or {}).items()]
    if question.shape is Shape.MANY:
        return forms.MultipleChoiceField(choices=offered, widget=ManyChoices, **common)
    # The one question that need not be answered is answered for who does not touch it.
    initial = next(iter(BEST_TIMES)) if question.values is BEST_TIMES else None
    return forms.ChoiceField(choices=offered, widget=Choices, initial=initial, **common)


def _line(question: Question) -> forms.TextInput:
    kinds = {Shape.PHONE: "tel", Shape.EMAIL: "email"}
    widget = forms.TextInput(attrs={"autocomplete": _AUTOCOMPLETE.get(question.name, "off")})
    widget.input_type = kinds.get(question.shape, "text")
    if question.shape in kinds:
        widget.attrs["dir"] = "ltr"
    else:
        widget.attrs["dir"] = "auto"
    return widget


def _countries(language: str) -> list[Any]:
    names = world.country_names(language)
    first = [(code, names[code]) for code in FIRST_COUNTRIES]
    rest = [(code, name) for code, name in names.items() if code not in FIRST_COUNTRIES]
    stateless = (world.STATELESS, gettext(world.STATELESS_NAME))
    return [
        ("", gettext("Choose")),
        (gettext("Often chosen"), first),
        (gettext("All others"), [*rest, stateless]),
    ]


class CodeForm(forms.Form):
    """The code by which one comes back."""

    use_required_attribute = False
    code = forms.CharField(
        label=gettext_lazy("Your code"),
        help_text=gettext_lazy("Sixteen figures, in groups of four. Spaces do not matter."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "class": "apply-code-field"}
        ),
    )


class DocumentForm(forms.Form):
    """A photo or a file, and what it is."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=lambda: [(code, gettext(DOCUMENT_KINDS[code])) for code in BROUGHT_BY_APPLICANTS],
        widget=Choices,
    )
    file = forms.FileField(
        label=gettext_lazy("Photo or PDF"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )
