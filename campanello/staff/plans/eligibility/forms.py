"""The form in which a fact is noted: its value as the fact is, how it is known, from where, of which day."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from campanello.people.rules.values import SEXES
from campanello.people.rules.world import STATELESS, STATELESS_NAME, country_names
from campanello.plans.rules.eligibility_reading import DISADVANTAGES, WORK, YES_NO
from campanello.plans.services.eligibility import LONGEST_SOURCE, NOTABLE
from campanello.staff.homes.forms import DayField, in_words

DAYS = frozenset({"birth_date", "permit_expires_on"})


class FactForm(forms.Form):
    """What is known of one fact, and how."""

    evidence = forms.ChoiceField(label=gettext_lazy("How it is known"), widget=forms.RadioSelect)
    source = forms.CharField(
        label=gettext_lazy("Which document or register"),
        max_length=LONGEST_SOURCE,
        required=False,
        help_text=gettext_lazy(
            "Such as: DID of 12/01/2026, INPS, lease. Asked where it is from one of them."
        ),
    )
    document = forms.ChoiceField(label=gettext_lazy("Document that was brought"), required=False)
    on = DayField(label=gettext_lazy("Day that it is of"))
    replaces = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, name: str, label: str, documents: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["value"] = _field(name, label)
        self.fields["evidence"].choices = in_words(NOTABLE)  # type: ignore[attr-defined]
        brought = [
            (str(one.uid), f"{gettext(one.get_kind_display())}, {one.uploaded_at:%d/%m/%Y}")
            for one in documents
        ]
        if brought:
            self.fields["document"].choices = [("", gettext("None")), *brought]  # type: ignore[attr-defined]
        else:
            del self.fields["document"]
        self.order_fields(["value"])

    def clean_value(self) -> str:
        """The value as the contract writes it."""
        value = self.cleaned_data["value"]
        if isinstance(value, list):
            return ";".join(value)
        return value.isoformat() if hasattr(value, "isoformat") else str(value or "")


def _field(name: str, label: str) -> forms.Field:
    if name in DAYS:
        return DayField(label=label, required=False)
    if name == "disadvantages":
        return forms.MultipleChoiceField(
            label=label,
            choices=in_words(DISADVANTAGES),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
    if name == "citizenship":
        countries = country_names(get_language() or "it").items()
        every = [("", gettext("Not known")), (STATELESS, gettext(STATELESS_NAME)), *countries]
        return forms.ChoiceField(label=label, choices=every, required=False)
    words = {"employment_status": WORK, "sex": {code: SEXES[code] for code in ("F", "M")}}.get(name, YES_NO)
    choices = [*in_words(words), ("", gettext("Not known"))]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=False)
