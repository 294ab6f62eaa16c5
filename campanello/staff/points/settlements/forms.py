"""The forms of settlements: what may be written, before a service is asked whether it may be so."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from campanello.core.edges import say
from campanello.core.errors import DomainError
from campanello.homes.rules.amounts import amount_cents
from campanello.points.rules.values import DIFFERENCE_WORDS
from campanello.staff.homes.forms import DayField, in_words

_LINE = re.compile(r"\s*(\d{1,9})\s*[:;\t ]\s*(\S.*)")


class ProposeForm(forms.Form):
    """A proposal; `uid` was made with the page, so that pressing twice proposes once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why a settlement is given up."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200)


class OrderForm(forms.Form):
    """When the bank is asked to pay."""

    pays_on = DayField(label=gettext_lazy("The bank pays on"))


class ConfirmForm(forms.Form):
    """When and how the landlord was paid, and what it did not accept."""

    paid_on = DayField()
    proof = forms.CharField(max_length=120)
    less = forms.CharField(
        label=gettext_lazy("Lines that were not accepted in full"),
        help_text=gettext_lazy(
            "Leave it empty when all was accepted. Else one line each: its number, a semicolon, what was accepted "
            "in euros, like 12; 30,00."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, is_payment: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        day, proof = self.fields["paid_on"], self.fields["proof"]
        day.label = gettext("The bank's value date") if is_payment else gettext("Day of the act")
        proof.label = gettext("The bank's reference") if is_payment else gettext("Number of the act")

    def clean_less(self) -> dict[int, int]:
        """Cents by the number of the line.

        Raises:
            ValidationError: A line can't be read, or is there twice.
        """
        found: dict[int, int] = {}
        for text in filter(str.strip, self.cleaned_data["less"].splitlines()):
            read = _LINE.fullmatch(text)
            if read is None or int(read[1]) in found:
                raise forms.ValidationError(
                    gettext("“%(line)s” can't be read, or is there twice. Write it like 12; 30,00.")
                    % {"line": text.strip()[:40]}
                )
            try:
                found[int(read[1])] = amount_cents(read[2])
            except DomainError as error:
                raise forms.ValidationError(say(error, get_language())) from error
        return found


class DifferenceForm(forms.Form):
    """What becomes of a difference."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    word = forms.ChoiceField(label=gettext_lazy("What becomes of it"), widget=forms.RadioSelect)
    note = forms.CharField(label=gettext_lazy("In words"), max_length=200, required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["word"].choices = in_words(DIFFERENCE_WORDS)  # type: ignore[attr-defined]
