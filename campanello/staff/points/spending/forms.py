"""The forms of what points are used for: what may be written, before a service is asked whether it may be so."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.staff.homes.forms import DayField, EuroField

MOST_POINTS = 1_000_000
_CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}


class RedeemForm(forms.Form):
    """How many points towards which debt; `uid` was made with the page, so that pressing twice asks once."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    tenancy = forms.UUIDField(widget=forms.HiddenInput)
    creditor = forms.IntegerField(widget=forms.HiddenInput)
    points = forms.IntegerField(label=gettext_lazy("Points"), min_value=1, max_value=MOST_POINTS)


class GiftForm(forms.Form):
    """A gift: how many points, to whose code or to the pool, with nothing in return."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        choices=[
            ("household", gettext_lazy("A household")),
            ("pool", gettext_lazy("The neighbourhood's pool")),
        ],
        widget=forms.RadioSelect,
        initial="household",
    )
    code = forms.CharField(
        label=gettext_lazy("Gift code of the household"),
        max_length=30,
        required=False,
        help_text=gettext_lazy(
            "The household tells it: eight letters and figures. Names are never looked for here."
        ),
        widget=forms.TextInput(attrs=_CODE),
    )
    points = forms.IntegerField(label=gettext_lazy("Points"), min_value=1, max_value=MOST_POINTS)
    shows_donor = forms.BooleanField(
        label=gettext_lazy("The household may know who gives"),
        required=False,
        help_text=gettext_lazy("Left empty, nobody is told."),
    )
    nothing_in_return = forms.BooleanField(
        label=gettext_lazy("Nothing is asked in return: neither money, nor goods, nor favours"),
        error_messages={"required": gettext_lazy("Points are given, never sold: say so to go on.")},
    )

    def clean(self) -> dict[str, Any]:
        """The code, where a household receives."""
        cleaned = super().clean() or {}
        if cleaned.get("to") == "household" and not cleaned.get("code", "").strip():
            self.add_error("code", gettext("Write the code that the household has told."))
        return cleaned

    def receiver(self) -> str | None:
        """The code, or None for the pool."""
        return str(self.cleaned_data["code"]) if self.cleaned_data["to"] == "household" else None


class PartForm(forms.Form):
    """Which households get points of the pool, and how many are parted among them."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    households = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Households"),
        coerce=UUID,
        error_messages={"required": gettext_lazy("Choose at least one household in the list.")},
    )
    points = forms.IntegerField(
        label=gettext_lazy("Points to part"),
        min_value=1,
        max_value=MOST_POINTS,
        help_text=gettext_lazy("The same for each household chosen; for none more than it could use."),
    )
    why = forms.CharField(
        label=gettext_lazy("Why these households"),
        max_length=200,
        help_text=gettext_lazy("It stays on record. No names, no illnesses."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["households"].choices = choices  # type: ignore[attr-defined]


class BudgetForm(forms.Form):
    """Money set aside for a project's points."""

    cents = EuroField(
        label=gettext_lazy("Money set aside (EUR)"),
        help_text=gettext_lazy("Over the project's whole life; what was paid already counts too."),
    )
    starts_on = DayField(label=gettext_lazy("From"))
    source = forms.CharField(
        label=gettext_lazy("By which act"),
        max_length=200,
        help_text=gettext_lazy("Number and day of the act."),
    )


class WhyForm(forms.Form):
    """Why points are taken back."""

    why = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)
