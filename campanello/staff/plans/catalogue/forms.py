"""The forms of the catalogue: a service with its names, and what its hour is worth."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from campanello.core.language import RIGHT_TO_LEFT
from campanello.plans.rules.catalogue import CODE_LENGTH, NAME_LENGTH, SOURCE_LENGTH
from campanello.plans.rules.values import BLOCKS
from campanello.plans.rules.versions import LANGUAGES
from campanello.plans.services.catalogue import NAME
from campanello.staff.homes.forms import DayField, EuroField, in_words
from campanello.staff.lab.activities.forms import LANGUAGE_NAMES


class ServiceForm(forms.Form):
    """A service: its code, its block, its name in up to six languages."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=CODE_LENGTH,
        help_text=gettext_lazy("Small letters, digits and hyphens; in imports and in the CLI's tables."),
    )
    block = forms.ChoiceField(label=gettext_lazy("Block"), choices=lambda: in_words(BLOCKS))
    bears_allowance = forms.BooleanField(
        label=gettext_lazy("Its hours bear an allowance"),
        required=False,
        help_text=gettext_lazy("Never those of a base service."),
    )

    def __init__(self, *args: Any, is_new: bool, **given: Any) -> None:
        super().__init__(*args, **given)
        if not is_new:
            del self.fields["code"]
        for code in LANGUAGES:
            self.fields[NAME + code] = forms.CharField(
                label=gettext("Name in %(language)s") % {"language": str(LANGUAGE_NAMES[code])},
                max_length=NAME_LENGTH,
                required=code == "it",
                widget=forms.TextInput(
                    attrs={"lang": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr"}
                ),
            )


class ValueForm(forms.Form):
    """What an hour is worth from a day on, and which act says so."""

    hourly_cents = EuroField(label=gettext_lazy("Value of an hour, in euros"))
    starts_on = DayField(label=gettext_lazy("From"))
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=SOURCE_LENGTH,
        help_text=gettext_lazy("The act or table that sets it, with its number and day."),
    )
    is_demo = forms.BooleanField(
        label=gettext_lazy("Invented, for trying out"),
        required=False,
        help_text=gettext_lazy("Nothing is paid by such a value."),
    )
