"""The forms of applications: what may be written; the rules say whether it may be so."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.people.rules.values import CONTACT_KINDS
from campanello.plans.rules.applications import LONGEST
from campanello.plans.rules.applying_steps import STEPS, Question, Shape
from campanello.plans.rules.eligibility_why import TITLES
from campanello.plans.rules.values import CHANNELS, DOCUMENT_STATES, TOLD_HOW, TRY_OUTCOMES
from campanello.staff.homes.forms import DayField, EuroField, in_words
from campanello.staff.people.forms import DayField as BirthField
from campanello.staff.people.forms import countries, languages

TAKEN_BY = ("staff", "phone")
# Asked apart, or not at all by an operator.
_ELSEWHERE = frozenset({"notice", "name", "birth", "reach", "languages"})


class NewForm(forms.Form):
    """Somebody asks for a plan at the desk or on the telephone: who, and what they say of themselves."""

    measure = forms.ChoiceField(label=gettext_lazy("Measure"))
    channel = forms.ChoiceField(
        label=gettext_lazy("How they ask"),
        choices=lambda: [(value, gettext(CHANNELS[value])) for value in TAKEN_BY],
        widget=forms.RadioSelect,
        initial="staff",
    )
    given_name = forms.CharField(label=gettext_lazy("First name"), max_length=100, required=False)
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=100, required=False)
    birth_date = BirthField(label=gettext_lazy("Birth date"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "dir": "ltr"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language to speak with them"), choices=languages, required=False
    )
    came_through = forms.CharField(
        label=gettext_lazy("Came through"),
        max_length=LONGEST["came_through"],
        required=False,
        help_text=gettext_lazy("The lab or body that sent them, if any."),
    )
    wants_call = forms.BooleanField(label=gettext_lazy("Is to be called back"), required=False)

    def __init__(self, *args: Any, measures: Iterable[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["measure"].choices = list(measures)  # type: ignore[attr-defined]
        self.asked = [one for one in _questions() if one.name not in self.fields]
        for question in self.asked:
            self.fields[question.name] = _field(question)

    def more(self) -> Iterator[forms.BoundField]:
        """The fields of what the person says of themselves."""
        return (self[question.name] for question in self.asked)

    def answers(self, *, with_name: bool) -> dict[str, Any]:
        """What was said, by question, as the form on line keeps it; what was not asked is left out.

        Args:
            with_name: Also who they are: not for somebody on record.
        """
        given = self.cleaned_data
        told = {one.name: given[one.name] for one in self.asked}
        if with_name:
            told |= {name: given[name] for name in ("given_name", "family_name", "birth_date", "phone")}
        if given["language"]:
            told["languages"] = [given["language"]]
        texts = {
            name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()
        }
        if texts.get("permit_expires_on"):
            texts["permit"] = "valid"
        return {name: value for name, value in texts.items() if value}


def _questions() -> list[Question]:
    asked = [step for step in STEPS if step.code not in _ELSEWHERE and not step.is_special]
    shapes = {Shape.ONE, Shape.COUNTRY, Shape.DAY}
    return [one for step in asked for one in step.questions if one.shape in shapes and one.name != "permit"]


def _field(question: Question) -> forms.Field:
    label = gettext_lazy(question.label)
    if question.shape is Shape.DAY:
        return DayField(label=label, required=False)
    none = [("", gettext_lazy("Not asked"))]
    if question.shape is Shape.COUNTRY:
        return forms.ChoiceField(label=label, choices=countries, required=False)
    choices = [*none, *((value, gettext_lazy(text)) for value, text in (question.values or {}).items())]
    return forms.ChoiceField(label=label, choices=choices, required=False)


class RegisterForm(forms.Form):
    """Who applied, to be registered."""

    given_name = forms.CharField(label=gettext_lazy("First name"), max_length=120, required=False)
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=120, required=False)
    born_on = BirthField(label=gettext_lazy("Birth date"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "dir": "ltr"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Codice fiscale"),
        max_length=40,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        ),
    )


class TryForm(forms.Form):
    """A try to reach an applicant."""

    how = forms.ChoiceField(
        label=gettext_lazy("How"), choices=lambda: in_words(CONTACT_KINDS), initial="phone"
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=lambda: in_words(TRY_OUTCOMES),
        widget=forms.RadioSelect,
    )
    again_on = DayField(
        label=gettext_lazy("Try again on"),
        required=False,
        help_text=gettext_lazy("Until then they leave the list."),
    )
    note = forms.CharField(label=gettext_lazy("In a few words"), max_length=300, required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **{"initial": {"uid": uuid4(), "how": "phone"}, **given})


class WhyForm(forms.Form):
    """Why; the applicant is told so."""

    note = forms.CharField(
        label=gettext_lazy("Why, in words for the applicant"),
        max_length=LONGEST["note"],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class NoteForm(forms.Form):
    """A word for the applicant beside the reasons."""

    note = forms.CharField(
        label=gettext_lazy("In words for the applicant"),
        max_length=LONGEST["note"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("The reasons of the requirements are told anyway."),
    )


class FundsForm(forms.Form):
    """What is committed; as much as the person may still get where nothing else is written."""

    services = EuroField(label=gettext_lazy("For services, in euros"))
    allowance = EuroField(label=gettext_lazy("For the allowance, in euros"))
    out_of_turn = forms.CharField(
        label=gettext_lazy("Why before the earlier ones"),
        max_length=LONGEST["out_of_turn"],
        required=False,
        help_text=gettext_lazy("Only where lower numbers still wait."),
    )


class EligibleForm(FundsForm, NoteForm):
    """An applicant is eligible: funds, and a word."""

    waits = forms.BooleanField(
        label=gettext_lazy("Eligible without funds for now: waits in its turn"), required=False
    )
    field_order = ("services", "allowance", "waits", "out_of_turn", "note")


class AskForm(forms.Form):
    """What is missing, and by when."""

    codes = forms.MultipleChoiceField(
        label=gettext_lazy("What is missing"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=gettext_lazy("In words for the applicant"),
        max_length=LONGEST["note"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Which paper, where to bring it."),
    )
    due_on = DayField(label=gettext_lazy("By (this day included)"))

    def __init__(self, *args: Any, missing: Sequence[str], **given: Any) -> None:
        super().__init__(*args, **given)
        if missing:
            choices = [(code, gettext(TITLES[code])) for code in missing]
            self.fields["codes"].choices = choices  # type: ignore[attr-defined]
            self.fields["codes"].initial = list(missing)
        else:
            del self.fields["codes"]


class ToldForm(forms.Form):
    """How the applicant was told."""

    how = forms.ChoiceField(
        label=gettext_lazy("How were they told?"),
        choices=lambda: in_words(TOLD_HOW),
        widget=forms.RadioSelect,
    )


class JudgeForm(forms.Form):
    """Whether a document can be used."""

    state = forms.ChoiceField(
        label=gettext_lazy("Can it be used?"),
        choices=lambda: [(value, gettext(DOCUMENT_STATES[value])) for value in ("accepted", "refused")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why not"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Where it can't be used: what to bring instead."),
    )
    expires_on = DayField(label=gettext_lazy("Valid until"), required=False)
