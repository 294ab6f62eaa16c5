"""The forms of payments: what may be written, before a service is asked whether it may be so."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.plans.rules.accounts import LONGEST, NewAccount
from campanello.staff.homes.forms import DayField, in_words

DAY = timedelta(days=1)
WHY = gettext_lazy("Why")
MOST_BYTES = 20_000_000
_NUMBER = {"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}


class NewRunForm(forms.Form):
    """A run to be computed; `uid` was made with the page, so that pressing twice asks once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    project = forms.TypedChoiceField(label=gettext_lazy("Project"), coerce=int)
    through = DayField(
        label=gettext_lazy("Count signed registers through"),
        help_text=gettext_lazy("The last day that counts. What earlier runs paid is taken off."),
    )

    def __init__(self, *args: Any, projects: Iterable[Any], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["project"].choices = [(one.pk, one.title) for one in projects]  # type: ignore[attr-defined]

    def through_on(self) -> date:
        """The first day that does not count."""
        last: date = self.cleaned_data["through"]
        return last + DAY


class ReasonForm(forms.Form):
    """Why something is undone or held."""

    reason = forms.CharField(label=WHY, max_length=200)


class OrderForm(forms.Form):
    """When the bank is asked to pay."""

    pays_on = DayField(label=gettext_lazy("The bank pays on"))


class CloseForm(forms.Form):
    """When the bank paid."""

    value_on = DayField(label=gettext_lazy("The bank paid on"))


class OutcomeForm(forms.Form):
    """What became of a payment that did not arrive."""

    state = forms.ChoiceField(label=gettext_lazy("What the bank says"), widget=forms.RadioSelect)
    value_on = DayField(label=gettext_lazy("On"))
    reason = forms.CharField(
        label=WHY,
        max_length=200,
        help_text=gettext_lazy("As the bank words it, such as AC04: account closed."),
    )

    def __init__(self, *args: Any, states: dict[str, str], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["state"].choices = in_words(states)  # type: ignore[attr-defined]


class OutcomesForm(forms.Form):
    """The bank's answers, as a table."""

    file = forms.FileField(label=gettext_lazy("The bank's answers (CSV)"))

    def clean_file(self) -> Any:
        """The file, unless it is larger than a table of this kind can be."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("The table is larger than 20 MB. Send it in parts."))
        return file


class AccountForm(forms.Form):
    """An account that is paid."""

    iban = forms.CharField(
        label="IBAN", max_length=60, widget=forms.TextInput(attrs={**_NUMBER, "maxlength": LONGEST + 26})
    )
    holder = forms.CharField(
        label=gettext_lazy("Whose account it is"),
        max_length=70,
        help_text=gettext_lazy("As the bank has it. Somebody else's only with a written mandate."),
    )
    starts_on = DayField(label=gettext_lazy("From"))
    is_confirmed = forms.BooleanField(
        label=gettext_lazy("I checked an account abroad, or of a bank that the register does not know"),
        required=False,
    )

    def account(self, replaces: int | None) -> NewAccount:
        """The account, as a service takes it."""
        return NewAccount(**self.cleaned_data, replaces=replaces)


class TreasuryForm(forms.Form):
    """The account that a project pays from."""

    payer = forms.CharField(
        label=gettext_lazy("Who pays"), max_length=70, help_text=gettext_lazy("As the bank prints it.")
    )
    iban = forms.CharField(label="IBAN", max_length=60, widget=forms.TextInput(attrs=_NUMBER))
    bic = forms.CharField(
        label="BIC",
        max_length=11,
        required=False,
        help_text=gettext_lazy("Found by the IBAN where it is left empty."),
        widget=forms.TextInput(attrs=_NUMBER),
    )
    is_confirmed = AccountForm.base_fields["is_confirmed"]
